"""A pipeline with models of several languages: each story, and each paragraph, is read by its own."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import spacy
from spacy.language import Language

from wiredesk.contract import Article
from wiredesk.errors import ConfigError, ModelMissing
from wiredesk.model_language import model_language
from wiredesk.nlp.context import Options
from wiredesk.nlp.model_choice import load_models
from wiredesk.nlp.pipeline import Pipeline
from wiredesk.nlp.registry import extractors
from wiredesk.settings import Settings

ENGLISH = (
    "The mayor of Lund, Ann Lee, said on Monday that the old bridge would be closed until spring. "
    "Repairs will cost 3 million crowns, she told reporters."
)
FRENCH = (
    "Le ministre des Transports, Paul Marchand, a affirmé lundi à Paris que le pont serait fermé jusqu'au printemps. "
    "Les travaux coûteront trois millions d'euros, a-t-il dit."
)


@pytest.fixture(scope="module")
def french() -> Language:
    return spacy.load("fr_core_news_sm")


@pytest.fixture(scope="module")
def both(nlp: Language, french: Language) -> Iterator[Pipeline]:
    yield Pipeline(nlp, extractors(), Options(), others=[french])


def _read(pipeline: Pipeline, body: str, language: str | None = None) -> tuple[str | None, int | None, str]:
    found = pipeline(Article(id="a", body=body, language=language))
    return found.language, found.engine.tier, found.engine.model


def test_each_story_is_read_by_the_model_of_its_language(both: Pipeline) -> None:
    assert _read(both, ENGLISH) == ("en", 2, "en_core_web_md 3.7.1")
    assert _read(both, FRENCH)[1:] != (0, "")
    assert _read(both, FRENCH)[::2] == ("fr", "fr_core_news_sm 3.8.0")


@pytest.mark.parametrize(
    ("body", "language"),
    [
        ("Der Minister sagte am Montag, die Steuern würden im Herbst sinken.", "de"),
        ("قال الوزير يوم الاثنين إن الضرائب ستنخفض في الخريف.", "ar"),
        ("Министр сказал в понедельник, что налоги осенью снизятся.", "ru"),
        ("部长周一表示，税收将在秋季下降，这一消息早已被市场所预期，没有引起反应。", "zh"),
        ("首相は月曜日に辞任した。", "ja"),
        ("雨", None),
    ],
)
def test_a_language_without_a_model_is_read_at_tier_0(both: Pipeline, body: str, language: str | None) -> None:
    assert _read(both, body, "en") == (language, 0, "")


def test_each_paragraph_is_read_by_its_own_language(both: Pipeline) -> None:
    found = both(Article(id="a", body=f"{ENGLISH}\n\n{ENGLISH.replace('Monday', 'Friday')}\n\n{FRENCH}"))
    assert found.language == "en"
    assert [(part.language, part.model) for part in found.engine.parts] == [
        ("en", "en_core_web_md 3.7.1"),
        ("fr", "fr_core_news_sm 3.8.0"),
    ]
    english = [entity for entity in found.entities if entity.name == "Ann Lee"]
    assert english
    assert len({entity.id for entity in found.entities}) == len(found.entities)
    for entity in found.entities:
        for mention in entity.mentions:
            assert found.text[slice(*mention.span)].strip()


def test_a_story_in_one_language_has_no_parts(both: Pipeline) -> None:
    assert both(Article(id="a", body=f"{ENGLISH}\n\n{ENGLISH}")).engine.parts == ()


def test_a_pipeline_without_a_model_reads_at_tier_0() -> None:
    assert _read(Pipeline(None, extractors(), Options()), FRENCH) == ("fr", 0, "")


def test_the_models_of_the_settings_are_loaded_english_first() -> None:
    models = load_models(Settings(models={"fr": "fr_core_news_sm"}))
    assert [model.lang for model in models] == ["en", "fr"]


@pytest.mark.parametrize(("languages", "loaded"), [(("fr",), ["fr"]), (("sw",), []), (("sw", "fr"), ["fr"])])
def test_only_the_languages_of_the_host_are_loaded(languages: tuple[str, ...], loaded: list[str]) -> None:
    models = load_models(Settings(models={"fr": "fr_core_news_sm"}, languages=languages))
    assert [model.lang for model in models] == loaded


def test_a_french_model_alone_reads_french() -> None:
    assert [model.lang for model in load_models(Settings(model="fr_core_news_sm"))] == ["fr"]
    assert model_language("fr_core_news_sm") == "fr"


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ({"models": {"de": "fr_core_news_sm"}, "languages": ("de",)}, "fr_core_news_sm: reads fr.*for de .German"),
        ({"model": "fr_core_news_sm", "models": {"fr": "other"}}, "reads fr, for which WIREDESK_MODELS names another"),
    ],
)
def test_a_model_of_another_language_is_refused(settings: dict[str, object], message: str) -> None:
    with pytest.raises(ConfigError, match=message):
        load_models(Settings.model_validate(settings))


def test_a_model_that_is_not_installed_is_named() -> None:
    with pytest.raises(ModelMissing, match="de_core_news_sm"):
        load_models(Settings(models={"de": "de_core_news_sm"}, languages=("de",)))


def test_a_model_gives_names_by_its_labels(both: Pipeline) -> None:
    found = both(Article(id="a", body=FRENCH))
    assert ("PERSON", "Paul Marchand") in {(entity.type, entity.name) for entity in found.entities}
    for entity in found.entities:
        for mention in entity.mentions:
            assert found.text[slice(*mention.span)].strip()


def test_a_name_that_the_model_misses_elsewhere_is_found_again(nlp: Language) -> None:
    blank = spacy.blank("de")
    ruler = blank.add_pipe("entity_ruler")
    ruler.add_patterns([{"label": "PER", "pattern": "Olaf Weber sagte"}, {"label": "MISC", "pattern": "Montag"}])
    blank.add_pipe("sentencizer")
    pipeline = Pipeline(None, extractors(), Options(), others=[blank])
    body = "Olaf Weber sagte am Montag, die Steuern würden im Herbst sinken. Dann ging Olaf Weber sagte er."
    found = pipeline(Article(id="a", body=body))
    assert [(entity.type, len(entity.mentions)) for entity in found.entities if entity.type == "PERSON"] == [
        ("PERSON", 2)
    ]


RUSSIAN = (
    "Министр транспорта сказал в понедельник в Москве, что старый мост закроют до весны 2027 года. "
    "Ремонт обойдётся в три миллиона рублей, добавил он, и начнётся через две недели после праздников."
)


def test_a_text_of_two_scripts_is_read_in_both(both: Pipeline) -> None:
    found = both(Article(id="a", body=f"{ENGLISH} Ships use the canal.\n\n{RUSSIAN}", language="fr"))
    assert {(part.language, part.tier) for part in found.engine.parts} == {("en", 2), ("ru", 0)}
    assert {"Ann Lee", "Москва"} <= {entity.name for entity in found.entities}


@pytest.mark.parametrize(
    ("body", "stated", "language", "tier"),
    [
        (ENGLISH, "fr", "en", 2),  # a tag that lies
        (RUSSIAN, "en", "ru", 0),
        ("Oil prices rise", "en", "en", 2),  # three words
        ("Le pétrole monte", "fr", "fr", 2),
        ("Rais wa nchi alisema Jumatatu kwamba serikali itajenga shule mpya katika kila mkoa.", "sw", "sw", 0),
        ("Oil prices rise", "xx-nonsense", None, None),
        ("17 4 250 33 8 96 1 1 2", None, "en", 2),  # in no language
    ],
)
def test_odd_languages_are_read_all_the_same(
    both: Pipeline, body: str, stated: str | None, language: str | None, tier: int | None
) -> None:
    found = both(Article(id="a", body=body, language=stated))
    assert not found.engine.failed
    assert tier is None or (found.language, found.engine.tier) == (language, tier)


def test_places_of_a_model_are_on_the_map() -> None:
    german = spacy.blank("de")
    german.add_pipe("sentencizer")
    names = [("Jana Lindqvist", "PER"), ("Bochum", "LOC"), ("Moskau", "LOC"), ("Universität Wien", "ORG")]
    german.add_pipe("entity_ruler").add_patterns([{"label": label, "pattern": name} for name, label in names])  # type: ignore[attr-defined]
    body = "BERLIN, 20. August (Xample) - Jana Lindqvist fuhr von Bochum nach Moskau. Die Universität Wien schwieg."
    found = Pipeline(None, extractors(), Options(), others=[german])(Article(id="a", body=body, language="de"))
    places = [(one.name, one.type, one.location and one.location.country) for one in found.entities]
    assert places == [
        ("Berlin", "GPE", "DE"), ("Jana Lindqvist", "PERSON", None), ("Bochum", "LOC", "DE"), ("Moskau", "GPE", "RU"),
        ("Universität Wien", "ORG", None),
    ]  # fmt: skip
    assert found.engine.tier == 1
