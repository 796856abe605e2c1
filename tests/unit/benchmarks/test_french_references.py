"""The labelled French stories that extraction is measured with."""

from __future__ import annotations

from benchmarks.french_references import read_stories


def test_labels_leave_the_text() -> None:
    stories = list(read_stories())
    assert len(stories) == 80
    first = stories[0]
    text = first.article.text
    assert text.startswith("Paris relance le chantier du viaduc de Grandval\n\nPARIS, 20 août (AFP) - La ministre")
    assert not set("{}[]<>|=") & set(text)
    assert (first.dateline, first.dates[0].value) == (("Paris", "2026-08-20"), "2026-08-20")
    assert [text[slice(*quote.span)] for quote in first.quotes][-1] == "« Deux ans ont été perdus »"
    assert [text[slice(*name.span)] for name in first.names if name.type == "P"][:2] == ["Claire Marchand", "Marchand"]


def test_half_of_the_stories_are_for_measuring_only() -> None:
    assert sum(story.is_for_measuring for story in read_stories()) == 40
