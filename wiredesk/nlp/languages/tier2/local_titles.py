"""Titles of people beside their names: "le ministre des Transports, X", "X, maire de Y"."""

from __future__ import annotations

from collections.abc import Sequence

from wiredesk.contract import Title
from wiredesk.nlp.languages.tier2.joined_names import NamedThing
from wiredesk.nlp.languages.tier2.local_name_words import LocalNameWords
from wiredesk.nlp.tokens import Tokens

_MAX_TITLE_TOKENS = 14
_STOPS = frozenset('.;:!?«»“”"()')
_VERBS = frozenset({"VERB", "AUX"})


def add_titles(tokens: Tokens, things: Sequence[NamedThing], words: LocalNameWords) -> None:
    """Add to each person the titles right before and right behind its full names, and the sex that they tell."""
    for thing in things:
        if thing.type != "PERSON":
            continue
        for name in thing.names:
            for start, end in (_before(tokens, words, name.start), _behind(tokens, words, name.end)):
                if start < end:
                    _add(tokens, words, thing, start, end)


def _add(tokens: Tokens, words: LocalNameWords, thing: NamedThing, start: int, end: int) -> None:
    role = next((word for word in tokens.lower[start:end] if word in words.roles), tokens.lower[start])
    thing.roles |= {word for word in tokens.lower[start:end] if word in words.roles}
    article = words.articles.get(tokens.lower[start - 1], "") if start else ""
    thing.sex = thing.sex or words.roles.get(role, "") or article
    text = tokens.string(start, end)
    if all(title.text != text for title in thing.titles):
        former = start > 0 and tokens.lower[start - 1] in words.former
        former = former or role.startswith("ex-")
        thing.titles.append(
            Title(
                span=tokens.span(start, end), text=text, tense="former" if former else "current", rule="beside the name"
            )
        )


def _before(tokens: Tokens, words: LocalNameWords, at: int) -> tuple[int, int]:
    """Return the title that ends before a name, with a comma between or not."""
    end = at
    if end and tokens.text[end - 1] in words.honorifics:
        end -= 1
    if end and tokens.text[end - 1] == ",":
        end -= 1
    first = end
    for token in range(end - 1, max(-1, end - 1 - _MAX_TITLE_TOKENS), -1):
        if tokens.text[token] in _STOPS or tokens.text[token] == "," or tokens.paragraph[token] != tokens.paragraph[at]:
            break
        if tokens.pos[token] in _VERBS and tokens.lower[token] not in words.roles:
            break
        if _is_role(tokens, words, token):
            first = token
            if token and tokens.lower[token - 1] in words.articles:
                break
    if first and first < end and tokens.lower[first - 1] in words.before_roles:
        first -= 1
    return first, end


def _behind(tokens: Tokens, words: LocalNameWords, at: int) -> tuple[int, int]:
    """Return the title that follows a name behind a comma, up to the next comma or stop."""
    if at + 1 >= len(tokens) or tokens.text[at] != ",":
        return at, at
    start = at + 1
    while start < len(tokens) and start - at < 3 and tokens.lower[start] in (*words.articles, *words.before_roles):
        start += 1
    if start >= len(tokens) or not _is_role(tokens, words, start):
        return at, at
    end = start
    while end < len(tokens) and end - start < _MAX_TITLE_TOKENS:
        if tokens.text[end] in _STOPS or tokens.text[end] == "," or not tokens.text[end].strip():
            break
        if end > start and (tokens.pos[end] in _VERBS or tokens.text[end][:1] == "-"):
            break
        end += 1
    if end < len(tokens) and tokens.text[end] not in {",", "."}:
        return at, at
    if end + 1 < len(tokens) and tokens.text[end] == "," and tokens.text[end + 1][:1].isupper():
        return at, at  # the title of the next person: "X, le maire, Y, ..."
    return start, end


def _is_role(tokens: Tokens, words: LocalNameWords, token: int) -> bool:
    word = tokens.lower[token]
    return word in words.roles or word.removeprefix("ex-") in words.roles
