"""Time grows with the length of the texts, not with its square: ten times the text may cost at most thirty times."""

import time

import pytest

from evalharness.facts.support import support
from evalharness.text.document import Document

SHAPES = {
    "prose": "The bank raised its rate by 5 percent and Dana Wolf did not like it. ",
    "one word": "not a ",
    "digits": "1234567890",
    "cut figures": "100, 000, ",
    "capitals": "Dana Wolf sued Erik Hall ",
    "one line": "rose fell never 5 ",
}


@pytest.mark.parametrize("shape", SHAPES)
def test_cost_is_linear(shape: str) -> None:
    def seconds(size: int) -> float:
        text = (SHAPES[shape] * size)[: size * 10]
        started = time.process_time()
        support(Document(text[7:]), Document(text))
        return time.process_time() - started

    seconds(100)
    small = min(seconds(300) for _ in range(2))
    assert seconds(3000) < 30 * max(small, 0.01)
