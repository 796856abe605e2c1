"""Words of time that are part of a name: ``Mrs May``, ``Friday Night Live``, ``the daily La Nación``."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable
from dataclasses import dataclass

from wiredesk.nlp.dates.date_context import DateContext
from wiredesk.nlp.dates.grammar import RuleMatch
from wiredesk.nlp.dates.tokenizer import class_name
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


@dataclass(frozen=True, slots=True)
class DateCandidate:
    """A match of a rule, with the model's tokens and the name that covers them."""

    match: RuleMatch
    context: DateContext
    first: int
    """First token of the model."""
    end: int
    """One past the last."""
    name: Name | None
    """The name that the first token is part of."""

    @classmethod
    def of(cls, match: RuleMatch, context: DateContext) -> DateCandidate:
        first, end = context.parse.covering(match.tokens.span(match.first, match.last))
        return cls(match, context, first, end, _name_at(context, first))

    def class_at(self, token: int) -> str:
        return class_name(self.match.tokens.classes[token])

    def word_before(self) -> str:
        return self.match.tokens.words[self.match.first - 1] if self.match.first else ""

    def word_after(self) -> str:
        words = self.match.tokens.words
        return words[self.match.last] if self.match.last < len(words) else ""

    def is_capital(self, token: int) -> bool:
        """Return whether a date token exists there and begins with a capital."""
        tokens = self.match.tokens
        return 0 <= token < len(tokens) and tokens.text[tokens.starts[token]].isupper()


def _name_at(context: DateContext, token: int) -> Name | None:
    names = context.names
    at = bisect_right(names, token, key=lambda name: name.start) - 1
    return names[at] if at >= 0 and names[at].end > token else None


def _inside_name(found: DateCandidate) -> bool:
    """Return whether a longer name covers the match, and is no name with a date run on to its beginning or end."""
    name, match = found.name, found.match
    if name is None or name.end < found.end or name.end - name.start == found.end - found.first:
        return False
    first, last = found.class_at(match.first), found.class_at(match.last - 1)
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
    kind = found.class_at(found.match.first)
    if kind in _MONTHS:
        return name.type == "PERSON"
    if found.first == found.context.parse.sentence_start[found.first] or found.word_before() in _OPENING:
        return False
    return kind in _SINGLE and name.type in _PAPERS


def _after_address(found: DateCandidate) -> bool:
    """Return whether a lone month follows a title: ``General March``, ``Mrs May``."""
    if found.match.last - found.match.first > 1 or found.class_at(found.match.first) not in _MONTHS:
        return False
    return found.first > 0 and found.context.parse.lower[found.first - 1] in _FORMS_OF_ADDRESS


def _numbered_model(found: DateCandidate) -> bool:
    """Return whether a capitalised word makes the month a name: ``a Long March 9 rocket``, ``Operation January``."""
    return (
        found.class_at(found.match.first) in _MONTHS
        and found.word_before() in _NUMBERED
        and found.is_capital(found.match.first - 1)
    )


def _named_weekday(found: DateCandidate) -> bool:
    """Return whether a weekday is part of a known name: ``Bloody Sunday``, ``the Sunday Times``."""
    if found.class_at(found.match.last - 1) not in _WEEKDAYS:
        return False
    if found.word_before() in _BEFORE_WEEKDAYS and found.is_capital(found.match.first - 1):
        return True
    return found.word_after() in _AFTER_WEEKDAYS and found.is_capital(found.match.last)


def _paper(found: DateCandidate) -> bool:
    """Return whether ``daily`` is a noun for a paper: ``the Oslo daily said``, ``the daily La Nación``."""
    if found.class_at(found.match.last - 1) != "set" or found.end - found.first > 1:
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
    kind = found.class_at(at)
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
    if match.last - match.first > 1 or found.class_at(match.first) not in {"ref", "relday"}:
        return False
    if not found.is_capital(match.first) or match.tokens.starts[match.first] < context.body:
        return False
    parse, token = context.parse, found.first
    if token >= len(parse) or token == parse.sentence_start[token] or parse.all_caps[token]:
        return False
    before = token - 1
    return (parse.text[before][:1].isupper() and before != parse.sentence_start[token]) or _name_follows(found)


def _name_follows(found: DateCandidate) -> bool:
    return found.name is not None and found.name.end > found.end


NOT_DATES: tuple[tuple[str, Callable[[DateCandidate], bool], str], ...] = (
    ("title by its capitals", _title_by_capitals, "The Lindholm Daily News reported it."),
    ("inside a name", _inside_name, "He works for the 20 Minutes Group."),
    ("whole name", _whole_name, "Theresa May left. May said nothing."),
    ("after a form of address", _after_address, "They met General March."),
    ("numbered model", _numbered_model, "It carried a Long March 9 into space."),
    ("named weekday", _named_weekday, "They marked Bloody Sunday there."),
    ("paper", _paper, "The Oslo daily said so."),
    ("word of a title", _word_of_title, "They saw Apocalypse Now there."),
)
"""Name, test and example of what makes a match of the grammar part of a name; the first that applies decides."""


def is_in_name(match: RuleMatch, context: DateContext) -> bool:
    """Return whether a match of the grammar is a name or part of one."""
    found = DateCandidate.of(match, context)
    if found.first >= found.end:
        return False
    return any(applies(found) for _, applies, _ in NOT_DATES)
