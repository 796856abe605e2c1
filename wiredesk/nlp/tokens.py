"""The flattened parse, which every extractor reads instead of spaCy objects.

A spaCy token costs a Python object and several calls each time it is touched; a list costs an index.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from wiredesk.contract import Span, Zone
from wiredesk.nlp.group_kinds import GroupKinds
from wiredesk.nlp.lexicon.word_kinds import Kinds
from wiredesk.nlp.quotation_marks import Passage

SUBJECTS = ("nsubj", "csubj")
PASSIVE_SUBJECTS = ("nsubjpass", "csubjpass")
NOMINAL_SUBJECTS = frozenset({"nsubj", "nsubjpass"})
"""Subjects that are noun phrases, of active and passive clauses."""
NOMINAL = frozenset({"NOUN", "PROPN", "PRON"})
"""Parts of speech that can head a noun phrase."""

_MAX_KEPT = 12
"""Tokens of a text that is kept: names are shorter."""
_NO_TOKENS: Iterator[int] = iter(())
PROPER_TAGS = frozenset({"NNP", "NNPS"})
"""Tags of proper nouns."""


@dataclass(frozen=True, slots=True)
class Tokens:
    """A parsed story, one entry a token in every list.

    Ranges of tokens are half open, as are spans of characters.
    """

    masked: str
    """The text as the parser read it; offsets index it."""
    text: list[str]
    lower: list[str]
    words: frozenset[str]
    """The different words of ``lower``: a rule that needs one of a few words first asks here."""
    lemma: list[str]
    """Lower case, with the lemmatiser's known errors corrected."""
    pos: list[str]
    tag: list[str]
    dep: list[str]
    ent_type: list[str]
    entities: tuple[tuple[int, int, str], ...]
    """The model's entities: first token, token after the last, label."""
    head: list[int]
    """Index of the governing token; a root governs itself."""
    children: list[list[int]]
    """Indices of the tokens that each token governs, in order."""
    left: list[int]
    right: list[int]
    """First and last token of the subtree of each token, both inclusive."""
    start: list[int]
    end: list[int]
    """Offsets of each token's characters."""
    sentence: list[int]
    """Number of the token's sentence, from 0."""
    sentence_start: list[int]
    """First token of the token's sentence."""
    sentence_end: list[int]
    """One past the last token of the token's sentence."""
    paragraph: list[int]
    """Number of the paragraph, the headline first; -1 outside."""
    all_caps: list[bool]
    """Whether the token's paragraph has no lower-case letter, so that capitals do not mark names."""
    capitals: list[int]
    """Tokens that begin with a capital letter, in order."""
    capitalised: list[int]
    """The same without paragraphs that are set in capitals: where a capital marks a name."""
    zone: list[Zone]
    """Zone of the layout that the token stands in."""
    is_news: list[bool]
    """False in bylines, credits, sign-offs and furniture, whose words tell nothing of what happened."""
    lines: tuple[Span, ...]
    """Paragraphs as quotations see them: a line that ends a sentence ends a paragraph. Only those of the news."""
    passages: list[Passage]
    """Passages between quotation marks, in order."""
    quoted: list[bool]
    """Whether the token lies inside quotation marks."""
    _kinds: GroupKinds
    _story: int
    """Number of the story in its group, by which its kinds are found."""
    _strings: dict[Span, str] = field(default_factory=dict)
    """Texts of several tokens that :meth:`string` was asked for: names are asked for by stage after stage."""

    _starts: dict[int, int] = field(default_factory=dict)
    _ends: dict[int, int] = field(default_factory=dict)

    def of_kind(self, kind: int) -> Sequence[int]:
        """Return the tokens of a kind, in order; others may be among them whose lemma alone is of that kind."""
        return self._kinds.of_kind(self._story, kind)

    def of_kinds(self, kinds: Kinds, between: int = 0) -> Sequence[int]:
        """Return the tokens that may say something by themselves or with the next one, as :meth:`Kinds.find`."""
        return self._kinds.of_kinds(self._story, kinds, between)

    @property
    def token_starting_at(self) -> dict[int, int]:
        """Offset at which a token starts, to the token."""
        if not self._starts:
            self._starts.update(zip(self.start, range(len(self.start)), strict=True))
        return self._starts

    @property
    def token_after(self) -> dict[int, int]:
        """Offset at which a token ends, to the token after it."""
        if not self._ends:
            self._ends.update(zip(self.end, range(1, len(self.end) + 1), strict=True))
        return self._ends

    def __len__(self) -> int:
        return len(self.text)

    def span(self, start: int, end: int) -> Span:
        """Return the offsets of the tokens ``start`` to ``end``, exclusive."""
        return self.start[start], self.end[end - 1]

    def string(self, start: int, end: int) -> str:
        """Return the text of those tokens with white space collapsed."""
        if end - start == 1:
            word = self.text[start]
            return "" if word.isspace() else word
        found = self._strings.get((start, end))
        if found is None:
            found = " ".join(self.masked[self.start[start] : self.end[end - 1]].split())
            if end - start <= _MAX_KEPT:
                self._strings[start, end] = found
        return found

    def covering(self, span: Span) -> tuple[int, int]:
        """Return the range of the tokens that a span of characters touches; an empty range if it touches no token."""
        begin, stop = span
        first = bisect_right(self.end, begin)
        return first, bisect_left(self.start, stop, first)

    def root(self, start: int, end: int) -> int:
        """Return the token of a range that governs the others: of several the one nearest the sentence's root."""
        if end - start == 1:
            return start
        best, fewest = end - 1, len(self)
        for token in range(start, end):
            parent = self.head[token]
            if parent == token:
                return token
            if start <= parent < end:
                continue
            steps, at = 0, token
            while self.head[at] != at and steps < fewest:
                at, steps = self.head[at], steps + 1
            if steps < fewest:
                best, fewest = token, steps
        return best

    def name_head(self, start: int, end: int) -> int:
        """Return the head of a name: its last token that is governed by a token outside the name.

        English names have their head at the end, also where the parse of a name has come apart; so this is not always
        the :meth:`root`.
        """
        if end - start == 1:
            return start
        head = self.head
        for token in range(end - 1, start - 1, -1):
            if not start <= head[token] < end or head[token] == token:
                return token
        return end - 1

    def children_with(self, token: int, *labels: str) -> Iterator[int]:
        """Yield the children with one of these dependency labels, in order."""
        children, dep = self.children[token], self.dep
        return (child for child in children if dep[child] in labels) if children else _NO_TOKENS

    def child_with(self, token: int, *labels: str) -> int | None:
        """Return the first child with one of these dependency labels."""
        dep = self.dep
        for child in self.children[token]:  # not by the generator above, which costs more than these few children
            if dep[child] in labels:
                return child
        return None

    def is_proper_noun(self, token: int) -> bool:
        """Return whether a token is a capitalised word that is tagged as a name."""
        return self.text[token][:1].isupper() and self.tag[token] in PROPER_TAGS

    def is_space(self, token: int) -> bool:
        """Return whether a token is white space."""
        return self.pos[token] == "SPACE"


def covered(start: Sequence[int], spans: Iterable[Span]) -> list[bool]:
    """Return for each token whether one of the spans covers its first character; ``start`` are the tokens' offsets."""
    found = [False] * len(start)
    for begin, end in spans:
        first, last = bisect_left(start, begin), bisect_left(start, end)
        found[first:last] = [True] * (last - first)
    return found
