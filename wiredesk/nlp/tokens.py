"""The flattened parse, which every extractor reads instead of spaCy objects.

A spaCy token costs a Python object and several calls each time it is touched; a list costs an index.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import compress, pairwise

from spacy.strings import StringStore
from spacy.tokens import Doc

from wiredesk.contract import OUTSIDE_NEWS, Span, Zone
from wiredesk.layout import TextLayout
from wiredesk.nlp.lexicon import word_map
from wiredesk.nlp.quotation_marks import Passage, line_spans, passages

SUBJECTS = ("nsubj", "csubj")
PASSIVE_SUBJECTS = ("nsubjpass", "csubjpass")
NOMINAL_SUBJECTS = frozenset({"nsubj", "nsubjpass"})
"""Subjects that are noun phrases, of active and passive clauses."""
NOMINAL = frozenset({"NOUN", "PROPN", "PRON"})
"""Parts of speech that can head a noun phrase."""

_COLUMNS = ("ORTH", "LEMMA", "POS", "TAG", "DEP", "ENT_TYPE", "IDX", "LENGTH", "HEAD", "SENT_START")
_LEMMAS = word_map("lemmas", "lemmas")
"""Words for which the model's lemmatiser is wrong, with their lemmas."""
_PROPER_TAGS = frozenset({"NNP", "NNPS"})
_MAX_CHILDREN = 200
"""Children kept of one token. Only a failed parse has more, and they would make a walk over them quadratic."""


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
    token_starting_at: dict[int, int]
    """Offset at which a token starts, to the token."""
    token_after: dict[int, int]
    """Offset at which a token ends, to the token after it."""

    def __len__(self) -> int:
        return len(self.text)

    def span(self, start: int, end: int) -> Span:
        """Return the offsets of the tokens ``start`` to ``end``, exclusive."""
        return self.start[start], self.end[end - 1]

    def string(self, start: int, end: int) -> str:
        """Return the text of those tokens with white space collapsed."""
        return " ".join(self.masked[self.start[start] : self.end[end - 1]].split())

    def covering(self, span: Span) -> tuple[int, int]:
        """Return the range of the tokens that a span of characters touches; an empty range if it touches no token."""
        first = bisect_left(self.end, span[0] + 1)
        return first, max(first, bisect_left(self.start, span[1]))

    def root(self, start: int, end: int) -> int:
        """Return the token of a range that governs the others: of several the one nearest the sentence's root."""
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
        for token in range(end - 1, start - 1, -1):
            if not start <= self.head[token] < end or self.head[token] == token:
                return token
        return end - 1

    def children_with(self, token: int, *labels: str) -> Iterator[int]:
        """Yield the children with one of these dependency labels, in order."""
        dep = self.dep
        return (child for child in self.children[token] if dep[child] in labels)

    def child_with(self, token: int, *labels: str) -> int | None:
        """Return the first child with one of these dependency labels."""
        return next(self.children_with(token, *labels), None)

    def is_proper_noun(self, token: int) -> bool:
        """Return whether a token is a capitalised word that is tagged as a name."""
        return self.text[token][:1].isupper() and self.tag[token] in _PROPER_TAGS

    def is_space(self, token: int) -> bool:
        """Return whether a token is white space."""
        return self.pos[token] == "SPACE"


def flatten(doc: Doc, layout: TextLayout) -> Tokens:
    """Copy a parse into lists. Time is linear in the length of the story."""
    size = len(doc)
    columns = doc.to_array(list(_COLUMNS)).reshape(size, len(_COLUMNS))
    orth, lemma, pos, tag, dep, ent_type, start, length = columns[:, :-2].T.tolist()
    offset, first = columns[:, -2:].astype("int64").T.tolist()
    strings, lower_strings, is_capital = _KNOWN.tables(doc.vocab.strings, {*orth, *lemma, *pos, *tag, *dep, *ent_type})
    decode, lower_case = strings.__getitem__, lower_strings.__getitem__
    lower = list(map(lower_case, orth))
    capitals = list(compress(range(size), map(is_capital.__getitem__, orth)))
    lemmas = list(map(lower_case, lemma))
    if not _LEMMAS.keys().isdisjoint(lower):
        lemmas = [_LEMMAS.get(word, found) for word, found in zip(lower, lemmas, strict=True)]
    head = [number + step for number, step in enumerate(offset)]
    left, right = _edges(head)
    sentence, sentence_start, sentence_end = _sentences(first)
    paragraph, all_caps = _paragraphs(layout, start)
    zone, is_news = _zones(layout, start)
    lines = line_spans(layout.text, _news(layout))
    marks = passages(layout.masked, lines)
    end = [at + count for at, count in zip(start, length, strict=True)]
    return Tokens(
        masked=layout.masked,
        text=list(map(decode, orth)),
        lower=lower,
        words=frozenset(lower),
        lemma=lemmas,
        pos=list(map(decode, pos)),
        tag=list(map(decode, tag)),
        dep=list(map(decode, dep)),
        ent_type=list(map(decode, ent_type)),
        entities=tuple((entity.start, entity.end, entity.label_) for entity in doc.ents),
        head=head,
        children=_children(head),
        left=left,
        right=right,
        start=start,
        end=end,
        sentence=sentence,
        sentence_start=sentence_start,
        sentence_end=sentence_end,
        paragraph=paragraph,
        all_caps=all_caps,
        capitals=capitals,
        capitalised=[at for at in capitals if not all_caps[at]],
        zone=zone,
        is_news=is_news,
        lines=lines,
        passages=marks,
        quoted=covered(start, ((mark.start, mark.end) for mark in marks)),
        token_starting_at=dict(zip(start, range(size), strict=True)),
        token_after=dict(zip(end, range(1, size + 1), strict=True)),
    )


def covered(start: Sequence[int], spans: Iterable[Span]) -> list[bool]:
    """Return for each token whether one of the spans covers its first character; ``start`` are the tokens' offsets."""
    found = [False] * len(start)
    for begin, end in spans:
        first, last = bisect_left(start, begin), bisect_left(start, end)
        found[first:last] = [True] * (last - first)
    return found


_MAX_STRINGS = 100_000
"""Strings kept, about 20 MB. Most tokens of a story occur in the stories before."""


_StringTables = tuple[dict[int, str], dict[int, str], dict[int, bool]]


class _KnownStrings:
    """The strings of the stories before by spaCy's hash: as they are, in lower case, and whether a capital begins them.

    The hash depends on nothing but the string, and the strings are Python's own. So they stay valid when a memory zone
    of the vocabulary ends, and for any vocabulary.
    """

    def __init__(self) -> None:
        self._tables: _StringTables = ({}, {}, {})

    def tables(self, store: StringStore, codes: set[int]) -> _StringTables:
        """Return the tables with at least the strings ``codes``."""
        strings, lower, capital = self._tables
        unknown = codes.difference(strings)
        if len(strings) + len(unknown) > _MAX_STRINGS:
            # New tables: another thread may still read the old ones.
            strings, lower, capital = self._tables = {}, {}, {}
            unknown = codes
        for code in unknown:
            text = store[code] if code else ""
            lower[code] = text.lower()
            capital[code] = text[:1].isupper()
            strings[code] = text
        return strings, lower, capital


_KNOWN = _KnownStrings()


_NO_CHILDREN: list[int] = []
"""Shared by all tokens without children, half of a story: thousands of lists would keep the garbage collector busy."""


def _children(head: Sequence[int]) -> list[list[int]]:
    """Return the children of each token. Nobody may change the lists."""
    children = [_NO_CHILDREN] * len(head)
    for token, parent in enumerate(head):
        if parent != token:
            others = children[parent]
            if not others:
                children[parent] = [token]
            elif len(others) < _MAX_CHILDREN:
                others.append(token)
    return children


def _edges(head: Sequence[int]) -> tuple[list[int], list[int]]:
    """Return the first and the last token of each subtree. A token is visited after all tokens that it governs."""
    size = len(head)
    left, right = list(range(size)), list(range(size))
    pending = [0] * size
    for parent in head:
        pending[parent] += 1
    ready = [token for token, number in enumerate(pending) if not number]
    for token in ready:
        parent = head[token]
        if parent == token:
            continue
        if left[token] < left[parent]:
            left[parent] = left[token]
        if right[token] > right[parent]:
            right[parent] = right[token]
        pending[parent] -= 1
        if not pending[parent]:
            ready.append(parent)
    return left, right


def _sentences(first: Sequence[int]) -> tuple[list[int], list[int], list[int]]:
    """Number the sentences; return for each token its number, the sentence's first token and one past its last."""
    size = len(first)
    edges = [0, *(token for token in range(1, size) if first[token] == 1), size]
    number: list[int] = []
    starts: list[int] = []
    ends: list[int] = []
    for count, (begin, end) in enumerate(pairwise(edges)):
        number += [count] * (end - begin)
        starts += [begin] * (end - begin)
        ends += [end] * (end - begin)
    return number, starts, ends


def _paragraphs(layout: TextLayout, start: Sequence[int]) -> tuple[list[int], list[bool]]:
    """Return each token's paragraph and whether that paragraph is set in capitals."""
    paragraph, all_caps = [-1] * len(start), [False] * len(start)
    for number, (begin, end) in enumerate(layout.paragraphs):
        first, last = bisect_left(start, begin), bisect_left(start, end)
        paragraph[first:last] = [number] * (last - first)
        if _is_capitals(layout.masked[begin:end]):
            all_caps[first:last] = [True] * (last - first)
    return paragraph, all_caps


def _zones(layout: TextLayout, start: Sequence[int]) -> tuple[list[Zone], list[bool]]:
    """Return each token's zone, and whether it is one of the news itself."""
    zone: list[Zone] = ["body"] * len(start)
    is_news = [True] * len(start)
    for span in layout.zones:
        first, last = bisect_left(start, span.start), bisect_left(start, span.end)
        zone[first:last] = [span.zone] * (last - first)
        if span.zone in OUTSIDE_NEWS:
            is_news[first:last] = [False] * (last - first)
    return zone, is_news


def _news(layout: TextLayout) -> tuple[Span, ...]:
    """Return the paragraphs without bylines, credits and sign-offs."""
    others = {span.start for span in layout.zones if span.zone in OUTSIDE_NEWS}
    return tuple(span for span in layout.paragraphs if span[0] not in others) if others else layout.paragraphs


def _is_capitals(text: str) -> bool:
    return text.upper() == text and text.lower() != text
