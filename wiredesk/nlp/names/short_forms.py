"""Short forms of the names of organisations: ``Kinder`` of ``Kinder Morgan Ltd``, ``Heat`` of ``Miami Heat``."""

from __future__ import annotations

from collections.abc import Mapping

from wiredesk.contract import EntityType
from wiredesk.nlp.knowledge import EntityLexicon, KnownNames
from wiredesk.nlp.lexicon import word_set
from wiredesk.nlp.lexicon.word_answers import WordAnswers
from wiredesk.nlp.names.name_words import LEGAL_FORMS, ORG_HEADS, ORG_LAST_WORDS

SMALL_WORDS = word_set("org_names", "small_words")
_SHARED_FIRST_WORDS = word_set("org_names", "shared_first_words")
_NO_PLURALS = ("ss", "us", "is")


def is_distinctive(word: str, known: KnownNames, lexicon: EntityLexicon) -> bool:
    """Return whether the first word of a name can stand for it: Standard, Goldman; not New, American, National."""
    lower = word.lower().strip(".,'’")
    if lower in _SHARED_FIRST_WORDS or lower in SMALL_WORDS or len(lower) < 3:
        return False
    if lower in ORG_LAST_WORDS or lower in lexicon.nominal_types:
        return False
    entry = known.by_text.get(word)
    return not (entry and entry.type in {"GPE", "NORP", "LOC"})


def company_short_forms(text: str, known: KnownNames, lexicon: EntityLexicon) -> tuple[str, ...]:
    """Return ``Kinder Morgan`` and ``Kinder`` for ``Kinder Morgan Ltd``, nothing if it is not a full company name."""
    first = _WITHOUT_LEGAL_FORM[text]
    if not first or not is_distinctive(first.split()[0], known, lexicon):
        return ()
    return tuple(dict.fromkeys((first.rstrip(","), first.split()[0].rstrip(","))))


def _without_legal_form(text: str) -> str:
    """Return a company's name without its legal form; empty for other names."""
    first, _, last = text.rpartition(" ")
    return first if last.lower() in LEGAL_FORMS else ""


_WITHOUT_LEGAL_FORM = WordAnswers(_without_legal_form)


def _place_and_nickname(text: str) -> tuple[str, str] | None:
    """Return what may be a town and its team's nickname; None for a name that ends otherwise."""
    place, _, last = text.rpartition(" ")
    if not place or last.lower() in ORG_HEADS or last.lower() in LEGAL_FORMS or not last[:1].isupper() or len(last) < 3:
        return None
    return place, last


_PLACE_AND_NICKNAME = WordAnswers(_place_and_nickname)


def team_nickname(text: str, types: Mapping[str, EntityType], known: KnownNames) -> str | None:
    """Return ``Heat`` for ``Miami Heat``: the last word of an organisation that is named after its town."""
    parts = _PLACE_AND_NICKNAME[text]
    if parts is None:
        return None
    place, last = parts
    entry = known.by_text.get(place)
    town = types.get(place) == "GPE" or (entry is not None and entry.type == "GPE")
    return last if town or (last.endswith("s") and not last.endswith(_NO_PLURALS)) else None


def is_organisation_name(text: str) -> bool:
    """Return whether a name of several words ends with a noun or legal form of organisations."""
    first, _, last = text.rpartition(" ")
    return bool(first) and (last.lower() in ORG_LAST_WORDS or last.lower() in LEGAL_FORMS)


def river_short_form(text: str, known: KnownNames, lexicon: EntityLexicon) -> str:
    """Return ``Ganges`` for ``Ganges River``; empty for other names."""
    first, _, last = text.rpartition(" ")
    river = last.lower() == "river" and " " not in first and first not in known.by_text
    return first if river and first and is_distinctive(first, known, lexicon) else ""
