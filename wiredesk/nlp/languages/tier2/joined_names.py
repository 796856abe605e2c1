"""Names joined to things: short names of a person to the full one, acronyms to the name they stand for."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from wiredesk.contract import EntityType, Title
from wiredesk.folded_names import folded_name
from wiredesk.nlp.languages.tier2.local_name_words import LocalNameWords, Sex, first_name_sex
from wiredesk.nlp.languages.tier2.repaired_names import RuleName
from wiredesk.nlp.tokens import Tokens


@dataclass(slots=True, eq=False)
class NamedThing:
    """A person, organisation, place or other thing with its names in the text. Only its maker changes it."""

    type: EntityType
    rule: str
    names: list[RuleName] = field(default_factory=list)
    sex: Sex = ""
    titles: list[Title] = field(default_factory=list)
    roles: set[str] = field(default_factory=set)
    """Heads of its titles, in small letters."""

    def full_name(self, tokens: Tokens) -> str:
        """Return its longest name for a person, else the most frequent one that is no acronym of another."""
        texts = [tokens.string(name.start, name.end) for name in self.names]
        if self.type == "PERSON":
            return max(texts, key=lambda text: len(text.split()))
        whole = [text for text in texts if not text.isupper()]
        return Counter(whole or texts).most_common(1)[0][0]


def joined_names(tokens: Tokens, names: list[RuleName], words: LocalNameWords) -> list[NamedThing]:
    """Return the things that names mean, in the order of their first mention; each name belongs to one."""
    persons = _joined_persons(tokens, [name for name in names if name.type == "PERSON"], words)
    others = _joined_others(tokens, [name for name in names if name.type != "PERSON"])
    return sorted([*persons, *others], key=lambda thing: thing.names[0].start)


def sex_of(tokens: Tokens, name: RuleName, words: LocalNameWords) -> Sex:
    """Return the sex that the honorific before a name or its first name tells."""
    before = tokens.text[name.start - 1] if name.start else ""
    if sex := words.honorifics.get(before, ""):
        return sex
    return (first_name_sex(tokens.text[name.start]) or "") if name.end - name.start > 1 else ""


def _joined_persons(tokens: Tokens, names: list[RuleName], words: LocalNameWords) -> list[NamedThing]:
    things: list[NamedThing] = []
    by_name: dict[tuple[str, ...], list[NamedThing]] = {}
    for full in (True, False):
        for name in names:
            key = tuple(folded_name(tokens.string(name.start, name.end), "PERSON").split())
            if (len(key) > 1) != full:
                continue
            sex = sex_of(tokens, name, words)
            thing = _same_person(by_name.get(key, ()), sex, name.start)
            if thing is None:
                thing = NamedThing("PERSON", name.rule)
                things.append(thing)
                for form in {key, *(key[at:] for at in range(1, len(key))), key[:1]}:
                    by_name.setdefault(form, []).append(thing)
            thing.names.append(name)
            thing.sex = thing.sex or sex
    for thing in things:
        thing.names.sort(key=lambda name: name.start)
    return things


def _same_person(found: list[NamedThing] | tuple[NamedThing, ...], sex: Sex, at: int) -> NamedThing | None:
    """Return the person of a name who is not of the other sex: of several the one named last before it."""
    fitting = [thing for thing in found[:20] if not (sex and thing.sex and sex != thing.sex)]
    before = [thing for thing in fitting if thing.names[0].start < at]
    return max(before or fitting, key=lambda thing: thing.names[0].start, default=None)


def _joined_others(tokens: Tokens, names: list[RuleName]) -> list[NamedThing]:
    things: list[NamedThing] = []
    by_name: dict[str, NamedThing] = {}
    for name in names:
        text = tokens.string(name.start, name.end)
        thing = by_name.get(folded_name(text, name.type))
        if thing is None and name.type == "ORG" and things and _is_acronym_of(tokens, things[-1], name, text):
            thing = things[-1]
        if thing is None:
            thing = NamedThing(name.type, name.rule)
            things.append(thing)
        by_name.setdefault(folded_name(text, name.type), thing)
        if name.type == "ORG" and len(initials := _initials(tokens, name)) > 1:
            by_name.setdefault(folded_name(initials, "ORG"), thing)
        thing.names.append(name)
    return things


def _initials(tokens: Tokens, name: RuleName) -> str:
    """Return the first letters of the words of a name that have four letters or more: BCE."""
    words = [word for word in tokens.text[name.start : name.end] if len(word) > 3]
    return "".join(word[0].upper() for word in words)


def _is_acronym_of(tokens: Tokens, thing: NamedThing, name: RuleName, text: str) -> bool:
    """Return whether a name in capitals stands in brackets right behind the last organisation."""
    before = thing.names[-1]
    opened = name.start - before.end == 1 and tokens.text[before.end] == "("
    return thing.type == "ORG" and opened and text.upper() == text and tokens.text[before.start][:1] == text[0]
