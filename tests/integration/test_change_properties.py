"""For any history of stories, what a reader of the change log has put together is what the store shows."""

from __future__ import annotations

from itertools import count

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection, select, update

from desk.queries.change_feed import told_changes
from desk.queries.filters import Filters
from desk.queries.story_search import search_stories
from tests.support.ledger_steps import ME
from tests.support.records import article, extraction
from wiredesk.contract import Article
from wiredesk.store import Store, ledger, maintenance, results
from wiredesk.store.change_tables import DEPARTURES, OF_THINGS, ChangeKind
from wiredesk.store.changes import Change, ChangeReader
from wiredesk.store.showing import mark_visible, settle
from wiredesk.store.tables import articles
from wiredesk.store.types import now
from wiredesk.store.visibility import is_visible

FUTURE = "2999-01-01T00:00:00Z"
_RUNS = count()
STORIES = st.sampled_from(["a", "b"])
ARRIVALS = st.tuples(
    st.just("accept"),
    STORIES,
    st.sampled_from(["usable", "usable", "usable", "withheld", "canceled"]),
    st.sampled_from(["story", "update", "correction"]),
    st.booleans(),  # under embargo
    st.sampled_from([1, 5]),  # urgency
)
STEPS = st.one_of(
    ARRIVALS,
    ARRIVALS,
    st.tuples(st.just("finish")),
    st.tuples(st.just("finish")),
    st.tuples(st.just("crash")),
    st.tuples(st.just("free"), STORIES),
    st.tuples(st.just("settle")),
    st.tuples(st.just("reprocess"), STORIES),
    st.tuples(st.just("older release"), st.booleans()),
    st.tuples(st.just("prune"), STORIES),
    st.tuples(st.just("read")),
)


class History:
    """Stories of one example in a store that others share, and the readers that follow them."""

    def __init__(self, store: Store) -> None:
        self.store, self.run = store, next(_RUNS)
        self.versions = dict.fromkeys(("a", "b"), 0)
        self.reader = ChangeReader(store)
        self.after = self.reader.newest()
        self.shown: dict[str, int] = {}
        """What the reader of all changes has put together: the version of each story."""
        self.urgent: dict[str, int] = {}
        """What a reader has who wants urgent stories only."""

    def id(self, name: str) -> str:
        return f"{name}{self.run}"

    @property
    def ids(self) -> list[str]:
        return [self.id(name) for name in self.versions]

    def accept(self, name: str, status: str, kind: str, embargoed: bool, urgency: int) -> None:
        self.versions[name] += 1
        until = FUTURE if embargoed else None
        one = article(
            self.id(name), self.versions[name], status=status, kind=kind, embargo_until=until, urgency=urgency
        )
        with self.store.write() as connection:
            ledger.accept(connection, [one])

    def finish(self, *, crash: bool = False, old: bool = False) -> None:
        """Store the results of the oldest open version, as a worker does; a crash is before the commit."""
        with self.store.write() as connection:
            open_ = select(articles.c.id, articles.c.version).where(
                articles.c.id.in_(self.ids), articles.c.state == "pending"
            )
            key = connection.execute(open_.order_by(articles.c.seq).limit(1)).one_or_none()
            if key is None:
                return
            [story] = ledger.lease(connection, [(key.id, key.version)], ME, 60, 9)
            ledger.start(connection, story, ME, 60)
            ledger.finish(connection, story, ME)
            results.write(connection, story.seq, extraction(story.article), 0.1)
            if old:
                _show_as_earlier_release(connection, story.seq, story.article)
            else:
                mark_visible(connection, story.seq, story.article)
            if crash:
                connection.get_transaction().rollback()  # type: ignore[union-attr]

    def crash(self) -> None:
        self.finish(crash=True)

    def older_release(self, settles: bool) -> None:
        """A worker of an earlier release stores a version; the linker may notice at once or later."""
        self.finish(old=True)
        if settles:
            self.settle()

    def free(self, name: str) -> None:
        """End the embargoes of a story."""
        with self.store.write() as connection:
            embargoed = articles.c.id == self.id(name), articles.c.embargo_until > now()
            connection.execute(update(articles).where(*embargoed).values(embargo_until=now(-1)))

    def settle(self) -> None:
        with self.store.write() as connection:
            settle(connection)

    def reprocess(self, name: str) -> None:
        with self.store.write() as connection:
            done = select(articles.c.seq).where(articles.c.id == self.id(name), articles.c.state == "done")
            maintenance.reprocess(connection, connection.scalars(done).all())

    def prune(self, name: str) -> None:
        with self.store.write() as connection:
            every = select(articles.c.seq).where(articles.c.id == self.id(name))
            maintenance.prune(connection, connection.scalars(every).all())

    def read(self) -> None:
        """Read what is new, in pages of two, and follow it."""
        while (batch := self.reader.read(self.after, 2)).changes:
            with self.store.read() as connection:
                urgent = told_changes(connection, batch.changes, Filters(urgency=2))
            for change in batch.changes:
                self.follow(change)
            for told in urgent:
                if not told.fits:
                    self.urgent.pop(str(told.change.id), None)
                elif told.card:
                    self.urgent[told.card.id] = told.card.version
            self.after = batch.after

    def follow(self, change: Change) -> None:
        if change.id not in self.ids or change.what in OF_THINGS or change.what is ChangeKind.RELEASED:
            return
        if change.what in DEPARTURES:
            self.shown.pop(change.id, None)
        else:
            assert change.version is not None
            self.shown[change.id] = change.version

    def visible(self) -> dict[str, int]:
        with self.store.read() as connection:
            query = select(articles.c.id, articles.c.version).where(is_visible(), articles.c.id.in_(self.ids))
            rows = connection.execute(query).all()
        assert len(rows) == len({row.id for row in rows})
        return {row.id: row.version for row in rows}

    def found(self) -> dict[str, int]:
        with self.store.read() as connection:
            seqs = search_stories(connection, Filters(urgency=2), limit=10_000)
            rows = connection.execute(
                select(articles.c.id, articles.c.version).where(articles.c.seq.in_(seqs), articles.c.id.in_(self.ids))
            )
            return {row.id: row.version for row in rows}


def _show_as_earlier_release(connection: Connection, seq: int, article: Article) -> None:
    """Mark a version visible and hide those before it without a word to the log, as releases up to 0.3 do."""
    later = select(articles.c.version).where(
        articles.c.id == article.id, articles.c.version > article.version,
        articles.c.visible | (articles.c.status != "usable"),
    )  # fmt: skip
    if article.status != "usable" or connection.scalars(later).first() is not None:
        return
    connection.execute(update(articles).where(articles.c.seq == seq).values(visible=True))
    if article.embargo_until is None:
        before = articles.c.id == article.id, articles.c.version < article.version
        connection.execute(update(articles).where(*before).values(visible=False))


@pytest.mark.parametrize("examples", [40])
def test_what_a_reader_has_put_together_is_what_the_store_shows(store: Store, examples: int) -> None:
    @settings(max_examples=examples, deadline=None, suppress_health_check=list(HealthCheck), database=None)
    @given(st.lists(STEPS, max_size=14))
    def holds(steps: list[tuple[object, ...]]) -> None:
        history = History(store)
        for name, *arguments in steps:
            getattr(history, str(name).replace(" ", "_"))(*arguments)
        history.settle()
        history.read()
        assert history.shown == history.visible()
        assert history.urgent == history.found()

    holds()
