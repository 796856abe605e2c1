"""One mention of a name, with the words around it that cues to its type look at."""

from __future__ import annotations

from dataclasses import dataclass

from wiredesk.nlp.knowledge import EntityLexicon, KnownNames
from wiredesk.nlp.lexicon import word_set
from wiredesk.nlp.names.name_words import POSSESSIVE_MARKS
from wiredesk.nlp.tokens import NOMINAL_SUBJECTS, Tokens

REFLEXIVE = frozenset({"himself", "herself"})
PERSONAL = word_set("function_words", "male_pronouns", "female_pronouns") - REFLEXIVE - {"hers"}
NEUTER = word_set("function_words", "neuter_pronouns") - {"it"}
_CLAUSE_PRONOUNS = REFLEXIVE | PERSONAL | NEUTER
_ROLES_OF_THINGS = word_set("type_words", "roles_of_things")
NOUN_TAGS = frozenset({"NN", "NNS"})
_PRONOUN_REACH = 13
"""Maximum tokens between a subject and a pronoun of the same clause that may refer to it."""


@dataclass(slots=True, init=False)
class NameContext:
    """One mention of a name, with the values that several cues use."""

    tokens: Tokens
    start: int
    end: int
    known: KnownNames
    lexicon: EntityLexicon
    label: str
    """Its type before the vote."""
    before: str
    """The word before it in its sentence, lower case."""
    is_behind_old: bool
    """Whether that word is "old", or ends so."""
    tag_before: str
    """The tag of that word."""
    mark_before: str
    """The token before it in the text."""
    role_before: str
    """The word before it in its sentence if it is a role of one word, lower case."""
    last_word: str
    """Its own last word, lower case."""
    root: int
    """The token that governs the others."""
    is_subject: bool
    """Whether the name is the subject of a clause."""
    verb: str
    """Lemma of the token that governs the name."""
    act: str
    """The same for the subject of a clause, else empty."""
    following: str
    """The word after it in its sentence, lower case."""
    pronoun: str
    """The first pronoun for a person or thing in the clause after a subject, lower case."""
    noun_before: str
    """The common noun right before it, as lemma."""
    noun_after: str
    """The common noun right after it, as lemma."""
    owned: str
    """The noun after its possessive, as lemma: the "wife" of ``Halloran's young wife``."""
    called: str
    """The type of the common noun that an apposition or a predicate calls it by."""

    def __init__(
        self, tokens: Tokens, start: int, end: int, known: KnownNames, lexicon: EntityLexicon, label: str = ""
    ) -> None:
        self.tokens, self.start, self.end = tokens, start, end
        self.known, self.lexicon, self.label = known, lexicon, label
        self.following = self.pronoun = self.noun_after = self.owned = self.act = ""
        self.is_subject = False
        lower, sentence_start = tokens.lower, tokens.sentence_start[start]
        self.last_word = lower[end - 1]
        self.mark_before = tokens.text[start - 1] if start else ""
        if start > sentence_start:
            self._read_word_before(start - 1, sentence_start)
        else:
            self.before = self.tag_before = self.role_before = self.noun_before = ""
            self.is_behind_old = False
        self.root = root = tokens.name_head(start, end)
        governor, dep = tokens.head[root], tokens.dep[root]
        self.verb = tokens.lemma[governor]
        if end < len(lower) and tokens.sentence_start[end] == sentence_start:
            self.following = lower[end]
            if tokens.tag[end] in NOUN_TAGS and self.label != "NORP":  # a people's name is an adjective
                self.noun_after = tokens.lemma[end]
            elif dep == "poss" and self.following in POSSESSIVE_MARKS and governor >= end:
                self.owned = self.verb
        if dep in NOMINAL_SUBJECTS:
            self.is_subject, self.act = True, self.verb
            self.pronoun = self._clause_pronoun()
        self.called = self._called(dep)

    def _read_word_before(self, at: int, sentence_start: int) -> None:
        tokens = self.tokens
        self.before, self.tag_before = word, tag = tokens.lower[at], tokens.tag[at]
        self.is_behind_old = word.endswith("old")
        self.role_before = word if word in self.lexicon.role_words else ""
        is_noun = tag in NOUN_TAGS or (at == sentence_start and tag == "NNP")
        self.noun_before = tokens.lemma[at] if is_noun else ""

    @property
    def noun_before_type(self) -> str:
        """The type of what the common noun right before the name stands for; empty for a title."""
        return self.lexicon.nominal_types.get(self.noun_before, "") if self.noun_before else ""

    def word_after(self, offset: int) -> str:
        """Return a word of the text after the name, lower case; empty if there is none."""
        at = self.end + offset
        lower = self.tokens.lower
        return lower[at] if at < len(lower) else ""

    def word_before(self, distance: int) -> str:
        """Return a word of the sentence before the name, lower case; the distance of the nearest is 1."""
        at = self.start - distance
        return self.tokens.lower[at] if at >= self.tokens.sentence_start[self.start] else ""

    def lemma_before(self, distance: int) -> str:
        """Return the lemma of a word of the sentence before the name; the distance of the nearest is 1."""
        at = self.start - distance
        return self.tokens.lemma[at] if at >= self.tokens.sentence_start[self.start] else ""

    def type_of_noun(self, token: int) -> str:
        """Return the type of what a common noun calls; empty for a noun that calls things of several types."""
        lemma = self.tokens.lemma[token]
        kind = self.lexicon.nominal_types.get(lemma, "")
        if lemma not in self.lexicon.role_words:
            return kind
        return "" if kind or lemma in _ROLES_OF_THINGS else "PERSON"

    def _called(self, dep: str) -> str:
        tokens, root = self.tokens, self.root
        if self.act == "be":
            predicate = tokens.child_with(tokens.head[root], "attr")
            if predicate is not None and tokens.tag[predicate] in NOUN_TAGS:
                return self.type_of_noun(predicate)
        for child in tokens.children[root]:
            if tokens.dep[child] == "appos" and child >= self.end and tokens.tag[child] in NOUN_TAGS:
                return self.type_of_noun(child)
        if dep == "appos" and tokens.tag[tokens.head[root]] in NOUN_TAGS:
            return self.type_of_noun(tokens.head[root])
        return ""

    def _clause_pronoun(self) -> str:
        """Return the first pronoun for a person or thing in the clause after a subject, lower case."""
        tokens, root = self.tokens, self.root
        end = min(root + 1 + _PRONOUN_REACH, tokens.sentence_end[root])
        words = tokens.lower[root + 1 : end]
        if _CLAUSE_PRONOUNS.isdisjoint(words):
            return ""
        return next(word for word in words if word in _CLAUSE_PRONOUNS)
