"""What pronouns can and cannot mean, by grammar."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from spacy.language import Language

from tests.support.cue_rows import unbracketed
from tests.support.extraction_views import named, texts
from tests.support.parses import parsed
from wiredesk.contract import Extraction
from wiredesk.nlp.entities.pronouns import cataphoric_subject, clause_subject, quoted_speakers

Extract = Callable[..., Extraction]


def token_in_brackets(nlp: Language, sentence: str) -> tuple[object, int]:
    text, start, end = unbracketed(sentence)
    tokens = parsed(nlp, text)
    return tokens, tokens.covering((start, end))[0]


@pytest.mark.parametrize(
    ("sentence", "subject"),
    [
        ("Rossi blamed [herself] for the loss.", "Rossi"),
        ("Rossi wants to defend [herself] in court.", "Rossi"),
        ("[Rain].", ""),
    ],
)
def test_the_subject_of_the_clause(nlp: Language, sentence: str, subject: str) -> None:
    tokens, token = token_in_brackets(nlp, sentence)
    found = clause_subject(tokens, token)  # type: ignore[arg-type]
    assert (tokens.text[found] if found >= 0 else "") == subject  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("sentence", "subject"),
    [("In [his] speech, Lee praised the army.", "Lee"), ("Lee praised [his] army.", "")],
)
def test_a_pronoun_in_a_fronted_phrase_points_ahead(nlp: Language, sentence: str, subject: str) -> None:
    tokens, token = token_in_brackets(nlp, sentence)
    found = cataphoric_subject(tokens, token)  # type: ignore[arg-type]
    assert (tokens.text[found] if found >= 0 else "") == subject  # type: ignore[attr-defined]


def test_one_speaker_a_paragraph(nlp: Language) -> None:
    tokens = parsed(nlp, "“I am tired,” Cole said.\n\n“My work is done.”\n\nRossi said no. Cole said yes.")
    owner = [{"Cole": 0, "Rossi": 1}.get(word, -1) for word in tokens.text]
    assert quoted_speakers(tokens, owner) == {0: 0, 1: 0}


@pytest.mark.parametrize(
    ("body", "name", "mention"),
    [
        ("Microsoft said it would cut 2,000 jobs.", "Microsoft", "it"),
        ("Microsoft cut its forecast on Monday.", "Microsoft", "its"),
        ("A Microsoft statement said its sales fell on Monday.", "Microsoft", "its"),
        ("Elena Rossi called on Microsoft to lift its ban.", "Microsoft", "its"),
        ("Microsoft fell on Monday. It will cut 2,000 jobs.", "Microsoft", "It"),
    ],
)
def test_it_means_a_thing(extract: Extract, body: str, name: str, mention: str) -> None:
    result = extract(body)
    assert mention in texts(result, named(result, name))


@pytest.mark.parametrize(
    "body",
    [
        "Microsoft said it was raining in Leeds.",
        "Microsoft and Intel fell on Monday. It will cut 2,000 jobs.",
        "Elena Rossi fell on Monday. It will rain.",
    ],
)
def test_it_means_nothing_named(extract: Extract, body: str) -> None:
    result = extract(body)
    assert "it" not in [text.lower() for entity in result.entities for text in texts(result, entity)]
