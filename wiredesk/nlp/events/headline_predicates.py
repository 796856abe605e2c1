"""Predicates of headlines, whose verbs the tagger takes for nouns and whose names the parser cuts at ticker symbols.

A headline is short and has one order: a name, a verb, an object, a preposition. So words are read by their places where
the parse fails: of ``IBM CREDIT <IBM> FILES FOR NOTE OFFERING`` the name before the verb is who files.
"""

from __future__ import annotations

from collections.abc import Sequence

from wiredesk.nlp.events.event_frames import EventFrame
from wiredesk.nlp.events.participants import Cast
from wiredesk.nlp.events.predicates import Predicate
from wiredesk.nlp.events.row_index import RowIndex
from wiredesk.nlp.lexicon import word_set
from wiredesk.nlp.tokens import Tokens

_MAX_TICKER = 6
"""Tokens of a ticker symbol in brackets: ``<HYO.N>``."""
_MAX_PHRASE = 8
"""Tokens of a phrase before a noun or behind a verb."""
_FORESEEING = word_set("event_words", "foreseeing")
_FINITE = frozenset({"VBZ", "VBD", "VBP"})
_NOUNS = frozenset({"NOUN", "PROPN"})
_IN_PHRASE = _NOUNS | {"ADJ", "NUM", "DET"}


def headline_end(tokens: Tokens) -> int:
    """Return the number of tokens of the headline; 0 for none."""
    return next((token for token, zone in enumerate(tokens.zone) if zone != "headline"), len(tokens))


def has_verb(tokens: Tokens, end: int) -> bool:
    """Return whether the tagger found a finite verb in the headline."""
    return any(tokens.tag[token] in _FINITE for token in range(end))


def hidden_verb(cast: Cast, token: int, lexicon: RowIndex) -> tuple[Predicate, Sequence[EventFrame]] | None:
    """Return slots and rows of a word in -s behind a name that the tagger took for a noun; None for no verb."""
    tokens = cast.tokens
    if tokens.pos[token] not in _NOUNS or not tokens.lower[token].endswith("s"):
        return None
    verb = next(filter(None, (lexicon.find(one, "v") for one in _lemmas(tokens.lower[token]))), None)
    if verb is None or (name := _name_before(cast, token)) is None:
        return None
    found = Predicate(token, has_own_subject=True)
    for one in (*_list_before(cast, name), name):
        found.put("subj", one)
    at = _put_phrase(tokens, found, "obj", token + 1)
    if at < len(tokens) and tokens.pos[at] == "ADP" and tokens.zone[at] == "headline":
        _put_phrase(tokens, found, tokens.lower[at], at + 1)
    return found, verb.rows


def complete(cast: Cast, found: Predicate, *, is_noun: bool) -> None:
    """Add the name before a verb as its subject, and the words before a noun as what stands before it."""
    tokens, token = cast.tokens, found.token
    if is_noun:
        for one in range(token - 1, max(token - 1 - _MAX_PHRASE, -1), -1):
            if tokens.pos[one] in _IN_PHRASE:
                found.put("mod", one)
        return
    slot = "obj" if found.is_passive else "subj"
    name = _name_before(cast, token)
    listed = [] if name is None else [*_list_before(cast, name), name]
    if named := [head for head in found.get(slot) if cast.owner[head]]:
        found.slots[slot] = listed if set(named) < set(listed) else [*_list_before(cast, named[0]), *named]
    elif listed:
        found.slots[slot] = listed
        found.has_own_subject = True


def is_foreseen(tokens: Tokens, noun: int) -> bool:
    """Return whether the headline says before a noun that it is only expected: "Avery sees quarterly loss"."""
    if tokens.zone[noun] != "headline":
        return False
    return any(tokens.lower[token] in _FORESEEING for token in range(max(noun - _MAX_PHRASE, 0), noun))


def _list_before(cast: Cast, name: int) -> list[int]:
    """Return the names that open the headline and are listed before this one: "Chad, Iran to sign treaty"."""
    tokens = cast.tokens
    found: list[int] = []
    at = cast.mention[name][0] - 1
    while at > 0 and tokens.lower[at] in {",", "and", "&"} and cast.owner[at - 1] is not None:
        found.insert(0, at - 1)
        at = cast.mention[at - 1][0] - 1
    return found if at < 0 else []


def _lemmas(word: str) -> list[str]:
    return [word[:-1], word[:-2], f"{word[:-3]}y"]


def _name_before(cast: Cast, token: int) -> int | None:
    """Return the last token of the name right before a verb, its auxiliaries and a ticker symbol."""
    tokens = cast.tokens
    at = token - 1
    while at >= 0 and tokens.pos[at] in {"AUX", "PART"}:
        at -= 1
    if at >= 0 and tokens.text[at] == ">":
        opened = next((one for one in range(at - 1, max(at - _MAX_TICKER, -1), -1) if tokens.text[one] == "<"), 0)
        at = opened - 1
    while at > 0 and cast.owner[at] is None and tokens.pos[at] in _NOUNS and tokens.pos[at - 1] == "PROPN":
        at -= 1  # "IBM CREDIT", of which only "IBM" is known
    return at if at >= 0 and cast.owner[at] is not None and tokens.zone[at] == "headline" else None


def _put_phrase(tokens: Tokens, found: Predicate, slot: str, begin: int) -> int:
    """Put the phrase that begins at a token into a slot, and return where it ends."""
    at = begin
    while at < min(len(tokens), begin + _MAX_PHRASE) and tokens.pos[at] in _IN_PHRASE and tokens.zone[at] == "headline":
        at += 1
    heads = [one for one in range(begin, at) if tokens.pos[one] in _NOUNS]
    if heads:
        found.put(slot, heads[-1])
        if slot == "obj":
            for one in range(begin, heads[-1]):
                found.put("obj.mod", one)
    return at
