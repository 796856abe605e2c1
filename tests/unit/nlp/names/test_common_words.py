"""Common words with a capital are no names."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.support.extraction_views import names
from wiredesk.contract import Extraction

Extract = Callable[..., Extraction]


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("Health Cabinet Secretary Susan Wanjiru said so.", "Health"),
        ("Security Minister Omar Prieto agreed.", "Security"),
        ("Royal biographer Anna Smith wrote it.", "Royal"),
        ("Federal prosecutors charged him. The Federal Police came.", "Federal"),
        ("Congressional leaders met on Monday.", "Congressional"),
        ("She saw off the raider with a frozen leg of LAMB. Then she cooked the lamb.", "LAMB"),
        ("Sunflowerseed output fell. The harvest of sunflowerseed is late.", "Sunflowerseed"),
        ("Inflation to rise. The bank sees inflation at 2 percent.", "Inflation"),
        ("Snow fell in the Alps on Monday.", "Snow"),
        ("Hail damaged the crops in Vipava.", "Hail"),
        ("Cotton prices rose on Monday.", "Cotton"),
        ("Fame came with a novel in 1971.", "Fame"),
        ("Sentencing was set for Oct 12.", "Sentencing"),
        ("The strike has stranded ships. Exporters put the cost at $18 million a day.", "Exporters"),
        ("The bank cut its rate. Gross margin narrowed to 44.1 percent.", "Gross"),
        ("Vantrel declined to comment. Banks gained 0.5 percent after the data.", "Banks"),
        ("The index fell. Insurers lost 2 percent on Friday.", "Insurers"),
        ("Production fell. Mining slowed in May.", "Mining"),
    ],
)
def test_a_common_word_is_no_name(extract: Extract, text: str, word: str) -> None:
    assert word not in {name for name, _ in names(extract(text, language="en"))}


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("Target said it would close stores. The target is 5. Shares of Target fell.", "Target"),
        ("NATO said so. NATO troops left.", "NATO"),
        ("The Federal Police came.", "Federal Police"),
        ("Snow left the team. They thanked Anna Snow.", "Anna Snow"),
        ("Banks gained 3 kg. The court had found Peter Banks guilty.", "Peter Banks"),
        ("With Ice Cube (Reggie), Alex Thomas (Clyde) and Charles Murphy (Brooklyn).", "Reggie"),
        ("Fisher scored twice in the final minutes.", "Fisher"),
        ("Woods won by two strokes. He had led all day.", "Woods"),
        ("Shell reported a loss for the quarter.", "Shell"),
        ("The Buffalo Bills won on Monday. Bills coach Phil Hale left.", "Bills"),
        ("The Calgary Flames lost again. Flames captain Joe Orr was hurt.", "Flames"),
        ("Acme Holdings fell on Monday. Holdings said it would appeal.", "Holdings"),
    ],
)
def test_a_name_that_is_a_word_too_stays(extract: Extract, text: str, word: str) -> None:
    assert word in {name for name, _ in names(extract(text, language="en"))}
