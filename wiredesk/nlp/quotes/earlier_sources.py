"""Sources that stand for one which spoke before: ``the company said``, ``the paper added``, ``it added``, ``he said``.

The coreference of a story weighs all that was mentioned, and leaves a noun open where several bodies are near it. Who
speaks is a narrower question: a source that names nobody new goes on from one that has spoken. So a noun for a body is
the last body that spoke and can be called so, and a pronoun right behind a report is the source of that report.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass

from wiredesk.contract import Entity, SourceClass
from wiredesk.nlp.knowledge import entity_lexicon
from wiredesk.nlp.lexicon import word_set
from wiredesk.nlp.quotes.direct import Attribution
from wiredesk.nlp.quotes.document_owners import document_of_cue, is_document, owner_of
from wiredesk.nlp.quotes.source_bodies import Bodies
from wiredesk.nlp.quotes.speakers import Speakers
from wiredesk.nlp.tokens import Tokens

LAST_BODY = "the last body of its kind that spoke"
ONLY_BODY = "the only body of its kind before"
SAME_NOUN = "the body called so before"
OWN_DOCUMENT = "whose document it is"
NAMED_LATER = "the person named later who bears the role"
GOES_ON = "the source of the report before"

MAX_PHRASE_TOKENS = 5
"""Tokens from the article to the noun: "the state-owned oil company"."""
LAST_LEAD_PARAGRAPH = 1
"""Number of the last paragraph of a lead, whose persons may be named later; the headline or the lead is 0."""
MAX_SENTENCES_BACK = 2
"""Sentences from the end of a report to a pronoun that goes on with it."""

_INDEFINITE = frozenset({"a", "an"})
_ARTICLES = frozenset({"the", "this", "that"})
_PHRASE_TAGS = frozenset({"NN", "NNS", "JJ", "HYPH", "VBN", "VBG", "CD"})
_BEHIND = frozenset({",", "(", "<", "[", "—", "–", "--"})
"""Marks behind a noun that adds no condition: "the paper, which …,"."""
_OTHER_ONE = word_set("nominals", "other_one") - {"holding"}
_COMPANY = word_set("quote_sources", "company_again")
_MEDIA = word_set("quote_sources", "media_again")
_OFFICIAL = word_set("quote_sources", "official_again")
_OTHER = word_set("quote_sources", "other_bodies_again")
_CALLED_AGAIN = word_set("quote_sources", "called_again")
_NOUNS = _COMPANY | _MEDIA | _OFFICIAL | _OTHER | _CALLED_AGAIN
_REPRESENTATIVES = word_set("quote_sources", "spokespeople")
_NEUTER = frozenset({"it"})
_GENDERS = {"he": "m", "she": "f"}
_GENDER_OF = {
    **dict.fromkeys(word_set("function_words", "male_pronouns"), "m"),
    **dict.fromkeys(word_set("function_words", "female_pronouns"), "f"),
}
_THINGS = frozenset({"ORG", "GPE", "FAC"})


@dataclass(slots=True)
class _Report:
    """A report whose source may be taken up again."""

    speaker: Entity | None
    sentence: int
    """The sentence in which it ends."""


def find_earlier_sources(
    tokens: Tokens, found: Iterable[Attribution], entities: Iterable[Entity], speakers: Speakers, bodies: Bodies
) -> None:
    """Tie the sources that mention no entity to the one that spoke before; ``found`` is in the order of the text."""
    reader = _EarlierSources(tokens, entities, speakers, bodies)
    for item in found:
        if item.subject is not None and item.source is not None:
            reader.read(item)


class _EarlierSources:
    """The sources of one story that were read so far."""

    def __init__(self, tokens: Tokens, entities: Iterable[Entity], speakers: Speakers, bodies: Bodies) -> None:
        self._tokens, self._speakers, self._bodies = tokens, speakers, bodies
        self._people = [entity for entity in entities if entity.type == "PERSON"]
        self._organisations = [entity for entity in entities if entity.type == "ORG"]
        self._spoken: dict[str, Entity] = {}
        """Organisations that have spoken, by id, the last one at the end."""
        self._called: dict[str, Entity] = {}
        """Organisations by the noun that they were called when they spoke."""
        self._genders: dict[str, str] = {}
        """Genders of people that a pronoun which was tied to them has told, by id."""
        self._last: _Report | None = None

    def read(self, item: Attribution) -> None:
        """Tie one source to an entity, if it names none, and remember who spoke."""
        assert item.subject is not None
        entity = self._speakers.of(self._tokens, item.subject)
        if entity is None:
            entity, rule = self._taken_up(item, item.subject)
            if entity is not None:
                self._speakers.know(item.subject, entity)
                item.speaker_rule = rule
        self._remember(item, entity)

    def _remember(self, item: Attribution, entity: Entity | None) -> None:
        assert item.subject is not None
        tokens = self._tokens
        noun = item.subject if item.noun is None else item.noun
        if entity is not None and entity.type == "ORG":
            self._has_spoken(entity)
            if tokens.pos[noun] == "NOUN":
                self._called[tokens.lower[noun]] = entity
            if (document := document_of_cue(tokens, item.token)) is not None:
                self._called[tokens.lower[document]] = entity
        elif entity is None and tokens.lemma[noun] in _REPRESENTATIVES:
            begin, end = self._range(item)
            owner = self._bodies.spoken_for(noun, begin, end, is_country_too=False)
            for body in self._organisations:
                if body.id == owner:
                    self._has_spoken(body)
        if item.outer is None:
            last = max(item.content[-1][1], item.cue[1] if item.cue else 0)
            self._last = _Report(entity, tokens.sentence[max(0, bisect_left(tokens.start, last) - 1)])

    def _has_spoken(self, body: Entity) -> None:
        self._spoken.pop(body.id, None)
        self._spoken[body.id] = body

    def _range(self, item: Attribution) -> tuple[int, int]:
        assert item.source is not None
        start = self._tokens.start
        return bisect_left(start, item.source[0]), bisect_left(start, item.source[1])

    def _taken_up(self, item: Attribution, head: int) -> tuple[Entity | None, str]:
        """Return the entity that a source stands for, and the rule."""
        tokens, word = self._tokens, self._tokens.lower[head]
        if word in _NEUTER or word in _GENDERS:
            return self._going_on(item, head), GOES_ON
        begin, end = self._range(item)
        if is_document(tokens, head):
            owner = owner_of(tokens, self._speakers, head, end)
            if owner is not None:
                return owner, OWN_DOCUMENT
            if word in self._called and self._is_plain(head, begin, end):
                return self._called[word], SAME_NOUN
        if tokens.tag[head] not in {"NN", "NNP"}:
            return None, ""
        later = self._named_later(head, begin)
        return (later, NAMED_LATER) if later is not None else self._body(head, begin, end)

    def _named_later(self, noun: int, begin: int) -> Entity | None:
        """Return the person whom a story names only behind its lead: ``A judge said …. Judge Ana Roth said …``.

        The one person of the story who bears the role as a title, named after the source.
        """
        tokens = self._tokens
        if tokens.lower[begin] not in _INDEFINITE or tokens.paragraph[noun] > LAST_LEAD_PARAGRAPH:
            return None
        word = tokens.lower[noun]
        bearers = [
            person
            for person in self._people
            if any(title.text.lower().split()[-1] == word and title.tense != "former" for title in person.titles)
        ]
        if len(bearers) != 1 or bearers[0].mentions[0].span[0] < tokens.start[noun]:
            return None
        return bearers[0]

    # ---- pronouns ----------------------------------------------------------------------------------------------------

    def _going_on(self, item: Attribution, pronoun: int) -> Entity | None:
        """Return the source of the report right before, if the pronoun can stand for it."""
        tokens, last = self._tokens, self._last
        if last is None or last.speaker is None or item.outer is not None or tokens.quoted[pronoun]:
            return None
        first = min(item.content[0][0], tokens.start[pronoun])
        if not 0 <= tokens.sentence[bisect_left(tokens.start, first)] - last.sentence <= MAX_SENTENCES_BACK:
            return None
        word = tokens.lower[pronoun]
        if word in _NEUTER:
            return last.speaker if last.speaker.type in _THINGS else None
        if last.speaker.type != "PERSON":
            return None
        gender = self._genders.get(last.speaker.id) or self._gender(last.speaker)
        if gender not in {"", _GENDERS[word]}:
            return None
        self._genders[last.speaker.id] = _GENDERS[word]
        return last.speaker

    def _gender(self, person: Entity) -> str:
        """Return the gender that the pronouns for a person tell, else the first name; an empty string for none."""
        for mention in person.mentions:
            told = _GENDER_OF.get(self._tokens.masked[slice(*mention.span)].lower())
            if told is not None:
                return told
        return entity_lexicon().first_name_genders.get(person.name.split()[0], "")

    # ---- nouns for bodies --------------------------------------------------------------------------------------------

    def _body(self, noun: int, begin: int, end: int) -> tuple[Entity | None, str]:
        """Return the body that a noun stands for: one called so, the last of its kind that spoke, the only one."""
        tokens = self._tokens
        word = tokens.lower[noun]
        if word not in _NOUNS or not self._is_plain(noun, begin, end):
            return None, ""
        if word in self._called:
            return self._called[word], SAME_NOUN
        if word in _CALLED_AGAIN:
            return None, ""
        fitting = [body for body in self._spoken.values() if self._fits(body, word)]
        if fitting and (word not in _OFFICIAL | _OTHER or len(fitting) == 1):
            return fitting[-1], LAST_BODY
        if fitting or word not in _COMPANY | _MEDIA:
            return None, ""
        start = tokens.start[begin]
        named = [each for each in self._organisations if each.mentions[0].span[0] < start and self._fits(each, word)]
        return (named[0], ONLY_BODY) if len(named) == 1 else (None, "")

    def _is_plain(self, noun: int, begin: int, end: int) -> bool:
        """Return whether a phrase says "the same as before": an article, the noun, no condition, no other name."""
        tokens = self._tokens
        if tokens.lower[begin] not in _ARTICLES or not begin < noun <= begin + MAX_PHRASE_TOKENS:
            return False
        if noun + 1 < end and tokens.text[noun + 1] not in _BEHIND:
            return False
        return all(
            tokens.tag[at] in _PHRASE_TAGS and tokens.lower[at] not in _OTHER_ONE for at in range(begin + 1, noun)
        )

    def _fits(self, body: Entity, noun: str) -> bool:
        """Return whether a body may be called by a noun; one of an unknown class by those for companies and others."""
        told = self._bodies.class_of(body)
        if noun in _MEDIA or noun in _OFFICIAL:
            return self._class_fits(body, noun)
        return told is None or (told == "company" and noun in _COMPANY)

    def _class_fits(self, body: Entity, noun: str) -> bool:
        kinds: dict[SourceClass, frozenset[str]] = {"company": _COMPANY, "media": _MEDIA, "official": _OFFICIAL}
        return any(self._bodies.class_of(body) == told and noun in nouns for told, nouns in kinds.items())
