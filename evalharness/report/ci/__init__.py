"""Where CI looks: each renderer makes one text of a verdict, by the name that options and docs use for it."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from evalharness.compare.verdict import Verdict

Renderer = Callable[[Verdict], str]

RENDERERS: Mapping[str, Renderer] = {}
