"""Who takes part in an act: lists, examples, apposition, and people through whom no state takes part."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from spacy.language import Language

from tests.support.parses import parsed
from wiredesk.contract import Entity, Extraction, Mention, Quote
from wiredesk.nlp.events.participants import Cast

SIDES = [
    (
        "Some leaders, including Carl Berg, Dan Holt and Ed Frost, denounced Mayor Stone on Friday.",
        "denounced",
        ["Carl Berg", "Dan Holt", "Ed Frost"],
        ["Stone"],
    ),
    (
        "Officials such as Carl Berg and Ed Frost criticized Iran.",
        "criticized",
        ["Carl Berg", "Ed Frost"],
        ["Iran"],
    ),
    (
        "Republican leaders, including Carl Berg, denounced Mayor Stone on Friday.",
        "denounced",
        ["Carl Berg"],
        ["Stone"],
    ),
    ("The attack killed 40 people, including six Finns.", "killed", [], []),
    (
        "Acme Corp agreed to sell its Bolt Products unit to Cobalt Ltd on Friday.",
        "sell",
        ["Cobalt Ltd"],
        ["Bolt Products"],
    ),
    ("Acme Corp sold its steel unit to Cobalt Ltd on Friday.", "sold", ["Cobalt Ltd"], []),
    ("The attack, including Carl Berg, killed 40 people.", "killed", [], []),
    (
        "The speaker of the House, Ann Lee, endorsed Senator Bob Stone on Friday.",
        "endorsed",
        ["Ann Lee"],
        ["Bob Stone"],
    ),
    (
        "Senator Stone endorsed the speaker of the House, Ann Lee, on Friday.",
        "endorsed",
        ["Stone"],
        ["Ann Lee"],
    ),
    ("A Hollywood, Fla., rabbi organized a protest on Monday.", "organized", [], []),
    ("Israel's prime minister met Egypt's president on Friday.", "met", ["Israel", "Egypt"], []),
    ("Israel demolished Palestinian homes in Gaza.", "demolished", ["Israel"], ["Palestinian"]),
    ("Israel fired shells at targets in Jericho.", "fired", ["Israel"], ["Jericho"]),
    ("Turkey imposed a curfew in the town of Cizre.", "imposed", ["Turkey"], ["Cizre"]),
    ("Poland demanded an admission by Russia.", "demanded", ["Poland"], ["Russia"]),
    ("Carl Berg denounced Republican efforts to block the treaty.", "denounced", ["Carl Berg"], ["Republican"]),
    ("Police accused an American national of plotting an attack.", "accused", [], []),
    ("Senator Stone called for the United States to leave Iraq.", "called", ["Stone"], ["United States"]),
    ("France demanded that Iran stop its attacks on Israel.", "demanded", ["France"], ["Iran"]),
    ("The U.S. charged that Japan is dumping chips.", "charged", ["U.S."], ["Japan"]),
]


@pytest.mark.parametrize(("text", "trigger", "actors", "recipients"), SIDES, ids=[row[0] for row in SIDES])
def test_sides_of_an_act(
    text: str, trigger: str, actors: list[str], recipients: list[str], extract: Callable[..., Extraction]
) -> None:
    assert sides(extract(text), trigger) == (actors, recipients)


@pytest.mark.parametrize(
    ("headline", "trigger", "actors"),
    [
        ("Norland, Iran sign treaty", "sign", ["Norland", "Iran"]),
        ("Stone, Berg to meet Iran's president", "meet", ["Stone", "Carl Berg", "Iran"]),
        ("NORLAND, IRAN TO SIGN TREATY", "SIGN", ["Norland", "Iran"]),
        ("In Paris, Iran signs treaty", "signs", ["Iran"]),
    ],
)
def test_names_listed_at_the_start_of_a_headline_act_together(
    headline: str, trigger: str, actors: list[str], extract: Callable[..., Extraction]
) -> None:
    body = "Senator Stone and Carl Berg will meet on Friday. Norland and Iran signed a treaty."
    assert sides(extract(body, headline=headline), trigger)[0] == actors


def test_a_name_that_the_parse_joins_to_the_date_line_acts(extract: Callable[..., Extraction]) -> None:
    found = extract("SYDNEY, March 2 - <Qantas Airways Ltd> has placed a firm order with Boeing Co for four aircraft.")
    assert sides(found, "placed") == (["Boeing Co"], ["Qantas Airways Ltd"])


FILED = "PARIS, March 3 - Analysts were calm. "


@pytest.mark.parametrize(
    ("quote", "paris", "pronoun", "actor"),
    [
        (Quote(kind="direct", content=((37, 80),), speaker="e2"), True, "He", False),
        (Quote(kind="indirect", content=((37, 80),), speaker="e2"), True, "He", True),
        (None, True, "It", False),
        (None, False, "It", True),
    ],
)
def test_pronouns_that_are_surely_misread_take_part_in_nothing(
    nlp: Language, quote: Quote | None, paris: bool, pronoun: str, actor: bool
) -> None:
    """Taken for the speaker of the words in which it stands, or for the place of the date line."""
    text = f"{FILED}{pronoun} attacked Norway on Friday, Paris and Holt heard."
    at = len(FILED)
    names = [(0, 5)] if paris else [(0, 5), (text.index("Paris"), text.index("Paris") + 5)]
    place = [Mention(span=span) for span in names]
    spoken = Mention(span=(at, at + 2), kind="pronoun")
    holt = Mention(span=(text.index("Holt"), text.index("Holt") + 4))
    entities = [
        Entity(id="e1", type="GPE", name="Paris", mentions=(*place, *([spoken] if pronoun == "It" else []))),
        Entity(id="e2", type="PERSON", name="Holt", mentions=(holt, *([spoken] if pronoun == "He" else []))),
    ]
    tokens = parsed(nlp, text)
    cast = Cast.of(tokens, entities, (0, 16), [quote] if quote else [])
    assert (cast.owner[tokens.token_starting_at[at]] is not None) == actor


def sides(found: Extraction, trigger: str) -> tuple[list[str], list[str]]:
    """Return the names of actors and recipients of the first event that a word tells."""
    names = {entity.id: entity.name for entity in found.entities}
    event = next(event for event in found.events if found.text[slice(*event.trigger)] == trigger)
    return [names[one] for one in event.actors], [names[one] for one in event.recipients]
