"""Sources that have an address, which may contain a password or a key."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import ClassVar, Self, TypeVar

from pydantic import PrivateAttr

from producer.ingest.delivery import SourceHandle
from producer.ingest.intake import Intake
from producer.sources.public_address import fingerprint, public_address
from producer.sources.source_config import SourceConfig

T = TypeVar("T")


class AddressedSource(SourceConfig):
    """The fields of a source that has an address.  Its name never contains a secret of the address."""

    kind: ClassVar[str]
    """First word of the name."""
    url: str
    _mark: str = PrivateAttr(default="")
    _shown: str = PrivateAttr(default="")

    @property
    def name(self) -> str:
        return f"{self.kind} {self.public_url}"

    @property
    def public_url(self) -> str:
        """The address without its secrets, and with a mark where that does not tell it from another source's."""
        return public_address(self._shown or self.url) + self._mark

    @property
    def namespace(self) -> str:
        """Name of whoever gives the ids in what this source delivers."""
        return self.provider or self.public_url

    def marked(self) -> Self:
        """Return this source with a mark behind its address."""
        found = self.model_copy()
        found._mark = f" [{fingerprint(self.url)}]"
        return found

    def shown_as(self, address: str) -> Self:
        """Return this source with the name that another address gives it: its own before secrets were put in.

        If that has something that may not be shown either, a mark tells it from another source's, whatever others there
        are.
        """
        found = self.model_copy()
        found._shown = address
        found._mark = f" [{fingerprint(address)}]" if public_address(address) != address else ""
        return found

    def handle(self, scheduler: Intake, former_name: str | None = None) -> SourceHandle:
        """Return a handle; a checkpoint under the name that earlier releases gave the source is taken over."""
        former = former_name or f"{self.kind} {self.url}"
        return super().handle(scheduler, former if former != self.name else None)


def marked_where_alike(sources: Iterable[T]) -> list[T]:
    """Return the sources; those that differ only in the secrets of their addresses get a mark."""
    found = list(sources)
    addresses: dict[str, set[str]] = defaultdict(set)
    for source in found:
        if isinstance(source, AddressedSource):
            addresses[source.name].add(source.url)
    return [
        source.marked() if isinstance(source, AddressedSource) and len(addresses[source.name]) > 1 else source
        for source in found
    ]
