"""Speech whose speaker a line names without a verb, and marks that were forgotten."""

from __future__ import annotations

import pytest

from wiredesk.contract import Article
from wiredesk.nlp.pipeline import Pipeline


def said(pipeline: Pipeline, body: str) -> list[tuple[str, str | None]]:
    """Return each passage of direct speech with its speaker."""
    found = pipeline(Article(id="x", body=body, language="en"))
    names = {entity.id: entity.name for entity in found.entities}
    return [
        (found.text[start:end].strip('“”"'), names.get(quote.speaker or ""))
        for quote in found.quotes
        if quote.kind == "direct"
        for start, end in quote.content
    ]


# fmt: off
TEXTS = [
    ("“The wall holds.” - Commissioner Paul Starke", [("The wall holds.", "Paul Starke")]),
    ("“The wall holds,” - Commissioner Paul Starke", [("The wall holds,", "Paul Starke")]),
    ("“The wall holds.” — Paul Starke, CEO", [("The wall holds.", "Paul Starke")]),
    ("“The wall holds.”\n– Paul Starke, CEO of Acme", [("The wall holds.", "Paul Starke")]),
    ("“The wall holds.”\n\n— Paul Starke, commissioner", [("The wall holds.", "Paul Starke")]),
    ("“The wall holds, and we will all stay in the town for as long as it takes to mend it properly.”― Ana Roth \n"
     "“We left the town on Monday.” ― Paul Starke\n“Nobody told us.” ― Olaf Brandt",
     [("The wall holds, and we will all stay in the town for as long as it takes to mend it properly.", "Ana Roth"),
      ("We left the town on Monday.", "Paul Starke"), ("Nobody told us.", "Olaf Brandt")]),
    ("“The wall holds.” (Ana Roth, mayor)", [("The wall holds.", "Ana Roth")]),
    ("Chairwoman Ana Roth –\n\n“The wall holds.”", [("The wall holds.", "Ana Roth")]),
    ("‘The wall holds,’ said Ana Roth, ‘and we stay.’",
     [("‘The wall holds,’", "Ana Roth"), ("‘and we stay.’", "Ana Roth")]),
    ("Chairwoman Ana Roth:\n\n“The wall holds.”", [("The wall holds.", "Ana Roth")]),
    ("From Chairwoman Ana Roth: “The wall holds.”", [("The wall holds.", "Ana Roth")]),
    ("And from Chairwoman Ana Roth:\n\n“The wall holds.”", [("The wall holds.", "Ana Roth")]),
    ("Ana Roth, chairwoman of the commission: “The wall holds.”", [("The wall holds.", "Ana Roth")]),
    ('* Ana Roth, mayor: "The wall holds."', [("The wall holds.", "Ana Roth")]),
    ("• Ana Roth (mayor of Orva): “The wall holds.” “We left.”",
     [("The wall holds.", "Ana Roth"), ("We left.", "Ana Roth")]),
    ("Gov. Jane Doe (D-Ohio): “The wall holds.”", [("The wall holds.", "Jane Doe")]),
    ("Statement from Governor Jane Doe: “The wall holds.”", [("The wall holds.", "Jane Doe")]),
    ("Jane Doe of the Greens: “The wall holds.”", [("The wall holds.", "Jane Doe")]),
    ("Jane Doe, president of the union, on the strike: “We stay out.”", [("We stay out.", "Jane Doe")]),
    ("The council met Ana Roth.\n\nRoth: “The wall holds.”", [("The wall holds.", "Ana Roth")]),
    ('The reactions:\n\nANA ROTH, MAYOR\n\n"It is a good day."\n\nPAULA HENK\n\n"The wall still holds, it does."',
     [("It is a good day.", "Ana Roth"), ("The wall still holds, it does.", "Paula Henk")]),
    ("“The wall holds.\n\n“We left.\n\n“We will come back,” said Ana Roth, the mayor.",
     [("The wall holds.", "Ana Roth"), ("We left.", "Ana Roth"), ("We will come back,", "Ana Roth")]),
    ("From Ana Roth, mayor:\n\n“The wall holds.”\n\nFrom Paula Henk, engineer:\n\n“We left.”",
     [("The wall holds.", "Ana Roth"), ("We left.", "Paula Henk")]),
    ("Ana Roth:\n\n“The wall holds. We left.\n\n“We will come back.”\n\nThe council met.",
     [("The wall holds. We left.", "Ana Roth"), ("We will come back.", "Ana Roth")]),
    # A name that is not the speaker's, and no name.
    ("The book by Ana Roth: “The wall holds until Monday.”", []),
    ("The motto of Ana Roth: “The wall holds until Monday.”", []),
    ("The wall in brief: “The wall holds.”", []),
    ("“We stay,” she said.\n\n— Additional reporting by Ana Roth", [("We stay,", None)]),
    ("“The plant will close,” the firm said. - Paul Starke", [("The plant will close,", None)]),
    ("Reactions in Orva\n\n“The wall holds until Monday or Tuesday.”",
     [("The wall holds until Monday or Tuesday.", None)]),
]
FORGOTTEN = [
    'Bill Roe left. "The wall holds, said Ana Roth, the mayor, who missed a mark. "Nobody leaves," said Paula Henk.',
    "Bill Roe left. “The wall holds, said Ana Roth. “Nobody leaves,” said Paula Henk.",
    'Bill Roe left.\n\n"The wall holds, said Ana Roth.\n\n"Nobody leaves," said Paula Henk.',
    "Bill Roe left.\n\n“The wall holds, Ana Roth said.\n\n“Nobody leaves,” said Paula Henk.",
]
# fmt: on


@pytest.mark.parametrize(("body", "expected"), TEXTS)
def test_an_attribution_line_names_the_speaker(
    pipeline: Pipeline, body: str, expected: list[tuple[str, str | None]]
) -> None:
    assert said(pipeline, body) == expected


@pytest.mark.parametrize("body", FORGOTTEN)
def test_a_forgotten_mark_gives_nobody_another_ones_words(pipeline: Pipeline, body: str) -> None:
    assert said(pipeline, body) == [("Nobody leaves,", "Paula Henk")]
    found = pipeline(Article(id="x", body=body, language="en"))
    names = {entity.id: entity.name for entity in found.entities}
    wall = [names.get(quote.speaker or "") for quote in found.quotes if "wall" in found.text[slice(*quote.content[0])]]
    assert wall == ["Ana Roth"]


def test_a_speech_over_paragraphs_stays_one(pipeline: Pipeline) -> None:
    body = "“We left, and we told the mayor so.\n\n“Then it rained,” said Ana Roth."
    assert said(pipeline, body)[-1] == ("Then it rained,", "Ana Roth")
