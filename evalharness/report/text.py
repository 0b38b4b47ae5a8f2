"""Small ways of writing: numbers, single lines, colour."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass

from evalharness.records import Severity

CODES: dict[Severity, str] = {"hard": "31", "soft": "33", "page": "2"}


def percent(share: float) -> str:
    """A share from 0 to 1 as a percentage with one decimal.

    >>> percent(0.7714)
    '77.1'
    """
    return f"{100 * share:.1f}"


def number(value: float) -> str:
    """Any other number, short enough for a table.

    >>> number(1.2345), number(123.45)
    ('1.23', '123.5')
    """
    return f"{value:.2f}" if abs(value) < 100 else f"{value:.1f}"


def one_line(text: str) -> str:
    r"""`text` on one line and without control characters: what a data set brings must not steer a terminal.

    >>> one_line("two\nlines \x1b[31mred")
    'two lines [31mred'
    """
    return "".join(c for c in " ".join(text.split()) if unicodedata.category(c) not in ("Cc", "Cf") or c == "\u200d")


@dataclass(frozen=True, slots=True)
class Painter:
    """Paints text for a terminal, or leaves it alone."""

    on: bool

    def bold(self, text: str) -> str:
        """`text` in bold."""
        return self._wrap("1", text)

    def severity(self, severity: Severity, text: str) -> str:
        """`text` in the colour of a severity."""
        return self._wrap(CODES[severity], text)

    def _wrap(self, code: str, text: str) -> str:
        return f"\x1b[{code}m{text}\x1b[0m" if self.on else text
