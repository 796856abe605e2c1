"""Spans that are no names."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from spacy.language import Language

from tests.support.cue_rows import unbracketed
from tests.support.extraction_views import names
from tests.support.parses import parsed
from wiredesk.contract import EntityType, Extraction
from wiredesk.nlp.knowledge import entity_lexicon, load_known_names
from wiredesk.nlp.mentions import Name
from wiredesk.nlp.names.noise import is_noise


@pytest.mark.parametrize(
    ("sentence", "label", "noise"),
    [
        ("The firm said [Oper Shr] was 4 cts.", "ORG", True),
        ("The firm said [Revs] rose to 4 mln.", "ORG", True),
        ("[Slideshow] of the flood.", "PERSON", True),
        ("[Eyewitnesses] saw smoke over the town.", "ORG", True),
        ("[Reporters] saw smoke over the town.", "ORG", True),
        ("The page of [@larkwood] was closed.", "PERSON", True),
        ("The page of [www.larkwood.example] was closed.", "ORG", True),
        ("The rest was [🙂🙂] on Monday.", "ORG", True),
        ("The shares were worth about [NZ$61,000] in May.", "ORG", True),
        ("The shares [AAPL.O] fell on Monday.", "ORG", True),
        ("The shares (LARK.PA) of [LARK.PA] fell.", "ORG", False),
        ("[Rovers] saw off the visitors.", "ORG", False),
        ("They sold the [Co Inc] unit.", "ORG", True),
        ('It sits on the "Ring of [Fire]" and is shaken often.', "ORG", True),
        ('They called it the "Night of [Knives]," she said.', "PERSON", True),
        ('He wrote "Songs of [Larkwood]" in May.', "GPE", False),
        ('The "Friends of [Larkwood]" group met on Monday.', "ORG", True),
        ('He said "the heads of [Larkwood]" had met.', "ORG", False),
        ("[Net Holdings] fell on Monday.", "ORG", False),
        ("The witness, identified only as Mr [X], had lied.", "PERSON", True),
        ("Ms [B.] told the court that she was afraid.", "PERSON", True),
        ("Malcolm X spoke in Harlem. Mr [X] said he would return.", "PERSON", False),
        ("[X] marks the spot.", "PERSON", False),
        ("The town of [Half Moon Bay] was flooded.", "GPE", False),
    ],
)
def test_what_is_noise(nlp: Language, sentence: str, label: EntityType, noise: bool) -> None:
    text, start, end = unbracketed(sentence)
    tokens = parsed(nlp, text)
    name = Name(*tokens.covering((start, end)), label, "model")
    assert is_noise(tokens, name, load_known_names(), entity_lexicon()) is noise


def test_two_countries_in_one_word_are_no_name(extract: Callable[..., Extraction]) -> None:
    assert not names(extract("U.S.-China trade talks ended on Monday.", language="en"))


def test_a_ticker_is_no_name(extract: Callable[..., Extraction]) -> None:
    found = names(extract("Shares of Larkwood Motors Inc (LARK.N) fell on Monday.", language="en"))
    assert {name for name, _ in found} == {"Larkwood Motors Inc"}
