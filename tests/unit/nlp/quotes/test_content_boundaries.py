"""Where content begins and ends."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from wiredesk.contract import Extraction

Extract = Callable[..., Extraction]


@pytest.mark.parametrize(
    ("text", "content"),
    [
        (
            "Keller said the river would flood the town, leaving its people without water.",
            "the river would flood the town, leaving its people without water",
        ),
        ("Keller said the bridge was safe, adding that it would last.", "the bridge was safe"),
        (
            "Keller said the firm would stay in the town — or in the valley.",
            "the firm would stay in the town — or in the valley",
        ),
        (
            "“He is saying a lot of the right things” about jobs in the north, Keller said.",
            "“He is saying a lot of the right things” about jobs in the north",
        ),
        ("The mayor weighed in as well, saying, “We are both ready,” and left.", "“We are both ready,”"),
        ("Keller says he lives in the town and walks to work.", "he lives in the town and walks to work"),
        ("Keller says the bridge is safe and adds that it will last.", "the bridge is safe"),
        ("Keller called the plan “a step back” for the town.", "the plan “a step back” for the town"),
        ("The doctors called the treatment dangerous.", "the treatment dangerous"),
        ("One of the doctors called Berg a fake and a liar.", "Berg a fake and a liar"),
        ("Keller rejected the claim in a ruling released Thursday.", "the claim"),
        ("Keller noted the errors on its website.", "the errors"),
        ("Keller rejected the claim in the ruling.", "the claim in the ruling"),
        ("Keller said that she would pay the fine but did not say when.", "that she would pay the fine"),
        (
            "Keller acknowledged that the minister has met the bankers but declined to say when.",
            "that the minister has met the bankers",
        ),
        ("Keller said she has sold the boat and paid the fine.", "she has sold the boat and paid the fine"),
    ],
)
def test_content_ends_where_the_report_ends(extract: Extract, text: str, content: str) -> None:
    result = extract(text, language="en")
    assert result.text[slice(*result.quotes[0].content[0])] == content


@pytest.mark.parametrize(
    ("text", "content"),
    [
        (
            "To cross the bridge at night, Ana Roth said, drivers will need a pass.",
            ["To cross the bridge at night", "drivers will need a pass"],
        ),
        ("In an interview with the paper, Ana Roth said, the bank made a profit.", ["the bank made a profit"]),
        ("Speaking to reporters in Orva, Ana Roth said, the bank made a profit.", ["the bank made a profit"]),
        ("The report, in which the ministry admitted that it made mistakes, came late.", ["that it made mistakes"]),
        ("The families, many of whom say the payments are too small, met.", ["the payments are too small"]),
    ],
)
def test_content_has_what_is_said_and_no_circumstance(extract: Extract, text: str, content: list[str]) -> None:
    result = extract(text, language="en")
    assert [result.text[start:end] for start, end in result.quotes[0].content] == content


@pytest.mark.parametrize(
    ("text", "cue"),
    [
        ("The minister is understood to be ready to resign.", "is understood"),
        ("The firm is said to be in talks with the bank.", "is said"),
        ("Rovers are tipped to win the league.", "are tipped"),
    ],
)
def test_a_passive_reports_what_nobody_named_says(extract: Extract, text: str, cue: str) -> None:
    result = extract(text, language="en")
    assert [result.text[slice(*quote.cue)] for quote in result.quotes if quote.cue] == [cue]
    assert [quote.source for quote in result.quotes] == [None]


def test_even_is_no_part_of_the_source(extract: Extract) -> None:
    result = extract("Even critics of the mayor say the bridge is safe.", language="en")
    assert [result.text[slice(*quote.source)] for quote in result.quotes if quote.source] == ["critics of the mayor"]


def test_words_in_marks_are_said_whatever_the_verb(extract: Extract) -> None:
    result = extract("“This is a disgrace to the town,” she seethed.", language="en")
    assert [quote.mode for quote in result.quotes] == ["said"]


def test_what_a_court_finds_is_said(extract: Extract) -> None:
    result = extract("The court found that the minister had lied.", language="en")
    assert [quote.mode for quote in result.quotes] == ["said"]


# fmt: off
WHOLE = [
    ("Officials said that dropping the plan once it became clear it would not pass was an example of his leadership.",
     "Officials", "that dropping the plan once it became clear it would not pass was an example of his leadership"),
    ("Lund pointed out that the party's popularity before a single vote has been cast is a different thing.",
     "Lund", "that the party's popularity before a single vote has been cast is a different thing"),
    ("Keller said the bridge was “safe,” and that it would open on Monday.",
     "Keller", "the bridge was “safe,” and that it would open on Monday"),
    ("Keller said the town had offers for the bridge, but “the offers were not what we wanted.”",
     "Keller", "the town had offers for the bridge, but “the offers were not what we wanted.”"),
    ("He said there were two choices: leave or fight.", "He", "there were two choices: leave or fight"),
    ("The Bank of Orva does not favour the introduction of rules to shield companies from hostile bids, its governor, "
     "Robin Leigh, said.", "its governor, Robin Leigh,",
     "The Bank of Orva does not favour the introduction of rules to shield companies from hostile bids"),
    ("Spending will end this year, sooner than expected, the Orva Budget Office reported on Tuesday -- a development "
     "that surprised the town.", "the Orva Budget Office", "Spending will end this year, sooner than expected"),
    ("Club A was paid $29, and Club B was paid $30, according to court records.", "court records",
     "Club A was paid $29, and Club B was paid $30"),
    ("Berg was quoted as saying in a published interview that the firm was reviewing its refineries.", "Berg",
     "that the firm was reviewing its refineries"),
    ("The Orva Times quoted bankers as saying Nordvik will pay 111 million dollars.", "bankers",
     "Nordvik will pay 111 million dollars"),
    ("The paper asked the 2016 Democratic White House contender if he had been preparing himself.", "The paper",
     "if he had been preparing himself"),
    ("When a reporter later asked Berg if having the keys would be different, Berg laughed.", "a reporter",
     "if having the keys would be different"),
    ("They lived in the town of Orva and were merchants, according to a neighbour.", "a neighbour",
     "They lived in the town of Orva and were merchants"),
    ("Lund got 37 percent, Berg had 36 percent and Roth snagged 13 percent, according to the results.", "the results",
     "Lund got 37 percent, Berg had 36 percent and Roth snagged 13 percent"),
    ("Two teams broke in, as The Orva Times reported on Tuesday, and Lund will be part of the efforts.",
     "The Orva Times", "Two teams broke in"),
    ("The campaign started reserving time this week, as first reported by the Orva Times on Tuesday.",
     "the Orva Times", "The campaign started reserving time this week"),
    ("As reported by Reuters, the firm will close two plants.", "Reuters", "the firm will close two plants"),
    ("The town was quiet while the ship was in port, he said Wednesday on the radio's “Morning Joe.”", "he",
     "The town was quiet while the ship was in port"),
    ("Lund said earlier the three most contentious issues were semiconductors.", "Lund",
     "the three most contentious issues were semiconductors"),
    ("Banks must show restraint, Lund told the Yorkshire Confederation of British Industries.", "Lund",
     "Banks must show restraint"),
    ("He said the budget would be cut by five to 10 percent, government hiring would be frozen and salaries of top "
     "officials, including the president and cabinet, would be reduced.", "He",
     "the budget would be cut by five to 10 percent, government hiring would be frozen and salaries of top "
     "officials, including the president and cabinet, would be reduced"),
    ("Nordvik said earlier studies of the drug had failed.", "Nordvik", "earlier studies of the drug had failed"),
    ("Bankers said today's talks ended months of intense talks.", "Bankers",
     "today's talks ended months of intense talks"),
    ("Asked about the deaths, Berg said he was sorry.", "Berg", "he was sorry"),
]
# fmt: on


@pytest.mark.parametrize(("text", "source", "content"), WHOLE)
def test_a_report_is_whole_where_the_parser_cuts_it(extract: Extract, text: str, source: str, content: str) -> None:
    result = extract(text, language="en")
    [quote] = result.quotes
    assert quote.source is not None
    assert result.text[slice(*quote.source)] == source
    assert [result.text[slice(*span)] for span in quote.content] == [content]


def test_what_follows_a_semicolon_is_another_report(extract: Extract) -> None:
    result = extract("Berg will win about 40 percent of the vote, analysts say; in 2012, Lund got 27 percent.")
    [quote] = result.quotes
    assert [result.text[slice(*span)] for span in quote.content] == ["Berg will win about 40 percent of the vote"]


@pytest.mark.parametrize(
    ("text", "sources"),
    [
        ("Berg said the wall had moved, according to the report.", ["the report", "Berg"]),
        ("A witness interviewed by staff said the agency's head instructed employees to be quiet, the report said.",
         ["the report", "A witness interviewed by staff"]),
        ("Lund told aides that he viewed Berg as a threat, according to someone in attendance.",
         ["someone in attendance", "Lund"]),
    ],
)  # fmt: skip
def test_a_cue_in_last_place_reports_the_whole_sentence(extract: Extract, text: str, sources: list[str]) -> None:
    quotes = extract(text, language="en").quotes
    assert [text[slice(*quote.source)] for quote in quotes if quote.source] == sources
    assert quotes[1].within == 0


@pytest.mark.parametrize(
    "text",
    [
        "Kestrel is recalling 212,000 cars over brake software.",
        "The airline ordered six planes from Airbus.",
        "Iraq has secured agreement to defer payments.",
    ],
)
def test_getting_and_ordering_things_reports_nothing(extract: Extract, text: str) -> None:
    assert extract(text, language="en").quotes == ()
