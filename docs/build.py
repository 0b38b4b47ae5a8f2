"""Fill in the generated parts of the docs from the code they describe.

Usage: python docs/build.py [--check]

A generated part stands between ``<!-- generated: NAME -->`` and ``<!-- end -->``. With ``--check`` nothing is written,
and the exit code is 1 where a page is out of date.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from evalharness.cli.main import cli
from evalharness.config import Config
from evalharness.config.policy import NewFindings, Policy, Rule
from evalharness.report.metric_card import metric_card, type_name

ROOT = Path(__file__).parents[1]
POLICY_PARTS: dict[str, type[BaseModel]] = {"top": Policy, "rule": Rule, "no_new": NewFindings}
PART = re.compile(r"(<!-- generated: (?P<name>[^>]+?) -->\n)(?P<body>.*?)(<!-- end -->)", re.DOTALL)


def pages() -> list[Path]:
    """Every page that may have a generated part."""
    return [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]


def built(page: Path) -> str:
    """The text of `page` with its generated parts made anew."""
    return PART.sub(lambda m: f"{m[1]}{generate(m['name'])}\n{m[4]}", page.read_text(encoding="utf-8"))


def generate(name: str) -> str:
    """The generated part called `name`."""
    kind, _, rest = name.partition(" ")
    makers: dict[str, Callable[[str], str]] = {
        "metric": lambda metric: metric_card(metric).to_markdown(),
        "config": lambda _: config_table(Config),
        "policy": lambda part: config_table(POLICY_PARTS[part]),
        "commands": lambda _: command_list(),
        "leaderboard": leaderboard,
    }
    return makers[kind](rest)


def config_table(model: type[BaseModel]) -> str:
    """Every key of a config, or of a part of it, with its type, default and meaning."""
    lines = ["| key | type | default | what it says |", "|---|---|---|---|"]
    lines += ["| `" + "` | ".join(row[:1]) + "` | " + " | ".join(row[1:]) + " |" for row in _rows(model, "")]
    return "\n".join(lines)


def _rows(model: type[BaseModel], prefix: str) -> Iterator[tuple[str, str, str, str]]:
    for name, info in model.model_fields.items():
        if isinstance(info.annotation, type) and issubclass(info.annotation, BaseModel):
            yield from _rows(info.annotation, f"{prefix}{name}.")
        else:
            yield f"{prefix}{name}", _type(info), _default(info), str(info.description)


def _type(info: FieldInfo) -> str:
    text = type_name(info.annotation).replace("typing.", "").replace("collections.abc.", "")
    text = re.sub(r"\bNoneType\b|\bNone\b", "", re.sub(r"Annotated\[(\w+),.*?\]\)?\]", r"\1", text)).strip(" |")
    text = re.sub(r"Literal\[(.*?)\]", lambda m: " or ".join(m[1].replace("'", "").split(", ")), text)
    text = re.sub(r"evalharness\.\S*\.MetricSpec", "name or mapping", text)
    text = re.sub(r"\b(Rule|NewFindings)\b", "mapping", text)
    text = re.sub(r"(?:Optional|Union)\[(.*)\]", lambda m: m[1].replace(", ", " or "), text)
    text = re.sub(r"tuple\[(.*?), \.\.\.\]", r"list of \1", text)
    return re.sub(r"Mapping\[.*\]", "mapping", text).replace("|", "\\|")


def _default(info: FieldInfo) -> str:
    if info.is_required():
        return "required"
    value = info.get_default(call_default_factory=True)
    return (
        ""
        if value is None or value == () or value == {}
        else f"`{value}`".replace("True", "true").replace("False", "false")
    )


def command_list() -> str:
    """Every verb with its one-line help."""
    lines = []
    for name, command in sorted(cli.commands.items()):
        subcommands = getattr(command, "commands", {})
        for verb, each in [(f"{name} {sub}", c) for sub, c in sorted(subcommands.items())] or [(name, command)]:
            lines.append(f"- `evalharness {verb}`: {each.get_short_help_str(limit=200)}")
    return "\n".join(lines)


def leaderboard(config: str) -> str:
    """What ``evalharness run CONFIG`` prints."""
    import tempfile

    from evalharness.api import execute, open_plan_data
    from evalharness.plan import read_plan

    plan = read_plan(ROOT / config)
    with tempfile.TemporaryDirectory() as folder, open_plan_data(plan) as data:
        text = execute(plan, data, Path(folder)).leaderboard().render()
    return f"```text\n{text}\n```"


def main(arguments: list[str]) -> int:
    """Bring all pages up to date, or tell which are not."""
    stale = [page for page in pages() if built(page) != page.read_text(encoding="utf-8")]
    for page in stale:
        if "--check" in arguments:
            print(f"{page.relative_to(ROOT)} is out of date; run python docs/build.py")
        else:
            page.write_text(built(page), encoding="utf-8")
            print(f"{page.relative_to(ROOT)} brought up to date")
    return 1 if stale and "--check" in arguments else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
