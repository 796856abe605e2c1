"""Headlines, whose grammar the parser was not trained on: ``Keller: Bridge is safe``, ``Unions Slam Pay Offer``."""

from __future__ import annotations

from wiredesk.nlp.knowledge import entity_lexicon
from wiredesk.nlp.lexicon import word_set
from wiredesk.nlp.lexicon.reporting import CueLexicon
from wiredesk.nlp.quotes.candidate import QuoteCandidate
from wiredesk.nlp.quotes.quote_frames import HEADLINE_COLON, HEADLINE_LAST, HEADLINE_VERB
from wiredesk.nlp.quotes.verb_groups import clip
from wiredesk.nlp.tokens import Tokens

MAX_SOURCE_TOKENS = 6
"""Tokens before a headline's colon: longer ones are a clause or a title."""
MAX_SUBJECT_TOKENS = 8
"""Tokens before a headline's verb."""
MIN_LABEL_CHARS = 4
"""Letters of a first word in capitals that is a label ("EXCLUSIVE: …"); shorter ones are initials ("IMF: …")."""

_SOURCES = word_set("quote_words", "headline_sources")
_JOINTS = word_set("quote_words", "headline_joints") | frozenset(";,-–—")
_CLAUSES = frozenset({"VERB", "AUX"})
_PEOPLE_ENDINGS = ("er", "or", "ist")
"""Endings of nouns that name people by what they do: "insider", "economist"."""
_PLACES = frozenset({"GPE", "LOC"})
_NOT_BEFORE = frozenset({"POS", "DT", "JJ", "PRP$", "TO", "IN"})
"""Tags of words behind which a word is a noun, not the headline's verb."""
_SPEAKERS = frozenset({"we", "our", "us", "i", "my"})
"""Words of somebody who speaks: "Japan: We will not sign"."""
_MAYBE_VERBS = frozenset({"NOUN", "PROPN", "VERB", "ADJ"})
"""What the model takes a headline's verb for."""


def headline_candidates(
    tokens: Tokens, span: tuple[int, int], cues: set[int], lexicon: CueLexicon
) -> list[QuoteCandidate]:
    """Return the attribution of the headline's tokens that no other rule has read; ``cues`` are those of the others."""
    first, last = span
    found = _colon(tokens, first, last)
    if found is None and not any(first <= token < last for token in cues):
        found = _name_last(tokens, first, last, lexicon) or _verb(tokens, first, last, lexicon)
    return [found] if found else []


def _colon(tokens: Tokens, first: int, last: int) -> QuoteCandidate | None:
    """``Keller: Bridge Will Stay Shut``: a name or a known kind of source, a colon and a clause."""
    ends = range(first + 1, min(last - 2, first + MAX_SOURCE_TOKENS))
    colon = next((at for at in ends if tokens.text[at] == ":"), None)
    if colon is None or "?" in tokens.text[last - 2 : last]:
        return None
    acts = any(tokens.pos[at] in _CLAUSES for at in range(first, colon)) and colon - first != 1
    claims = any(tokens.pos[at] in _CLAUSES for at in range(colon + 1, last))
    is_known = tokens.lower[colon - 1] in _SOURCES
    if acts or not claims or not (is_known or _is_name(tokens, first, colon)):
        return None
    speaks = True in tokens.quoted[colon:last] or not _SPEAKERS.isdisjoint(tokens.lower[colon:last])
    if not is_known and not speaks and _is_topic(tokens, first, colon):
        return None
    source, content = clip(tokens, first, colon - 1), clip(tokens, colon + 1, last - 1)
    if not source or not content:
        return None
    return QuoteCandidate(colon, (colon, colon), colon - 1, [content], source, HEADLINE_COLON)


def _name_last(tokens: Tokens, first: int, last: int, lexicon: CueLexicon) -> QuoteCandidate | None:
    """``Ships to Sail, Says Starmer``: a clause, a comma, a cue in the present, and its subject at the end."""
    for comma in range(max(first + 2, last - MAX_SOURCE_TOKENS - 2), last - 2):
        if tokens.text[comma] != "," or tokens.lower[comma + 1][-1:] != "s":
            continue
        frames = (lexicon.verbs[form] for form in _lemmas(tokens.lower[comma + 1]) if form in lexicon.verbs)
        if not any("quote" in each for each in frames):
            continue
        content, source = clip(tokens, first, comma - 1), clip(tokens, comma + 2, last - 1)
        if content and source and not any(tokens.pos[at] in _CLAUSES for at in range(comma + 2, last)):
            return QuoteCandidate(comma + 1, (comma + 1, comma + 1), last - 1, [content], source, HEADLINE_LAST)
    return None


def _is_name(tokens: Tokens, first: int, end: int) -> bool:
    """Return whether the words before a colon are a name and no label."""
    opening = tokens.text[first]
    return (
        all(tokens.text[at][0].isupper() for at in range(first, end))
        and tokens.lower[first] not in {"the", "a"}
        and not (opening.isupper() and len(opening) >= MIN_LABEL_CHARS)
    )


def _is_topic(tokens: Tokens, first: int, colon: int) -> bool:
    """Return whether a place or a single common noun is before the colon: what the story is about, no speaker.

    A word that is part of a person's name elsewhere in the story is that person, whatever the headline's parse.
    """
    word = tokens.lower[colon - 1]
    if tokens.ent_type[colon - 1] not in _PLACES and (colon - first != 1 or not _is_thing(tokens, first)):
        return False
    pairs = zip(tokens.lower, tokens.ent_type, strict=True)
    return not any(kind == "PERSON" and text == word for text, kind in pairs)


def _is_thing(tokens: Tokens, noun: int) -> bool:
    """Return whether a word is a common noun that names neither people nor a body: ``Wheat``, not ``Insiders``."""
    if tokens.pos[noun] != "NOUN":
        return False
    lemma, known = tokens.lemma[noun].lower(), entity_lexicon()
    return lemma not in known.roles and lemma not in known.nominal_types and not lemma.endswith(_PEOPLE_ENDINGS)


def _verb(tokens: Tokens, first: int, last: int, lexicon: CueLexicon) -> QuoteCandidate | None:
    """``Unions Slam Pay Offer``: a verb that the model takes for a noun, its subject before it, its object behind."""
    for at in range(first + 1, last - 1):
        if not _may_be_verb(tokens, at, first, lexicon):
            continue
        stop = next((to for to in range(at + 1, last) if tokens.lower[to] in _JOINTS), last)
        source, content = clip(tokens, first, at - 1), clip(tokens, at + 1, stop - 1)
        if any(tokens.pos[to] in _CLAUSES for to in range(first, stop) if to != at):
            return None
        if source and content:
            subject = at - 2 if tokens.pos[at - 1] == "ADV" and at > 1 else at - 1
            return QuoteCandidate(at, (at, at), subject, [content], source, HEADLINE_VERB)
    return None


def _may_be_verb(tokens: Tokens, at: int, first: int, lexicon: CueLexicon) -> bool:
    """Return whether a word can be a reporting verb that takes an object, by its form and its neighbours."""
    frames = next((lexicon.verbs[form] for form in _lemmas(tokens.lower[at]) if form in lexicon.verbs), frozenset())
    if "obj" not in frames or tokens.pos[at] not in _MAYBE_VERBS or at - first > MAX_SUBJECT_TOKENS:
        return False
    if tokens.tag[at - 1] in _NOT_BEFORE or tokens.tag[at] in {"VBG", "NN"}:
        return False
    return tokens.tag[at + 1] not in {"IN", "TO", "RP"}


def _lemmas(word: str) -> list[str]:
    """Return the lemmas that a form may belong to: a headline's verbs are in the present, with "s" or bare."""
    forms = [word]
    if word.endswith("ies"):
        forms.append(word[:-3] + "y")
    if word.endswith("es"):
        forms.append(word[:-2])
    if word.endswith("s"):
        forms.append(word[:-1])
    return forms
