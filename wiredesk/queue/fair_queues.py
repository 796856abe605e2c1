"""The order in which a worker asks the queues of Redis: flashes first, and the lanes of one queue in turn."""

from __future__ import annotations

from collections.abc import Iterable


class FairLanes:
    """kombu's strategy for the next queue: ``wire.fr`` and ``wire`` take turns, both behind ``flash`` and ``flash.fr``.

    kombu takes a strategy as a class, by its path, in the transport option ``queue_order_strategy``; its interface is
    that of ``kombu.utils.scheduling``.
    """

    def __init__(self, it: Iterable[str] | None = None) -> None:
        self.items: list[str] = []
        self.update(it or ())

    def update(self, it: Iterable[str]) -> None:
        """Take these queues from now on."""
        self.items = list(it)

    def consume(self, n: int) -> list[str]:
        """Return the first ``n`` queues."""
        return self.items[:n]

    def rotate(self, last_used: str) -> str:
        """Put the queue that gave a message behind the other lanes of the same queue."""
        if last_used in self.items:
            same = [name for name in self.items if _base(name) == _base(last_used)]
            at = self.items.index(same[0])
            self.items[at : at + len(same)] = [name for name in same if name != last_used] + [last_used]
        return last_used


def _base(queue: str) -> str:
    return queue.partition(".")[0]
