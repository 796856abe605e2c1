"""Words of time that are part of a name: ``Mrs May``, ``Friday Night Live``, ``the daily La Nación``."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable
from functools import cache
from operator import attrgetter
from typing import NamedTuple

from wiredesk.nlp.dates.date_context import DateContext
from wiredesk.nlp.dates.grammar import RuleMatch
from wiredesk.nlp.dates.token_classes import class_name
from wiredesk.nlp.lexicon import word_set
from wiredesk.nlp.mentions import Name

_ORDINARY = frozenset(("unit", "units", "part", "future", "past"))
"""Classes of ordinary words that a programme or a paper may have in its name."""
_MONTHS = frozenset(("month", "mon"))
_WEEKDAYS = frozenset(("weekday", "wday", "weekdays"))
_YEARS = frozenset(("year4", "decade"))
_SINGLE = frozenset(("ref", "relday", "set", "season", "part")) | _MONTHS
"""Classes of words that alone are the name of a person, a song or a paper."""
_DATED = frozenset({"EVENT", "LAW", "AGREEMENT"})
"""Types of names that may hold their own year: ``the 2014 Winter Games``."""
_OF_WORDS = frozenset({"PERSON", "WORK_OF_ART", "PRODUCT"})
"""Types of names that may begin with a month."""
_PAPERS = frozenset({"ORG", "WORK_OF_ART", "PRODUCT", "PERSON"})
"""Types that the model gives to papers."""
_OPENING = frozenset("\"'`“‘«")
_NUMBERED = word_set("dated_names", "before_months")
_BEFORE_WEEKDAYS = word_set("dated_names", "before_weekdays")
_AFTER_WEEKDAYS = word_set("dated_names", "after_weekdays")
_FORMS_OF_ADDRESS = word_set("honorifics", "before_names") | word_set("dated_names", "ranks")
_NOUN_TAGS = frozenset({"NN", "NNP"})
_NAME_START = attrgetter("start")


class DateCandidate:
    """A match of a rule, with the model's tokens and the name that covers them."""

    __slots__ = ("context", "end", "first", "first_class", "last_class", "match", "name")

    def __init__(self, match: RuleMatch, context: DateContext) -> None:
        """Look up the model's tokens and the name."""
        self.match, self.context = match, context
        classes = match.tokens.classes
        self.first_class, self.last_class = class_name(classes[match.first]), class_name(classes[match.last - 1])
        """Classes of the first and of the last word."""
        self.first, self.end = context.parse.covering(match.tokens.span(match.first, match.last))
        """First token of the model, and one past the last one."""
        self.name = _name_at(context, self.first)
        """The name that the first token is part of."""

    def word_before(self) -> str:
        return self.match.tokens.word(self.match.first - 1) if self.match.first else ""

    def word_after(self) -> str:
        tokens = self.match.tokens
        return tokens.word(self.match.last) if self.match.last < len(tokens) else ""

    def is_capital(self, token: int) -> bool:
        """Return whether a date token exists there and begins with a capital."""
        tokens = self.match.tokens
        return 0 <= token < len(tokens) and tokens.text[tokens.start(token)].isupper()


def _name_at(context: DateContext, token: int) -> Name | None:
    names = context.names
    at = bisect_right(names, token, key=_NAME_START) - 1
    return names[at] if at >= 0 and names[at].end > token else None


def _inside_name(found: DateCandidate) -> bool:
    """Return whether a longer name covers the match, and is no name with a date run on to its beginning or end."""
    name, match = found.name, found.match
    if name is None or name.end < found.end or name.end - name.start == found.end - found.first:
        return False
    first, last = found.first_class, found.last_class
    if first in _MONTHS:
        # "the December OPEC pact" names a month, "April Jones" a person.
        return match.last - match.first == 1 and (name.type in _OF_WORDS or found.first > name.start)
    if last in _WEEKDAYS:
        return found.end < name.end and name.type != "PERSON"
    if last == "hol":
        return found.end < name.end
    return not (last in _YEARS and (name.type in _DATED or found.word_before() == "("))


def _whole_name(found: DateCandidate) -> bool:
    """Return whether the match is one word that is a person, a song or a paper."""
    name = found.name
    if name is None or (name.start, name.end) != (found.first, found.end) or found.end - found.first > 1:
        return False
    kind = found.first_class
    if kind in _MONTHS:
        return name.type == "PERSON"
    if found.first == found.context.parse.sentence_start[found.first] or found.word_before() in _OPENING:
        return False
    return kind in _SINGLE and name.type in _PAPERS


def _after_address(found: DateCandidate) -> bool:
    """Return whether a lone month follows a title: ``General March``, ``Mrs May``."""
    if found.match.last - found.match.first > 1 or found.first_class not in _MONTHS:
        return False
    return found.first > 0 and found.context.parse.lower[found.first - 1] in _FORMS_OF_ADDRESS


def _numbered_model(found: DateCandidate) -> bool:
    """Return whether a capitalised word makes the month a name: ``a Long March 9 rocket``, ``Operation January``."""
    return found.first_class in _MONTHS and found.word_before() in _NUMBERED and found.is_capital(found.match.first - 1)


def _named_weekday(found: DateCandidate) -> bool:
    """Return whether a weekday is part of a known name: ``Bloody Sunday``, ``the Sunday Times``."""
    if found.last_class not in _WEEKDAYS:
        return False
    if found.word_before() in _BEFORE_WEEKDAYS and found.is_capital(found.match.first - 1):
        return True
    return found.word_after() in _AFTER_WEEKDAYS and found.is_capital(found.match.last)


def _paper(found: DateCandidate) -> bool:
    """Return whether ``daily`` is a noun for a paper: ``the Oslo daily said``, ``the daily La Nación``."""
    if found.last_class != "set" or found.end - found.first > 1:
        return False
    parse, token = found.context.parse, found.first
    after = token + 1
    if after < len(parse) and parse.text[after][:1].isupper():
        name = _name_at(found.context, after)
        if name is not None and name.start == after and name.type in _PAPERS:
            return True
    return parse.tag[token] in _NOUN_TAGS and parse.dep[token] not in {"compound", "npadvmod", "amod"}


def _title_by_capitals(found: DateCandidate) -> bool:
    """Return whether capitals make a programme or a paper of the match: ``60 Minutes``, ``the Lund Daily News``."""
    at = found.match.last - 1
    kind = found.last_class
    if kind == "set":
        return found.is_capital(at) and found.is_capital(at + 1)
    if kind not in _ORDINARY or found.match.first == at:
        return False
    start, end = found.match.tokens.span(at, found.match.last)
    word = found.match.tokens.text[start:end]
    return word[:1].isupper() and word[1:].islower() and start >= found.context.body


def _word_of_title(found: DateCandidate) -> bool:
    """Return whether one word has a capital within a sentence and a capital beside it: ``Apocalypse Now``."""
    match, context = found.match, found.context
    if match.last - match.first > 1 or found.first_class not in {"ref", "relday"}:
        return False
    if not found.is_capital(match.first) or match.tokens.start(match.first) < context.body:
        return False
    parse, token = context.parse, found.first
    if token >= len(parse) or token == parse.sentence_start[token] or parse.all_caps[token]:
        return False
    before = token - 1
    return (parse.text[before][:1].isupper() and before != parse.sentence_start[token]) or _name_follows(found)


def _name_follows(found: DateCandidate) -> bool:
    return found.name is not None and found.name.end > found.end


class NotDate(NamedTuple):
    """What makes a match of the grammar part of a name."""

    name: str
    applies: Callable[[DateCandidate], bool]
    yes: str
    """A sentence with such a match."""
    first: frozenset[str] | None = None
    """Classes that the first word may have; None for any."""
    last: frozenset[str] | None = None
    """The same for the last word."""


NOT_DATES: tuple[NotDate, ...] = (
    NotDate(
        "title by its capitals",
        _title_by_capitals,
        "The Lindholm Daily News reported it.",
        last=_ORDINARY | {"set"},
    ),
    NotDate("inside a name", _inside_name, "He works for the 20 Minutes Group."),
    NotDate("whole name", _whole_name, "Theresa May left. May said nothing.", first=_SINGLE),
    NotDate("after a form of address", _after_address, "They met General March.", first=_MONTHS),
    NotDate("numbered model", _numbered_model, "It carried a Long March 9 into space.", first=_MONTHS),
    NotDate("named weekday", _named_weekday, "They marked Bloody Sunday there.", last=_WEEKDAYS),
    NotDate("paper", _paper, "The Oslo daily said so.", last=frozenset({"set"})),
    NotDate("word of a title", _word_of_title, "They saw Apocalypse Now there.", first=frozenset({"ref", "relday"})),
)
"""The first that applies decides."""


@cache
def _rows_for(first: str, last: str) -> tuple[Callable[[DateCandidate], bool], ...]:
    """Return the tests of the rows for a first and a last word of these classes."""
    return tuple(
        row.applies
        for row in NOT_DATES
        if (row.first is None or first in row.first) and (row.last is None or last in row.last)
    )


def is_in_name(match: RuleMatch, context: DateContext) -> bool:
    """Return whether a match of the grammar is a name or part of one."""
    found = DateCandidate(match, context)
    if found.first >= found.end:
        return False
    return any(applies(found) for applies in _rows_for(found.first_class, found.last_class))
