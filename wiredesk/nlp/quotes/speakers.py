"""The entities that speak: which entity a token mentions, and whose speech without a cue of its own is."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from wiredesk.contract import Entity, EntityType, Mention, Span
from wiredesk.nlp.quotes.attribution_lines import Label, find_labels, is_label_of
from wiredesk.nlp.quotes.direct import Attribution
from wiredesk.nlp.quotes.quote_frames import WORDS_OF
from wiredesk.nlp.tokens import NOMINAL_SUBJECTS, Tokens

SOURCE = "head of the source"
LAST_REPORT = "the report before it"
SENTENCE_BEFORE = "subject of the sentence before it"
NOBODY = "nobody named"
PARTNER = "named together with the first"

MAX_MENTION_CHARS = 200
"""Characters from the start of a mention to the token that it must hold."""
MAX_LETTERS = 4
"""Characters of the letters of a rank or degree behind a name: KC, MP, OBE."""
MAX_SUBJECT_TOKENS = 40
"""Tokens from the start of a sentence among which its subject is looked for."""
MAX_VERB_HEADS = 4
"""Heads followed from a relative pronoun to the verb of its clause."""
MAX_WORDS_OF_TOKENS = 20
"""Tokens from "of" to the passage in "in the words of the mayor, Ana Roth, “…”"."""
MIN_WORDS_OF_TOKENS = 6
"""Tokens of "In the words of Roth," before the passage."""
_RELATIVE = frozenset({"who", "which", "that", "whom"})


class Voice(NamedTuple):
    """Who speaks in an attribution: the tokens that mention the speakers, and how they were found."""

    tokens: tuple[int, ...]
    rule: str
    origin: Attribution | None = None
    """The attribution whose speakers were taken; None for its own source, and for the subject of a sentence."""


class Speakers:
    """Looks up which entity a token mentions."""

    def __init__(self, entities: Sequence[Entity]) -> None:
        mentions = [(entity, mention) for entity in entities for mention in entity.mentions]
        spans = [mention.span for _, mention in mentions]
        rows = sorted([(start, -end, mentions[at][0].id, at) for at, (start, end) in enumerate(spans)])
        self._people = [entity for entity in entities if entity.type == "PERSON"]
        self._known: dict[int, Entity] = {}
        self._mentions: dict[int, tuple[Entity, Mention] | None] = {}
        self._starts = [row[0] for row in rows]
        self._rows = [mentions[row[-1]] for row in rows]

    def of(self, tokens: Tokens, head: int) -> Entity | None:
        """Return the entity that a source's head mentions; None for an anonymous source."""
        if (known := self._known.get(head)) is not None:
            return known
        if tokens.lower[head] in _RELATIVE:
            antecedent = _antecedent(tokens, head)
            if antecedent is not None:
                head = antecedent
        found = self.at(tokens, head) or self._before_letters(tokens, head)
        return found[0] if found else None

    def _before_letters(self, tokens: Tokens, token: int) -> tuple[Entity, Mention] | None:
        """Return the person before the letters of a rank or degree: ``Ana Roth [KC]``, ``Olaf Brandt [MP]``."""
        text = tokens.text[token]
        if not token or len(text) > MAX_LETTERS or not text.isalpha() or not text[-1].isupper():
            return None
        found = self.at(tokens, token - 1)
        if found is None or found[0].type != "PERSON" or found[1].kind != "name":
            return None
        return found if found[1].span[1] == tokens.end[token - 1] else None

    def know(self, token: int, entity: Entity) -> None:
        """Note that a token which is no mention stands for an entity: ``ROTH`` before a turn of a transcript."""
        self._known[token] = entity

    def with_surname(self, surname: str) -> Entity | None:
        """Return the one person of the story with that last name, in any case; None for several."""
        found = [entity for entity in self._people if entity.name.casefold().split()[-1:] == [surname.casefold()]]
        return found[0] if len(found) == 1 else None

    def ids(self, tokens: Tokens, heads: Iterable[int]) -> tuple[str, ...]:
        """Return the ids of the entities that tokens mention, each once."""
        found = (self.of(tokens, head) for head in heads)
        return tuple(dict.fromkeys(entity.id for entity in found if entity is not None))

    def at(self, tokens: Tokens, token: int) -> tuple[Entity, Mention] | None:
        """Return the shortest mention that holds a token, with its entity."""
        try:
            return self._mentions[token]
        except KeyError:
            found = self._mentions[token] = self._shortest(tokens, token)
            return found

    def _shortest(self, tokens: Tokens, token: int) -> tuple[Entity, Mention] | None:
        start, end = tokens.start[token], tokens.end[token]
        best: tuple[Entity, Mention] | None = None
        length = 0
        at = bisect_right(self._starts, start) - 1
        while at >= 0 and start - self._starts[at] <= MAX_MENTION_CHARS:
            entity, mention = self._rows[at]
            first, last = mention.span
            if last >= end and (best is None or last - first < length):
                best, length = (entity, mention), last - first
            at -= 1
        return best

    def name_at(self, tokens: Tokens, token: int, *types: EntityType) -> tuple[int, int] | None:
        """Return the tokens of the name of one of these types that begins at a token."""
        found = self.at(tokens, token)
        if found is None or found[1].kind != "name" or found[0].type not in types:
            return None
        if found[1].span[0] != tokens.start[token]:
            return None
        return token, max(token + 1, bisect_left(tokens.start, found[1].span[1]))

    def named_between(self, tokens: Tokens, label: Label) -> int | None:
        """Return the last token of the name that a label names as the speaker: a person, else an organisation."""
        for kind in ("PERSON", "ORG"):
            for at in range(label.start, label.end):
                found = self.at(tokens, at)
                if found is None or found[0].type != kind or found[1].kind != "name":
                    continue
                start, end = tokens.covering(found[1].span)
                if start == at and is_label_of(tokens, label, start, end):
                    return end - 1
        return None


def labelled_speech(tokens: Tokens, headline: Span | None, speakers: Speakers) -> dict[int, Attribution]:
    """Return the attributions of the speech that attribution lines name the speakers of, by the passages' offsets."""
    found = _in_the_words_of(tokens, speakers)
    for label in find_labels(tokens, headline):
        subject = speakers.named_between(tokens, label)
        if subject is None:
            continue
        source = tokens.span(label.start, label.end)
        cue = tokens.span(label.mark, label.mark + 1) if label.mark is not None else None
        for passage in label.passages:
            content = [(passage.start, passage.end)]
            found[passage.start] = Attribution(subject, cue, source, subject, content, label.frame)
    return found


def _in_the_words_of(tokens: Tokens, speakers: Speakers) -> dict[int, Attribution]:
    """Return the attributions of ``In the words of Ana Roth, “…”``, by the passages' offsets."""
    found: dict[int, Attribution] = {}
    for passage in tokens.passages:
        mark = bisect_left(tokens.start, passage.start)
        if mark < MIN_WORDS_OF_TOKENS or tokens.text[mark - 1] not in {",", ":"}:
            continue
        for of in range(mark - 2, max(0, mark - MAX_WORDS_OF_TOKENS), -1):
            if tokens.lower[of] == "of" and tokens.lower[max(0, of - 3) : of] == ["in", "the", "words"]:
                label = Label(of + 1, mark - 1, None, (passage,), WORDS_OF)
                named = speakers.named_between(tokens, label)
                subject = tokens.root(of + 1, mark - 1) if named is None else named
                source, cue = tokens.span(of + 1, mark - 1), tokens.span(of - 3, of + 1)
                content = [(passage.start, passage.end)]
                found[passage.start] = Attribution(subject, cue, source, subject, content, WORDS_OF)
                break
    return found


def _antecedent(tokens: Tokens, pronoun: int) -> int | None:
    """Return the noun that a relative pronoun refers to."""
    verb = tokens.head[pronoun]
    for _ in range(MAX_VERB_HEADS):
        if tokens.dep[verb] == "relcl":
            return tokens.head[verb]
        if tokens.head[verb] == verb:
            return None
        verb = tokens.head[verb]
    return None


def find_voices(tokens: Tokens, found: Sequence[Attribution], paragraphs: Sequence[Span]) -> list[Voice]:
    """Return who speaks in each attribution; floating speech inherits the speakers of the last report.

    The report must be in the same paragraph or the one before. Otherwise the subject of the sentence before is taken:
    "Keller opened the bridge. “It took us ten years.”" A report inside a report is not one to inherit from.
    """
    starts = [start for start, _ in paragraphs]
    voices: list[Voice] = []
    last: tuple[int, Attribution, Voice] | None = None
    for item in found:
        place = bisect_right(starts, item.content[0][0])
        voice = Voice((), NOBODY)
        if item.subject is not None:
            voice = Voice((item.subject, *item.partners), item.speaker_rule or SOURCE)
        elif item.cue is None:
            if last is not None and place - last[0] <= 1:
                voice = Voice(last[2].tokens, LAST_REPORT, last[1])
            else:
                subject = _subject_before(tokens, item.content[0][0])
                voice = Voice((subject,), SENTENCE_BEFORE) if subject is not None else voice
        if voice.tokens and item.outer is None:
            last = place, voice.origin or item, voice
        voices.append(voice)
    return voices


def _subject_before(tokens: Tokens, start: int) -> int | None:
    """Return the subject of the sentence that ends before an offset."""
    token = bisect_left(tokens.start, start) - 1
    while token > 0 and tokens.is_space(token):
        token -= 1
    if token < 0:
        return None
    first = tokens.sentence_start[token]
    for at in range(first, min(token, first + MAX_SUBJECT_TOKENS)):
        if tokens.dep[at] in NOMINAL_SUBJECTS and tokens.dep[tokens.head[at]] == "ROOT":
            return at
    return None
