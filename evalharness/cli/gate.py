"""``evalharness gate RUN``."""

from __future__ import annotations

from pathlib import Path

import click

from evalharness.cli.ci_reports import CiReports, ci_options
from evalharness.cli.common import json_option, print_json, use_color
from evalharness.errors import UsageError


@click.command()
@click.argument("run", type=click.Path(path_type=Path))
@click.option("--baseline", type=click.Path(path_type=Path), help="A run folder, or a file of `baseline save`.")
@click.option(
    "--policy",
    type=click.Path(path_type=Path),
    help="What may not get worse, a YAML file. [default: no main value drops, no new hard finding]",
)
@click.option("--before", metavar="SYSTEM", help="With --after: hold this system against another one.")
@click.option("--after", metavar="SYSTEM", help="The system that is judged.")
@click.option("--plan", is_flag=True, help="Judge nothing; print how many examples the drops of the policy need.")
@ci_options
@json_option
def gate(
    run: Path,
    baseline: Path | None,
    policy: Path | None,
    before: str | None,
    after: str | None,
    plan: bool,
    as_json: bool,
    reports: CiReports,
) -> int:
    """Judge RUN by a policy and against a baseline: exit code 0 passes, 1 does not.

    Every system is held against the same system of the baseline, candidate by candidate. A drop fails only where it
    is beyond its tolerance and significant; with too few examples a rule is undecided. Without --baseline a policy
    may have absolute limits only.
    """
    from evalharness.gating import gate as judge
    from evalharness.gating import plan_gate

    if reports.github and as_json:
        raise UsageError("--github and --json both write to stdout; leave out one")
    if plan:
        if reports:
            raise UsageError("--plan judges nothing, so there is no verdict to write; leave out --plan or the reports")
        planned = plan_gate(run, baseline, policy, before=before, after=after)
        if as_json:
            print_json(planned.to_json())
        else:
            click.echo(planned.render())
        return 0
    view = judge(run, baseline, policy, before=before, after=after)
    annotations = reports.write(view, run)
    if as_json:
        print_json(view.to_json())
    elif reports.github:
        from evalharness.report.ci.github import guarded

        click.echo(f"{guarded(view.render())}\n{annotations}", nl=False)
    else:
        click.echo(view.render(color=use_color()))
    return view.verdict.exit_code
