"""Resolve nominal mentions and pronouns to their antecedents, in one pass through the story."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache, cached_property

from wiredesk.contract import MentionKind
from wiredesk.nlp.entities.discourse import Antecedent, History
from wiredesk.nlp.entities.genders import add_genders
from wiredesk.nlp.entities.neuter_pronouns import NEUTER, resolve_neuter
from wiredesk.nlp.entities.nominals import DEFINITE, NominalResolver, phrase_at
from wiredesk.nlp.entities.one_of_people import is_one_of_people, is_people, may_be_named
from wiredesk.nlp.entities.pronouns import PRONOUN_GENDERS, Choose, resolve_person
from wiredesk.nlp.entities.quoted_speakers import QuotedSpeakers, add_first_person
from wiredesk.nlp.entities.unnamed_persons import is_age_noun, person_nouns, persons_by_form, unnamed_person_at
from wiredesk.nlp.knowledge import EntityLexicon
from wiredesk.nlp.lexicon.word_kinds import kind_of_words
from wiredesk.nlp.mentions import Cluster, TokenMention
from wiredesk.nlp.provenance import Trace
from wiredesk.nlp.tokens import Tokens

_FIXED_WORDS = NEUTER | DEFINITE | PRONOUN_GENDERS.keys() | {"old"}
"""Words that may begin a mention in any story."""


@cache
def _mention_words() -> frozenset[str]:
    return _FIXED_WORDS | person_nouns()


@cache
def mention_kind() -> int:
    """Return the kind of the words that may begin a mention, to be named before stories are read."""
    return kind_of_words("mention", _mention_words())


class _Walk:
    """The state of the walk. ``owner`` has the number of the name at each token, -1 for none."""

    def __init__(
        self,
        tokens: Tokens,
        clusters: list[Cluster],
        owner: Sequence[int],
        lexicon: EntityLexicon,
        trace: Trace | None,
        choose: Choose | None,
    ) -> None:
        self.tokens, self.clusters, self.owner = tokens, clusters, owner
        self.lexicon, self.trace, self.choose = lexicon, trace, choose
        self.history = History(tokens, clusters, owner, persons_by_form(tokens, clusters, lexicon))
        self.nominals = NominalResolver(tokens, self.history, lexicon, trace)
        self.speakers = QuotedSpeakers(tokens)
        self.persons = person_nouns()
        self.nations = {
            number: cluster.known_as.country
            for number, cluster in enumerate(clusters)
            if cluster.known_as and cluster.known_as.kind in {"demonym", "country"} and cluster.known_as.country
        }
        self.peoples = {number for number in self.nations if is_people(clusters[number])}
        self.in_title = {at for cluster in clusters for title in cluster.titles for at in range(title.start, title.end)}

    @cached_property
    def speaking(self) -> dict[int, int]:
        """The speaker of each paragraph with words between quotation marks."""
        return self.speakers.resolve(self.owner)

    def name(self, number: int, mention: TokenMention) -> None:
        """Note a name. That of a people may refer to a person: ``the Italian``; that of a dateline is no "it"."""
        if mention.rule == "dateline":
            self.history.datelines.add(mention.start)
        if number not in self.peoples or not is_one_of_people(self.tokens, mention):
            self.history.add(number, mention.start, mention.end)
            return
        named = may_be_named(self.tokens, mention, self.clusters[number])
        antecedent = self.nominals.resolve_people(mention.start, self.nations[number]) if named else None
        if antecedent:
            self._join(mention.start - 1, mention.end, antecedent, "nominal")
        else:
            self.history.add_unnamed(mention.start, "", again=True)

    def step(self, at: int) -> int:
        """Resolve the mention that begins at a token outside names, and return the next token."""
        tokens, word = self.tokens, self.tokens.lower[at]
        if word in DEFINITE:
            if self.owner[at] >= 0:
                return at + 1
            phrase = phrase_at(tokens, at, self.owner, self.nations, self.lexicon)
            antecedent = self.nominals.resolve(phrase) if phrase and phrase.noun not in self.in_title else None
            if phrase and antecedent:
                self._join(phrase.start, phrase.end, antecedent, "nominal")
                return phrase.end
        elif word in PRONOUN_GENDERS:
            self._person(at)
        elif word in NEUTER:
            if antecedent := resolve_neuter(tokens, self.history, at):
                self._join(at, at + 1, antecedent, "pronoun")
        elif self.owner[at] >= 0:
            pass
        elif at not in self.in_title and (word in self.persons or is_age_noun(tokens, at)):
            person = unnamed_person_at(tokens, at, self.owner, self.lexicon)
            if person:
                self.history.add_unnamed(at, *person)
        return at + 1

    def _person(self, at: int) -> None:
        tokens = self.tokens
        speaker = self.speaking.get(tokens.paragraph[at], -1) if tokens.quoted[at] else -1
        found = resolve_person(tokens, self.history, self.owner, at, speaker, self.trace, self.choose)
        gender = PRONOUN_GENDERS[tokens.lower[at]]
        if found is None:
            self.history.add_unknown(at, gender)
            return
        self.history.set_gender(found.number, gender)  # "she" is no "he" in the next sentence
        self._join(at, at + 1, found, "pronoun")

    def _join(self, start: int, end: int, antecedent: Antecedent, kind: MentionKind) -> None:
        number = antecedent.number
        if kind == "nominal" or self.tokens.lower[start] in NEUTER:
            self.history.persons_by_form.discard(number)
        if number >= 0:
            mention = TokenMention(start, end, kind, antecedent.rule, antecedent.confidence)
            self.clusters[number].mentions.append(mention)
        self.history.add(number, start, end, pronoun=kind == "pronoun")


def resolve(
    tokens: Tokens,
    clusters: list[Cluster],
    owner: Sequence[int],
    lexicon: EntityLexicon,
    trace: Trace | None = None,
    choose: Choose | None = None,
) -> None:
    """Add nominal and pronoun mentions to the clusters.

    ``owner`` has the number of the name at each token. ``choose`` chooses the antecedents of "he" and "she" instead of
    the ranker.
    """
    add_genders(tokens, clusters, lexicon)
    walk = _Walk(tokens, clusters, owner, lexicon, trace, choose)
    names = {
        mention.start: (number, mention) for number, cluster in enumerate(clusters) for mention in cluster.mentions
    }
    lower, words = tokens.lower, _mention_words()
    places = [at for at in tokens.of_kind(mention_kind()) if lower[at] in words]
    end = 0
    for at in sorted({*names, *places}):
        if at < end:
            continue
        if at in names:
            number, mention = names[at]
            if tokens.is_news[at]:
                walk.name(number, mention)
            end = mention.end
        elif tokens.is_news[at]:
            end = walk.step(at)
    add_first_person(tokens, clusters, owner, walk.speakers)
