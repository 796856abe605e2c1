"""Organisations named beside a person: ``Acme, led by Ann Lee``, ``Ann Lee of the Labour Party``.

The title is the words of the text that name the relation.
"""

from __future__ import annotations

from collections.abc import Iterator

from wiredesk.nlp.entities.title_context import TitleContext
from wiredesk.nlp.entities.title_phrases import MAX_TITLE_TOKENS, NOMINAL_TAGS
from wiredesk.nlp.lexicon import word_set
from wiredesk.nlp.mentions import TitleSpan, TokenMention

_APOSTROPHES = frozenset({"'", "’", "'s", "’s", "s"})
_BEFORE_LED = word_set("titles", "before_led")
_LED = word_set("titles", "led")
_UNDER_THE_LEADERSHIP = ["under", "the", "leadership", "of"]
_MAX_TOKENS_BEFORE_LED = 12


def organisation_in_brackets(story: TitleContext, mention: TokenMention) -> Iterator[TitleSpan]:
    """``Ann Lee ([Social Democratic and Labour Party])``."""
    tokens, start = story.tokens, mention.end + 1
    if tokens.text[mention.end : start] != ["("] or story.type_at(start) != "ORG":
        return
    body = story.mention_at[start]
    if tokens.text[body.end : body.end + 1] in ([")"], [","]):
        yield TitleSpan(body.start, body.end, story.owner[start], "in brackets")


def led_organisation(story: TitleContext, mention: TokenMention) -> Iterator[TitleSpan]:
    """``Acme, [led] by Ann Lee``, ``Acme, [led] by Bo Ek and Ann Lee``."""
    led = _led_by(story, mention)
    if led is None and (first := _first_of_list(story, mention)) >= 0:
        led = _led_by(story, story.mention_at[first])
    if led:
        yield led


def _led_by(story: TitleContext, mention: TokenMention) -> TitleSpan | None:
    """Return the word that introduces the leader of the organisation before it."""
    tokens, at = story.tokens, mention.start - 1
    floor = max(tokens.sentence_start[mention.start], at - MAX_TITLE_TOKENS)
    while at > floor and tokens.lower[at] not in {"by", ","} and tokens.tag[at][:2] not in {"VB", "IN"}:
        at -= 1
    if at >= 3 and tokens.lower[at - 3 : at + 1] == _UNDER_THE_LEADERSHIP:
        return TitleSpan(at - 1, at, story.owner[at - 4], "led by") if story.type_at(at - 4) == "ORG" else None
    if at <= floor or tokens.lower[at] != "by" or tokens.lower[at - 1] not in _LED:
        return None
    verb = at - 1
    for before in range(verb - 1, max(tokens.sentence_start[verb], verb - _MAX_TOKENS_BEFORE_LED) - 1, -1):
        if story.owner[before] >= 0:
            fits = story.type_at(before) in {"ORG", "GPE", "NORP"}
            return TitleSpan(verb, verb + 1, story.owner[before], "led by") if fits else None
        if tokens.lower[before] not in _BEFORE_LED and tokens.tag[before] not in NOMINAL_TAGS:
            return None
    return None


def previous_in_list(story: TitleContext, at: int, sentence_start: int) -> int:
    """Return the last token of the entity before ``at`` in a list, -1 if commas and "and" lead to no entity."""
    lower, before = story.tokens.lower, at - 1
    while before >= sentence_start and lower[before] in {",", "and"}:
        before -= 1
    return -1 if before == at - 1 or before < sentence_start or story.owner[before] < 0 else before


def _first_of_list(story: TitleContext, mention: TokenMention) -> int:
    """Return the first token of the list of people that a name ends or continues, -1 if it is alone."""
    tokens, at, first = story.tokens, mention.start, -1
    for _ in range(MAX_TITLE_TOKENS):
        before = previous_in_list(story, at, tokens.sentence_start[mention.start])
        if before < 0 or story.type_at(before) != "PERSON" or ("and" in tokens.lower[before:at] and first >= 0):
            break
        at = first = story.mention_at[before].start
    return first


def party(story: TitleContext, mention: TokenMention) -> Iterator[TitleSpan]:
    """``[Labour Party] Ann Lee``, ``Ann Lee's [Labour Party]``: a party's name right beside its member's."""
    lower, before, after = story.tokens.lower, mention.start - 1, mention.end
    while before >= 0 and lower[before] in _APOSTROPHES:
        before -= 1
    if before >= story.tokens.sentence_start[mention.start] and story.owner[before] >= 0 and lower[before] == "party":
        yield from _party_at(story, before)
        return
    while after < len(lower) and lower[after] in _APOSTROPHES:
        after += 1
    named = mention.end < after < len(lower) and story.owner[after] >= 0
    if named and "party" in lower[after : story.mention_at[after].end]:
        yield from _party_at(story, after)


def _party_at(story: TitleContext, token: int) -> Iterator[TitleSpan]:
    mention = story.mention_at[token]
    if story.type_at(token) == "ORG":
        yield TitleSpan(mention.start, mention.end, story.owner[token], "of a party")


def organisation_after(story: TitleContext, mention: TokenMention) -> Iterator[TitleSpan]:
    """``Ann Lee [of Acme]``, ``Ann Lee [for the Liberal Party]``."""
    tokens, at = story.tokens, mention.end
    if at + 1 >= len(tokens) or tokens.lower[at] not in {"of", "for"}:
        return
    start = at + 2 if tokens.lower[at + 1] == "the" else at + 1
    if story.type_at(start) != "ORG":
        return
    body = story.mention_at[start]
    attached = mention.start <= tokens.head[at] < mention.end
    is_party = tokens.lower[body.end - 1] == "party" or "party" in tokens.lower[start : body.end]
    if tokens.lower[at] == "of" or attached or is_party:
        yield TitleSpan(at, body.end, story.owner[start], "of a body")
