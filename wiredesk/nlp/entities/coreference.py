"""Resolve nominal mentions and pronouns to their antecedents, in one pass through the story."""

from __future__ import annotations

from collections.abc import Sequence

from wiredesk.contract import MentionKind
from wiredesk.nlp.entities.discourse import UNNAMED_PERSON, Antecedent, History
from wiredesk.nlp.entities.nominals import DEFINITE, NominalResolver, phrase_at
from wiredesk.nlp.entities.pronouns import (
    FIRST_PERSON,
    NEUTER,
    PRONOUN_GENDERS,
    cataphoric_subject,
    quoted_speakers,
    resolve_neuter,
    resolve_person,
)
from wiredesk.nlp.knowledge import EntityLexicon, Gender
from wiredesk.nlp.mentions import Cluster, TokenMention
from wiredesk.nlp.provenance import Trace
from wiredesk.nlp.tokens import Tokens

_NOUN_PHRASE_DEPS = frozenset({"nsubj", "nsubjpass", "dobj", "pobj", "agent"})
_FIXED_WORDS = NEUTER | DEFINITE | PRONOUN_GENDERS.keys()
"""Words that may begin a mention in any story."""


class _Walk:
    """The state of the walk. ``owner`` has the number of the name at each token, -1 for none."""

    def __init__(
        self,
        tokens: Tokens,
        clusters: list[Cluster],
        owner: Sequence[int],
        lexicon: EntityLexicon,
        trace: Trace | None,
    ) -> None:
        self.tokens, self.clusters, self.owner = tokens, clusters, owner
        self.lexicon, self.trace = lexicon, trace
        self.history = History(tokens, clusters)
        self.nominals = NominalResolver(tokens, self.history, lexicon)
        self.nations = {
            number: cluster.known_as.country
            for number, cluster in enumerate(clusters)
            if cluster.known_as and cluster.known_as.kind in {"demonym", "country"} and cluster.known_as.country
        }
        self.in_title = {at for cluster in clusters for title in cluster.titles for at in range(title.start, title.end)}

    def step(self, at: int) -> int:
        """Resolve the mention that begins at a token outside names, and return the next token."""
        tokens, word = self.tokens, self.tokens.lower[at]
        if word in PRONOUN_GENDERS:
            self._person(at, PRONOUN_GENDERS[word])
        elif word in NEUTER:
            if antecedent := resolve_neuter(tokens, self.history, at):
                self._join(at, at + 1, antecedent, "pronoun")
        elif self.owner[at] >= 0:
            pass
        elif word in DEFINITE:
            phrase = phrase_at(tokens, at, self.owner, self.nations, self.lexicon)
            antecedent = self.nominals.resolve(phrase) if phrase and phrase.noun not in self.in_title else None
            if phrase and antecedent:
                self._join(phrase.start, phrase.end, antecedent, "nominal")
                return phrase.end
        elif word in self.lexicon.role_words and at not in self.in_title and _is_noun_phrase(tokens, at):
            self.history.add(UNNAMED_PERSON, at, at + 1)
        return at + 1

    def _person(self, at: int, gender: Gender) -> None:
        tokens, history = self.tokens, self.history
        found = resolve_person(tokens, history, at, gender, self.lexicon.role_genders, self.trace)
        if found is None or tokens.sentence[history.latest[-1].token] < tokens.sentence[at]:
            subject = cataphoric_subject(tokens, at)
            if subject >= 0 and self.owner[subject] >= 0:
                cluster = self.clusters[self.owner[subject]]
                if cluster.type == "PERSON" and cluster.gender in {"", gender}:
                    found = self.owner[subject], "points ahead"
        if found:
            cluster = self.clusters[found[0]]
            cluster.gender = cluster.gender or gender
            self._join(at, at + 1, found, "pronoun")

    def _join(self, start: int, end: int, antecedent: Antecedent, kind: MentionKind) -> None:
        number, rule = antecedent
        self.clusters[number].mentions.append(TokenMention(start, end, kind, rule))
        self.history.add(number, start, end, pronoun=kind == "pronoun")


def resolve(
    tokens: Tokens,
    clusters: list[Cluster],
    owner: Sequence[int],
    lexicon: EntityLexicon,
    trace: Trace | None = None,
) -> None:
    """Add nominal and pronoun mentions to the clusters. ``owner`` has the number of the name at each token."""
    walk = _Walk(tokens, clusters, owner, lexicon, trace)
    names = {
        mention.start: (number, mention) for number, cluster in enumerate(clusters) for mention in cluster.mentions
    }
    relevant = _FIXED_WORDS | lexicon.role_words
    at, lower, is_news, count = 0, tokens.lower, tokens.is_news, len(tokens)
    while at < count:
        if at in names:
            number, mention = names[at]
            walk.history.add(number, mention.start, mention.end)
            at = mention.end
        elif lower[at] in relevant and is_news[at]:
            at = walk.step(at)
        else:
            at += 1
    _add_first_person(tokens, clusters, owner)


def _is_noun_phrase(tokens: Tokens, at: int) -> bool:
    """Record a person without a name, who may be the antecedent of "he": ``A witness said``."""
    return tokens.tag[at] == "NN" and tokens.dep[at] in _NOUN_PHRASE_DEPS


def _add_first_person(tokens: Tokens, clusters: list[Cluster], owner: Sequence[int]) -> None:
    """Resolve "I" and "my" between quotation marks to the speaker."""
    places = list(owner)
    for number, cluster in enumerate(clusters):
        for mention in cluster.mentions:
            places[mention.start : mention.end] = [number] * (mention.end - mention.start)
    speaking = quoted_speakers(tokens, places)
    for token, word in enumerate(tokens.lower):
        if word in FIRST_PERSON and tokens.quoted[token]:
            number = speaking.get(tokens.paragraph[token], -1)
            if number >= 0 and clusters[number].type == "PERSON":
                clusters[number].mentions.append(TokenMention(token, token + 1, "pronoun", "the speaker"))
