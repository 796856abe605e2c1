"""Whose document speaks: ``the bank's report said``, ``a Nordvik survey shows``, ``according to its prospectus``."""

from __future__ import annotations

from wiredesk.contract import Entity
from wiredesk.nlp.lexicon import word_set
from wiredesk.nlp.quotes.speakers import Speakers
from wiredesk.nlp.tokens import Tokens

MAX_DOCUMENT_TOKENS = 6
"""Tokens from a cue to the document that it names: "said in a short written statement"."""
MAX_AUTHOR_TOKENS = 3
"""Tokens from a document to its author: ", by the" Harris Research Centre."""

_DOCUMENTS = word_set("quote_words", "documents")
_OWN_DOCUMENTS = word_set("quote_sources", "own_documents")
_AUTHORED = frozenset({"by", "from"})
_BODIES = frozenset({"ORG", "GPE", "PERSON"})


def is_document(tokens: Tokens, noun: int) -> bool:
    """Return whether a noun is something that is written and can say something."""
    return tokens.pos[noun] == "NOUN" and (tokens.lemma[noun] in _DOCUMENTS or tokens.lemma[noun] in _OWN_DOCUMENTS)


def owner_of(tokens: Tokens, speakers: Speakers, noun: int, end: int) -> Entity | None:
    """Return the person or body whose document a noun is; None if no name or pronoun says so.

    The possessor, the author behind "by" or "from", or a body's name before a document that bodies put out. A name
    before other documents may be their topic ("the Nordvik report"). ``end`` is the end of the source.
    """
    owner = tokens.child_with(noun, "poss")
    if owner is not None:
        return _body_at(tokens, speakers, owner)
    for at in range(noun + 1, min(end, noun + 1 + MAX_AUTHOR_TOKENS)):
        if tokens.lower[at] in _AUTHORED and tokens.tag[at] == "IN":
            author = tokens.child_with(at, "pobj")
            return _body_at(tokens, speakers, author) if author is not None else None
        if tokens.text[at] != ",":
            break
    if tokens.lemma[noun] in _OWN_DOCUMENTS:
        for before in tokens.children_with(noun, "compound"):
            body = _body_at(tokens, speakers, before)
            if body is not None and body.type == "ORG":
                return body
    return None


def _body_at(tokens: Tokens, speakers: Speakers, token: int) -> Entity | None:
    found = speakers.at(tokens, token)
    return found[0] if found is not None and found[0].type in _BODIES else None


def document_of_cue(tokens: Tokens, token: int) -> int | None:
    """Return the document that a source says something in: ``said in a [statement]``; the noun's token."""
    for child in tokens.children[token]:
        if token < child and tokens.lower[child] == "in":
            noun = tokens.child_with(child, "pobj")
            near = noun is not None and noun - child <= MAX_DOCUMENT_TOKENS
            return noun if noun is not None and near and is_document(tokens, noun) else None
    return None
