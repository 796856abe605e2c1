"""Gates: clauses that tell no act are held back, and the trace says by which gate."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from wiredesk.contract import Article, Extraction
from wiredesk.nlp.pipeline import Pipeline

GENERAL = "general statement"
HELD_BACK: list[tuple[str, str, str]] = [
    # orders, also quoted ones that the parser joins to the verb of saying
    ("“Stop the bloodshed,” they chanted in Lund.", "Stop", "order to the reader"),
    ('"Stop the violence," protesters shouted at police in Oslo on Monday.', "Stop", "order to the reader"),
    # verbs of saying
    ('"France will always be France," President Ann Lee retaliated.', "retaliated", "verb of saying"),
    # what holds in general
    ("Voters often reject the government's plans.", "reject", GENERAL),
    ("It is hard to elect a president in Chad.", "elect", GENERAL),
    ("If someone kidnapped ambassadors, nobody would know.", "kidnapped", GENERAL),
    ("When the blast occurred on Monday, the station was empty.", "occurred", GENERAL),
    ("France still recognizes Taiwan.", "recognizes", GENERAL),
    ("He claimed that foreigners killed 81 percent of all victims in Chad.", "killed", GENERAL),
    # nobody, the press
    ("A candidate needs a thousand delegates to win the election.", "win", "election of nobody"),
    ("U.S. authorities scheduled a news conference for Monday.", "scheduled", "press conference"),
    # what never came to be
    ("Parliament would have rejected the plan of the government.", "rejected", GENERAL),
    ("Acme Corp ended its talks with Bolt Centers on Friday.", "ended", "private act"),
    ("Acme Corp agreed to a plan with Bolt Centers on Friday.", "agreed", "private act"),
]
GIVEN: list[tuple[str, str]] = [
    ("Acme Corp reached an agreement with the government of Chad on Friday.", "reached"),
    ("The Taliban attacked an army base in Kandahar province.", "attacked"),
    ("In Colombia, the rebels declared a ceasefire on April 1.", "declared"),
    ("Opposition groups in Chad are demanding that President Ann Lee resign.", "demanding"),
    ("Authorities in Chad, who blame Norland for the attack, closed the border.", "blame"),
    ("France's economy is sound, President Ann Lee told a panel of reporters after talks with Iran.", "talks"),
    ("Protesters urged the government to stop the violence in Lund.", "urged"),
]


def _gates(pipeline: Pipeline, text: str) -> dict[str, str]:
    """Return the gate of each word that was held back."""
    article = Article(id="x", headline="A statement", body=text, language="en")
    found, trace = pipeline.extract_with_provenance(article)
    marks = ((found.text[slice(*one.span)], one.label) for one in trace if one.kind == "event")
    return {word: label.removeprefix("held back: ") for word, label in marks if label.startswith("held back: ")}


@pytest.mark.parametrize(("text", "word", "gate"), HELD_BACK)
def test_a_clause_that_tells_no_act_is_held_back(pipeline: Pipeline, text: str, word: str, gate: str) -> None:
    assert _gates(pipeline, text).get(word) == gate


def test_a_figure_of_a_result_that_the_story_has_told_is_no_act(pipeline: Pipeline) -> None:
    text = "Acme Corp posted a profit of $3 million for the quarter. Acme Corp's revenue rose to $40 million."
    assert _gates(pipeline, text)["rose"] == "told already"


def test_a_figure_of_a_result_that_nothing_has_told_is_an_act(extract: Callable[..., Extraction]) -> None:
    found = extract("Acme Corp's revenue rose to $40 million in the quarter.")
    assert [event.type for event in found.events] == ["RESULT"]


@pytest.mark.parametrize(("text", "word"), GIVEN)
def test_an_act_is_given(text: str, word: str, extract: Callable[..., Extraction]) -> None:
    found = extract(text)
    assert word in [found.text[slice(*event.trigger)] for event in found.events]


def test_an_infinitive_of_the_same_type_is_no_second_act(extract: Callable[..., Extraction]) -> None:
    found = extract("Parliament voted to support the government of Chad.")
    assert [(event.type, found.text[slice(*event.trigger)]) for event in found.events] == [("SUPPORT", "voted")]
    assert [part.entity for part in found.events[0].roles if part.role == "recipient"] != [None]


@pytest.mark.parametrize(
    ("text", "gate"),
    [
        (
            "The Falcons beat the Rovers at halftime. The midfielder scored a touchdown, and France attacked Chad.",
            "sport",
        ),
        ("The senator has a goal, and tackles the goals of his rivals. France attacked Chad on Monday.", ""),
        ("The candidate met an NBA star who can dunk. France attacked Chad before the convention.", ""),
    ],
)
def test_figures_of_speech_make_no_match_of_a_story(pipeline: Pipeline, text: str, gate: str) -> None:
    assert _gates(pipeline, text).get("attacked", "") == gate
