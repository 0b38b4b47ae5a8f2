"""The command and the one place that exits: 0 pass, 1 regression, 2 bad input, config or usage, 3 a failure."""

from __future__ import annotations

import os
import sys
import traceback
from collections.abc import Sequence

import click

from evalharness.cli.baseline import baseline
from evalharness.cli.calibrate import calibrate
from evalharness.cli.compare import compare
from evalharness.cli.gate import gate
from evalharness.cli.history import history
from evalharness.cli.metaeval import metaeval
from evalharness.cli.metrics import metrics
from evalharness.cli.run import run
from evalharness.cli.schema import schema
from evalharness.cli.score import score
from evalharness.cli.validate import validate
from evalharness.errors import EvalHarnessError

FAILED = 3
INTERRUPTED = 130


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(package_name="evalharness", message="%(prog)s %(version)s")
def cli() -> None:
    """Score rewrites of wire articles: ROUGE, fact retention and hallucination flags, with the evidence.

    Results go to stdout, progress to stderr. Exit codes: 0 pass, 1 regression or failed threshold, 2 bad input,
    config or usage, 3 a metric or the machinery failed.
    """


for command in (run, score, validate, compare, gate, baseline, history, metrics, metaeval, calibrate, schema):
    cli.add_command(command)


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line and exit with its code."""
    sys.exit(_exit_code(arguments))


def _exit_code(arguments: Sequence[str] | None) -> int:
    try:
        code = cli.main(args=list(arguments) if arguments is not None else None, standalone_mode=False)
        sys.stdout.flush()
        return int(code or 0)
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except EvalHarnessError as error:
        lines = str(error)
        click.echo(f"error: {lines}" if "\n" not in lines else f"errors:\n{lines}", err=True)
        return error.exit_code
    except (click.Abort, KeyboardInterrupt):
        click.echo("interrupted; what is scored so far is kept", err=True)
        return INTERRUPTED
    except BrokenPipeError:
        # whoever read our output has seen enough; without this, Python complains once more when it closes stdout
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except Exception:
        traceback.print_exc()
        click.echo("error: this is a fault of evalharness itself; please report it with the lines above", err=True)
        return FAILED
