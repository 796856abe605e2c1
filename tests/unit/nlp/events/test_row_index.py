"""The rows that may hold in a sentence, by the words that they ask for."""

from __future__ import annotations

import pytest

from wiredesk.nlp.events.frame_lexicon import frame_table
from wiredesk.nlp.events.frame_rows import parse_frame
from wiredesk.nlp.events.row_index import RowIndex

ROWS = {
    "send": {"send": True, "army": True},
    "send | obj:weapon": {"weapon": True, "letter": False},
    "send | obj:weapon/@NUMBER": {"letter": True},
    "send | !obj:weapon": {"letter": True},
    "send | to": {"to": True, "from": False},
    "send | obj.from": {"from": True, "to": False},
    "send | by": {"letter": True},
    "send | obj:weapon to": {"weapon to": True, "weapon": False, "to": False},
    "send_off | obj": {"off": True, "on": False},
}


@pytest.mark.parametrize("row", ROWS)
def test_a_row_may_hold_where_a_word_of_each_group_stands_in_the_sentence(row: str) -> None:
    index = RowIndex.of(frame_table([parse_frame(f"AID | {row}", "x")]))
    found = index.find("send", "v")
    assert found is not None
    possible = {words: bool(found.possible(frozenset(words.split()))) for words in ROWS[row]}
    assert possible == ROWS[row]


def test_possible_rows_keep_their_order() -> None:
    table = frame_table(parse_frame(f"AID | send | {pattern}", "x") for pattern in ("obj:weapon", "obj:gun to", "to"))
    index = RowIndex.of(table)
    found = index.find("send", "v")
    assert found is not None
    assert list(found.possible(frozenset(["gun", "weapon", "to"]))) == list(table["v", "send"])


def test_a_lemma_without_rows_is_no_trigger() -> None:
    index = RowIndex.of(frame_table([parse_frame("AID | send", "x")]))
    assert index.find("send", "n") is None
    assert index.find("give", "v") is None
