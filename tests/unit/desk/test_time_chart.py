"""Charts with axes: round levels, stacked bars, ticks, and the counts by source."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import pytest

from desk.queries.thread_documents import ThreadHour
from desk.web.rendering import templates
from desk.web.time_chart import MAX_SERIES, OTHERS, TimeChart, bars_chart, hour_bars_chart, hours_chart, round_step
from desk.web.timeline import bars, hour_bars

START = datetime(2026, 11, 20, 9, tzinfo=UTC)
HOURS = [(START + timedelta(hours=n), count) for n, count in enumerate([0, 7, 3, 12])]


@pytest.mark.parametrize(
    ("highest", "step"),
    [(0, 1), (1, 1), (4, 1), (5, 2), (8, 2), (9, 5), (20, 5), (21, 10), (99, 50), (1000, 500), (123_456, 50_000)],
)
def test_the_lines_of_a_chart_are_round_and_few(highest: int, step: int) -> None:
    assert round_step(highest) == step
    chart = TimeChart(bars_chart(bars([(date(2026, 11, 20), max(1, highest))])).spans, ("",), ("", ""))
    assert 2 <= len(chart.levels) <= 5 and chart.top >= highest


def test_bars_are_stacked_by_source_up_to_their_total() -> None:
    chart = hours_chart(HOURS, [("A", (0, 4, 3, 6)), ("B", (0, 2, 0, 6)), ("C", (0, 0, 0, 0))])
    assert chart.series == ("A", "B", OTHERS)
    assert [span.counts for span in chart.spans] == [(0, 0, 0), (4, 2, 1), (3, 0, 0), (6, 6, 0)]
    assert (chart.highest, chart.total, chart.top) == (12, 22, 15)
    for number, span in enumerate(chart.spans):
        blocks = chart.blocks(number)
        assert sum(block.height for block in blocks) == pytest.approx(100 * span.total / chart.top, abs=0.1)
        assert all(block.x >= 0 and block.x + block.width <= 100 and block.y >= 0 for block in blocks)
        for lower, upper in pairwise(blocks):
            assert upper.y + upper.height == pytest.approx(lower.y, abs=0.1)


def test_more_sources_than_colours_are_one() -> None:
    chart = hours_chart(HOURS, [(f"S{n}", (0, 1, 0, 1)) for n in range(9)])
    assert len(chart.series) == MAX_SERIES + 1
    assert all(sum(span.counts) == total for span, (_, total) in zip(chart.spans, HOURS, strict=True))


def test_the_axis_of_time_has_both_ends_and_some_hours_between() -> None:
    day = [(START + timedelta(hours=n), 1) for n in range(24)]
    ticks = hours_chart(day, []).ticks()
    assert ticks[0] == (0.0, "start", "20 Nov 09:00") and ticks[1] == (100.0, "end", "now")
    assert 3 <= len(ticks) <= 7 and all(10 < at < 90 for at, anchor, _ in ticks if anchor == "middle")


def test_a_bar_leads_to_the_stories_of_its_days() -> None:
    chart = bars_chart(bars([(date(2026, 1, 1) + timedelta(days=n), 1) for n in range(100)]), "thing=5")
    assert chart.spans[0].link == "/search?thing=5&since=2026-01-01&until=2026-01-02"
    assert chart.spans[0].label == "1 Jan 2026 to 2 Jan 2026"


@pytest.mark.parametrize(
    "chart",
    [hours_chart(HOURS, [("<b>", (0, 4, 3, 6))]), hour_bars_chart(hour_bars([ThreadHour(START, 2, 1, None)])),
     bars_chart([]), bars_chart(bars([(date(2026, 11, 20), 3), (date(2026, 11, 22), 1)]), "q=a%22b")],
)  # fmt: skip
def test_a_chart_has_a_table_of_its_values(chart: TimeChart) -> None:
    module = templates().get_template("chart.html").make_module({})
    drawn = str(module.time_chart("/desk", chart, "Stories"))  # type: ignore[attr-defined]
    assert drawn.count("<tr>") >= 1 + sum(1 for span in chart.spans if span.total)
    assert "<b>" not in drawn and 'style="' not in drawn
    assert all(str(span.total) in drawn for span in chart.spans)
