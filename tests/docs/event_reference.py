"""Body of the reference page of event types: each with its meaning, its roles and examples from the frame lexicon."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from wiredesk.contract import EventType
from wiredesk.event_types import PLOVER_TYPES, WIRE_TYPES, role_words, type_words
from wiredesk.nlp.events.event_frames import FrameExample
from wiredesk.nlp.events.frame_lexicon import examples, own_frames

EXAMPLES = 3
"""Sentences shown of each type: enough to see an active, a passive and one more form."""


def event_types() -> Iterator[str]:
    """Return the lines of the page below its head: roles, then the types of each ontology."""
    yield from ("## Roles", "", "| role | what | types |", "| --- | --- | --- |")
    types = {type: _roles(type) for type in (*PLOVER_TYPES, *WIRE_TYPES)}
    for role, what in role_words().items():
        users = [f"[{type}](#{type.lower()})" for type, roles in types.items() if role in roles]
        yield f"| `{role}` | {what} | {'all' if len(users) == len(types) else ', '.join(users)} |"
    for title, about, ontology in (
        ("Ontology plover", "Political acts between states, bodies and people.", PLOVER_TYPES),
        ("Ontology wire", "What else a wire is full of: business, courts, elections, accidents, sport.", WIRE_TYPES),
    ):
        yield from ("", f"## {title}", "", about)
        for type in ontology:
            yield from _section(type, types[type])


def _section(type: EventType, roles: list[str]) -> Iterator[str]:
    words = type_words()[type]
    yield from ("", f"### {type}", "", f"{words.noun.capitalize()}. {words.means}", "")
    yield f"Roles: {', '.join(f'`{role}`' for role in roles)}."
    shown = list(islice((one for one in examples() if one.type == type and one.expected), EXAMPLES))
    if shown:
        yield from ("", "| example | status | actor | recipient |", "| --- | --- | --- | --- |")
        yield from map(_row, shown)


def _row(example: FrameExample) -> str:
    text = example.text.replace("[", "**").replace("]", "**")
    return f"| {text} | {example.status} | {example.actor} | {example.recipient} |"


def _roles(type: EventType) -> list[str]:
    """Return the roles that rows of a type fill, in the order of the contract; any type may have a place."""
    frames = [frame for frame in own_frames() if frame.type == type]
    named = {name for frame in frames for name, _ in frame.roles} | {"actor", "recipient", "place"}
    return [role for role in role_words() if role in named]
