"""Views of a document as tokens: those of rouge_score for ROUGE, Unicode words with offsets for everything else."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import chain
from typing import NamedTuple

from evalharness.text.document import Document
from evalharness.text.porter import stem
from evalharness.text.sentences import sentences

Tokens = tuple[str, ...]

# ---------------------------------------------------------------------- ROUGE
MAX_CACHED_STEMS = 1 << 16
MAX_CACHED_LENGTH = 40

_LATIN = b"abcdefghijklmnopqrstuvwxyz0123456789\n"
_BLANK_THE_REST = bytes(byte if byte in _LATIN else ord(" ") for byte in range(256))


class _Stems(dict[str, str]):
    """The stem of every token met so far, as rouge_score stems it; bounded, so that memory stays flat."""

    def __missing__(self, token: str) -> str:
        # rouge_score stems only tokens longer than three letters
        stemmed = stem(token) if len(token) > 3 else token
        if len(token) <= MAX_CACHED_LENGTH:
            if len(self) >= MAX_CACHED_STEMS:
                self.clear()
            self[token] = stemmed
        return stemmed


_STEMS = _Stems()


def _latin(text: str) -> str:
    """`text` in lower case with all but a-z, 0-9 and the newline blanked.

    The same tokens as rouge_score's ``[^a-z0-9]+`` gives, four times as fast: a character outside ASCII becomes "?"
    and then a blank, and lowering first turns the Kelvin sign into a k, as there.
    """
    return text.lower().encode("ascii", "replace").translate(_BLANK_THE_REST).decode("ascii")


def _stemmed(lines: Iterable[Tokens]) -> tuple[Tokens, ...]:
    return tuple(tuple(map(_STEMS.__getitem__, line)) for line in lines)


def rouge_lines(document: Document) -> tuple[Tokens, ...]:
    r"""View: rouge_score's tokens (no stemmer), line by line as its Lsum splits; lines without a token are left out.

    >>> Document("U.S. rate: 3.5%\n--\nCafé").view(rouge_lines)
    (('u', 's', 'rate', '3', '5'), ('caf',))
    """
    lines = (tuple(line.split()) for line in _latin(document.text).split("\n"))
    return tuple(line for line in lines if line)


def rouge_stem_lines(document: Document) -> tuple[Tokens, ...]:
    r"""View: `rouge_lines`, stemmed as rouge_score does: tokens longer than three letters, by Porter with NLTK's rules.

    >>> Document("Banks were\nraising rates").view(rouge_stem_lines)
    (('bank', 'were'), ('rais', 'rate'))
    """
    return _stemmed(document.view(rouge_lines))


def rouge_sentences(document: Document) -> tuple[Tokens, ...]:
    """View: rouge_score's tokens (no stemmer) of each sentence of `sentences`; those without a token are left out.

    >>> Document("Rates rose. The U.S. Fed said so.").view(rouge_sentences)
    (('rates', 'rose'), ('the', 'u', 's', 'fed', 'said', 'so'))
    """
    found = (tuple(_latin(span.text).split()) for span in document.view(sentences))
    return tuple(tokens for tokens in found if tokens)


def rouge_stem_sentences(document: Document) -> tuple[Tokens, ...]:
    """View: `rouge_sentences`, stemmed as `rouge_stem_lines` are.

    >>> Document("Rates rose. Banks said so.").view(rouge_stem_sentences)
    (('rate', 'rose'), ('bank', 'said', 'so'))
    """
    return _stemmed(document.view(rouge_sentences))


def rouge_tokens(document: Document) -> Tokens:
    """View: exactly the tokens of rouge_score's DefaultTokenizer without stemmer.

    >>> Document("Don't raise 1,200 rates!").view(rouge_tokens)
    ('don', 't', 'raise', '1', '200', 'rates')
    """
    return tuple(chain.from_iterable(document.view(rouge_lines)))


def rouge_stems(document: Document) -> Tokens:
    """View: exactly the tokens of rouge_score's DefaultTokenizer with its stemmer.

    >>> Document("Don't raise 1,200 rates!").view(rouge_stems)
    ('don', 't', 'rais', '1', '200', 'rate')
    """
    return tuple(chain.from_iterable(document.view(rouge_stem_lines)))


# ---------------------------------------------------------------------- words
class Word(NamedTuple):
    """A word as it stands in a text: ``text[start:end] == word.text``."""

    start: int
    end: int
    text: str


# Han and kana carry no spaces: each character is a word. Marks belong to the letter before them; Python's \w has none.
_HAN = "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003fffd"
_MARKS = "\u0300-\u036f\u0483-\u0487\u0591-\u05bd\u05bf\u05c1\u05c2\u064b-\u065f\u0670\u0900-\u0903\u093a-\u094f"
_MARKS += "\u0981-\u0983\u09bc-\u09cd\u0a01-\u0a03\u0a3c-\u0a4d\u0b82\u0bbe-\u0bcd\u0e31\u0e34-\u0e3a\u0e47-\u0e4e"
_RUN = rf"[^\W_{_HAN}]++(?:[{_MARKS}]++[^\W_{_HAN}]*+)*+"
# Possessive repetitions over character sets that exclude each other: matching never goes back, so it is linear.
_WORD = re.compile(
    r"[^\W\d_](?:\.[^\W\d_](?![^\W_]))++\.?"  # U.S. a.m.
    rf"|{_RUN}(?:(?:['’](?=[^\W\d_])|(?<=\d)[.,:](?=\d)){_RUN})*+"  # don't 3.5 1,200 9:31 F 35
    rf"|[{_HAN}][{_MARKS}]*+"
)


def words(document: Document) -> tuple[Word, ...]:
    """View: the words of the text in order, any script, with offsets.

    A number keeps its inner points, commas and colons (3.5, 1,200, 9:31), an acronym its points (U.S.), a contraction
    or possessive its apostrophe (don't, Japan's), a letter its accents, also combining ones. A hyphen separates
    (Vice | President, US | Japan). Each Han or kana character is a word. Linear in the length of the text.

    >>> [word.text for word in Document("Vice-President Vance's 1,200 U.S. cafés").view(words)]
    ['Vice', 'President', "Vance's", '1,200', 'U.S.', 'cafés']
    """
    return find_words(document.text)


def folded_words(document: Document) -> Tokens:
    """View: the words of the text as `fold_words` folds them, for comparing words without their place.

    >>> Document("Don’t STOP").view(folded_words)
    ("don't", 'stop')
    """
    return fold_words(document.text)


def find_words(text: str) -> tuple[Word, ...]:
    """The words of `text`, split as `words` splits, with offsets into `text`.

    >>> find_words("3.5 km")
    (Word(start=0, end=3, text='3.5'), Word(start=4, end=6, text='km'))
    """
    return tuple([Word(match.start(), match.end(), match.group()) for match in word_matches(text)])


def word_matches(text: str) -> Iterator[re.Match[str]]:
    """The words that `find_words` gives, as matches: for a single pass over a text, without an object for each.

    >>> [match.span() for match in word_matches("3.5 km")]
    [(0, 3), (4, 6)]
    """
    return _WORD.finditer(text)


def fold_words(text: str) -> Tokens:
    """The words of `text` in lower case and with straight apostrophes; the same number of words as `find_words` gives.

    >>> fold_words("Japan’s Prime Minister")
    ("japan's", 'prime', 'minister')
    """
    return tuple(word.lower().replace("’", "'") for word in _WORD.findall(text))
