"""Names that the model cut short or missed, found by the words around them."""

from __future__ import annotations

from wiredesk.contract import EntityType
from wiredesk.nlp.knowledge import Gazetteer, Lexicon
from wiredesk.nlp.lexicon.person_verbs import person_verbs
from wiredesk.nlp.mentions import Name
from wiredesk.nlp.names.name_words import (
    BEATING,
    BODIES,
    CALENDAR,
    ENDINGS,
    HEADS,
    HONORIFICS,
    NOT_BODIES,
    PARTICLES,
)
from wiredesk.nlp.tokens import Tokens

_PROPER = frozenset({"NNP", "NNPS"})


def grown(tokens: Tokens, found: list[Name], known: Gazetteer, lexical: Lexicon) -> list[Name]:
    """The names with those cut short made whole and those missed put in, in order; none overlap."""
    taken = [False] * len(tokens)
    for name in found:
        for at in range(name.start, name.end):
            taken[at] = True
    found = [_stretched(tokens, name, taken, known, lexical) for name in found]
    found = _joined(tokens, found)
    taken = [False] * len(tokens)
    for name in found:
        for at in range(name.start, name.end):
            taken[at] = True
    added = _bracketed(tokens, found, taken) + _people(tokens, taken, known, lexical) + _bodies(tokens, taken)
    added += _acronyms(tokens, taken) + _subjects(tokens, taken, known, lexical)
    return sorted(found + added + _winners(tokens, found, taken))


def is_capital(tokens: Tokens, at: int) -> bool:
    """Whether the token is a capitalised word that the tagger takes for a name."""
    return tokens.text[at][:1].isupper() and tokens.tag[at] in _PROPER


def _stretched(tokens: Tokens, name: Name, taken: list[bool], known: Gazetteer, lexical: Lexicon) -> Name:
    """Take in the capitalised words that the parser binds into the name: ``Valley [Radiotherapy Associates]``."""
    start, end, label, _ = name
    if tokens.all_caps[start] or label == "NORP":
        return name
    if label == "PERSON":
        bound = end < len(tokens) and tokens.head[end - 1] == end and tokens.dep[end - 1] == "compound"
        if bound and not taken[end] and is_capital(tokens, end) and tokens.lower[end] not in lexical.role_words:
            end += 1
            taken[end - 1] = True
        while (
            tokens.lower[tokens.sentence_start[start]] == "by"
            and end < len(tokens)
            and not taken[end]
            and _goes_on(tokens, end)
        ):
            # A byline is names alone, whatever the parser makes of it.
            end += 1
            taken[end - 1] = True
        if end - start == 1 and _given_before(tokens, start, taken, known, lexical):
            start -= 1
            taken[start] = True
    elif label in {"ORG", "FAC", "EVENT", "PRODUCT"}:
        while (
            start > tokens.sentence_start[start]
            and not taken[start - 1]
            and is_capital(tokens, start - 1)
            and tokens.dep[start - 1] == "compound"
            and start <= tokens.head[start - 1] < end
            and tokens.lower[start - 1] not in lexical.role_words
            and tokens.lower[start - 1] not in HONORIFICS
        ):
            start -= 1
            taken[start] = True
        while end < len(tokens) and not taken[end] and tokens.lower[end] in ENDINGS and tokens.text[end][:1].isupper():
            end += 1
            taken[end - 1] = True
    if (start, end) == name[:2]:
        return name
    return Name(start, end, label, "stretched")


def _goes_on(tokens: Tokens, at: int) -> bool:
    """Whether a byline's name goes on with this word, which no dateline's capitals begin."""
    text = tokens.text[at]
    return is_capital(tokens, at) and text.istitle() and tokens.paragraph[at] == tokens.paragraph[at - 1]


def _given_before(tokens: Tokens, start: int, taken: list[bool], known: Gazetteer, lexical: Lexicon) -> bool:
    """Whether a first name that the model left out stands before a surname: ``Milanka [Petrovic]``."""
    at = start - 1
    if at < tokens.sentence_start[start] or taken[at] or not is_capital(tokens, at) or tokens.dep[at] != "compound":
        return False
    word = tokens.lower[at]
    if word in lexical.role_words or word in HONORIFICS or word in BODIES or word in lexical.groups:
        return False
    return tokens.head[at] == start and tokens.text[at] not in known.facts and len(word) > 2


def _joined(tokens: Tokens, found: list[Name]) -> list[Name]:
    """Make one of ``[Bank] of [England]``, ``[University of Alabama] at [Birmingham]``."""
    out: list[Name] = []
    for name in found:
        before = out[-1] if out else None
        if before and _joins(tokens, before, name):
            out[-1] = Name(before.start, name.end, "ORG" if before.type != "FAC" else "FAC", "of")
        else:
            out.append(name)
    return out


def _joins(tokens: Tokens, before: Name, name: Name) -> bool:
    gap = tokens.lower[before.end : name.start]
    if before.type == "ORG" and name.type in {"ORG", "PERSON"} and gap in (["&"], ["&amp"], ["&amp", ";"], ["&amp;"]):
        return True
    if gap == ["and"] and before.type in {"ORG", "FAC"} and name.type in {"ORG", "FAC"}:
        return _compounds(tokens, before, name)
    if gap == ["of"] and tokens.lower[name.end - 1] in ENDINGS and before.type in {"ORG", "LOC", "FAC", "GPE"}:
        return True
    if not gap and before.type == "GPE" and name.type == "ORG":
        return _bound_body(tokens, before, name)
    if before.type not in {"ORG", "FAC"} or not 1 <= len(gap) <= 2 or tokens.all_caps[name.start]:
        return False
    last = tokens.lower[before.end - 1]
    if not tokens.text[before.end - 1][:1].isupper() or last not in HEADS:
        return False
    if gap[0] == "of" and gap[1:] in ([], ["the"]):
        return name.type in {"GPE", "LOC", "ORG", "NORP"}
    return gap == ["for"] and name.type in {"ORG", "LOC"}


def _bound_body(tokens: Tokens, before: Name, name: Name) -> bool:
    """``[U.S.] [Department of Education]``: the parser binds the place into the body's name."""
    head = tokens.head[before.end - 1]
    common = tokens.lower[name.start] in HEADS or tokens.lower[name.end - 1] in HEADS
    return common and name.start <= head < name.end


def _compounds(tokens: Tokens, before: Name, name: Name) -> bool:
    """``[Immigration] and [Customs Enforcement]``: the parser binds the first into the second."""
    last = before.end - 1
    return tokens.lower[last] not in BODIES and name.start <= tokens.head[last] < name.end


def _people(tokens: Tokens, taken: list[bool], known: Gazetteer, lexical: Lexicon) -> list[Name]:
    """People whom the model missed: a first name with what follows it, and what follows Mr, Mrs, Sen."""
    found: list[Name] = []
    at, count = 0, len(tokens)
    while at < count:
        start = at
        at += 1
        if taken[start] or tokens.all_caps[start] or not tokens.text[start][:1].isupper():
            continue
        if tokens.lower[start] in HONORIFICS and tokens.text[start] != "General":
            first = start + 1
            end = _run(tokens, first, taken)
            style = tokens.text[start].endswith(".") or tokens.lower[start] in {
                "mr",
                "mrs",
                "ms",
                "dr",
                "sir",
                "sen",
                "rep",
            }
            if end > first and style and tokens.lower[first] not in lexical.role_words:
                found.append(Name(first, end, "PERSON", "honorific"))
                at = end
        elif tokens.text[start] in lexical.sexes and tokens.tag[start] == "NNP":
            end = _run(tokens, start, taken)
            if 2 <= end - start <= 4 and _is_person(tokens, start, end, known, lexical):
                found.append(Name(start, end, "PERSON", "first name"))
                at = end
    for name in found:
        for index in range(name.start, name.end):
            taken[index] = True
    return found


def _run(tokens: Tokens, start: int, taken: list[bool]) -> int:
    """End of the capitalised words that begin at ``start``, small words of names (``van der``) among them."""
    at, count = start, len(tokens)
    while at < count and not taken[at] and tokens.sentence_start[at] == tokens.sentence_start[start]:
        followed = at > start and at + 1 < count and is_capital(tokens, at + 1) and not taken[at + 1]
        if is_capital(tokens, at) or (followed and tokens.lower[at] in PARTICLES):
            at += 1
        elif followed and tokens.text[at] == "-":
            at += 2
        else:
            break
    return at


def _is_person(tokens: Tokens, start: int, end: int, known: Gazetteer, lexical: Lexicon) -> bool:
    """A first name with a surname, not a place or a body that is called after one."""
    last = tokens.lower[end - 1]
    whole = tokens.string(start, end)
    fact = known.facts.get(tokens.text[start])
    if last in HEADS or last in ENDINGS or last in lexical.groups or whole in known.facts:
        return False
    return not (fact and fact.type != "PERSON")


def _bodies(tokens: Tokens, taken: list[bool]) -> list[Name]:
    """Organisations whom the model missed, told by their last word: ``Louisiana Alligator Advisory Council``."""
    found: list[Name] = []
    at, count = 0, len(tokens)
    while at < count:
        if taken[at] or tokens.all_caps[at] or not is_capital(tokens, at):
            at += 1
            continue
        end = _run(tokens, at, taken)
        last = tokens.lower[end - 1]
        if end - at >= 2 and (last in ENDINGS or last in HEADS) and tokens.text[end - 1][:1].isupper():
            label: EntityType = "ORG"
            if not (at == tokens.sentence_start[at] and end - at == 2 and tokens.lower[at] in {"the", "a"}):
                found.append(Name(at, end, label, "last word"))
                for index in range(at, end):
                    taken[index] = True
        at = max(end, at + 1)
    return found


def _bracketed(tokens: Tokens, found: list[Name], taken: list[bool]) -> list[Name]:
    """Short forms in brackets after a name: ``Children's Health Insurance Programme (CHIP)``."""
    added: list[Name] = []
    for name in found:
        at = name.end + 1
        if at + 1 >= len(tokens) or tokens.text[name.end] != "(" or tokens.text[at + 1] != ")" or taken[at]:
            continue
        word = tokens.text[at]
        if name.type in {"PERSON", "NORP", "GPE"} or name.end - name.start < 2 or tokens.all_caps[at]:
            continue
        if len(word) > 1 and sum(map(str.isupper, word)) > 1 and word[0].lower() == tokens.lower[name.start][0]:
            added.append(Name(at, at + 1, name.type, "in brackets"))
            taken[at] = True
    return added


def _acronyms(tokens: Tokens, taken: list[bool]) -> list[Name]:
    """Bodies that a story calls again and again by letters: ``VRA has``, ``about VRA``."""
    seen: dict[str, list[int]] = {}
    for at, word in enumerate(tokens.text):
        if not (3 <= len(word) <= 6 and word.isupper() and word.isalpha()) or taken[at] or tokens.all_caps[at]:
            continue
        if tokens.tag[at] == "NNP" and tokens.lower[at] not in NOT_BODIES and not _beside_capitals(tokens, at):
            seen.setdefault(word, []).append(at)
    return [Name(at, at + 1, "ORG", "acronym again") for places in seen.values() if len(places) > 1 for at in places]


def _beside_capitals(tokens: Tokens, at: int) -> bool:
    """Whether a neighbour is in capitals too, so that the letters may be a shout."""
    around = tokens.text[max(at - 1, 0) : at] + tokens.text[at + 1 : at + 2]
    return any(len(word) > 1 and word.isupper() for word in around)


def _winners(tokens: Tokens, found: list[Name], taken: list[bool]) -> list[Name]:
    """Whom the model missed of two who met: ``[Arsenal] beat Chelsea`` is what Chelsea is, a team or a person."""
    losers = {at: name for name in found for at in range(name.start, name.end)}
    added: list[Name] = []
    for at, dep in enumerate(tokens.dep):
        if dep != "nsubj" or taken[at] or tokens.all_caps[at] or tokens.children[at] or not is_capital(tokens, at):
            continue
        verb = tokens.head[at]
        if tokens.lemma[verb] not in BEATING or not tokens.text[at].istitle():
            continue
        beaten = next(
            (losers[kid] for kid in tokens.children[verb] if tokens.dep[kid] == "dobj" and kid in losers), None
        )
        if beaten:
            added.append(Name(at, at + 1, beaten.type if beaten.type != "GPE" else "ORG", "what it beat"))
            taken[at] = True
    return added


def _subjects(tokens: Tokens, taken: list[bool], known: Gazetteer, lexical: Lexicon) -> list[Name]:
    """People whom the model missed, told by what they do: ``Halloran resigned``."""
    found: list[Name] = []
    verbs = person_verbs()
    for at, dep in enumerate(tokens.dep):
        if dep not in {"nsubj", "nsubjpass"} or taken[at] or tokens.tag[at] != "NNP" or tokens.all_caps[at]:
            continue
        word, verb = tokens.text[at], tokens.head[at]
        if tokens.lemma[verb] not in verbs:
            continue
        plain = word.istitle() and word.isalpha() and len(word) > 2 and not tokens.children[at]
        other = tokens.lower[at] in lexical.roles or tokens.lower[at] in lexical.groups or tokens.lower[at] in CALENDAR
        if plain and not other and word not in known.facts and tokens.lower[at] not in BODIES:
            found.append(Name(at, at + 1, "PERSON", "what it does"))
            taken[at] = True
    return found
