"""The words by which a story is compared with others."""

from __future__ import annotations

import pytest

from tests.support.copy_texts import HARBOUR, story
from tests.support.growth import growth
from wiredesk.contract import Article
from wiredesk.stories.compared_text import compared_text, folded_words

WORDS = tuple(folded_words(HARBOUR))
AROUND = (
    "{}", "CALDER, Aug 20 (Xample Wire) - {}", "CALDER (AP) — {}", "(AP) - {}", "CALDER: {}", "By Ann Lee\n\n{}",
    "By Ann Lee\n\nCALDER, Aug 20 (Reuters) - {}",
    "{}\n\n(Reporting by Ann Lee; Editing by Tom Roe)", "{}\n\nAFP contributed to this report.",
    "{}\n\n(This story has been corrected to fix the name of the board)", "{}        REUTER", "{}\n\n-0-",
    "{}\n\nCopyright AP. All rights reserved. This material may not be published, broadcast or rewritten.",
    "FILE PHOTO: The terminal at Calder. REUTERS/Jane Doe\n\n{}",
)  # fmt: skip


@pytest.mark.parametrize("around", AROUND)
def test_what_an_agency_or_a_paper_puts_around_a_text_is_left_out(around: str) -> None:
    assert compared_text(story("s", around.format(HARBOUR))).body == WORDS


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("The BOARD, said: no!", ["the", "board", "said", "no"]), ("8,000 or 8.5", ["8000", "or", "85"]),
        ("Erdoğan’s “plan”", ["erdogans", "plan"]), ("long-term - a/b", ["long", "term", "a", "b"]),
        ("…", []), ("", []),
        ("STRASSE Straße", ["strasse", "strasse"]), ("snake_case", ["snake", "case"]),
    ],
)  # fmt: skip
def test_words_are_folded(text: str, words: list[str]) -> None:
    assert folded_words(text) == words


@pytest.mark.parametrize(
    ("body", "figures"),
    [
        ("It cost 7.5 million in 1998 and 2026.", {"75"}), ("On May 8 there were 12, on 9 June only 31.", {"12", "31"}),
        ("Ten people.", set()), ("The 3rd of 250,000", {"3rd", "250000"}),
    ],
)  # fmt: skip
def test_years_and_days_are_no_figures(body: str, figures: set[str]) -> None:
    assert compared_text(story("s", body)).figures == figures


def test_a_table_is_part_of_the_text() -> None:
    table = "Shr  62 cts  vs  50 cts\nNet  8.2 mln  vs  5.1 mln\nRevs  90.1 mln  vs  77.0 mln"
    assert compared_text(story("s", table)).body[:3] == ("shr", "62", "cts")


def test_the_label_of_a_version_is_no_part_of_the_headline() -> None:
    assert compared_text(story("s", HARBOUR, "UPDATE 2-Calder closes terminal")).headline == (
        "calder",
        "closes",
        "terminal",
    )


@pytest.mark.parametrize("body", ["", " ", "\n\n", "word", "(AP)", "-", "REUTER", "CALDER, Aug 20 (AP) -"])
def test_a_text_of_next_to_nothing_has_words_or_none(body: str) -> None:
    assert len(compared_text(story("s", body, "")).body) <= 1


@pytest.mark.parametrize("part", ["word ", "8,000 ", "May 8 ", "(AP) ", "\n\n", "’", "CALDER, Aug 20 (AP) - ", "é"])
def test_the_time_grows_with_the_length(part: str) -> None:
    def make(size: int) -> Article:
        return story("s", part * (size // len(part)))

    assert growth(compared_text, make, (20_000, 40_000, 80_000)) == ""
