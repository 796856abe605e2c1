"""The extractors of tier 0: they read a text of any language, without a model.

One row for each field that they fill, under the name that the extractor of English has.  A language that has an
extractor of that name in its own folder uses that one instead.
"""

from __future__ import annotations

from spacy.tokens import Doc
from spacy.vocab import Vocab

from wiredesk.contract import Topic
from wiredesk.nlp.context import Context, ExtractFn, Extractor, Options
from wiredesk.nlp.languages.model_entities import EXTRACTORS as TIER1
from wiredesk.nlp.languages.tier0_extractors import EXTRACTORS as TIER0
from wiredesk.nlp.topics.topic_extractor import TOPICS, wire_topics


def build_topics(_vocab: Vocab, _options: Options) -> ExtractFn:
    """Return the extractor of the topics that the wire's own codes name."""

    def topics(_doc: Doc, context: Context) -> tuple[Topic, ...]:
        return wire_topics(context.article)

    return topics


EXTRACTORS: tuple[Extractor, ...] = (
    *TIER0,
    *TIER1,
    Extractor(TOPICS.name, TOPICS.summary, build_topics, tier=0),
)
