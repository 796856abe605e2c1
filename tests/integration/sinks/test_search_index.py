"""A search index: one document a story, whatever is sent again; against a server that speaks the protocol's part."""

from __future__ import annotations

from typing import Any

import pytest

from desk.sinks.sink import ChangeRefused, SinkUnavailable
from desk.sinks.sink_registry import build_sink
from tests.support.outgoing import outgoing
from tests.support.search_server import SearchServer


def build(server: SearchServer, **row: Any) -> Any:
    return build_sink({"type": "elasticsearch", "name": "search", "url": server.url, **row}, "[[sink]] 1").open()


def test_the_index_has_the_story_that_readers_see() -> None:
    with SearchServer() as server:
        with build(server) as sink:
            assert sink.position() is None
            sink.send([outgoing(1, "a"), outgoing(2, "b"), outgoing(3, "a", version=2), outgoing(4, "c", story=None)])
        with build(server) as sink:
            sink.send([outgoing(2, "b"), outgoing(1, "a")])  # once more, after a crash
            sink.send([outgoing(5, "b", what="withdrawn", story=None), outgoing(5, "x", what="pruned", story=None)])
            sink.send([outgoing(2, "b")])
    assert {id: (one["version"], one["people"]) for id, one in server.documents.items()} == {"a": (2, ["Anna Kovac"])}
    assert server.documents["a"]["document"]["article"]["headline"] == "Bridge to open"
    assert server.documents["a"]["body"].startswith("LYON") and server.documents["a"]["said"] == []
    properties = server.indexes["wiredesk"]["mappings"]["properties"]
    assert properties["body"] == {"type": "text"} and properties["people"]["type"] == "keyword"


def test_ids_that_are_too_long_have_a_fingerprint() -> None:
    with SearchServer() as server, build(server) as sink:
        sink.send([outgoing(1, "é" * 400)])
    [id] = server.documents
    assert len(id) == 64


def test_a_refused_document_is_named_and_a_full_server_is_tried_again() -> None:
    with SearchServer() as server, build(server) as sink:
        server.refuse = {"s2": 400}
        with pytest.raises(
            ChangeRefused, match=r"refuses the document: told so of s2; wiredesk sinks replay"
        ) as failed:
            sink.send([outgoing(1), outgoing(2), outgoing(3)])
        assert failed.value.n == 2
        server.refuse = {"s2": 429}
        with pytest.raises(SinkUnavailable, match="answers 429 for a document"):
            sink.send([outgoing(2), outgoing(3)])
        server.refuse = {}
        sink.send([outgoing(2), outgoing(3)])
    assert sorted(server.documents) == ["s1", "s2", "s3"]


def test_a_login_or_a_key_is_sent_and_never_shown() -> None:
    with SearchServer() as server:
        with build(server, user="wire", password="hunter2") as sink:
            sink.send([outgoing(1)])
            assert str(server.authorization).startswith("Basic ")
        with build(server, api_key="a-key") as sink:
            server.status = 401
            with pytest.raises(SinkUnavailable) as failed:
                sink.send([outgoing(2)])
            assert server.authorization == "ApiKey a-key"
    assert str(failed.value) == (
        f"sink search ({server.url}, index wiredesk): answers 401 Unauthorized; correct user, password or api_key"
    )


def test_no_server_is_one_line() -> None:
    with SearchServer() as server:
        sink = build(server)
    with sink, pytest.raises(SinkUnavailable, match="ConnectError: "):
        sink.send([outgoing(1)])
