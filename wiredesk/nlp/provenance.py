"""Why each mention is where it is: the rule that joined it, for ``wiredesk extract --explain``."""

from __future__ import annotations

from typing import TypedDict

from spacy.tokens import Doc
from spacy.vocab import Vocab

from wiredesk.contract import Span
from wiredesk.nlp.context import Extractor, Options, Run, Story


class Why(TypedDict):
    """One mention or title with the rule that gave it to its entity."""

    span: Span
    entity: str
    kind: str
    """name, nominal, pronoun or title"""
    rule: str


def build(_vocab: Vocab, _options: Options) -> Run:
    return why


def why(_doc: Doc, story: Story) -> list[Why]:
    """Every mention and title in the order of the text."""
    words = story.found["words"]
    found: list[Why] = []
    for number, cluster in enumerate(story.found["clusters"], 1):
        entity = f"e{number}"
        for mention in cluster.mentions:
            span = words.span(mention.start, mention.end)
            found.append(Why(span=span, entity=entity, kind=mention.kind, rule=mention.rule))
        found += [
            Why(span=words.span(role.start, role.end), entity=entity, kind="title", rule=role.rule)
            for role in cluster.roles
        ]
    return sorted(found, key=lambda row: (row["span"], row["entity"]))


WHY = Extractor("why", "the rule that joined each mention", build, needs=("entities",), gives="entities.why")
