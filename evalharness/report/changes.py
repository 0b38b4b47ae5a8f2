"""Findings that came or went, in words: ``number 90 million -> 90 billion, story deal, system b``."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from textwrap import shorten

from evalharness.compare.comparison import Change, FindingChange, FindingCount
from evalharness.compare.finding_keys import Key, finding_key
from evalharness.records import Finding
from evalharness.report.text import one_line

CHANGE_WORDS: dict[Change, str] = {"gained": "new", "lost": "gone"}
MAX_QUOTE = 90  # characters of a text quoted on one line
MAX_STORIES = 3


@dataclass(frozen=True, slots=True)
class ChangeGroup:
    """The same finding, gained or lost in one or more candidates.

    Attributes:
        finding: the first of them.
        places: (example id, system) of each, in order.
    """

    change: Change
    finding: Finding
    places: Sequence[tuple[str, str]]


def grouped(changes: Sequence[FindingChange]) -> list[ChangeGroup]:
    """Findings that say the same put together, in the order in which each is first met."""
    groups: dict[tuple[Change, Key], ChangeGroup] = {}
    places: dict[tuple[Change, Key], list[tuple[str, str]]] = {}
    for change in changes:
        key = change.change, finding_key(change.finding)
        places.setdefault(key, []).append((change.id, change.system))
        groups.setdefault(key, ChangeGroup(change.change, change.finding, places[key]))
    return list(groups.values())


def what_is_said(finding: Finding) -> str:
    """The finding's kind and words: what the source says, then what the candidate makes of it.

    >>> from evalharness.records import Span
    >>> said, source = Span(10, 20, "90 billion"), Span(5, 15, "90 million")
    >>> what_is_said(Finding("facts", "number", "contradicted", "hard", "", said, source))
    'number 90 million -> 90 billion'
    >>> what_is_said(Finding("facts", "number", "missing", "soft", "", None, source))
    'number "90 million" left out'
    """
    said, source = (_quote(span.text) if span else "" for span in (finding.span, finding.source))
    if said and source and said != source:
        return f"{finding.kind} {source} -> {said}"
    if said or source:
        return f'{finding.kind} "{said or source}"' + ("" if said else " left out")
    return finding.kind


def where(places: Sequence[tuple[str, str]], *, name_systems: bool = True) -> str:
    """Stories, with their systems, as far as they are few.

    >>> where([("deal", "a"), ("deal", "b"), ("fire", "b")])
    'story deal, systems a, b; story fire, system b'
    >>> where([("s1", "a"), ("s2", "a"), ("s3", "a"), ("s4", "a")], name_systems=False)
    'stories s1, s2, s3 and 1 more'
    """
    systems: dict[str, dict[str, int]] = {}
    for id, system in places:
        of_story = systems.setdefault(one_line(id), {})
        of_story[one_line(system)] = of_story.get(one_line(system), 0) + 1
    shown = list(systems.items())[:MAX_STORIES]
    more = f" and {len(systems) - len(shown)} more" if len(systems) > len(shown) else ""
    if not name_systems:
        ids = ", ".join(_times(id, sum(counts.values())) for id, counts in shown)
        return f"{'story' if len(systems) == 1 else 'stories'} {ids}{more}"
    return "; ".join(f"story {id}, {_systems(counts)}" for id, counts in shown) + more


def tally(counts: Sequence[FindingCount], change: Change) -> str:
    """How many were gained or lost, by severity.

    >>> tally([FindingCount("gained", "b", "facts", "number", "contradicted", "hard", 2)], "gained")
    '2 new (2 hard)'
    """
    by_sort: dict[str, int] = dict.fromkeys(("hard", "soft", "page", "left out"), 0)
    for count in counts:
        if count.change == change:
            by_sort["left out" if count.verdict == "missing" else count.severity] += count.n
    parts = ", ".join(f"{n} {sort}" for sort, n in by_sort.items() if n)
    return f"{sum(by_sort.values())} {CHANGE_WORDS[change]}" + (f" ({parts})" if parts else "")


def _quote(text: str) -> str:
    return shorten(one_line(text), MAX_QUOTE, placeholder=" ...")


def _systems(counts: dict[str, int]) -> str:
    names = ", ".join(_times(name, n) for name, n in counts.items())
    return f"{'system' if len(counts) == 1 else 'systems'} {names}"


def _times(name: str, n: int) -> str:
    return name if n == 1 else f"{name} ({n} times)"
