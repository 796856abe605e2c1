"""What an amount measures and whether that rose or fell, by the nouns and the verb that it depends on."""

from __future__ import annotations

from collections.abc import Container
from typing import NamedTuple

from wiredesk.contract import Direction
from wiredesk.nlp.amounts.currencies import NAMES, PARTS
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
_DEPS_OF_DIRECTION = frozenset({"advmod", "prt", "acomp"})
_COMPARED = frozenset({"more", "less"})
"""Words right behind an amount that give its direction: "$100 less than last year"."""
HARMED = "people harmed or held"
"""The rule of the dead, the hurt and the arrested."""
_BEFORE_CHANGE = frozenset({"from", "against", "versus", "vs"})
"""Prepositions before the value that something had earlier."""
_TO_CHANGED = frozenset({"to", "by", "from", "at"})
"""Prepositions between a measure and its new value or its change: "raised its stake in Acme to 30 percent"."""
_RELATIVE_UNITS = frozenset(_TABLES["transparent"]["relative"].split())
_TRANSPARENT = frozenset((*NAMES, *PARTS, *_RELATIVE_UNITS, *_SUMS, *_TABLES["transparent"]["words"].split()))
"""Lemmas of nouns between an amount and its measure that are no measure themselves: a unit, a sum, a period."""
_FIGURES = frozenset(_TABLES["transparent"]["figures"].split())
_CHANGED = _FIGURES | _DIRECTION.keys()
"""Nouns of which the word before names the measure: a growth forecast, a price increase."""
_CURRENCIES = frozenset((*NAMES, "currency"))
_MOVING = frozenset(_TABLES["direction"]["moving"].split())
_BEFORE_CONTENTS = frozenset({"of", "in"})
_BEFORE_COUNTS = frozenset({"of", "to", "at", "by"})
"""Prepositions between a measure and what is counted: "output of 5,000 barrels"."""
_MAX_STEPS = 7
"""Arcs from an amount up to its verb: "a rise of about 5 pct in sales" has five."""
_MAX_LINE_CHARS, _MAX_LINE_WORDS = 60, 7
"""Characters and words before an amount in which a word of a table of results is looked for."""
_PER_SHARE = word_map("amount_measures", "per_share")


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


class _Chain(NamedTuple):
    """The nouns between an amount and its verb, as far as they were read."""

    direction: Direction | None = None
    noun: int = -1
    """The noun of the measure."""
    is_open: bool = True
    """No other noun stands between the amount and the verb, so that the verb may speak of the amount."""


def measure_of(tokens: Tokens, first: int, end: int, noun: int, names: Container[int] = ()) -> Measure:
    """Return what the amount of the tokens ``first`` to ``end`` measures.

    ``noun`` is the noun that it counts, or -1. ``names`` holds the tokens of names, which name no measure.
    """
    head, lower = tokens.root(first, end), tokens.lower
    if noun >= 0 and (found := _casualties(tokens, noun)):
        return found
    if noun < 0 and (found := _part_of(tokens, head, end)):
        return found
    path, verb = _path(tokens, head, noun)
    before = lower[first - 1] if first else ""
    behind = lower[end] if end < len(lower) else ""
    is_before = before in _BEFORE_CHANGE or (before == "with" and first > 1 and lower[first - 2] == "compared")
    if noun < 0 and (measured := _contents(tokens, end)) >= 0 and measured not in names:
        return Measure(measure_name(tokens, measured), measured, verb, None, "contents", is_before)
    direction, measured, is_open = _by_nouns(tokens, path, end, names)
    if direction and measured < 0:
        measured = _inside(tokens, head)  # "an increase of 5 percent in output"
    above = lower[tokens.head[head]]
    if noun >= 0 and measured >= 0 and above not in _BEFORE_COUNTS:
        measured = -1  # "orders from two customers"
    rule = "noun above" if measured >= 0 else ""
    adverb = before if first < 2 or tokens.tag[first - 2] != "DT" else ""  # not "the lower 95 percent"
    if first and tokens.dep[first - 1] == "prt" and tokens.lemma[tokens.head[first - 1]] not in _MOVING:
        adverb = ""  # "make up 2 percent"
    if adverb in _BESIDE:
        direction = _DIRECTION[adverb]
    elif behind in _BESIDE or (behind in _COMPARED and noun < 0):
        direction = _DIRECTION[behind]
    # "54 percent forecast that sales would rise", "a rate that was sought by six nations"
    is_open = is_open and tokens.dep[head] != "nsubj" and tokens.dep[tokens.head[head]] != "agent"
    if verb >= 0 and is_open:
        if direction is None and (measured < 0 or above in _TO_CHANGED):
            direction = _by_verb(tokens, verb)
        if measured < 0:
            measured = _around_verb(
                tokens, verb, {first, head} if noun < 0 or tokens.dep[head] in NOMINAL_SUBJECTS else (), noun
            )
            if measured in names or (_is_part(tokens, end) and not is_owned(tokens, verb)):
                measured = -1
            rule = "noun of the verb" if measured >= 0 else ""
    name = measure_name(tokens, measured) if measured >= 0 else None
    if name is None and verb >= 0 and is_open and noun < 0 and (name := _by_meaning(tokens, verb, head)):
        rule = "verb"
        direction = None if name == "funding" else direction
    if name is None and before == "worth":
        return Measure("value", verb=verb, rule="worth")
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


def _contents(tokens: Tokens, end: int) -> int:
    """Return the noun of what a sum consists of: ``$3 million in [damages]``, ``85 mln dlrs of [notes]``; or -1.

    A noun with an article is where the sum stands, or a whole that it is a part of: "in the budget".
    """
    if end == len(tokens) or tokens.lower[end] not in _BEFORE_CONTENTS or tokens.lemma[end - 1] in _RELATIVE_UNITS:
        return -1
    noun = tokens.child_with(end, "pobj")
    if noun is None or tokens.lemma[noun] not in _NOUNS or tokens.tag[tokens.left[noun]] == "DT":
        return -1
    return noun


def _is_part(tokens: Tokens, end: int) -> bool:
    """Return whether an amount is a percentage of something: ``payments make up 2 percent of the reserves``."""
    return end < len(tokens) and tokens.lower[end] == "of" and tokens.lemma[end - 1] in _RELATIVE_UNITS


def _by_nouns(tokens: Tokens, path: list[int], end: int, names: Container[int]) -> _Chain:
    """Return the direction of ``a 5 pct rise`` and the noun of the measure of ``a profit of``.

    A noun that names no measure ends the chain: "payments on a 500 mln loan agreed" says nothing of payments.
    """
    direction: Direction | None = None
    for at in path:
        if tokens.pos[at] not in {"NOUN", "PROPN"}:
            continue
        lemma = tokens.lemma[at]
        if at in names or (
            at > end and any(pos == "CCONJ" for pos in tokens.pos[end:at])
        ):  # "by 80 pct and fares rose"
            return _Chain(direction, is_open=False)
        if lemma in _DIRECTION and lemma not in _NOUNS:
            if direction is None:
                direction = _DIRECTION[lemma]
                if (inner := _inside(tokens, at)) >= 0:
                    return _Chain(direction, inner)
        elif lemma in _NOUNS and lemma not in _SUMS:  # "an average of" is no index
            return _Chain(direction, at)
        elif lemma in _FIGURES:
            if (inner := _inside(tokens, at)) >= 0:
                return _Chain(direction, inner)
        elif lemma not in _TRANSPARENT:
            return _Chain(direction, is_open=False)
    return _Chain(direction)


def _is_range(tokens: Tokens, end: int, unit: int) -> bool:
    """Return whether only the upper end of a range stands before its unit: ``between 5 and 7 tonnes``."""
    return all(tag in {"CC", "CD", "IN", "TO", "HYPH", ":"} for tag in tokens.tag[end:unit])


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
    dep = tokens.dep
    for child in tokens.children[verb]:
        if dep[child] not in _DEPS_OF_DIRECTION:
            continue
        if dep[child] == "prt" and tokens.lemma[verb] not in _MOVING:
            continue  # "when payments come up", "set up"
        if tokens.lower[child] in _BESIDE or _DIRECTION.get(tokens.lower[child]) == "unchanged":
            return _DIRECTION[tokens.lower[child]]
    return _DIRECTION.get(tokens.lemma[verb])


def _by_meaning(tokens: Tokens, verb: int, head: int) -> str | None:
    """Return what a verb says of its amount: ``earned``, ``cost``, ``bought it for``; not of "lost a contract of"."""
    lemma = tokens.lemma[verb]
    name = _VERBS.get(lemma)
    if name is None or (name == "funding" and tokens.dep[head] != "dobj"):
        return None
    if name == "price" and tokens.lower[tokens.head[head]] not in {"for", "at"}:
        return None  # "sold $2 billion of bonds"
    if name == "payment":
        if any(tokens.lower[child] == "for" for child in (*tokens.children[verb], *tokens.children[head])):
            return "price"
        subjects = tokens.children_with(verb, "nsubjpass")
        if lemma == "pay" and any(child != head and tokens.lemma[child] not in _TRANSPARENT for child in subjects):
            return "pay"  # "she is paid $20 an hour"
    return name


def _around_verb(tokens: Tokens, verb: int, amount: Container[int], noun: int) -> int:
    """Return the measure among the subject and the object of a verb; -1 for none.

    A verb without a subject of its own has that of the verb above it: "profit fell, then rose 3 percent". What is
    counted by the noun ``noun`` is not looked for there: "cut its forecast, blaming two customers".
    """
    for _ in range(3):
        subjects = list(tokens.children_with(verb, *NOMINAL_SUBJECTS))
        objects = list(tokens.children_with(verb, "dobj")) if tokens.lemma[verb] in _DIRECTION else []
        for child in objects + subjects:
            if child in amount:
                continue
            if tokens.lemma[child] in _NOUNS or (child in subjects and _is_currency(tokens, child)):
                return -1 if _is_joined(tokens, child) else child
            if (of := _inside(tokens, child)) >= 0 and tokens.lemma[child] in _CHANGED:
                return of
        dep = tokens.dep[verb]
        if subjects or noun >= 0 or tokens.head[verb] == verb or dep not in {"conj", "advcl", "acl", "xcomp"}:
            break
        if dep in {"acl", "advcl"} and tokens.tag[verb] == "VB":
            break  # "an agreement to defer 500 mln dlrs"
        verb = tokens.head[verb]
        if tokens.pos[verb] in {"NOUN", "PROPN"}:
            return verb if tokens.lemma[verb] in _NOUNS else -1
    return -1


def _is_joined(tokens: Tokens, noun: int) -> bool:
    """Return whether another measure is joined to one, so that an amount may be of either: ``cut jobs and costs``."""
    name = _NOUNS.get(tokens.lemma[noun])
    return any(_NOUNS.get(tokens.lemma[other], name) != name for other in tokens.children_with(noun, "conj"))


def _is_currency(tokens: Tokens, noun: int) -> bool:
    """Return whether a subject is a currency itself, no sum of it: ``the yen fell 2 percent``."""
    return tokens.lemma[noun] in _CURRENCIES and not any(tokens.children_with(noun, "nummod"))


def measure_name(tokens: Tokens, noun: int) -> str:
    """Return the normal form of a measure, with the word before it where that changes it: ``market share``."""
    lemma = tokens.lemma[noun]
    if lemma in _CURRENCIES:
        return "exchange rate"
    if lemma == "interest" and tokens.lower[tokens.head[noun]] == "in":
        return lemma  # "$3 million in interest": no share of a company
    for child in reversed(tokens.children[noun]):
        if child < noun and tokens.dep[child] in {"compound", "amod", "nmod"}:
            phrase = _PHRASES.get(f"{tokens.lower[child]} {lemma}")
            if phrase:
                return phrase
    return _NOUNS.get(tokens.lower[noun]) or _NOUNS.get(lemma, lemma)  # "damages" are no damage


def _part_of(tokens: Tokens, head: int, end: int) -> Measure | None:
    """``43 percent of the vote``, ``owns 30 percent of Acme``."""
    if end == len(tokens) or tokens.lower[end] != "of":
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
    if end + 1 < len(tokens) and tokens.lower[end] in _RATE_WORDS:
        unit = tokens.lower[end + 1]
        base = None if _NO_RATE.intersection(tokens.lower[end + 2 : end + 3]) else _RATE_OF.get(unit)
        if base and unit == "share":
            return _PER_SHARE.get(name or "", f"{name or 'price'} per share")
        if base:
            return f"{'pay' if name == 'price' and base == 'rate' else name or base} per {unit}"
    return name


def by_line(tokens: Tokens, start: int, name: str | None) -> str | None:
    """Return the measure that a word of a table of results names: ``Shr 72 cts vs 58 cts``, ``Shr loss 3 cts``."""
    if tokens.words.isdisjoint(_LINES):
        return name
    text = tokens.masked
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


def is_measure(tokens: Tokens, noun: int) -> bool:
    """Return whether a noun names a measure or a change: of "first-quarter sales" the period is that of the sales."""
    return tokens.lemma[noun] in _NOUNS or tokens.lemma[noun] in _DIRECTION or tokens.lemma[noun] in _TRANSPARENT


def is_from(tokens: Tokens, measure: Measure, first: int) -> bool:
    """Return whether an old value has a verb of change to itself: ``unemployment rose from 6 percent``."""
    if measure.name is None or measure.verb < 0 or tokens.lemma[measure.verb] not in _DIRECTION:
        return False
    return tokens.lower[first - 1] == "from" and tokens.lower[max(0, first - 2)] not in _BESIDE
