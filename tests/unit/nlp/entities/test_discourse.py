"""The history of mentions that pronouns and nominal mentions are resolved against."""

from __future__ import annotations

from spacy.language import Language

from tests.support.parses import parsed
from wiredesk.nlp.entities.discourse import MAX_PAST_MENTIONS, History
from wiredesk.nlp.mentions import Cluster


def test_the_newest_comes_first_and_each_once(nlp: Language) -> None:
    tokens = parsed(nlp, "Rossi met Cole. Cole left. Cole smiled.")
    history = History(tokens, [Cluster("PERSON"), Cluster("PERSON")], [-1] * len(tokens))
    for token, word in enumerate(tokens.text):
        if word in {"Rossi", "Cole"}:
            history.add(0 if word == "Rossi" else 1, token, token + 1)
    assert [past.number for past in history.recent(2, 3)] == [1, 0]
    assert [past.number for past in history.recent(2, 1)] == [1]
    assert history.count == [1, 3]


def test_a_subject_wins_within_a_sentence(nlp: Language) -> None:
    tokens = parsed(nlp, "Rossi sold the car of Rossi.")
    history = History(tokens, [Cluster("PERSON")], [-1] * len(tokens))
    places = [token for token, word in enumerate(tokens.text) if word == "Rossi"]
    for token in places:
        history.add(0, token, token + 1)
    past = next(history.recent(0, 0))
    assert past.subject
    assert past.token == places[0]


def test_a_noun_refers_to_the_person_without_a_name_whom_it_named_before(nlp: Language) -> None:
    tokens = parsed(nlp, "A witness left. The witness smiled. A witness stayed.")
    history = History(tokens, [], [-1] * len(tokens))
    for token, again in ((1, False), (5, True), (9, False)):
        history.add_unnamed(token, "", again)
    assert [past.number for past in history.recent(2, 2)] == [-2, -1]
    assert [history.count_of(number) for number in (-1, -2)] == [2, 1]
    assert history.unnamed_called("witness") == -2
    assert history.is_person(-1)


def test_an_unknown_pronoun_competes_in_its_own_sentence_only(nlp: Language) -> None:
    tokens = parsed(nlp, "He left.")
    history = History(tokens, [], [-1] * len(tokens))
    history.add_unknown(0, "m")
    assert history.may_be_person(-1, same_sentence=True)
    assert not history.may_be_person(-1, same_sentence=False)


def test_a_gender_is_set_once(nlp: Language) -> None:
    tokens = parsed(nlp, "Rossi left.")
    history = History(tokens, [Cluster("PERSON")], [-1] * len(tokens))
    history.set_gender(0, "f")
    history.set_gender(0, "m")
    assert history.gender_of(0) == "f"
    assert history.may_have(0, "")
    assert not history.may_have(0, "m")


def test_a_name_in_apposition_has_the_role_of_its_noun(nlp: Language) -> None:
    tokens = parsed(nlp, "The captain, Anna Rossi, smiled.")
    history = History(tokens, [Cluster("PERSON")], [-1] * len(tokens))
    history.add(0, 3, 5)
    assert history.latest[-1].subject


def test_the_history_is_bounded(nlp: Language) -> None:
    history = History(parsed(nlp, "Rossi left."), [Cluster("PERSON")], [-1] * 3)
    for _ in range(3 * MAX_PAST_MENTIONS):
        history.add(0, 0, 1)
    assert len(history.latest) == MAX_PAST_MENTIONS
