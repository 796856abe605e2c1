"""What a story is about on the terminal: only what it has."""

from __future__ import annotations

import pytest

from desk.views.gist import gist, gist_lines, tone_words
from wiredesk.contract import Engine, Extraction, Keyphrase, Tone, Topic

TEXT = "Bridge falls\n\nA bridge fell\ninto the Elbe. Nobody was hurt. It rained."
BARE = Extraction(id="x", version=1, language="en", text=TEXT, engine=Engine(version="1", model="m"))


def test_a_story_without_results_has_no_lines() -> None:
    assert list(gist(BARE)) == []
    assert not gist_lines(BARE)


def test_each_field_is_a_line() -> None:
    found = BARE.model_copy(
        update={
            "summary": ((14, 42), (43, 59)),
            "keyphrases": (Keyphrase(text="bridge", score=0.6), Keyphrase(text="Elbe", score=0.5)),
            "topics": (Topic(code="medtop:20000139", name="disaster", score=0.9),),
            "tone": Tone(score=-0.4, positive=0, negative=2),
        }
    )
    assert gist_lines(found).plain.split("\n") == [
        "Summary     A bridge fell into the Elbe. Nobody was hurt.",
        "Keyphrases  bridge · Elbe",
        "Topics      disaster",
        "Tone        negative -0.40 (0 good, 2 bad)",
    ]


@pytest.mark.parametrize(
    ("score", "word"), [(0.3, "positive"), (0.1, "neutral"), (-0.1, "neutral"), (-0.11, "negative")]
)
def test_a_tone_near_zero_is_neutral(score: float, word: str) -> None:
    assert tone_words(Tone(score=score, positive=1, negative=1)).startswith(word)
