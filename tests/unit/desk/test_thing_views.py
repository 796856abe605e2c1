"""What a thing is called, and the drawing of what it is mentioned with."""

from __future__ import annotations

from collections import Counter

import pytest

from desk.queries.thing_profile import SharedStories, ThingProfile
from desk.queries.thing_ranking import RankedThing
from desk.queries.usual_names import SeenThing, usual_name
from desk.web.network_drawing import HEIGHT, WIDTH, draw_network
from wiredesk.identity.thing_key import ThingKind


@pytest.mark.parametrize(
    ("names", "kind", "name"),
    [
        ({"U.S.": 90, "United States": 4}, ThingKind.PLACE, "United States"),
        ({"Calif.": 90, "California": 2}, ThingKind.PLACE, "California"),
        ({"U.S.": 9}, ThingKind.PLACE, "United States"),
        ({"VT.": 3, "Vt.": 2}, ThingKind.PLACE, "Vermont"),
        ({"Calif.": 29, "Calif": 1}, ThingKind.PLACE, "California"),
        ({"Alta": 3}, ThingKind.PLACE, "Alta"),
        ({"N.S.W.": 1}, ThingKind.PLACE, "New South Wales"),
        ({"UAE": 2}, ThingKind.PLACE, "United Arab Emirates"),
        ({"OSLO": 2}, ThingKind.PLACE, "OSLO"),
        ({"St.": 2}, ThingKind.PLACE, "St."),
        ({"U.S.": 2}, ThingKind.BODY, "U.S."),
        ({"Reagan": 90, "Ronald Reagan": 2, "President Ronald Reagan": 1}, ThingKind.PERSON, "Ronald Reagan"),
        ({"NATO": 9, "North Atlantic Treaty Organization": 1}, ThingKind.BODY, "NATO"),
        ({"ACME STEEL": 9, "Acme Steel": 1}, ThingKind.BODY, "Acme Steel"),
        ({}, ThingKind.BODY, None),
    ],
)
def test_a_thing_is_called_as_most_stories_call_it_in_full(
    names: dict[str, int], kind: ThingKind, name: str | None
) -> None:
    assert usual_name(Counter(names), kind) == name


def profile(neighbours: int) -> ThingProfile:
    found = tuple(
        RankedThing(n, ThingKind.PERSON, "PERSON", f"Somebody with the long name {n}", 40 - n)
        for n in range(1, neighbours + 1)
    )
    return ThingProfile(
        thing=SeenThing(99, ThingKind.PLACE, "GPE", "Oslo"), members=(99,), stories=50, sampled=(1,), aliases=(),
        links=(), roles=(), neighbours=found, shared=(SharedStories(1, 2, 7), SharedStories(1, 77, 5)), days=(),
        point=None, where="", proposals=(),
    )  # fmt: skip


@pytest.mark.parametrize(("neighbours", "drawn"), [(2, 2), (5, 5), (30, 12)])
def test_the_drawing_has_a_line_to_each_neighbour_and_stays_within_its_size(neighbours: int, drawn: int) -> None:
    drawing = draw_network(profile(neighbours))
    assert drawing
    assert len(drawing.nodes) == drawn == sum(line.is_spoke for line in drawing.lines)
    assert sum(not line.is_spoke for line in drawing.lines) == 1
    assert all(0 < node.x < WIDTH and 0 < node.y < HEIGHT for node in drawing.nodes)
    assert len({(node.x, node.y) for node in drawing.nodes}) == drawn
    assert all(len(node.label) <= 16 for node in drawing.nodes)


@pytest.mark.parametrize("neighbours", [0, 1])
def test_one_neighbour_is_not_drawn(neighbours: int) -> None:
    assert draw_network(profile(neighbours)) is None
