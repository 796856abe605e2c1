"""Revisions of a story under another id."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.support.copy_texts import DAY
from wiredesk.stories.revisions import is_version, revision_keys

Filed = tuple[str | None, str, str | None]
FIRST: Filed = ("Reuters", "Fed raises rates by a quarter point", "USA-FED/")
CASES: tuple[tuple[Filed, Filed, float, bool], ...] = (
    (FIRST, ("Reuters", "UPDATE 2-Fed raises rates by a quarter point", None), 3, True),
    (FIRST, ("Reuters", "UPDATE 2-Markets fall after Fed decision", "USA-FED/"), 3, True),
    (FIRST, ("Reuters", "Markets fall after Fed decision", "USA-FED/"), 3, False),
    (FIRST, ("Reuters", "UPDATE 2-Fed raises rates by a quarter point", None), 25, False),
    (FIRST, ("AFP", "UPDATE 2-Fed raises rates by a quarter point", "USA-FED/"), 3, False),
    (FIRST, ("Reuters", "UPDATE 2-Ferry runs aground off Porto", "PORTO-FERRY/"), 3, False),
    (FIRST, ("Reuters", "CORRECTED-Fed raises rates by a quarter point", "USA-FED/ (CORRECTED)"), 3, True),
    (FIRST, ("Reuters", "WRAPUP 1-Central banks act", "USA-FED/"), 3, False),
    (("AP", "Ferry sinks", "AM-Porto-Ferry"), ("AP", "Dozens rescued", "AM-Porto-Ferry, 2nd Ld-Writethru,0450"), 5,
     True),
    (("AP", "Ferry sinks", "BC-Porto-Ferry"), ("AP", "Dozens rescued", "PM-PORTO-FERRY-1STLD"), 5, True),
    ((None, "UPDATE 1-Fed raises rates again", "USA-FED/"), (None, "Fed raises rates again", "USA-FED/"), 1, False),
    (("Reuters", "UPDATE 1-Flash", None), ("Reuters", "Flash", None), 1, False),
    (("Reuters", "(CORRECTED) - Acme posts a loss", "BC-ACME"), ("Reuters", "Acme posts a loss", "BC-ACME-X"), 1, True),
)  # fmt: skip


@pytest.mark.parametrize(("one", "other", "hours", "expected"), CASES)
def test_a_revision_names_the_story_that_it_revises(one: Filed, other: Filed, hours: float, expected: bool) -> None:
    later = DAY + timedelta(hours=hours)
    assert is_version(revision_keys(*one), DAY, revision_keys(*other), later) is expected
    assert is_version(revision_keys(*other), later, revision_keys(*one), DAY) is expected
