"""``evalharness score --source wire.txt rewrite.txt ...``."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import click

from evalharness.cli.common import allow_code_option, format_option, json_option, show_run
from evalharness.errors import UsageError


@click.command()
@click.option("--source", required=True, type=click.Path(path_type=Path), help="The wire article, a text file.")
@click.option("--reference", "references", multiple=True, type=click.Path(path_type=Path), help="Gold text for ROUGE.")
@click.option("--metric", "metrics", multiple=True, help="A metric to use; repeat for more. [default: all built in]")
@click.argument("candidates", nargs=-1, required=True, type=click.Path(path_type=Path))
@format_option
@json_option
@allow_code_option
def score(
    source: Path,
    references: tuple[Path, ...],
    metrics: tuple[str, ...],
    candidates: tuple[Path, ...],
    table_format: str,
    as_json: bool,
    allow_code: bool,
) -> int:
    """Score one or more CANDIDATES against one source, without a config; list every finding."""
    from evalharness.api import DEFAULT_METRICS, evaluate
    from evalharness.engine.items import item_json
    from evalharness.load import read_text
    from evalharness.records import Example

    names = system_names(candidates)
    example = Example(
        source.stem,
        read_text(source),
        {name: read_text(path) for name, path in zip(names, candidates, strict=True)},
        [read_text(path) for path in references],
    )
    finished = evaluate([example], metrics or DEFAULT_METRICS, leaderboard={"worst": 100}, allow_code=allow_code)
    show_run(finished, table_format, as_json, {"items": [item_json(item) for item in finished.items()]})
    return 3 if finished.failures else 0


def system_names(paths: tuple[Path, ...]) -> list[str]:
    """A name for each file: its stem where that tells the files apart, otherwise the path.

    Raises:
        UsageError: a file is given twice.

    >>> system_names((Path("a/x.txt"), Path("b/x.txt"), Path("y.txt")))
    ['a/x.txt', 'b/x.txt', 'y']
    """
    stems = Counter(path.stem for path in paths)
    names = [path.stem if stems[path.stem] == 1 else str(path) for path in paths]
    twice = sorted(name for name, count in Counter(names).items() if count > 1)
    if twice:
        raise UsageError(f"candidates given twice: {', '.join(twice)}; name each file once")
    return names
