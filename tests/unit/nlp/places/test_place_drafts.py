"""Places on drafts of entities: findings applied, second entities, fallback locations, nested and longer names."""

from __future__ import annotations

import pytest
from spacy.language import Language

from tests.support.examples import read_example
from wiredesk.contract import EntityType
from wiredesk.nlp.gazetteer import Gazetteer, load
from wiredesk.nlp.mentions import EntityDraft, MentionDraft, TitleDraft
from wiredesk.nlp.places.apply import apply_findings
from wiredesk.nlp.places.candidates import find_candidates
from wiredesk.nlp.places.country_names import demonym_codes, unambiguous_countries
from wiredesk.nlp.places.disambiguate import PlaceChoice
from wiredesk.nlp.places.locate import locate, next_entity_number
from wiredesk.nlp.places.named_place import name_ranges
from wiredesk.nlp.places.nested import BODY_TYPES, find_nested_places, find_party_seats
from wiredesk.nlp.places.place_expand import expand_places
from wiredesk.nlp.places.place_finder import PlaceFindings, Retyping, find_places
from wiredesk.nlp.places.place_names import PlaceName
from wiredesk.nlp.places.story_location import StoryLocation
from wiredesk.nlp.places.unlisted import locate_unlisted

NOTHING = PlaceFindings({}, {}, frozenset())


@pytest.fixture(scope="module")
def index() -> Gazetteer:
    return load()


def entity(ident: str, kind: EntityType, text: str, *names: str) -> EntityDraft:
    """An entity with one mention of each name, where the text has it first."""
    mentions = tuple(MentionDraft((text.index(name), text.index(name) + len(name))) for name in names)
    return EntityDraft(ident, kind, names[0], mentions)


def surfaces(text: str, found: EntityDraft) -> list[str]:
    return [text[slice(*mention.span)] for mention in found.mentions]


TEXT = "Paris and Lyon. Oslo voted."


def test_an_entity_gets_its_new_type() -> None:
    found = apply_findings(
        TEXT, [entity("e1", "ORG", TEXT, "Paris")], PlaceFindings({"e1": Retyping("GPE", "x")}, {}, NOTHING.dropped)
    )
    assert [(one.id, one.type) for one in found] == [("e1", "GPE")]


def test_a_new_place_becomes_part_of_the_one_with_its_name() -> None:
    text = "Paris voted. Ann Lee of Paris Group left PARIS."
    place = entity("e1", "GPE", text, "Paris")
    other = entity("e2", "ORG", text, "PARIS")
    title = EntityDraft("e3", "PERSON", "Ann Lee", (MentionDraft((13, 20)),), (TitleDraft((21, 23), "of", "e2"),))
    found = apply_findings(
        text, [place, other, title], PlaceFindings({"e2": Retyping("GPE", "x")}, {}, NOTHING.dropped)
    )
    assert [one.id for one in found] == ["e1", "e3"]
    assert surfaces(text, found[0]) == ["Paris", "PARIS"]
    assert found[1].titles[0].of == "e1"


def test_new_mentions_join_a_place_or_make_one() -> None:
    added = {(10, 14): "x", (16, 20): "x"}
    found = apply_findings(TEXT, [entity("e7", "GPE", TEXT, "Lyon")], PlaceFindings({}, added, NOTHING.dropped))
    assert [(one.id, one.name, len(one.mentions)) for one in found] == [("e7", "Lyon", 2), ("e8", "Oslo", 1)]


def test_an_entity_without_mentions_disappears() -> None:
    place = entity("e1", "GPE", TEXT, "Paris")
    assert apply_findings(TEXT, [place], PlaceFindings({}, {}, frozenset({(0, 5)}))) == ()


def test_the_next_number_is_free() -> None:
    assert next_entity_number([]) == 1
    assert next_entity_number([EntityDraft("e3", "GPE", "x"), EntityDraft("e12", "GPE", "y")]) == 13


def meaning(index: Gazetteer, name: str, row: int, within: int = -1) -> tuple[PlaceName, PlaceChoice]:
    return PlaceName(name, within, find_candidates(index, name), ((0, 5),)), PlaceChoice(row, 1.0)


def test_a_name_with_two_regions_becomes_two_entities(index: Gazetteer) -> None:
    one, other = (int(row) for row in index.rows("Paris")[:2])
    draft = EntityDraft("e1", "GPE", "Paris", (MentionDraft((0, 5)), MentionDraft((9, 14)), MentionDraft((20, 25))))
    apart = {
        (0, 5): meaning(index, "Paris", one, 5),
        (9, 14): meaning(index, "Paris", one, 5),
        (20, 25): meaning(index, "Paris", other, 6),
    }
    found = locate(index, [draft], apart, {})
    assert [(each.id, len(each.mentions), each.geonames) for each in found] == [
        ("e1", 2, index.place(one).geonames),
        ("e2", 1, index.place(other).geonames),
    ]
    apart[20, 25] = meaning(index, "Paris", other)
    assert [each.id for each in locate(index, [draft], apart, {})] == ["e1"]


def test_a_part_of_a_place_has_no_id(index: Gazetteer) -> None:
    draft = EntityDraft("e1", "GPE", "northern Iraq", (MentionDraft((0, 5)),))
    row = int(index.rows("Iraq")[0])
    [found] = locate(index, [draft], {(0, 5): meaning(index, "northern Iraq", row)}, {})
    assert found.geonames is None and found.location is not None
    assert (found.location.country, found.location.level) == ("IQ", "region")


def test_peoples_get_the_code_of_their_country(index: Gazetteer) -> None:
    drafts = [EntityDraft("e1", "NORP", "Russians"), EntityDraft("e2", "NORP", "Quuxes")]
    assert [each.iso3166 for each in locate(index, drafts, {}, demonym_codes())] == ["RU", None]


@pytest.mark.parametrize(("name", "listed"), [("portugal", True), ("wales", True), ("chad", False), ("us", False)])
def test_names_that_only_mean_a_country(name: str, listed: bool) -> None:
    assert (name in unambiguous_countries()) is listed


@pytest.mark.parametrize(
    ("text", "kind", "name", "places", "rule"),
    [
        ("Kish Creek in Ohio", "LOC", "Kish Creek", ["Ohio"], "unlisted, place written after it"),
        ("Kish Creek, Ohio", "FAC", "Kish Creek", ["Ohio"], "unlisted, place written after it"),
        ("Quuxmarket voted. Ohio, Dayton", "GPE", "Quuxmarket", ["Ohio", "Dayton"], "unlisted, region of the story"),
        ("Kish Creek rose. Lyon, Paris", "LOC", "Kish Creek", ["Lyon", "Paris"], "unlisted, country of the story"),
        ("Quuxmarket voted. Lyon, Paris", "GPE", "Quuxmarket", ["Lyon", "Paris"], None),
        ("Kish Creek rose. Lyon, Oslo", "LOC", "Kish Creek", ["Lyon", "Oslo"], None),
        ("Kish Hall burned. Lyon, Paris", "FAC", "Kish Hall", ["Lyon", "Paris"], None),
        ("Kish Creek rose.", "LOC", "Kish Creek", [], None),
    ],
)
def test_fallback_locations(
    index: Gazetteer, text: str, kind: EntityType, name: str, places: list[str], rule: str | None
) -> None:
    # The most populous Dayton is the one in Ohio, and the region of Lyon is not that of Paris.
    others = [entity(f"e{number}", "GPE", text, place) for number, place in enumerate(places, 2)]
    meanings = {
        other.mentions[0].span: meaning(index, place, int(index.rows(place)[0]))
        for other, place in zip(others, places, strict=True)
    }
    entities = locate(index, [entity("e1", kind, text, name), *others], meanings, {})
    found = [(one.id, why) for one, why, _ in locate_unlisted(index, text, entities, meanings, StoryLocation({}))]
    assert found == ([("e1", rule)] if rule else [])


@pytest.mark.parametrize(
    ("sentence", "kind", "place"),
    [
        ("The [Fairview Police Department] left.", "ORG", "Fairview"),
        ("The [Clay County Courthouse] burned.", "FAC", "Clay County"),
        ("The [Marlow High School] burned.", "ORG", "Marlow"),
        ("The [Fairview High School] burned.", "ORG", None),
        ("The [Portugal Police Department] left.", "ORG", None),
        ("The [Quuxmarket Police] left.", "ORG", None),
        ("The [Fairview Police Department] left.", "WORK_OF_ART", None),
    ],
)
def test_places_in_the_names_of_local_bodies(
    nlp: Language, index: Gazetteer, sentence: str, kind: EntityType, place: str | None
) -> None:
    tokens, start, end = read_example(nlp, sentence)
    body = EntityDraft("e1", kind, "x", (MentionDraft(tokens.span(start, end)),))
    spans = find_nested_places(index, tokens, [name_ranges(tokens, body)] if kind in BODY_TYPES else [], {"marlow"})
    assert [tokens.masked[slice(*span)] for span in spans] == ([place] if place else [])


@pytest.mark.parametrize(
    ("sentence", "seats"),
    [
        ("Rep. Ann Lee, R-[Ocala], left.", ["Ocala"]),
        ("Sen. Ann Lee, D-[N.Y.], left.", ["N.Y."]),
        ("Rep. Ann Lee, R-[Quuxmarket], left.", []),
    ],
)
def test_seats_of_members_of_parliament(nlp: Language, index: Gazetteer, sentence: str, seats: list[str]) -> None:
    tokens, _, _ = read_example(nlp, sentence)
    assert [tokens.masked[slice(*span)] for span in find_party_seats(index, tokens)] == seats


@pytest.mark.parametrize(
    ("sentence", "longer"),
    [
        ("It rained in [Kansas] City.", "Kansas City"),
        ("It rained in [Calhoun] County.", "Calhoun County"),
        ("It rained in San [Diego].", "San Diego"),
        ("It rained in [Stratford]-upon-Avon.", None),
        ("It rained in [Lyon] on Monday.", None),
    ],
)
def test_names_that_the_model_cut_short(nlp: Language, index: Gazetteer, sentence: str, longer: str | None) -> None:
    tokens, start, end = read_example(nlp, sentence)
    place = EntityDraft("e1", "GPE", "x", (MentionDraft(tokens.span(start, end)),))
    found = [tokens.masked[slice(*span)] for _, span in expand_places(index, tokens, [name_ranges(tokens, place)])]
    assert found == ([longer] if longer else [])


@pytest.mark.parametrize(
    ("sentence", "kind", "changes"),
    [
        ("It rained in [Lyon].", "PERSON", ["GPE"]),
        ("[Marlow] said so.", "GPE", ["PERSON"]),
        ("He met [Lyon].", "PERSON", []),
        ("It rained in [Quuxmarket].", "PERSON", []),
    ],
)
def test_entities_with_another_type(
    nlp: Language, index: Gazetteer, sentence: str, kind: EntityType, changes: list[str]
) -> None:
    tokens, start, end = read_example(nlp, sentence)
    draft = EntityDraft("e1", kind, tokens.string(start, end), (MentionDraft(tokens.span(start, end)),))
    found = find_places(index, tokens, [draft], demonym_codes())
    assert [one.type for one in found.retyped.values()] == changes


@pytest.mark.parametrize(
    ("sentence", "rules"),
    [
        ("It rained in [Lyon].", ["missed by the model, context"]),
        ("They like [Portugal].", ["country"]),
        ("They like [Lyon].", []),
        ("It rained in [May].", []),
        ("Mr. [Portugal] left.", []),
    ],
)
def test_names_that_the_model_missed(nlp: Language, index: Gazetteer, sentence: str, rules: list[str]) -> None:
    tokens, _, _ = read_example(nlp, sentence)
    assert list(find_places(index, tokens, [], demonym_codes()).added.values()) == rules


def test_a_longer_name_replaces_the_mentions_in_it(nlp: Language, index: Gazetteer) -> None:
    tokens, start, end = read_example(nlp, "It rained in [Kansas] City.")
    place = EntityDraft("e1", "GPE", "Kansas", (MentionDraft(tokens.span(start, end)),))
    found = find_places(index, tokens, [place], {})
    assert found.dropped == {tokens.span(start, end)}
    assert dict(found.added) == {tokens.span(start, end + 1): "longer name in the gazetteer"}


def test_mentions_that_cut_a_token_are_left_out(nlp: Language) -> None:
    tokens, start, end = read_example(nlp, "It rained in [Lyon].")
    first, last = tokens.span(start, end)
    mentions = (MentionDraft((first, last)), MentionDraft((first + 1, last)), MentionDraft((first, last), "nominal"))
    assert name_ranges(tokens, EntityDraft("e1", "GPE", "Lyon", mentions)) == [(start, end)]
