"""Mend the ends of a span: hyphenated words stay whole, scores, weekdays and titles stay outside.

Token ranges are ``(start, end)``, ``end`` exclusive.
"""

from __future__ import annotations

from wiredesk.contract import EntityType
from wiredesk.nlp.knowledge import EntityLexicon
from wiredesk.nlp.lexicon import word_set
from wiredesk.nlp.names.name_words import LEGAL_FORMS, PARTICLES, PLACE_NOUNS, WEEKDAYS
from wiredesk.nlp.tokens import Tokens

Range = tuple[int, int]

HYPHENS = frozenset({"-", "‐", "‑", "–"})
DASHES = HYPHENS | {"--", "—", "_"}
_WORD_MAKERS = word_set("person_names", "after_hyphens")
_MAX_SYLLABLE_LETTERS = 6
"""Letters of the second half of an East Asian given name (``Young-hyun`` has four); longer words are English."""
_MAX_JOINER_LETTERS = 4
"""Letters of a small word between two hyphens (``Stratford-upon-Avon``)."""
_WHOLE_TYPES = frozenset({"PERSON", "ORG", "GPE", "LOC", "FAC", "NORP", "PRODUCT"})
_PARTICIPLES = frozenset({"VBN", "VBD", "VBG", "JJ", "JJR"})
_COMMON_TAGS = frozenset({"NN", "NNS"})
_INNER_WORDS = frozenset({"of", "for", "and", "&", "the"})
_NUMBER_TAGS = frozenset({"CD", "LS"})
RELATIONS = word_set("org_names", "relations")
_LEAD_NOUNS = word_set("org_names", "people_before_for")


def cut_at_dashes(tokens: Tokens, start: int, end: int) -> list[Range]:
    """Cut a span at a dash between blanks: the model joins a dateline to the first name, ``BEIJING - Larkwood Ltd``."""
    if DASHES.isdisjoint(tokens.text[start + 1 : end - 1]):
        return [(start, end)]
    parts: list[Range] = []
    first = start
    for at in range(start + 1, end - 1):
        if (
            tokens.text[at] in DASHES
            and tokens.end[at - 1] < tokens.start[at]
            and tokens.end[at] < tokens.start[at + 1]
        ):
            parts.append((first, at))
            first = at + 1
    parts.append((first, end))
    return [part for part in parts if part[0] < part[1]]


def is_joined(tokens: Tokens, hyphen: int) -> bool:
    """Return whether a token is a hyphen without blanks around it."""
    text = tokens.text
    return (
        0 < hyphen < len(text) - 1
        and text[hyphen] in HYPHENS
        and tokens.end[hyphen - 1] == tokens.start[hyphen]
        and tokens.end[hyphen] == tokens.start[hyphen + 1]
    )


def whole_hyphenated(tokens: Tokens, start: int, end: int, label: EntityType) -> Range:
    """Return the range with the rest of the hyphenated words at its ends: ``Kim Min-su``, ``Dar-i-Nur``."""
    if label not in _WHOLE_TYPES:
        return start, end
    while is_joined(tokens, end) and _continues(tokens, start, end + 1, label):
        end += 2
    while is_joined(tokens, start - 1) and _precedes(tokens, start - 2, label):
        start -= 2
    if label == "PERSON" and end < len(tokens) and is_joined(tokens, end - 2) and _is_surname_after(tokens, end):
        end += 1
    return start, end


def _continues(tokens: Tokens, start: int, at: int, label: EntityType) -> bool:
    """Return whether the word after a hyphen belongs to the name before it."""
    text, lower = tokens.text[at], tokens.lower[at]
    if not text.isalpha() or lower in _WORD_MAKERS or tokens.tag[at] in _PARTICIPLES:
        return False
    if len(text) <= _MAX_JOINER_LETTERS and is_joined(tokens, at + 1) and tokens.text[at + 2][:1].isupper():
        return text.islower()  # Dar-i-Nur, Port-au-Prince
    if text[0].isupper():
        if at - start > 2 and tokens.text[at - 2].islower() and is_joined(tokens, at - 3):
            return True
        return tokens.is_proper_noun(at) and label in {"PERSON", "ORG"} and not _is_name_of_its_own(tokens, at)
    return label == "PERSON" and at - start > 2 and len(text) <= _MAX_SYLLABLE_LETTERS and _ends_name(tokens, start, at)


def _ends_name(tokens: Tokens, start: int, at: int) -> bool:
    """Return whether a lower-case word is the end of a name, not of a compound (``a Kim Jong Un-style rule``)."""
    return tokens.tag[at][:3] == "NNP" or start <= tokens.head[at] <= at or tokens.dep[at] not in {"compound", "amod"}


def _is_name_of_its_own(tokens: Tokens, at: int) -> bool:
    return tokens.ent_type[at] in {"GPE", "NORP"}


def _precedes(tokens: Tokens, at: int, label: EntityType) -> bool:
    """Return whether the word before a hyphen belongs to the name after it: ``al-`` of al-Assad, ``Lloyd-`` Jones."""
    if tokens.lower[at] in PARTICLES:
        return True
    return label == "PERSON" and tokens.is_proper_noun(at) and not _is_name_of_its_own(tokens, at)


def _is_surname_after(tokens: Tokens, at: int) -> bool:
    """Return whether the model stopped at the hyphen and left the surname out: ``[Jean-Luc] Godard``."""
    bound = tokens.dep[at - 1] == "compound" and tokens.head[at - 1] == at
    return bound and tokens.is_proper_noun(at) and tokens.ent_type[at] in {"", "PERSON"}


def trim_score(tokens: Tokens, start: int, end: int) -> int:
    """Return the end of a name without the result behind it: ``[Rovers] 3-0``."""
    at = end
    while at - start > 1 and (tokens.tag[at - 1] in _NUMBER_TAGS or tokens.text[at - 1] in HYPHENS):
        at -= 1
    if at == end:
        return end
    numbers = sum(tokens.text[number].isdigit() for number in range(at, end))
    return at if numbers > 1 else end


def trim_weekdays(tokens: Tokens, start: int, end: int) -> Range:
    """Cut days of the week off both ends: ``said Friday [Smith]``, ``met [Anna Lund] Tuesday``."""
    while end - start > 1 and tokens.lower[start] in WEEKDAYS:
        start += 1
    while end - start > 1 and tokens.lower[end - 1] in WEEKDAYS:
        end -= 1
    return start, end


def trim_titles(tokens: Tokens, start: int, end: int, lexicon: EntityLexicon) -> Range:
    """Cut a title behind an organisation and people before it: ``[Larkwood] Chief Executive``, ``lawyers for [X]``."""
    last = _before_title(tokens, start, _before_common_nouns(tokens, start, end), lexicon)
    if tokens.lower[start] in _LEAD_NOUNS and tokens.lower[start + 1 : start + 2] in (["for"], ["of"], ["at"]):
        start += 2
    elif tokens.lower[start] in RELATIONS and end - start > 1 and start == tokens.sentence_start[start]:
        start += 1
    return (start, last) if start < last else (start, end)


def _before_common_nouns(tokens: Tokens, start: int, end: int) -> int:
    """Return the end of an organisation without common nouns behind it: ``[Fars] news agency``."""
    last = end
    while last - start > 1 and tokens.tag[last - 1] in _COMMON_TAGS and tokens.text[last - 1].islower():
        last -= 1
    joined = tokens.lower[last - 1] in _INNER_WORDS or is_joined(tokens, last - 1)
    return end if joined or not tokens.text[last - 1][:1].isupper() else last


def _before_title(tokens: Tokens, start: int, end: int, lexicon: EntityLexicon) -> int:
    """Return the end of a name without the title of an office that ends the span, or that goes on behind it."""
    following = tokens.lower[end] if end < len(tokens) else ""
    if end - start > 1 and f"{tokens.lower[end - 1]} {following}" in lexicon.roles:
        return end - 1  # [Danish] Energy Minister
    if tokens.lower[end - 1] not in lexicon.role_last_words:
        return end
    for size in range(min(lexicon.max_role_tokens, end - start - 1), 0, -1):
        role = tokens.string(end - size, end).lower()
        if lexicon.roles.get(role) == "post" and (size > 1 or tokens.text[end - 1].islower()):
            return end - size
    return end


def trim_region_noun(tokens: Tokens, start: int, end: int) -> int:
    """Return the end of a place without a common noun behind it: ``[Hubei] province``; ``Zamfara State`` stays."""
    while end - start > 1 and tokens.lower[end - 1] in PLACE_NOUNS and tokens.text[end - 1].islower():
        end -= 1
    return end


def split_at_role(tokens: Tokens, start: int, end: int, lexicon: EntityLexicon) -> Range | None:
    """Return the range of a title in lower case between two names: ``Kayapo [leader] Mydjere``."""
    for at in range(start + 1, end - 1):
        if not tokens.text[at].islower() or tokens.lower[at] not in lexicon.role_first_words:
            continue
        for size in range(min(lexicon.max_role_tokens, end - 1 - at), 0, -1):
            role = tokens.string(at, at + size)
            if role in lexicon.roles and role not in PARTICLES and tokens.text[at + size][:1].isupper():
                return at, at + size
    return None


def cut_after_legal_form(tokens: Tokens, start: int, end: int) -> list[Range]:
    """Cut a span that goes on into the next sentence behind a legal form: ``[Larkwood Ltd.] [Standard]``."""
    for at in range(start + 1, end - 1):
        if tokens.text[at].endswith(".") and tokens.lower[at] in LEGAL_FORMS and tokens.text[at + 1].istitle():
            if tokens.lower[at + 1] in LEGAL_FORMS:
                break
            return [(start, at + 1), (at + 1, end)]
    return [(start, end)]
