"""What kind of source a quote has, and the body that it speaks for.

The noun of the source phrase decides first ("residents", "court papers"), then the body that a representative speaks
for ("a company spokesman"), then the speaker's titles in the story. Nothing is guessed where none of them tells.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from wiredesk.contract import Entity, SourceClass, Span
from wiredesk.nlp.knowledge import entity_lexicon
from wiredesk.nlp.lexicon import word_set
from wiredesk.nlp.quotes.direct import Attribution
from wiredesk.nlp.quotes.source_bodies import Bodies, is_in_name, known_title, source_nouns
from wiredesk.nlp.quotes.speakers import Speakers, Voice
from wiredesk.nlp.tokens import Tokens

MAX_SOURCE_TOKENS = 60
"""Tokens of a source that are read; a longer one is a failed parse."""
MAX_SENTENCE_CHARACTERS = 600
"""Characters on both sides of a cue in which anonymity is looked for."""

MAX_BODY_TOKENS = 6
"""Tokens of a body without a name behind a post: "spokesman for [the county fire department]"."""

BY_ANONYMITY = "kept unnamed"
BY_NOUN = "noun of the source"
BY_BODY = "body spoken for"
BY_TITLE = "title of the speaker"
BY_ENTITY = "kind of the speaker"

_NOUNS: Mapping[str, SourceClass] = {
    **dict.fromkeys(word_set("quote_sources", "person"), "person"),
    **dict.fromkeys(word_set("quote_sources", "company"), "company"),
    **dict.fromkeys(word_set("quote_sources", "official"), "official"),
    **dict.fromkeys(word_set("quote_sources", "witness"), "witness"),
    **dict.fromkeys(word_set("quote_sources", "media"), "media"),
    **dict.fromkeys(word_set("quote_sources", "document"), "document"),
}
"""Noun, by lemma, to the class of source that it is; of two classes the later one here."""
_OFFICES = word_set("quote_sources", "offices")
_COMMON_OFFICES = word_set("quote_sources", "common_offices")
_PRIVATE_MODIFIERS = word_set("quote_sources", "private_modifiers")
_LEGAL_FORMS = word_set("org_names", "legal_forms")
_BODY_TAGS = frozenset({"DT", "JJ", "NN", "NNS", "NNP", "PRP$", "VBG", "HYPH"})
_MANAGERS = word_set("quote_sources", "managers")
_OFFICERS = word_set("quote_sources", "officers")
_STYLES = frozenset({"President", "Representative", "Deputy", "Officer"})
"""Posts that, with a capital before a name, are those of a state."""
_OFFICIAL_NAMES = word_set("quote_sources", "official_names")
_ANY_BODY = frozenset({"bank", "fund", "unit"})
"""Nouns for companies that bodies of state are called by, too."""
_REPRESENTATIVES = word_set("quote_sources", "representatives")
_ANONYMOUS = word_set("quote_sources", "anonymous")
_ANONYMOUS_WORDS = word_set("quote_sources", "anonymous_words")
_KNOWING = word_set("quote_sources", "knowing")
_KNOWLEDGE = word_set("quote_sources", "knowledge")
_MEDIA_MODIFIERS = word_set("quote_sources", "media_modifiers")
_TICKER = re.compile(r"\s*[<(][A-Z0-9./ ]{1,12}[>)]?,?\Z")
_UNNAMED = re.compile(
    r"\bnot (?:to )?be (?:further )?(?:named|identified|quoted)\b|\b(?:declined|refused) to (?:be (?:named|identified)"
    r"|give (?:his|her|their) names?)\b|\b(?:condition of|requested|granted) anonymity\b"
    r"|\bnot authori[sz]ed to (?:speak|talk|comment|discuss|brief)\b",
    re.IGNORECASE,
)
_UNNAMED_WORDS = word_set("quote_sources", "of_no_name")
"""Words of which every match of that pattern has one."""


@dataclass(frozen=True, slots=True)
class SourceReading:
    """The class of a source, the id of the body or country that it speaks for, and the rule that told the class."""

    source_class: SourceClass | None = None
    speaks_for: str | None = None
    rule: str = ""


_NOTHING = SourceReading()


def read_sources(
    tokens: Tokens, found: Sequence[Attribution], voices: Sequence[Voice], speakers: Speakers, bodies: Bodies
) -> list[SourceReading]:
    """Return the reading of each attribution's source; speech that carries on has that of the report before it."""
    reader = _Reader(tokens, speakers, bodies)
    known: dict[int, SourceReading] = {}
    for item, voice in zip(found, voices, strict=True):
        if voice.origin is None:
            known[id(item)] = reader.read(item, voice)
    readings = []
    for item, voice in zip(found, voices, strict=True):
        reading = known.get(id(voice.origin or item), _NOTHING)
        if reading.rule in {BY_ENTITY, BY_TITLE} and voice.tokens:
            entity = speakers.of(tokens, voice.tokens[0])
            reading = reader.told.get(entity.id, reading) if entity is not None else reading
        readings.append(reading)
    return readings


class _Reader:
    """Reads the sources of one story."""

    def __init__(self, tokens: Tokens, speakers: Speakers, bodies: Bodies) -> None:
        self._tokens, self._speakers, self._bodies = tokens, speakers, bodies
        self._roles = entity_lexicon().roles
        self.told: dict[str, SourceReading] = {}
        """Readings of people by the nouns beside their name, by id: they hold where the name stands alone."""

    def read(self, item: Attribution, voice: Voice) -> SourceReading:
        """Return the reading of one source."""
        tokens = self._tokens
        entity = self._speakers.of(tokens, voice.tokens[0]) if voice.tokens else None
        begin = end = 0
        if item.source is not None:
            begin = bisect_left(tokens.start, item.source[0])
            end = min(bisect_left(tokens.start, item.source[1]), begin + MAX_SOURCE_TOKENS)
        elif entity is None:
            return _NOTHING
        nouns = source_nouns(tokens, self._speakers, begin, end)
        if (entity is None or entity.type != "PERSON") and nouns and self._is_kept_unnamed(item, nouns, begin, end):
            return SourceReading("anonymous", self._spoken_for(nouns, begin, end), BY_ANONYMITY)
        if item.source is not None and self._is_company(begin, item.source):
            return SourceReading("company", None, BY_ENTITY)
        if entity is not None and entity.type == "PERSON":
            return self._person(entity, nouns, begin, end)
        if nouns:
            return self._unnamed(entity, nouns, begin, end)
        return self._body(entity, item) if entity is not None else _NOTHING

    def _is_company(self, begin: int, source: Span) -> bool:
        """Return whether a source is a name with a legal form at its end, of which the model may miss a part.

        ``Ana Roth of Acme Corp`` and ``a unit of Acme Corp`` are none: they have a preposition or a comma.
        """
        tokens = self._tokens
        name = tokens.masked[slice(*source)]
        if "<" in name or "(" in name:
            name = _TICKER.sub("", name)
        name = name.rstrip(" ,>)")
        if name.rsplit(" ", 1)[-1].lower() not in _LEGAL_FORMS:
            return False
        return not any(
            tokens.tag[at] in {"IN", "POS", ",", "WP", "WDT"} and not is_in_name(tokens, self._speakers, at)
            for at in range(begin, bisect_left(tokens.start, source[0] + len(name)))
        )

    def _spoken_for(self, nouns: Sequence[int], begin: int, end: int) -> str | None:
        """Return the body that the nouns of a source are tied to; a country only for those who can speak for it."""
        for noun in nouns:
            told, word = self._class_of(noun), self._tokens.lemma[noun]
            is_post = word in _OFFICES or word in _COMMON_OFFICES or word in _REPRESENTATIVES or word in _ANONYMOUS
            if told == "witness" or (told is None and not is_post):
                continue
            found = self._bodies.spoken_for(noun, begin, end, is_country_too=is_post or told == "official")
            if found is not None:
                return found
        return None

    # ---- anonymity ---------------------------------------------------------------------------------------------------

    def _is_kept_unnamed(self, item: Attribution, nouns: Sequence[int], begin: int, end: int) -> bool:
        """Return whether a source has no name on purpose: ``sources``, ``an aide who asked not to be named``."""
        tokens, token = self._tokens, nouns[0]
        lemma = tokens.lemma[token]
        if lemma in _ANONYMOUS or not _ANONYMOUS_WORDS.isdisjoint(tokens.lower[begin:end]):
            return True
        if lemma in _KNOWING and not _KNOWLEDGE.isdisjoint(tokens.lower[begin:end]):
            return True
        if tokens.words.isdisjoint(_UNNAMED_WORDS):
            return False
        first = max(tokens.start[tokens.sentence_start[token]], tokens.start[token] - MAX_SENTENCE_CHARACTERS)
        last = min(tokens.end[tokens.sentence_end[token] - 1], tokens.start[token] + MAX_SENTENCE_CHARACTERS)
        match = _UNNAMED.search(tokens.masked, first, last)
        return match is not None and not any(start <= match.start() < stop - 1 for start, stop in item.content)

    # ---- by the words of the source ----------------------------------------------------------------------------------

    def _class_of(self, noun: int) -> SourceClass | None:
        """Return the class that a noun tells by itself."""
        tokens = self._tokens
        word = tokens.lemma[noun]
        lower = tokens.lower[noun]
        found = _NOUNS.get(word) or _NOUNS.get(lower) or _NOUNS.get(lower.rstrip("s") if lower[-1] == "s" else lower)
        if word == "bank" and noun and tokens.lower[noun - 1] in {"central", "reserve"}:
            return "official"
        if word == "officer" and noun and tokens.lower[noun - 1] in _OFFICERS:
            return "company"
        if found is None and lower.endswith("men"):
            found = _NOUNS.get(lower[:-3] + "man")
        if noun and tokens.lower[noun - 1] in _MEDIA_MODIFIERS and (found == "document" or word == "agency"):
            return "media"
        if found is None and self._roles.get(word) in {"trade", "kin", "person"} and not self._is_post(word):
            return "person"
        return found

    def _is_post(self, word: str) -> bool:
        if word in _REPRESENTATIVES or word in _OFFICES or word in _COMMON_OFFICES:
            return True
        return word not in _NOUNS and self._roles.get(word) == "post"

    def _unnamed(self, entity: Entity | None, nouns: Sequence[int], begin: int, end: int) -> SourceReading:
        """Return the reading of a source that is a noun: ``residents``, ``a company spokesman``, ``court papers``."""
        noun = nouns[0]
        if entity is None and len(nouns) > 1 and self._tokens.tag[noun] == "NNP" and self._class_of(noun) is None:
            noun = nouns[1]  # "K.G. Roth, the publisher,"
        word = self._tokens.lemma[noun]
        if (
            end - begin == 1 and entity is None and self._tokens.tag[noun] == "NNP"
        ):  # a name that is no mention: "Baker"
            return SourceReading("official", None, BY_NOUN) if self._tokens.lower[noun] in _OFFICIAL_NAMES else _NOTHING
        told = self._class_of(noun)
        body = self._spoken_for(nouns, begin, end)
        if entity is not None and entity.type != "NORP" and told in {None, "official", "company"}:
            if told != "company" or word in _ANY_BODY:
                told = self._bodies.class_of(entity) or told
            return SourceReading(told, body if body != entity.id else None, BY_ENTITY if told else "")
        if told is not None:
            return SourceReading(told, body, BY_NOUN)
        if not self._is_post(word):
            return SourceReading(None, body)
        return self._post(noun, body)

    def _post(self, noun: int, body: str | None) -> SourceReading:
        """Return the reading of a post without a name: by the noun before it, by its body, by itself."""
        by_compound = self._by_compound(noun)
        if by_compound is not None:
            return SourceReading(by_compound, self._bodies.if_organisation(body), BY_BODY)
        before = self._before(noun)
        if before is not None and self._tokens.lemma[before] in _PRIVATE_MODIFIERS:
            return SourceReading(None, body)
        by_body = self._bodies.class_by_id(body)
        if by_body is not None:
            return SourceReading(by_body, body, BY_BODY)
        lemma = self._tokens.lemma[noun]
        if lemma in _OFFICES or (lemma in _COMMON_OFFICES and body is None):
            return SourceReading("official", body, BY_NOUN)
        return SourceReading(None, body)

    def _by_compound(self, noun: int) -> SourceClass | None:
        """Return the class of the unnamed body that a post has: ``company [spokesman]``, ``[head] of police``."""
        tokens = self._tokens
        before = self._before(noun)
        found = self._class_of(before) if before is not None else None
        if found is None and tokens.lower[noun + 1 : noun + 2] in (["for"], ["of"], ["at"], ["with"]):
            last = noun + 2
            end = min(len(tokens), last + MAX_BODY_TOKENS)
            while last < end and tokens.tag[last] in _BODY_TAGS and not is_in_name(tokens, self._speakers, last):
                last += 1
            is_whole = last == len(tokens) or tokens.tag[last] != "POS"
            found = self._class_of(last - 1) if is_whole and last > noun + 2 else None
        return found if found in {"official", "company", "media"} else None

    def _before(self, noun: int) -> int | None:
        """Return the word before a noun, a possessive mark left out; None for part of a name."""
        tokens, before = self._tokens, noun - 1
        if before >= 0 and tokens.tag[before] == "POS":
            before -= 1
        return before if before >= 0 and not is_in_name(tokens, self._speakers, before) else None

    # ---- by the speaker ----------------------------------------------------------------------------------------------

    def _person(self, entity: Entity, nouns: Sequence[int], begin: int, end: int) -> SourceReading:
        """Return the reading of a person: by the nouns beside the name, else by those beside it elsewhere."""
        reading = self._by_nouns(nouns, self._spoken_for(nouns, begin, end))
        if reading is not None:
            if reading.speaks_for is None:
                reading = replace(reading, speaks_for=self._bodies.of_titles(entity))
                reading = self._by_nouns(nouns, reading.speaks_for) or reading
            self.told.setdefault(entity.id, reading)
            return reading
        return self.told.get(entity.id) or self._by_titles(entity)

    def _by_nouns(self, nouns: Sequence[int], body: str | None) -> SourceReading | None:
        """Return the reading that the nouns beside a person's name tell, with a body that they are tied to."""
        tokens = self._tokens
        classes = [self._class_of(noun) for noun in nouns]
        for noun, told in zip(nouns, classes, strict=True):
            if told in {"witness", "official"} or (told == "company" and tokens.lemma[noun] in _MANAGERS):
                return SourceReading(told, body, BY_NOUN)
        by_body = self._bodies.class_by_id(body)
        words = [tokens.lemma[noun] for noun in nouns]
        posts = [noun for noun, word in zip(nouns, words, strict=True) if self._is_post(word)]
        by_compound = next((each for each in map(self._by_compound, posts) if each is not None), None)
        if by_compound is not None:
            return SourceReading(by_compound, body, BY_BODY)
        if by_body is not None and posts:
            return SourceReading(by_body, body, BY_BODY)
        if not _OFFICES.isdisjoint(words) or (
            body is None
            and any(tokens.text[noun].title() in _STYLES and tokens.text[noun][0].isupper() for noun in nouns)
        ):
            return SourceReading("official", body, BY_NOUN)
        if "person" in classes or posts:
            return SourceReading("person", body, BY_NOUN)
        return None

    def _by_titles(self, entity: Entity) -> SourceReading:
        """Return the reading that a person's titles tell in the story or in the knowledge base."""
        tokens = self._tokens
        body = self._bodies.of_titles(entity)
        for title in entity.titles:
            if title.tense == "former":
                continue
            if title.office is not None and " " in title.office and self._roles.get(title.office) == "state":
                return SourceReading("official", body, BY_TITLE)
            nouns = source_nouns(tokens, self._speakers, *tokens.covering(title.span))
            reading = self._by_nouns(nouns, body)
            if reading is None and not nouns and body is not None and title.of == body:  # "Ana Roth of the WHO"
                reading = SourceReading(self._bodies.class_by_id(body), body)
            if reading is not None and reading.source_class not in {None, "person"}:
                return replace(reading, rule=BY_TITLE)
        if self._roles.get(known_title(entity)) == "state":
            return SourceReading("official", body, BY_TITLE)
        return SourceReading("person", body, BY_ENTITY)

    def _body(self, entity: Entity, item: Attribution) -> SourceReading:
        """Return the reading of a body, a country or a work that speaks."""
        told = self._bodies.class_of(entity)
        return SourceReading(told, self._bodies.meant_by(entity, item), BY_ENTITY if told else "")
