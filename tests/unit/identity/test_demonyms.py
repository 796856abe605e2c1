"""Which country an adjective of nationality means."""

from __future__ import annotations

import pytest

from wiredesk.identity.demonyms import is_adjective_of


@pytest.mark.parametrize(
    ("forms", "code", "expected"),
    [
        (("Iraqi",), "IQ", True),
        (("IRAQI", "Iraqi"), "IQ", True),
        (("Iraqis", "Iraqi"), "IQ", False),
        (("Danes",), "DK", False),
        (("Iraqi",), "DK", False),
        (("Iraqi",), "??", False),
    ],
)
def test_an_adjective_means_the_country_and_a_plural_its_people(
    forms: tuple[str, ...], code: str, expected: bool
) -> None:
    assert is_adjective_of(code, forms) == expected
