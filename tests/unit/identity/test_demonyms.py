"""Which country an adjective of nationality means."""

from __future__ import annotations

import pytest

from wiredesk.contract import Entity, EntityType, Links, Mention
from wiredesk.identity.demonyms import country_meant


@pytest.mark.parametrize(
    ("type", "name", "aliases", "code", "expected"),
    [
        ("NORP", "Iraqi", (), "IQ", "IQ"),
        ("NORP", "Iraqis", ("Iraqi",), "IQ", None),
        ("NORP", "Danes", (), "DK", None),
        ("NORP", "Muslim", (), None, None),
        ("GPE", "Iraq", (), "IQ", None),
    ],
)
def test_an_adjective_means_the_country_and_a_plural_its_people(
    type: EntityType, name: str, aliases: tuple[str, ...], code: str | None, expected: str | None
) -> None:
    entity = Entity(
        id="e1", type=type, name=name, aliases=aliases, mentions=(Mention(span=(0, 1)),), links=Links(iso3166=code)
    )
    assert country_meant(entity) == expected
