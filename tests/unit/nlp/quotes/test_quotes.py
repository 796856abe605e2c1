"""Who said what, on sentences as they stand in the news."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from wiredesk.contract import Extraction, Quote

Extract = Callable[..., Extraction]


def parts(result: Extraction, quote: Quote) -> tuple[str | None, str | None, list[str]]:
    """Source, cue and content as text."""
    text = result.text

    def cut(span: tuple[int, int] | None) -> str | None:
        return text[span[0] : span[1]] if span else None

    return cut(quote.source), cut(quote.cue), [text[a:b] for a, b in quote.content]


def speaker(result: Extraction, quote: Quote) -> str | None:
    return next((entity.name for entity in result.entities if entity.id == quote.speaker), None)


@pytest.mark.parametrize(
    ("text", "kind", "source", "cue", "content"),
    [
        (
            "“The bridge will stay shut until Monday,” Mayor Anna Keller said.",
            "direct",
            "Mayor Anna Keller",
            "said",
            ["“The bridge will stay shut until Monday,”"],
        ),
        (
            '"We have no plans to sell," said Tomas Berg, the chief executive of Nordvik.',
            "direct",
            "Tomas Berg, the chief executive of Nordvik",
            "said",
            ['"We have no plans to sell,"'],
        ),
        (
            "Anna Keller told reporters: “The bridge is safe.”",
            "direct",
            "Anna Keller",
            "told",
            ["“The bridge is safe.”"],
        ),
        (
            "“We will rebuild,” Keller said. “We will not wait for the government.”",
            "direct",
            "Keller",
            "said",
            ["“We will rebuild,”", "“We will not wait for the government.”"],
        ),
        (
            "“The plan,” Keller said, “was never put to a vote.”",
            "direct",
            "Keller",
            "said",
            ["“The plan,”", "“was never put to a vote.”"],
        ),
        (
            "The ministry said that the harvest would be smaller than last year.",
            "indirect",
            "The ministry",
            "said",
            ["that the harvest would be smaller than last year"],
        ),
        (
            "The minister vowed to resign within a month.",
            "indirect",
            "The minister",
            "vowed",
            ["to resign within a month"],
        ),
        (
            "The unions have called for an inquiry into the fire.",
            "indirect",
            "The unions",
            "have called for",
            ["an inquiry into the fire"],
        ),
        (
            "Flights were cancelled because of the strike, officials said.",
            "indirect",
            "officials",
            "said",
            ["Flights were cancelled because of the strike"],
        ),
        (
            "Hugh Hill, a doctor, said the clinic would reopen.",
            "indirect",
            "Hugh Hill, a doctor,",
            "said",
            ["the clinic would reopen"],
        ),
        (
            "Two people familiar with the matter said the talks had failed.",
            "indirect",
            "Two people familiar with the matter",
            "said",
            ["the talks had failed"],
        ),
        (
            "According to the police, three cars were damaged.",
            "indirect",
            "the police",
            "According to",
            ["three cars were damaged"],
        ),
        (
            "Keller said the bridge was “a disgrace” to the town.",
            "mixed",
            "Keller",
            "said",
            ["the bridge was “a disgrace” to the town"],
        ),
        (
            "The company is expected to report a loss.",
            "indirect",
            None,
            "is expected",
            ["The company", "to report a loss"],
        ),
        (
            "Lawmakers accused the minister of hiding the report.",
            "indirect",
            "Lawmakers",
            "accused",
            ["the minister of hiding the report"],
        ),
        (
            "The airline announced plans to cut 300 jobs.",
            "indirect",
            "The airline",
            "announced plans",
            ["to cut 300 jobs"],
        ),
        (
            "As Keller noted, the bridge was built in 1931.",
            "indirect",
            "Keller",
            "noted",
            ["the bridge was built in 1931"],
        ),
        (
            "+Rates will rise again this year,+ the bank's chairman said.",
            "indirect",
            "the bank's chairman",
            "said",
            ["+Rates will rise again this year,+"],
        ),
    ],
)
def test_one_quote(extract: Extract, text: str, kind: str, source: str | None, cue: str, content: list[str]) -> None:
    result = extract(text)
    assert [parts(result, quote) for quote in result.quotes] == [(source, cue, content)]
    if "+" not in text:
        assert result.quotes[0].kind == kind


@pytest.mark.parametrize(
    "text",
    [
        "The band played “Yesterday” and left the stage.",
        "The so-called “ghost ships” lay in the harbour.",
        "Shares of Nordvik rose 3 percent on Monday.",
        "Consider this.",
    ],
)
def test_no_quote(extract: Extract, text: str) -> None:
    assert extract(text).quotes == ()


def test_a_quote_over_several_paragraphs(extract: Extract) -> None:
    result = extract(
        "“We began with nothing,” said Anna Keller, the mayor. “Then the river rose.\n\n"
        "“Nobody helped us in the first week.\n\n“Now everybody comes.”\n\nThe bridge reopened on Monday."
    )
    content = parts(result, result.quotes[0])[2]
    assert content == [
        "“We began with nothing,”",
        "“Then the river rose.",
        "“Nobody helped us in the first week.",
        "“Now everybody comes.”",
    ]


def test_an_announced_quote_in_the_next_paragraph(extract: Extract) -> None:
    result = extract("The mayor said in a statement:\n\n“The bridge will stay shut until Monday at noon.”")
    assert parts(result, result.quotes[0])[2] == ["“The bridge will stay shut until Monday at noon.”"]


def test_floating_speech_has_the_speaker_before_it(extract: Extract) -> None:
    result = extract(
        "Anna Keller thanked the engineers for their work. “It took us ten years, and we never gave up hope.”"
    )
    floating = result.quotes[-1]
    assert (floating.kind, floating.cue, floating.source) == ("direct", None, None)
    assert speaker(result, floating) == "Anna Keller"


def test_a_speaker_is_the_person_behind_the_source(extract: Extract) -> None:
    result = extract(
        "Mayor Anna Keller opened the bridge on Monday. Keller said the work had cost too much. "
        "An aide said the figures were wrong."
    )
    assert [speaker(result, quote) for quote in result.quotes] == ["Anna Keller", None]


def test_a_pronoun_is_resolved_to_its_person(extract: Extract) -> None:
    result = extract("Anna Keller opened the bridge on Monday. She said the work had cost too much.")
    assert [speaker(result, quote) for quote in result.quotes] == ["Anna Keller"]


def test_nested_quotes_belong_to_the_outer_speaker(extract: Extract) -> None:
    result = extract("“He told me ‘never again’ and I believed him,” Keller said.")
    assert [parts(result, quote) for quote in result.quotes] == [
        ("Keller", "said", ["“He told me ‘never again’ and I believed him,”"]),
        ("He", "told", ["‘never again’"]),
    ]
    assert [quote.within for quote in result.quotes] == [None, 0]


def test_the_rest_of_the_story_survives_an_unclosed_mark(extract: Extract) -> None:
    result = extract(
        "“We will win, Keller said on Monday.\n\nThe unions said the offer was too low.\n\n“We will strike,” Berg said."
    )
    found = [parts(result, quote) for quote in result.quotes]
    assert found[0][:2] == ("Keller", "said")
    assert ("The unions", "said", ["the offer was too low"]) in found
    assert ("Berg", "said", ["“We will strike,”"]) in found


@pytest.mark.parametrize(
    "text",
    [
        "",
        "“",
        '"" "" ""',
        "said",
        "“" * 1000,
        '"a" ' * 400,
        "He said “" + "we won, " * 600 + "yes.”",
        "She said that " * 200 + "it rained.",
        "he said, " * 400,
        "(“No,” he said",
        "🙂 said 🙂.",
        "“NO,” SAID THE MAYOR.",
    ],
)
def test_odd_input(extract: Extract, text: str) -> None:
    result = extract(text, language="en")
    for quote in result.quotes:
        assert all(0 <= a < b <= len(result.text) for a, b in quote.content)


def test_the_dateline_is_neither_source_nor_content(extract: Extract) -> None:
    result = extract("OSLO, May 8 (Reuters) - Nordvik Corp said on Thursday it would cut 300 jobs.")
    assert [parts(result, quote) for quote in result.quotes] == [("Nordvik Corp", "said", ["it would cut 300 jobs"])]


def test_a_headline_with_a_colon(extract: Extract) -> None:
    result = extract("The bridge is shut.", headline="Keller: Bridge Will Stay Shut Until Monday")
    assert [parts(result, quote) for quote in result.quotes] == [
        ("Keller", ":", ["Bridge Will Stay Shut Until Monday"])
    ]
