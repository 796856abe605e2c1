"""The roles of a thing: which titles are one role, and the years in which it was held."""

from __future__ import annotations

from datetime import date

import pytest

from desk.queries.role_history import GivenTitle, held_roles
from wiredesk.contract import Tense


def told(title: str, year: int, *, of: str = "", tense: Tense = "current", office: str = "") -> GivenTitle:
    day = date(year, 3, 1)
    return GivenTitle(title, office, of, tense, day, day)


@pytest.mark.parametrize(
    ("given", "roles"),
    [
        ([told("Treasury Secretary", 1985), told("Treasury Secretary", 1988)], ["Treasury Secretary, 1985–88"]),
        ([told("mayor", 1999), told("mayor", 2001)], ["mayor, 1999–2001"]),
        ([told("mayor", 1987)], ["mayor, 1987"]),
        ([told("mayor", 1987, tense="former")], ["former mayor, so called in 1987"]),
        ([told("president", 1988, tense="elect")], ["president-elect, so called in 1988"]),
        ([told("chairman", 1987, tense="acting")], ["acting chairman, 1987"]),
        # what somebody was is no role of its own where a story says when
        ([told("mayor", 1985), told("mayor", 1990, tense="former")], ["mayor, 1985"]),
        # the newest is first
        ([told("mayor", 1985), told("senator", 1990)], ["senator, 1990", "mayor, 1985"]),
        # two words for one office of one body
        (
            [told("CEO", 1985, office="ceo", of="Acme"), told("CEO", 1987, office="ceo")],
            ["CEO, 1985–87"],
        ),
        # one office of two bodies
        (
            [told("chairman", 1985, office="chair", of="Acme"), told("chairman", 1985, office="chair", of="Zenith")],
            ["chairman, 1985", "chairman, 1985"],
        ),
    ],
)
def test_the_roles_with_their_years(given: list[GivenTitle], roles: list[str]) -> None:
    assert [role.words for role in held_roles(given)] == roles
