"""What the words around a person's name say of its bearer: gender, title, kin."""

from __future__ import annotations

from wiredesk.nlp.entities.person_name_parts import NameParts
from wiredesk.nlp.knowledge import EntityLexicon, Gender
from wiredesk.nlp.lexicon import word_set
from wiredesk.nlp.mentions import Name
from wiredesk.nlp.tokens import NOMINAL_SUBJECTS, Tokens

_ADDRESS = word_set("honorifics", "address")
_MALE = word_set("honorifics", "male")
_FEMALE = word_set("honorifics", "female")
_MALE_PRONOUNS = word_set("function_words", "male_pronouns")
_FEMALE_PRONOUNS = word_set("function_words", "female_pronouns")
_MAX_TOKENS_TO_PRONOUN = 12
"""Tokens after a name in which a pronoun is looked for."""


def gender_by_honorific(tokens: Tokens, name: Name) -> Gender:
    """Return the gender of Mr, Mrs, Lady before the name or in it."""
    for at in (name.start - 1, name.start):
        if at >= 0 and tokens.paragraph[at] == tokens.paragraph[name.start]:
            word = tokens.lower[at].rstrip(".")
            if word in _MALE:
                return "m"
            if word in _FEMALE:
                return "f"
    return ""


def gender_by_first_name(parts: NameParts, lexicon: EntityLexicon) -> Gender:
    """Return the gender of the first name that the lexicon has."""
    for word in parts.words[:-1]:
        pieces = [piece.capitalize() for piece in word.split("-")]
        genders = lexicon.first_name_genders
        gender = genders.get("-".join(pieces), genders.get(pieces[0]))
        if gender is not None:
            return gender
    return ""


def title_before(tokens: Tokens, name: Name, lexicon: EntityLexicon) -> str:
    """Return the word of a title right before a name: ``President [Clinton]``."""
    word = tokens.lower[name.start - 1] if name.start > tokens.sentence_start[name.start] else ""
    return word if word in lexicon.role_words and word not in _ADDRESS else ""


def gender_by_pronoun(tokens: Tokens, name: Name) -> Gender:
    """Return the gender of the first pronoun after a name that is a subject, in its sentence: ``Hale said she ...``.

    Only a pronoun before any other name counts, and one of the speech that the name reports.
    """
    head = tokens.name_head(name.start, name.end)
    if tokens.dep[head] not in NOMINAL_SUBJECTS:
        return ""
    for at in range(name.end, min(tokens.sentence_end[name.start], name.end + _MAX_TOKENS_TO_PRONOUN)):
        word = tokens.lower[at]
        if word in _MALE_PRONOUNS:
            return "m"
        if word in _FEMALE_PRONOUNS:
            return "f"
        if tokens.is_proper_noun(at) or tokens.quoted[at] != tokens.quoted[name.start]:
            break
    return ""


def kin_before(tokens: Tokens, name: Name, lexicon: EntityLexicon) -> str:
    """Return the word of kin that introduces a name, if any: ``his wife, Terry Saban``, ``Jane Roe's son Tom Roe``."""
    words = tokens.lower[max(0, name.start - 2) : name.start]
    return next((word for word in words if lexicon.roles.get(word) == "kin"), "")
