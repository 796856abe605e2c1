"""A body that is called like a known one of another state does not get its id."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from wiredesk.contract import Extraction

Extract = Callable[..., Extraction]
SENATE, CONGRESS, LABOUR = "Q66096", "Q11268", "Q9630"


@pytest.mark.parametrize(
    "text",
    [
        "RIO DE JANEIRO, Jan 10 (Xample) - Brazil's Senate approved the bill on Friday.",
        "MANILA (AP) - The Senate on Monday approved a bill to protect Filipino sailors.",
        "ROME (AP) - Premier Livia Ferrante told the Senate that the United States and Italy would send help.",
        "The Senate rejected the reform, a blow to the government of France.",
        "NEW DELHI (AP) - India's Congress said on Monday that it would contest the vote.",
        "OSLO (AP) - Norway's Labour Party won the vote.",
        "TOKYO (AP) - The House of Representatives was dissolved on Friday.",
    ],
)
def test_a_name_that_several_states_have_is_not_the_known_body_in_a_story_of_another_state(
    extract: Extract, text: str
) -> None:
    [body] = [one for one in extract(text).entities if one.type == "ORG" and one.name not in {"AP", "Xample"}]
    assert body.links.wikidata is None


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        ("The Senate on Monday approved a bill.", [SENATE]),
        ("WASHINGTON (AP) - The Senate taxed what comes from China. China and Chinese firms protested.", [SENATE]),
        ("The Senate approved aid for Ukraine. A senator from Iowa said that Ukraine needs it.", [SENATE]),
        ("GENEVA (AP) - American envoys said the Senate would ratify what the United States signed.", [SENATE]),
        ("TOKYO (AP) - The U.S. Senate passed a bill on ships from Japan. The Senate voted late.", [SENATE]),
        ("ROME (AP) - The US Congress and Italy agree. Congress voted on Monday.", [CONGRESS]),
        ("LONDON (AP) - The Labour Party won the vote.", [LABOUR]),
        (
            "BEIJING (AP) - China asked the United States to end curbs that Congress had set. China sells more.",
            [CONGRESS],
        ),
    ],
)
def test_in_stories_of_its_state_or_by_its_whole_name_it_is(extract: Extract, text: str, ids: list[str]) -> None:
    found = [one.links.wikidata for one in extract(text).entities if one.type == "ORG" and one.name != "AP"]
    assert found == ids
