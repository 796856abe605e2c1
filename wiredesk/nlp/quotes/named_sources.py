"""Who a source phrase names: the name beside its noun, and several names that say it together.

``Roth and Berg``, ``Roth, together with Berg,``, ``the ministers, Roth and Berg,``.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator

from wiredesk.contract import EntityType
from wiredesk.nlp.knowledge import entity_lexicon
from wiredesk.nlp.lexicon import word_set
from wiredesk.nlp.quotes.direct import Attribution
from wiredesk.nlp.quotes.names_beside_nouns import (
    BESIDE_NOUN,
    MAX_NAMES,
    MAX_SOURCE_TOKENS,
    MAX_TITLE_TOKENS,
    TITLE_TAGS,
    NamesBesideNouns,
)
from wiredesk.nlp.quotes.quote_frames import ACCORDING_TO
from wiredesk.nlp.quotes.speakers import Speakers
from wiredesk.nlp.tokens import Tokens

_CHOICES = frozenset({"or", "nor", "but", "not", "versus"})
"""Conjunctions whose parts do not speak together."""
_COMPANIONS = word_set("quote_sources", "companions")
_LEGAL_FORMS = word_set("org_names", "legal_forms")
_SPEAKING: tuple[EntityType, ...] = ("PERSON", "ORG", "GPE")
"""Types of the names that can say something together with others."""


def name_speakers(tokens: Tokens, found: Iterable[Attribution], speakers: Speakers) -> None:
    """Find the names of each source: the first takes the place of the noun that heads it, the others are partners."""
    names = _SourceNames(tokens, speakers)
    for item in found:
        if item.subject is None or item.source is None:
            continue
        if item.frame == ACCORDING_TO:
            names.beside.take_in_apposition(item)
        names.read(item)


class _SourceNames:
    """Reads the source phrases of one story."""

    def __init__(self, tokens: Tokens, speakers: Speakers) -> None:
        lexicon = entity_lexicon()
        self._tokens, self._speakers = tokens, speakers
        self._kinds, self._roles = lexicon.nominal_types, lexicon.roles
        self.beside = NamesBesideNouns(tokens, speakers)
        self._has_companions = not _COMPANIONS.isdisjoint(tokens.words)

    def read(self, item: Attribution) -> None:
        """Find the names of one source."""
        assert item.source is not None
        assert item.subject is not None
        tokens, head = self._tokens, item.subject
        begin, end = bisect_left(tokens.start, item.source[0]), bisect_left(tokens.start, item.source[1])
        if not begin <= head < end:
            return
        bearer = self.beside.bearer_at_end(head, begin, end)
        if bearer is not None:
            item.noun, item.subject, item.speaker_rule = head, bearer, BESIDE_NOUN
            return
        heads = self._joint_heads(head, begin, end)
        edges = [*(min(tokens.left[other], other) for other in heads[1:]), end]
        named: list[int] = []
        rule = ""
        for at, edge in zip(heads, edges, strict=True):
            inside, how = self.beside.names_of(at, begin if at == head else min(tokens.left[at], at), max(edge, at + 1))
            if inside:
                rule = how if at == head else rule
                named += inside
            elif at == head or self._is_partner(head, at):
                named.append(at)
        if self._has_companions:
            named += self._companions(item, head, end)
        unique = self._distinct(named, head)
        if unique[0] != head:
            item.noun = head
        item.subject, item.partners, item.speaker_rule = unique[0], tuple(unique[1:]), rule

    def _is_partner(self, head: int, token: int) -> bool:
        """Return whether a phrase that "and" joins to the head is a speaker of its own, and no part of the same name.

        "Rochester Gas and Electric Co" is one company. A head that is not mentioned as an entity must be a noun for
        people or bodies.
        """
        found, first = self._speakers.at(self._tokens, token), self._speakers.at(self._tokens, head)
        if found is None:
            return False
        if found[1].kind != "name" or found[0].type == "PERSON":
            return True
        if found[0].type not in _SPEAKING:
            return False
        words = self._tokens.masked[slice(*found[1].span)].lower().split()
        if first is None:
            lower = self._tokens.lower[head]
            return self._tokens.pos[head] == "NOUN" and (lower in self._roles or lower in self._kinds)
        if words[0] in _LEGAL_FORMS:
            return False
        if "and" in words and words[-1] in _LEGAL_FORMS and first[1].kind == "name":
            return first[0].name.lower().split()[-1] in _LEGAL_FORMS  # "Kidder, Peabody and Co"
        last = self._tokens.masked[slice(*first[1].span)].lower().split()[-1]
        return first[0].type != "ORG" or words[-1] not in _LEGAL_FORMS or last in _LEGAL_FORMS

    def _distinct(self, named: list[int], head: int) -> list[int]:
        """Return tokens of different entities, in the order of the text; a head that mentions none only if alone."""
        if named == [head]:
            return named
        seen: dict[str, int] = {}
        for token in named[:MAX_NAMES]:
            entity = self._speakers.of(self._tokens, token)
            if entity is not None:
                seen.setdefault(entity.id, token)
        return list(seen.values()) or [head]

    def _joint_heads(self, head: int, begin: int, end: int) -> list[int]:
        """Return the heads of the phrases that "and" joins to the source, itself first; itself alone for a choice."""
        tokens = self._tokens
        if tokens.child_with(head, "conj") is None:
            return [head]
        heads, waiting, joined = [head], [head], False
        for token in waiting:
            for child in tokens.children[token]:
                if not begin <= child < end:
                    continue
                if tokens.dep[child] == "cc" and tokens.lower[child] in _CHOICES:
                    return [head]
                joined = joined or tokens.dep[child] == "cc"
                if tokens.dep[child] == "conj" and len(heads) < MAX_NAMES and child > head:
                    heads.append(child)
                    waiting.append(child)
        return sorted(heads) if joined else [head]

    def _companions(self, item: Attribution, head: int, end: int) -> Iterator[int]:
        """Yield the last token of the name behind "together with", in the source or between it and the cue."""
        tokens = self._tokens
        assert item.cue is not None or item.source is not None
        stop = end
        if item.cue is not None and item.source is not None and item.cue[0] >= item.source[1]:
            stop = max(end, bisect_left(tokens.start, item.cue[0]))
        for at in range(head + 1, min(stop, head + MAX_SOURCE_TOKENS) - 2):
            if tokens.lower[at] not in _COMPANIONS:
                continue
            words = " ".join(tokens.lower[at : at + 3])
            first = at + 3 if words == "as well as" else at + 2 if words.split()[1] == "with" else None
            if first is None and tokens.lower[at] == "alongside":
                first = at + 1
            if first is None:
                continue
            name = self.beside.name_within_title(first, stop, *_SPEAKING)
            if name is None and (comma := self._comma_behind_title(first, stop)) is not None:
                name = self.beside.name_within_title(comma + 1, stop, *_SPEAKING)
            if name is not None:
                yield name

    def _comma_behind_title(self, first: int, last: int) -> int | None:
        """Return the comma behind nothing but the words of a title: "her deputy, Olaf Brandt"."""
        tokens = self._tokens
        at = first
        while at < min(last, first + MAX_TITLE_TOKENS) and tokens.tag[at] in TITLE_TAGS:
            at += 1
        return at if first < at < last and tokens.text[at] == "," else None
