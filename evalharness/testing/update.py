"""Make what a config gives now the baseline, as ``evalharness run`` and ``evalharness baseline`` would."""

from __future__ import annotations

import tempfile
from collections.abc import Collection
from datetime import UTC, datetime
from pathlib import Path

from evalharness.errors import MetricError, UsageError


def update_baseline(configs: Collection[Path], baseline: Path, reason: str) -> str:
    """Score the one config whole, whatever tests were selected, and save it; what was done, in a line.

    Args:
        configs: what the tests of the session were collected from.
        baseline: the file.
        reason: why, for the log beside a baseline that is replaced.

    Raises:
        UsageError: not one config, or the file cannot be replaced.
        MetricError: a metric failed, so that the baseline would have gaps.
    """
    from evalharness import gating
    from evalharness.api import execute, open_plan_data
    from evalharness.cli.baseline import whoever
    from evalharness.plan import read_plan

    if len(configs) != 1:
        names = ", ".join(sorted(map(str, configs))) or "none"
        raise UsageError(f"a baseline is of one config; the tests are of {names}; select those of one")
    plan = read_plan(next(iter(configs)))
    with tempfile.TemporaryDirectory(prefix="evalharness-") as scratch, open_plan_data(plan) as data:
        run = execute(plan, data, Path(scratch) / baseline.stem)
        if run.failures:
            first = run.failures[0]
            raise MetricError(f"{baseline}: not written: metric {first.metric} failed on {first.n_items} items")
        if not baseline.exists():
            gating.save(run, baseline)
            return f"{baseline}: written"
        day = datetime.now(UTC).date().isoformat()
        entry = gating.accept(run, baseline, reason=reason, who=whoever(), date=day)
    return f"{baseline}: replaced; see {gating.log_of(baseline)}" if entry else f"{baseline}: nothing changed"
