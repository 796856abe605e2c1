"""Copy parses into the tables of tokens that every extractor reads.

The columns of all stories of a group are read at once: a call of NumPy costs about as much for one story as for ten.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from spacy.strings import StringStore
from spacy.tokens import Doc

from wiredesk.contract import OUTSIDE_NEWS, Span, Zone
from wiredesk.layout import TextLayout
from wiredesk.nlp.group_kinds import GroupKinds
from wiredesk.nlp.lexicon import word_map
from wiredesk.nlp.lexicon.word_kinds import kinds_of, kinds_version
from wiredesk.nlp.parse_tree import Indices, read_trees
from wiredesk.nlp.quotation_marks import line_spans, passages
from wiredesk.nlp.story_ranges import StoryRanges
from wiredesk.nlp.token_strings import KnownStrings
from wiredesk.nlp.tokens import Tokens, covered

_COLUMNS: list[int | str] = ["LEMMA", "ORTH", "POS", "TAG", "DEP", "ENT_TYPE", "IDX", "HEAD", "SENT_START", "ENT_IOB"]
_STRING_COLUMNS = 6
"""The first columns are hashes of strings, the others numbers."""
_LEMMA, _LOWER, _TEXT, _LABEL = 0, 1, 2, 6
"""Columns of the strings that they stand for."""
_FIRST = 1
"""Value of ``SENT_START`` of the first token of a sentence."""
_BEGINS, _CONTINUES = 3, 1
"""Values of ``ENT_IOB``: the first token of an entity, a further one."""
_LEMMAS = word_map("lemmas", "lemmas")
"""Words for which the model's lemmatiser is wrong, with their lemmas."""
_STRINGS = KnownStrings(marked=_LEMMAS)
_SMALL_LETTER = re.compile("[a-z]")

Entities = list[tuple[int, int, str]]


def flatten(doc: Doc, layout: TextLayout) -> Tokens:
    """Copy a parse into lists. Time is linear in the length of the story."""
    return flatten_together([doc], [layout])[0]


def flatten_together(docs: Sequence[Doc], layouts: Sequence[TextLayout]) -> list[Tokens]:
    """Copy parses of one vocabulary into lists, with their layouts; each gets what it gets alone."""
    if not docs:
        return []
    version, stories = kinds_version(), StoryRanges.of(map(len, docs))
    parses = [doc.to_array(_COLUMNS).reshape(len(doc), len(_COLUMNS)) for doc in docs]
    columns = np.concatenate(parses).T.copy().view(np.uint64)
    strings, length, kinds, capitals, corrected = _STRINGS.decode(docs[0].vocab.strings, columns[:_STRING_COLUMNS])
    for token in corrected:
        strings[_LEMMA, token] = lemma = _LEMMAS[strings[_LOWER, token]]
        kinds[token] |= kinds_of(lemma)
    offset, head, sentence_begins, part = columns[_STRING_COLUMNS:].view(np.int64)
    head += np.arange(len(head))
    trees = read_trees(head, stories.first)
    sentences = _sentences(stories, sentence_begins == _FIRST)
    numbers = np.concatenate([[offset, offset + length, head - stories.first, trees.left, trees.right], sentences])
    capitals_of, entities_of = stories.split(capitals), _entities(stories, part, strings[_LABEL])
    group = GroupKinds(stories, kinds, strings[[_LEMMA, _TEXT]], version)
    found: list[Tokens] = []
    for layout, here, of_story, entities in zip(layouts, stories.slices, capitals_of, entities_of, strict=True):
        lemma, lower, text, pos, tag, dep, ent_type = strings[:, here].tolist()
        start, end, heads, left, right, sentence, sentence_start, sentence_end = numbers[:, here].tolist()
        paragraph, all_caps = _paragraphs(layout, start)
        zone, is_news = _zones(layout, start)
        lines = line_spans(layout.text, _news(layout))
        marks = passages(layout.masked, lines)
        tokens = Tokens(
            masked=layout.masked,
            text=text,
            lower=lower,
            words=frozenset(lower),
            lemma=lemma,
            pos=pos,
            tag=tag,
            dep=dep,
            ent_type=ent_type,
            entities=tuple(entities),
            head=heads,
            children=trees.children[here],
            left=left,
            right=right,
            start=start,
            end=end,
            sentence=sentence,
            sentence_start=sentence_start,
            sentence_end=sentence_end,
            paragraph=paragraph,
            all_caps=all_caps,
            capitals=of_story,
            capitalised=[at for at in of_story if not all_caps[at]],
            zone=zone,
            is_news=is_news,
            lines=lines,
            passages=marks,
            quoted=covered(start, ((mark.start, mark.end) for mark in marks)),
            _kinds=group,
            _story=len(found),
        )
        found.append(tokens)
    return found


def know_words(store: StringStore, words: Sequence[str]) -> None:
    """Read words before any story has them."""
    codes = np.array([store[word] for word in words], np.uint64)
    _STRINGS.decode(store, np.stack([codes, codes]))


def _sentences(stories: StoryRanges, begins: NDArray[np.bool_]) -> NDArray[np.int64]:
    """Return for each token the number of its sentence, that sentence's first token and one past its last."""
    begins[stories.begins] = True
    begin = begins.nonzero()[0]
    end = np.append(begin[1:], len(begins))[: len(begin)]
    first = stories.first.take(begin)
    number = np.arange(len(begin)) - begin.searchsorted(first)
    return np.stack([number, begin - first, end - first]).repeat(end - begin, axis=1)


def _entities(stories: StoryRanges, part: Indices, label: NDArray[np.object_]) -> list[Entities]:
    """Return the model's entities of each story, each with its first token, one past its last and its label."""
    begins = (part == _BEGINS).nonzero()[0]
    ending = part != _CONTINUES
    ending[stories.begins] = True
    stops = np.append(ending.nonzero()[0], len(part))
    ends = stops.take(stops.searchsorted(begins, side="right"))
    first = stories.first.take(begins)
    found: list[Entities] = [[] for _ in stories.slices]
    of = np.searchsorted(stories.bounds, begins, side="right") - 1
    spans = zip(begins.tolist(), (begins - first).tolist(), (ends - first).tolist(), of.tolist(), strict=True)
    for at, begin, end, story in spans:
        if name := label[at]:
            found[story].append((begin, end, name))
    return found


def _paragraphs(layout: TextLayout, start: Sequence[int]) -> tuple[list[int], list[bool]]:
    """Return each token's paragraph and whether that paragraph is set in capitals."""
    paragraph, all_caps = [-1] * len(start), [False] * len(start)
    for number, (begin, end) in enumerate(layout.paragraphs):
        first, last = bisect_left(start, begin), bisect_left(start, end)
        paragraph[first:last] = [number] * (last - first)
        if not _SMALL_LETTER.search(layout.masked, begin, end) and _is_capitals(layout.masked[begin:end]):
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
