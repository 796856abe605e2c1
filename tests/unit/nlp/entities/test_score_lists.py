"""Players in lists of results get their team."""

from __future__ import annotations

import pytest
from spacy.language import Language

from tests.support.parses import parsed
from wiredesk.contract import EntityType
from wiredesk.nlp.entities.score_lists import team_of_scorer
from wiredesk.nlp.entities.title_context import TitleContext
from wiredesk.nlp.knowledge import entity_lexicon
from wiredesk.nlp.mentions import Cluster, TokenMention


def teams(nlp: Language, text: str, players: list[str]) -> list[str | None]:
    """Return the team of each player; the first word of the text is the team."""
    tokens = parsed(nlp, text)
    names: list[tuple[str, EntityType]] = [(text.split()[0], "ORG"), *((name, "PERSON") for name in players)]
    clusters = []
    for name, label in names:
        start = text.index(name)
        clusters.append(Cluster(label, [TokenMention(*tokens.covering((start, start + len(name))), "name", "")]))
    story = TitleContext(tokens, clusters, entity_lexicon())
    found = []
    for cluster in clusters[1:]:
        title = next(team_of_scorer(story, cluster.mentions[0]), None)
        found.append(tokens.string(title.start, title.end) if title else None)
    return found


@pytest.mark.parametrize(
    ("text", "players"),
    [
        ("Arsenal 2 (Saka 12, Rice 80 pen)", ["Saka", "Rice"]),
        ("Sussex 363 (Athey 111 not out, Drakes 52)", ["Athey", "Drakes"]),
        ("Sussex 363 and 45-6 (Athey 20)", ["Athey"]),
        ("Romania - Contra (31st), Tararache (75th)", ["Contra", "Tararache"]),
        ("Romania: Contra (31), Tararache (75)", ["Contra", "Tararache"]),
    ],
)
def test_a_player_belongs_to_the_team_before_the_list(nlp: Language, text: str, players: list[str]) -> None:
    assert set(teams(nlp, text, players)) == {text.split()[0].rstrip(":")} or set(teams(nlp, text, players)) == {
        text.split()[0]
    }


@pytest.mark.parametrize(
    ("text", "players"),
    [
        ("Sussex 363 (Athey 111; Austin 4-37)", ["Austin"]),  # a bowler of the other side
        ("Acme hired (in May) Lee 45 times", ["Lee"]),
        ("Acme (Lee 45) won", ["Lee"]),
    ],
)
def test_other_people_have_no_team(nlp: Language, text: str, players: list[str]) -> None:
    assert teams(nlp, text, players) == [None]
