"""Several speakers of one quote."""

from __future__ import annotations

import pytest

from wiredesk.contract import Article
from wiredesk.nlp.pipeline import Pipeline

# fmt: off
SENTENCES = [
    ("Ana Roth and Olaf Brandt said the road was open.", ["Ana Roth", "Olaf Brandt"]),
    ("Roth, Brandt and Paula Henk told reporters the road was open.", ["Roth", "Brandt", "Paula Henk"]),
    ("Both Ana Roth and Olaf Brandt said the road was open.", ["Ana Roth", "Olaf Brandt"]),
    ("Ana Roth, together with Olaf Brandt, said the road was open.", ["Ana Roth", "Olaf Brandt"]),
    ("Ana Roth, along with her deputy, Olaf Brandt, said the road was open.", ["Ana Roth", "Olaf Brandt"]),
    ("Ana Roth as well as Olaf Brandt said the road was open.", ["Ana Roth", "Olaf Brandt"]),
    ("“It holds,” said Ana Roth and Olaf Brandt.", ["Ana Roth", "Olaf Brandt"]),
    ("The ministers, Ana Roth and Olaf Brandt, said the road was open.", ["Ana Roth", "Olaf Brandt"]),
    ("The brothers Karl and Theo Albrecht said the shops would close.", ["Karl", "Theo Albrecht"]),
    ("Acme Corp and its chief executive, Jane Doe, said the plant would close.", ["Acme Corp", "Jane Doe"]),
    ("Captain Ben Stokes and coach Brendon McCullum both said the pitch was flat.",
     ["Ben Stokes", "Brendon McCullum"]),
    ("The prime minister, Narendra Modi, and the US president, Joe Biden, said the talks would go on.",
     ["Narendra Modi", "Joe Biden"]),
    ("Sens. Alan Cranston (D-Cal.) and Daniel Evans (R-Wash.) said the bill would pass.",
     ["Alan Cranston", "Daniel Evans"]),
    ("A police officer, Sgt. Bill Roe, and a witness, Beth Sorel, said the car sped off.", ["Bill Roe", "Beth Sorel"]),
    ("France and Germany said they would sign.", ["France", "Germany"]),
    # One speaker.
    ("Ana Roth or Olaf Brandt said the road was open.", ["Ana Roth"]),
    ("Ana Roth, mayor and owner of the mill, said the road was open.", ["Ana Roth"]),
    ("Finance and Petroleum Minister Ana Roth said the road was open.", ["Ana Roth"]),
    ("Ana Roth, who met Olaf Brandt and Paula Henk, said the road was open.", ["Ana Roth"]),
]
# fmt: on


@pytest.mark.parametrize(("sentence", "expected"), SENTENCES)
def test_all_who_speak_together_are_speakers(pipeline: Pipeline, sentence: str, expected: list[str]) -> None:
    found = pipeline(Article(id="x", body=sentence, language="en"))
    names = {entity.id: entity.name for entity in found.entities}
    [quote] = found.quotes
    assert [names[speaker] for speaker in quote.speakers] == expected
    assert quote.speaker == quote.speakers[0]


def test_speech_that_carries_on_has_all_speakers(pipeline: Pipeline) -> None:
    body = "Ana Roth and Olaf Brandt said the road was open. It rained. “We will all pay for this mistake.”"
    found = pipeline(Article(id="x", body=body, language="en"))
    assert found.quotes[0].speakers == found.quotes[1].speakers
    assert len(found.quotes[1].speakers) == 2
