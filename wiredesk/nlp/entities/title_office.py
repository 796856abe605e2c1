"""The office of a title in its normal form, when it is held, and whether the words are a title at all."""

from __future__ import annotations

from wiredesk.contract import Tense
from wiredesk.nlp.entities.affiliations import AFFILIATIONS
from wiredesk.nlp.entities.offices import FORMER
from wiredesk.nlp.entities.title_context import TitleContext
from wiredesk.nlp.entities.title_phrases import NO_FIELD, WITH_PORTFOLIO, names_field
from wiredesk.nlp.lexicon import table, word_set
from wiredesk.nlp.mentions import TitleSpan

_TABLES = table("offices")
_NORMAL: dict[str, str] = _TABLES["normal"]
_WORDS: dict[str, str] = _TABLES["words"]
_BY_VERB: dict[str, str] = _TABLES["by_verb"]
_NOT_OFFICES = frozenset(_TABLES["not_offices"]["words"].split())
_ADDRESS = frozenset(_TABLES["not_offices"]["address"].split())
_KIN = frozenset(_TABLES["not_offices"]["kin"].split())
_STYLES = frozenset(_TABLES["not_offices"]["styles"].split())
"""Styles before a name: titles, but no offices."""
_WITH_BODY = frozenset(_TABLES["not_offices"]["with_body"].split())
_ACTING = frozenset(_TABLES["tenses"]["acting"].split())
_ELECT = frozenset(_TABLES["tenses"]["elect"].split())
_NO_KINDS = frozenset({"kin", "person"})
"""Kinds of roles that say who somebody is to others, or nothing but that it is a person."""
_RANKS_OF_OFFICE = word_set("titles", "office_changers") | word_set("titles", "ranks_of_office")
_MAX_TOKENS_BEFORE = 3
"""Tokens before a title in which "former" or "acting" still belongs to it."""
_MAX_OFFICE_CHARS = 80
"""Characters of an office; a longer one is a sentence that was read as a title."""


def is_office(story: TitleContext, title: TitleSpan) -> bool:
    """Return whether a title is one for readers: its head is an office, a job, a rank or a part in a team."""
    tokens = story.tokens
    if not tokens.is_news[title.start]:
        return False
    if title.role_end < 0:
        return True
    head = _singular(story, tokens.lower[title.role_end - 1])
    role = _singular(story, _words(story, title.role_start, title.role_end))
    if head in _KIN and tokens.text[title.role_end - 1].islower():
        return False
    if head in _NOT_OFFICES or role in _ADDRESS or story.lexicon.roles.get(role) in _NO_KINDS:
        return False
    return head not in _WITH_BODY or role != head or title.of is not None or title.end > title.role_end


def described(story: TitleContext, title: TitleSpan) -> TitleSpan:
    """Return a title with its office and tense; a person is no body that it could belong to."""
    of = None if title.of is not None and story.is_type(title.of, "PERSON") else title.of
    return title._replace(of=of, office=office_of(story, title), tense=tense_of(story, title))


def office_of(story: TitleContext, title: TitleSpan) -> str | None:
    """Return the office in its normal form: ``prime minister`` for "British PM"; None where the words name none."""
    if title.rule in AFFILIATIONS:
        return None
    if title.role_end < 0:
        lemma = story.tokens.lemma[title.start]
        return "candidate" if title.rule == "serves" and lemma == "run" else _BY_VERB.get(lemma)
    first = title.role_start
    while first > title.start and _is_part(story, first - 1, title.role_start):
        owner = story.owner[first - 1]
        if owner >= 0 and (owner == title.of or not story.is_type(owner, "ORG") or first != title.role_start):
            break
        first -= 1
    while first < title.role_start and story.tokens.text[first] == "-":
        first += 1
    role = (
        _singular(story, _words(story, title.role_start, title.role_end)).removesuffix("-elect").removeprefix("u.s. ")
    )
    if role in _STYLES:
        return None
    role = _NORMAL.get(role) or " ".join(_WORDS.get(word, word) for word in role.split())
    before = [_WORDS.get(word, word) for word in _words(story, first, title.role_start).split()]
    tail = _tail(story, title)
    if role == "minister" and tail:
        role, tail = f"{' '.join(tail[1:]).removesuffix(' affairs')} minister", []
    office = " ".join([*before, role, *tail])
    office = _NORMAL.get(office, office)
    return office if len(office) <= _MAX_OFFICE_CHARS else role


def _is_part(story: TitleContext, token: int, role: int) -> bool:
    """Return whether a word before a role belongs to the office: ``deputy``, ``civil rights``; not ``former``."""
    tokens = story.tokens
    word = tokens.lower[token]
    if word in FORMER or word in _ACTING or word in _ELECT or word in NO_FIELD:
        return False
    if word in _RANKS_OF_OFFICE:
        return True
    return tokens.tag[token] in {"NN", "NNP", "HYPH"} or names_field(tokens, token, role)


def _tail(story: TitleContext, title: TitleSpan) -> list[str]:
    """Return the words behind a role that name its field: ``of finance``; not the name of a body."""
    tokens, end = story.tokens, title.role_end
    if title.end <= end or tokens.lower[end] != "of":
        return []
    portfolio = tokens.lower[end - 1] in WITH_PORTFOLIO
    for token in range(end, title.end):
        if story.owner[token] >= 0 or (tokens.text[token][:1].isupper() and not portfolio):
            return []
    return _words(story, end, title.end).split()


def _words(story: TitleContext, start: int, end: int) -> str:
    return story.tokens.string(start, end).lower() if start < end else ""


def _singular(story: TitleContext, words: str) -> str:
    """Return a role in the singular: "leaders" of several people."""
    roles = story.lexicon.roles
    return words[:-1] if words not in roles and words.endswith("s") and words[:-1] in roles else words


def is_style(story: TitleContext, title: TitleSpan) -> bool:
    """Return whether another title may stand before it, as it is a style or an abbreviation: ``candidate Sen.``."""
    word = story.tokens.lower[title.role_start] if title.role_start >= 0 else ""
    return word in _STYLES or (word in _WORDS and word.endswith("."))


def is_former(story: TitleContext, title: TitleSpan) -> bool:
    """Return whether the words of a title say that somebody held it before."""
    return tense_of(story, title) == "former"


def tense_of(story: TitleContext, title: TitleSpan) -> Tense:
    """Return when the person holds the office, by the words of the title and those beside it."""
    if title.tense is not None:
        return title.tense
    tokens = story.tokens
    floor = max(tokens.sentence_start[title.start], title.start - _MAX_TOKENS_BEFORE)
    first = title.start
    while first > floor and tokens.tag[first - 1] in {"JJ", "NNP", "HYPH", "VBN", "RB", "AFX", "NN"}:
        if story.type_at(first - 1) == "PERSON":
            break
        first -= 1
    last = title.role_end if title.role_end > 0 else title.end
    before, after = tokens.lower[first:last], tokens.lower[last : last + 2]
    if not _ELECT.isdisjoint(before) or after == ["-", "elect"] or after[:1] == ["designate"]:
        return "elect"
    if before and before[-1].endswith("-elect"):
        return "elect"
    if not _ACTING.isdisjoint(before):
        return "acting"
    if any(word in FORMER or word.startswith(("ex-", "then-")) for word in before) or "emeritus" in after:
        return "former" if "outgoing" not in before else "current"
    return "current"
