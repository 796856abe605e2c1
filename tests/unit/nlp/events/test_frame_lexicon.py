"""The format of the frame lexicon."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import get_args

import pytest

from wiredesk.contract import RoleName, WireType
from wiredesk.errors import ConfigError
from wiredesk.event_types import EVENT_TYPES, role_words, type_words
from wiredesk.nlp.events.frame_lexicon import examples, frame_table, own_frames, own_lines, user_frames
from wiredesk.nlp.events.frame_rows import parse_frame


def test_every_row_stands_in_the_file_of_its_type() -> None:
    for file, number, line in own_lines():
        if line[0] not in "+-*":
            assert line.partition("|")[0].strip() == file.removesuffix(".tsv").upper(), (file, number)


def test_no_row_stands_twice() -> None:
    rows = [(row.name, row.actor, row.recipient) for row in own_frames()]
    assert len(rows) == len(set(rows)), sorted({row for row in rows if rows.count(row) > 1})


def test_every_example_marks_one_trigger() -> None:
    for example in examples():
        assert example.text.count("[") == example.text.count("]") == 1, example


def test_every_type_has_words() -> None:
    assert list(type_words()) == list(EVENT_TYPES)


def test_every_role_has_words() -> None:
    assert list(role_words()) == list(get_args(RoleName))


def test_every_wire_type_has_four_examples_of_it_and_two_of_what_it_is_not() -> None:
    counts = Counter((example.type, example.expected) for example in examples())
    for type in get_args(WireType):
        assert counts[type, True] >= 4, type
        assert counts[type, False] >= 2, type


def test_the_row_with_most_conditions_comes_first_and_particles_before_it() -> None:
    rows = [parse_frame(f"REQUEST | {text}", "x") for text in ("call | to", "call_for | ", "call | to obj")]
    assert [row.name for row in frame_table(rows)["v", "call"]] == [
        "REQUEST call_for",
        "REQUEST call to obj",
        "REQUEST call to",
    ]


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("ATTACK | attack", "'ATTACK' is no event type"),
        ("ASSAULT | ", "has no trigger"),
        ("ASSAULT | attack.x", "trigger 'attack.x' cannot be read"),
        ("ASSAULT | attack | object", "'object' is no slot"),
        ("ASSAULT | attack | obj:NOUNS", "NOUNS is no class"),
        ("ASSAULT | attack | obj:@ANIMAL", "@ANIMAL is no kind"),
        ("ASSAULT | attack | | agent", "'agent' is no slot"),
        ("ASSAULT | attack | | subj.obj", "'subj.obj' is no slot"),
        ("ASSAULT | attack | | subj | obj | victim=obj", "'victim' is no role"),
        ("ASSAULT | attack | | subj | obj | | loud", "flag 'loud' is unknown"),
        ("ASSAULT | attack | | | | | | x", "has 8 columns"),
    ],
)
def test_a_wrong_row_is_refused_with_its_file_line_and_reason(line: str, reason: str, tmp_path: Path) -> None:
    file = tmp_path / "own.tsv"
    file.write_text(f"# events\n{line}\n")
    with pytest.raises(ConfigError, match="line 2") as caught:
        parse_frame(line, f"knowledge file {file}, line 2")
    assert reason in str(caught.value)


def test_a_users_file_adds_the_rows_of_event_types_only(tmp_path: Path) -> None:
    file = tmp_path / "own.tsv"
    file.write_text("# mixed\nORG||Harbour Light Trust\nASSAULT | ram | obj | subj | obj\n")
    assert [row.name for row in user_frames([file])] == ["ASSAULT ram obj"]
