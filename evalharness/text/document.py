"""Document: one untouched text and the views of it, each computed once, when first asked for."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar, cast

T = TypeVar("T")


class Document:
    """A text with a cache of what has been worked out about it.

    A view is any function of a document: ``document.view(sentences)``. The second call with the same function
    returns the first result, so every metric and every system reads one analysis of the source.

    >>> Document("One. Two.").view(lambda document: len(document.text))
    9
    """

    __slots__ = ("__weakref__", "_views", "text")

    def __init__(self, text: str) -> None:
        self.text = text
        self._views: dict[Callable[[Document], Any], Any] = {}

    def view(self, compute: Callable[[Document], T]) -> T:
        """The result of `compute` on this document, computed at most once."""
        if compute not in self._views:
            self._views[compute] = compute(self)
        return cast("T", self._views[compute])

    @property
    def is_blank(self) -> bool:
        """True when the text is empty or white space only."""
        return not self.text or self.text.isspace()

    def __repr__(self) -> str:
        return f"Document({self.text[:40]!r}{'...' if len(self.text) > 40 else ''})"
