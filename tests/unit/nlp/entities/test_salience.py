"""What a story is about."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from wiredesk.contract import Extraction

Extract = Callable[..., Extraction]

STORIES = [
    (
        "Harlan Steel to close its mill",
        "PITTSBURGH, June 2 (Reuters) - Harlan Steel said on Monday it would close its mill in Ohio.\n\n"
        "Harlan Steel has lost money for four years. The union said it would fight the plan.\n\n"
        "Analysts at Goldman Sachs had expected the step. Japan and South Korea sell more steel in the United States.",
        "Harlan Steel",
    ),
    (
        "",
        "Peru's President Lucia Vargas resigned on Friday after a vote in Congress.\n\n"
        "Vargas told the nation that she had done nothing wrong. She will leave Lima for Madrid.\n\n"
        "The United States and Chile called for calm. Vargas was elected two years ago.",
        "Lucia Vargas",
    ),
    (
        "Storm kills 12 in Taiwan",
        "TAIPEI, Aug 9 (AP) - A storm killed 12 people in Taiwan on Sunday, officials said.\n\n"
        "Schools across Taiwan were closed. The Red Cross sent food from Japan. Ferries to Hong Kong did not run.",
        "Taiwan",
    ),
]


@pytest.mark.parametrize(("headline", "body", "about"), STORIES)
def test_the_first_is_what_the_story_is_about(extract: Extract, headline: str, body: str, about: str) -> None:
    result = extract(body, headline=headline)
    assert max(result.entities, key=lambda entity: entity.salience).name == about


@pytest.mark.parametrize(("headline", "body", "about"), STORIES)
def test_shares_add_up_to_one(extract: Extract, headline: str, body: str, about: str) -> None:
    result = extract(body, headline=headline)
    assert sum(entity.salience for entity in result.entities) == pytest.approx(1, abs=0.01)
    assert all(0 <= entity.salience <= 1 for entity in result.entities)
