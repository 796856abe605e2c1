"""Sequences of four words, as 64-bit hashes, and the few of them by which texts with the same words find each other."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from hashlib import blake2b
from struct import pack, unpack
from typing import NamedTuple

from wiredesk.stories.compared_text import ComparedText

SHINGLE_WORDS = 4
MIN_BODY_WORDS = 8
"""Words of a body below which the headline is compared with it: an alert often has no body."""
RARITY_STEPS = (64, 128, 256)
"""Numbers of shingles from which on one bit more must be zero in a hash that is kept: 30 to 60 are kept of most
stories."""
_FIGURE = "#"
"""Stands for any figure; no folded word is equal to it."""


@dataclass(frozen=True)
class Shingles:
    """The shingles of a text: sequences of four words as signed 64-bit hashes (BLAKE2b)."""

    text: ComparedText
    hashes: tuple[int, ...]
    """In the order of the text; none of a text with fewer than two different ones."""
    all: frozenset[int]

    @cached_property
    def with_figures(self) -> Mapping[int, int]:
        """Those with a figure in them, by the hash of the same words with a mark for each figure; the first of each.

        Only texts that are nearly, but not quite, the same are compared by them.
        """
        text, hashes = self.text, self.hashes
        places: dict[int, int] = {}
        if hashes and text.figures:
            words = _compared_words(text.headline, text.body)
            masked = [_FIGURE if word in text.figures else word for word in words]
            at_figures = [at for at, word in enumerate(masked) if word == _FIGURE]
            first = SHINGLE_WORDS - 1
            windows = {
                at for figure in at_figures for at in range(max(0, figure - first), min(figure + 1, len(hashes)))
            }
            for at in sorted(windows):
                places.setdefault(_hash(" ".join(masked[at : at + SHINGLE_WORDS])), hashes[at])
        return places


class PackedShingles(NamedTuple):
    """Shingles and their text in a tenth of the memory, from which they are made again in a tenth of the time."""

    headline: str
    """Words with a blank between them, as in the body."""
    body: str
    hashes: bytes
    is_whole: bool
    """Whether the hashes are of all the words, and not of four each."""

    @classmethod
    def of(cls, shingles: Shingles) -> PackedShingles:
        """Pack shingles."""
        text, hashes = shingles.text, shingles.hashes or tuple(shingles.all)
        packed = pack(f"{len(hashes)}q", *hashes)
        return cls(" ".join(text.headline), " ".join(text.body), packed, not shingles.hashes)

    def unpacked(self) -> Shingles:
        """Return the shingles."""
        text = ComparedText(tuple(self.headline.split()), tuple(self.body.split()))
        hashes = unpack(f"{len(self.hashes) // 8}q", self.hashes)
        return Shingles(text, () if self.is_whole else hashes, frozenset(hashes))


def shingles(text: ComparedText) -> Shingles:
    """Return the shingles of a text.

    A text of fewer than five different ones has two hashes of all its words: it takes two hashes in common to make two
    texts worth comparing.
    """
    words = _compared_words(text.headline, text.body)
    hashes = _hashes(words)
    found = frozenset(hashes)
    return Shingles(text, hashes, found) if len(found) > 1 else Shingles(text, (), _of_all_words(words))


def shingle_hashes(headline: Sequence[str], body: Sequence[str]) -> frozenset[int]:
    """Return :attr:`Shingles.all` of a text alone.

    Args:
        headline: its folded words; only a short body needs them.
        body: its folded words.
    """
    words = _compared_words(headline, body)
    hashes = frozenset(_hashes(words))
    return hashes if len(hashes) > 1 else _of_all_words(words)


def prints(all: Collection[int]) -> list[int]:
    """Return the hashes by which a text is found, in order: those with enough zero bits at their end.

    The hash and the number of shingles alone decide which are kept, so that texts with the same words keep the same.
    """
    mask = (1 << sum(len(all) >= step for step in RARITY_STEPS)) - 1
    return sorted([one for one in all if not one & mask])


def key_prints(key: str) -> list[int]:
    """Return two hashes by which texts with the same key find each other, whatever their words."""
    return [_hash("\0key\0" + key), _hash("\0key\0\0" + key)]


def _compared_words(headline: Sequence[str], body: Sequence[str]) -> list[str]:
    return list(body if len(body) >= MIN_BODY_WORDS else (*headline, *body))


def _of_all_words(words: Sequence[str]) -> frozenset[int]:
    whole = " ".join(words)
    return frozenset((_hash(whole), _hash("\0" + whole)))


def _hashes(words: Sequence[str]) -> tuple[int, ...]:
    encoded = " ".join(words).encode("utf-8", "replace").split(b" ")
    windows = map(b" ".join, zip(*(encoded[first:] for first in range(SHINGLE_WORDS)), strict=False))
    digests = [blake2b(window, digest_size=8).digest() for window in windows]
    return unpack(f">{len(digests)}q", b"".join(digests))


def _hash(words: str) -> int:
    return int.from_bytes(blake2b(words.encode("utf-8", "replace"), digest_size=8).digest(), "big", signed=True)
