"""Counts over time as a chart with axes: bars of one or more series, their ticks, and the same as a table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from desk.reader_formats import date_words
from desk.reader_language import N_, gettext
from desk.web.timeline import Bar, HourBar

MAX_SERIES = 5
"""Series with a colour of their own; the others are one."""
OTHERS = N_("others")
UNNAMED = N_("unnamed")
"""Stands for the sources of stories without one."""
TICKS_ACROSS = 5
"""Labels of the axis of time, about."""


@dataclass(frozen=True, slots=True)
class ChartSpan:
    """A bar: the counts of a time, one for each series."""

    label: str
    """The time, as a table has it."""
    counts: tuple[int, ...]
    link: str = ""
    """Path with query of its stories; empty for none."""
    begins: str = ""
    """Its beginning, as the axis has it, if that is not its label."""

    @property
    def total(self) -> int:
        return sum(self.counts)


@dataclass(frozen=True, slots=True)
class ChartBlock:
    """A rectangle of a bar, percent of the chart."""

    series: int
    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class TimeChart:
    """Bars from left to right."""

    spans: tuple[ChartSpan, ...]
    series: tuple[str, ...]
    """Names of the series; one that is empty for a chart of one."""
    ends: tuple[str, str]
    """The first moment and the last, as the axis has them."""

    @property
    def highest(self) -> int:
        return max((span.total for span in self.spans), default=0)

    @property
    def total(self) -> int:
        return sum(span.total for span in self.spans)

    @property
    def top(self) -> int:
        """The value of the upper edge: the last of :attr:`levels`."""
        return self.levels[-1]

    @property
    def levels(self) -> tuple[int, ...]:
        """The values of the lines across, from 0: round ones, of which the last is not below the highest bar."""
        step = round_step(self.highest)
        return tuple(range(0, step * -(-max(1, self.highest) // step) + 1, step))

    def level_at(self, level: int) -> float:
        """Return where a value lies, percent from the top."""
        return round(100 - 100 * level / self.top, 2)

    def blocks(self, number: int) -> list[ChartBlock]:
        """Return the rectangles of a bar from the lowest to the highest."""
        each, found, below = 100 / len(self.spans), [], 0
        for series, count in enumerate(self.spans[number].counts):
            if count:
                below += count
                height = 100 * count / self.top
                found.append(ChartBlock(
                    series, round(number * each + each * 0.06, 3), self.level_at(below), round(each * 0.88, 3),
                    round(height, 2),
                ))  # fmt: skip
        return found

    def named(self, number: int) -> list[str]:
        """Return the series of a bar, each with its count; those without are left out."""
        return [f"{name} {count}" for name, count in zip(self.series, self.spans[number].counts, strict=True) if count]

    def ticks(self) -> list[tuple[float, str, str]]:
        """Return place in percent, anchor and label of each mark of the axis of time: of the ends and bars between."""
        found = [(0.0, "start", self.ends[0]), (100.0, "end", self.ends[1])]
        step = max(1, round(len(self.spans) / TICKS_ACROSS))
        for number in range(step, len(self.spans) - step // 2, step):
            label = self.spans[number].begins or self.spans[number].label
            found.append((round(100 * number / len(self.spans), 2), "middle", label))
        return found


def round_step(highest: int) -> int:
    """Return the distance of the lines across: 1, 2 or 5 times a power of ten, so that there are two to five."""
    power = 1
    while True:
        for factor in (1, 2, 5):
            if highest <= 4 * factor * power:
                return factor * power
        power *= 10


def hours_chart(hours: Sequence[tuple[datetime, int]], by_source: Sequence[tuple[str, Sequence[int]]]) -> TimeChart:
    """Return the chart of counts by the hour and by source.

    Args:
        hours: the beginning of each hour with its count, the earliest first.
        by_source: sources with their counts in each of the hours; what they do not have is of others.
    """
    shown = [(name, counts) for name, counts in by_source if sum(counts)][:MAX_SERIES]
    rest = [total - sum(counts[n] for _, counts in shown) for n, (_, total) in enumerate(hours)]
    names = [gettext(name) if name == UNNAMED else name for name, _ in shown] + ([gettext(OTHERS)] if any(rest) else [])
    spans = tuple(
        ChartSpan(f"{start:%H:%M}", tuple(counts[n] for _, counts in shown) + ((max(0, rest[n]),) if any(rest) else ()))
        for n, (start, _) in enumerate(hours)
    )
    return TimeChart(spans, tuple(names), (_hour(hours[0][0]), gettext("now")) if hours else ("", ""))


def bars_chart(bars: Sequence[Bar], query: str = "") -> TimeChart:
    """Return the chart of counts by the day.

    Args:
        query: the search whose stories are counted, as the query of an address: each bar leads to its stories.
    """
    spans = tuple(ChartSpan(_days(bar), (bar.count,), _search(query, bar), date_words(bar.start)) for bar in bars)
    return TimeChart(spans, ("",), (date_words(bars[0].start), date_words(bars[-1].end)) if bars else ("", ""))


def hour_bars_chart(bars: Sequence[HourBar]) -> TimeChart:
    """Return the chart of the stories of a thread by the hour."""
    spans = tuple(ChartSpan(_hour(bar.start), (bar.stories,)) for bar in bars)
    return TimeChart(spans, ("",), (_hour(bars[0].start), _hour(bars[-1].end)) if bars else ("", ""))


def _search(query: str, bar: Bar) -> str:
    return f"/search?{query}&since={bar.start}&until={bar.end}" if query else ""


def _days(bar: Bar) -> str:
    first, last = date_words(bar.start), date_words(bar.end)
    return first if first == last else gettext("%(first)s to %(last)s") % {"first": first, "last": last}


def _hour(moment: datetime) -> str:
    moment = moment.astimezone(UTC)
    return f"{date_words(moment, 'd MMM')} {moment:%H:%M}"
