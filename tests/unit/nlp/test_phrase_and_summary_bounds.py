"""Whatever the text: at most ten keyphrases, a summary of at most 60 words, both of whole words of the text."""

from __future__ import annotations

import re
from itertools import pairwise

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from wiredesk.contract import Article, Extraction
from wiredesk.nlp.keyphrases.keyphrase_extractor import MAX_KEYPHRASES
from wiredesk.nlp.pipeline import Pipeline
from wiredesk.nlp.summary.summary_extractor import MAX_WORDS

PIECES = """A bridge over the river Elbe collapsed on Monday and killed three people, police said. "It fell. We ran,"
said Mr. Roe of the U.S. Army (Reuters) - Net 10,863 vs 5. The answer is no. Why? The mayor closed four other bridges.
DRESDEN, May 8 (AP) -- Acme Corp. fell 3 percent, Inc. said. wind farm wind farm -- state-of-the-art"""
STORIES = st.lists(st.sampled_from([*PIECES.split(), "\n", "\n\n", "\u00a0", "“", "”"]), max_size=150).map(" ".join)


@settings(max_examples=80, deadline=None, suppress_health_check=list(HealthCheck))
@given(headline=st.text(max_size=60), body=st.one_of(st.text(max_size=300), STORIES))
def test_phrases_and_summary_keep_their_bounds(pipeline: Pipeline, headline: str, body: str) -> None:
    found = pipeline(Article(id="x", headline=headline, body=body, language="en"))
    text = found.text
    assert len(found.keyphrases) <= MAX_KEYPHRASES
    assert all(one.score >= other.score for one, other in pairwise(found.keyphrases))
    assert all(0 <= one.score <= 1 and one.text.strip() for one in found.keyphrases)
    spans = [*found.summary, *(one.span for one in found.keyphrases if one.span)]
    assert not [span for span in spans if cuts_a_word(text, span[0]) or cuts_a_word(text, span[1])]
    assert all(one[1] <= other[0] for one, other in pairwise(found.summary))
    assert (
        sum(len(re.findall(r"[^\W_]+(?:['’.,&-]\w+)*", text[start:end])) for start, end in found.summary) <= MAX_WORDS
    )
    assert Extraction.model_validate_json(found.json_line()) == found


def cuts_a_word(text: str, at: int) -> bool:
    return 0 < at < len(text) and text[at - 1].isalnum() and text[at].isalnum()
