"""Examples of rules: a sentence with the range that a rule looks at in square brackets."""

from __future__ import annotations

from spacy.language import Language

from wiredesk.contract import Article
from wiredesk.layout import analyze
from wiredesk.nlp.flattened import flatten
from wiredesk.nlp.parse import parse
from wiredesk.nlp.tokens import Tokens


def read_example(nlp: Language, sentence: str, headline: str = "") -> tuple[Tokens, int, int]:
    """Return the tokens of a sentence and the range in brackets, half open."""
    body = sentence.replace("[", "").replace("]", "")
    layout = analyze(Article(id="x", headline=headline, body=body, language="en"))
    tokens = flatten(parse(nlp, layout), layout)
    shift = len(layout.text) - len(body)
    start, end = tokens.covering((sentence.index("[") + shift, sentence.index("]") - 1 + shift))
    return tokens, start, end
