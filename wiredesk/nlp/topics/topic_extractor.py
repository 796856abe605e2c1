"""The extractor of topics: the wire's own codes first, then what the cues of the text speak for."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence

from spacy.tokens import Doc
from spacy.vocab import Vocab

from wiredesk.contract import Article, Topic
from wiredesk.media_topics import path_of, topic_name, topics_of
from wiredesk.nlp.context import Context, ExtractFn, Extractor, Options
from wiredesk.nlp.garbage import collection_paused
from wiredesk.nlp.lexicon import word_list
from wiredesk.nlp.provenance import Trace
from wiredesk.nlp.tokens import Tokens
from wiredesk.nlp.topics.cue_matching import CueHit, CueReader, event_cues
from wiredesk.nlp.topics.topic_cues import cue_index, own_rows, user_rows
from wiredesk.nlp.topics.topic_scores import topics_from_cues

LANGUAGE = "en"
"""Language of the cues."""


def build(vocab: Vocab, options: Options) -> ExtractFn:
    """Load the cues, those of the user's knowledge files included; a model of another language gets none of ours."""
    with collection_paused():
        rows = [*(own_rows() if vocab.lang in {LANGUAGE, ""} else ()), *user_rows(options.knowledge)]
        index = cue_index(rows, word_list("topic_idioms", "idioms"))
    reader = CueReader(index)

    def topics(doc: Doc, context: Context) -> tuple[Topic, ...]:
        tokens = context.tokens
        from_wire = wire_topics(context.article)
        hits = [*reader.find_cues(tokens), *event_cues(context.events, tokens, index)]
        found = topics_from_cues(hits, headline_tokens(context))
        known = {topic.code for topic in from_wire}
        from_text = [
            Topic(code=code, name=topic_name(topic.code), score=topic.score, rule=topic.rule)
            for topic in found
            if (code := f"medtop:{topic.code}") not in known
        ]
        if context.trace is not None:
            _explain(context.trace, tokens, hits, [*from_wire, *from_text])
        return (*from_wire, *sorted(from_text, key=lambda topic: -topic.score))

    return topics


def wire_topics(article: Article) -> tuple[Topic, ...]:
    """Return the topics of the wire's own codes and those that are broader, each with the code that gave it."""
    found: dict[str, str] = {}
    for topic, code in topics_of(article.subjects).items():
        for step in reversed(path_of(topic)):
            found.setdefault(step, code)
    return tuple(
        Topic(code=f"medtop:{code}", name=topic_name(code), score=1.0, rule=f"wire: {origin}")
        for code, origin in found.items()
    )


def headline_tokens(context: Context) -> int:
    """Return how many tokens the headline has; 0 where there is none."""
    if not context.article.headline:
        return 0
    return bisect_left(context.tokens.start, len(context.article.headline))


def _explain(trace: Trace, tokens: Tokens, hits: Sequence[CueHit], topics: Iterable[Topic]) -> None:
    """Record the cues of the topics that were found, and the wire's codes at the beginning of the text."""
    codes = {topic.code.removeprefix("medtop:") for topic in topics}
    for topic in topics:
        if topic.rule and topic.rule.startswith("wire: "):
            trace.add((0, 0), "topic", topic.rule, f"{topic.code} {topic.name}", topic.score)
    for hit in hits:
        for code, weight in hit.cue.codes:
            told = next((step for step in reversed(path_of(code)) if step in codes), None)
            if told:
                label = f"medtop:{told} {topic_name(told)}"
                trace.add(tokens.span(hit.start, hit.end), "topic", f"cue {hit.cue.text}", label, round(weight, 2))


TOPICS = Extractor(
    "topics", "what the story is about, as codes of the IPTC Media Topics", build, ("events",), unread=wire_topics
)
