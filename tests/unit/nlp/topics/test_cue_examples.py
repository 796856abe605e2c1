"""The examples of the cue lexicon: the row before an example has a cue there, or has none."""

from __future__ import annotations

import pytest
from spacy.language import Language

from tests.support.parses import parsed
from wiredesk.nlp.lexicon import word_list
from wiredesk.nlp.topics.cue_matching import CueReader
from wiredesk.nlp.topics.topic_cues import CueExample, cue_index, examples, own_rows, words_of

_READER = CueReader(cue_index(own_rows(), word_list("topic_idioms", "idioms")))


@pytest.mark.parametrize("example", tuple(examples()), ids=lambda example: f"{example.row.code}: {example.text[:50]}")
def test_a_row_has_a_strong_or_plain_cue_only_where_it_should(example: CueExample, nlp: Language) -> None:
    own = {" ".join(words_of(cue)) for cue, weight in example.row.cues if weight >= 1}
    found = [hit.cue.text for hit in _READER.find_cues(parsed(nlp, example.text)) if hit.cue.text in own]
    assert bool(found) == example.expected, found
