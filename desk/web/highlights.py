"""A story's text as nested pieces: overlapping marks are split so that every element closes where its parent does."""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Literal

from wiredesk.contract import Extraction

Layer = Literal["summary", "dateline", "quote", "title", "entity", "date"]
RANK: dict[Layer, int] = {"summary": 0, "quote": 1, "dateline": 2, "title": 3, "entity": 4, "date": 5}
"""Of marks with the same span, the one with the lower rank stands outside."""


@dataclass(frozen=True, slots=True)
class Mark:
    """A stretch of the text and what it is.  ``about`` names it to a reader; ``entity`` is an entity's id."""

    start: int
    end: int
    layer: Layer
    style: str = ""
    about: str = ""
    entity: str | None = None


@dataclass(slots=True)
class Node:
    """A mark's piece with what it contains: text, and pieces of other marks."""

    mark: Mark | None
    parts: list[str | Node] = field(default_factory=list)
    linked: bool = False
    """It stands inside a piece that is a link already."""


def marks(found: Extraction) -> Iterator[Mark]:
    """Everything of an extraction that a page highlights."""
    names = {entity.id: entity.name for entity in found.entities}
    if found.dateline:
        yield Mark(*found.dateline.span, "dateline", about="Dateline")
    for entity in found.entities:
        for mention in entity.mentions:
            style = entity.type if mention.kind == "name" else f"{entity.type} {mention.kind}"
            about = f"{entity.type.replace('_', ' ').lower()}: {entity.name}"
            if mention.metonymic:
                about += f", standing for {names.get(entity.stands_for or '', entity.stands_for) or 'its government'}"
            yield Mark(*mention.span, "entity", style, about, entity.id)
        for title in entity.titles:
            yield Mark(*title.span, "title", about=f"title of {entity.name}")
    for quote in found.quotes:
        source = found.text[slice(*quote.source)] if quote.source else "somebody"
        speaker = names.get(quote.speaker or "", " ".join(source.split()))
        for span in quote.content:
            yield Mark(*span, "quote", quote.kind, f"{quote.kind} quote: {speaker}")
    for date in found.dates:
        yield Mark(*date.span, "date", about=f"{date.type.lower()}: {date.value or 'not resolved'}")


def paragraphs(text: str, found: Iterable[Mark]) -> list[Node]:
    """The text's paragraphs (separated by blank lines), each a tree of marks."""
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
    """One stretch of the text as a tree; a mark that crosses the end of another goes on in a second piece."""
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
        _say(parent, text[at : mark.start])
        at = mark.start
        linked = parent.linked or (parent.mark is not None and parent.mark.layer == "entity")
        node = Node(mark, linked=linked)
        parent.parts.append(node)
        stack.append((node, mark.end))
    at = _close(text, stack, at, end)
    _say(root, text[at:end])
    return root


def _close(text: str, stack: list[tuple[Node, int]], at: int, upto: int) -> int:
    """Close every piece that ends before ``upto``; returns how far the text is written."""
    while len(stack) > 1 and stack[-1][1] <= upto:
        node, end = stack.pop()
        _say(node, text[at:end])
        at = max(at, end)
    return at


def _say(node: Node, words: str) -> None:
    if words:
        node.parts.append(words)


def _order(mark: Mark) -> tuple[int, int, int]:
    return mark.start, -mark.end, RANK[mark.layer]


def _cut(mark: Mark, start: int, end: int) -> Mark:
    if (start, end) == (mark.start, mark.end):
        return mark
    return Mark(start, end, mark.layer, mark.style, mark.about, mark.entity)


def _blocks(text: str) -> Iterator[tuple[int, int]]:
    at = 0
    for block in text.split("\n\n"):
        if block.strip():
            yield at, at + len(block)
        at += len(block) + 2
