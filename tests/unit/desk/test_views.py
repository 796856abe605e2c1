"""Views: the view model of a story, lines for the terminal, JSON records, and text that cannot control a terminal."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from rich.console import Console, RenderableType

from desk.queries.counting_window import Window
from desk.queries.quote_search import search_quotes
from desk.queries.statistics import statistics
from desk.queries.stories import Story, find_story
from desk.queries.story_list import cards
from desk.queries.story_search import newest_stories
from desk.views.records import LEDGER_DETAILS, LEDGER_STATE, card_record, statistics_record, story_document
from desk.views.run_report import run_report
from desk.views.sanitize import plain, sanitize_lines, short
from desk.views.story import TYPE_LABELS, legend, quotes_by_speaker, text_at, titles
from desk.views.story_text import STYLES, facts, highlighted, legend_lines, page, quote_lines
from desk.views.terminal import card_lines
from desk.views.terminal import quote_lines as quote_row_lines
from producer.ingest.batch import IngestTotals
from tests.support import desk_stories
from wiredesk.contract import Extraction
from wiredesk.store import Store

FOUND = desk_stories.extraction(desk_stories.article())
HOSTILE = desk_stories.extraction(desk_stories.hostile())


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    store = desk_stories.filled(tmp_path_factory.mktemp("views"))
    yield store
    store.close()


def story(store: Store, id: str) -> Story:
    with store.read() as connection:
        return find_story(connection, id)


def printed(*parts: RenderableType) -> str:
    console = Console(width=200, no_color=True)
    with console.capture() as capture:
        console.print(*parts, sep="\n")
    return capture.get()


def test_the_legend_has_every_type_in_its_order_the_most_salient_first() -> None:
    rows = legend(FOUND)
    assert [type for type, _ in rows] == [type for type in TYPE_LABELS if type in {one.type for one in FOUND.entities}]
    assert [entity.name for entity in dict(rows)["PERSON"]] == ["Amina Otieno", "Peter Lund"]
    assert sum(len(entities) for _, entities in rows) == len(FOUND.entities)


def test_quotes_are_under_their_speaker() -> None:
    row, together = quotes_by_speaker(FOUND)
    assert row.speaker and row.name == "Amina Otieno"
    assert [quote.kind for quote in row.quotes] == ["direct"]
    assert (together.name, together.quotes[0].kind) == ("Amina Otieno, Peter Lund", "indirect")
    assert [(one.name, one.quotes[0].note) for one in quotes_by_speaker(FOUND, every=True)][2:] == [
        ("Peter Lund", "thinks")
    ]
    assert row.quotes[0].words == '"We want the cranes of Mombasa port moving by Friday,"'


def quoted(**quote: Any) -> Extraction:
    text = "One, he said, two.\nThree."
    given = {"kind": "direct", "content": ((0, 4), (14, 18))} | quote
    document = FOUND.model_dump() | {"text": text, "entities": (), "quotes": (given,), "dates": (), "dateline": None}
    return Extraction.model_validate(document)


@pytest.mark.parametrize(
    ("found", "name", "words"),
    [
        (quoted(), "unknown speaker", "One, … two."),
        (quoted(source=(5, 7)), "he", "One, … two."),
        (quoted(content=((14, 25),)), "unknown speaker", "two. Three."),
    ],
)
def test_a_quote_without_a_known_speaker(found: Extraction, name: str, words: str) -> None:
    (row,) = quotes_by_speaker(found)
    assert (row.speaker, row.name, [quote.words for quote in row.quotes]) == (None, name, [words])


def test_titles_without_repetitions() -> None:
    assert [(entity.name, title) for entity, title in titles(FOUND)] == [("Amina Otieno", "Transport Minister")]


@pytest.mark.parametrize(
    ("title", "shown"),
    [
        ({"text": "Prof.", "office": "professor", "rule": "before the name"}, ["Prof."]),
        ({"text": "University of Tartu", "rule": "affiliation behind the name"}, []),
        ({"text": "Sir", "rule": "before the name"}, []),
        ({"text": "founded Acme", "office": "founder", "rule": "leads"}, ["founder"]),
    ],
)
def test_only_titles_with_an_office_are_shown(title: dict[str, str], shown: list[str]) -> None:
    document = FOUND.model_dump()
    document["entities"][0]["titles"] = [{"span": (0, 1), **title}]
    assert [text for _, text in titles(Extraction.model_validate(document))] == shown


def test_every_type_has_a_label_and_a_colour() -> None:
    assert TYPE_LABELS.keys() == STYLES.keys()


@pytest.mark.parametrize(
    ("text", "line"),
    [("a\n b\t c", "a b c"), ("red\x1b[31m", "red[31m"), ("\u202eabc\u202c", "abc"), ("bell\x07", "bell"), ("", "")],
)
def test_a_line_without_control_characters(text: str, line: str) -> None:
    assert plain(text) == line


def test_lines_keep_their_length() -> None:
    text = "one\x1b[0m\n\ttwo\u202e"
    assert len(sanitize_lines(text)) == len(text)
    assert sanitize_lines(text) == "one\ufffd[0m\n\ttwo\ufffd"


@pytest.mark.parametrize(("name", "shown"), [("x" * 80, "x" * 80), ("x" * 81, "x" * 80 + "…"), (" a  b ", "a b")])
def test_a_long_name_is_cut(name: str, shown: str) -> None:
    assert short(name) == shown


def test_a_story_on_the_terminal(store: Store) -> None:
    text = printed(*page(story(store, desk_stories.HARBOUR)))
    for words in ("version 2", "done  Harbour News  2026-11-20 09:30 UTC  update", "PERSON      Amina Otieno ×",
                  "Who said what", "  Friday → Fri 20 Nov"):  # fmt: skip
        assert words in text, words


def test_a_quarantined_story_on_the_terminal(store: Store) -> None:
    text = printed(*page(story(store, desk_stories.BROKEN)))
    assert "quarantined after 3 attempts: ValueError" in text
    assert "Who said what" not in text


def test_the_line_of_facts_says_what_is_unusual(store: Store) -> None:
    assert list(facts(story(store, desk_stories.WITHHELD)))[-1] == "withheld"
    assert list(facts(story(store, desk_stories.EMBARGOED)))[-1] == "embargo until 2099-01-01 00:00 UTC"
    assert "urgency 1" in list(facts(story(store, desk_stories.RESCUE)))


def test_no_text_of_a_hostile_story_controls_the_terminal() -> None:
    for part in (highlighted(HOSTILE), legend_lines(HOSTILE), quote_lines(quotes_by_speaker(HOSTILE))):
        assert not any(character in part.plain for character in "\x1b\u202e\u202c")


def test_stories_and_quotes_of_a_list_as_lines(store: Store) -> None:
    with store.read() as connection:
        flash = card_lines(cards(connection, newest_stories(connection))[0]).plain
        quote = quote_row_lines(search_quotes(connection, speaker="Amina Otieno")[0]).plain
    assert "FLASH Ferry sinks off Mombasa\n" in flash and "urn:test:rescue  Coast  Mombasa" in flash
    speaker, words, where = quote.splitlines()
    assert speaker.startswith("Amina Otieno  ") and speaker.endswith("Harbour News")
    assert words.startswith('  "We want') and where.endswith(desk_stories.HARBOUR)


def test_a_document_has_the_article_and_the_ledger_beside_the_extraction(store: Store) -> None:
    document = json.loads(story_document(story(store, desk_stories.HARBOUR), LEDGER_STATE))
    assert document["text"] == FOUND.text.replace("welcomed", "rejected")
    assert document["article"]["version"] == 2
    assert list(document["ledger"]) == list(LEDGER_STATE)
    assert "ledger" not in json.loads(story_document(story(store, desk_stories.HARBOUR)))


def test_documents_keep_their_field_names(store: Store) -> None:
    document = json.loads(story_document(story(store, desk_stories.BROKEN), LEDGER_DETAILS))
    assert document.keys() == {"id", "version", "article", "ledger"}
    assert document["ledger"]["shown"] in (False, 0)
    assert "visible" not in document["ledger"]
    with store.read() as connection:
        record = statistics_record(statistics(connection, Window.all))
        assert card_record(cards(connection, newest_stories(connection))[0])["names"]
    assert list(record) == ["states", "in_sight", "oldest", "hours", "sources", "window", "top", "quarantined",
                            "stories_per_second", "words_per_second", "publish_to_stored", "events",
                            "languages"]  # fmt: skip
    assert record["events"] == {"DISASTER": 1, "REJECT": 1}
    assert list(record["top"]) == ["people", "organisations", "places"]


def test_the_closing_page_of_a_run(store: Store) -> None:
    new, nothing = IngestTotals(), IngestTotals()
    new.new, new.rejected, nothing.known = 8, 1, 8
    text = printed(run_report(store, new, 2.0))
    assert "8 story versions read in 2.0 s, 4.0 a second, 1 rejected; 3 stories on the desk." in text
    assert "wiredesk show urn:test:harbour" in text and "Amina Otieno" in text
    failed = printed(run_report(store, new, 2.0, quarantined=1))
    assert "1 quarantined; 3 stories on the desk" in failed and "1 story quarantined" in failed
    assert desk_stories.BROKEN in failed and "wiredesk quarantine list" in failed
    assert "Nothing new: all 8 versions were in the ledger already" in printed(run_report(store, nothing, 2.0))


def test_the_text_of_a_span_is_one_line() -> None:
    assert text_at(quoted(), (14, 25)) == "two. Three."
