"""People whom the story does not name, and names that look like a person's though they are typed otherwise.

Both compete for "he" and "she": what a witness saw must not go to the judge, and what a woman said whose name was taken
for that of a company must not go to another woman.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from functools import cache

from wiredesk.nlp.knowledge import EntityLexicon, Gender, entity_lexicon
from wiredesk.nlp.lexicon import word_set
from wiredesk.nlp.lexicon.person_verbs import person_subject_verbs
from wiredesk.nlp.mentions import Cluster
from wiredesk.nlp.tokens import NOMINAL_SUBJECTS, Tokens

_REFERRING = frozenset({"nsubj", "nsubjpass", "dobj", "pobj", "dative", "poss", "conj", "appos", "ROOT"})
"""Dependencies of a noun phrase that refers to somebody; "he is a teacher" and "Smith, a teacher" describe."""
_DEFINITE = word_set("function_words", "definite", "possessives")
_NOT_ONE_PERSON = word_set("nominals", "no_single_person")
_ROLE_PREPOSITIONS = frozenset({"like", "for"})
"""Prepositions before a role that nobody need have: ``like a witness``. After ``as`` it is somebody else's."""
_GENDERS: dict[str, Gender] = {
    **dict.fromkeys(word_set("nominals", "female"), "f"),
    **dict.fromkeys(word_set("nominals", "male"), "m"),
}
_TYPES_TAKEN_FOR_PERSONS = frozenset({"ORG", "GPE", "LOC", "FAC", "PRODUCT", "WORK_OF_ART", "NORP"})
_MAX_NAME_TOKENS = 4
_MAX_NAMES_READ = 5


@cache
def person_nouns() -> frozenset[str]:
    """Return the nouns that mention a person."""
    return entity_lexicon().role_words | word_set("nominals", "persons")


def unnamed_person_at(
    tokens: Tokens, at: int, owner: Sequence[int], lexicon: EntityLexicon
) -> tuple[Gender, bool] | None:
    """Return the gender of a person whom a noun mentions without a name, and whether the noun phrase is definite.

    None if the noun does not refer to one person.
    """
    if tokens.dep[at] not in _REFERRING or not (tokens.tag[at] == "NN" or is_age_noun(tokens, at)):
        return None
    if tokens.dep[at] == "appos" and owner[tokens.head[at]] >= 0:
        return None
    determined = definite = False
    gender: Gender = lexicon.role_genders.get(tokens.lower[at], "")
    for kid in tokens.children[at]:
        dep, word = tokens.dep[kid], tokens.lower[kid]
        if dep == "det":
            if word in _NOT_ONE_PERSON:
                return None
            determined, definite = True, word in _DEFINITE
        elif dep == "poss":
            determined = definite = True
        elif dep == "appos":
            if owner[kid] >= 0:
                return None
        elif dep in {"amod", "compound"}:
            gender = gender or _GENDERS.get(word, "")
        elif dep == "nummod":
            determined = determined or word == "one"
    if tokens.dep[at] == "pobj":
        preposition = tokens.lower[tokens.head[at]]
        if preposition == "as" or (preposition in _ROLE_PREPOSITIONS and not definite):
            return None
    if definite and tokens.lower[at] == "old":
        return None  # "the 34-year-old" is somebody mentioned before
    return (gender, definite) if determined else None


def is_age_noun(tokens: Tokens, at: int) -> bool:
    """Return whether a token ends a noun for a person by age: ``a 34-year-old``."""
    return tokens.lower[at] == "old" and at > 0 and tokens.text[at - 1] == "-"


def persons_by_form(tokens: Tokens, clusters: Sequence[Cluster], lexicon: EntityLexicon) -> frozenset[int]:
    """Return the clusters of another type that may be people: a first name and a surname, or a person's verb."""
    return frozenset(
        number
        for number, cluster in enumerate(clusters)
        if cluster.type in _TYPES_TAKEN_FOR_PERSONS
        and cluster.known_as is None
        and _has_form(tokens, cluster, lexicon, person_subject_verbs())
    )


def _has_form(tokens: Tokens, cluster: Cluster, lexicon: EntityLexicon, verbs: Collection[str]) -> bool:
    for mention in cluster.mentions[:_MAX_NAMES_READ]:
        start, end = mention.start, mention.end
        length = end - start
        if not 1 < length <= _MAX_NAME_TOKENS or tokens.lower[end - 1] in lexicon.nominal_types:
            continue
        if not all(tokens.text[at][:1].isupper() and tokens.text[at][1:].islower() for at in range(start, end)):
            continue
        gender = lexicon.first_name_genders.get(tokens.text[start])
        head = tokens.name_head(start, end)
        speaks = tokens.dep[head] in NOMINAL_SUBJECTS and tokens.lemma[tokens.head[head]] in verbs
        if gender is not None or (speaks and cluster.type == "ORG"):
            cluster.gender = cluster.gender or gender or ""
            return True
    return False
