"""Alignment: verdicts an editor would give, each derived from the two sentences of the case."""

import pytest

from evalharness.facts.align import Alignment, align
from evalharness.text.document import Document


def flagged(source: str, candidate: str) -> list[Alignment]:
    return [item for item in align(Document(candidate), Document(source)) if item.verdict != "supported"]


AGREE = [
    # figures: rounding, units, words, parts
    ("They counted 3,512 votes.", "They counted about 3,500 votes."),
    ("Support stood at 59.4 percent.", "Support stood at nearly 60%."),
    ("It drew 318,412 people.", "It drew more than 318,000 people."),
    ("It cost 1,234 million euros.", "It cost \u20ac1.23 billion."),
    ("The wall is 10 miles long.", "The wall is 16 km long."),
    ("They sent 3,500 kg of aid.", "They sent 3.5 tonnes of aid."),
    ("It was 68 degrees Fahrenheit.", "It was 20C."),
    ("He was held for 211 days.", "He was held for about seven months."),
    ("One in four voters stayed home.", "A quarter of voters stayed home."),
    ("The share fell 5.1 percentage points.", "Its share was 5.1 points lower."),
    ("City won 62 to 47.", "City won 62-47."),
    ("They lost 1-2.", "It was a 2-1 win for the visitors."),
    ("Ann Lee, 47, won.", "The 47-year-old won."),
    ("It fell to 27 seats from 35.", "It lost eight seats."),
    ("It had 287 passengers and 46 crew.", "It had 333 passengers and crew."),
    ("Article V applies.", "Article 5 applies."),
    ("It left at 10:52 p.m.", "It left shortly before 11pm."),
    ("The minister and his counterpart spoke.", "The two ministers spoke."),
    # dates
    ("It was signed on Jan 31.", "It was signed in January."),
    ("It was signed on Jan. 31.", "It was signed on January 31st."),
    ("OSLO, March 3, 2026 - It rained on Monday.", "It rained on March 2, 2026."),
    ("He was jailed in 2012 and died two years later.", "He died in 2014."),
    ("Profit rose in October to December.", "Profit rose in the fourth quarter."),
    ("It was sold last weekend.", "It was sold last week."),
    # names
    ("General Nakatani met Pete Hegseth.", "Gen Nakatani met Hegseth."),
    ("Tokyo's defence ministry agreed.", "The Japanese Ministry of Defense agreed."),
    ("Beijing claims the islands.", "China claims the islands."),
    ("US officials left.", "Officials from the United States left."),
    ("The National Electoral Committee agreed.", "The NEC agreed."),
    ("The NEC agreed.", "The National Electoral Committee agreed."),
    ("The UN agreed.", "The United Nations agreed."),
    ("A Californian won.", "Somebody from California won."),
    ("Vice-President JD Vance voted.", "Vice President Vance voted."),
    # quotations
    (
        "\u201cWe must deepen our ties further, in a concrete manner,\u201d he said.",
        'He said: "We must deepen our ties."',
    ),
    ("\u201cWe didn't get the balance right,\u201d he said.", 'He said they "did not get the balance right".'),
    (
        "\u201cThe rate is high and the bank knows it,\u201d he said.",
        "\u201cThe rate is high \u2026 the bank knows it,\u201d he said.",
    ),
]


@pytest.mark.parametrize(("source", "candidate"), AGREE)
def test_what_the_source_bears_out_is_not_flagged(source: str, candidate: str) -> None:
    assert flagged(source, candidate) == []


@pytest.mark.parametrize(
    ("source", "candidate", "at", "verdict"),
    [
        ("The drug cost 90 million euros.", "The drug cost 90 billion euros.", "90 billion euros", "contradicted"),
        ("The drug cost 90 million euros.", "The drug cost 90 million dollars.", "90 million dollars", "contradicted"),
        ("Turnout rose to 63.8 per cent.", "Turnout rose to 68.3 per cent.", "68.3 per cent", "contradicted"),
        ("Its share fell 5.1 percentage points.", "Its share fell 5.1 percent.", "5.1 percent", "contradicted"),
        ("The tunnel is 9.4 km long.", "The tunnel is 9.4 miles long.", "9.4 miles", "contradicted"),
        (
            "It was 600 degrees Celsius there.",
            "It was 600 degrees Fahrenheit there.",
            "600 degrees Fahrenheit",
            "contradicted",
        ),
        ("Ann Lee, 47, and Bo Ek, 58, won.", "Ann Lee, 58, won.", "58", "contradicted"),
        ("It is the second-warmest year.", "It is the third-warmest year.", "third", "contradicted"),
        ("It rained in Oslo.", "It rained for 40 minutes in Oslo.", "40 minutes", "unsupported"),
        ("They signed it on Jan 31.", "They signed it on Jan 30.", "Jan 30", "contradicted"),
        ("They signed it on Monday.", "They signed it on Friday.", "Friday", "contradicted"),
        ("They signed it in May 2026.", "They signed it in May 2027.", "May 2027", "contradicted"),
        ("It rained in Oslo.", "It rained in Oslo in 2022.", "2022", "unsupported"),
        ("Ann Tedremaa won the vote.", "Ann Tedremae won the vote.", "Ann Tedremae", "contradicted"),
        ("Shigeru Nakatani met Pete Hegseth.", "They saw Pete Nakatani.", "Pete Nakatani", "contradicted"),
        ("It rained in Oslo.", "It rained in Oslo, a NATO office said.", "NATO", "unsupported"),
        ("Japan agreed.", "It was agreed in Tokyo.", "Tokyo", "unsupported"),
        ("They sailed near China.", "They sailed in the East China Sea.", "East China Sea", "unsupported"),
        (
            "\u201cWe did not cut the rate,\u201d he said.",
            "\u201cWe cut the rate,\u201d he said.",
            "We cut the rate",
            "altered",
        ),
        (
            "\u201cThe rate is far too high,\u201d he said.",
            "\u201cThe rate is far too low,\u201d he said.",
            "The rate is far too low",
            "altered",
        ),
        (
            "It rained in Oslo.",
            "\u201cIt was the darkest night,\u201d he said.",
            "It was the darkest night",
            "unsupported",
        ),
    ],
)
def test_what_the_source_does_not_bear_out_is_a_hard_flag(source: str, candidate: str, at: str, verdict: str) -> None:
    (item,) = flagged(source, candidate)
    assert (item.span.text, item.verdict, item.severity) == (at, verdict, "hard")
    assert (item.source is not None) == (verdict in ("contradicted", "altered"))


def test_reasons_are_for_editors() -> None:
    (item,) = flagged("The firm paid 90 million euros.", "The firm paid 90 billion euros.")
    assert item.reason == 'says "90 billion euros"; the wire says "90 million euros"'
    (item,) = flagged("It rained.", "It rained, the NATO office said.")
    assert item.reason == "the wire never mentions NATO"


def test_one_wrong_name_is_one_finding() -> None:
    (item,) = flagged("Gen Nakatani spoke.", "Minister Moto spoke. Then Moto left. Officials praised Moto.")
    assert item.span.start == len("Minister ")
    assert item.reason == "the wire never mentions Moto (3 times here)"


def test_nothing_inside_a_wrong_quotation_is_flagged_again() -> None:
    (item,) = flagged("It rained.", "\u201cOn Friday NATO sent us 5 ships to Oslo,\u201d he said.")
    assert item.kind == "quote"


def test_a_quotation_given_to_somebody_else() -> None:
    source = "\u201cWe cut the rate in May,\u201d Anna Berg said. Olaf Lund, the minister, agreed."
    (item,) = flagged(source, "\u201cWe cut the rate in May,\u201d Olaf Lund said.")
    assert (item.kind, item.severity, item.span.text) == ("attribution", "soft", "Olaf Lund")
    assert item.reason == "gives the quotation to Olaf Lund; in the wire Anna Berg says it"


def test_a_weekday_cannot_be_checked_against_dates_only() -> None:
    (item,) = flagged("They met on Jan 31.", "They met on Saturday.")
    assert item.severity == "soft"


LIMITS = (
    "OSLO - The group asked for duties of at least 45%. Fewer than 310 people came. The price is no lower than $3,100."
)


@pytest.mark.parametrize(
    "candidate",
    [
        "The group asked for duties of no more than 45%.",
        "The group wanted duties of under 45%.",
        "It costs up to $3,100.",
    ],
)
def test_a_limit_turned_round_is_contradicted(candidate: str) -> None:
    (found,) = [item for item in align(Document(candidate), Document(LIMITS)) if item.verdict != "supported"]
    assert (found.kind, found.severity, found.verdict) == ("number", "hard", "contradicted")
    assert found.source is not None
    assert found.span.text != found.source.text  # the words that make the limit are shown


@pytest.mark.parametrize(
    "candidate",
    [
        "The group asked for 45% or more.",
        "Nearly 310 people came.",
        "It costs at least $3,100.",
        "Some 45% is asked for.",
    ],
)
def test_a_limit_in_other_words_is_left_alone(candidate: str) -> None:
    assert all(item.verdict == "supported" for item in align(Document(candidate), Document(LIMITS)))
