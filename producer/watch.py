"""Follow a watched folder: publish what arrives, until told to stop."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from producer.feed import Tally, Tell, parts
from producer.formats import Limits
from producer.publish import Publisher, batched
from producer.sources.folder import Folder, complete
from worker.contract import Article
from worker.errors import BadData, StoreUnavailable

PAUSE = 0.5
"""Seconds between two looks at the folder."""


def watch(path: Path, publisher: Publisher, tell: Tell, limits: Limits, over: threading.Event) -> None:
    """Publish each file that is complete and move it away; sends late stories whenever the broker has room.

    Killed at any moment, the next run reads what was not moved yet; what the ledger knew is a no-op there.

    Raises:
        ConfigError: the folder cannot be used.
    """
    folder = Folder(path)
    folder.prepare()
    tell(f"watching {path}")
    late = ""
    for found in complete(folder, PAUSE, over.is_set):
        if found is not None:
            _take(folder, found, publisher, tell, limits)
            continue
        _, now = publisher.pump()
        if now and now != late:
            tell(f"stories wait in the ledger: {now}")
        late = now


def _take(folder: Folder, path: Path, publisher: Publisher, tell: Tell, limits: Limits) -> None:
    tally = Tally()
    found = list(parts([str(path)], limits, tally))
    bad = [part for part in found if isinstance(part, BadData)]
    try:
        for batch in batched(part for part in found if isinstance(part, Article)):
            done = publisher.publish(batch)
            tally.new += len(done.new)
            tally.known += len(done.known)
    except StoreUnavailable as error:
        tell(f"{path.name} stays for the next look: {error}")
        return
    if bad:
        folder.reject(path, bad)
        for reason in bad:
            tell(str(reason))
    else:
        folder.accept(path)
    tell(f"{path.name}: {tally.new} published, {tally.known} known already, {len(bad)} rejected")


@contextmanager
def until_stopped() -> Iterator[threading.Event]:
    """An event that SIGTERM and Ctrl-C set: what is being read is finished first."""
    over = threading.Event()
    before = {number: signal.signal(number, lambda *_: over.set()) for number in (signal.SIGTERM, signal.SIGINT)}
    try:
        yield over
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
