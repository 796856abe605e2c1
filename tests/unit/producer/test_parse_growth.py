"""The time to parse a document grows with its size, whatever it repeats and wherever."""

from __future__ import annotations

from contextlib import suppress

import pytest

from producer.formats import parse
from tests.support.growth import growth
from tests.support.wire_shapes import PIECES, PLACES, WHOLE_DOCUMENTS, document
from wiredesk.errors import BadData

SIZES = (10_000, 20_000, 40_000)
"""Bytes."""


def parse_or_reject(data: bytes) -> None:
    with suppress(BadData):
        parse(data)


@pytest.mark.parametrize("place", PLACES)
def test_the_time_grows_no_faster_than_the_document(place: str) -> None:
    found = {
        piece: growth(parse_or_reject, lambda size, piece=piece: document(place, piece, size), SIZES)
        for piece in PIECES
    }
    assert {piece: message for piece, message in found.items() if message} == {}


@pytest.mark.parametrize("name", WHOLE_DOCUMENTS)
def test_the_time_of_a_document_of_many_parts_grows_no_faster_than_their_number(name: str) -> None:
    assert growth(parse_or_reject, WHOLE_DOCUMENTS[name], SIZES) == ""
