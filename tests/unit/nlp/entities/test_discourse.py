"""The history of mentions that pronouns and nominal mentions are resolved against."""

from __future__ import annotations

from spacy.language import Language

from tests.support.parses import parsed
from wiredesk.nlp.entities.discourse import MAX_PAST_MENTIONS, UNNAMED_PERSON, History
from wiredesk.nlp.mentions import Cluster


def test_the_newest_comes_first_and_each_once(nlp: Language) -> None:
    tokens = parsed(nlp, "Rossi met Cole. Cole left. Cole smiled.")
    history = History(tokens, [Cluster("PERSON"), Cluster("PERSON")])
    for token, word in enumerate(tokens.text):
        if word in {"Rossi", "Cole"}:
            history.add(0 if word == "Rossi" else 1, token, token + 1)
    assert [past.number for past in history.recent(2, 3)] == [1, 0]
    assert [past.number for past in history.recent(2, 1)] == [1]
    assert history.count == [1, 3]


def test_a_subject_wins_within_a_sentence(nlp: Language) -> None:
    tokens = parsed(nlp, "Rossi sold the car of Rossi.")
    history = History(tokens, [Cluster("PERSON")])
    places = [token for token, word in enumerate(tokens.text) if word == "Rossi"]
    for token in places:
        history.add(0, token, token + 1)
    past = next(history.recent(0, 0))
    assert past.subject
    assert past.token == places[0]


def test_people_without_a_name_are_not_counted(nlp: Language) -> None:
    history = History(parsed(nlp, "A witness left."), [])
    history.add(UNNAMED_PERSON, 1, 2)
    assert [past.number for past in history.recent(0, 0)] == [UNNAMED_PERSON]
    assert history.type_of(next(history.recent(0, 0))) == "PERSON"


def test_the_history_is_bounded(nlp: Language) -> None:
    history = History(parsed(nlp, "Rossi left."), [Cluster("PERSON")])
    for _ in range(3 * MAX_PAST_MENTIONS):
        history.add(0, 0, 1)
    assert len(history.latest) == MAX_PAST_MENTIONS
