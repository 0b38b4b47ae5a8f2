"""Fact: one thing a text states that can be checked, with its place and a value in which equal facts are equal."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from evalharness.records import Span

Kind = Literal["number", "date", "name", "quote"]
Hedge = Literal["", "about", "above", "below"]
# The system of a reading that leaves out the smaller unit: "five years" of "five years and four months".
PART = "part"


@dataclass(frozen=True, slots=True)
class Reading:
    """One way to read a figure, in the base unit of its class: metres, kilograms, seconds, months, degrees Celsius.

    Attributes:
        amount: the figure in the base unit.
        unit: ``""`` for a bare count, else a class such as ``percent``, ``money:eur``, ``length``, ``ordinal``.
        step: size of the last digit given, in the base unit: how finely the figure is stated.
        system: the unit as written where its factor is inexact (``mile``); figures of one system must agree exactly.
        figure: the figure as written, before conversion to the base unit; None where there is no other.
    """

    amount: float
    unit: str
    step: float = field(default=0.0, compare=False)
    system: str = field(default="", compare=False)
    figure: float | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Quantity:
    """A figure. Several readings where the text leaves open which is meant, the likeliest first.

    >>> Quantity((Reading(3500.0, "mass", 1000.0),)) == Quantity((Reading(3500.0, "mass", 100.0),))
    True
    """

    readings: tuple[Reading, ...]
    high: float | None = None
    """Upper end when the figure is vague ("dozens"); None for a stated figure."""


@dataclass(frozen=True, slots=True)
class Moment:
    """A point or stretch of time, as far as the text states it; None where it does not.

    Attributes:
        weekday: 0 is Monday, 5 and 6 the weekend days.
        quarter: 1 to 4; half: 1 or 2; decade: its first year, as 1990.
        fiscal: the year is a financial one.
        relative: ``(direction, unit)``, as ``("last", "week")``; direction is last, this or next.
    """

    year: int | None = None
    month: int | None = None
    day: int | None = None
    weekday: int | None = None
    quarter: int | None = None
    half: int | None = None
    decade: int | None = None
    fiscal: bool = False
    relative: tuple[str, str] | None = None


@dataclass(frozen=True, slots=True)
class Name:
    """A name as comparison keys, without titles: ``("pete", "hegseth")``; ``@`` marks what the gazetteer knows.

    Attributes:
        form: ``person`` where a title or role says so, ``place`` after a locative preposition, else empty.
    """

    keys: tuple[str, ...]
    form: str = field(default="", compare=False)


@dataclass(frozen=True, slots=True)
class Quotation:
    """Words between quotation marks, lower-cased, and who says them where that is plain.

    Attributes:
        speaker: comparison keys of the speaker named beside the reporting verb; empty when not plain.
        speaker_span: where that name stands.
    """

    words: tuple[str, ...]
    speaker: tuple[str, ...] = field(default=(), compare=False)
    speaker_span: Span | None = field(default=None, compare=False)


Value = Quantity | Moment | Name | Quotation


@dataclass(frozen=True, slots=True)
class Fact:
    """One checkable thing that a text states. Two facts state the same when kind and value are equal.

    Attributes:
        kind: which detector found it.
        start, end: half-open character offsets; ``document.text[start:end] == text``.
        value: the normal form.
        segment: index of the sentence or line it stands in, counted by the lexer.
        head: stems of what is counted, dated or named beside it: ``("militari", "personnel")``.
        hedge: ``about``, ``above`` (more than, at least) or ``below`` (nearly, less than, up to).
    """

    kind: Kind
    start: int
    end: int
    text: str
    value: Value
    segment: int
    head: tuple[str, ...] = ()
    hedge: Hedge = ""

    @property
    def span(self) -> Span:
        """Where it stands, as the records have it.

        >>> Fact("date", 3, 7, "2027", Moment(year=2027), 0).span
        Span(start=3, end=7, text='2027')
        """
        return Span(self.start, self.end, self.text)
