"""The table of sources on both databases: who reads a source, and what a change keeps."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import Connection, update

from producer.sources import desk_rows
from producer.sources.desk_kinds import SourceRefused
from wiredesk.errors import NotFound
from wiredesk.store import Store, source_health, source_rows
from wiredesk.store.source_health import Heard
from wiredesk.store.source_tables import sources
from wiredesk.store.types import now

URL = "https://example.org/rss"


def add(connection: Connection, name: str = "Harbour", url: str = URL, **more: Any) -> None:
    desk_rows.add_source(connection, name, "feed", {"url": url} | more, networks=(), by="eve")


def test_one_process_at_a_time_reads_a_source(store: Store) -> None:
    with store.write() as connection:
        add(connection)
        source_rows.hold(connection, ["Harbour", "nothing"], "one")
        source_rows.hold(connection, ["Harbour"], "other")
        assert source_rows.read_all(connection)[0].holder == "one"
        source_rows.release(connection, "one", but=["Harbour"])
        assert source_rows.read_all(connection)[0].holder == "one"
        connection.execute(update(sources).values(until=now(-1)))
        source_rows.hold(connection, ["Harbour"], "other")
        assert source_rows.read_all(connection)[0].holder == "other"
        source_rows.release(connection, "other")
        assert source_rows.read_all(connection)[0].holder is None


def test_a_change_keeps_what_is_known_and_says_who_made_it(store: Store) -> None:
    with store.write() as connection:
        add(connection, every=60)
        source_health.count(connection, f"feed {URL}", Heard(messages=1, stories=3))
        row = desk_rows.change_source(
            connection, "Harbour", {"url": f"{URL}/2", "every": None}, networks=(), by="bob", new_name="Port"
        )
        assert (row.name, row.given, row.follows) == ("Port", {"url": f"{URL}/2"}, f"feed {URL}/2")
        assert (row.made_by, row.changed_by, row.change) == ("eve", "bob", "changed every, name, url")
        [status] = source_health.read_all(connection)
        assert (status.name, status.heard.stories) == (f"feed {URL}/2", 3)
        desk_rows.pause_source(connection, "Port", by="eve")
        assert source_rows.read_all(connection)[0].change == "paused"
        with pytest.raises(SourceRefused, match="is paused; resume it"):
            desk_rows.fetch_source(connection, "Port", by="eve")
        desk_rows.remove_source(connection, "Port")
        assert source_rows.read_all(connection) == [] == source_health.read_all(connection)
        with pytest.raises(NotFound, match="source Port: is not set up"):
            desk_rows.pause_source(connection, "Port", by="eve")


def test_two_sources_do_not_read_the_same_and_rows_of_the_file_win(store: Store) -> None:
    with store.write() as connection:
        source_rows.keep_file_rows(connection, [(f"feed {URL}", "feed")])
        with pytest.raises(SourceRefused, match=r"reads the same as wire\.toml; change that one"):
            add(connection)
        for act in ("change", "remove"):
            with pytest.raises(SourceRefused, match=r"is a row of wire\.toml; .* or pause it"):
                if act == "change":
                    desk_rows.change_source(connection, f"feed {URL}", {"every": 1}, networks=(), by="eve")
                else:
                    desk_rows.remove_source(connection, f"feed {URL}")
        assert desk_rows.pause_source(connection, f"feed {URL}", by="eve").paused
        connection.execute(update(sources).values(until=now(-1)))  # no producer has it in its file any more
        desk_rows.remove_source(connection, f"feed {URL}")
        add(connection)
        with pytest.raises(SourceRefused, match='reads the same as the source "Harbour"'):
            add(connection, "Port")
        with pytest.raises(SourceRefused, match="source Harbour: already exists"):
            add(connection, url=f"{URL}/2")


def test_a_source_without_a_name_gets_its_address(store: Store) -> None:
    with store.write() as connection:
        add(connection, " ")
        assert source_rows.read_all(connection)[0].name == "example.org/rss"
