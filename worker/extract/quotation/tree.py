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


def flatten(doc: Doc) -> Tree:
    """Copy what the quotation rules read out of a parse.  Time is linear in its length."""
    tokens = list(doc)
    size = len(tokens)
    words = [token.text for token in tokens]
    start = [token.idx for token in tokens]
    parsed = doc.has_annotation("DEP")  # a model without a parser leaves the edges of its tokens unset
    head = [token.head.i for token in tokens]
    children: list[list[int]] = [[] for _ in range(size)]
    for number, parent in enumerate(head):
        if parent != number and len(children[parent]) < _CHILDREN:
            children[parent].append(number)
    opens = [0] * size
    closes = [0] * size
    for sentence in doc.sents:
        for number in range(sentence.start, sentence.end):
            opens[number], closes[number] = sentence.start, sentence.end
    return Tree(
        text=doc.text,
        words=words,
        lower=[word.lower() for word in words],
        lemma=[_LEMMAS.get(word.lower()) or token.lemma_.lower() for token, word in zip(tokens, words, strict=True)],
        pos=[token.pos_ for token in tokens],
        tag=[token.tag_ for token in tokens],
        dep=[token.dep_ for token in tokens],
        entity=[token.ent_type_ for token in tokens],
        head=head,
        start=start,
        end=[at + len(word) for at, word in zip(start, words, strict=True)],
        left=[token.left_edge.i for token in tokens] if parsed else list(range(size)),
        right=[token.right_edge.i for token in tokens] if parsed else list(range(size)),
        children=children,
        opens=opens,
        closes=closes,
    )
