"""Which stories have parts of which, as far as round-ups are told by it; read from the store as needed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from itertools import islice

from sqlalchemy import Connection

from wiredesk.store.linking.thread_profiles import read_terms
from wiredesk.store.raw_sql import run
from wiredesk.stories.round_ups import SharedPart, is_made_of_parts, unrelated_parts
from wiredesk.stories.thread_likeness import CUT, ThreadProfile, likeness, profile

MAX_PARTS = 32
"""Stories with a part in common that are looked at, those with the largest share of the story's words."""
MOST_UNRELATED = 8
"""Parts of different happenings that are counted."""
_PAIRS = (
    "SELECT a, b, relation, longer, shorter FROM copy_pairs WHERE a IN :numbers"
    " UNION ALL SELECT b, a, relation, longer, shorter FROM copy_pairs WHERE b IN :numbers"
)


class PartGraph:
    """Stories and the parts that they have in common.

    What a story is depends on the texts of the stories alone: neither on threads nor on their order of arrival.  A
    story in two round-ups has parts of both: of two stories the one with more parts of different happenings holds the
    other.
    """

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._pairs: dict[int, dict[int, tuple[str, float, float]]] = {}
        self._profiles: dict[int, ThreadProfile] = {}
        self._words: dict[int, int] = {}
        self._parts: dict[int, list[SharedPart]] = {}
        self._counts: dict[tuple[int, int | None], int] = {}

    def sharing(self, seq: int) -> list[int]:
        """Return the versions that have a part in common with a version."""
        self._load([seq])
        return sorted(other for other, pair in self._pairs[seq].items() if pair[0] == "part")

    def has_terms(self, seq: int) -> bool:
        """Return whether the terms of a version are still there; without them nothing is known of its parts."""
        self._load_terms([seq])
        return seq in self._words

    def count_unrelated(self, seq: int, without: int | None = None) -> int:
        """Return how many parts of different happenings a version has in common with others.

        Args:
            without: a version that is left out.
        """
        key = seq, without
        if key not in self._counts:
            found = unrelated_parts(self._shared(seq, without), self._is_related, MOST_UNRELATED)
            self._counts[key] = len(found)
        return self._counts[key]

    def is_round_up(self, seq: int, without: int | None = None) -> bool:
        """Return whether a version is put together from stories of several happenings.

        Args:
            without: a version that is left out.
        """
        shared = self._shared(seq, without)
        if len(shared) < 2 or not is_made_of_parts(shared):
            return False
        self._load([part.seq for part in shared])
        own = self.count_unrelated(seq, without)
        held = [part for part in shared if self.count_unrelated(part.seq, without) < own]
        return is_made_of_parts(unrelated_parts(held, self._is_related))

    def _shared(self, seq: int, without: int | None) -> list[SharedPart]:
        """Return what a version has in common with others, the largest parts first."""
        if seq not in self._parts:
            others = self.sharing(seq)
            self._load_terms([seq, *others])
            found = [self._part(seq, other) for other in others if seq in self._words and other in self._words]
            self._parts[seq] = sorted(found, key=self._order)
            self._load([part.seq for part in self._parts[seq][: MAX_PARTS + 1]])
        return [part for part in self._parts[seq] if part.seq != without][:MAX_PARTS]

    def _part(self, seq: int, other: int) -> SharedPart:
        _, longer, shorter = self._pairs[seq][other]
        return SharedPart(other, shorter if self._words[seq] <= self._words[other] else longer)

    def _order(self, part: SharedPart) -> tuple[object, ...]:
        """Return the key of an order that depends on the texts; the version decides between copies alone."""
        return -part.share, self._words[part.seq], *islice(self._profiles[part.seq].vector, 3), part.seq

    def _is_related(self, one: int, other: int) -> bool:
        return other in self._pairs[one] or likeness(self._profiles[one], self._profiles[other]) >= CUT

    def _load(self, seqs: Collection[int]) -> None:
        missing = [seq for seq in dict.fromkeys(seqs) if seq not in self._pairs]
        if missing:
            found: dict[int, dict[int, tuple[str, float, float]]] = defaultdict(dict)
            for one, other, *pair in run(self._connection, _PAIRS, missing, missing).fetchall():
                found[one][other] = tuple(pair)
            self._pairs |= {seq: found[seq] for seq in missing}

    def _load_terms(self, seqs: Collection[int]) -> None:
        missing = [seq for seq in dict.fromkeys(seqs) if seq not in self._words]
        for seq, terms in read_terms(self._connection, missing).items():
            self._words[seq] = terms.words
            self._profiles[seq] = profile(terms, lambda _: 1.0)
