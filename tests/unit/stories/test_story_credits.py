"""The agency that a story's own text credits."""

from __future__ import annotations

import pytest

from tests.support.copy_texts import HARBOUR, story
from wiredesk.stories.story_credits import credited_agency, is_agency_text, short_agency

CASES: tuple[tuple[str | None, str, str | None], ...] = (
    ("The Halden Post", "{}", None),
    ("The Halden Post", "CALDER (AP) - {}", "AP"),
    ("AP", "CALDER (AP) - {}", None),
    (None, "CALDER, Aug 20 (Reuters) - {}", "Reuters"),
    ("The Halden Post", "{} (AP)", "AP"),
    ("The Halden Post", "{}\n\n/ANSA/", "ANSA"),
    ("The Halden Post", "{}\n\n- AFP", "AFP"),
    ("The Halden Post", "{}\n\nWith agencies", "agencies"),
    ("The Halden Post", "{}\n\n(Additional reporting by AFP)", "AFP"),
    ("The Halden Post", "{}\n\nThe Associated Press contributed to this report.", "AP"),
    ("AP", "{}\n\nThe Associated Press contributed to this report.", None),
    ("Reuters", "{}\n\n(Reporting by Ann Lee; Editing by Tom Roe)", None),
    ("The Halden Post", "{}\n\nCopyright AP. All rights reserved. This material may not be published.", "AP"),
    ("The Halden Post", "{}\n\n(Reporting by Pa Lee in Una)", None),
)


@pytest.mark.parametrize(("source", "around", "agency"), CASES)
def test_the_text_names_the_agency_that_it_is_from(source: str | None, around: str, agency: str | None) -> None:
    assert credited_agency(story("s", around.format(HARBOUR), source=source)) == agency


@pytest.mark.parametrize(
    ("name", "short"),
    [
        ("The Associated Press", "AP"),
        ("Reuters News", "Reuters"),
        ("dpa", "dpa"),
        ("The Halden Post", "The Halden Post"),
    ],
)
def test_an_agency_has_one_short_name(name: str, short: str) -> None:
    assert short_agency(name) == short


@pytest.mark.parametrize(
    ("source", "credit", "own"),
    [
        ("AP", None, True), ("AP", "AFP", False), ("The Halden Post", None, False), (None, None, False),
        ("Associated Press", None, True),
    ],
)  # fmt: skip
def test_an_agency_text_credits_no_other_agency(source: str | None, credit: str | None, own: bool) -> None:
    assert is_agency_text(source, credit) is own
