"""Definite noun phrases, and what they can mean."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from spacy.language import Language

from tests.support.extraction_views import named, texts
from tests.support.parses import parsed
from wiredesk.contract import Extraction
from wiredesk.nlp.entities.nominals import phrase_at
from wiredesk.nlp.knowledge import entity_lexicon

Extract = Callable[..., Extraction]


@pytest.mark.parametrize(
    ("text", "phrase", "role", "plain"),
    [
        ("The prime minister left.", "The prime minister", "prime minister", True),
        ("The award-winning singer left.", "The award-winning singer", "singer", False),
        ("The company fell.", "The company", "", True),
        ("The 33-year-old is in Rome.", "The 33-year-old", "", True),
    ],
)
def test_a_definite_phrase(nlp: Language, text: str, phrase: str, role: str, plain: bool) -> None:
    tokens = parsed(nlp, text)
    found = phrase_at(tokens, 0, [-1] * len(tokens), {}, entity_lexicon())
    assert found
    assert (tokens.string(found.start, found.end), found.role) == (phrase, role)
    if role or plain is False:
        assert found.plain is plain


@pytest.mark.parametrize("text", ["A company fell.", "The companies fell."])
def test_no_definite_phrase_in_the_singular(nlp: Language, text: str) -> None:
    tokens = parsed(nlp, text)
    assert phrase_at(tokens, 0, [-1] * len(tokens), {}, entity_lexicon()) is None


@pytest.mark.parametrize(
    ("body", "name", "mention"),
    [
        ("Prime Minister Elena Rossi lost. The prime minister will resign.", "Elena Rossi", "The prime minister"),
        ("The Supreme Court of Kenya met. The court ruled for the miners.", "Supreme Court of Kenya", "The court"),
        ("Microsoft fell on Monday. The company will cut jobs.", "Microsoft", "The company"),
        ("Kenya voted on Monday. The country will wait for a month.", "Kenya", "The country"),
        ("Elena Rossi won on Monday. The 33-year-old will play in Rome.", "Elena Rossi", "The 33-year-old"),
    ],
)
def test_it_names_again(extract: Extract, body: str, name: str, mention: str) -> None:
    result = extract(body)
    assert mention in texts(result, named(result, name))


@pytest.mark.parametrize(
    ("body", "mention"),
    [
        ("Microsoft fell on Monday. The company that makes tyres will cut jobs.", "The company"),
        ("Elena Rossi won. She is the prime minister of Kenya.", "the prime minister"),
        ("Microsoft fell on Monday. The country will wait.", "The country"),
    ],
)
def test_it_names_nothing_again(extract: Extract, body: str, mention: str) -> None:
    result = extract(body)
    assert mention not in [text for entity in result.entities for text in texts(result, entity)]
