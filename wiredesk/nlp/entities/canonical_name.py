"""The name of an entity and its aliases, chosen from the forms that the text has by their shape and their frequency."""

from __future__ import annotations

from typing import NamedTuple

from wiredesk.nlp.lexicon import word_set
from wiredesk.nlp.mentions import Cluster, TokenMention
from wiredesk.nlp.names.name_words import CALENDAR, HONORIFICS, PARTICLES
from wiredesk.nlp.names.short_forms import SMALL_WORDS
from wiredesk.nlp.tokens import Tokens

PATRONYMIC_RULE = "first name and father's name"
"""The rule of a mention by first name and patronymic, which is never a full name."""
_MAX_WORDS = 12
"""Words of a form that count as more complete than fewer: longer spans are sentences or lists."""
_WITH_ARTICLE = word_set("place_names", "with_article")
_JOINING = word_set("org_names", "before_whole_names")
_ARTICLES = frozenset({"the", "The", "a", "A", "an", "An"})
_EDGES = ' -–—,;:|/*•"“”‘`('
"""Marks that are never the first or last character of a name."""
_LIST_MARKS = frozenset({":", ";", "|", "/", "--", "–", "—"})
_LIST_ENDS = frozenset(",:;-")
_NEVER_IN_CAPITALS = frozenset({"PERSON", "GPE", "LOC"})
"""Types whose names have small letters, while those of organisations may be acronyms."""
_MAX_LETTERS_OF_ABBREVIATION = 3


class _Form(NamedTuple):
    """One form of a name: its text, how often it stands in the text, and whether it stands among capitals only."""

    text: str
    frequency: int
    among_capitals: bool


def name_forms(tokens: Tokens, cluster: Cluster) -> list[_Form]:
    """Return the distinct texts of a cluster's names in the order of the story."""
    counts: dict[str, list[int]] = {}
    for mention in cluster.mentions:
        if mention.kind == "name" and mention.rule != PATRONYMIC_RULE:
            text = _without_edges(tokens, mention)
            if text:
                seen = counts.setdefault(text, [0, 0])
                seen[0] += 1
                seen[1] += tokens.all_caps[mention.start] or mention.rule == "dateline"
    return [_Form(text, count, count == capitals) for text, (count, capitals) in counts.items()]


def _only_form(tokens: Tokens, mention: TokenMention) -> list[_Form]:
    """Return the text of the one mention of a cluster, if it is a name."""
    if mention.kind != "name" or mention.rule == PATRONYMIC_RULE or not (text := _without_edges(tokens, mention)):
        return []
    return [_Form(text, 1, tokens.all_caps[mention.start] or mention.rule == "dateline")]


def _without_edges(tokens: Tokens, mention: TokenMention) -> str:
    """Return a mention's text without a hyphen, article or list mark at its edges."""
    text = tokens.string(mention.start, mention.end).strip(_EDGES)
    if text.isalpha():
        return text
    if text.endswith(")") and "(" not in text:
        text = text.rstrip(") ")
    first, _, rest = text.partition(" ")
    return rest if first.islower() and first in _ARTICLES and rest else text


def choose_name(tokens: Tokens, cluster: Cluster) -> tuple[str, tuple[str, ...]]:
    """Return the best name of a cluster, and its other names, the most frequent first.

    The name is the fullest form without a fault in its shape; of equally full forms the most frequent one, then the
    first. A name that the text has in capitals only gets small letters.
    """
    if len(cluster.mentions) == 1:
        start, end, kind, rule, _ = only = cluster.mentions[0]
        text = tokens.string(start, end)
        plain = text[:1].isupper() and text[-1:].isalnum() and not text.isupper()
        if plain and kind == "name" and rule != PATRONYMIC_RULE:
            return text, ()  # what follows would find the same, and most clusters are one name
        forms = _only_form(tokens, only)
    else:
        forms = name_forms(tokens, cluster)
    if not forms:
        return next((tokens.string(each.start, each.end) for each in cluster.mentions if each.kind == "name"), ""), ()
    if len(forms) == 1:
        text = forms[0].text
        name = _in_mixed_case(forms[0], cluster)
        return name, () if name.casefold() == text.casefold() else (text,)
    texts = {form.text for form in forms}
    faulty = {form.text for form in forms if has_fault(form.text, texts)}
    best = max(forms, key=lambda form: _rank(form, form.text in faulty))
    name = _in_mixed_case(best, cluster)
    return name, _aliases([form for form in forms if form.text not in faulty], name)


def _rank(form: _Form, faulty: bool) -> tuple[bool, bool, int, bool, int, int]:
    words = form.text.split()
    return (
        not faulty,
        not form.among_capitals,
        min(len(words), _MAX_WORDS),
        not form.text.isupper(),
        form.frequency,
        min(len(form.text), 99),
    )


def has_fault(text: str, others: set[str]) -> bool:
    """Return whether a form looks like a bad span beside the cluster's others: ``Time for Rovers``, ``May, Smith``."""
    words = text.split()
    first, last = words[0], words[-1]
    begins_small = first[0].islower() and first not in PARTICLES and first[1:].islower()
    if len(words) == 1:
        return text in _LIST_MARKS or begins_small
    shorter = [" ".join(words[1:]), " ".join(words[:-1])]
    if any(rest in others for rest in shorter):
        edge = first if shorter[0] in others else last
        lower = edge.lower().rstrip(".,")
        if edge in _ARTICLES or lower in HONORIFICS or lower in CALENDAR or lower.isdigit() or edge[-1] in _LIST_ENDS:
            return edge not in _ARTICLES or shorter[0].split()[0] not in _WITH_ARTICLE
    if begins_small or not _LIST_MARKS.isdisjoint(words):
        return True
    if _JOINING.isdisjoint(words):
        return False
    return any(
        word in _JOINING and (" ".join(words[at + 1 :]) in others) for at, word in enumerate(words[:_MAX_WORDS]) if at
    )


def _in_mixed_case(form: _Form, cluster: Cluster) -> str:
    """Return a name that stands in the text in capitals only as it is written elsewhere: ``SEOUL`` is Seoul."""
    text, known = form.text, cluster.known_as
    if not text.isupper() or not form.among_capitals or cluster.type not in _NEVER_IN_CAPITALS:
        return text
    if known is not None and known.name.upper() == text:
        return known.name
    words = text.split()
    if "." in text or (len(words) == 1 and len(text) <= _MAX_LETTERS_OF_ABBREVIATION):
        return text
    return " ".join(_capitalized(word, at) for at, word in enumerate(words))


def _capitalized(word: str, at: int) -> str:
    lower = word.lower()
    if at and (lower in SMALL_WORDS or lower in PARTICLES):
        return lower
    return word if at and len(word) < _MAX_LETTERS_OF_ABBREVIATION else word.title().replace("'S", "'s")


def _aliases(forms: list[_Form], name: str) -> tuple[str, ...]:
    """Return the forms other than the name, the most frequent first, each once whatever its capitals."""
    found: dict[str, str] = {}
    ordered = sorted(forms, key=lambda form: (-form.frequency, form.among_capitals)) if len(forms) > 1 else forms
    for form in ordered:
        found.setdefault(form.text.casefold(), form.text)
    found.pop(name.casefold(), None)
    return tuple(found.values())
