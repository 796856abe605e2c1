"""Verbs of speech in a text with their auxiliaries, adverbs and pronouns: "n'a toutefois pas exclu", "a-t-il dit"."""

from __future__ import annotations

from dataclasses import dataclass

from wiredesk.nlp.languages.tier2.speech_verbs import SpeechVerb, SpeechWords
from wiredesk.nlp.tokens import Tokens

_MAX_ADVERB_TOKENS = 8
_MAX_PRONOUNS = 3
_VERBS = frozenset({"VERB", "AUX"})


@dataclass(frozen=True, slots=True)
class VerbGroup:
    """A verb with its auxiliary: a token range."""

    start: int
    end: int
    verb: SpeechVerb | None
    """None for a verb that is not listed, behind a quotation."""
    pronoun: str = ""
    """The subject that is joined to it: "il" of "a-t-il dit"."""
    negated: bool = False


def verb_group(tokens: Tokens, at: int, words: SpeechWords) -> VerbGroup | None:
    """Return the group of a listed verb that begins at a token; None if none does."""
    token, reflexive, negated = at, False, False
    while token < len(tokens) and token - at < _MAX_PRONOUNS:
        word = tokens.lower[token]
        if words.has("reflexives", word):
            reflexive = True
        elif words.has("negations", word):
            negated = True
        elif not (words.has("object_pronouns", word) and _before_verb(tokens, token, words)):
            break
        token += 1
    if token >= len(tokens):
        return None
    auxiliaries = "reflexive_auxiliaries" if reflexive else "auxiliaries"
    if words.has(auxiliaries, tokens.lower[token]):
        pronoun, after = _clitic(tokens, token + 1, words)
        after = _behind_adverbs(tokens, after, words)
        if found := _form(tokens, after, words, reflexive, finite=False):
            return VerbGroup(at, found[1], found[0], pronoun, negated)
        return None
    if found := _form(tokens, token, words, reflexive, finite=True):
        pronoun, end = _clitic(tokens, found[1], words)
        led = token > 0 and (tokens.text[token - 1] == "," or tokens.text[token - 1][:1].isupper())
        if pronoun or tokens.pos[token] in _VERBS or reflexive or token > at or led:
            return VerbGroup(at, _behind_adverbs(tokens, end, words, one=True), found[0], pronoun, negated)
    return None


def any_verb(tokens: Tokens, at: int, words: SpeechWords) -> VerbGroup | None:
    """Return the group of any verb that begins at a token, by the parts of speech; for what follows a quotation."""
    token, found, pronoun = at, False, ""
    while token < len(tokens) and token - at < _MAX_ADVERB_TOKENS:
        word = tokens.lower[token]
        clitic, after = _clitic(tokens, token, words)
        if clitic:
            pronoun, token = clitic, after
            continue
        small = any(words.has(name, word) for name in ("negations", "reflexives", "adverbs", "object_pronouns"))
        if tokens.pos[token] in _VERBS:
            found = True
        elif not small or (found and words.has("object_pronouns", word)):
            break
        token += 1
    return VerbGroup(at, token, None, pronoun) if found else None


def _before_verb(tokens: Tokens, token: int, words: SpeechWords) -> bool:
    """Return whether an auxiliary or a verb follows a word that may be a pronoun or an article."""
    following = tokens.lower[token + 1] if token + 1 < len(tokens) else ""
    return words.has("auxiliaries", following) or (following in words.finite and tokens.pos[token + 1] in _VERBS)


def _form(
    tokens: Tokens, at: int, words: SpeechWords, reflexive: bool, *, finite: bool
) -> tuple[SpeechVerb, int] | None:
    if at >= len(tokens):
        return None
    word = tokens.lower[at]
    if finite and word not in words.finite:
        return None
    for form, verb in words.forms.get(word, ()):
        end = at + len(form)
        if verb.reflexive == reflexive and tuple(tokens.lower[at:end]) == form:
            return verb, end
    return None


def _clitic(tokens: Tokens, at: int, words: SpeechWords) -> tuple[str, int]:
    """Return the pronoun that is joined to the verb before a token, and the token behind it."""
    if not 0 < at < len(tokens):
        return "", at
    offset = tokens.end[at - 1]
    match = words.clitic.match(tokens.masked, offset)
    if match is None:
        return "", at
    end = at
    while end < len(tokens) and tokens.start[end] < match.end():
        end += 1
    return match[1].lower(), end


def _behind_adverbs(tokens: Tokens, at: int, words: SpeechWords, *, one: bool = False) -> int:
    """Return the token behind the adverbs that begin at a token."""
    adverbs = words.words.get("adverbs", frozenset())
    token = at
    while token < len(tokens) and token - at < _MAX_ADVERB_TOKENS:
        size = next((size for size in (3, 2, 1) if tuple(tokens.lower[token : token + size]) in adverbs), 0)
        if not size:
            break
        token += size
        if one:
            break
    return token
