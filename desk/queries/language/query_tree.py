"""The tree of a query: words and conditions, joined by *and*, *or* and *not*."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

Operator = Literal["=", ">", ">=", "<", "<="]


@dataclass(frozen=True, slots=True)
class Words:
    """A word, or a phrase: its words stand in the text one after the other."""

    text: str
    is_prefix: bool = False
    """Whether the last word is only the beginning of one."""
    column: int = 1
    """Where it stands in the query, from 1."""


@dataclass(frozen=True, slots=True)
class FieldTest:
    """A condition on a field, such as ``source:Reuters`` or ``amount>1bn``."""

    field: str
    """A name of :data:`desk.queries.language.query_fields.FIELDS`."""
    value: str
    operator: Operator = "="
    number: float | None = None
    """The value of a field that is compared as a number."""
    unit: str = ""
    """The kind of an amount, its currency or what is counted, in lower case; of a speaker, words inside the quote; of
    what a reader did, the key of his name."""
    min_score: float | None = None
    """Least score of the name that the story mentions or quotes."""
    column: int = 1


@dataclass(frozen=True, slots=True)
class Not:
    """The story must not fit the part."""

    part: QueryTree


@dataclass(frozen=True, slots=True)
class All:
    """The story must fit every part."""

    parts: tuple[QueryTree, ...]


@dataclass(frozen=True, slots=True)
class AnyOf:
    """The story must fit one of the parts."""

    parts: tuple[QueryTree, ...]


QueryTree = Words | FieldTest | Not | All | AnyOf


def joined(parts: tuple[QueryTree, ...]) -> QueryTree | None:
    """Return parts that a story must all fit as one tree, without needless levels; None without parts."""
    flat = tuple(inner for part in parts for inner in (part.parts if isinstance(part, All) else (part,)))
    if len(flat) < 2:
        return flat[0] if flat else None
    return All(flat)


def leaves(tree: QueryTree | None) -> Iterator[Words | FieldTest]:
    """Yield the words and conditions of a tree in the order of the query."""
    if isinstance(tree, Words | FieldTest):
        yield tree
    elif isinstance(tree, Not):
        yield from leaves(tree.part)
    elif tree is not None:
        for part in tree.parts:
            yield from leaves(part)


def wanted_words(tree: QueryTree | None) -> tuple[Words, ...]:
    """Return the words that make a story fit, in the order of the query: those that are not excluded."""
    if isinstance(tree, Words):
        return (tree,)
    if isinstance(tree, All | AnyOf):
        return tuple(word for part in tree.parts for word in wanted_words(part))
    return ()


def wanted_tests(tree: QueryTree | None) -> tuple[FieldTest, ...]:
    """Return the conditions that make a story fit, in the order of the query: those that are not excluded."""
    if isinstance(tree, FieldTest):
        return (tree,)
    if isinstance(tree, All | AnyOf):
        return tuple(test for part in tree.parts for test in wanted_tests(part))
    return ()
