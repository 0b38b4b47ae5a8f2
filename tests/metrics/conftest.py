"""What the tests of ROUGE share: the engines that are here, and the package whose numbers are the expected ones."""

import pytest

from evalharness.text.kernel import why_not


@pytest.fixture(params=["python", "kernel"])
def engine(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """Everything runs on both engines; the kernel's part is skipped where it is not installed."""
    if request.param == "kernel":
        if why_not():
            pytest.skip(f"the native kernel is not there: {why_not()}")
    else:
        monkeypatch.setenv("EVALHARNESS_KERNEL", "python")
    return str(request.param)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """A run without the kernel must not pass for a whole one."""
    if why_not():
        terminalreporter.write_line(f"the native kernel of ROUGE was NOT tested: {why_not()}", yellow=True)
