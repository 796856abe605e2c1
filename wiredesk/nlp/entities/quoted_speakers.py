"""Who speaks between the quotation marks of each paragraph: "I" means the speaker, and "he" does not."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from functools import cached_property
from itertools import compress

from wiredesk.nlp.lexicon import word_set
from wiredesk.nlp.lexicon.reporting import reporting_verbs
from wiredesk.nlp.lexicon.word_kinds import kind_of_words
from wiredesk.nlp.mentions import Cluster, TokenMention
from wiredesk.nlp.quotation_marks import Passage
from wiredesk.nlp.tokens import NOMINAL_SUBJECTS, Tokens

FIRST_PERSON = word_set("function_words", "first_person")
FIRST_PERSON_PLURAL = word_set("function_words", "first_person_plural")
_ALL_FIRST_PERSON = FIRST_PERSON | FIRST_PERSON_PLURAL
_FIRST_PERSON_KIND = kind_of_words("first person", _ALL_FIRST_PERSON)

_MAIN = frozenset({"ROOT", "ccomp", "conj"})
"""Dependencies of the verb before a colon: the parser often makes it depend on a verb of the quotation."""


class QuotedSpeakers:
    """The subjects of reporting verbs outside quotation marks and of what a colon joins to them, by paragraph."""

    def __init__(self, tokens: Tokens) -> None:
        self._tokens = tokens

    @cached_property
    def _paragraphs(self) -> frozenset[int]:
        return frozenset(self._tokens.paragraph)

    @cached_property
    def _subjects(self) -> dict[int, list[int]]:
        """The subjects by paragraph."""
        tokens, verbs, found = self._tokens, reporting_verbs(), dict[int, list[int]]()
        head, lemma, quoted = tokens.head, tokens.lemma, tokens.quoted
        for token in compress(range(len(head)), map(NOMINAL_SUBJECTS.__contains__, tokens.dep)):
            if not quoted[token] and lemma[head[token]] in verbs:
                found.setdefault(tokens.paragraph[token], []).append(token)
        for passage in tokens.passages:
            if (subject := _who_introduces(tokens, passage)) >= 0:
                found.setdefault(tokens.paragraph[subject], []).append(subject)
        return found

    def _is_all_quoted(self, number: int) -> bool:
        """Return whether a paragraph has no words outside quotation marks."""
        tokens = self._tokens
        paragraph, text, quoted = tokens.paragraph, tokens.text, tokens.quoted
        at = paragraph.index(number) if number in self._paragraphs else len(paragraph)
        while at < len(paragraph) and paragraph[at] == number:
            if not quoted[at] and text[at].isalpha():
                return False
            at += 1
        return True

    def resolve(self, owner: Sequence[int]) -> dict[int, int]:
        """Return the speaker of each paragraph: paragraph → cluster, -1 for a speaker that belongs to none.

        A paragraph has a speaker if the words around the quotation name exactly one. A paragraph that is only a
        quotation has the speaker of the paragraph before it.
        """
        speaking: dict[int, int] = {}
        if not self._tokens.passages:
            return speaking
        for number, subjects in self._subjects.items():
            first = owner[subjects[0]]
            if number >= 0 and (len(subjects) == 1 or all(owner[token] == first for token in subjects)):
                speaking[number] = first
        last = max(self._paragraphs)
        for number in list(speaking):
            following = number + 1
            while following <= last and following not in self._subjects and self._is_all_quoted(following):
                speaking[following] = speaking[number]
                following += 1
        return speaking


def _who_introduces(tokens: Tokens, passage: Passage) -> int:
    """Return the subject of the sentence that a colon joins to a quotation: ``Lee hit back: "..."``; -1 for none."""
    at = bisect_left(tokens.start, passage.start)
    colon = at - 1
    if colon < 0 or tokens.text[colon] != ":" or tokens.start[at : at + 1] != [passage.start]:
        return -1
    if colon <= tokens.sentence_start[colon]:
        return -1
    for token in range(tokens.sentence_start[colon], colon):
        if tokens.dep[token] in NOMINAL_SUBJECTS and tokens.dep[tokens.head[token]] in _MAIN:
            return token
    return -1


def add_first_person(
    tokens: Tokens, clusters: Sequence[Cluster], owner: Sequence[int], speakers: QuotedSpeakers
) -> None:
    """Resolve "I" and "my" between quotation marks to the speaker, "we" and "our" to a body that speaks.

    A person's "we" may be any group, so it is left alone. ``owner`` has the number of the cluster at each token.
    """
    if not tokens.passages or tokens.words.isdisjoint(_ALL_FIRST_PERSON):
        return
    lower, quoted = tokens.lower, tokens.quoted
    found = [at for at in tokens.of_kind(_FIRST_PERSON_KIND) if quoted[at] and lower[at] in _ALL_FIRST_PERSON]
    if not found:
        return
    places = list(owner)
    for number, cluster in enumerate(clusters):
        for mention in cluster.mentions:
            places[mention.start : mention.end] = [number] * (mention.end - mention.start)
    speaking = speakers.resolve(places)
    for token in found:
        number = speaking.get(tokens.paragraph[token], -1)
        if number >= 0 and clusters[number].type == ("ORG" if lower[token] in FIRST_PERSON_PLURAL else "PERSON"):
            clusters[number].mentions.append(TokenMention(token, token + 1, "pronoun", "the speaker"))
