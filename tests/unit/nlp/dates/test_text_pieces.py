"""What stands between two blanks: the quick reading gives the classes of the tokens' pattern."""

from __future__ import annotations

import pytest

from wiredesk.nlp.dates.text_pieces import CLASSES_OF_PIECES, read_piece

_PIECES = """
    company May may week's Week’s, p.m. a "Monday," (Sept.) <ACM.N> $5 5% 1,234.5 12, 1,2345 1995: 19955 0930 9:30 1/2
    year-end a-day --end two- 1990s '90s 9th week' ... ٣ 2² o'clock New-York's
"""


@pytest.mark.parametrize("piece", _PIECES.split())
def test_a_piece_that_is_read_quickly_has_the_classes_of_its_tokens(piece: str) -> None:
    assert CLASSES_OF_PIECES[piece] == read_piece(piece, " ").classes


def test_there_is_nothing_between_two_blanks_in_a_row() -> None:
    assert CLASSES_OF_PIECES[""] == ""
