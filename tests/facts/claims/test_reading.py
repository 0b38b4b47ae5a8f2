"""What stands around the words of a text: marks, and other words by their distance."""

from __future__ import annotations

from evalharness.facts.claims.reading import read
from evalharness.text.document import Document


def test_the_marks_before_a_word_are_those_of_its_sentence() -> None:
    reading = read(Document("\u201cYes\u201d, (Oslo) said. \u201cBern did."))
    assert [reading.marks_before(word.at) for word in reading.words] == ["", "\u201d,(", ")", "", ""]


def test_words_are_near_by_the_distance_between_them() -> None:
    reading = read(Document("Oslo cut rates, but Bern and Rome did not. Paris did."))
    for word in reading.words:
        for reach in (0.0, 1.0, 2.5, 4.0, 9.0):
            inside = [
                other.at
                for other in reading.words
                if other.segment == word.segment and abs(other.place - word.place) <= reach
            ]
            assert list(reading.near(word.at, reach)) == inside
