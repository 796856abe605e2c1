"""When and where an act happened, in whose words it stands, and whether it is older than the story's news."""

from __future__ import annotations

import datetime
import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass, field

from wiredesk.contract import PLACE_TYPES, EventType, Span
from wiredesk.nlp.context import Context
from wiredesk.nlp.events.matching import Act
from wiredesk.nlp.events.participants import Cast
from wiredesk.nlp.events.predicates import MAX_STEPS
from wiredesk.nlp.lexicon import word_list
from wiredesk.nlp.tokens import Tokens

BACKGROUND_DAYS = 7
"""Days before the story's day from which an act is older than the news."""
_DAY = re.compile(r"(\d{4})-(\d\d)-(\d\d)")
_MONTH = re.compile(r"(\d{4})-(\d\d)\Z")
_PART_OF_YEAR = re.compile(r"(\d{4})-(SP|SU|FA|WI|Q[1-4]|H[12])\Z")
_LAST_MONTH = {"SP": 5, "SU": 8, "FA": 11, "WI": 12, "Q1": 3, "Q2": 6, "Q3": 9, "Q4": 12, "H1": 6, "H2": 12}
"""Last month of a season, a quarter and a half; a winter counts to the end of its year."""
_YEAR = re.compile(r"(\d{4})\Z")
_PLACE_SLOTS = word_list("event_words", "whereabouts")
_SAYING = frozenset({"ccomp"})
_WITH_DATE_OF_HEAD = frozenset({"relcl", "acl", "conj", "advcl", "xcomp"})
"""Clauses that happen when what they depend on happens."""
_OF_OCCASIONS = frozenset({"in", "during", "at"})
"""Prepositions before a noun that dates the verb: "killed in the 2012 attack"."""
_SHARES_PERFECT = frozenset({"conj", "xcomp"})
_MAX_STEPS_TO_DATE = 4
_OF_PERIODS: frozenset[EventType] = frozenset({"RESULT", "DIVIDEND"})
"""Acts beside which a quarter or a year is their period, not the time at which they were told."""


@dataclass(frozen=True, slots=True)
class Setting:
    """What the acts of a story are placed by."""

    tokens: Tokens
    cast: Cast
    date_of: dict[int, str]
    """Value of the date that a verb or noun has beside it."""
    story_day: datetime.date | None
    lead_date: str | None
    """Day of the date line, for acts of the lead."""
    lead_end: int
    """Offset at which the first paragraph of the body ends."""
    paragraphs: tuple[Span, ...]
    filed_from: str | None
    place_starts: list[int]
    """Tokens of the places that stand behind "in", "at" and the like, in order."""
    places: list[str]
    quotes: list[tuple[int, int, int]]
    """Start, end and number of each quoted passage, by start."""
    quote_starts: list[int]
    own_dates: dict[int, str | None] = field(default_factory=dict)
    """What :meth:`own_date` returned before, by trigger: three questions ask for it."""

    def date(self, act: Act) -> str | None:
        """Return the value of when the act happened."""
        found = self.own_date(act)
        if found is None and act.status == "occurred" and self.tokens.start[act.predicate.token] < self.lead_end:
            return self.lead_date
        return found

    def own_date(self, act: Act) -> str | None:
        """Return the value of the date in the act's own clause, else of what the clause belongs to.

        The shooting of "the attack in May that killed ten" and "bombed it in May, killing ten" was in May.
        """
        token = act.predicate.token
        if token not in self.own_dates:
            self.own_dates[token] = self._read_own_date(token)
        return self.own_dates[token]

    def _read_own_date(self, at: int) -> str | None:
        tokens = self.tokens
        for _ in range(_MAX_STEPS_TO_DATE):
            if (found := self._date_beside(at)) is not None:
                return found
            label, above = tokens.dep[at], tokens.head[at]
            if label not in _WITH_DATE_OF_HEAD or (label == "advcl" and tokens.tag[at] != "VBG"):
                break
            at = above
        return None

    def _date_beside(self, token: int) -> str | None:
        """Return the date of a word, else that of its occasion or its subject: "killed in the 2012 attack"."""
        tokens = self.tokens
        if (found := self.date_of.get(token)) is not None or tokens.pos[token] not in {"VERB", "AUX"}:
            return found
        nouns = [
            noun
            for word in tokens.children_with(token, "prep")
            if tokens.lower[word] in _OF_OCCASIONS
            for noun in tokens.children_with(word, "pobj")
        ]
        nouns += tokens.children_with(token, "nsubj", "nsubjpass")
        return next((self.date_of[noun] for noun in nouns if noun in self.date_of), None)

    def is_placed(self, act: Act) -> bool:
        """Return whether an act has a date of its own, or stands in the headline or the lead."""
        return self.tokens.start[act.predicate.token] < self.lead_end or self.own_date(act) is not None

    def place(self, act: Act) -> list[str]:
        """Return the ids of where the act happened: by its clause, else its sentence, its paragraph, the date line."""
        actors = {one.entity for one in act.actors}
        found: list[str] = []
        for slot in _PLACE_SLOTS:
            for head in act.predicate.get(slot):
                name = self.cast.owner[head]
                if name and name not in actors and self.cast.entities[name].type in PLACE_TYPES:
                    found.append(name)
        if found:
            return list(dict.fromkeys(found))[:3]
        token = act.predicate.token
        begin, end = self.tokens.sentence_start[token], self.tokens.sentence_end[token]
        for first, last in ((begin, end), self._paragraph(token)):
            inside = self.places[bisect_left(self.place_starts, first) : bisect_left(self.place_starts, last)]
            if inside := [name for name in inside if name not in actors]:
                return inside[:1]
        return [self.filed_from] if self.filed_from and self.filed_from not in actors else []

    def _paragraph(self, token: int) -> tuple[int, int]:
        number = self.tokens.paragraph[token]
        return self.tokens.covering(self.paragraphs[number]) if number >= 0 else (token, token)

    def quote(self, act: Act) -> int | None:
        """Return the number of the quote whose content tells the act."""
        offset = self.tokens.start[act.predicate.token]
        at = bisect_right(self.quote_starts, offset)
        for begin, end, number in reversed(self.quotes[max(0, at - 4) : at]):
            if begin <= offset < end:
                return number
        return None

    def is_background(self, act: Act) -> bool:
        """Return whether an act is older than the story's news.

        It is by its own date, by a past perfect, and if it stands inside an older act: "in 1991 rebels led by Adams
        killed him". So is what only a second relative clause tells, and what a participle before a noun does.
        """
        value = self.own_date(act)
        is_dated = value is not None and (_DAY.match(value) or act.type not in _OF_PERIODS)
        if is_dated and value is not None:
            return self._is_old(value)
        if act.status in {"planned", "hypothetical"} and act.frame.pos == "v":
            return False
        token = act.predicate.token
        return self._is_inside_older(token) or (act.frame.pos == "v" and is_told_as_past(self.tokens, token))

    def _is_old(self, value: str) -> bool:
        return self.story_day is not None and is_older(value, self.story_day)

    def _is_inside_older(self, token: int) -> bool:
        """Return whether an act is part of a sentence or clause whose verb has an older date."""
        tokens = self.tokens
        for _ in range(MAX_STEPS):
            above = tokens.head[token]
            if above == token:
                return False
            token = above
            if tokens.pos[token] in {"VERB", "AUX"} and token in self.date_of:
                return self._is_old(self.date_of[token])
        return False


def is_told_as_past(tokens: Tokens, verb: int) -> bool:
    """Return whether the form and the place of a verb say that its act is older than what is told.

    "had failed to win", "the soldier who led the raid that killed him", "a slain soldier", "higher than when he won".
    """
    label = tokens.dep[verb]
    if label == "amod":
        return tokens.tag[verb] == "VBN"
    if label == "pcomp" and tokens.lower[tokens.head[verb]] == "than":
        return tokens.tag[verb] == "VBD"
    if label == "relcl" and tokens.tag[verb] == "VBD" and _is_in_relative_clause(tokens, tokens.head[verb]):
        return True
    for _ in range(MAX_STEPS):
        if any(tokens.lower[child] in {"had", "'d", "’d"} for child in tokens.children_with(verb, "aux")):
            return tokens.dep[verb] not in _SAYING
        if tokens.dep[verb] not in _SHARES_PERFECT or tokens.child_with(verb, "nsubj", "nsubjpass") is not None:
            return False
        verb = tokens.head[verb]
    return False


def _is_in_relative_clause(tokens: Tokens, noun: int) -> bool:
    """Return whether a noun is the object of a relative clause in the past tense."""
    verb = tokens.head[noun]
    return tokens.dep[noun] == "dobj" and tokens.dep[verb] == "relcl" and tokens.tag[verb] == "VBD"


def setting_of(context: Context, cast: Cast) -> Setting:
    """Collect the dates, places and quotes of a story."""
    tokens = context.tokens
    date_of: dict[int, str] = {}
    for date in context.dates:
        if date.value is None or date.type not in {"DATE", "TIME"}:
            continue
        first, last = tokens.covering(date.span)
        if first < last:
            for token in range(first, last):
                date_of[token] = date.value
            _note_date(tokens, tokens.root(first, last), date.value, date_of)
    starts, places = _places(tokens, cast)
    passages = sorted(
        (span[0], span[1], number) for number, quote in enumerate(context.quotes) for span in quote.content
    )
    dateline = context.dateline
    lead_date = dateline.date if dateline else None
    published = context.article.published or context.article.updated
    story_day = _as_date(lead_date) or (published.date() if published else None)
    paragraphs = context.layout.paragraphs
    lead = min(len(paragraphs) - 1, 1 if context.layout.headline else 0)
    return Setting(
        tokens=tokens,
        cast=cast,
        date_of=date_of,
        story_day=story_day,
        lead_date=lead_date,
        lead_end=paragraphs[lead][1] if paragraphs else 0,
        paragraphs=paragraphs,
        filed_from=dateline.place if dateline else None,
        place_starts=starts,
        places=places,
        quotes=passages,
        quote_starts=[begin for begin, _, _ in passages],
    )


def _note_date(tokens: Tokens, token: int, value: str, date_of: dict[int, str]) -> None:
    """Note a date for the noun or verb above it."""
    for _ in range(MAX_STEPS):
        above = tokens.head[token]
        if above == token:
            return
        token = above
        if tokens.pos[token] in {"VERB", "AUX", "NOUN", "PROPN"}:
            date_of.setdefault(token, value)
            return


def _places(tokens: Tokens, cast: Cast) -> tuple[list[int], list[str]]:
    """Return the first tokens and the ids of places that a preposition of place introduces, in order."""
    found: list[tuple[int, str]] = []
    for token, name in [(token, name) for token, name in enumerate(cast.owner) if name is not None and token]:
        if cast.mention[token][0] != token or cast.entities[name].type not in PLACE_TYPES:
            continue
        before = tokens.lower[token - 1]
        if before == "the" and token > 1:
            before = tokens.lower[token - 2]
        if before in _PLACE_SLOTS and tokens.is_news[token]:
            found.append((token, name))
    return [token for token, _ in found], [name for _, name in found]


def is_older(value: str, day: datetime.date) -> bool:
    """Return whether a TIMEX3 value lies more than :data:`BACKGROUND_DAYS` before a day."""
    if value == "PAST_REF":
        return False
    if found := _DAY.match(value):
        at = _as_date(found.group())
        return at is not None and (day - at).days > BACKGROUND_DAYS
    if found := _MONTH.match(value):
        return _is_older_month(int(found[1]), int(found[2]), day)
    if found := _PART_OF_YEAR.match(value):
        return _is_older_month(int(found[1]), _LAST_MONTH[found[2]], day)
    if found := _YEAR.match(value):
        return int(found[1]) < day.year
    return value[:4].isdigit() and int(value[:4]) < day.year - 1


def _is_older_month(year: int, month: int, day: datetime.date) -> bool:
    """Return whether a month ended more than :data:`BACKGROUND_DAYS` before a day."""
    past = day.year * 12 + day.month - (year * 12 + month)
    return past > 1 or (past == 1 and day.day > BACKGROUND_DAYS)


def _as_date(value: str | None) -> datetime.date | None:
    found = _DAY.match(value or "")
    if not found:
        return None
    try:
        return datetime.date(int(found[1]), int(found[2]), int(found[3]))
    except ValueError:
        return None
