"""The rig of the rows about watches: two sinks that get alerts, and stories of which every version is news."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

import orjson
from sqlalchemy import func, select

from desk.watches import watch_rows
from desk.watches.watch_config import Watch
from tests.faults.delivery_rig import DeliveryRig
from tests.faults.verdict import Verdict
from tests.support.records import article
from wiredesk.contract import Article
from wiredesk.store import sink_state, watch_state
from wiredesk.store.change_tables import ChangeKind
from wiredesk.store.changes import Change, last_number
from wiredesk.store.watch_state import AlertRow, MessageRow, WatchRow
from wiredesk.store.watch_tables import alert_messages, alerts

SINKS = """
[[sink]]
type = "webhook"
name = "hook"
url = "{hook}"
private = true
timeout_seconds = 1.0
filter = {{ q = "nothing-has-this-word" }}

[[sink]]
type = "redis"
name = "stream"
url = "{redis}"
stream = "news"
filter = {{ q = "nothing-has-this-word" }}
"""
WATCH = """
[[watch]]
name = "{name}"
query = "{query}"
sinks = ["hook", "stream"]
"""
WORDS = ("bridge", "harbour", "tramway")
"""Each story has one of these words, and every version a new sentence with it."""


def word_of(id: str) -> str:
    """Return the word that a story has."""
    return WORDS[int(id.rpartition("-")[2]) % len(WORDS)]


class WatchRig(DeliveryRig):
    """A context manager inside the one of a :class:`Rig`: deliveries that ask watches, and writers."""

    def configure(self, **watches: Sequence[str]) -> None:
        """Write ``wire.toml`` with these watches: name → words, of which a story must have one."""
        rows = [WATCH.format(name=name, query=" or ".join(words)) for name, words in watches.items()]
        self.config.write_text(SINKS.format(hook=self.receiver.url, redis=self.redis.url) + "".join(rows))

    def article(self, id: str, version: int, status: str) -> Article:
        """Return a version of a story: the second is a correction of every second one."""
        number = int(id.rpartition("-")[2])
        body = "\n\n".join(f"The {word_of(id)} of {id} has part {part} now." for part in range(version))
        kind = "correction" if version == 2 and number % 2 else "story" if version == 1 else "update"
        return article(id, version, headline=f"Story {id}", body=body, status=status, kind=kind)

    def add_watch(self, name: str, *words: str) -> None:
        """Add a watch to the store, in place of one of the same name."""
        watch = Watch.model_validate({"name": name, "query": " or ".join(words), "sinks": ["hook", "stream"]})
        with self.rig.store.write() as connection:
            if watch_state.read(connection, name):
                watch_rows.remove_watch(connection, name)
            watch_rows.add_watch(connection, watch)

    # what the store has

    def watch(self, name: str) -> WatchRow | None:
        with self.rig.store.read() as connection:
            return watch_state.read(connection, name)

    def last_change(self) -> int:
        with self.rig.store.read() as connection:
            return last_number(connection)

    def looked(self) -> tuple[int, int]:
        """Return how far the watches are, and how many alerts there are: a measure of progress."""
        with self.rig.store.read() as connection:
            return sink_state.watched_until(connection), connection.scalar(select(func.max(alerts.c.n))) or 0

    def settle_alerts(self) -> float:
        """Write no more, and wait until everything was looked at and told; return the seconds that it took."""
        self.write_no_more()
        return self.rig.wait_while_moving(
            self._is_told, lambda: (self.looked(), self._told_positions()), 120, "the watches and their messages"
        )

    def _told_positions(self) -> list[int]:
        with self.rig.store.read() as connection:
            found = [sink_state.read(connection, sink_state.alerts_of(name)) for name in ("hook", "stream")]
        return [state.position if state else 0 for state in found]

    def _is_told(self) -> bool:
        with self.rig.store.read() as connection:
            if sink_state.watched_until(connection) < last_number(connection) or watch_state.pending(connection, 1):
                return False
            last = watch_state.last_message(connection)
        return all(position >= last for position in self._told_positions())

    def alert_verdict(self, *notes: str, queries: dict[str, tuple[tuple[str, ...], int]]) -> Verdict:
        """Compare alerts and messages with the log.

        Args:
            queries: for each watch its words, and the number of the change from which on it must tell everything.
        """
        with self.rig.store.read() as connection:
            columns = [alerts.c[name] for name in AlertRow.__dataclass_fields__]
            rows = [AlertRow(**row._mapping) for row in connection.execute(select(*columns).order_by(alerts.c.n))]
            columns = [alert_messages.c[name] for name in MessageRow.__dataclass_fields__]
            messages = [MessageRow(*row) for row in connection.execute(select(*columns).order_by(alert_messages.c.n))]
        verdict = Verdict(self.rig.name, accepted=len(rows))
        log = self.changes()
        for name, (words, after) in queries.items():
            self._check_alerts(verdict, name, [one for one in rows if one.watch == name], log, words, after)
        self._check_messages(verdict, rows, messages, queries.keys())
        verdict.done = len({change.id for change in log})
        verdict.notes += [*self.rig.notes, *notes, f"{len(messages)} messages"]
        verdict.unexpected += sum("in vain" in note for note in self.rig.notes)
        return verdict

    def _check_alerts(
        self, verdict: Verdict, name: str, rows: Sequence[AlertRow], log: Sequence[Change], words: tuple[str, ...],
        after: int,
    ) -> None:  # fmt: skip
        """Count what a watch did not tell, told twice or told wrongly."""
        known, last = {one.n: one for one in log}, {one.id: one for one in log}
        told: defaultdict[str, list[AlertRow]] = defaultdict(list)
        for row in rows:
            told[row.id].append(row)
            change = known.get(row.change)
            if change is None or (change.id, change.version) != (row.id, row.version):
                _note(verdict, f"{name}: alert {row.n} is of no change")
        verdict.duplicated += len(rows) - len({(row.watch, row.change) for row in rows})
        for id, change in last.items():
            found = told.get(id or "", [])
            if word_of(id or "") not in words or change.n <= after:
                continue
            if change.what is ChangeKind.WITHDRAWN:
                if found and found[-1].kind != "withdrawal":
                    verdict.lost += 1
                    _note(verdict, f"{name}: the withdrawal of {id} was not told", count=False)
            elif not found or found[-1].change != change.n:
                verdict.lost += 1
                _note(verdict, f"{name}: {id}@{change.version} was not told", count=False)
            elif change.what is ChangeKind.CORRECTED and len(found) > 1 and found[-1].kind != "correction":
                _note(verdict, f"{name}: the correction of {id} was told as {found[-1].kind}")
            if [row.kind for row in found].count("new") > 1 or (found and found[0].kind != "new"):
                _note(verdict, f"{name}: {id} was told as {', '.join(row.kind for row in found)}")

    def _check_messages(
        self, verdict: Verdict, rows: Sequence[AlertRow], messages: Sequence[MessageRow], names: Iterable[str]
    ) -> None:
        """Count alerts that no message or several messages have, and messages that a sink lacks or has twice."""
        wanted = {row.n for row in rows if row.watch in names}
        listed = Counter(n for one in messages for n in one.alerts)
        verdict.duplicated += sum(number - 1 for number in listed.values())
        verdict.lost += len(wanted) - sum(one.more + len(one.alerts) for one in messages if one.watch in names)
        expected = {one.n: one.alerts for one in messages}
        for sink, found in (("hook", self._hooked(verdict)), ("stream", self._streamed(verdict))):
            lacking = [n for n in expected if n not in found]
            verdict.lost += len(lacking)
            if lacking:
                _note(verdict, f"{sink} lacks messages {lacking[:5]}", count=False)
            wrong = [n for n in found if n in expected and found[n] != expected[n]]
            if wrong:
                _note(verdict, f"{sink}: other alerts in messages {wrong[:5]}")

    def _hooked(self, verdict: Verdict) -> dict[int, list[int]]:
        """Return the messages that the webhook got; one that came again must be the same under the same id."""
        found: dict[int, list[int]] = {}
        again = 0
        for one in self.receiver.received:
            body = orjson.loads(one.body)
            if body["type"] != "watch.alert":
                continue
            headers = {name.lower(): value for name, value in one.headers.items()}
            number, listed = body["data"]["message"], [alert["n"] for alert in body["data"]["alerts"]]
            if headers["webhook-id"] != f"wiredesk-alert-{number}" or found.get(number, listed) != listed:
                _note(verdict, f"hook: message {number} under another id or with other alerts")
            again += number in found
            found[number] = listed
        verdict.notes.append(f"webhook: {again} sent again with their id")
        return found

    def _streamed(self, verdict: Verdict) -> dict[int, list[int]]:
        entries: Any = self.redis.client().xrange("news:alerts")
        numbers = [int(id.partition(b"-")[0]) for id, _ in entries]
        verdict.duplicated += len(numbers) - len(set(numbers))
        bodies = [orjson.loads(fields[b"message"]) for _, fields in entries]
        return {number: [one["n"] for one in body["alerts"]] for number, body in zip(numbers, bodies, strict=True)}


def _note(verdict: Verdict, line: str, *, count: bool = True) -> None:
    """Add a note; with ``count`` it is something unexpected."""
    verdict.unexpected += count
    if len(verdict.notes) < 8:
        verdict.notes.append(line)
