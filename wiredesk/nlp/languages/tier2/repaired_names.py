"""Names of a model after repairs: cut where they end, without honorifics, with the type that the words beside tell.

A name is a :class:`RuleName`.  Repairs know no name: they look at capitals, signs, and the classes of words of the
language's ``names.toml``.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace

from wiredesk.contract import EntityType, Span
from wiredesk.nlp.languages.profile import LanguageProfile
from wiredesk.nlp.languages.tier2.local_name_words import LocalNameWords, first_name_sex
from wiredesk.nlp.tokens import Tokens

_CODE = re.compile(r"[A-ZÀ-Ý][A-ZÀ-Ý0-9&.-]{1,7}s?")
_CUTS = frozenset('«»“”"()[]{};:!?/|…—–')
_GUILLEMETS = frozenset("«»“”")
_QUOTES = frozenset('«“"')
_SMALL = frozenset({"DET", "ADP", "CCONJ", "SCONJ", "VERB", "AUX", "PRON", "ADV", "PUNCT"})
"""Parts of speech that neither begin nor end a name in small letters."""
_JOINTS = frozenset({"DET", "ADP", "CCONJ", "SCONJ", "PRON"})
_MAX_PERSON_TOKENS = 7
_MAX_BACK = 6
"""Tokens before a name in which the noun that tells its type may stand."""
_MIN_REPEATED = 3
"""Characters of the shortest name that is looked for again."""


@dataclass(frozen=True, slots=True)
class RuleName:
    """A name: a token range, its type, and the rule that gave the type; ``model`` where no rule did."""

    start: int
    end: int
    type: EntityType
    rule: str = "model"


def repaired_names(
    tokens: Tokens, profile: LanguageProfile, words: LocalNameWords, dateline: Span | None
) -> list[RuleName]:
    """Return the names of a story, in order; they do not overlap.

    Args:
        tokens: the story.
        profile: its language, for the model's labels.
        words: the language's words beside names.
        dateline: the span of the dateline; a name that begins before its end is cut there.
    """
    edge = dateline[1] if dateline else -1
    found: list[RuleName] = []
    for start, end, label in tokens.entities:
        kind: EntityType | None = "EVENT" if label == "MISC" else profile.labels.get(label)
        if kind is not None:
            for first, last in _parts(tokens, start, end, kind, edge):
                part = _trimmed(tokens, words, first, _person_end(tokens, words, first, last, kind), kind)
                if part and not _is_no_name(tokens, words, *part, kind):
                    found.append(RuleName(*part, kind))
    taken = bytearray(len(tokens))
    kept = [_typed(tokens, words, _grown(tokens, words, name, edge)) for name in found]
    kept = list(_without_overlaps(kept, taken))
    kept += list(_missed(tokens, words, taken, edge))
    acronyms = {name.start: name for name in _acronyms(tokens, kept)}
    kept = [name for name in kept if name.start not in acronyms] + list(acronyms.values())
    for at in acronyms:
        taken[at] = 1
    kept = _voted(tokens, kept)
    kept += list(_repeated(tokens, kept, taken, edge))
    return sorted(kept, key=lambda name: name.start)


def _parts(tokens: Tokens, start: int, end: int, kind: EntityType, edge: int) -> Iterator[tuple[int, int]]:
    """Cut a range at signs that end a name, at the ends of lines and at the end of the dateline."""
    first = start
    for at in range(start, end + 1):
        cuts = _CUTS if kind != "EVENT" else _GUILLEMETS
        ends = at == end or not tokens.text[at].strip() or tokens.text[at] in cuts
        ends = ends or (tokens.text[at] == "," and kind != "EVENT")
        if not ends and at > first and tokens.start[at] >= edge > tokens.start[at - 1]:
            yield first, at
            first = at
        elif ends:
            if first < at:
                yield first, at
            first = at + 1


def _trimmed(tokens: Tokens, words: LocalNameWords, start: int, end: int, kind: EntityType) -> tuple[int, int] | None:
    """Return the range without honorifics, small words and signs at its ends; None if no capital is left."""
    if (
        kind == "ORG"
        and tokens.text[start] in words.no_names
        and end - start > 1
        and tokens.text[start + 1] in words.heads
    ):
        start += 1  # "Le Parti du travail"
    while kind in {"LOC", "GPE"} and start + 1 < end and tokens.text[start] in words.outside_places:
        start += 1
    if kind != "PERSON" and tokens.lower[start] in words.roles and tokens.text[start][:1].islower():
        return None  # "ministre des Transports" is a title
    while start < end and not _opens(tokens, words, start, end, kind):
        start += 1
    while start < end and not _closes(tokens, words, end - 1):
        end -= 1
    alone = end - start == 1 and (tokens.text[start] in words.no_names or len(tokens.text[start]) < 2)
    has_capital = any(tokens.text[at][:1].isupper() or tokens.text[at][:1].isdigit() for at in range(start, end))
    return None if start >= end or alone or not has_capital else (start, end)


def _person_end(tokens: Tokens, words: LocalNameWords, start: int, end: int, kind: EntityType) -> int:
    """Return the end of a range, before the preposition behind a first name and a surname: "X Y aux Affaires"."""
    is_person = kind != "PERSON" and end - start > 3 and first_name_sex(tokens.text[start]) is not None
    if not is_person or not _is_capital(tokens, start + 1):
        return end
    cut = tokens.lower[start + 2] in words.before_objects - words.particles
    return start + 2 if cut else end


def _is_no_name(tokens: Tokens, words: LocalNameWords, start: int, end: int, kind: EntityType) -> bool:
    """Return whether a range is the business of a ministry, or a noun at the start of a sentence."""
    alone = end - start == 1 and tokens.sentence_start[start] == start
    acts = end < len(tokens) and tokens.pos[end] in {"VERB", "AUX"}
    if alone and not acts and tokens.pos[start] == "NOUN" and tokens.text[start][1:].islower():
        return True
    if kind == "PERSON" or end - start > 2:
        return False
    at = start - 1
    while at >= 0 and start - at <= 2 and (tokens.lower[at] in words.particles or tokens.lower[at] in words.articles):
        at -= 1
    joined = 0 <= at < start - 1
    return joined and (tokens.lower[at] in words.departments or (at > 0 and tokens.lower[at - 1] in words.departments))


def _opens(tokens: Tokens, words: LocalNameWords, at: int, end: int, kind: EntityType) -> bool:
    word = tokens.text[at]
    if word in words.honorifics:
        return at + 1 < end and tokens.text[at + 1] in words.particles  # "Madame de Sévigné"
    if word.endswith(("'", "’")) or not word[:1].isalnum():
        return word[:1].isupper() and word not in words.no_names
    if not word[:1].islower():
        return True
    if kind == "PERSON":
        return word in words.particles and word not in words.before_objects and at + 1 < end
    return tokens.pos[at] not in _SMALL and word not in words.articles


def _closes(tokens: Tokens, words: LocalNameWords, at: int) -> bool:
    word = tokens.text[at]
    if word[:1].islower() and tokens.pos[at] in _JOINTS:
        return False
    return (word[-1:].isalnum() or (len(word) > 1 and word[-1] == ".")) and word.lower() not in words.particles


def _is_capital(tokens: Tokens, at: int) -> bool:
    return tokens.text[at][:1].isupper() and any(map(str.isalpha, tokens.text[at]))


def _grown(tokens: Tokens, words: LocalNameWords, name: RuleName, edge: int) -> RuleName:
    """Return a person's name with the capitalised words that the model left outside it."""
    name = _with_particle(tokens, words, _with_first_name(tokens, words, name, edge))
    if name.type != "PERSON":
        return name
    end = name.end
    while end < len(tokens) and end - name.start < _MAX_PERSON_TOKENS and _goes_on(tokens, words, end):
        end += 1
    return replace(name, end=end)


def _with_first_name(tokens: Tokens, words: LocalNameWords, name: RuleName, edge: int) -> RuleName:
    """Return a single name with the first name that stands right before it."""
    at = name.start - 1
    if name.end - name.start > 1 or at < 0 or tokens.start[at] < edge or not _is_capital(tokens, at):
        return name
    same = tokens.paragraph[at] == tokens.paragraph[name.start] and tokens.text[at] not in words.no_names
    glued = tokens.start[name.start] - tokens.end[at] == 1
    if not same or not glued or first_name_sex(tokens.text[at]) is None or _CODE.fullmatch(tokens.text[name.start]):
        return name
    return RuleName(at, name.end, "PERSON", "first name")


def _with_particle(tokens: Tokens, words: LocalNameWords, name: RuleName) -> RuleName:
    """Return a single name behind a title with the rest of it: "la présidente, Anneke de Vries,"."""
    if name.end - name.start > 1 or not _has_title_before(tokens, words, name.start):
        return name
    end = _run_end(tokens, words, None, name.start)
    closed = end > name.end and end < len(tokens) and tokens.text[end] in {",", "."}
    return RuleName(name.start, end, "PERSON", "title") if closed else name


def _goes_on(tokens: Tokens, words: LocalNameWords, at: int) -> bool:
    """Return whether a capitalised word, tagged as a name, follows a name without a sign between."""
    if at >= len(tokens) or tokens.paragraph[at] != tokens.paragraph[at - 1] or tokens.all_caps[at]:
        return False
    if tokens.start[at] - tokens.end[at - 1] > 1 or not _is_capital(tokens, at):
        return False
    if tokens.lower[at] in words.particles:  # "Le Goff", "El Amrani"
        return tokens.text[at + 1 : at + 2] != [] and _is_capital(tokens, at + 1)
    return (tokens.pos[at] == "PROPN" or tokens.lower[at - 1] in words.particles) and not _CODE.fullmatch(
        tokens.text[at]
    )


def _typed(tokens: Tokens, words: LocalNameWords, name: RuleName) -> RuleName:
    """Return the name with the type that its own words or the words before it tell."""
    for rule in (_by_honorific, _by_title_before, _by_head, _by_noun_before, _by_first_name, _by_preposition):
        if (kind := rule(tokens, words, name)) is not None:
            return replace(name, type=kind, rule=rule.__name__[1:].replace("_", " "))
    if name.end - name.start == 1 and _CODE.fullmatch(tokens.text[name.start]):
        numbered = any(map(str.isdigit, tokens.text[name.start]))
        if name.type == "PERSON" or (name.type == "LOC" and numbered):
            return replace(name, type="ORG", rule="code")
    if name.type == "EVENT" and _is_quoted(tokens, name):
        return replace(name, type="WORK_OF_ART", rule="in quotation marks")
    if name.type == "EVENT" and name.end - name.start == 1 and words.people.fullmatch(tokens.lower[name.start]):
        return replace(name, type="NORP", rule="ending")
    return name


def _by_honorific(tokens: Tokens, words: LocalNameWords, name: RuleName) -> EntityType | None:
    return "PERSON" if name.start and tokens.text[name.start - 1] in words.honorifics else None


def _by_title_before(tokens: Tokens, words: LocalNameWords, name: RuleName) -> EntityType | None:
    """Return PERSON for a name between commas behind a title: "la présidente du tribunal, X, a dit"."""
    if name.end >= len(tokens) or tokens.text[name.end] not in {",", "."} or name.type == "PERSON":
        return None
    return "PERSON" if _has_title_before(tokens, words, name.start) else None


def _has_title_before(tokens: Tokens, words: LocalNameWords, start: int) -> bool:
    if start < 2 or tokens.text[start - 1] != ",":
        return False
    for at in range(start - 2, max(-1, start - 2 - _MAX_BACK), -1):
        if tokens.text[at] in _CUTS or tokens.text[at] in {",", "."} or tokens.pos[at] in {"VERB", "AUX"}:
            return False
        if tokens.lower[at] in words.roles and at and tokens.lower[at - 1] in words.articles:
            return True
    return False


def _by_head(tokens: Tokens, words: LocalNameWords, name: RuleName) -> EntityType | None:
    if name.end - name.start == 1 and name.type != "EVENT":
        return None
    kind = words.heads.get(tokens.text[name.start])
    if kind is None or (kind == "LOC" and name.type == "GPE") or (name.type == "PERSON" and kind != "ORG"):
        return None
    return kind


def _by_noun_before(tokens: Tokens, words: LocalNameWords, name: RuleName) -> EntityType | None:
    at = name.start - 1
    while (
        at >= 0 and name.start - at <= 2 and (tokens.lower[at] in words.particles or tokens.lower[at] in words.articles)
    ):
        at -= 1
    if at < 0 or tokens.paragraph[at] != tokens.paragraph[name.start]:
        return None
    joined = name.start - at > 1
    noun = tokens.lower[at]
    if noun in words.roles and not joined and name.end - name.start > 1 and name.type not in {"ORG", "GPE"}:
        return "PERSON"
    kind = words.before.get(noun)
    if joined and (kind != "LOC" or _CODE.fullmatch(tokens.text[name.start])):
        return None
    if kind == "PERSON" and name.type == "ORG":
        return None
    return kind


def _by_first_name(tokens: Tokens, words: LocalNameWords, name: RuleName) -> EntityType | None:
    size = name.end - name.start
    if name.type == "PERSON" or not 2 <= size <= 4 or first_name_sex(tokens.text[name.start]) is None:
        return None
    rest = range(name.start + 1, name.end)
    if not all(_is_capital(tokens, at) or (tokens.lower[at] in words.particles and name.type == "ORG") for at in rest):
        return None
    if any(tokens.text[at] in words.heads or _CODE.fullmatch(tokens.text[at]) for at in rest):
        return None
    return None if _is_named_after(tokens, words, name.start) or _is_quoted(tokens, name) else "PERSON"


def _is_quoted(tokens: Tokens, name: RuleName) -> bool:
    return name.start > 0 and tokens.text[name.start - 1] in _QUOTES


def _is_named_after(tokens: Tokens, words: LocalNameWords, start: int) -> bool:
    at = start - 1
    while at >= 0 and start - at <= 2 and tokens.lower[at] in words.particles:
        at -= 1
    return at >= 0 and tokens.lower[at] in words.named_after


def _by_preposition(tokens: Tokens, words: LocalNameWords, name: RuleName) -> EntityType | None:
    before = tokens.lower[name.start - 1] if name.start else ""
    if before in words.companies_after and name.type != "PERSON":
        return "ORG"
    return None


def _without_overlaps(names: list[RuleName], taken: bytearray) -> Iterator[RuleName]:
    for name in sorted(names, key=lambda one: (one.start, one.start - one.end)):
        if not any(taken[name.start : name.end]):
            taken[name.start : name.end] = b"\1" * (name.end - name.start)
            yield name


def _missed(tokens: Tokens, words: LocalNameWords, taken: bytearray, edge: int) -> Iterator[RuleName]:
    """Yield names that the model missed: behind an honorific, or a known first name with a surname."""
    at = 0
    while at < len(tokens):
        end = at
        if not taken[at] and tokens.start[at] >= edge and _is_capital(tokens, at) and not tokens.all_caps[at]:
            titled = at > 0 and tokens.text[at - 1] in words.honorifics
            titled = titled or (_has_title_before(tokens, words, at) and _is_closed(tokens, words, taken, at))
            if (titled or first_name_sex(tokens.text[at]) is not None) and tokens.text[at] not in words.no_names:
                end = _run_end(tokens, words, taken, at)
                named_after = _is_named_after(tokens, words, at)
                if end - at >= (1 if titled else 2) and not named_after:
                    taken[at:end] = b"\1" * (end - at)
                    yield RuleName(at, end, "PERSON", "title" if titled else "first name")
        at = max(end, at + 1)


def _is_closed(tokens: Tokens, words: LocalNameWords, taken: bytearray, at: int) -> bool:
    """Return whether a comma or a stop follows the capitalised words from a token on, two or more."""
    end = _run_end(tokens, words, taken, at)
    return end - at > 1 and end < len(tokens) and tokens.text[end] in {",", "."}


def _run_end(tokens: Tokens, words: LocalNameWords, taken: bytearray | None, start: int) -> int:
    """Return the end of the capitalised words from a token on; small particles stand between two of them only."""
    end = at = start
    while at < len(tokens) and at - start < _MAX_PERSON_TOKENS and not (taken and taken[at]):
        if at > start and tokens.start[at] - tokens.end[at - 1] > 1:
            break
        if _is_capital(tokens, at) and tokens.text[at] not in words.no_names - {"Le", "La"}:
            end = at + 1
        elif tokens.lower[at] not in words.particles or tokens.lower[at] == "et":
            break
        at += 1
    return end


def _acronyms(tokens: Tokens, names: list[RuleName]) -> Iterator[RuleName]:
    """Yield the codes that stand in brackets right behind an organisation: "Banque centrale européenne (BCE)"."""
    for name in names:
        at = name.end + 1
        if name.type != "ORG" or at + 1 >= len(tokens):
            continue
        if (tokens.text[name.end], tokens.text[at + 1]) == ("(", ")") and _CODE.fullmatch(tokens.text[at]):
            yield RuleName(at, at + 1, "ORG", "acronym")


def _voted(tokens: Tokens, names: list[RuleName]) -> list[RuleName]:
    """Give each name one type in the whole story: what a rule told, else what most mentions have."""
    votes: dict[str, Counter[tuple[EntityType, str]]] = {}
    for name in names:
        key = tokens.string(name.start, name.end)
        votes.setdefault(key, Counter())[name.type, name.rule] += 1 if name.rule == "model" else 10
    best = {key: counted.most_common(1)[0][0] for key, counted in votes.items()}
    return [RuleName(name.start, name.end, *best[tokens.string(name.start, name.end)]) for name in names]


def _repeated(tokens: Tokens, names: list[RuleName], taken: bytearray, edge: int) -> Iterator[RuleName]:
    """Yield where a name is repeated that the model missed there; of a person's name the surname, too."""
    forms: dict[str, dict[tuple[str, ...], EntityType]] = {}
    for name in names:
        words = tuple(tokens.text[name.start : name.end])
        for form in (words, words[-1:]) if name.type == "PERSON" and len(words) > 1 else (words,):
            if len("".join(form)) >= _MIN_REPEATED and form[0][:1].isupper():
                forms.setdefault(form[0], {}).setdefault(form, name.type)
    ordered = {first: sorted(rows.items(), key=lambda row: -len(row[0]))[:8] for first, rows in forms.items()}
    for at, word in enumerate(tokens.text):
        if taken[at] or tokens.start[at] < edge:
            continue
        for form, kind in ordered.get(word, ()):
            end = at + len(form)
            if tuple(tokens.text[at:end]) == form and not any(taken[at:end]):
                taken[at:end] = b"\1" * (end - at)
                yield RuleName(at, end, kind, "repeated")
                break
