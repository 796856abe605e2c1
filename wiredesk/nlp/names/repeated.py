"""Find names that are labelled in one place of a story and missed in another, and shorter names of the same entity."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence

from wiredesk.contract import EntityType
from wiredesk.nlp.knowledge import EntityLexicon, KnownNames
from wiredesk.nlp.lexicon import word_set
from wiredesk.nlp.mentions import Name
from wiredesk.nlp.names.name_words import DETERMINERS, POSSESSIVES
from wiredesk.nlp.names.short_forms import company_short_forms, is_distinctive, river_short_form, team_nickname
from wiredesk.nlp.tokens import NOMINAL_SUBJECTS, Tokens

_PREFIX = 3
"""First letters of a word that index the texts to find."""
_OPENING_MARKS = frozenset({"“", '"', "``", "''", "‘"})
_NOUN_TAGS = frozenset({"NN", "NNS", "NNP", "NNPS", "VBG", "JJ"})
_WITH_SHORT_SITES = frozenset({"FAC", "ORG"})
_WITH_SHORT_ENDS = frozenset({"EVENT", "FAC", "WORK_OF_ART"})
"""Types whose names of three words and more may lose the first: the Kumbh Mela of ``Maha Kumbh Mela``."""
_SITES = word_set("place_names", "sites_of_one_word")
_UNIQUE_TYPES = frozenset({"NORP", "LAW", "WORK_OF_ART"})
"""Types whose names of one word are common words elsewhere."""


def add_repeated(
    tokens: Tokens, names: list[Name], surnames: Mapping[str, float], known: KnownNames, lexicon: EntityLexicon
) -> list[Name]:
    """Add unlabelled tokens that have the text of a name of the story, or are the surname of a person in it."""
    text, capitals = tokens.text, tokens.all_caps
    taken = [False] * len(text)
    for name in names:
        taken[name.start : name.end] = [True] * (name.end - name.start)
    wanted = _wanted(tokens, names, surnames, known, lexicon)
    upper = {text.upper(): label for text, label in wanted.items() if len(text) > 3} if True in capitals else {}
    by_prefix: dict[str, list[str]] = {}
    for each in (*wanted, *upper):
        first, _, _ = each.partition(" ")
        by_prefix.setdefault(first[:_PREFIX], []).append(each)
    added: list[Name] = []
    skip = 0
    for at in [at for at in _places(tokens, by_prefix) if not taken[at] and text[at][:_PREFIX] in by_prefix]:
        word = text[at]
        if at < skip or word.islower():
            continue
        source = upper if capitals[at] else wanted
        texts = sorted((each for each in by_prefix[word[:_PREFIX]] if each in source), key=len, reverse=True)
        if repeat := _repeat_at(tokens, at, texts, source, taken, lexicon):
            added.append(repeat)
            skip = repeat.end
    return sorted(names + added) if added else names


def _places(tokens: Tokens, prefixes: Iterable[str]) -> Sequence[int]:
    """Return the tokens at which one of the prefixes may begin: all if one of them has no capital."""
    for prefix in prefixes:
        if not prefix[0].isupper():
            return range(len(tokens))
    return tokens.capitals


def _short_site(text: str, known: KnownNames, lexicon: EntityLexicon) -> str:
    """Return ``Sago`` for ``Sago Mine``: a building or mine is called by its first word; empty for other names."""
    first, _, last = text.partition(" ")
    if last.lower() not in _SITES or first in lexicon.first_name_genders or first in known.by_text:
        return ""
    return first if is_distinctive(first, known, lexicon) else ""


def _repeat_at(
    tokens: Tokens,
    at: int,
    texts: list[str],
    source: Mapping[str, EntityType],
    taken: list[bool],
    lexicon: EntityLexicon,
) -> Name | None:
    """Return the longest of the texts that the tokens from ``at`` repeat."""
    for text in texts:
        if not tokens.masked.startswith(text, tokens.start[at]):
            continue
        offset = tokens.start[at] + len(text)
        end = bisect_left(tokens.end, offset, at) + 1
        if end > len(taken) or tokens.end[end - 1] != offset or any(taken[at:end]):
            continue
        if tokens.all_caps[at] or _is_repeat(tokens, at, end, source[text], lexicon):
            return Name(at, end, source[text], "repeated", "repeated")
    return None


def _wanted(
    tokens: Tokens, names: list[Name], surnames: Mapping[str, float], known: KnownNames, lexicon: EntityLexicon
) -> dict[str, EntityType]:
    """Return the texts to look for, with their types."""
    wanted: dict[str, EntityType] = {}
    for name in names:
        if name.type not in _UNIQUE_TYPES or name.end - name.start > 1:
            wanted[tokens.string(name.start, name.end)] = name.type
    for text in surnames:
        if text not in wanted and len(text) > 2 and text not in known.by_text:
            wanted[text] = "PERSON"
    for text, label in list(wanted.items()):
        if label in _WITH_SHORT_SITES and (short := _short_site(text, known, lexicon)):
            wanted.setdefault(short, label)
        if label in _WITH_SHORT_ENDS and text.count(" ") > 1:
            first, _, short = text.partition(" ")
            if short[0].isupper() and first.lower() not in DETERMINERS:
                wanted.setdefault(short, label)
        if label == "LOC" and (short := river_short_form(text, known, lexicon)):
            wanted.setdefault(short, "LOC")
        if label != "ORG":
            continue
        nickname = team_nickname(text, wanted, known)
        for short in (*([nickname] if nickname else ()), *company_short_forms(text, known, lexicon)):
            wanted.setdefault(short, "ORG")
    return wanted


def _is_repeat(tokens: Tokens, start: int, end: int, label: EntityType, lexicon: EntityLexicon) -> bool:
    """Return whether the tokens are a name here too, not part of a longer one and not a common word."""
    if end - start > 1:
        return True
    if not _looks_like_name(tokens, start):
        return False
    if tokens.lower[start] in lexicon.role_words or tokens.lower[start] in lexicon.nominal_types:
        return label == "PERSON" and not _is_common_noun(tokens, start, end)
    return not _is_part_of_longer_name(tokens, start, end, lexicon)


def _looks_like_name(tokens: Tokens, at: int) -> bool:
    """Return whether one word is written and tagged like a name, or like a noun that may be one."""
    text = tokens.text[at]
    if tokens.is_proper_noun(at) or (text.isupper() and len(text) > 2):
        return True
    opening = at == tokens.sentence_start[at] or tokens.text[at - 1] in _OPENING_MARKS
    if not text[:1].isupper():
        return False
    if opening:  # "Riley to have surgery" is a headline
        return tokens.dep[at] in NOMINAL_SUBJECTS or tokens.lower[at + 1 : at + 2] == ["to"]
    return tokens.tag[at] in _NOUN_TAGS


def _is_common_noun(tokens: Tokens, start: int, end: int) -> bool:
    """Return whether a title or noun is a common noun: after an article, at a sentence's start, before a name."""
    if start == tokens.sentence_start[start]:
        before = "the" if tokens.dep[start] not in NOMINAL_SUBJECTS else ""
    else:
        before = tokens.lower[start - 1]
    follows = end < len(tokens) and tokens.is_proper_noun(end)
    return before in DETERMINERS or before in POSSESSIVES or follows


def _is_part_of_longer_name(tokens: Tokens, start: int, end: int, lexicon: EntityLexicon) -> bool:
    same = end < len(tokens) and tokens.sentence_start[end] == tokens.sentence_start[start]
    if same and tokens.is_proper_noun(end) and tokens.head[start] == end:
        return True
    leads = start > tokens.sentence_start[start] and tokens.is_proper_noun(start - 1)
    return leads and tokens.head[start - 1] == start and tokens.lower[start - 1] not in lexicon.role_words
