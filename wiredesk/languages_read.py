"""The languages that one worker reads, by its settings, and the queues that it takes messages from."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from wiredesk.contract import QUEUES
from wiredesk.language_detection import UNDETERMINED
from wiredesk.model_language import MAIN, model_language
from wiredesk.settings import Settings

ANY_MODEL = "xx"
"""spaCy's code of a model for any language."""
ANY = "any"
"""The lane of languages without a model."""


@dataclass(frozen=True, slots=True)
class Reads:
    """The languages that one worker reads."""

    languages: frozenset[str] = frozenset({MAIN})
    """Those that it has a model of, and those that its settings name."""
    takes_any: bool = True
    """Whether it reads any other language too, without a model, where no other worker has one."""

    @property
    def shares_queues(self) -> bool:
        """Whether it takes messages from the queues without a language."""
        return self.takes_any or MAIN in self.languages

    def knows(self, language: str) -> bool:
        """Return whether it reads a language whatever other workers read."""
        return (MAIN if language == UNDETERMINED else language) in self.languages

    def can_read(self, language: str, of_others: Collection[str] = ()) -> bool:
        """Return whether it may read a story.

        Args:
            language: as the ledger has it.
            of_others: languages that other workers read; it leaves them those that it has no model of.
        """
        code = MAIN if language == UNDETERMINED else language
        return code in self.languages or (self.takes_any and code not in of_others)

    def queues(self) -> tuple[str, ...]:
        """Return the queues that it takes messages from: flashes first."""
        lanes = [*sorted(self.languages), *([ANY] if self.takes_any else [])]
        shared = [""] if self.shares_queues else []
        return tuple(queue + suffix for queue in QUEUES for suffix in [*shared, *(f".{lane}" for lane in lanes)])


def reads_of(settings: Settings) -> Reads:
    """Return what a worker with these settings reads; no model is loaded."""
    models = set(settings.models) | ({model_language(settings.model)} if MAIN not in settings.models else set())
    if settings.languages:
        return Reads(frozenset(settings.languages), takes_any=False)
    return Reads(frozenset(models - {ANY_MODEL}), takes_any=True)
