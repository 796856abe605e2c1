"""The examples of the frame lexicon: each type's rows find what they should, and nothing else."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from wiredesk.contract import Event, Extraction
from wiredesk.nlp.events.event_frames import FrameExample
from wiredesk.nlp.events.frame_lexicon import examples


def _events(example: FrameExample, extract: Callable[..., Extraction]) -> tuple[Extraction, list[Event]]:
    """Return the events of the example's type whose trigger touches the words in brackets."""
    begin, end = example.text.index("["), example.text.index("]") - 1
    found = extract(example.text.replace("[", "").replace("]", ""))
    return found, [
        event
        for event in found.events
        if event.type == example.type and event.trigger[0] < end and begin < event.trigger[1]
    ]


def _words(found: Extraction, event: Event, role: str) -> str:
    return "; ".join(found.text[slice(*part.span)] for part in event.roles if part.role == role)


@pytest.mark.parametrize("example", tuple(examples()), ids=lambda example: f"{example.type}: {example.text[:60]}")
def test_a_row_of_the_type_fires_only_where_it_should(
    example: FrameExample, extract: Callable[..., Extraction]
) -> None:
    found, events = _events(example, extract)
    assert bool(events) == example.expected, found.events
    if not events:
        return
    event = events[0]
    assert not example.status or event.status == example.status
    for words, role in ((example.actor, "actor"), (example.recipient, "recipient")):
        if words:
            assert words in _words(found, event, role), event
