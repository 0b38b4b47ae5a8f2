"""What tests get from the pytest plugin: candidates scored one at a time, held against a baseline."""

from __future__ import annotations

from evalharness.testing.evaluation import Evaluation, Findings

__all__ = ["Evaluation", "Findings"]
