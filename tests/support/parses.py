"""Parsed texts for tests of single rules."""

from __future__ import annotations

from spacy.language import Language

from wiredesk.contract import Article
from wiredesk.layout import analyze
from wiredesk.nlp.flattened import flatten
from wiredesk.nlp.parse import parse
from wiredesk.nlp.tokens import Tokens


def parsed(nlp: Language, text: str) -> Tokens:
    """Return the token table of a text."""
    layout = analyze(Article(id="x", body=text, language="en"))
    return flatten(parse(nlp, layout), layout)
