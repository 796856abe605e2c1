"""The parse as flat lists: a walk over Python lists is many times cheaper than one over spaCy tokens."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from spacy.tokens import Doc

SUBJECTS = frozenset({"nsubj", "csubj", "expl"})
PASSIVE_SUBJECTS = frozenset({"nsubjpass", "csubjpass"})
CLAUSES = frozenset({"ccomp", "xcomp", "advcl", "relcl", "acl", "ROOT", "conj", "parataxis", "pcomp", "csubj"})


_LEMMAS = {"hoped": "hope", "hoping": "hope", "hopes": "hope", "scared": "scare", "scaring": "scare"}
"""Words that the model's lemmatiser gets wrong."""
_COLUMNS = ("ORTH", "LOWER", "LEMMA", "POS", "TAG", "DEP", "ENT_TYPE", "IDX", "LENGTH", "HEAD", "SENT_START")
_SWEEPS = 8
"""Sweeps over the arcs at most; news takes two or three."""
_CHILDREN = 200
"""Children kept of one token: more hang only on the wreck of a parse, and would make the walk quadratic."""


@dataclass(frozen=True, slots=True)
class Tree:
    """A parsed document; every list has one item a token.  ``left`` and ``right`` are the edges of the subtree,
    inclusive; ``start`` and ``end`` are code points."""

    text: str
    words: list[str]
    lower: list[str]
    lemma: list[str]
    pos: list[str]
    tag: list[str]
    dep: list[str]
    entity: list[str]
    head: list[int]
    start: list[int]
    end: list[int]
    left: list[int]
    right: list[int]
    children: list[list[int]]
    opens: list[int]
    """First token of the token's sentence."""
    closes: list[int]
    """One past the last token of the token's sentence."""

    def kids(self, token: int, *labels: str) -> Iterator[int]:
        """Children with one of the labels, in the order of the text."""
        dep = self.dep
        return (kid for kid in self.children[token] if dep[kid] in labels)

    def kid(self, token: int, *labels: str) -> int | None:
        return next(self.kids(token, *labels), None)

    def is_space(self, token: int) -> bool:
        return self.pos[token] == "SPACE"


def flatten(doc: Doc, text: str) -> Tree:
    """Copy what the quotation rules read out of a parse, in columns.  Time is linear in its length.

    ``text`` is ``doc.text``, which is dear to put together again from the tokens.
    """
    columns = doc.to_array(list(_COLUMNS)).reshape(len(doc), len(_COLUMNS))
    rows: list[list[int]] = columns[:, :-2].T.tolist()
    orth, low, base, pos, tag, dep, kind, start, length = rows
    signed: list[list[int]] = columns[:, -2:].astype("int64").T.tolist()
    offset, first = signed
    strings = doc.vocab.strings

    def names(column: list[int]) -> list[str]:
        known = {number: strings[number] if number else "" for number in set(column)}
        return [known[number] for number in column]

    size = len(doc)
    lower = names(low)
    head = [number + step for number, step in enumerate(offset)]
    left, right = _edges(head)
    opens, closes = _sentences(first)
    children: list[list[int]] = [[] for _ in range(size)]
    for number, parent in enumerate(head):
        if parent != number and len(children[parent]) < _CHILDREN:
            children[parent].append(number)
    lemma = [_LEMMAS.get(word) or found.lower() for word, found in zip(lower, names(base), strict=True)]
    return Tree(
        text=text,
        words=names(orth),
        lower=lower,
        lemma=lemma,
        pos=names(pos),
        tag=names(tag),
        dep=names(dep),
        entity=names(kind),
        head=head,
        start=start,
        end=[at + size for at, size in zip(start, length, strict=True)],
        left=left,
        right=right,
        children=children,
        opens=opens,
        closes=closes,
    )


def _edges(head: list[int]) -> tuple[list[int], list[int]]:
    """First and last token of every subtree.  A few sweeps settle it: an edge climbs many arcs in one."""
    size = len(head)
    left, right = list(range(size)), list(range(size))
    for _ in range(_SWEEPS):
        moved = False
        for order in (range(size), range(size - 1, -1, -1)):
            for token in order:
                parent = head[token]
                if left[token] < left[parent]:
                    left[parent] = left[token]
                    moved = True
                if right[token] > right[parent]:
                    right[parent] = right[token]
                    moved = True
        if not moved:
            break
    return left, right


def _sentences(first: list[int]) -> tuple[list[int], list[int]]:
    """For every token the first of its sentence and the one past its last."""
    size = len(first)
    opens, closes = [0] * size, [size] * size
    at = 0
    for token in range(1, size + 1):
        if token == size or first[token] == 1:
            opens[at:token] = [at] * (token - at)
            closes[at:token] = [token] * (token - at)
            at = token
    return opens, closes
