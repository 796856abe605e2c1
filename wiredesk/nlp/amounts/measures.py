"""What an amount measures and whether that rose or fell, by the nouns and the verb that it depends on."""

from __future__ import annotations

from typing import NamedTuple

from wiredesk.contract import Direction
from wiredesk.nlp.lexicon import table, word_map
from wiredesk.nlp.tokens import NOMINAL_SUBJECTS, Tokens

_TABLES = table("amount_measures")
_NOUNS = word_map("amount_measures", "nouns")
_VERBS = word_map("amount_measures", "verbs")
_CASUALTIES = word_map("amount_measures", "casualties")
_COUNTED = word_map("amount_measures", "counted")
_SHARES_OF = word_map("amount_measures", "shares_of")
_HOLDING = frozenset(_TABLES["holding"]["words"].split())
_SUMS = frozenset(_TABLES["sums"]["words"].split())
_LINES = word_map("amount_measures", "lines")
_PHRASES: dict[str, str] = _TABLES["phrases"]
_PEOPLE = frozenset(_TABLES["people"]["words"].split())
_OWNING = frozenset(_TABLES["owning"]["words"].split()) | frozenset(_TABLES["static"]["words"].split())
_DIRECTION: dict[str, Direction] = {
    word: direction for direction in ("up", "down", "unchanged") for word in _TABLES["direction"][direction].split()
}
_RATE_OF = {
    word: base for base, key in (("price", "goods"), ("rate", "time")) for word in _TABLES["rates"][key].split()
}
_RATE_WORDS = frozenset({"a", "an", "per", "each"})
_NO_RATE = frozenset({"earlier", "ago", "before", "later", "old"})
"""Words behind "a year" that make a date of it."""
_BESIDE = frozenset({"up", "down", "higher", "lower"})
"""Words right before or behind an amount that give its direction."""
_COMPARED = frozenset({"more", "less"})
"""Words right behind an amount that give its direction: "$100 less than last year"."""
HARMED = "people harmed or held"
"""The rule of the dead, the hurt and the arrested."""
_BEFORE_COUNTS = frozenset({"of", "to", "at", "by"})
"""Prepositions between a measure and what is counted: "output of 5,000 barrels"."""
_MAX_STEPS = 7
"""Arcs from an amount up to its verb: "a rise of about 5 pct in sales" has five."""
_MAX_LINE_CHARS, _MAX_LINE_WORDS = 60, 7
"""Characters and words before an amount in which a word of a table of results is looked for."""
_PER_SHARE = {
    "loss": "loss per share",
    "net loss": "loss per share",
    "profit": "earnings per share",
    "net profit": "earnings per share",
    "price": "price per share",
}


class Measure(NamedTuple):
    """What was found about an amount: tokens are -1 where there is none."""

    name: str | None = None
    noun: int = -1
    """The noun that names it."""
    verb: int = -1
    """The verb that the amount depends on."""
    direction: Direction | None = None
    rule: str = ""
    is_before: bool = False
    """The amount is the value before the change: "from $1.2 billion"."""


def measure_of(tokens: Tokens, first: int, end: int, noun: int) -> Measure:
    """Return what the amount of the tokens ``first`` to ``end`` measures.

    ``noun`` is the noun that it counts, or -1.
    """
    head = tokens.root(first, end)
    if noun >= 0 and (found := _casualties(tokens, noun)):
        return found
    if noun < 0 and (found := _part_of(tokens, head, end)):
        return found
    path, verb = _path(tokens, head, noun)
    before = tokens.lower[first - 1] if first else ""
    is_before = before in {"from", "against", "versus", "vs"} or tokens.lower[max(0, first - 2) : first] == [
        "compared",
        "with",
    ]
    direction, measured = _by_nouns(tokens, path)
    if direction and measured < 0:
        measured = _inside(tokens, head)  # "an increase of 5 percent in output"
    if noun >= 0 and measured >= 0 and tokens.lower[tokens.head[head]] not in _BEFORE_COUNTS:
        measured = -1  # "orders from two customers"
    rule = "noun above" if measured >= 0 else ""
    adverb = before if first < 2 or tokens.tag[first - 2] != "DT" else ""  # not "the lower 95 percent"
    behind = tokens.lower[end : end + 1]
    beside = next((word for word in (adverb, *behind) if word in _BESIDE), "")
    if not beside and behind and behind[0] in _COMPARED and noun < 0:
        beside = behind[0]
    if beside:
        direction = _DIRECTION[beside]
    if verb >= 0:
        if direction is None:
            direction = _by_verb(tokens, verb)
        if measured < 0:
            measured = _around_verb(tokens, verb, first)
            rule = "noun of the verb" if measured >= 0 else ""
    name = measure_name(tokens, measured) if measured >= 0 else None
    if name is None and verb >= 0 and noun < 0 and (name := _by_meaning(tokens, verb, head, path)):
        rule = "verb"
        direction = None if name == "funding" else direction
    return Measure(name, measured, verb, None if is_before else direction, rule, is_before)


def _path(tokens: Tokens, head: int, noun: int) -> tuple[list[int], int]:
    """Return the nouns from an amount up to its verb, and the verb or -1."""
    path: list[int] = []
    at = head
    for _ in range(_MAX_STEPS):
        if tokens.pos[at] in {"VERB", "AUX"}:
            return path, at
        if at not in (head, noun) or (at == head and tokens.lemma[at] in _NOUNS and noun < 0):
            path.append(at)
        if tokens.head[at] == at:
            break
        at = tokens.head[at]
    return path, at if tokens.pos[at] in {"VERB", "AUX"} else -1


def _by_nouns(tokens: Tokens, path: list[int]) -> tuple[Direction | None, int]:
    """Return the direction of ``a 5 pct rise`` and the noun of the measure of ``a profit of``, -1 for none."""
    direction: Direction | None = None
    for at in path:
        if tokens.pos[at] not in {"NOUN", "PROPN"}:
            continue
        lemma = tokens.lemma[at]
        if lemma in _DIRECTION and direction is None and lemma not in _NOUNS:
            direction = _DIRECTION[lemma]
            if (inner := _inside(tokens, at)) >= 0:
                return direction, inner
        elif lemma in _NOUNS:
            return direction, at
    return direction, -1


def _inside(tokens: Tokens, change: int) -> int:
    """Return the noun of which something changed: ``a rise in [profit]``, ``a [price] increase``; -1 for none."""
    for child in tokens.children[change]:
        if tokens.dep[child] == "compound" and tokens.lemma[child] in _NOUNS:
            return child
        if tokens.lower[child] in {"in", "of", "to"}:
            for noun in tokens.children_with(child, "pobj"):
                if tokens.lemma[noun] in _NOUNS:
                    return noun
    return -1


def _by_verb(tokens: Tokens, verb: int) -> Direction | None:
    """Return the direction of a verb: ``rose``, ``was up``, ``is lower``, ``was unchanged``."""
    for child in tokens.children_with(verb, "advmod", "prt", "acomp"):
        if tokens.lower[child] in _BESIDE or _DIRECTION.get(tokens.lower[child]) == "unchanged":
            return _DIRECTION[tokens.lower[child]]
    return _DIRECTION.get(tokens.lemma[verb])


def _by_meaning(tokens: Tokens, verb: int, head: int, path: list[int]) -> str | None:
    """Return what a verb says of its amount: ``earned``, ``cost``, ``bought it for``; not of "lost a contract of"."""
    name = _VERBS.get(tokens.lemma[verb])
    if name is None or (name == "funding" and tokens.dep[head] != "dobj"):
        return None
    if name != "price" and any(tokens.pos[at] == "NOUN" and tokens.lemma[at] not in _SUMS for at in path):
        return None
    if name == "price" and tokens.lemma[verb] != "pay" and tokens.lower[tokens.head[head]] not in {"for", "at"}:
        return None  # "sold $2 billion of bonds"
    return name


def _around_verb(tokens: Tokens, verb: int, amount: int) -> int:
    """Return the measure among the subject and the object of a verb; -1 for none."""
    for _ in range(3):
        for child in tokens.children[verb]:
            dep = tokens.dep[child]
            if dep in NOMINAL_SUBJECTS or (dep == "dobj" and child != amount and tokens.lemma[verb] in _DIRECTION):
                if tokens.lemma[child] in _NOUNS:
                    return child
                if (of := _inside(tokens, child)) >= 0 and tokens.lemma[child] in _DIRECTION:
                    return of
        if tokens.dep[verb] not in {"conj", "advcl", "acl", "xcomp"} or tokens.head[verb] == verb:
            break
        verb = tokens.head[verb]
        if tokens.pos[verb] in {"NOUN", "PROPN"}:
            return verb if tokens.lemma[verb] in _NOUNS else -1
    return -1


def measure_name(tokens: Tokens, noun: int) -> str:
    """Return the normal form of a measure, with the word before it where that changes it: ``market share``."""
    lemma = tokens.lemma[noun]
    for child in tokens.children[noun]:
        if child < noun and tokens.dep[child] in {"compound", "amod", "nmod"}:
            phrase = _PHRASES.get(f"{tokens.lower[child]} {lemma}")
            if phrase:
                return phrase
    return _NOUNS.get(lemma, lemma)


def _part_of(tokens: Tokens, head: int, end: int) -> Measure | None:
    """``43 percent of the vote``, ``owns 30 percent of Acme``."""
    if tokens.lower[end : end + 1] != ["of"]:
        return None
    whole = tokens.child_with(end, "pobj")
    verb = tokens.head[head]
    if whole is None or tokens.pos[verb] not in {"VERB", "AUX"}:
        return None
    if tokens.lemma[whole] in _SHARES_OF:
        return Measure(_SHARES_OF[tokens.lemma[whole]], whole, verb, _by_verb(tokens, verb), "part of")
    if tokens.lemma[verb] in _HOLDING and tokens.tag[whole] in {"NNP", "NNPS"}:
        return Measure("stake", whole, verb, None, "part of")
    return None


def _casualties(tokens: Tokens, noun: int) -> Measure | None:
    """``killed 12 people``, ``12 people died``, ``12 people injured in the fire``."""
    if tokens.lemma[noun] in _COUNTED:
        return Measure(_COUNTED[tokens.lemma[noun]], -1, tokens.head[noun], None, HARMED)
    if tokens.lemma[noun] not in _PEOPLE:
        return None
    verb, dep = tokens.head[noun], tokens.dep[noun]
    name = _CASUALTIES.get(tokens.lemma[verb])
    fits = dep in {"dobj", "nsubjpass"} or (dep == "nsubj" and tokens.lemma[verb] in {"die", "perish", "drown"})
    if name is None or not fits:
        verb = next((at for at in tokens.children_with(noun, "acl") if tokens.lemma[at] in _CASUALTIES), -1)
        if verb < 0 or tokens.tag[verb] != "VBN":
            return None
        name = _CASUALTIES[tokens.lemma[verb]]
    return Measure(name, -1, verb, None, HARMED)


def with_rate(tokens: Tokens, end: int, name: str | None) -> str | None:
    """Return the measure with what it is counted for: ``$70 a barrel`` is a price per barrel."""
    if tokens.lower[end : end + 1] and tokens.lower[end] in _RATE_WORDS and end + 1 < len(tokens):
        unit = tokens.lower[end + 1]
        base = None if _NO_RATE.intersection(tokens.lower[end + 2 : end + 3]) else _RATE_OF.get(unit)
        if base and unit == "share":
            return _PER_SHARE.get(name or "", f"{name or 'price'} per share")
        if base:
            return f"{'pay' if name == 'price' and base == 'rate' else name or base} per {unit}"
    return name


def by_line(text: str, start: int, name: str | None) -> str | None:
    """Return the measure that a word of a table of results names: ``Shr 72 cts vs 58 cts``, ``Shr loss 3 cts``."""
    line = text.rfind("\n", max(0, start - _MAX_LINE_CHARS), start) + 1 or max(0, start - _MAX_LINE_CHARS)
    words = text[line:start].lower().split()[-_MAX_LINE_WORDS:]
    found = next((_LINES[word] for word in reversed(words) if word in _LINES), None)
    if found is None:
        return name
    if found == "earnings per share":
        return "loss per share" if words[-1] == "loss" else found
    if words[-1] in {"profit", "loss"}:
        return words[-1]
    return name or found


def is_owned(tokens: Tokens, verb: int) -> bool:
    """Return whether the object of a verb belongs to its subject: ``posted a profit``."""
    return tokens.lemma[verb] in _OWNING or tokens.lemma[verb] in _DIRECTION
