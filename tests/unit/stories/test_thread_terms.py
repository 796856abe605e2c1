"""What tells a story's subject."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.support.thread_stories import extraction
from wiredesk.contract import Article, Dateline, Engine, Entity, EntityType, Extraction, Links, Location, Mention, Zone
from wiredesk.stories.thread_terms import MAX_KEYS, MAX_TERMS, folded, thread_terms

HEADLINE = "Telxon sees record quarter"
BODY = "Telxon Corp said its scanners sold well. The scanners cost 200 dollars."


def one(headline: str, body: str, *entities: Entity, dateline: Dateline | None = None) -> Extraction:
    text = f"{headline}\n\n{body}" if headline else body
    return Extraction(
        id="s1", version=1, language="en", text=text, dateline=dateline, entities=entities,
        engine=Engine(version="1", model="m"),
    )  # fmt: skip


def entity(text: str, name: str, kind: EntityType, zone: Zone = "body", location: Location | None = None) -> Entity:
    at = text.index(name)
    mentions = (Mention(span=(at, at + len(name)), zone=zone),)
    return Entity(id=name, type=kind, name=name, mentions=mentions, location=location, links=Links())


def test_the_strongest_words_come_first_and_the_vector_has_length_one() -> None:
    terms = thread_terms(Article(id="s1", headline=HEADLINE, body=BODY), one(HEADLINE, BODY)).terms
    assert list(terms)[:2] == ["telxon", "scanners"]
    assert math.isclose(math.sqrt(sum(weight**2 for weight in terms.values())), 1, abs_tol=0.001)
    assert "the" not in terms and "200" not in terms


def test_a_word_of_a_name_weighs_more() -> None:
    article = Article(id="s1", body="Zqarker met Zquillb.")
    plain = thread_terms(article, one("", article.body)).terms
    named = thread_terms(article, one("", article.body, entity(article.body, "Zqarker", "PERSON"))).terms
    assert plain["zqarker"] == plain["zquillb"]
    assert named["zqarker"] > named["zquillb"]


def test_a_story_has_so_many_terms_and_keys_at_most() -> None:
    body = " ".join(f"zq{chr(97 + n % 26)}{chr(97 + n // 26)}x" for n in range(300))
    terms = thread_terms(Article(id="s1", body=body), one("", body))
    assert (len(terms.terms), len(terms.keys), terms.words) == (MAX_TERMS, MAX_KEYS, 300)


def test_figures_are_counted_and_no_terms() -> None:
    body = "Shr 1.20 vs 1.05; net 12.5 mln vs 11,400."
    found = thread_terms(Article(id="s1", body=body), one("", body))
    assert (found.words, found.figures) == (9, 0.4444)


@pytest.mark.parametrize(
    ("kind", "name", "names", "places"),
    [
        ("PERSON", "Anna Kovac", {("anna", "kovac")}, set()),
        ("ORG", "Gulf Resources and Chemical Corp.", {("gulf", "resources", "chemical")}, set()),
        ("ORG", "Reuters", set(), set()),
        ("ORG", "Shr", set(), set()),
        ("FAC", "Port of Varna", {("port", "varna")}, set()),
        ("NORP", "French", set(), set()),
        ("DATE", None, set(), set()),
    ],
)
def test_names_lack_legal_forms_agencies_and_words_of_tables(
    kind: EntityType, name: str | None, names: set[tuple[str, ...]], places: set[tuple[str, ...]]
) -> None:
    body = f"{name} reported."
    found = thread_terms(Article(id="s1", body=body), one("", body, *([entity(body, name, kind)] if name else [])))
    assert (found.names, found.places) == (names, places)


@pytest.mark.parametrize(("level", "places"), [("city", {("varna",)}), ("region", {("varna",)}), ("country", set())])
def test_places_below_a_country_are_kept(level: str, places: set[tuple[str, ...]]) -> None:
    body = "Snow fell in Varna."
    where = Location.model_validate({"lat": 43.2, "lon": 27.9, "level": level})
    found = thread_terms(Article(id="s1", body=body), one("", body, entity(body, "Varna", "GPE", location=where)))
    assert found.places == places and found.names == set()


def test_what_surrounds_the_news_tells_nothing() -> None:
    body = "VARNA, March 3 - Snow fell. Reporting by Ann Quillby"
    entities = (entity(body, "VARNA", "GPE", "dateline"), entity(body, "Ann Quillby", "PERSON", "signoff"))
    found = thread_terms(Article(id="s1", body=body), one("", body, *entities, dateline=Dateline(span=(0, 14))))
    assert found.names == found.places == set()
    assert {"snow", "fell"} <= set(found.terms) and not {"varna", "ann", "quillby"} & set(found.terms)


@pytest.mark.parametrize(
    ("word", "expected"), [("Kovac's", "kovac"), ("O’Brien", "obrien"), ("O’Brien’s", "obrien"), ("US", "us")]
)
def test_words_are_folded(word: str, expected: str) -> None:
    assert folded(word) == expected


@given(st.text(max_size=400), st.text(max_size=40))
def test_any_text_has_terms(body: str, headline: str) -> None:
    article = Article(id="s1", headline=headline, body=body)
    found = thread_terms(article, extraction(article))
    assert 0 <= found.figures <= 1 and all(0 < weight <= 1 for weight in found.terms.values())
    assert found == thread_terms(article, extraction(article))
