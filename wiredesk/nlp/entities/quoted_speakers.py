"""Who speaks between the quotation marks of each paragraph: "I" means the speaker, and "he" does not."""

from __future__ import annotations

from collections.abc import Sequence

from wiredesk.nlp.lexicon import word_set
from wiredesk.nlp.lexicon.reporting import reporting_verbs
from wiredesk.nlp.mentions import Cluster, TokenMention
from wiredesk.nlp.quotation_marks import Passage
from wiredesk.nlp.tokens import NOMINAL_SUBJECTS, Tokens

FIRST_PERSON = word_set("function_words", "first_person")
FIRST_PERSON_PLURAL = word_set("function_words", "first_person_plural")
_ALL_FIRST_PERSON = FIRST_PERSON | FIRST_PERSON_PLURAL

_MAIN = frozenset({"ROOT", "ccomp", "conj"})
"""Dependencies of the verb before a colon: the parser often makes it depend on a verb of the quotation."""


class QuotedSpeakers:
    """The subjects of reporting verbs outside quotation marks and of what a colon joins to them, by paragraph."""

    def __init__(self, tokens: Tokens) -> None:
        self._subjects: dict[int, list[int]] = {}
        self._unquoted: set[int] = set()
        """Paragraphs with words outside quotation marks."""
        self._tokens = tokens
        if not tokens.passages:
            return
        verbs, dep, head, lemma = reporting_verbs(), tokens.dep, tokens.head, tokens.lemma
        text, unquoted = tokens.text, self._unquoted
        for token, (number, is_quoted) in enumerate(zip(tokens.paragraph, tokens.quoted, strict=True)):
            if is_quoted:
                continue
            if number not in unquoted and text[token].isalpha():
                unquoted.add(number)
            if dep[token] in NOMINAL_SUBJECTS and lemma[head[token]] in verbs:
                self._subjects.setdefault(number, []).append(token)
        for passage in tokens.passages:
            if (subject := _who_introduces(tokens, passage)) >= 0:
                self._subjects.setdefault(tokens.paragraph[subject], []).append(subject)

    def resolve(self, owner: Sequence[int]) -> dict[int, int]:
        """Return the speaker of each paragraph: paragraph → cluster, -1 for a speaker that belongs to none.

        A paragraph has a speaker if the words around the quotation name exactly one. A paragraph that is only a
        quotation has the speaker of the paragraph before it.
        """
        speaking: dict[int, int] = {}
        if not self._tokens.passages:
            return speaking
        for number in range(max(self._tokens.paragraph, default=-1) + 1):
            speakers = {owner[token] for token in self._subjects.get(number, ())}
            if len(speakers) == 1:
                speaking[number] = speakers.pop()
            elif not speakers and number not in self._unquoted and number - 1 in speaking:
                speaking[number] = speaking[number - 1]
        return speaking


def _who_introduces(tokens: Tokens, passage: Passage) -> int:
    """Return the subject of the sentence that a colon joins to a quotation: ``Lee hit back: "..."``; -1 for none."""
    colon = tokens.token_starting_at.get(passage.start, 0) - 1
    if colon <= tokens.sentence_start[max(colon, 0)] or tokens.text[colon] != ":":
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
    places = list(owner)
    for number, cluster in enumerate(clusters):
        for mention in cluster.mentions:
            places[mention.start : mention.end] = [number] * (mention.end - mention.start)
    speaking = speakers.resolve(places)
    for token, word in enumerate(tokens.lower):
        plural = word in FIRST_PERSON_PLURAL
        if (plural or word in FIRST_PERSON) and tokens.quoted[token]:
            number = speaking.get(tokens.paragraph[token], -1)
            if number >= 0 and clusters[number].type == ("ORG" if plural else "PERSON"):
                clusters[number].mentions.append(TokenMention(token, token + 1, "pronoun", "the speaker"))
