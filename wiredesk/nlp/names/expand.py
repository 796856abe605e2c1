"""Names that the model cut short or missed, found by the words around them."""

from __future__ import annotations

from wiredesk.contract import EntityType
from wiredesk.nlp.knowledge import Gazetteer, Lexicon
from wiredesk.nlp.names.model_spans import Name
from wiredesk.nlp.names.name_words import (
    BEATING,
    BODIES,
    CALENDAR,
    ENDINGS,
    HEADS,
    HONORIFICS,
    NOT_BODIES,
    PARTICLES,
    SAYING,
    SERVING,
    STANDING,
)
from wiredesk.nlp.tokens import Words

_PROPER = frozenset({"NNP", "NNPS"})
_PLACES = frozenset({"GPE", "LOC", "FAC"})


def grown(words: Words, found: list[Name], known: Gazetteer, lexical: Lexicon) -> list[Name]:
    """The names with those cut short made whole and those missed put in, in order; none overlap."""
    taken = [False] * len(words)
    for name in found:
        for at in range(name.start, name.end):
            taken[at] = True
    found = [_stretched(words, name, taken, known, lexical) for name in found]
    found = _joined(words, found)
    taken = [False] * len(words)
    for name in found:
        for at in range(name.start, name.end):
            taken[at] = True
    added = _bracketed(words, found, taken) + _people(words, taken, known, lexical) + _bodies(words, taken)
    added += _acronyms(words, taken) + _subjects(words, taken, known, lexical)
    return sorted(found + added + _winners(words, found, taken))


def is_capital(words: Words, at: int) -> bool:
    """Whether the token is a capitalised word that the tagger takes for a name."""
    return words.text[at][:1].isupper() and words.tag[at] in _PROPER


def _stretched(words: Words, name: Name, taken: list[bool], known: Gazetteer, lexical: Lexicon) -> Name:
    """Take in the capitalised words that the parser binds into the name: ``Valley [Radiotherapy Associates]``."""
    start, end, label, _ = name
    if words.caps[start] or label == "NORP":
        return name
    if label == "PERSON":
        bound = end < len(words) and words.head[end - 1] == end and words.dep[end - 1] == "compound"
        if bound and not taken[end] and is_capital(words, end) and words.lower[end] not in lexical.role_words:
            end += 1
            taken[end - 1] = True
        while words.lower[words.opens[start]] == "by" and end < len(words) and not taken[end] and _goes_on(words, end):
            # A byline is names alone, whatever the parser makes of it.
            end += 1
            taken[end - 1] = True
        if end - start == 1 and _given_before(words, start, taken, known, lexical):
            start -= 1
            taken[start] = True
    elif label in {"ORG", "FAC", "EVENT", "PRODUCT"}:
        while (
            start > words.opens[start]
            and not taken[start - 1]
            and is_capital(words, start - 1)
            and words.dep[start - 1] == "compound"
            and start <= words.head[start - 1] < end
            and words.lower[start - 1] not in lexical.role_words
            and words.lower[start - 1] not in HONORIFICS
        ):
            start -= 1
            taken[start] = True
        while end < len(words) and not taken[end] and words.lower[end] in ENDINGS and words.text[end][:1].isupper():
            end += 1
            taken[end - 1] = True
    if (start, end) == name[:2]:
        return name
    return Name(start, end, label, "stretched")


def _goes_on(words: Words, at: int) -> bool:
    """Whether a byline's name goes on with this word, which no dateline's capitals begin."""
    text = words.text[at]
    return is_capital(words, at) and text.istitle() and words.paragraph[at] == words.paragraph[at - 1]


def _given_before(words: Words, start: int, taken: list[bool], known: Gazetteer, lexical: Lexicon) -> bool:
    """Whether a first name that the model left out stands before a surname: ``Milanka [Petrovic]``."""
    at = start - 1
    if at < words.opens[start] or taken[at] or not is_capital(words, at) or words.dep[at] != "compound":
        return False
    word = words.lower[at]
    if word in lexical.role_words or word in HONORIFICS or word in BODIES or word in lexical.groups:
        return False
    return words.head[at] == start and words.text[at] not in known.facts and len(word) > 2


def _joined(words: Words, found: list[Name]) -> list[Name]:
    """Make one of ``[Bank] of [England]``, ``[University of Alabama] at [Birmingham]``."""
    out: list[Name] = []
    for name in found:
        before = out[-1] if out else None
        if before and _joins(words, before, name):
            out[-1] = Name(before.start, name.end, "ORG" if before.type != "FAC" else "FAC", "of")
        else:
            out.append(name)
    return out


def _joins(words: Words, before: Name, name: Name) -> bool:
    gap = words.lower[before.end : name.start]
    if before.type == "ORG" and name.type in {"ORG", "PERSON"} and gap in (["&"], ["&amp"], ["&amp", ";"], ["&amp;"]):
        return True
    if gap == ["and"] and before.type in {"ORG", "FAC"} and name.type in {"ORG", "FAC"}:
        return _compounds(words, before, name)
    if gap == ["of"] and words.lower[name.end - 1] in ENDINGS and before.type in {"ORG", "LOC", "FAC", "GPE"}:
        return True
    if not gap and before.type == "GPE" and name.type == "ORG":
        return _bound_body(words, before, name)
    if before.type not in {"ORG", "FAC"} or not 1 <= len(gap) <= 2 or words.caps[name.start]:
        return False
    last = words.lower[before.end - 1]
    if not words.text[before.end - 1][:1].isupper() or last not in HEADS:
        return False
    if gap[0] == "of" and gap[1:] in ([], ["the"]):
        return name.type in {"GPE", "LOC", "ORG", "NORP"}
    return gap == ["for"] and name.type in {"ORG", "LOC"}


def _bound_body(words: Words, before: Name, name: Name) -> bool:
    """``[U.S.] [Department of Education]``: the parser binds the place into the body's name."""
    head = words.head[before.end - 1]
    common = words.lower[name.start] in HEADS or words.lower[name.end - 1] in HEADS
    return common and name.start <= head < name.end


def _compounds(words: Words, before: Name, name: Name) -> bool:
    """``[Immigration] and [Customs Enforcement]``: the parser binds the first into the second."""
    last = before.end - 1
    return words.lower[last] not in BODIES and name.start <= words.head[last] < name.end


def _people(words: Words, taken: list[bool], known: Gazetteer, lexical: Lexicon) -> list[Name]:
    """People whom the model missed: a first name with what follows it, and what follows Mr, Mrs, Sen."""
    found: list[Name] = []
    at, count = 0, len(words)
    while at < count:
        start = at
        at += 1
        if taken[start] or words.caps[start] or not words.text[start][:1].isupper():
            continue
        if words.lower[start] in HONORIFICS and words.text[start] != "General":
            first = start + 1
            end = _run(words, first, taken)
            style = words.text[start].endswith(".") or words.lower[start] in {
                "mr",
                "mrs",
                "ms",
                "dr",
                "sir",
                "sen",
                "rep",
            }
            if end > first and style and words.lower[first] not in lexical.role_words:
                found.append(Name(first, end, "PERSON", "honorific"))
                at = end
        elif words.text[start] in lexical.sexes and words.tag[start] == "NNP":
            end = _run(words, start, taken)
            if 2 <= end - start <= 4 and _is_person(words, start, end, known, lexical):
                found.append(Name(start, end, "PERSON", "first name"))
                at = end
    for name in found:
        for index in range(name.start, name.end):
            taken[index] = True
    return found


def _run(words: Words, start: int, taken: list[bool]) -> int:
    """End of the capitalised words that begin at ``start``, small words of names (``van der``) among them."""
    at, count = start, len(words)
    while at < count and not taken[at] and words.opens[at] == words.opens[start]:
        followed = at > start and at + 1 < count and is_capital(words, at + 1) and not taken[at + 1]
        if is_capital(words, at) or (followed and words.lower[at] in PARTICLES):
            at += 1
        elif followed and words.text[at] == "-":
            at += 2
        else:
            break
    return at


def _is_person(words: Words, start: int, end: int, known: Gazetteer, lexical: Lexicon) -> bool:
    """A first name with a surname, not a place or a body that is called after one."""
    last = words.lower[end - 1]
    whole = words.string(start, end)
    fact = known.facts.get(words.text[start])
    if last in HEADS or last in ENDINGS or last in lexical.groups or whole in known.facts:
        return False
    return not (fact and fact.type != "PERSON")


def _bodies(words: Words, taken: list[bool]) -> list[Name]:
    """Organisations whom the model missed, told by their last word: ``Louisiana Alligator Advisory Council``."""
    found: list[Name] = []
    at, count = 0, len(words)
    while at < count:
        if taken[at] or words.caps[at] or not is_capital(words, at):
            at += 1
            continue
        end = _run(words, at, taken)
        last = words.lower[end - 1]
        if end - at >= 2 and (last in ENDINGS or last in HEADS) and words.text[end - 1][:1].isupper():
            label: EntityType = "ORG"
            if not (at == words.opens[at] and end - at == 2 and words.lower[at] in {"the", "a"}):
                found.append(Name(at, end, label, "last word"))
                for index in range(at, end):
                    taken[index] = True
        at = max(end, at + 1)
    return found


def _bracketed(words: Words, found: list[Name], taken: list[bool]) -> list[Name]:
    """Short forms in brackets after a name: ``Children's Health Insurance Programme (CHIP)``."""
    added: list[Name] = []
    for name in found:
        at = name.end + 1
        if at + 1 >= len(words) or words.text[name.end] != "(" or words.text[at + 1] != ")" or taken[at]:
            continue
        word = words.text[at]
        if name.type in {"PERSON", "NORP", "GPE"} or name.end - name.start < 2 or words.caps[at]:
            continue
        if len(word) > 1 and sum(map(str.isupper, word)) > 1 and word[0].lower() == words.lower[name.start][0]:
            added.append(Name(at, at + 1, name.type, "in brackets"))
            taken[at] = True
    return added


def _acronyms(words: Words, taken: list[bool]) -> list[Name]:
    """Bodies that a story calls again and again by letters: ``VRA has``, ``about VRA``."""
    seen: dict[str, list[int]] = {}
    for at, word in enumerate(words.text):
        if not (3 <= len(word) <= 6 and word.isupper() and word.isalpha()) or taken[at] or words.caps[at]:
            continue
        if words.tag[at] == "NNP" and words.lower[at] not in NOT_BODIES and not _beside_capitals(words, at):
            seen.setdefault(word, []).append(at)
    return [Name(at, at + 1, "ORG", "acronym again") for places in seen.values() if len(places) > 1 for at in places]


def _beside_capitals(words: Words, at: int) -> bool:
    """Whether a neighbour is in capitals too, so that the letters may be a shout."""
    around = words.text[max(at - 1, 0) : at] + words.text[at + 1 : at + 2]
    return any(len(word) > 1 and word.isupper() for word in around)


def _winners(words: Words, found: list[Name], taken: list[bool]) -> list[Name]:
    """Whom the model missed of two who met: ``[Arsenal] beat Chelsea`` is what Chelsea is, a team or a person."""
    losers = {at: name for name in found for at in range(name.start, name.end)}
    added: list[Name] = []
    for at, dep in enumerate(words.dep):
        if dep != "nsubj" or taken[at] or words.caps[at] or words.kids[at] or not is_capital(words, at):
            continue
        verb = words.head[at]
        if words.lemma[verb] not in BEATING or not words.text[at].istitle():
            continue
        beaten = next((losers[kid] for kid in words.kids[verb] if words.dep[kid] == "dobj" and kid in losers), None)
        if beaten:
            added.append(Name(at, at + 1, beaten.type if beaten.type != "GPE" else "ORG", "what it beat"))
            taken[at] = True
    return added


def _subjects(words: Words, taken: list[bool], known: Gazetteer, lexical: Lexicon) -> list[Name]:
    """People whom the model missed, told by what they do: ``Halloran resigned``."""
    found: list[Name] = []
    for at, dep in enumerate(words.dep):
        if dep not in {"nsubj", "nsubjpass"} or taken[at] or words.tag[at] != "NNP" or words.caps[at]:
            continue
        word, verb = words.text[at], words.head[at]
        if words.lemma[verb] not in STANDING and words.lemma[verb] not in SAYING and words.lemma[verb] not in SERVING:
            continue
        plain = word.istitle() and word.isalpha() and len(word) > 2 and not words.kids[at]
        other = words.lower[at] in lexical.roles or words.lower[at] in lexical.groups or words.lower[at] in CALENDAR
        if plain and not other and word not in known.facts and words.lower[at] not in BODIES:
            found.append(Name(at, at + 1, "PERSON", "what it does"))
            taken[at] = True
    return found
