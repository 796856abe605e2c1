"""A story's text as nested HTML elements: overlapping marks are split so that no element ends after its parent."""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Literal

from desk.reader_language import gettext
from desk.views.event_lines import EventLine, event_sentences
from desk.views.record_words import amount_words, date_note
from desk.views.story import UNKNOWN_SPEAKER, text_at
from wiredesk.contract import Extraction, Span

Layer = Literal["passage", "summary", "dateline", "quote", "title", "entity", "date", "amount", "trigger"]
RANK: dict[Layer, int] = {
    "passage": 0, "summary": 1, "quote": 2, "dateline": 3, "title": 4, "entity": 5, "date": 6, "amount": 7,
    "trigger": 8,
}  # fmt: skip
"""Among marks with the same span, the one with the lower rank becomes the outer element."""


@dataclass(frozen=True, slots=True)
class Mark:
    """A span of the text and what was found there."""

    start: int
    end: int
    layer: Layer
    style: str = ""
    """CSS classes."""
    about: str = ""
    """Description for the reader."""
    entity: str | None = None
    """Id of the entity."""
    anchor: str = ""
    """Id of the HTML element, which links lead to; a mark that is split has it on its first part."""
    of: str = ""
    """The record that it shows, such as ``quote-2``; what else on the page shows the record has the same."""


@dataclass(slots=True)
class Node:
    """A mark, or a part of one, with its content: text and other nodes."""

    mark: Mark | None
    parts: list[str | Node] = field(default_factory=list)
    linked: bool = False
    """The node is inside another link, so it cannot be one."""


def marks(found: Extraction) -> Iterator[Mark]:
    """Yield everything in an extraction that a page highlights."""
    if found.dateline:
        yield Mark(*found.dateline.span, "dateline", about=gettext("Dateline"))
    yield from _of_entities(found)
    yield from _of_quotes(found)
    for n, date in enumerate(found.dates):
        of = f"date-{n}"
        yield Mark(*date.span, "date", about=date_note(date), anchor=of, of=of)
    for n, amount in enumerate(found.amounts):
        of = f"amount-{n}"
        yield Mark(*amount.span, "amount", about=amount_words(amount), anchor=of, of=of)
    yield from _triggers(found)


def entity_anchor(id: str) -> str:
    """Return the id of the HTML element of an entity's first mention."""
    return f"entity-{id}"


def _of_entities(found: Extraction) -> Iterator[Mark]:
    names = {entity.id: entity.name for entity in found.entities}
    for entity in found.entities:
        of = entity_anchor(entity.id)
        first = min(mention.span for mention in entity.mentions) if entity.mentions else None
        for mention in entity.mentions:
            style = entity.type if mention.kind == "name" else f"{entity.type} {mention.kind}"
            about = f"{gettext(entity.type.replace('_', ' ').lower())}: {entity.name}"
            if mention.metonymic:
                stands_for = names.get(entity.stands_for or "", entity.stands_for) or gettext("its government")
                about += ", " + gettext("stands for %(name)s") % {"name": stands_for}
            yield Mark(*mention.span, "entity", style, about, entity.id, of if mention.span == first else "", of)
        for title in entity.titles:
            yield Mark(*title.span, "title", about=gettext("title of %(name)s") % {"name": entity.name}, of=of)


def _of_quotes(found: Extraction) -> Iterator[Mark]:
    names = {entity.id: entity.name for entity in found.entities}
    for n, quote in enumerate(found.quotes):
        source = text_at(found, quote.source) if quote.source else gettext(UNKNOWN_SPEAKER)
        speaker = names.get(quote.speaker or "", source)
        of = f"quote-{n}"
        for at, span in enumerate(quote.content):
            anchor = of if at == 0 else ""
            yield Mark(*span, "quote", quote.kind, f"{gettext(f'{quote.kind} quote')}: {speaker}", anchor=anchor, of=of)


def passages(spans: Sequence[Span], anchor: str) -> Iterator[Mark]:
    """Yield a mark for each passage that a link leads to; the first one has the anchor."""
    for n, (start, end) in enumerate(sorted(spans)):
        yield Mark(start, end, "passage", about=gettext("what the link is about"), anchor=anchor if n == 0 else "")


def trigger_anchor(trigger: Span) -> str:
    """Return the id of the HTML element of a trigger."""
    return f"trigger-{trigger[0]}"


def _triggers(found: Extraction) -> Iterator[Mark]:
    """Yield one mark for each trigger, whatever the number of events that it tells."""
    lines: dict[int, list[EventLine]] = {}
    for event, line in event_sentences(found):
        lines.setdefault(event.trigger[0], []).append(line)
    for told in lines.values():
        about = "; ".join(dict.fromkeys(line.text for line in told))
        yield Mark(
            *told[0].trigger, "trigger", told[0].status, about, anchor=(of := trigger_anchor(told[0].trigger)), of=of
        )


def paragraphs(text: str, found: Iterable[Mark]) -> list[Node]:
    """Return the paragraphs of the text (separated by blank lines), each as a tree of its marks."""
    blocks = list(_blocks(text))
    ranked = sorted((mark for mark in found if 0 <= mark.start < mark.end <= len(text)), key=_order)
    rows: list[list[Mark]] = [[] for _ in blocks]
    at = 0
    for mark in ranked:
        while at < len(blocks) and blocks[at][1] <= mark.start:
            at += 1
        for number in range(at, len(blocks)):
            start, end = blocks[number]
            if start >= mark.end:
                break
            piece = _cut(mark, max(start, mark.start), min(end, mark.end))
            if piece.start < piece.end:
                rows[number].append(piece)
    return [nest(text, start, end, row) for (start, end), row in zip(blocks, rows, strict=True)]


def nest(text: str, start: int, end: int, found: Sequence[Mark]) -> Node:
    """Return a span of the text as a tree; a mark that crosses the end of another one continues in a second node."""
    root = Node(None)
    stack: list[tuple[Node, int]] = [(root, end)]
    waiting = [(_order(mark), number, mark) for number, mark in enumerate(found)]
    heapq.heapify(waiting)
    at, number = start, len(waiting)
    while waiting:
        mark = heapq.heappop(waiting)[2]
        at = _close(text, stack, at, mark.start)
        parent, limit = stack[-1]
        if mark.end > limit:
            heapq.heappush(waiting, (_order(rest := _cut(mark, limit, mark.end)), number, rest))
            number += 1
            mark = _cut(mark, mark.start, limit)
        _add_text(parent, text[at : mark.start])
        at = mark.start
        linked = parent.linked or (parent.mark is not None and parent.mark.layer == "entity")
        node = Node(mark, linked=linked)
        parent.parts.append(node)
        stack.append((node, mark.end))
    at = _close(text, stack, at, end)
    _add_text(root, text[at:end])
    return root


def _close(text: str, stack: list[tuple[Node, int]], at: int, upto: int) -> int:
    """Close every node that ends before ``upto``; return how far the text is written."""
    while len(stack) > 1 and stack[-1][1] <= upto:
        node, end = stack.pop()
        _add_text(node, text[at:end])
        at = max(at, end)
    return at


def _add_text(node: Node, text: str) -> None:
    if text:
        node.parts.append(text)


def _order(mark: Mark) -> tuple[int, int, int]:
    """Sort key: outer marks come before the marks inside them."""
    return mark.start, -mark.end, RANK[mark.layer]


def _cut(mark: Mark, start: int, end: int) -> Mark:
    if (start, end) == (mark.start, mark.end):
        return mark
    anchor = mark.anchor if start == mark.start else ""
    return Mark(start, end, mark.layer, mark.style, mark.about, mark.entity, anchor, mark.of)


def _blocks(text: str) -> Iterator[tuple[int, int]]:
    """Yield start and end of each paragraph that is not blank."""
    at = 0
    for block in text.split("\n\n"):
        if block.strip():
            yield at, at + len(block)
        at += len(block) + 2
