"""One type a name throughout a story, and the names that are labelled in one place and missed in another.

Each name of the same text has a vote: the model's label, what is known of it, and what stands around it.  What is a
person three times is not an organisation the fourth; the surname of a person named in full is a person.
"""

from __future__ import annotations

import re

from wiredesk.contract import EntityType
from wiredesk.nlp.gazetteer import Gazetteer as Atlas
from wiredesk.nlp.knowledge import Gazetteer, Lexicon
from wiredesk.nlp.mentions import Name
from wiredesk.nlp.names.expand import is_capital
from wiredesk.nlp.names.name_words import (
    ARTICLES,
    BODIES,
    CALENDAR,
    ENDINGS,
    GENERATIONS,
    OWNED,
    PARTICLES,
    PLACE_NOUNS,
    words_of,
)
from wiredesk.nlp.names.repeated import short_forms, team, with_repeats
from wiredesk.nlp.names.type_cues import around, inside, on_the_map
from wiredesk.nlp.places.place_context import lives
from wiredesk.nlp.tokens import Tokens

Votes = dict[str, dict[EntityType, float]]

_WEIGHT = {"known": 4.0, "dateline": 3.0, "honorific": 4.0, "first name": 3.0, "last word": 3.0}


_NAMED_MONTHS = words_of("may april june august")
_BEFORE_MONTHS = words_of("in of on by since until till last next early late mid from to and through during this the")
"""Months that are names too, and words after which they are months."""
_CHAMBERS = words_of("parliament senate congress cabinet navy army")
"""Common nouns that are names where they have a capital."""
_TICKER = re.compile(r"[A-Z0-9]{2,6}\.[A-Z]{1,2}")
"""``AAPL.O``: a share's code on an exchange, as agencies write it."""
_DEGREES = words_of("m.d. md ph.d. phd dds d.d.s. r.n. esq. mba cpa m.p. mp j.d. b.a. m.a.")
"""Letters after a person's name."""


def consistent(tokens: Tokens, found: list[Name], known: Gazetteer, lexical: Lexicon, atlas: Atlas) -> list[Name]:
    """The same names, each of the type that its text has in this story, with the repeats that were missed."""
    found = [name for name in found if not _noise(tokens, name, known, lexical)]
    texts = {name: tokens.string(name.start, name.end) for name in found}
    votes = _votes(tokens, found, texts, known, lexical)
    for name, text in texts.items():
        if name.type in {"ORG", "PERSON", "PRODUCT"} and lives(tokens, name.start, name.end) and text in atlas:
            _add(votes[text], "GPE", 2.5)
    for text, count in votes.items():
        if weight := on_the_map(text, atlas, lexical):
            _add(count, "GPE", weight)
    types = {text: _first(count) for text, count in votes.items()}
    people = _surnames(types)
    heads = {text.split()[0] for text, kind in types.items() if kind in {"ORG", "GPE"} and _is_body(text)}
    for text, count in votes.items():
        weight = people.get(text, 0.0) if " " not in text and text not in known.facts else 0.0
        if weight >= 2.5 and text not in heads:
            _add(count, "PERSON", max(count.values()) + 1.0)
        elif weight:
            _add(count, "PERSON", weight)
    for text, kind in types.items():
        if kind == "ORG":
            for known_as in short_forms(text, known, lexical):
                if known_as in votes and people.get(known_as, 0.0) < 2.5:
                    _add(votes[known_as], "ORG", 4.0)
    teams = {short for text, kind in types.items() if kind == "ORG" and (short := team(text, types, known))}
    for text in teams & votes.keys():
        _add(votes[text], "ORG", 3.0)
    types = {text: _first(count) for text, count in votes.items()}
    settled = [_settled(tokens, name, types[texts[name]], votes[texts[name]], known, lexical) for name in found]
    settled = [part for name in settled for part in _parted(tokens, name, types, people)]
    settled = _outside_capitals(tokens, settled)
    return with_repeats(tokens, settled, people, known, lexical)


def _votes(tokens: Tokens, found: list[Name], texts: dict[Name, str], known: Gazetteer, lexical: Lexicon) -> Votes:
    votes: Votes = {}
    for name in found:
        count = votes.setdefault(texts[name], {})
        _add(count, name.type, _WEIGHT.get(name.rule, 1.0))
        for label, weight in around(tokens, name, known, lexical):
            _add(count, label, weight)
    for text, count in votes.items():
        for label, weight in inside(text, known, lexical):
            _add(count, label, weight)
    return votes


def _is_body(text: str) -> bool:
    """A name of several words whose last tells an organisation."""
    first, _, last = text.rpartition(" ")
    return bool(first) and (last.lower() in BODIES or last.lower() in ENDINGS)


def _add(count: dict[EntityType, float], label: EntityType, weight: float) -> None:
    count[label] = count.get(label, 0.0) + weight


def _first(count: dict[EntityType, float]) -> EntityType:
    """The type with most votes, of equal ones that which came first."""
    return max(count, key=lambda label: count[label])


def _surnames(types: dict[str, EntityType]) -> dict[str, float]:
    """Parts of people's full names that stand for them alone, each with its weight as a vote."""
    people: dict[str, float] = {}
    for text, kind in types.items():
        parts = [part for part in text.split() if part.lower() not in GENERATIONS]
        if kind != "PERSON" or not 2 <= len(parts) <= 5:
            continue
        people[parts[-1]] = min(people.get(parts[-1], 0.0) + 2.5, 8.0)
        if not parts[0].endswith("."):
            people[parts[0]] = max(people.get(parts[0], 0.0), 2.0)
        if parts[-2].lower() in PARTICLES:
            people.setdefault(f"{parts[-2]} {parts[-1]}", 2.5)
            people.setdefault(f"{parts[-2].capitalize()} {parts[-1]}", 2.5)
    return people


def _settled(
    tokens: Tokens, name: Name, label: EntityType, votes: dict[EntityType, float], known: Gazetteer, lexical: Lexicon
) -> Name:
    """The name with the type of its text, unless two things share it ("Ford" the man and the firm)."""
    if label == name.type:
        return name
    here = {name.type: 1.0}
    for kind, weight in around(tokens, name, known, lexical):
        _add(here, kind, weight)
    if here[name.type] >= 3 and votes[name.type] >= 3:
        return name
    return name._replace(type=label, rule="same name")


def _says_what(tokens: Tokens, name: Name) -> bool:
    """Whether a title is said of somebody (``the Prime Minister``) and is not itself a name (``according to Star``)."""
    before = tokens.lower[name.start - 1] if name.start > tokens.sentence_start[name.start] else "the"
    follows = name.end < len(tokens) and is_capital(tokens, name.end)
    return name.end - name.start > 1 or before in ARTICLES or before in OWNED or follows


def _parted(tokens: Tokens, name: Name, types: dict[str, EntityType], people: dict[str, float]) -> list[Name]:
    """Cut what is two names: ``Trimble's Unionist Party``, and two people or firms joined by "and"."""
    lower = tokens.lower
    for at in range(name.start + 1, name.end - 1):
        left, right = tokens.string(name.start, at), tokens.string(at + 1, name.end)
        if lower[at] in {"'s", "’s"} and name.type == "ORG":
            if left in people or types.get(left) == "PERSON":
                return [Name(name.start, at, "PERSON", "part"), Name(at + 1, name.end, "ORG", "part")]
        elif lower[at] == "and" and (name.type == "PERSON" or left in types or right in types):
            single = at - name.start == 1 and name.end - at == 2
            if name.type == "PERSON" or (name.type == "ORG" and single):
                return [name._replace(end=at, rule="part"), name._replace(start=at + 1, rule="part")]
    return [name]


def _noise(tokens: Tokens, name: Name, known: Gazetteer, lexical: Lexicon) -> bool:
    """Not a name: no capital in it, or a common word that is a capital only because it begins the sentence."""
    if name.rule in {"known", "dateline"}:
        return False
    text = tokens.text[name.start : name.end]
    if len(text) == 1 and _TICKER.fullmatch(text[0]):
        return True
    if name.end - name.start == 1 and tokens.lower[name.start] in CALENDAR:
        before = tokens.lower[name.start - 1] if name.start > tokens.sentence_start[name.start] else ""
        return name.type != "PERSON" or tokens.lower[name.start] not in _NAMED_MONTHS or before in _BEFORE_MONTHS
    whole = tokens.string(name.start, name.end).lower()
    if (
        whole in lexical.roles
        or whole in lexical.groups
        or whole.rstrip("s") in PLACE_NOUNS
        or (whole in _DEGREES and name.type != "ORG")
    ):
        return tokens.string(name.start, name.end) not in known.facts
    if name.type == "NORP" and text[-1].endswith(("ism", "isms")):
        return True
    if name.type == "ORG" and f"{whole} {tokens.lower[name.end] if name.end < len(tokens) else ''}" in lexical.roles:
        # The "Supreme" of "Supreme Leader".
        return True
    if not any(any(map(str.isupper, word)) for word in text):
        return tokens.string(name.start, name.end) not in known.facts and any(map(str.isupper, tokens.masked))
    if name.end - name.start == 1 and name.start == tokens.sentence_start[name.start]:
        return tokens.tag[name.start][:2] in {"VB", "RB", "IN", "DT", "MD", "UH"}
    return False


def _outside_capitals(tokens: Tokens, names: list[Name]) -> list[Name]:
    """In a headline set in capitals the model guesses: what the story or the knowledge base does not bear out goes."""
    capitals = sum(tokens.all_caps)
    if not capitals or capitals == sum(number >= 0 for number in tokens.paragraph):
        return names
    return [name for name in names if not tokens.all_caps[name.start] or name.rule in {"known", "dateline"}]
