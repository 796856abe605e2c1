"""The tone of whole sentences and stories: what a word acts on, what denies it, and what does not count."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from wiredesk.contract import Article, Extraction, Tone
from wiredesk.nlp.pipeline import Pipeline

ROWS = [line.split("\t") for line in Path(__file__).with_name("news_sentences.tsv").read_text("utf-8").splitlines()]
UNREAD = 16
"""Sentences of 225 whose sign needs knowledge that is in no lexicon: more tigers are good, batteries charge."""


def _sign(tone: Tone | None) -> int:
    assert tone is not None
    return (tone.score > 0.1) - (tone.score < -0.1)


def test_sentences_of_all_kinds_of_news(extract: Callable[..., Extraction]) -> None:
    """Written before they were scored: sport, rates, disasters, courts, health, weather, politics, business."""
    found = [(int(sign), _sign(extract(text, language="en").tone), text) for sign, text in ROWS]
    assert len(found) == 225
    wrong = [row for row in found if row[0] != row[1]]
    assert len(wrong) <= UNREAD, wrong


@pytest.mark.parametrize(
    ("sign", "text"),
    [
        # what moves gives the sign
        (-1, "Unemployment rose to its highest level in a decade."),
        (1, "The number of people in prison for fraud has fallen."),
        (-1, "Sales at the mills were down."),
        (1, "Lower inflation is on the way."),
        (0, "The company raised its stake in the bank to 12 percent."),
        (-1, "Acme fell 3 percent in Tokyo."),
        (1, "The profit outlook was lifted."),
        (0, "A committee will discuss the deficit reduction package."),
        # verbs that turn what they act on
        (1, "Police prevented an attack on the station."),
        (-1, "The government cut its aid to the schools."),
        (1, "The fire was put out."),
        (-1, "The bank lost the confidence of investors."),
        (1, "The strike is over."),
        (-1, "He escaped from prison."),
        (-1, "The party withdrew its support."),
        # denial
        (1, "No one was injured in the blaze."),
        (1, "No casualties were reported after the tremor."),
        (-1, "The talks ended without progress."),
        (-1, "The plan would not help the poor."),
        (1, "The wolf is no longer endangered."),
        (1, "The landslide caused no deaths."),
        (-1, "Output rose less than expected."),
        (1, "Inflation rose less than expected."),
        (-1, "There is no hope of a deal."),
        (1, "The new glue is non-toxic and strong."),
        (-1, "The bank failed to win approval."),
        (1, "She did not only win the race."),
        # what a strong word acts on counts nothing
        (1, "Rescuers saved the victims of the crash."),
        (1, "The two hostages were freed after three weeks in the hands of kidnappers."),
        (-1, "The blast was a blow to hopes of peace."),
        # the passive of a contest is the side that lost
        (1, "Brazil beat Peru."),
        (-1, "Peru were beaten in the final."),
        (-1, "Guards beat the prisoners."),
        # what came before, or says who somebody is, counts half
        (1, "The carmaker swung back to profit after two years of losses."),
        (1, "Lee, who lost the race in 1998, won the final."),
        (-1, "It is the least popular party."),
        # names are no words
        (0, "The Peace Corps will meet in Oslo."),
        # what has no tone
        (0, "The minister will travel to Oslo on Tuesday."),
        (0, "Low-cost airlines will meet in Oslo."),
        (0, "The vice president is in charge of the strongly worded letter."),
        (0, "Net profit vs loss."),
    ],
)
def test_the_sign_of_a_sentence(sign: int, text: str, extract: Callable[..., Extraction]) -> None:
    assert _sign(extract(text, language="en").tone) == sign


def test_words_are_counted(extract: Callable[..., Extraction]) -> None:
    tone = extract("The team won the cup. Two fans were injured and one died.", language="en").tone
    assert tone == Tone(score=-0.277, positive=1, negative=2)


def test_a_word_in_quotation_marks_counts_half(extract: Callable[..., Extraction]) -> None:
    said = extract('"This is a disaster," she said.', language="en").tone
    told = extract("This is a disaster, she said.", language="en").tone
    assert said is not None
    assert told is not None
    assert told.score < said.score < 0
    assert said.negative == told.negative == 1


def test_a_sign_off_and_a_table_count_nothing(extract: Callable[..., Extraction]) -> None:
    body = (
        "OSLO, May 8 (Reuters) - The ministry met on Thursday.\n\n"
        "        Deaths   Injuries   Murders\n 1990     12       14        3\n 1991     15       11        5\n\n"
        "(Reporting by Jane Doe in Killer Creek; Editing by Victor Winner)"
    )
    assert extract(body, language="en").tone == Tone(score=0.0, positive=0, negative=0)


def test_a_headline_without_a_verb_form_is_read(extract: Callable[..., Extraction]) -> None:
    assert _sign(extract("The ministry said so.", headline="BLAST KILLS FIVE IN OSLO", language="en").tone) == -1


def test_the_explanation_names_the_words_that_counted(pipeline: Pipeline) -> None:
    article = Article(id="x", language="en", body="Exports rose. No one was injured.")
    _, reasons = pipeline.extract_with_provenance(article)
    told = [
        (article.body[slice(*reason.span)], reason.label, reason.rule) for reason in reasons if reason.kind == "tone"
    ]
    assert told == [("rose", "good", "direction rise"), ("injured", "good", "not bad injury")]


def test_a_story_of_one_word_and_an_empty_one_have_a_tone(extract: Callable[..., Extraction]) -> None:
    assert extract("Murder.", language="en").tone is not None
    assert extract("12 34 56", language="en").tone in (None, Tone(score=0.0, positive=0, negative=0))
