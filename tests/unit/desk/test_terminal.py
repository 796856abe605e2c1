"""Lines on a terminal: one row a story or a quote."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from rich.console import Console
from rich.text import Text

from desk.queries.quote_search import QuoteRow
from desk.queries.story_list import Card, NameLink
from desk.views.shown_time import listed_time
from desk.views.terminal import card_lines, console, quote_lines
from wiredesk.contract import ENTITY_TYPES

MOMENT = datetime(2025, 5, 8, 12, 0, tzinfo=UTC)
CARD = Card(
    seq=1, id="urn:x:1", version=1, headline="Pact signed", lead="The two signed.", source="XP", published=MOMENT,
    accepted_at=MOMENT, urgency=4, kind="story", words=3, duplicate_of=None, names=(),
)  # fmt: skip
QUOTE = QuoteRow(
    seq=1, n=0, kind="direct", start=0, end=12, content="We will sign.", cue="said", source="Berg", speaker="Anna Berg",
    speaker_type="PERSON", speaker_key="anna berg", speaker_thing=None,
    mode="said", polarity="affirmed", source_class=None, score=0.9,
    with_whom=(), id="urn:x:1", version=1, title="Pact signed", agency="XP",
    moment=MOMENT, time_basis="published",
)  # fmt: skip

CARDS: list[tuple[dict[str, object], str, str]] = [
    ({}, "Pact signed", "urn:x:1  XP"),
    ({"urgency": 1}, "FLASH Pact signed", "urn:x:1  XP"),
    ({"urgency": 2}, "URGENT Pact signed", "urn:x:1  XP"),
    ({"urgency": 3}, "Pact signed", "urn:x:1  XP"),
    ({"urgency": None}, "Pact signed", "urn:x:1  XP"),
    ({"kind": "update"}, "Pact signed  update", "urn:x:1  XP"),
    ({"kind": "correction"}, "Pact signed  correction", "urn:x:1  XP"),
    ({"urgency": 1, "kind": "advisory"}, "FLASH Pact signed  advisory", "urn:x:1  XP"),
    ({"headline": ""}, "The two signed.", "urn:x:1  XP"),
    ({"headline": "", "lead": ""}, "urn:x:1", "urn:x:1  XP"),
    ({"headline": "Pact\nsigned"}, "Pact signed", "urn:x:1  XP"),
    ({"headline": "\x1b[31mPact"}, "[31mPact", "urn:x:1  XP"),
    ({"source": None}, "Pact signed", "urn:x:1"),
    ({"source": "X\x07P"}, "Pact signed", "urn:x:1  XP"),
    ({"source": "x" * 100}, "Pact signed", "urn:x:1  " + "x" * 80 + "…"),
    ({"id": "urn:\x1bx"}, "Pact signed", "urn:x  XP"),
    ({"names": (NameLink("PERSON", "anna berg", "Anna Berg"),)}, "Pact signed", "urn:x:1  XP  Anna Berg"),
    (
        {"names": (NameLink("PERSON", "a", "Anna Berg"), NameLink("GPE", "o", "Oslo"))},
        "Pact signed",
        "urn:x:1  XP  Anna Berg  Oslo",
    ),
]


def styles(line: Text) -> dict[str, str]:
    """Return the words of a line with the style that each has."""
    segments = Console(force_terminal=True, width=200).render(line)
    return {part.text.strip(): str(part.style) for part in segments if part.text.strip()}


def test_colours_are_of_the_time_and_of_names_only() -> None:
    card = styles(card_lines(CARD))
    assert card["Pact signed"] == "bold" and card[listed_time(MOMENT)] == "dim"
    quote = styles(quote_lines(QUOTE))
    assert quote["Anna Berg"] == "bold cyan" and quote["We will sign."] in ("", "none")


@pytest.mark.parametrize("width", [60, 80])
def test_a_terminal_wraps_at_words_and_a_pipe_does_not(width: int) -> None:
    text = "The minister resigned on Thursday after a ferry company confirmed that he had owned shares in it. " * 3
    screen, pipe = io.StringIO(), io.StringIO()
    for file, terminal in ((screen, True), (pipe, False)):
        out = console()
        out.file, out._force_terminal, out.width = file, terminal, width
        out.soft_wrap = not out.is_terminal
        out.print(Text(text.strip()))
    lines = [line.rstrip() for line in screen.getvalue().splitlines()]
    assert len(lines) > 3 and max(map(len, lines)) <= width
    assert " ".join(lines).split() == text.split()
    assert pipe.getvalue().splitlines() == [text.strip()]


@pytest.mark.parametrize(("fields", "first", "second"), CARDS)
def test_a_story_is_two_lines(fields: dict[str, object], first: str, second: str) -> None:
    lines = card_lines(replace(CARD, **fields)).plain.split("\n")  # type: ignore[arg-type]
    moment = f"{listed_time(MOMENT)}  "
    assert lines == [moment + first, " " * 14 + second]


@pytest.mark.parametrize("kind", ENTITY_TYPES)
def test_every_type_of_name_has_a_colour(kind: str) -> None:
    lines = card_lines(replace(CARD, names=(NameLink(kind, "n", "Name"),)))
    assert [str(span.style) for span in lines.spans if lines.plain[span.start : span.end] == "Name"] != []


QUOTES: list[tuple[dict[str, object], str, str, str]] = [
    ({}, "Anna Berg", "We will sign.", "Pact signed  urn:x:1"),
    ({"speaker": None}, "Berg", "We will sign.", "Pact signed  urn:x:1"),
    ({"speaker": None, "source": None}, "unknown speaker", "We will sign.", "Pact signed  urn:x:1"),
    ({"speaker": "Anna\nBerg"}, "Anna Berg", "We will sign.", "Pact signed  urn:x:1"),
    ({"speaker": "\x1bAnna"}, "Anna", "We will sign.", "Pact signed  urn:x:1"),
    ({"content": "We\n\nwill sign."}, "Anna Berg", "We will sign.", "Pact signed  urn:x:1"),
    ({"content": "We \x9bwill"}, "Anna Berg", "We will", "Pact signed  urn:x:1"),
    ({"title": "Pact\tsigned"}, "Anna Berg", "We will sign.", "Pact signed  urn:x:1"),
    ({"speaker_type": None}, "Anna Berg", "We will sign.", "Pact signed  urn:x:1"),
    ({"speaker_type": "OTHER"}, "Anna Berg", "We will sign.", "Pact signed  urn:x:1"),
]


@pytest.mark.parametrize(("fields", "speaker", "words", "story"), QUOTES)
def test_a_quote_is_three_lines(fields: dict[str, object], speaker: str, words: str, story: str) -> None:
    lines = quote_lines(replace(QUOTE, **fields)).plain.split("\n")  # type: ignore[arg-type]
    assert lines == [f"{speaker}  {listed_time(MOMENT)}  XP", f"  {words}", f"  {story}"]


def test_a_quote_without_an_agency_ends_with_its_time() -> None:
    line = quote_lines(replace(QUOTE, agency=None)).plain.split("\n")[0]
    assert line.rstrip() == f"Anna Berg  {listed_time(MOMENT)}"
