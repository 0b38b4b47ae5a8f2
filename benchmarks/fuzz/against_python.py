"""What the fuzzer checks of each input: the kernel and the Python engine give the same bits; no memory, no harm done.

Input: a byte of settings, then texts with 0xFF between them, references and candidates in turn. Bytes that are no
UTF-8 become lone surrogates. With bit 2 of the settings each byte is a token of few, so that subsequences tie.
"""

from __future__ import annotations

import sys

import _kernel  # built into the fuzzer

sys.modules["evalharness.text._kernel"] = _kernel

from evalharness.metrics.rouge import score_pairs  # noqa: E402 - the kernel must be there first

TYPES = ("rouge1", "rouge2", "rouge3", "rouge9", "rougeL", "rougeLsum")


def check(data: bytes) -> None:
    """Raise AssertionError where the engines differ."""
    settings, texts = data[0] if data else 0, data[1:].split(b"\xff")
    decoded = [_tokens(text) if settings & 2 else text.decode("utf-8", "surrogateescape") for text in texts]
    references, candidates = decoded[::2], [*decoded[1::2], ""][: len(decoded[::2])]
    if settings & 4:
        references = [references[0]] * len(references)  # one reference of all candidates
    scored = {"types": TYPES, "stemmer": bool(settings & 1)}
    if settings & 8:
        _without_memory(references, candidates, settings >> 4)
    ours = score_pairs(references, candidates, engine="kernel", **scored)
    theirs = score_pairs(references, candidates, engine="python", **scored)
    for kind in TYPES:
        assert ours[kind].tobytes() == theirs[kind].tobytes(), (kind, settings, references, candidates)


def _tokens(text: bytes) -> str:
    return "".join("\n" if byte >= 0xF8 else "abcdefgh"[byte % 8] + " " for byte in text)


def _without_memory(references: list[str], candidates: list[str], after: int) -> None:
    _kernel.fail_alloc(after)
    try:
        score_pairs(references, candidates, types=TYPES, engine="kernel")
    except MemoryError:
        pass
    finally:
        _kernel.fail_alloc(-1)
