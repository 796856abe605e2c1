"""Why a story's page marks something, and what the sections below a story list."""

from __future__ import annotations

from desk.views.record_words import amount_words, date_note, shown_amounts, shown_dates
from desk.web.highlights import marks
from desk.web.mark_reasons import mark_reasons
from tests.support import desk_stories
from wiredesk.contract import Amount, Date

FOUND = desk_stories.extraction(desk_stories.article())


def test_every_mark_of_a_record_has_a_reason() -> None:
    reasons = {one.of for one in mark_reasons(FOUND)}
    assert {mark.of for mark in marks(FOUND) if mark.of} <= reasons


def test_a_reason_tells_what_the_record_is_joined_with() -> None:
    told = {one.of: one for one in mark_reasons(FOUND)}
    assert told["entity-e1"].joined == "2 mentions; also “she”"
    assert (told["entity-e1"].words, told["entity-e1"].score) == ("Amina Otieno", 0.95)
    assert told["quote-0"].joined.startswith("Amina Otieno; written “she”; cue “told”")
    assert told["date-0"].joined == "date: Fri 20 Nov 2026 (2026-11-20)"


def test_an_anchor_is_on_one_mark_only() -> None:
    anchors = [mark.anchor for mark in marks(FOUND) if mark.anchor]
    assert len(anchors) == len(set(anchors))


def test_dates_and_amounts_are_listed_once_and_only_with_a_value() -> None:
    text = FOUND.text
    at = text.index("Friday")
    dates = (Date(span=(0, 5), type="DATE"), *FOUND.dates, Date(span=(at, at + 6), type="DATE", value="2026-11-20"))
    amounts = (
        Amount(span=(0, 5), kind="count", value=3, unit="sloth"),
        Amount(span=(0, 5), kind="count", value=3, unit="people", measure="deaths"),
        Amount(
            span=(6, 9), kind="percent", value=2.5, unit="percent", measure="profit", direction="up", period="2026-Q2"
        ),
        Amount(span=(6, 9), kind="percent", value=2.5, unit="percent", measure="profit", direction="up"),
    )
    found = FOUND.model_copy(update={"dates": dates, "amounts": amounts})
    assert len(shown_dates(found)) == 1
    assert [amount_words(one) for _, one in shown_amounts(found)] == [
        "3 people, deaths", "2.5%, profit, rose, second quarter of 2026",
    ]  # fmt: skip


def test_a_date_that_is_not_resolved_says_so() -> None:
    assert date_note(Date(span=(0, 1), type="TIME")) == "time: not resolved"
    assert date_note(Date(span=(0, 1), type="DATE", value="2026")) == "date: 2026"
