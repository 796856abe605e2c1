"""The model's spans, cut to the names in them.

A name has no article, no quotation mark, no possessive and no title: ``the Kremlin's`` becomes Kremlin, ``President Xi
Jinping`` becomes Xi Jinping. Token ranges are ``(start, end)``, ``end`` exclusive.
"""

from __future__ import annotations

from itertools import pairwise

from wiredesk.contract import ENTITY_TYPES, EntityType
from wiredesk.nlp.knowledge import EntityLexicon, KnownNames
from wiredesk.nlp.lexicon import word_set
from wiredesk.nlp.lexicon.word_answers import WordAnswers
from wiredesk.nlp.mentions import Name
from wiredesk.nlp.names.name_words import (
    CALENDAR,
    DETERMINERS,
    GENERATIONS,
    HONORIFICS,
    LEGAL_FORMS,
    ORG_LAST_WORDS,
    PARTICLES,
    POSSESSIVE_MARKS,
    POSSESSIVES,
    POST_NOMINALS,
    TIME_ZONES,
)
from wiredesk.nlp.names.plain_spans import is_plain_span
from wiredesk.nlp.names.span_repairs import (
    RELATIONS,
    Range,
    cut_after_legal_form,
    cut_at_dashes,
    is_joined,
    split_at_role,
    trim_region_noun,
    trim_score,
    trim_titles,
    trim_weekdays,
    whole_hyphenated,
)
from wiredesk.nlp.tokens import Tokens

_QUOTATION_MARKS = frozenset({'"', "“", "”", "``", "''", "„", "«", "»"})
"""Marks that come in pairs around or inside a name. The single ones may be apostrophes."""
_DOUBLE_OPENING = frozenset({'"', "“", "``"})
_BEFORE_NAMES = DETERMINERS | POSSESSIVES | word_set("function_words", "before_names")
_NOT_LAST = frozenset({"and", "of", "the", "&amp"})
_THE = frozenset({"the", "The"})
_WEB_AMPERSAND = ["&", "amp"]
"""Tokens of ``&amp;`` before its semicolon."""
_SCALE_WORDS = word_set("amount_endings", "scale")
_KEEPS_ARTICLE = word_set("place_names", "with_article")
_NOT_FIRST = word_set("person_names", "not_first") | {"-", ""}
_BEHIND_NAMES = LEGAL_FORMS | GENERATIONS
_FINITE_VERBS = frozenset({"VBD", "VBZ"})
_GENITIVES = frozenset({"'s", "’s"})
_NOT_OWNED = frozenset({"PUNCT", "VERB", "AUX", "ADP", "CCONJ", "SCONJ"})
_IS_MARK = WordAnswers(lambda word: word.lower() in POSSESSIVE_MARKS or not any(map(str.isalnum, word)))
"""Whether a token is punctuation or marks the possessive."""
_HALF_DAYS = frozenset({"a.m", "p.m", "am", "pm"})


def model_names(tokens: Tokens, known: KnownNames, lexicon: EntityLexicon) -> list[Name]:
    """Return the names in the model's spans; several where one span holds several people."""
    found: list[Name] = []
    text = tokens.text
    for start, end, label in tokens.entities:
        if label not in ENTITY_TYPES:
            continue
        first = start + 1 if text[start] in _THE and _has_spare_article(tokens, start, end) else start
        if is_plain_span(tokens, first, end, label, known):
            found.append(Name(first, end, label, "model"))
            continue
        for line in _cut_at_line_ends(tokens, start, end):
            for part in cut_at_dashes(tokens, *line):
                pieces = (_clean(tokens, piece, label, known, lexicon) for piece in _cut_at_lone_marks(tokens, *part))
                found += next(filter(None, pieces), [])  # part of a quotation: only its first piece is certain
    return _without_overlaps(found)


def _has_spare_article(tokens: Tokens, start: int, end: int) -> bool:
    """Return whether a span that begins with "the" goes on: the commonest repair, which no other rule looks at."""
    if end - start == 1:
        return False
    return tokens.text[start] == "the" or not (_keeps_article(tokens, start, end) or _begins_quotation(tokens, start))


def _without_overlaps(found: list[Name]) -> list[Name]:
    """Drop names inside the one before: a hyphenated word may join two spans of the model."""
    kept: list[Name] = []
    for name in found:
        if not kept or name.start >= kept[-1].end:
            kept.append(name)
        elif name.end > kept[-1].end and name.type == kept[-1].type:
            kept[-1] = kept[-1]._replace(end=name.end)
    return kept


def _cut_at_line_ends(tokens: Tokens, start: int, end: int) -> list[Range]:
    if "<" in tokens.text[start + 1 : end]:  # around a name, or before the code of a share: OGDEN CORP <OG>
        mark = tokens.text.index("<", start + 1)
        named = any(word[:1].isupper() for word in tokens.text[start:mark])
        start, end = (start, mark) if named else (mark + 1, end)
    if all(map(str.strip, tokens.text[start:end])):
        return [(start, end)]
    parts: list[Range] = []
    first = start
    for at in range(start, end + 1):
        if at == end or "\n" in tokens.text[at] or not tokens.text[at].strip():
            if first < at:
                parts.append((first, at))
            first = at + 1
    return parts


def _cut_at_lone_marks(tokens: Tokens, start: int, end: int) -> list[Range]:
    """Cut a span that begins or ends inside a quotation at its marks: ``Pacific "Ring of Fire``."""
    if _QUOTATION_MARKS.isdisjoint(tokens.text[start:end]):
        return [(start, end)]
    marks = [at for at in range(start, end) if tokens.text[at] in _QUOTATION_MARKS]
    if len(marks) % 2 == 0:
        return [(start, end)]
    return [(before + 1, at) for before, at in pairwise([start - 1, *marks, end]) if before + 1 < at]


def _clean(tokens: Tokens, span: Range, label: EntityType, known: KnownNames, lexicon: EntityLexicon) -> list[Name]:
    """Return the names in one piece of a span."""
    start, end = trim(tokens, *span)
    if start >= end:
        return []
    found = []
    if label == "ORG" and (holder := _office_holder(tokens, start, end, lexicon)):
        return [Name(*holder, "PERSON", "model")]
    if label in {"ORG", "PERSON", "NORP"} and (role := split_at_role(tokens, start, end, lexicon)):
        parts: list[tuple[Range, EntityType]] = [((start, role[0]), label), ((role[1], end), "PERSON")]
    else:
        parts = [(part, label) for part in _parts(tokens, start, end, label, known)]
    for part, kind in parts:
        first, last = _trim_part(tokens, part, kind, known, lexicon)
        if first < last and _has_letter(tokens, first, last) and not is_time_zone(tokens, first, last):
            found.append(Name(first, last, kind, "model"))
    return found


def _trim_part(tokens: Tokens, part: Range, label: EntityType, known: KnownNames, lexicon: EntityLexicon) -> Range:
    """Cut what does not belong to one name off its ends, and add the rest of hyphenated words."""
    first, last = trim(tokens, *part)
    if first >= last:
        return first, last
    if label == "PERSON":
        first, last = trim_weekdays(tokens, *trim_person(tokens, first, last, known, lexicon))
    elif label in {"GPE", "LOC", "FAC", "ORG"}:
        first, last = trim_place(tokens, first, last)
        if label == "ORG":
            first, last = trim_titles(tokens, first, last, lexicon)
        elif label == "GPE":
            last = trim_region_noun(tokens, first, last)
    if label in {"PERSON", "ORG", "GPE"}:
        last = trim_score(tokens, first, last)
    return whole_hyphenated(tokens, first, last, label)


def _parts(tokens: Tokens, start: int, end: int, label: EntityType, known: KnownNames) -> list[Range]:
    if label in {"PERSON", "GPE"}:
        return split_list(tokens, start, end, label, known)
    if label == "ORG" and len(firms := cut_after_legal_form(tokens, start, end)) > 1:
        return firms
    listed = "," in tokens.text[start:end] or not _FINITE_VERBS.isdisjoint(tokens.tag[start:end])
    return split_list(tokens, start, end, label, known) if label == "ORG" and listed else [(start, end)]


def _office_holder(tokens: Tokens, start: int, end: int, lexicon: EntityLexicon) -> Range | None:
    """Return the person behind a title, or at the end of a portfolio: ``minister for [Equalities Nicola Morton]``.

    The model takes both for one organisation.
    """
    if end - start < 3:
        return None
    title = tokens.lower[start] in lexicon.role_words and tokens.lower[start] not in RELATIONS
    if title and tokens.text[start + 1] in lexicon.first_name_genders:
        end -= tokens.text[end - 1] in POST_NOMINALS
        last = tokens.lower[end - 1]
        return (start + 1, end) if last not in ORG_LAST_WORDS and last not in LEGAL_FORMS else None
    if start < 2 or tokens.lower[start - 1] not in {"for", "of"}:
        return None
    if tokens.lower[start - 2] not in lexicon.roles or tokens.text[end - 2] not in lexicon.first_name_genders:
        return None
    is_surname = tokens.text[end - 1][:1].isupper() and tokens.lower[end - 1] not in ORG_LAST_WORDS
    return (end - 2, end) if is_surname and tokens.lower[end - 3] not in _NOT_LAST else None


def is_time_zone(tokens: Tokens, start: int, end: int) -> bool:
    """Return whether a span is the time zone of an hour: the GMT of ``1600 GMT`` and ``6 p.m. GMT``."""
    if end - start != 1 or not tokens.text[start].isupper() or not start or tokens.lower[start] not in TIME_ZONES:
        return False
    before = tokens.lower[start - 1]
    return before[-1:].isdigit() or before.strip(".") in _HALF_DAYS


def trim(tokens: Tokens, start: int, end: int) -> Range:
    """Cut articles, quotation marks, possessives, amounts and stray punctuation off both ends."""
    start = _trim_start(tokens, start, end)
    if tokens.tag[start : start + 1] != ["CD"]:
        end = _trim_amount(tokens, start, end)
    if tokens.lower[end - 2 : end] == _WEB_AMPERSAND and end - 2 > start:
        end -= 2
    while start < end and (_IS_MARK[tokens.text[end - 1]] or tokens.lower[end - 1] in _NOT_LAST):
        if _is_named_after_owner(tokens, start, end):
            break
        end -= 1
    return start, end


def _is_named_after_owner(tokens: Tokens, start: int, end: int) -> bool:
    """Return whether a possessive mark ends a firm's name, for nothing is owned: ``sold at Christie's.``"""
    if end - start < 2 or tokens.lower[end - 1] not in _GENITIVES or tokens.ent_type[start] != "ORG":
        return False
    shop = start > 0 and tokens.lower[start - 1] in {"at", "from"}
    return shop and end < len(tokens) and tokens.pos[end] in _NOT_OWNED and tokens.text[end] not in _QUOTATION_MARKS


def _trim_start(tokens: Tokens, start: int, end: int) -> int:
    text = tokens.text
    if end - start > 1 and tokens.tag[start] == "VBG" and start == tokens.sentence_start[start]:
        start += 1
    if end - start > 2 and text[start] in {"D", "R"} and text[start + 1] == "-":
        start += 2
    if text[start] == "The" and _begins_quotation(tokens, start):
        return start  # the title of a work keeps its article
    while start < end and (
        _IS_MARK[text[start]] or (tokens.lower[start] in _BEFORE_NAMES and not _keeps_article(tokens, start, end))
    ):
        start += 1
    return start


def _begins_quotation(tokens: Tokens, start: int) -> bool:
    return start > 0 and tokens.text[start - 1] in _DOUBLE_OPENING


def _trim_amount(tokens: Tokens, start: int, end: int) -> int:
    """Cut an amount after a name: ``fined [Google] 2.4 billion``."""
    before = end
    while end - start > 1 and tokens.lower[end - 1] in _SCALE_WORDS:
        end -= 1
    while end < before and end - start > 1 and tokens.tag[end - 1] in {"CD", "$"}:
        end -= 1
    return end


def _keeps_article(tokens: Tokens, start: int, end: int) -> bool:
    """Return whether the article belongs to the name: ``The Hague``."""
    return tokens.text[start] == "The" and end - start == 2 and tokens.text[start + 1] in _KEEPS_ARTICLE


def split_list(tokens: Tokens, start: int, end: int, label: str, known: KnownNames) -> list[Range]:
    """Cut ``Anders Berg and Erik Lund`` or ``Diaz, Moore`` in two; ``Smith, Jr.`` and ``Acme, Inc.`` stay whole."""
    whole = tokens.string(start, end)
    composed = label == "ORG" and ("&" in tokens.text[start : end + 1] or "of" in tokens.lower[start:end])
    if composed or whole in known.by_text:
        return [(start, end)]
    separators = {",", ";", "/"}
    if label in {"PERSON", "GPE"} and not whole.isupper():
        separators |= {"and", "&"}
    parts: list[Range] = []
    first = start
    for at in range(start, end):
        cut = tokens.lower[at] in separators or _is_inner_verb(tokens, start, at, end)
        if not cut and not _is_between_places(tokens, start, at, end, known):
            continue
        if at + 1 < end and tokens.lower[at + 1] in _BEHIND_NAMES:
            continue
        if label == "ORG" and tokens.lower[at + 1 : at + 2] == ["and"]:
            return [(start, end)]
        parts.append((first, at))
        first = at + 1
    parts.append((first, end))
    return [part for part in parts if part[0] < part[1]]


def _is_inner_verb(tokens: Tokens, start: int, at: int, end: int) -> bool:
    """Return whether the model labelled a clause as a name: ``Lund beats Malmo``."""
    if not start < at < end - 1 or tokens.tag[at] not in _FINITE_VERBS:
        return False
    return tokens.text[at].islower() and tokens.lower[at] not in PARTICLES


def _is_between_places(tokens: Tokens, start: int, at: int, end: int, known: KnownNames) -> bool:
    """Return whether a hyphen joins two countries or peoples: ``U.S.-China``."""
    if not start < at < end - 1 or not is_joined(tokens, at):
        return False
    sides = known.by_text.get(tokens.string(start, at)), known.by_text.get(tokens.string(at + 1, end))
    return all(side is not None and side.type == "GPE" for side in sides)


def trim_person(tokens: Tokens, start: int, end: int, known: KnownNames, lexicon: EntityLexicon) -> Range:
    """Cut titles, trades and demonyms before a person's name, ages and small words after it."""
    while end - start > 1 and (size := _words_before_person(tokens, start, end, known, lexicon)):
        start += size
    while end - start > 1 and (
        tokens.text[end - 1].islower()
        or tokens.tag[end - 1] in {"CD", "VBD", "VBZ"}
        or (tokens.text[end - 1] in POST_NOMINALS and end - start > 2)
    ):
        if is_joined(tokens, end - 2):
            break
        if tokens.lower[end - 1] in PARTICLES and tokens.text[end : end + 1] and tokens.text[end][:1].isupper():
            return start, end + 1
        end -= 1
    return start, end


def _words_before_person(tokens: Tokens, start: int, end: int, known: KnownNames, lexicon: EntityLexicon) -> int:
    """Return how many tokens at the start of a span are not the person's name."""
    if size := role_at(tokens, start, end - 1, lexicon):
        return 0 if size == 1 and _is_name_like_role(tokens, start, lexicon) else size
    word = tokens.lower[start]
    entry = known.by_text.get(tokens.text[start])
    if entry and entry.kind in {"demonym", "country"} and entry.unambiguous:
        return 1
    common = tokens.text[start].islower() and tokens.tag[start][:2] in {"NN", "JJ", "VB", "DT"}
    return int(word in HONORIFICS or word in _NOT_FIRST or (common and word not in PARTICLES))


def _is_name_like_role(tokens: Tokens, at: int, lexicon: EntityLexicon) -> bool:
    """Return whether a word is a name and no title: ``[Son] Heung-min``, the Dean of ``captain [Dean] Whitlock``."""
    if not tokens.text[at].istitle():
        return False
    if is_joined(tokens, at + 2):
        return tokens.text[at + 3].islower()  # an East Asian given name follows, never behind a title alone
    if tokens.text[at] not in lexicon.first_name_genders or at == tokens.sentence_start[at]:
        return False
    before = tokens.lower[at - 1]
    return before == "and" or before in lexicon.role_last_words


def trim_place(tokens: Tokens, start: int, end: int) -> Range:
    """Cut small words before a place or organisation, days after it: ``united Ireland``, ``in Lahti Saturday``."""
    while (
        end - start > 1
        and tokens.text[start].islower()
        and tokens.tag[start] in {"JJ", "VBN", "VBG", "RB", "CC", "NN", "NNS"}
        and tokens.lower[start] not in PARTICLES
        and not is_joined(tokens, start + 1)
    ):
        start += 1
    while end - start > 1 and tokens.lower[end - 1] in CALENDAR:
        end -= 1
    return start, end


def role_at(tokens: Tokens, start: int, limit: int, lexicon: EntityLexicon) -> int:
    """Return the length in tokens of the longest title or trade that begins at ``start``, 0 if there is none."""
    if tokens.lower[start] not in lexicon.role_first_words:
        return 0
    for size in range(min(lexicon.max_role_tokens, limit - start), 0, -1):
        if tokens.string(start, start + size).lower() in lexicon.roles:
            return size
    return 0


def _has_letter(tokens: Tokens, start: int, end: int) -> bool:
    return any(map(str.isalpha, tokens.masked[tokens.start[start] : tokens.end[end - 1]]))
