"""The native kernel, where it was built; see ``evalharness/text/native``. Use it through `evalharness.text.kernel`."""

INTERFACE: int

def score(
    references: tuple[str, ...], candidates: tuple[str, ...], types: tuple[int, ...], stemmer: bool, /
) -> bytes: ...
def stem(word: bytes, /) -> bytes: ...
