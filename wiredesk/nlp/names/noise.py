"""Tell spans that are no names: common nouns, words of tables and markets, codes, addresses of the web."""

from __future__ import annotations

import re

from wiredesk.nlp.knowledge import EntityLexicon, KnownNames, entity_lexicon
from wiredesk.nlp.lexicon import word_set
from wiredesk.nlp.lexicon.word_answers import WordAnswers
from wiredesk.nlp.mentions import Name
from wiredesk.nlp.names.context_cues import CLOSING_MARKS, OPENING_MARKS
from wiredesk.nlp.names.name_words import CALENDAR, HONORIFICS, LEGAL_FORMS, PLACE_NOUNS
from wiredesk.nlp.tokens import Tokens

GIVEN = frozenset(
    {
        "known",
        "dateline",
        "postal code",
        "attribution line",
        "before the code of a share",
        "service or periodical",
    }
)
"""Rules whose names are never dropped as noise."""

_NAMED_MONTHS = word_set("person_names", "named_months")
_BEFORE_MONTHS = word_set("person_names", "before_months")
_DEGREES = word_set("person_names", "degrees")
_MARKETS = word_set("never_names", "markets")
_MARKETS_AND_FORMS = _MARKETS | LEGAL_FORMS
_NEVER_NAMES = _MARKETS | word_set("never_names", "tables", "web", "headlines", "holidays")
_TICKER = re.compile(r"[A-Z0-9]{2,6}\.[A-Z]{1,2}")
"""``AAPL.O``: a share's code on an exchange, as agencies write it. With two letters (``TUT.BY``) it may be a site."""
_BEFORE_TICKERS = frozenset({"(", "<", "[", ",", "/", ";"})
_ADDRESS = re.compile(r"[@#]\w|https?:|www\.|\w@\w", re.IGNORECASE)
"""Where an address of the web, an e-mail address, a handle or a hashtag begins."""
_MONEY = re.compile(r"[$£€¥₹]\s?\d")
"""An amount of money, which the model takes for a name: ``NZ$61,000``."""
_SIGNS = re.compile(r"[@#:$£€¥₹]|www", re.IGNORECASE)
"""What every address and amount of money has in it."""
_BODIES_IN_TITLES = word_set("org_names", "in_titles")
_NOT_NAME_TAGS = frozenset({"VB", "RB", "IN", "DT", "MD", "UH"})
_NOT_PLACES = frozenset({"ORG", "PERSON", "PRODUCT"})
_PEOPLE = word_set("quote_sources", "person") | word_set("nominals", "in_court")
"""Nouns for people, which open sentences and headlines in the plural."""
_PLURALS = (("ies", "y"), ("es", ""), ("s", ""), ("men", "man"), ("women", "woman"))


def is_noise(tokens: Tokens, name: Name, known: KnownNames, lexicon: EntityLexicon) -> bool:
    """Return whether a span is not a name: a common noun, or capitalised only because it begins the sentence."""
    if name.rule in GIVEN:
        return False
    start, end = name.start, name.end
    if (
        start
        and tokens.lower[start - 1] == "of"
        and name.type in _NOT_PLACES
        and _ends_quoted_title(tokens, start, end)
    ):
        return True
    text = tokens.string(start, end)
    if not _MAY_BE_NOISE[text] and not _NEVER_ALONE[tokens.lower[start]]:
        if name.type == "ORG" and _begins_title(tokens, name, lexicon):
            return True
        return end - start == 1 and opens_clause(tokens, start) and _is_opening_word(tokens, start, lexicon)
    lower = text.lower()
    if end - start == 1 and (answer := _is_no_word(tokens, name, known)) is not None:
        return answer
    if not text.isalpha() and _is_address_or_number(text):
        return True
    if _is_never_name(tokens, start, end):
        return True
    if _is_common_noun(name, lower, lexicon):
        return text not in known.by_text
    if name.type == "NORP" and lower.endswith(("ism", "isms")):
        return True
    if name.type == "ORG" and _begins_title(tokens, name, lexicon):
        return True
    if not text[0].isupper() and not any(map(str.isupper, text)):
        return text not in known.by_text and any(map(str.isupper, tokens.masked))
    return end - start == 1 and opens_clause(tokens, start) and _is_opening_word(tokens, start, lexicon)


def _ends_quoted_title(tokens: Tokens, start: int, end: int) -> bool:
    """Return whether one word ends a title in quotation marks, of which it is a part: the "Ring of Fire"."""
    text = tokens.text
    return (
        end - start == 1
        and start >= 3
        and text[start - 1] == "of"
        and text[start - 2][:1].isupper()
        and text[start - 3] in OPENING_MARKS
        and not CLOSING_MARKS.isdisjoint(text[end : end + 2])
    )


def _may_be_noise(text: str) -> bool:
    """Return whether something in the text of a name may make it noise, whatever its first word is."""
    lower, lexicon = text.lower(), entity_lexicon()
    if not any(map(str.isupper, text)) or lower.endswith(("ism", "isms")) or _is_address_or_number(text):
        return True
    if lower in lexicon.roles or lower in lexicon.nominal_types or lower.rstrip("s") in PLACE_NOUNS:
        return True
    if lower in _DEGREES or lower in CALENDAR:
        return True
    return " " not in text and ("-" in text or len(text.strip(".")) == 1 or _TICKER.fullmatch(text) is not None)


_MAY_BE_NOISE = WordAnswers(_may_be_noise)


def _is_address_or_number(text: str) -> bool:
    if not any(map(str.isalpha, text)):
        return True
    return _SIGNS.search(text) is not None and bool(_ADDRESS.search(text) or _MONEY.search(text))


def _is_no_word(tokens: Tokens, name: Name, known: KnownNames) -> bool | None:
    """Return whether one token is a code, two countries or a date; None otherwise."""
    start = name.start
    if _is_ticker(tokens, start):
        return True
    letter = tokens.text[start].strip(".")
    if letter == "X" and tokens.lower[start - 1 : start] == ["on"]:
        return True  # "wrote on X."
    if len(letter) == 1 and name.type == "PERSON" and _is_anonymous(tokens, start):
        return True
    if _joins_two_countries(tokens.text[start], known):
        return True
    return _is_calendar_word(tokens, name) if tokens.lower[start] in CALENDAR else None


def _is_anonymous(tokens: Tokens, at: int) -> bool:
    """Return whether a letter behind a title stands for somebody unnamed: ``Mr X``; not for ``Malcolm X``."""
    lower, text = tokens.lower, tokens.text
    if at == 0 or lower[at - 1] not in HONORIFICS:
        return False
    before = {text[other - 1] for other in range(1, len(text)) if text[other] == text[at]}
    return not any(word.istitle() and word.lower() not in HONORIFICS for word in before)


def _is_ticker(tokens: Tokens, at: int) -> bool:
    """Return whether a token is a share's code; one that ends in two letters stands in brackets or a list."""
    text = tokens.text[at]
    return (
        "." in text
        and bool(_TICKER.fullmatch(text))
        and (text[-2] == "." or (at > 0 and tokens.text[at - 1] in _BEFORE_TICKERS))
    )


def _is_never_name(tokens: Tokens, start: int, end: int) -> bool:
    """Return whether each word is one of markets, tables, pages or headlines, or a legal form: ``Oper Shr``, ``Co``.

    A company may be called by a word of tables or pages: ``Time Inc``; in results "Net Inc" is the net income.
    """
    words = tokens.lower[start:end]
    if len(words) > 1 and words[-1] in LEGAL_FORMS and words[0].strip(".") not in _MARKETS_AND_FORMS:
        return False
    return all(_NEVER_ALONE[word] for word in words)


def _is_never_alone(word: str) -> bool:
    bare = word.strip(".")
    return bare in _NEVER_NAMES or (word in LEGAL_FORMS and bare != "sa")


_NEVER_ALONE = WordAnswers(_is_never_alone)
"""Whether a word in lower case makes no name together with others of its kind."""


def _joins_two_countries(text: str, known: KnownNames) -> bool:
    """Return whether a token joins two countries, which is no name of either: ``U.S.-China`` (talks)."""
    first, hyphen, second = text.partition("-")
    if not hyphen:
        return False
    sides = known.by_text.get(first), known.by_text.get(second)
    return all(side is not None and side.type == "GPE" for side in sides)


def _is_calendar_word(tokens: Tokens, name: Name) -> bool:
    """Return whether a month or weekday is meant, not a person called April."""
    start = name.start
    if name.type != "PERSON" or tokens.lower[start] not in _NAMED_MONTHS:
        return True
    return start > tokens.sentence_start[start] and tokens.lower[start - 1] in _BEFORE_MONTHS


def _is_common_noun(name: Name, lower: str, lexicon: EntityLexicon) -> bool:
    """Return whether the whole span is a title, a noun that stands for names, a noun for places or a degree."""
    if lower in lexicon.roles or lower in lexicon.nominal_types or lower.rstrip("s") in PLACE_NOUNS:
        return True
    return lower in _DEGREES and name.type != "ORG"


def _begins_title(tokens: Tokens, name: Name, lexicon: EntityLexicon) -> bool:
    """Return whether the span is the first part of a title: the "Supreme" of "Supreme Leader"."""
    if name.end >= len(tokens.text) or tokens.lower[name.end] not in lexicon.role_last_words:
        return False
    following, lower = tokens.text[name.end], tokens.string(name.start, name.end).lower()
    if following.islower() and name.end - name.start == 1 and lower in _BODIES_IN_TITLES:
        return False  # the Treasury secretary is the secretary of the Treasury
    return f"{lower} {following.lower()}" in lexicon.roles


def opens_clause(tokens: Tokens, at: int) -> bool:
    """Return whether a word begins a sentence, or the text behind a dateline or in quotation marks."""
    if at == tokens.sentence_start[at]:
        return True
    before = tokens.text[at - 1]
    return not before.isalnum() and not any(map(str.isalnum, before))


def _is_opening_word(tokens: Tokens, at: int, lexicon: EntityLexicon) -> bool:
    """Return whether the first word of a sentence is a common one: not a noun, or people in the plural (Witnesses)."""
    if tokens.tag[at][:2] in _NOT_NAME_TAGS:
        return True
    lower = tokens.lower[at]
    return lower.endswith(("s", "men")) and any(
        lower.endswith(plural) and ((noun := lower[: -len(plural)] + single) in lexicon.role_words or noun in _PEOPLE)
        for plural, single in _PLURALS
    )
