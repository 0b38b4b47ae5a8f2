"""Test rewrites with pytest: the fixture ``evalharness``, and tests made from a config with ``summaries``.

Pytest loads this module in every session where evalharness is installed, so it imports nothing that scores; what a test
uses is imported when it is used. ``-p no:evalharness`` turns it off.
"""

from __future__ import annotations

import sys
from collections.abc import Generator, Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from evalharness.metrics.protocol import Metric
    from evalharness.testing.evaluation import Evaluation
    from evalharness.testing.suite import Case, Suite

MARKER = (
    'summaries(config, missing="fail"): make one test for each (example, system) of an evalharness config; the test '
    'takes the argument `summary`. missing="skip" skips those that a system has no candidate for.'
)
SUITE = pytest.StashKey["Suite"]()
SEEN = pytest.StashKey[list["Evaluation"]]()  # what the test of an item has scored
CONFIGS = pytest.StashKey[set[str]]()  # configs that the tests of the session come from
UPDATED = pytest.StashKey[tuple[bool, str]]()  # whether the baseline is up to date now, and what was done
SENT = "evalharness_configs"  # how a worker of pytest-xdist sends them


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the options."""
    group = parser.getgroup("evalharness", "evalharness: summaries held against a baseline")
    group.addoption(
        "--evalharness-baseline",
        metavar="FILE",
        help="Findings that this baseline has are not new. A file of `evalharness baseline save`, or a run folder.",
    )
    group.addoption(
        "--evalharness-update",
        action="store_true",
        help="Nothing is new, and the baseline is written from the config of the tests when they are through.",
    )
    group.addoption(
        "--evalharness-reason",
        metavar="TEXT",
        default="",
        help="Why the baseline is replaced: goes to the log beside it. Needed where there is one already.",
    )


def pytest_configure(config: pytest.Config) -> None:
    """Register the marker and check the options."""
    config.addinivalue_line("markers", MARKER)
    config.stash[CONFIGS] = set()
    baseline = _baseline(config)
    if config.getoption("evalharness_update"):
        _check_update(config, baseline)
    elif baseline and not baseline.exists():
        raise pytest.UsageError(f"--evalharness-baseline {baseline}: not there; --evalharness-update writes it")


def pytest_unconfigure(config: pytest.Config) -> None:
    """Give back what was opened."""
    if suite := config.stash.get(SUITE, None):
        suite.close()


@pytest.fixture(name="evalharness")
def evalharness_fixture(request: pytest.FixtureRequest) -> Harness:
    """Score a rewrite: ``evalharness.evaluate(source, candidate)``."""
    return Harness(request.node)


@pytest.fixture
def summary(request: pytest.FixtureRequest) -> Evaluation:
    """The candidate of a test marked with ``summaries``, scored and held against the baseline."""
    from evalharness.errors import EvalHarnessError

    if not hasattr(request, "param"):
        pytest.fail('`summary` is for tests marked with @pytest.mark.summaries("config.yaml")', pytrace=False)
    case: Case = request.param[0]
    try:
        found = _suite(request.config).summary(case)
    except EvalHarnessError as error:
        pytest.fail(str(error), pytrace=False)
    if found is None:
        what = f"{case.id}: no candidate of {case.system}"
        if request.param[1] == "skip":
            pytest.skip(what)
        pytest.fail(f'{what}; add it, or mark the test with summaries(..., missing="skip")', pytrace=False)
    _seen(request.node).append(found)
    return found


class Harness:
    """The fixture ``evalharness``."""

    def __init__(self, item: pytest.Item) -> None:
        self._item = item

    def evaluate(
        self,
        source: str,
        candidate: str,
        *,
        references: Sequence[str] = (),
        metrics: Sequence[str | Mapping[str, object] | Metric] | None = None,
    ) -> Evaluation:
        """Score one candidate of one source: the same numbers and findings as in a run.

        Args:
            source: the wire article.
            candidate: its rewrite.
            references: texts for ROUGE; the source by default.
            metrics: names, ``{"use": name, setting: value}`` or metric objects; all built in by default.

        Raises:
            ConfigError: a metric or setting is wrong.
            DataError: a text is none, or the source is blank.
            MetricError: a metric failed.
        """
        found = _suite(self._item.config).evaluate(source, candidate, references=references, metrics=metrics)
        _seen(self._item).append(found)
        return found


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Make the tests of a function marked with ``summaries``."""
    marker = metafunc.definition.get_closest_marker("summaries")
    if marker is None:
        return
    from evalharness.errors import EvalHarnessError

    name = metafunc.definition.name
    path, missing = _read_marker(metafunc.config, marker, name)
    if "summary" not in metafunc.fixturenames:
        pytest.fail(f"{name}: marked with summaries, so it must take the argument `summary`", pytrace=False)
    try:
        cases = _suite(metafunc.config).cases(path)
    except EvalHarnessError as error:
        pytest.fail(str(error), pytrace=False)
    metafunc.parametrize("summary", [(case, missing) for case in cases], ids=map(str, cases), indirect=True)


def pytest_assertrepr_compare(op: str, left: object, right: object) -> list[str] | None:
    """Show the findings of ``assert summary.hard == []`` in their sentences."""
    if "evalharness.testing.evaluation" not in sys.modules:
        return None  # the tests of a project that has other things to compare
    from evalharness.testing.evaluation import Findings

    found = [side for side in (left, right) if isinstance(side, Findings) and side]
    if not found:
        return None
    return [f"{left!r} {op} {right!r}", *(line for side in found for line in side.explain().splitlines())]


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Add the findings to a failure that does not show them, however it was asserted."""
    report = yield
    if seen := item.stash.get(SEEN, None):
        if report.when == "call" and report.failed:
            _add_findings(report, seen)
        elif report.when == "teardown":
            seen.clear()  # items live as long as the session
    return report


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session, exitstatus: int) -> None:
    """Write the baseline where that was asked for; a worker tells which config it is of."""
    config = session.config
    configs = config.stash[CONFIGS]
    if not config.getoption("evalharness_update") or config.option.collectonly:
        return
    configs.update(str(case.config) for case in map(_case_of, session.items) if case)
    if hasattr(config, "workeroutput"):
        config.workeroutput[SENT] = sorted(configs)
    elif exitstatus not in (pytest.ExitCode.OK, pytest.ExitCode.TESTS_FAILED):
        config.stash[UPDATED] = False, "the baseline is as it was: the tests did not come to their end"
    else:
        config.stash[UPDATED] = done, _ = _update(config, configs)
        if not done:
            session.exitstatus = pytest.ExitCode.USAGE_ERROR


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: Any) -> None:  # noqa: ANN401 - a class of pytest-xdist, which need not be installed
    """Take from a worker of pytest-xdist which configs its tests come from."""
    node.config.stash[CONFIGS].update(getattr(node, "workeroutput", {}).get(SENT, ()))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    """Say what became of the baseline."""
    if updated := config.stash.get(UPDATED, None):
        done, text = updated
        terminalreporter.section("evalharness")
        terminalreporter.write_line(text, red=not done)


def _update(config: pytest.Config, configs: Iterable[str]) -> tuple[bool, str]:
    from evalharness.errors import EvalHarnessError
    from evalharness.testing.update import update_baseline

    baseline = _baseline(config)
    assert baseline is not None  # pytest_configure has seen to it
    try:
        return True, update_baseline([Path(each) for each in configs], baseline, config.getoption("evalharness_reason"))
    except EvalHarnessError as error:
        return False, str(error)


def _case_of(item: pytest.Item) -> Case | None:
    made = item.get_closest_marker("summaries") and getattr(item, "callspec", None)
    return made.params["summary"][0] if made else None


def _add_findings(report: pytest.TestReport, seen: Iterable[Evaluation]) -> None:
    # a section of the representation, unlike one of the report, gets into JUnit files as well
    add = getattr(report.longrepr, "addsection", None)
    if add is None:
        return
    shown = str(report.longrepr)
    for evaluation in seen:
        text = (evaluation.new.of("hard") or evaluation.hard or evaluation.findings).explain()
        if evaluation.findings and not all(line.strip() in shown for line in text.splitlines()):
            add("evalharness", text)


def _read_marker(config: pytest.Config, marker: pytest.Mark, test: str) -> tuple[Path, str]:
    missing = marker.kwargs.get("missing", "fail")
    if len(marker.args) != 1 or marker.kwargs.keys() - {"missing"} or missing not in ("fail", "skip"):
        pytest.fail(f'{test}: expected @pytest.mark.summaries("config.yaml", missing="fail" or "skip")', pytrace=False)
    for folder in (config.rootpath, config.invocation_params.dir):
        if (folder / marker.args[0]).is_file():
            return folder / marker.args[0], missing
    pytest.fail(f"{test}: no config {marker.args[0]} in {config.rootpath}; write it from there", pytrace=False)


def _check_update(config: pytest.Config, baseline: Path | None) -> None:
    if baseline is None:
        raise pytest.UsageError("--evalharness-update: name the file with --evalharness-baseline FILE")
    if baseline.is_dir():
        raise pytest.UsageError(f"--evalharness-update: {baseline} is a folder; name a file")
    if baseline.exists() and not config.getoption("evalharness_reason").strip():
        raise pytest.UsageError(f'{baseline}: to replace it takes a reason: --evalharness-reason "..."')


def _baseline(config: pytest.Config) -> Path | None:
    written = config.getoption("evalharness_baseline")
    return config.invocation_params.dir / written if written else None


def _suite(config: pytest.Config) -> Suite:
    if SUITE not in config.stash:
        from evalharness.testing.suite import Suite

        config.stash[SUITE] = Suite(_baseline(config), accepts_all=config.getoption("evalharness_update"))
    return config.stash[SUITE]


def _seen(item: pytest.Item) -> list[Evaluation]:
    return item.stash.setdefault(SEEN, [])
