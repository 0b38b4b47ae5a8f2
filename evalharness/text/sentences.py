"""The view of a document as sentences: the library sentencex, with corrections for what the wire and the web write."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import chain, pairwise

from evalharness.records import Span
from evalharness.text.document import Document

LANGUAGE = "en"

# sentencex keeps a quotation whole, but takes any two quote marks of a line for a pair (also the apostrophes in
# "the clans' wealth is 'our thing'") and needs quadratic time for many unpaired ones. So it never sees quote marks.
_QUOTE = re.compile('["“”„‟«»‹›`´「」『』《》]')
_QUOTING_APOSTROPHE = re.compile(r"['’‘‚](?:(?<!\w['’‘‚])|(?!\w))")

# What closes the sentence before a cut: marks set tight, or set off by spaces as in tokenised text.
_CLOSERS = re.compile(r"(?:[\"”’»›'」』》)\]]|\s+(?:''|[”’»›]|[\"'](?=\s)))+")
_WORD_CHARACTER = re.compile(r"\w")

# Where sentencex sees no end: "in 2025.The bank", "in May. Workers" (an abbreviation to it), "(It ended.) He left".
_MISSED = (
    re.compile(r"[.!?](?<=\d[.!?])(?=[A-Z][a-z])"),
    re.compile(
        r"\.(?:(?<=\b[Mm]e\.)|(?<=\b[Nn]o\.)|(?<=\b[Oo]k\.)|(?<=\b(?:OK|DC|HR|ID|LA)\.)|(?<=\b[Mm]iss\.)"
        r"|(?<=\b(?:[Mm]ay|[Kk]en|art|ill|[Ff]ed|con|min)\.))(?=[\"”’')]*\s+[\"“‘'(]?[A-Z])"
    ),
    re.compile(r"\((?:(?<=[.!?]\s\()|(?<![\s\S]\())[^()]{1,400}[.!?]\)(?=\s+[\"“‘'(]?[A-Z])"),
)

# Where sentencex sees an end that is none: (end of the left side, start of the right side).
_GOES_ON = tuple(
    (re.compile(left), re.compile(right))
    for left, right in (
        (r"(?:^|[\s(])(?:Const|Cllr|Amb|Atty|Ald|Ste|Br|Cmdr|Hon)\.$", r"\s+[A-Z]"),
        (r"(?:^|[\s(])(?:[Vv]ol|[Cc]h|[Aa]pprox)\.$", r"\s+\d"),
        (
            r"\d\s?[APap]\.\s?[Mm]\.$",
            r"\s+(?:(?:[Ee]astern|[Cc]entral|[Mm]ountain|[Pp]acific|[Aa]tlantic|[Ll]ocal|[A-Z]\w+ [Tt]ime)\b"
            r"|(?:[ECMP][SD]?T|A[SDE]T|AE[SD]T|CES?T|EES?T|HST|GMT|UTC|BST|IST|JST|KST|HKT|SGT|MSK)\b)",
        ),
        (r"^\s*\d{1,3}[.)]$", r"\s"),
        (r"(?:^|\s)(?:www\.|https?:|\S+@)\S*$", r"\S"),
        (r"\w\.$", r"(?:Com|Org|Net|Gov|Edu|NET|JS)\b"),
        (r"[-\u2013][A-Z]\.$", r"[A-Z]\."),
    )
)
_CONTEXT = 30
# sentencex panics on some of them (a capital before a no-break space), and they say no more than a blank does.
_WIDE_SPACE = re.compile(r"[^\S\x00-\x7f]")
# sentencex is quadratic in the length of a few odd lines ("~?~?~?..."), so it gets no line longer than this at once.
_WINDOW = 8192
_QUOTED_END = re.compile(r"([.!?…])\s?[\"”’»›'」』》]+$")


def sentences(document: Document) -> tuple[Span, ...]:
    """View: the sentences in order, trimmed of white space; every other character lies in exactly one of them.

    A line break always ends a sentence. A sentence inside a quotation is one of its own, as quote marks in agency
    text are too often unpaired to hold one together. A full stop without a space after it ends a sentence
    ("said.The bank"), one in "U.S. Secretary", "Jan. 31", "9:31 a.m. Eastern", "St. Louis" or "3.5" does not.
    English rules. Linear in the length of the text.

    >>> text = "Gen. Jones left at 9:31 a.m. Eastern. “Why?” he asked.The end"
    >>> [span.text for span in Document(text).view(sentences)]
    ['Gen. Jones left at 9:31 a.m. Eastern.', '“Why?” he asked.', 'The end']
    """
    spans: list[Span] = []
    offset = 0
    for line in document.text.splitlines(keepends=True):
        if not line.isspace():
            spans.extend(_line_sentences(line, offset))
        offset += len(line)
    return tuple(spans)


def _line_sentences(line: str, offset: int) -> Iterator[Span]:
    for start, end in pairwise((0, *_cuts(line), len(line))):
        behind = line[start:end].lstrip()
        first, text = offset + end - len(behind), behind.rstrip()
        yield Span(first, first + len(text), text)


def _cuts(line: str) -> Iterator[int]:
    """Where one sentence ends and the next begins, ascending, with a word character on either side of each."""
    shown = _QUOTING_APOSTROPHE.sub(" ", _QUOTE.sub(" ", line))
    missed = (match.end() for pattern in _MISSED for match in pattern.finditer(line))
    found = sorted({*_library_starts(shown), *missed})
    lower_cased = line.islower()
    previous = searched = n_quotes = 0
    has_word = False
    for start, following in pairwise(chain(found, (len(line),))):
        end = max(start, searched)
        while end > searched and shown[end - 1].isspace():
            end -= 1
        n_quotes += line.count('"', searched, end)
        cut = _after_closers(line, end, quote_is_open=n_quotes % 2 == 1)
        has_word = has_word or _WORD_CHARACTER.search(line, searched, cut) is not None
        n_quotes += line.count('"', end, cut)
        searched = cut
        if has_word and _WORD_CHARACTER.search(line, cut, following) and not _goes_on(line, previous, cut, lower_cased):
            yield cut
            previous, has_word = cut, False


def _library_starts(line: str) -> list[int]:
    """Where sentencex lets sentences start, after the first; long lines are read window by window."""
    starts: list[int] = []
    begin = 0
    while len(line) - begin > _WINDOW:
        found = [start for start in _boundaries(line[begin : begin + _WINDOW]) if start < _WINDOW - _CONTEXT]
        starts.extend(begin + start for start in found)
        # the last sentence may go on beyond the window, so it is read again from its start
        begin = starts[-1] if found else begin + _WINDOW
    starts.extend(begin + start for start in _boundaries(line[begin:]))
    return starts


def _boundaries(text: str) -> list[int]:
    import sentencex

    # a lone surrogate has no UTF-8 form; "?" takes as much room as it
    shown = text if text.isascii() else _WIDE_SPACE.sub(" ", text).encode("utf-8", "replace").decode("utf-8")
    try:
        found = sentencex.get_sentence_boundaries(LANGUAGE, shown)
    except BaseException as error:
        # the library is compiled, and its panics are no Exceptions; our own corrections still cut such a stretch
        if type(error).__name__ != "PanicException":
            raise
        return []
    return [boundary["start_index"] for boundary in found if boundary["start_index"] > 0]


def _after_closers(line: str, end: int, *, quote_is_open: bool) -> int:
    """Where the quote marks and brackets that belong to the sentence before `end` stop."""
    closers = _CLOSERS.match(line, end)
    if closers is None:
        return end
    # 'said."The': with no quotation open before it, a mark stuck to the next word opens one
    opens = closers.group() == '"' and not quote_is_open and not line[closers.end() : closers.end() + 1].isspace()
    return end if opens else closers.end()


def _goes_on(line: str, start: int, cut: int, lower_cased: bool) -> bool:
    """Whether the sentence that begins at `start` goes on after `cut`."""
    left = line[max(start, cut - _CONTEXT) : cut]
    right = line[cut : cut + _CONTEXT]
    for before, after in _GOES_ON:
        if after.match(right) and before.search(left):
            return True
    # “Why?” he asked. In text without capitals a full stop before the mark tells nothing, so the sentence ends.
    if not right.lstrip()[:1].islower():
        return False
    quoted = _QUOTED_END.search(left)
    # “Why?” he asked. In text without capitals a full stop before the mark tells nothing, so the sentence ends.
    return quoted is not None and right.lstrip()[:1].islower() and (quoted[1] in "!?" or not lower_cased)
