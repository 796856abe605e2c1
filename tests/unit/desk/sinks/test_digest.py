"""Headings of messages to people."""

from __future__ import annotations

import pytest

from desk.sinks.digest import labelled


@pytest.mark.parametrize(
    ("headline", "labels", "heading"),
    [
        ("Bridge collapses in Oslo", ("Flash", ""), "Flash: Bridge collapses in Oslo"),
        ("FLASH: Bridge collapses in Oslo", ("Flash", "Update"), "Update: FLASH: Bridge collapses in Oslo"),
        ("UPDATE 1-Earthquake off Vanuatu", ("Flash", "Update"), "Flash: UPDATE 1-Earthquake off Vanuatu"),
        ("CORRECTED-Acme's profit", ("", "Correction"), "CORRECTED-Acme's profit"),
        ("URGENT - Quake hits Orva", ("Urgent", ""), "URGENT - Quake hits Orva"),
        ("Update on the talks", ("", "Update"), "Update: Update on the talks"),
        ("Flash-flood hits Bern", ("Flash", ""), "Flash: Flash-flood hits Bern"),
        ("Withdrawn: story on Acme", ("", "Withdrawn"), "Withdrawn: story on Acme"),
    ],
)
def test_a_label_is_not_said_twice(headline: str, labels: tuple[str, str], heading: str) -> None:
    assert labelled(headline, *labels) == heading
