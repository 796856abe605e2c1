"""The fields of every row ``[[source]]`` of ``wire.toml``; each kind of source adds its own fields."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from pydantic import BaseModel, ConfigDict, Field, PrivateAttr

from producer.ingest.delivery import SourceHandle
from producer.ingest.intake import Intake
from producer.ingest.source_tally import SourceTally
from producer.sources.addresses import Reach


class SourceConfig(BaseModel):
    """A source as it is configured.  Unknown fields are rejected."""

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)

    rate: float = Field(default=0.0, ge=0, description="maximum stories a second; 0: no limit")
    provider: str | None = Field(
        default=None, min_length=1, description="name of the agency that sends: the namespace of ids that it leaves out"
    )
    silent_after: float | None = Field(
        default=None, gt=0, description="seconds without a new story after which it is silent; else as its history says"
    )

    _reach: Reach | None = PrivateAttr(default=None)

    @property
    def reach(self) -> Reach | None:
        """Where its connections may lead; None: anywhere."""
        return self._reach

    def within(self, reach: Reach) -> Self:
        """Return this source with connections that lead nowhere else."""
        found = self.model_copy()
        found._reach = reach
        return found

    if TYPE_CHECKING:

        @property
        def name(self) -> str:
            """Identifies the source in messages, and its checkpoint in the store."""

    def handle(self, scheduler: Intake, former_name: str | None = None) -> SourceHandle:
        """Return the handle with which the source delivers; what it delivers is counted.

        Args:
            former_name: see :class:`~producer.ingest.delivery.SourceHandle`.
        """
        tally = SourceTally(self.silent_after)
        return SourceHandle(scheduler, self.name, rate=self.rate, former_name=former_name, tally=tally)
