"""Find names that the model cut short or missed, by the words around them.

Extending rules add tokens to a span; adding rules find spans that no name covers yet. ``wiredesk extract --explain``
prints the name of each rule that applied.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from wiredesk.contract import EntityType
from wiredesk.nlp.knowledge import EntityLexicon, KnownNames
from wiredesk.nlp.lexicon import word_set
from wiredesk.nlp.lexicon.person_verbs import person_verbs
from wiredesk.nlp.mentions import Name
from wiredesk.nlp.names.coverage import Coverage
from wiredesk.nlp.names.model_spans import is_time_zone
from wiredesk.nlp.names.name_words import (
    CALENDAR,
    HONORIFICS,
    LEGAL_FORMS,
    ORG_HEADS,
    ORG_LAST_WORDS,
    POST_NOMINALS,
)
from wiredesk.nlp.names.proper_nouns import full_names, proper_nouns
from wiredesk.nlp.names.span_repairs import is_joined
from wiredesk.nlp.tokens import NOMINAL_SUBJECTS, Tokens

_NAMING_HONORIFICS = word_set("honorifics", "without_stop")
_NOT_ACRONYMS = word_set("org_names", "not_acronyms")
_EVENTS = word_set("type_words", "events")
_MISSED_EVENTS = word_set("type_words", "events_only")
_WINNING = word_set("contests", "beat")
_AMPERSANDS = (["&"], ["&amp"], ["&amp", ";"], ["&amp;"], ["&", "amp", ";"])
_MAX_GAP = max(map(len, _AMPERSANDS))
"""Tokens between two names that are joined."""
_IBERIAN = word_set("person_names", "iberian_particles")
_GENERATION_SURNAMES = word_set("person_names", "generation_surnames")
_NOT_FIRST = word_set("person_names", "not_first")
_EXTENDED_TO_THE_LEFT = frozenset({"ORG", "FAC", "EVENT", "PRODUCT"})
_EXTENDED = _EXTENDED_TO_THE_LEFT | {"PERSON"}
"""Types whose names are extended; those of any type that end in "act" are, too."""
_NOBLES = word_set("type_words", "nobles_first")
NOBLE_RULE = "noble title"
_MAX_APPOSED_GAP = 2
"""Tokens between a person and the noble title that he or she has: ``Camilla, the Duchess of Larkwood``."""
_MAX_SURNAME_LETTERS = 6
"""Letters of an East Asian surname (``Hwang``, ``Jegal``)."""
_COURT_DISTRICTS = word_set("place_names", "court_districts")
_KEEP_TYPE = frozenset({"FAC", "GPE"})
"""Types that a name keeps when "of" and another name are joined to it."""
_NOT_FIRST_NAMES = frozenset({"GPE", "NORP", "PRODUCT", "LOC"})
_MAX_PERSON_TOKENS = 4
_YEAR = re.compile("1[6-9][0-9]{2}|20[0-9]{2}")


def expand(tokens: Tokens, found: list[Name], known: KnownNames, lexicon: EntityLexicon) -> list[Name]:
    """Return the names in order, extended and joined, with those that the model missed; none overlap."""
    coverage = Coverage(tokens, found, known, lexicon)
    ends_in_act = "act" in tokens.words
    extended = [_extend_span(coverage, name) if ends_in_act or name.type in _EXTENDED else name for name in found]
    found = _merge_adjacent(tokens, extended, coverage)
    if not _NOBLES.isdisjoint(tokens.words):
        found = [_noble(coverage, before, name) for before, name in zip([None, *found], found, strict=False)]
    added = [
        *_short_forms_in_brackets(coverage, found),
        *_persons(coverage),
        *_organisations(coverage),
        *_repeated_acronyms(coverage),
        *_subjects_of_person_verbs(coverage),
        *_match_winners(coverage, found),
    ]
    added += full_names(coverage)
    added += proper_nouns(coverage)
    return sorted(found + added)


# ---------------------------------------------------------------------- extending


def _extend_span(coverage: Coverage, name: Name) -> Name:
    """Add the capitalised words that the parser attaches to the name: ``Valley [Radiotherapy Associates]``."""
    start, end = name.start, name.end
    tokens = coverage.tokens
    if tokens.all_caps[start]:
        return name
    if name.type == "PERSON":
        if tokens.head[end - 1] == end:
            end = _end_of_compound(coverage, end)
        if tokens.lower[tokens.sentence_start[start]] == "by":
            end = _end_of_byline(coverage, end)
        known_first = end - start > 1 and tokens.text[start] in coverage.lexicon.first_name_genders
        room = 0 if known_first else _MAX_PERSON_TOKENS - (end - start)
        while room > 0 and _is_first_name_before(coverage, start, end):
            start, room = start - 1, room - 1
    elif name.type in _EXTENDED_TO_THE_LEFT:
        while _is_bound_before(coverage, start, end):
            start -= 1
        while coverage.is_free(end) and _is_legal_form(tokens, end):
            end += 1
    if tokens.lower[end - 1] == "act" and tokens.lower[end : end + 1] == ["of"] and _is_year(coverage, end + 1):
        end += 2
    if start == name.start and end == name.end:
        return name
    coverage.take(start, end)
    return Name(start, end, name.type, "extended")


def _end_of_compound(coverage: Coverage, end: int) -> int:
    """Add the surname that a first name modifies: ``[Milanka] Petrovic``."""
    tokens = coverage.tokens
    bound = coverage.is_free(end) and tokens.head[end - 1] == end and tokens.dep[end - 1] == "compound"
    surname = bound and tokens.is_proper_noun(end) and tokens.text[end] not in POST_NOMINALS
    surname = surname and tokens.lower[end] not in coverage.lexicon.role_words
    return end + 1 if surname else end


def _end_of_byline(coverage: Coverage, end: int) -> int:
    """Add the rest of a byline, which consists of names only, however it is parsed: ``By Anna [Lund] Holm``."""
    tokens = coverage.tokens
    while (
        coverage.is_free(end)
        and tokens.is_proper_noun(end)
        and tokens.text[end].istitle()  # the capitals of a dateline may follow
        and tokens.paragraph[end] == tokens.paragraph[end - 1]
    ):
        end += 1
    return end


def _is_first_name_before(coverage: Coverage, start: int, end: int) -> bool:
    """Return whether a first name that the model left out precedes a surname: ``Milanka [Petrovic]``."""
    tokens, at = coverage.tokens, start - 1
    if at < tokens.sentence_start[start] or coverage.taken[at]:
        return False
    if not tokens.is_proper_noun(at):
        if tokens.text[at].istitle() and end - start == 1 and _is_behind_role(coverage, at):
            return True  # "receiver [Early] Doucet": capitals behind a role begin the name, whatever the word means
        return tokens.tag[at] == "UH" and _is_surname_before_hyphens(coverage, start)
    if tokens.dep[at] != "compound" or not start <= tokens.head[at] < end or not tokens.text[at].istitle():
        return _is_surname_before_hyphens(coverage, start)
    word, lexicon = tokens.lower[at], coverage.lexicon
    if word in _NOT_FIRST:
        return False
    other = word in HONORIFICS or word in ORG_LAST_WORDS or word in lexicon.role_words or word in lexicon.nominal_types
    return not other and tokens.text[at] not in coverage.known.by_text and len(word) > 2


def _is_behind_role(coverage: Coverage, at: int) -> bool:
    """Return whether a small-letter noun for a person in the singular is right before a token: ``striker``."""
    tokens, before = coverage.tokens, at - 1
    if before < tokens.sentence_start[at] or not tokens.text[before].islower() or tokens.tag[before] != "NN":
        return False
    return tokens.lower[before] in coverage.lexicon.role_words


def _is_surname_before_hyphens(coverage: Coverage, start: int) -> bool:
    """Return whether a short word before an East Asian given name is its surname: ``Oh [Se-jin]``."""
    tokens, at = coverage.tokens, start - 1
    if not is_joined(tokens, start + 1) or not tokens.text[start + 2].islower():
        return False
    word = tokens.lower[at]
    other = word in HONORIFICS or word in coverage.lexicon.role_words or word in coverage.lexicon.nominal_types
    return tokens.text[at].istitle() and len(word) <= _MAX_SURNAME_LETTERS and not other


def _noble(coverage: Coverage, before: Name | None, name: Name) -> Name:
    """Return a person named by a noble title: ``the [Duchess of Larkwood] said``; beside a name it is a title only."""
    tokens, start = coverage.tokens, name.start - 2
    if name.type not in {"GPE", "LOC"} or start < 0 or tokens.lower[start + 1] != "of":
        return name
    if tokens.lower[start] not in _NOBLES or not tokens.text[start].istitle() or coverage.taken[start]:
        return name
    behind_person = before is not None and before.type == "PERSON" and start - before.end <= _MAX_APPOSED_GAP
    if behind_person or tokens.text[name.end : name.end + 1] == [","]:
        return name
    coverage.take(start, name.end)
    return Name(start, name.end, "PERSON", NOBLE_RULE)


def _is_bound_before(coverage: Coverage, start: int, end: int) -> bool:
    """Return whether the capitalised word before a name modifies it: ``Valley [Radiotherapy Associates]``."""
    tokens, at = coverage.tokens, start - 1
    if at < tokens.sentence_start[start] or coverage.taken[at] or not tokens.is_proper_noun(at):
        return False
    bound = tokens.dep[at] == "compound" and start <= tokens.head[at] < end
    return bound and tokens.lower[at] not in coverage.lexicon.role_words and tokens.lower[at] not in HONORIFICS


def _is_year(coverage: Coverage, at: int) -> bool:
    """``Securities Act of [1933]``."""
    return coverage.is_free(at) and _YEAR.fullmatch(coverage.tokens.text[at]) is not None


def _is_legal_form(tokens: Tokens, at: int) -> bool:
    return tokens.lower[at] in LEGAL_FORMS and tokens.text[at][:1].isupper()


# ---------------------------------------------------------------------- joining


def _merge_adjacent(tokens: Tokens, found: list[Name], coverage: Coverage) -> list[Name]:
    """Join ``[Bank] of [England]``, ``[University of Alabama] at [Birmingham]``."""
    merged: list[Name] = []
    for name in found:
        before = merged[-1] if merged else None
        if before and name.start - before.end <= _MAX_GAP and _belong_together(tokens, before, name, coverage):
            person = name.type != "FAC" and (
                before.type == "PERSON" or (before.end == name.start and name.type == "PERSON")
            )
            label: EntityType = "PERSON" if person else before.type if before.type in _KEEP_TYPE else "ORG"
            merged[-1] = Name(before.start, name.end, label, "of")
            coverage.take(before.start, name.end)
        else:
            merged.append(name)
    return merged


def _belong_together(tokens: Tokens, before: Name, name: Name, coverage: Coverage) -> bool:
    gap = tokens.lower[before.end : name.start]
    if not gap and (_is_surname_after(tokens, before, name) or _is_first_name(coverage, before, name)):
        return True
    if before.type == "PERSON" and name.rule != "known" and _is_last_surname(tokens, before, gap, name):
        return True
    if not gap:
        return before.type == "GPE" and name.type == "ORG" and _place_modifies(tokens, before, name)
    if gap in _AMPERSANDS and before.type == "ORG" and name.type in {"ORG", "PERSON"}:
        return True
    if gap == ["and"] and before.type in {"ORG", "FAC"} and name.type in {"ORG", "FAC"}:
        return _first_modifies(tokens, before, name)
    if gap == ["of"] and tokens.lower[name.end - 1] in LEGAL_FORMS and before.type in {"ORG", "LOC", "FAC", "GPE"}:
        return True
    return _head_takes(tokens, before, gap, name)


def _is_surname_after(tokens: Tokens, before: Name, name: Name) -> bool:
    """``[Akinyi] [Odhiambo]``: the parser attaches a first name to the word that the model took for something else."""
    if before.type != "PERSON" or name.type not in {"GPE", "ORG", "NORP"} or name.rule == "known":
        return False
    single = before.end - before.start == 1 and name.end - name.start == 1
    return single and tokens.dep[before.start] == "compound" and tokens.head[before.start] == name.start


def _is_first_name(coverage: Coverage, before: Name, name: Name) -> bool:
    """``[Tyrese] [Hawkins]``, ``[Montserrat] [Caballe]``: a first name that the model took for something else."""
    if name.type != "PERSON" or before.type not in _NOT_FIRST_NAMES or before.end - before.start != 1:
        return False
    tokens, first_names, first = coverage.tokens, coverage.lexicon.first_name_genders, before.start
    if (
        not tokens.text[first].istitle()
        or tokens.dep[first] != "compound"
        or not name.start <= tokens.head[first] < name.end
    ):
        return False
    if name.end - name.start > 1 and tokens.text[name.start] in first_names:
        return False  # the second has a first name of its own: a title or a body precedes it
    if tokens.text[first] in first_names:
        return True
    if tokens.text[first] in coverage.known.by_text:
        return first > 0 and tokens.lower[first - 1] in HONORIFICS
    return before.type in {"NORP", "GPE"} and name.end - name.start == 1 and first > 0 and tokens.tag[first - 1] != "DT"


def _is_last_surname(tokens: Tokens, before: Name, gap: list[str], name: Name) -> bool:
    """``[Renan Calmon] do [Vale]``, ``[Joao Batista] [Sarney Filho]``: the rest of an Iberian name."""
    if name.end - name.start == 1 and before.end - before.start > 1 and len(gap) == 1:
        return gap[0] in _IBERIAN and tokens.text[before.end].islower()
    if gap or name.type != "PERSON":
        return False
    last = name.end - 1
    return tokens.lower[last] in _GENERATION_SURNAMES and last > name.start


def _head_takes(tokens: Tokens, before: Name, gap: list[str], name: Name) -> bool:
    """Return whether the noun that ends the first name takes ``of`` or ``for`` and the second."""
    if gap == ["of"] and name.type == "GPE" and _is_court_district(tokens, before):
        return True
    if before.type not in {"ORG", "FAC"} or len(gap) > 2 or tokens.all_caps[name.start]:
        return False
    if not tokens.text[before.end - 1][:1].isupper() or tokens.lower[before.end - 1] not in ORG_HEADS:
        return False
    if gap in (["of"], ["of", "the"]):
        return name.type in {"GPE", "LOC", "ORG", "NORP"}
    return gap == ["for"] and name.type in {"ORG", "LOC"}


def _is_court_district(tokens: Tokens, name: Name) -> bool:
    """``[Northern District] of [California]``."""
    district = name.end - name.start > 1 and tokens.text[name.end - 1] == "District"
    return district and tokens.lower[name.start] in _COURT_DISTRICTS


def _place_modifies(tokens: Tokens, before: Name, name: Name) -> bool:
    """``[U.S.] [Department of Education]``: the parser attaches the place to the organisation's name."""
    head = tokens.head[before.end - 1]
    common = tokens.lower[name.start] in ORG_HEADS or tokens.lower[name.end - 1] in ORG_HEADS
    return common and name.start <= head < name.end


def _first_modifies(tokens: Tokens, before: Name, name: Name) -> bool:
    """``[Immigration] and [Customs Enforcement]``: the parser attaches the first to the second."""
    last = before.end - 1
    return tokens.lower[last] not in ORG_LAST_WORDS and name.start <= tokens.head[last] < name.end


# ---------------------------------------------------------------------- adding


def _short_forms_in_brackets(coverage: Coverage, found: list[Name]) -> Iterator[Name]:
    """``Children's Health Insurance Programme (CHIP)``."""
    tokens, text = coverage.tokens, coverage.tokens.text
    for name in found:
        at = name.end + 1
        if at + 1 >= len(text) or text[name.end] != "(" or text[at + 1] != ")" or coverage.taken[at]:
            continue
        word = tokens.text[at]
        if name.type in {"PERSON", "NORP", "GPE"} or name.end - name.start < 2 or tokens.all_caps[at]:
            continue
        if sum(map(str.isupper, word)) > 1 and word[0].lower() == tokens.lower[name.start][0]:
            coverage.take(at, at + 1)
            yield Name(at, at + 1, name.type, "in brackets")


def _persons(coverage: Coverage) -> list[Name]:
    """Find people that the model missed: a first name and the words after it, and the words after Mr, Mrs, Sen."""
    found: list[Name] = []
    end = 0
    lower, text, first_names = coverage.tokens.lower, coverage.tokens.text, coverage.lexicon.first_name_genders
    for at in [at for at in coverage.open_capitals if lower[at] in HONORIFICS or text[at] in first_names]:
        if at >= end and not coverage.taken[at] and (name := _person_at(coverage, at)):
            found.append(name)
            end = name.end
    for name in found:
        coverage.take(name.start, name.end)
    return found


def _person_at(coverage: Coverage, start: int) -> Name | None:
    """Return the person whose honorific or first name begins at ``start``."""
    tokens = coverage.tokens
    if tokens.lower[start] in HONORIFICS and tokens.text[start] != "General":
        end = coverage.capitalised_until(start + 1)
        naming = tokens.text[start].endswith(".") or tokens.lower[start] in _NAMING_HONORIFICS
        if end > start + 1 and naming and tokens.lower[start + 1] not in coverage.lexicon.role_words:
            return Name(start + 1, end, "PERSON", "honorific")
    elif tokens.text[start] in coverage.lexicon.first_name_genders and tokens.tag[start] == "NNP":
        end = coverage.capitalised_until(start)
        if 2 <= end - start <= _MAX_PERSON_TOKENS and _is_full_name(coverage, start, end):
            return Name(start, end, "PERSON", "first name")
    return None


def _is_full_name(coverage: Coverage, start: int, end: int) -> bool:
    """Return whether a first name has a surname, and does not begin the name of a place or an organisation."""
    tokens, by_text = coverage.tokens, coverage.known.by_text
    last = tokens.lower[end - 1]
    if last in ORG_HEADS or last in LEGAL_FORMS or last in _EVENTS or last in coverage.lexicon.nominal_types:
        return False
    entry = by_text.get(tokens.text[start])
    return tokens.string(start, end) not in by_text and not (entry and entry.type != "PERSON")


def _organisations(coverage: Coverage) -> Iterator[Name]:
    """Find organisations that the model missed, by their last word: ``Louisiana Alligator Advisory Council``."""
    end = 0
    tokens = coverage.tokens
    for at in coverage.open_proper_nouns:
        if at < end or coverage.taken[at] or not coverage.goes_on(at) or not tokens.is_proper_noun(at):
            continue
        end = coverage.capitalised_until(at)
        if _is_organisation(tokens, at, end):
            coverage.take(at, end)
            yield Name(at, end, "ORG", "last word")
        elif end - at > 1 and tokens.lower[end - 1] in _MISSED_EVENTS and tokens.text[end - 1].istitle():
            coverage.take(at, end)
            yield Name(at, end, "EVENT", "last word")


def _is_organisation(tokens: Tokens, start: int, end: int) -> bool:
    last = tokens.lower[end - 1]
    if end - start < 2 or not tokens.text[end - 1][:1].isupper() or (last not in LEGAL_FORMS and last not in ORG_HEADS):
        return False
    article = end - start == 2 and tokens.lower[start] in {"the", "a"}
    return not (article and start == tokens.sentence_start[start])


def _repeated_acronyms(coverage: Coverage) -> list[Name]:
    """Find organisations that a story names by letters several times: ``VRA has``, ``about VRA``."""
    tokens = coverage.tokens
    seen: dict[str, list[int]] = {}
    for at in coverage.open_proper_nouns:
        word = tokens.text[at]
        if not 3 <= len(word) <= 6 or not word.isupper() or not word.isalpha():
            continue
        if coverage.taken[at] or tokens.tag[at] != "NNP" or tokens.lower[at] in _NOT_ACRONYMS:
            continue
        if not _is_beside_capitals(tokens, at) and not is_time_zone(tokens, at, at + 1):
            seen.setdefault(word, []).append(at)
    return [Name(at, at + 1, "ORG", "acronym again") for places in seen.values() if len(places) > 1 for at in places]


def _is_beside_capitals(tokens: Tokens, at: int) -> bool:
    """Return whether a neighbour is in capitals too, so that the letters may be emphasis."""
    around = tokens.text[max(at - 1, 0) : at] + tokens.text[at + 1 : at + 2]
    return any(len(word) > 1 and word.isupper() for word in around)


def _subjects_of_person_verbs(coverage: Coverage) -> Iterator[Name]:
    """Find people that the model missed, by their verbs: ``Halloran resigned``."""
    tokens, lexicon, verbs = coverage.tokens, coverage.lexicon, person_verbs()
    for at in coverage.open_proper_nouns:
        if tokens.dep[at] not in NOMINAL_SUBJECTS or coverage.taken[at] or tokens.tag[at] != "NNP":
            continue
        word, lower = tokens.text[at], tokens.lower[at]
        if tokens.lemma[tokens.head[at]] not in verbs or tokens.children[at]:
            continue
        if not (word.istitle() and word.isalpha() and len(word) > 2) or word in coverage.known.by_text:
            continue
        common = lower in lexicon.roles or lower in lexicon.nominal_types or lower in CALENDAR
        if not common and lower not in ORG_LAST_WORDS:
            coverage.take(at, at + 1)
            yield Name(at, at + 1, "PERSON", "what it does")


def _match_winners(coverage: Coverage, found: list[Name]) -> Iterator[Name]:
    """Find the winner that the model missed: in ``[Arsenal] beat Chelsea``, Arsenal has the type of Chelsea."""
    tokens = coverage.tokens
    at_token: dict[int, Name] = {}
    for at in coverage.open_proper_nouns:
        if tokens.dep[at] != "nsubj" or coverage.taken[at] or tokens.children[at]:
            continue
        verb = tokens.head[at]
        if tokens.lemma[verb] not in _WINNING or not tokens.is_proper_noun(at) or not tokens.text[at].istitle():
            continue
        at_token = at_token or {at: name for name in found for at in range(name.start, name.end)}
        beaten = next((at_token[kid] for kid in tokens.children_with(verb, "dobj") if kid in at_token), None)
        if beaten:
            coverage.take(at, at + 1)
            yield Name(at, at + 1, beaten.type if beaten.type != "GPE" else "ORG", "what it beat")
