"""Speech that goes on with a report, speech behind a colon, and sources that stand away from their cue."""

from __future__ import annotations

import pytest

from wiredesk.contract import Article
from wiredesk.nlp.pipeline import Pipeline

Row = tuple[str | None, str | None, list[str]]


def read(pipeline: Pipeline, body: str) -> list[Row]:
    """Return source, cue and content of each quote."""
    found = pipeline(Article(id="x", body=body, language="en"))

    def text(span: tuple[int, int] | None) -> str | None:
        return found.text[slice(*span)] if span else None

    return [
        (text(quote.source), text(quote.cue), [found.text[slice(*span)] for span in quote.content])
        for quote in found.quotes
    ]


# fmt: off
JOINED: list[tuple[str, list[Row]]] = [
    ("Roth said the bridge was safe. “We tested it last week.”",
     [("Roth", "said", ["the bridge was safe", "“We tested it last week.”"])]),
    ("The minister told reporters that the talks had failed. “Nobody wanted them to fail.”",
     [("The minister", "told", ["that the talks had failed", "“Nobody wanted them to fail.”"])]),
    ("Flights were cancelled, Keller said. “It will take us a week to catch up.”",
     [("Keller", "said", ["Flights were cancelled", "“It will take us a week to catch up.”"])]),
    # Nobody has said anything in the sentence before, or it is not right before.
    ("Keller met the engineers. “It took us ten years to build it.”",
     [(None, None, ["“It took us ten years to build it.”"])]),
    ("Roth said the bridge was safe. It rained. “We tested it last week.”",
     [("Roth", "said", ["the bridge was safe"]), (None, None, ["“We tested it last week.”"])]),
]
COLONS: list[tuple[str, list[Row]]] = [
    ("Keller issued the following statement on Monday: “The bridge is safe. It will open in May.”",
     [("Keller", "issued the following statement on Monday:", ["“The bridge is safe. It will open in May.”"])]),
    ("In an interview later that day, Roth went even further: “If he loses, it is the end of his career.”",
     [("Roth", "went even further:", ["“If he loses, it is the end of his career.”"])]),
    ("The bank had one message for its clients: “Do not panic and keep your money.”",
     [("The bank", "had one message for its clients:", ["“Do not panic and keep your money.”"])]),
    ("The coach gave him a compliment: “He is the best I have ever seen here.”",
     [("The coach", "gave him a compliment:", ["“He is the best I have ever seen here.”"])]),
    ("The sign at the ramp was new: “The bridge will stay shut until Monday.”", []),
    ("Keller bought two records: “Yesterday” and “Help”.", []),
]
SOURCES: list[tuple[str, list[Row]]] = [
    ("“We ended that,” he went on.", [("he", "went on", ["“We ended that,”"])]),
    ("She's said he will resign.", [("She", "'s said", ["he will resign"])]),
    ("Some members are concerned that the plan could fail.",
     [("Some members", "are concerned", ["that the plan could fail"])]),
    ("Voters were more likely to say the plan had failed.",
     [("Voters", "more likely to say", ["the plan had failed"])]),
    ("The bank took the rare step of accusing the regulator of fraud.",
     [("The bank", "accusing", ["the regulator of fraud"])]),
    ("Roth described the dinner as the capital celebrating itself.",
     [("Roth", "described", ["the dinner as the capital celebrating itself"])]),
    ("Parliament voted to extend the state of emergency.",
     [("Parliament", "voted", ["to extend the state of emergency"])]),
    ("Roth commented on Monday.", []),
    ("The union issued a statement on Friday.", []),
]
# fmt: on


@pytest.mark.parametrize(("body", "expected"), JOINED + COLONS + SOURCES)
def test_a_report_with_all_its_parts(pipeline: Pipeline, body: str, expected: list[Row]) -> None:
    assert read(pipeline, body) == expected


@pytest.mark.parametrize(
    "body",
    [
        "Roth said many voters say they are tired of the campaign.",
        "Roth said people who say they feel safe never walk there.",
        "“Everybody says the bridge is unsafe,” Roth said.",
        "“Polls show that the party will lose,” Roth said.",
        "Roth said 30 percent of members say they will leave.",
    ],
)
def test_nobody_in_particular_makes_no_report_at_second_hand(pipeline: Pipeline, body: str) -> None:
    assert [quote.within for quote in pipeline(Article(id="x", body=body, language="en")).quotes] == [None]


@pytest.mark.parametrize(
    ("body", "content"),
    [
        ("Roth said that prices would rise, but wages would not follow.",
         "that prices would rise, but wages would not follow"),
        ("The mayor revealed that the town had lost money in 2019, but the council had covered it up.",
         "that the town had lost money in 2019, but the council had covered it up"),
        ("The union said its members were tired, and that talks had failed.",
         "its members were tired, and that talks had failed"),
        ("Acme said it will go on with its studies, while at the same time starting a review of the product.",
         "it will go on with its studies, while at the same time starting a review of the product"),
        ("Keller said tickets must be bought a week before, or within a day of booking, whichever comes first.",
         "tickets must be bought a week before, or within a day of booking, whichever comes first"),
        ("The rivers are affected by the drought, the paper added but gave no more details.",
         "The rivers are affected by the drought"),
        ("Roth said he will meet the delegation but declined to discuss the talks.", "he will meet the delegation"),
        ("Nine percent expect output to fall while 47 percent said production would stay unchanged.",
         "output to fall"),
        ("The reforms tighten the rules for aid in so-called “mixed credits,” the OECD said.",
         "The reforms tighten the rules for aid in so-called “mixed credits,”"),
        ("In a clear reference to the crash, he said “those in the City must be ready to answer for it”.",
         "“those in the City must be ready to answer for it”"),
        # The reporter's own clause, and the next source's.
        ("Keller said the bank was safe, and he left for Berlin.", "the bank was safe"),
        ("Keller said the bank was safe, and Berg said he would leave.", "the bank was safe"),
    ],
)  # fmt: skip
def test_a_second_clause_of_what_is_reported_is_content(pipeline: Pipeline, body: str, content: str) -> None:
    assert read(pipeline, body)[0][2] == [content]
