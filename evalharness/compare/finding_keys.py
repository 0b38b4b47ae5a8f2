"""When two findings are the same: they say the same of the same words, wherever in the text those stand."""

from __future__ import annotations

import unicodedata
from collections.abc import Collection, Iterable
from hashlib import blake2b

from evalharness.records import Finding, Span

DIGEST_BYTES = 8
TYPEWRITER = str.maketrans("‘’‚“”„\u2013\u2014", "'''\"\"\"--")  # typography is no difference in what is said

Key = tuple[str, str, str, str, str, str]
"""(metric, kind, verdict, severity, what the candidate says, what the source says)"""


def finding_key(finding: Finding) -> Key:
    """What a finding says, without where: a text that grew a sentence has the same findings further down.

    A finding without any words of either text goes by its reason.

    >>> said = Span(10, 20, "90  Billion"), Span(5, 9, "90 million")
    >>> finding_key(Finding("facts", "number", "contradicted", "hard", "says so", *said))
    ('facts', 'number', 'contradicted', 'hard', '90 billion', '90 million')
    """
    said, source = _words(finding.span), _words(finding.source)
    if not said and not source:
        said = _folded(finding.reason)
    return finding.metric, finding.kind, finding.verdict, finding.severity, said, source


def digest(key: Key) -> bytes:
    """`DIGEST_BYTES` bytes that stand for a key."""
    return blake2b("\0".join(key).encode("utf-8", "surrogatepass"), digest_size=DIGEST_BYTES).digest()


def digests_of(findings: Iterable[Finding], without: Collection[str] = ()) -> bytes:
    """The digests of the findings of one candidate in sorted order, one after another; those of `without` left out."""
    digests = [digest(finding_key(finding)) for finding in findings if finding.metric not in without]
    return b"".join(sorted(digests)) if digests else b""


def split(digests: bytes) -> list[bytes]:
    """Each digest of `digests_of`."""
    return [digests[start : start + DIGEST_BYTES] for start in range(0, len(digests), DIGEST_BYTES)]


def _words(span: Span | None) -> str:
    return _folded(span.text) if span else ""


def _folded(text: str) -> str:
    if text.isascii():  # as below, which changes nothing else of it
        return " ".join(text.casefold().split())
    return " ".join(unicodedata.normalize("NFKC", text).translate(TYPEWRITER).casefold().split())
