"""Stories of many languages are found by other forms of their words, alike on SQLite and PostgreSQL."""

from __future__ import annotations

import pytest
from sqlalchemy import text

from desk.queries.filters import Filters
from desk.queries.found_passages import found_cards
from desk.queries.found_stories import find_stories
from desk.queries.result_facets import result_facets
from desk.queries.story_list import cards
from desk.queries.story_order import StoryOrder
from desk.queries.story_search import list_stories, search_stories
from desk.queries.word_passages import marked
from desk.queries.word_stems import WordStems
from desk.watches.story_marks import WORD, story_marks
from desk.watches.watch_index import WatchIndex, store_stems
from desk.watches.watched_story import visible_stories
from tests.support.ledger_steps import accept, complete
from tests.support.records import article
from wiredesk.store import Store, results

BODIES = {
    "en": "The ministers of São Tomé closed the old bridges to trucks, and a café owner protested in Doña Ana.",
    "fr": "La ministre a présenté à l'Assemblée nationale les nouvelles écoles de Mayotte et fermé deux ponts.",
    "de": "Die Verkehrsministerin eröffnete am Montag zwei Häuser; über die Einführung der Bahncard schwieg sie.",
    "es": "Los trabajadores de la compañía aprobaron las elecciones y volvieron a sus ciudades.",
    "it": "I lavoratori hanno approvato le elezioni; la società ha chiuso gli stabilimenti.",
    "nl": "De werknemers kregen hogere lonen na de gemeenteraadsverkiezingen in Groningen.",
    "ru": "Премьер-министр рассказал журналистам о новых школах и больницах Ёлкино.",
    "ar": "أعلن الوزير أن المدارس الجديدة ستفتح أبوابها في القاهرة.",
    "zh": "交通部长周一在北京表示，新的高速铁路将于明年开通。",
    "ja": "東京で政府は新しい経済対策を発表した。首相は記者会見で説明した。",
    "ko": "정부는 서울에서 새로운 경제 대책을 발표했다.",
}
QUERIES = [
    ("ministre", "fr"), ("ministres", "fr"), ("Assemblee nationale", "fr"), ('"assemblée nationale"', "fr"),
    ("ecole mayotte", "fr"), ('"nationale assemblée"', ""), ("pont", "fr"), ("ministerin", "de"), ("Haus", "de"),
    ("Verkehrs*", "de"), ("verkehrsministerinnen", "de"), ("fuhrung", ""), ("trabajador elección", "es"),
    ("ciudad", "es"), ("stabilimento", "it"), ("lavoratore", "it"), ("verkiezing", "nl"), ("loon OR lonen", "nl"),
    ("министра", "ru"), ("школа больница", "ru"), ("елкино", "ru"), ("مدارس", "ar"), ("المدارس", "ar"),
    ("部长", "zh"), ("高速铁路 北京", "zh"), ("长部", ""), ("経済対策", "ja"), ("정부", "ko"), ("minister", "en de"),
    ("bridge", "en"), ("sao tome", "en"), ("cafe", "en"), ("café", "en"), ('"doña ana"', "en"),
    ("minister -bridge", "de"),
    ("ministre -écoles", ""), ("ministre -école", ""), ("ministre -fermer", ""),
    ("ministerin language:de", "de"), ("ministre language:de", ""),
    ("-ministre language:fr", ""),
]  # fmt: skip
"""Query → the languages of the stories that it finds."""


@pytest.fixture
def wire(store: Store) -> Store:
    for language, body in BODIES.items():
        accept(store, article(language, headline=f"Xample {language.upper()}", body=body, language=language))
        complete(store, language, language=language, entities=())
    return store


def _found(store: Store, query: str, order: StoryOrder = StoryOrder.published) -> set[str]:
    with store.read() as connection:
        return {one.id for one in cards(connection, search_stories(connection, Filters(q=query), order=order))}


def test_stories_are_found_in_their_language(wire: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    wanted = {query: set(ids.split()) for query, ids in QUERIES}
    assert {query: _found(wire, query) for query in wanted} == wanted
    assert _found(wire, "ministre OR ministerin", StoryOrder.relevance) == {"fr", "de"}
    monkeypatch.setattr("desk.queries.story_conditions.MAX_SELECTED_STORIES", -1)  # each story is looked up
    assert {query: _found(wire, query) for query in wanted} == wanted


def test_the_languages_of_the_results_are_counted(wire: Store) -> None:
    with wire.read() as connection:
        found = find_stories(connection, Filters(q="minister"))
        counted = {one.value: one.stories for one in result_facets(connection, found).values["language"]}
    assert counted == {"en": 1, "de": 1}


def test_the_text_tells_the_language_where_the_provider_is_wrong(store: Store) -> None:
    for id, given, read in (("lies", "en", "fr"), ("british", "en-GB", "en"), ("waits", "fr-CA", None)):
        accept(store, article(id, headline=f"Xample {id}", body="La ministre ferme des écoles.", language=given))
        if read:
            complete(store, id, language=read, entities=())
    found = {query: _found(store, query) for query in ("language:fr", "language:en", "language:en-gb")}
    assert found == {"language:fr": {"lies"}, "language:en": {"british"}, "language:en-gb": {"british"}}
    with store.read() as connection:
        facets = result_facets(connection, find_stories(connection, Filters(q="ministre"))).values["language"]
    assert {one.value: one.stories for one in facets} == {"fr": 1, "en": 1}


@pytest.mark.parametrize(
    ("query", "words"),
    [("ministres", ["ministre"]), ("écoles mayotte", ["écoles", "Mayotte"]), ("министра", ["министр"]),
     ("部长", ["部长"]), ("Assemblee nationale", ["Assemblée", "nationale"]), ("Haus", ["Häuser"]),
     ("ministerin", ["Verkehrsministerin"])],
)  # fmt: skip
def test_the_words_that_were_found_are_marked(wire: Store, query: str, words: list[str]) -> None:
    with wire.read() as connection:
        filters = Filters(q=query)
        [card] = found_cards(connection, filters, list_stories(connection, filters).seqs)
    assert card.passage is not None
    assert [piece for piece, is_marked in marked(card.passage.text, card.passage.marks) if is_marked] == words


def test_a_watch_sees_every_story_that_its_words_find(wire: Store) -> None:
    stems = WordStems()
    with wire.read() as connection:
        seqs = {one.id: one.seq for one in cards(connection, search_stories(connection, Filters()))}
        marks = story_marks(connection, list(visible_stories(connection, list(seqs.values()), stems)), {WORD})
        for query, ids in QUERIES:
            index = WatchIndex({query: Filters(q=query).tree()}, store_stems(connection, stems))
            assert {one for one, seq in seqs.items() if list(index.candidates(marks[seq]))} >= set(ids.split()), query


def test_a_result_that_goes_leaves_no_terms(wire: Store) -> None:
    with wire.write() as connection:
        results.remove_all(connection, connection.scalars(text("SELECT seq FROM articles")).all())
        name = "story_terms" if wire.dialect == "sqlite" else "story_text"
        assert connection.scalar(text(f"SELECT count(*) FROM {name}")) == 0


def test_a_store_of_an_earlier_release_is_found_as_before(wire: Store) -> None:
    with wire.write() as connection:
        if wire.dialect == "sqlite":
            connection.execute(text("DELETE FROM story_terms"))
        else:
            query = "UPDATE story_text SET words = to_tsvector('english', a.headline || ' ' || a.body) FROM articles a"
            connection.execute(text(f"{query} WHERE a.seq = story_text.seq"))
    assert _found(wire, "bridge") == {"en"}
    assert _found(wire, "café") == {"en"}
    assert _found(wire, "ministre -fermer") == {"fr"}
    with wire.write() as connection:
        connection.execute(text("UPDATE articles SET state = 'pending' WHERE id = 'fr'"))
    complete(wire, "fr", language="fr", entities=())
    assert _found(wire, "ministre -fermer") == set()
