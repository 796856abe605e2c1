"""Who says something: the name, the pronoun or the noun beside a verb of speech, and the entity that it means."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, field

from wiredesk.contract import Entity
from wiredesk.nlp.languages.tier2.local_name_words import LocalNameWords, Sex, first_name_sex
from wiredesk.nlp.languages.tier2.speech_verbs import SpeechWords
from wiredesk.nlp.languages.tier2.verb_finder import VerbGroup
from wiredesk.nlp.tokens import Tokens

_SPEAKING = frozenset({"PERSON", "ORG", "GPE", "FAC", "NORP"})
_MAX_BACK = 150
"""Tokens back to the person that a pronoun means."""
_MAX_FORWARD = 25
"""Tokens from a verb to its subject behind it."""
_MAX_READ = 40
"""Mentions that are looked at for one pronoun."""
_VERBS = frozenset({"VERB", "AUX"})
_PRONOUNS: tuple[tuple[str, Sex], ...] = (("male_pronouns", "m"), ("female_pronouns", "f"), ("plural_pronouns", ""))


@dataclass(frozen=True, slots=True)
class SpeechSource:
    """Who says something: a token range and the id of an entity; None where the text does not name it."""

    start: int
    end: int
    speaker: str | None


@dataclass(slots=True)
class StorySpeakers:
    """The mentions of a story that may speak, and who has been named last. Only the reader of quotes changes it."""

    tokens: Tokens
    names: LocalNameWords
    words: SpeechWords
    mentions: list[tuple[int, int, Entity]]
    """First token, token after the last, entity; in order."""
    sexes: dict[str, Sex]
    roles: dict[str, set[str]]
    said: list[tuple[int, str]] = field(default_factory=list)
    """Tokens at which somebody spoke, with the id, in the order of the text."""

    @classmethod
    def of(cls, tokens: Tokens, names: LocalNameWords, words: SpeechWords, entities: Sequence[Entity]) -> StorySpeakers:
        """Gather the mentions of a story."""
        mentions = sorted(
            (
                (*tokens.covering(mention.span), entity)
                for entity in entities
                if entity.type in _SPEAKING
                for mention in entity.mentions
            ),
            key=lambda row: row[:2],
        )
        persons = [entity for entity in entities if entity.type == "PERSON"]
        return cls(
            tokens,
            names,
            words,
            [row for row in mentions if row[0] < row[1]],
            {entity.id: _sex(tokens, names, entity) for entity in persons},
            {entity.id: _roles(names, entity) for entity in persons},
        )

    def within(self, start: int, end: int) -> list[tuple[int, int, Entity]]:
        """Return the mentions that begin in a token range."""
        first = bisect_left(self.mentions, start, key=lambda row: row[0])
        last = bisect_left(self.mentions, end, key=lambda row: row[0])
        return self.mentions[first:last]

    def before(self, start: int, group: VerbGroup) -> SpeechSource | None:
        """Return the subject that stands between the start of a sentence and a verb."""
        end = group.start
        if group.pronoun:
            return SpeechSource(group.start, group.end, self.person(group.pronoun, group.start))
        if end <= start:
            return None
        for size in (2, 1):
            words = tuple(self.tokens.lower[max(start, end - size) : end])
            for name, sex in _PRONOUNS:
                if words in self.words.words.get(name, frozenset()):
                    return SpeechSource(end - size, end, self.somebody(sex, end - size) if sex else None)
        if self.words.has("conjunctions", self.tokens.lower[end - 1]) and self.said and self.said[-1][0] >= start:
            return SpeechSource(end - 1, end, self.said[-1][1])
        found = [
            row for row in self.within(start, end) if not self.is_object(row[0], start) and not self._in_quote(row[0])
        ]
        persons = [row for row in found if row[2].type == "PERSON"]
        if persons:
            return SpeechSource(persons[-1][0], persons[-1][1], persons[-1][2].id)
        others = [row for row in found if self._reaches(row[1], end)]
        if others:
            return SpeechSource(others[-1][0], others[-1][1], others[-1][2].id)
        return self.noun(start, end)

    def behind(self, group: VerbGroup, limit: int) -> SpeechSource | None:
        """Return the subject that follows a verb: a joined pronoun, a name, or a noun."""
        if group.pronoun:
            return SpeechSource(group.start, group.end, self.person(group.pronoun, group.start))
        end = self._phrase_end(group.end, min(limit, group.end + _MAX_FORWARD))
        for first, last, entity in self.within(group.end, end):
            if entity.type == "PERSON" and not self.is_object(first, group.end):
                return SpeechSource(first, last, entity.id)
        for first, last, entity in self.within(group.end, min(end, group.end + 4)):
            if entity.type != "PERSON" and not self.is_object(first, group.end):
                return SpeechSource(first, last, entity.id)
        return self.noun(group.end, end)

    def noun(self, start: int, end: int) -> SpeechSource | None:
        """Return the source whose noun phrase begins in a range: who was named before, if a definite noun says so."""
        tokens, names = self.tokens, self.names
        for at in range(start, min(end, start + 12)):
            article = tokens.lower[at]
            if article not in names.articles or at + 1 >= end:
                continue
            first = at + 1
            while first < end - 1 and tokens.lower[first] in names.before_roles:
                first += 1
            noun = tokens.lower[first].removeprefix("ex-")
            stop = self._phrase_end(first + 1, end, commas=True)
            speaker = None
            if noun in names.roles or noun in names.persons:
                speaker = self._noun_person(noun, article, at, stop - first)
            return SpeechSource(at, max(stop, first + 1), speaker)
        return None

    def _noun_person(self, noun: str, article: str, at: int, size: int) -> str | None:
        if article in self.names.indefinite:
            return None
        sex = self.names.roles.get(noun, "") or self.names.persons.get(noun, "") or self.names.articles.get(article, "")
        recent = self._recent(at, sex)
        same = next((one for one in recent if noun in self.roles.get(one, ())), None)
        is_short = (
            size <= 1
            or noun in self.names.persons
            or (size > 2 and self.tokens.text[at + 3].isdigit())  # "le joueur de 23 ans"
        )
        return same or (recent[0] if recent and is_short and article not in self.names.possessives else None)

    def person(self, pronoun: str, at: int) -> str | None:
        """Return the id of whom a pronoun before a token means: the last person of that sex, else the last body."""
        sex: Sex = next((sex for name, sex in _PRONOUNS if self.words.has(name, pronoun)), "")
        return self.somebody(sex, at) if sex else None

    def somebody(self, sex: Sex, at: int) -> str | None:
        """Return the id of the last person of a sex before a token, else of the last body."""
        if recent := self._recent(at, sex):
            return recent[0]
        last = bisect_left(self.mentions, at, key=lambda row: row[0])
        for first, _, entity in reversed(self.mentions[max(0, last - _MAX_READ) : last]):
            if at - first > _MAX_BACK:
                break
            if entity.type == "ORG" and not self.is_object(first, 0):
                return entity.id
        return None

    def spoke(self, at: int, speaker: str | None) -> None:
        """Note that somebody spoke at a token."""
        if speaker:
            self.said.append((at, speaker))

    def _recent(self, at: int, sex: Sex) -> list[str]:
        """Return the people of a sex who were named or spoke before a token, the last first; objects of a verb last."""
        last = bisect_left(self.mentions, at, key=lambda row: row[0])
        rows = [
            (first, entity.id, self.is_object(first, 0))
            for first, _, entity in self.mentions[max(0, last - _MAX_READ) : last]
            if entity.type == "PERSON" and at - first <= _MAX_BACK
        ]
        rows += [(first, speaker, False) for first, speaker in self.said[-5:] if at - first <= _MAX_BACK and first < at]
        rows.sort(key=lambda row: (row[2], bool(sex) and not self.sexes.get(row[1], ""), -row[0]))
        fitting = [ident for _, ident, _ in rows if ident in self.sexes and (not sex or self.sexes[ident] in {"", sex})]
        return list(dict.fromkeys(fitting))

    def is_object(self, first: int, start: int) -> bool:
        """Return whether a preposition stands before a name, its honorific and its article."""
        at = first - 1
        while at >= start and (self.tokens.text[at] in self.names.honorifics or self._is_definite(at)):
            at -= 1
        return at >= start and self.tokens.lower[at] in self.names.before_objects

    def _is_definite(self, at: int) -> bool:
        word, names = self.tokens.lower[at], self.names
        return word in names.articles and word not in names.indefinite and word not in names.possessives

    def _in_quote(self, at: int) -> bool:
        return self.tokens.quoted[at]

    def _reaches(self, start: int, end: int) -> bool:
        """Return whether nothing but an apposition or a relative clause stands between a name and its verb."""
        if start >= end or (self.tokens.text[start] == "," and self.tokens.text[end - 1] == ","):
            return True
        return end - start <= 8 and not any(
            self.tokens.pos[at] in _VERBS or self.tokens.text[at] in ",;:" for at in range(start, end)
        )

    def _phrase_end(self, start: int, limit: int, *, commas: bool = False) -> int:
        """Return where a noun phrase ends at the latest: at a stop, a relative clause, or a verb."""
        for at in range(start, limit):
            word = self.tokens.text[at]
            if word in ".;:!?«»“”" or (commas and word == ",") or self.words.has("that", word.lower()):
                return at
            if self.words.has("relatives", word.lower()) or (commas and self.words.has("stops", word.lower())):
                return at
        return limit


def _sex(tokens: Tokens, names: LocalNameWords, entity: Entity) -> Sex:
    for mention in entity.mentions:
        first, last = tokens.covering(mention.span)
        before = tokens.text[first - 1] if first else ""
        if sex := names.honorifics.get(before, ""):
            return sex
        if last - first > 1 and (sex := first_name_sex(tokens.text[first]) or ""):
            return sex
    for title in entity.titles:
        first, _ = tokens.covering(title.span)
        role = next((word for word in title.text.lower().split() if word in names.roles), "")
        if sex := names.roles.get(role, "") or (names.articles.get(tokens.lower[first - 1], "") if first else ""):
            return sex
    return ""


def _roles(names: LocalNameWords, entity: Entity) -> set[str]:
    return {word for title in entity.titles for word in title.text.lower().split() if word in names.roles}
