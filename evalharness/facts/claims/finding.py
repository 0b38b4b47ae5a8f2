"""What the claim rules report."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from evalharness.records import Span

ClaimKind = Literal["negation", "direction", "role", "attribution", "modality", "binding"]
ErrorType = Literal["intrinsic", "extrinsic"]

# Letters of the FRANK typology (Pagnoni et al. 2021) for each kind of claim error.
FRANK: dict[ClaimKind, str] = {
    "negation": "RelE",
    "direction": "RelE",
    "role": "EntE",
    "attribution": "EntE",
    "modality": "RelE",
    "binding": "CircE",
}


@dataclass(frozen=True, slots=True)
class ClaimFinding:
    """One claim of the candidate that the source makes otherwise.

    Attributes:
        kind: what is wrong about it.
        verdict: ``contradicted`` where the source says otherwise, ``unsupported`` where it leaves it open.
        severity: hard for polarity, else soft.
        span: the words at fault in the candidate.
        source: the words of the source they are held against.
        reason: one sentence for an editor.
        confidence: how firmly the two passages were matched, 0 to 1.
        error_type: ``intrinsic``: it misuses what the source has; ``extrinsic``: it adds to it.
    """

    kind: ClaimKind
    verdict: Literal["contradicted", "unsupported"]
    severity: Literal["hard", "soft"]
    span: Span
    source: Span | None
    reason: str
    confidence: float
    error_type: ErrorType = "intrinsic"

    @property
    def frank(self) -> str:
        """The letters of FRANK's error type.

        >>> span = Span(0, 4, "fell")
        >>> ClaimFinding("direction", "contradicted", "soft", span, None, "", 1.0).frank
        'RelE'
        """
        return FRANK[self.kind]
