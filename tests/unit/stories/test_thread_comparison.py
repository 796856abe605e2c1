"""Quotes, names, first reports and dates of a thread."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pytest

from wiredesk.stories.thread_comparison import compare_stories
from wiredesk.stories.thread_records import QuoteDifference, ThreadComparison

Compare = Callable[[Sequence[str]], ThreadComparison]


def _quoted(*quotes: str, speaker: str = "Mayor Anna Brandt") -> list[str]:
    return [
        f"Source{number} | 2025-05-01T0{number}:00Z | Mayor speaks in Sadar | "
        f"SADAR - The town council met on Thursday. {quote} {speaker} said."
        for number, quote in enumerate(quotes)
    ]


def _words(difference: QuoteDifference, rows: Sequence[str]) -> tuple[str, ...]:
    texts = [" | ".join(row.split(" | ")[2:]).replace(" | ", "\n\n") for row in rows]
    return tuple(
        " ".join(texts[number][start:end] for start, end in wording.differing)
        for number, wording in enumerate(difference.wordings)
    )


@pytest.mark.parametrize(
    ("one", "other", "words"),
    [
        (
            '"We will rebuild every house in this town before the winter comes,"',
            '"We will repair every house in this town before the winter comes,"',
            ("rebuild", "repair"),
        ),
        (
            '"We did not know that the dam was about to break that night,"',
            '"We did know that the dam was about to break that night,"',
            ("not", ""),
        ),
    ],
)
def test_a_quotation_in_other_words_shows_the_words(
    one: str, other: str, words: tuple[str, str], compare: Compare
) -> None:
    rows = _quoted(one, other)
    [difference] = compare(rows).quotes
    assert difference.kind == "wording"
    assert _words(difference, rows) == words


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ('"We cannot rebuild 10 houses in the neighborhood,"', '"We can\'t rebuild ten houses in the neighbourhood,"'),
        ('"We will rebuild every house in this town,"', '"We will rebuild every house in this town before winter,"'),
        (
            '"We will rebuild every house in this town before the winter,"',
            '"We will rebuild every house ... before the winter,"',
        ),
        (
            '"They did it at 6 p.m. on the 11th day of the week,"',
            '"They did it at 6:00 p.m. on the eleventh day of the week,"',
        ),
    ],
)
def test_spelling_and_cuts_are_no_difference(one: str, other: str, compare: Compare) -> None:
    assert compare(_quoted(one, other)).quotes == ()


def test_a_quotation_of_two_speakers_is_told(compare: Compare) -> None:
    quote = '"The bridge was inspected twice in the last ten years,"'
    rows = [*_quoted(quote), *_quoted(quote, speaker="Engineer Peter Holm")]
    [difference] = compare(rows).quotes
    assert difference.kind == "speaker"
    assert {wording.speaker for wording in difference.wordings} == {"Anna Brandt", "Peter Holm"}


def test_who_said_what_has_each_quotation_once(compare: Compare) -> None:
    quote = '"We will rebuild every house in this town before the winter comes,"'
    comparison = compare([*_quoted(quote, quote, quote)])
    [speaker] = [one for one in comparison.speakers if one.name == "Anna Brandt"]
    [said] = speaker.quotes
    assert [passage.story for passage in said.told] == ["story-0", "story-1", "story-2"]
    [first] = [report for report in comparison.first if report.kind == "quote"]
    assert (first.first.source, first.followers) == ("Source0", ("Source1", "Source2"))


def test_new_is_what_no_earlier_story_had(compare: Compare) -> None:
    comparison = compare(
        [
            "Northwire | 2025-03-02T10:00Z | Quake kills five in Ravnik | An earthquake killed five people in "
            "the town of Ravnik on Sunday, mayor Anna Brandt said.",
            "Pressline | 2025-03-02T12:00Z | Quake kills five in Ravnik | An earthquake killed five people in "
            "the town of Ravnik on Sunday. The Red Cross sent 400 tents, its head Peter Holm said.",
        ]
    )
    first, second = comparison.news
    assert "Anna Brandt" in {news.label for news in first.names}
    assert {news.label for news in second.names} == {"Red Cross", "Peter Holm"}
    assert [news.label for news in second.figures] == ["400 tents"]
    thread = comparison.first[0]
    assert (thread.kind, thread.first.source, thread.followers) == ("thread", "Northwire", ("Pressline",))


def test_the_order_of_the_stories_does_not_matter(compare: Compare) -> None:
    rows = _quoted('"We will rebuild every house in this town,"', '"We will repair every house in this town,"')
    rows.append("Late | 2025-05-01T09:00Z | Flood kills six | A flood killed six people in Sadar on Thursday.")
    assert compare(rows).news[-1].story == "story-2"


@pytest.mark.parametrize(
    ("day", "other", "kind"),
    [("March 3", "March 4", ["date"]), ("March 3", "March 3", []), ("Monday", "Tuesday", [])],
)
def test_a_date_in_the_same_words_is_compared(day: str, other: str, kind: list[str], compare: Compare) -> None:
    rows = [
        f"{source} | 2025-03-20T10:00Z | Court rules on bridge | The regional court in Sadar ruled on {date} that the "
        "bridge contract was unlawful."
        for source, date in (("Northwire", day), ("Pressline", other))
    ]
    assert [difference.kind for difference in compare(rows).facts] == kind


@pytest.mark.parametrize(("town", "other", "kind"), [("Lyon", "Marseille", ["place"]), ("Lyon", "Lyon", [])])
def test_a_place_in_the_same_words_is_compared(town: str, other: str, kind: list[str], compare: Compare) -> None:
    rows = [
        f"{source} | 2025-03-20T10:00Z | Minister opens factory | The minister opened the largest battery factory of "
        f"the country in {name} with a speech on industry."
        for source, name in (("Northwire", town), ("Pressline", other))
    ]
    assert [difference.kind for difference in compare(rows).facts] == kind


def test_the_label_of_a_figure_has_its_qualifier(compare: Compare) -> None:
    rows = [
        "Northwire | 2025-03-02T10:00Z | Ferry sinks | At least 40 people were killed when a ferry sank on Sunday.",
        "Pressline | 2025-03-02T10:05Z | Ferry sinks | A ferry sank on Sunday, killing 23 people, officials said.",
    ]
    [difference] = compare(rows).figures
    assert [position.label for position in difference.positions] == ["at least 40 people", "23 people"]
    assert difference.positions[0].told[0].high is None


def test_a_thread_of_no_story_is_empty() -> None:
    assert compare_stories([]) == ThreadComparison()


@pytest.mark.parametrize(
    ("other", "values"),
    [
        ("Halden Corp denied that it had bought Tornqvist Ltd.", [("occurred", "denied")]),
        ("Halden Corp bought Tornqvist Ltd on Thursday, it said.", []),
    ],
)
def test_an_act_that_one_source_denies_is_told(other: str, values: list[tuple[str, str]], compare: Compare) -> None:
    rows = [
        "Northwire | 2025-03-20T10:00Z | Halden bought Tornqvist | Halden Corp bought Tornqvist Ltd on Thursday.",
        f"Pressline | 2025-03-20T12:00Z | Halden and Tornqvist | {other}",
    ]
    assert [tuple(value for value, _ in difference.told) for difference in compare(rows).facts] == values


@pytest.mark.parametrize(
    ("bodies", "expected"),
    [
        (
            ("Quake kills five | RAVNIK - Five people were killed by an earthquake on Sunday, officials said.",),
            [["five"]],
        ),
        (
            (
                "Quake kills five | RAVNIK - The earthquake struck Ravnik on Sunday.",
                "Quake in Ravnik | RAVNIK - Five people were killed and five people were injured in Ravnik on Sunday.",
            ),
            [["five"], ["five people"]],
        ),
    ],
)
def test_a_toll_is_new_once_whatever_words_tell_it(
    compare: Compare, bodies: tuple[str, ...], expected: list[list[str]]
) -> None:
    rows = [f"Northwire | 2025-03-02T1{n}:00Z | {body}" for n, body in enumerate(bodies)]
    found = compare(rows).news
    assert [[one.passage.text for one in story.figures] for story in found] == expected
