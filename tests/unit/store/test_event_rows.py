"""The rows of the parts in an event."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wiredesk.contract import Event, Role, RoleName, Span
from wiredesk.store.event_rows import role_rows

MENTIONS = {"e1": [(0, 6), (40, 46)], "e2": [(10, 18)], "e3": [(90, 95)], "e4": []}
KEYS = {"e1": "france", "e2": "germany", "e3": "spain", "e4": "nowhere"}


def part(role: RoleName, span: Span, entity: str | None = None) -> Role:
    return Role(role=role, span=span, entity=entity)


CASES: dict[str, tuple[dict[str, Any], list[tuple[Any, ...]]]] = {
    "a part without a name": ({"roles": (part("actor", (5, 11)),)}, [("actor", 5, 11, None, None)]),
    "a listed entity has its words": (
        {"actors": ("e1",), "roles": (part("actor", (40, 46), "e1"),)}, [("actor", 40, 46, "e1", "france")]),
    "a listed entity without its words is put at its first mention": (
        {"places": ("e1",)}, [("place", 0, 6, "e1", "france")]),
    "a listed entity without a mention is put at the trigger": (
        {"recipients": ("e4",)}, [("recipient", 30, 35, "e4", "nowhere")]),
    "one entity in two roles": (
        {"actors": ("e1",), "recipients": ("e1",)},
        [("actor", 0, 6, "e1", "france"), ("recipient", 0, 6, "e1", "france")]),
    "of two entities behind the same words the second is put at its own mention": (
        {"roles": (part("actor", (0, 30), "e1"), part("actor", (0, 30), "e2"))},
        [("actor", 0, 30, "e1", "france"), ("actor", 10, 18, "e2", "germany")]),
    "or at the next free position": (
        {"roles": (part("actor", (0, 30), "e1"), part("actor", (0, 30), "e3"), part("actor", (0, 30), "e4"))},
        [("actor", 0, 30, "e1", "france"), ("actor", 1, 30, "e3", "spain"), ("actor", 2, 30, "e4", "nowhere")]),
    "the same part again": (
        {"roles": (part("deaths", (1, 3)), part("deaths", (1, 9)), part("actor", (0, 6), "e1"),
                   part("actor", (0, 6), "e1"))},
        [("actor", 0, 6, "e1", "france"), ("deaths", 1, 3, None, None)]),
    "an entity wins over words without one": (
        {"roles": (part("actor", (0, 6)), part("actor", (0, 6), "e1"))}, [("actor", 0, 6, "e1", "france")]),
    "an entity that the story does not have": (
        {"roles": (part("actor", (0, 6), "e9"),)}, [("actor", 0, 6, "e9", None)]),
}  # fmt: skip


@pytest.mark.parametrize(("fields", "rows"), CASES.values(), ids=list(CASES))
def test_the_parts_of_an_event(fields: dict[str, Any], rows: list[tuple[Any, ...]]) -> None:
    event = Event(type="AGREE", trigger=(30, 35), **fields)
    assert role_rows(7, 2, event, MENTIONS, KEYS) == [(7, 2, *row) for row in rows]


NAMES = st.sampled_from(["e1", "e2", "e3", "e4", "e9"])
ROLES = st.lists(
    st.builds(
        Role, role=st.sampled_from(["actor", "recipient", "place", "deaths"]), entity=st.none() | NAMES,
        span=st.tuples(st.integers(0, 4), st.integers(5, 50)),
    ), max_size=12,
)  # fmt: skip


@given(ROLES, st.lists(NAMES, max_size=4), st.lists(NAMES, max_size=4))
def test_no_two_rows_have_one_key_and_no_participant_is_lost(
    roles: list[Role], actors: list[str], recipients: list[str]
) -> None:
    event = Event(
        type="AGREE", trigger=(30, 35), roles=tuple(roles), actors=tuple(actors), recipients=tuple(recipients)
    )
    rows = role_rows(7, 2, event, MENTIONS, KEYS)
    assert len({row[:4] for row in rows}) == len(rows)
    assert all(row[3] <= row[4] for row in rows)
    found = {(row[2], row[5]) for row in rows}
    assert {(one.role, one.entity) for one in roles if one.entity} <= found
    assert {("actor", id) for id in actors} | {("recipient", id) for id in recipients} <= found
