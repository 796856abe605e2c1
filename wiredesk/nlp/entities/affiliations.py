"""Organisations named beside a person: ``Acme, led by Ann Lee``, ``Ann Lee of the Labour Party``.

The title is the words of the text that name the relation.
"""

from __future__ import annotations

from collections.abc import Iterator

from wiredesk.nlp.entities.title_context import TitleContext
from wiredesk.nlp.entities.title_phrases import MAX_TITLE_TOKENS, NOMINAL_TAGS, is_detached_dash
from wiredesk.nlp.lexicon import word_set
from wiredesk.nlp.mentions import TitleSpan, TokenMention

_APOSTROPHES = frozenset({"'", "’", "'s", "’s", "s"})
_BEFORE_MEMBERS = _APOSTROPHES | {"party", "of"}
"""Words between a body and its member."""
_BEFORE_LED = word_set("titles", "before_led")
_LED = word_set("titles", "led")
_EMPLOYED = word_set("titles", "employed")
_AT = (["at"], ["with"])
IN_BRACKETS = "affiliation in brackets"
BESIDE_BODY = "affiliation beside the name"
OF_PARTY = "affiliation of a party"
OF_BODY = "affiliation behind the name"
AFFILIATIONS = frozenset({IN_BRACKETS, BESIDE_BODY, OF_PARTY, OF_BODY})
"""Rules whose title is only the name of a body: the person belongs to it, and no word says as what."""
_UNDER_THE_LEADERSHIP = ["under", "the", "leadership", "of"]
_MAX_TOKENS_BEFORE_LED = 12


def organisation_in_brackets(story: TitleContext, mention: TokenMention) -> Iterator[TitleSpan]:
    """``Ann Lee ([Social Democratic and Labour Party])``."""
    tokens, start = story.tokens, mention.end + 1
    if tokens.text[mention.end : start] != ["("] or story.type_at(start) != "ORG":
        return
    body = story.mention_at[start]
    if tokens.text[body.end : body.end + 1] in ([")"], [","]):
        yield TitleSpan(body.start, body.end, story.owner[start], IN_BRACKETS)


def led_organisation(story: TitleContext, mention: TokenMention) -> Iterator[TitleSpan]:
    """``Acme, [led] by Ann Lee``, ``Acme, [led] by Bo Ek and Ann Lee``."""
    words = story.tokens.words
    if ("by" not in words or _LED.isdisjoint(words)) and "leadership" not in words:
        return
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
        if is_detached_dash(tokens, before):
            return None
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
    """Yield a body beside its member.

    ``[Labour Party] Ann Lee``, ``Ann Lee's [Labour Party]``, ``the [Labour Party] of Ann Lee``, ``[Acme]'s Ann Lee``.
    """
    tokens, before, after = story.tokens, mention.start - 1, mention.end
    lower = tokens.lower
    if lower[before] not in _BEFORE_MEMBERS and (after >= len(lower) or lower[after] not in _APOSTROPHES):
        return
    while before >= 0 and lower[before] in _APOSTROPHES:
        before -= 1
    joined = lower[before] == "party" or (before < mention.start - 1 and story.type_at(before) == "ORG")
    if lower[before] == "of" and before == mention.start - 1 and lower[before - 1] == "party":
        before, joined = before - 1, True
    if joined and before >= tokens.sentence_start[mention.start] and story.owner[before] >= 0:
        yield from _party_at(story, before)
        return
    while after < len(lower) and lower[after] in _APOSTROPHES:
        after += 1
    named = mention.end < after < len(lower) and story.type_at(after) == "ORG"
    if named and "party" in lower[after : story.mention_at[after].end]:
        yield from _party_at(story, after)


def _is_body(story: TitleContext, token: int) -> bool:
    """Return whether the name at a token is an organisation or a country."""
    return story.type_at(token) == "ORG" or story.is_country(story.owner[token])


def _party_at(story: TitleContext, token: int) -> Iterator[TitleSpan]:
    mention = story.mention_at[token]
    yield TitleSpan(mention.start, mention.end, story.owner[token], BESIDE_BODY)


def organisation_after(story: TitleContext, mention: TokenMention) -> Iterator[TitleSpan]:
    """``Ann Lee of [Acme]``, ``Ann Lee for the [Liberal Party]``, ``Ann Lee of [Norway]``."""
    tokens, at = story.tokens, mention.end
    if at + 1 >= len(tokens) or tokens.lower[at] not in {"of", "for"}:
        return
    start = at + 2 if tokens.lower[at + 1] == "the" else at + 1
    if start >= len(tokens) or not _is_body(story, start):
        return
    body = story.mention_at[start]
    is_party = "party" in tokens.lower[start : body.end]
    if is_party or tokens.lower[at] == "of":
        yield TitleSpan(body.start, body.end, story.owner[start], OF_PARTY if is_party else OF_BODY)


def employer_after(story: TitleContext, mention: TokenMention, title: TitleSpan) -> int:
    """Return the body at which the person of a title works: ``analyst Ann Lee at [Acme]``; -1 for none."""
    tokens, at = story.tokens, mention.end
    if tokens.lower[at : at + 1] not in _AT or tokens.lower[title.role_end - 1] not in _EMPLOYED:
        return -1
    start = at + 2 if tokens.lower[at + 1 : at + 2] == ["the"] else at + 1
    return story.owner[start] if story.type_at(start) == "ORG" else -1
