"""Names of a country with a common noun behind it, which are the country's alone: ``[H.K.] Dlrs``, ``[U.S.] Banks``.

Some agencies write a capital behind every full stop, also behind that of "U.S."; headlines write one everywhere.
"""

from __future__ import annotations

from wiredesk.nlp.knowledge import KnownNames
from wiredesk.nlp.lexicon import table, word_set
from wiredesk.nlp.mentions import Name
from wiredesk.nlp.names.common_words import words_in_lower_case
from wiredesk.nlp.names.name_words import LEGAL_FORMS, ORG_LAST_WORDS
from wiredesk.nlp.names.noise import GIVEN
from wiredesk.nlp.tokens import Tokens

RULE = "country before a common noun"
_OF_BODIES = word_set("org_names", "of_countries") | ORG_LAST_WORDS | LEGAL_FORMS
_DOLLARS = frozenset({"dlr", "dlrs", "dollars", "cents", "cts"})
"""What is money behind whatever word: ``H.K. Dlrs``."""
_MONEY = _DOLLARS | frozenset(table("currencies")["names"])
_MAX_TOKENS = 3
"""Tokens of such a name: some short forms are two, with the stop."""
_COUNTRIES = frozenset({"GPE", "NORP"})
_MISTAKEN = frozenset({"ORG", "PERSON", "PRODUCT", "LAW", "EVENT", "WORK_OF_ART", "FAC"})


def without_common_tails(tokens: Tokens, found: list[Name], known: KnownNames) -> list[Name]:
    """Return the names; of a country's name and a currency, or a word that the story writes small, the country."""
    small: set[str] | None = None
    kept: list[Name] = []
    for name in found:
        if not 2 <= name.end - name.start <= _MAX_TOKENS or name.rule in GIVEN or not _may_be_mistaken(tokens, name):
            kept.append(name)
            continue
        country, tail = tokens.string(name.start, name.end - 1), tokens.lower[name.end - 1]
        entry = known.by_text.get(country)
        if entry is None:
            if tail not in _DOLLARS:
                kept.append(name)
            continue
        if small is None and "." in country:
            small = words_in_lower_case(tokens)
        is_common = "." in country and small is not None and tail in small and tail not in _OF_BODIES
        is_known = tokens.string(name.start, name.end) in known.by_text
        if entry.type in _COUNTRIES and (is_common or tail in _MONEY) and not is_known:
            name = Name(name.start, name.end - 1, entry.type, RULE)
        kept.append(name)
    return kept


def _may_be_mistaken(tokens: Tokens, name: Name) -> bool:
    """Return whether a name is of a type that a country with a common noun gets; with dollars a country's as well."""
    return name.type in _MISTAKEN or tokens.lower[name.end - 1] in _DOLLARS
