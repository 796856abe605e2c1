from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
from spacy.language import Language

from tests.support.parses import parsed
from wiredesk.errors import ConfigError
from wiredesk.media_topics import media_topics, narrower, path_of
from wiredesk.nlp.topics import cue_matching
from wiredesk.nlp.topics.cue_matching import CueReader
from wiredesk.nlp.topics.topic_cues import CueRow, cue_index, own_rows, parse_row, user_rows, words_of


def _found(nlp: Language, text: str, *rows: str) -> list[str]:
    reader = CueReader(cue_index(parse_row(row, "test") for row in rows))
    return [hit.cue.text for hit in reader.find_cues(parsed(nlp, text))]


@pytest.mark.parametrize(
    ("cue", "words"),
    [
        ("interest rate", ("interest", "rate")),
        ("by-election", ("by", "election")),
        ("children's home", ("children", "home")),
        ("U.S. Geological Survey", ("U.S", "Geological", "Survey")),
        ("R&B", ("R&B",)),
        ("9/11", ("9/11",)),
    ],
)
def test_a_cue_is_split_into_words(cue: str, words: tuple[str, ...]) -> None:
    assert words_of(cue) == words


@pytest.mark.parametrize(
    ("text", "cue", "found"),
    [
        ("Several aftershocks were felt.", "aftershock", True),
        ("The by-election is on Thursday.", "by election", True),
        ("The by election is on Thursday.", "by-election", True),
        ("The children's home was closed.", "children home", True),
        ("The Fed raised rates.", "Fed", True),
        ("He fed the cat.", "Fed", False),
        ("Condoleezza Rice spoke in Paris on Monday.", "rice", False),
        ("They sold rice in March.", "rice", True),
        ("He was in the court, house and garden.", "court house", False),
    ],
)
def test_where_a_cue_is_found(nlp: Language, text: str, cue: str, found: bool) -> None:
    assert bool(_found(nlp, text, f"20000153 | {cue}")) == found


def test_the_longest_cue_counts(nlp: Language) -> None:
    rows = ("20000454 | heart attack", "16000000 | attack", "20000150 | attack helicopter")
    assert _found(nlp, "He had a heart attack.", *rows) == ["heart attack"]


def test_a_reader_that_is_full_drops_its_words_and_finds_the_same(
    nlp: Language, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cue_matching, "_MAX_WORDS", 3)
    reader = CueReader(cue_index([parse_row("20000153 | fault line; rubble", "test")]))
    tokens = parsed(nlp, "Rubble lay on the fault line, and rubble fell on other fault lines.")
    found = [[hit.cue.text for hit in reader.find_cues(tokens)] for _ in range(2)]
    assert found == [["rubble", "fault line", "rubble", "fault line"]] * 2


def test_a_cue_that_topics_share_counts_less_for_each() -> None:
    index = cue_index([CueRow("20000153", (("quake", 2.0),)), CueRow("20000727", (("quake", 2.0),))])
    cue = index["quake"].alone
    assert cue is not None
    assert dict(cue.tops) == pytest.approx({"03000000": 2**0.5, "13000000": 2**0.5})


def test_our_rows_cover_every_top_level_topic() -> None:
    counted = Counter(path_of(row.code)[0] for row in own_rows() for _ in row.cues)
    assert set(counted) == set(narrower(""))
    assert min(counted.values()) >= 100
    assert sum(counted.values()) > 5000


def test_our_rows_name_topics_in_use() -> None:
    assert all(not media_topics()[row.code].retired for row in own_rows())


@pytest.mark.parametrize(
    "row",
    [
        "20000153",
        "20000153 | | ",
        "20009999 | quake",
        "20000160 | emergency",
        "20000153 | a | b | c | d",
        "20000153 | ...",
    ],
)
def test_a_wrong_row_is_told_with_its_line(tmp_path: Path, row: str) -> None:
    mine = tmp_path / "mine.tsv"
    mine.write_text(f"# ours\n{row}\n", encoding="utf-8")
    with pytest.raises(ConfigError, match=r"mine\.tsv, line 2"):
        user_rows((mine,))


def test_a_users_file_may_hold_rows_of_every_kind(tmp_path: Path) -> None:
    mine = tmp_path / "mine.tsv"
    mine.write_text("ORG||Harbour Guard||IE\nmedtop:20000343 | pilot boat\n", encoding="utf-8")
    assert [row.code for row in user_rows((mine,))] == ["20000343"]
