"""Names of the knowledge base in a text."""

from __future__ import annotations

import pytest
from spacy.language import Language

from tests.support.parses import parsed
from wiredesk.contract import EntityType
from wiredesk.nlp.knowledge import KnownNames, load_known_names
from wiredesk.nlp.mentions import Name
from wiredesk.nlp.names.kb_match import accept_without_model, match_known_names, override_with_known


@pytest.fixture(scope="module")
def known() -> KnownNames:
    return load_known_names()


def matched(nlp: Language, known: KnownNames, text: str) -> list[str]:
    tokens = parsed(nlp, text)
    return [tokens.string(name.start, name.end) for name, _ in match_known_names(tokens, known)]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("The United Nations Security Council met.", ["United Nations Security Council"]),
        ("Talks in Kenya ended.", ["Kenya"]),
        ("TALKS IN KENYA END", ["KENYA"]),
        ("The shares of al-Qaeda fell.", ["al-Qaeda"]),
        ("The Kenyatta hospital was closed.", []),
    ],
)
def test_the_longest_known_name(nlp: Language, known: KnownNames, text: str, names: list[str]) -> None:
    assert matched(nlp, known, text) == names


@pytest.mark.parametrize(
    ("text", "word", "accepted"),
    [
        ("Talks in Kenya ended.", "Kenya", True),
        ("Talks in Jordan ended.", "Jordan", False),
        ("The Kenyan banks were closed.", "Kenyan", True),
    ],
)
def test_without_the_model_only_unambiguous_names_count(
    nlp: Language, known: KnownNames, text: str, word: str, accepted: bool
) -> None:
    tokens = parsed(nlp, text)
    name, entry = next(pair for pair in match_known_names(tokens, known) if tokens.text[pair[0].start] == word)
    assert accept_without_model(tokens, name, entry) is accepted


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        (("Security Council", "ORG"), ("United Nations Security Council", "ORG", "known")),
        (("United Nations Security Council", "PERSON"), ("United Nations Security Council", "ORG", "known")),
        (("United Nations Security Council", "ORG"), ("United Nations Security Council", "ORG", "model")),
    ],
)
def test_a_known_name_corrects_the_model(
    nlp: Language, known: KnownNames, given: tuple[str, EntityType], expected: tuple[str, str, str]
) -> None:
    text = "The United Nations Security Council met."
    tokens = parsed(nlp, text)
    start = text.index(given[0])
    name = Name(*tokens.covering((start, start + len(given[0]))), given[1], "model")
    found = override_with_known(tokens, [name], known)
    assert [(tokens.string(each.start, each.end), each.type, each.rule) for each in found] == [expected]
