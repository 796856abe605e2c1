"""What pronouns can and cannot mean, by grammar."""
# ruff: noqa: E501 - one text a row

from __future__ import annotations

from collections.abc import Callable

import pytest
from spacy.language import Language

from tests.support.cue_rows import unbracketed
from tests.support.extraction_views import named, texts
from tests.support.parses import parsed
from wiredesk.contract import Extraction
from wiredesk.nlp.entities.clause_grammar import (
    cataphoric_subject,
    clause_mates,
    clause_subject,
    understood_subject,
)
from wiredesk.nlp.entities.quoted_speakers import QuotedSpeakers

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


@pytest.mark.parametrize(
    ("sentence", "mates"),
    [
        ("Rossi saw [him] in Rome.", {"Rossi"}),
        ("Rossi came to see [him] in Rome.", {"Rossi"}),
        ("Cole, who arrested [him], left.", {"Cole"}),
        ("Rossi climbed in and pulled [him] out.", {"Rossi"}),
        ("Rossi saw [his] car.", set()),
        ("Rossi said [he] saw a car.", set()),
    ],
)
def test_what_a_pronoun_cannot_mean(nlp: Language, sentence: str, mates: set[str]) -> None:
    tokens, token = token_in_brackets(nlp, sentence)
    assert {tokens.text[mate] for mate in clause_mates(tokens, token)} == mates  # type: ignore[arg-type, attr-defined]


def test_the_object_of_one_verb_is_the_subject_of_the_next(nlp: Language) -> None:
    tokens, token = token_in_brackets(nlp, "Rossi told Cole to [see] the film.")
    assert tokens.text[understood_subject(tokens, token)] == "Cole"  # type: ignore[arg-type, attr-defined]


def test_one_speaker_a_paragraph(nlp: Language) -> None:
    tokens = parsed(nlp, "“I am tired,” Cole said.\n\n“My work is done.”\n\nRossi said no. Cole said yes.")
    owner = [{"Cole": 0, "Rossi": 1}.get(word, -1) for word in tokens.text]
    assert QuotedSpeakers(tokens).resolve(owner) == {0: 0, 1: 0}


@pytest.mark.parametrize(
    ("body", "name", "mention"),
    [
        ("Microsoft said it would cut 2,000 jobs.", "Microsoft", "it"),
        ("Microsoft cut its forecast on Monday.", "Microsoft", "its"),
        ("A Microsoft statement said its sales fell on Monday.", "Microsoft", "its"),
        ("Elena Rossi called on Microsoft to lift its ban.", "Microsoft", "its"),
        ("Microsoft fell on Monday. It will cut 2,000 jobs.", "Microsoft", "It"),
        ("Microsoft cut its forecast, but it kept the dividend.", "Microsoft", "it"),
        ("Elena Rossi left Microsoft after a row with its chairman.", "Microsoft", "its"),
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


@pytest.mark.parametrize(
    ("body", "pronoun", "name"),
    [
        ("Police arrested David Cole. Officers took him to Leeds.", "him", "David Cole"),
        ("Anna Rossi told David Cole that he was a coward.", "he", "David Cole"),
        ("When he arrived in Lagos, David Cole thanked the crowd.", "he", "David Cole"),
        ("After her defeat, Anna Rossi thanked the crowd.", "her", "Anna Rossi"),
        ("The captain, Anna Rossi, said she was tired.", "she", "Anna Rossi"),
        ("David Cole and his wife left early.", "his", "David Cole"),
        ("Congresswoman Zorvane Teel met David Cole. She smiled.", "She", "Zorvane Teel"),
    ],
)
def test_a_person_by_grammar_and_gender(extract: Extract, body: str, pronoun: str, name: str) -> None:
    result = extract(body)
    assert pronoun in texts(result, named(result, name))


@pytest.mark.parametrize(
    "body",
    [
        "Judge David Cole met the victim in Leeds. A man told the court that [he] was attacked by two dogs.",
        "David Cole shouted. The victim said [he] had lost an eye.",
        "A 34-year-old told Judge David Cole that [he] saw a car.",
        "David Cole saw [him] in Leeds.",
        "David Cole praised a spokesman in Leeds. The spokesman said that [he] was sorry.",
        "“[He] is a liar,” David Cole said.",
    ],
)
def test_nobody_is_guessed(extract: Extract, body: str) -> None:
    text, start, end = unbracketed(body)
    result = extract(text)
    assert (start, end) not in {mention.span for entity in result.entities for mention in entity.mentions}


def test_a_body_that_speaks_is_we(extract: Extract) -> None:
    result = extract("“We will appeal and our lawyers are ready,” Microsoft said.")
    assert {"We", "our"} <= set(texts(result, named(result, "Microsoft")))


def test_a_person_that_speaks_is_not_we(extract: Extract) -> None:
    result = extract("“We won and I am happy,” David Cole said.")
    assert texts(result, named(result, "David Cole")) == ["I", "David Cole"]


@pytest.mark.parametrize(
    ("text", "name", "reference"),
    [
        ("Karl Rossi trained Paul Cole for years. Mick Doyle found him asleep.", "Mick Doyle", "him"),
        ("“Elena Rossi helped us when she could,” Anna Berg wrote. “She is kind,” she added.", "Elena Rossi", "she added"),
        ('Paul Berg attacked Karl Rossi: "He has had nine years."', "Paul Berg", "He"),
        ("Kim Rossi was hurt. She was seen by a doctor. Then he left.", "Kim Rossi", "he"),
    ],
)  # fmt: skip
def test_whom_a_pronoun_does_not_mean(extract: Extract, text: str, name: str, reference: str) -> None:
    result = extract(text)
    at = text.rindex(reference)
    spans = [mention.span for mention in named(result, name).mentions]
    assert (at, at + len(reference.split()[0])) not in spans


@pytest.mark.parametrize(
    ("text", "name", "reference"),
    [
        ("Harvard itself admitted only men.", "Harvard", "itself"),
        ("Nokia lost money. Its chairman, Paul Berg, resigned.", "Nokia", "Its"),
        ("Nokia said prices rose. Its shares fell. Paul Berg founded the company in 1961.", "Nokia", "the company"),
        ("Bill Shorten spoke on Monday. Shorten will not be remembered for his wit.", "Bill Shorten", "his"),
        ("Rose Cole was banned.\n\nShe was told of the ban by telephone.\n\nThe 31-year-old won in Rotterdam.", "Rose Cole", "The 31-year-old"),
        ("Paul Berg has HIV. He lives with HIV. A drug suppresses the virus.", "HIV", "the virus"),
    ],
)  # fmt: skip
def test_references_that_grammar_settles(extract: Extract, text: str, name: str, reference: str) -> None:
    result = extract(text)
    assert reference in texts(result, named(result, name))
