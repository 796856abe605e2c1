"""Rows ``[[source]]`` of ``wire.toml``: secrets, types, and the errors of a wrong row."""

from __future__ import annotations

from pathlib import Path

import pytest

from producer.ingest.intake import Source
from producer.sources.endpoint import Endpoint
from producer.sources.feeds import Feeds
from producer.sources.source_config import SourceConfig
from producer.sources.source_registry import KINDS, build_source, read_sources, runnable_sources
from wiredesk.errors import ConfigError

ROWS = {
    "feed": {"url": "https://example.org/rss"},
    "folder": {"path": "drop"},
    "http": {},
    "tcp": {"host": "satellite.example.org", "port": 7000},
    "sse": {"url": "https://example.org/events"},
    "websocket": {"url": "wss://example.org/wire"},
    "redis": {"url": "redis://example.org/0", "stream": "wire"},
    "imap": {"host": "mail.example.org", "user": "desk", "password": "secret"},
    "stdin": {},
}


def endpoint(token: str) -> Endpoint:
    found = build_source({"type": "http", "token": token}, "wire.toml")
    assert isinstance(found, Endpoint)
    return found


@pytest.mark.parametrize("kind", KINDS)
def test_every_type_has_a_source_with_a_name(kind: str) -> None:
    source = build_source({"type": kind, **ROWS[kind]}, "wire.toml")
    assert isinstance(source, SourceConfig)
    (runnable,) = runnable_sources([source])
    assert runnable.name and callable(runnable.run)


def test_a_token_is_read_from_the_environment_or_a_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HARBOUR_TOKEN", "tide-table")
    (tmp_path / "token").write_text("from-a-file\n")
    found = [endpoint(token) for token in ("plain", "env:HARBOUR_TOKEN", f"file:{tmp_path / 'token'}")]
    tokens = [source.token.get_secret_value() for source in found if source.token]
    assert tokens == ["plain", "tide-table", "from-a-file"]
    assert not any(token in repr(source) for token, source in zip(tokens, found, strict=True))


@pytest.mark.parametrize(
    ("token", "message"),
    [
        ("env:NOT_SET_ANYWHERE", "the variable NOT_SET_ANYWHERE is not set"),
        ("file:/missing/token", "/missing/token: No such file or directory"),
        ("file:/dev/null", "the file /dev/null is empty"),
    ],
)
def test_a_missing_secret_is_a_configuration_error(token: str, message: str) -> None:
    with pytest.raises(ConfigError, match=message):
        endpoint(token)


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ({}, 'unknown type of source ""'),
        ({"type": "pigeon"}, 'unknown type of source "pigeon"'),
        ({"type": "feed"}, r"\(feed\), url: Field required"),
        ({"type": "feed", "url": "ftp://example.org"}, r"\(feed\), url"),
        (
            {"type": "feed", "url": "https://example.org", "evry": 5},
            r"\(feed\), evry: unknown field; did you mean",
        ),
        ({"type": "http", "zzzz": 1}, r"\(http\), zzzz: unknown field; one of .*\bport\b"),
        ({"type": "http", "port": 70_000}, r"\(http\), port"),
        ({"type": "folder", "path": "drop", "rate": -1}, r"\(folder\), rate"),
    ],
)
def test_a_wrong_row_is_named_with_its_field(row: dict[str, object], message: str) -> None:
    with pytest.raises(ConfigError, match=message) as caught:
        build_source(row, "wire.toml: [[source]] 3")
    assert str(caught.value).startswith("wire.toml: [[source]] 3") and "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("text", "message"),
    [("[[source", "wire.toml"), ("source = 3", "source is not a list of tables"), ("source = [3]", "not a list of")],
)
def test_a_wrong_file_is_a_configuration_error(tmp_path: Path, text: str, message: str) -> None:
    path = tmp_path / "wire.toml"
    path.write_text(text)
    with pytest.raises(ConfigError, match=message):
        read_sources(path)


def test_a_missing_file_has_no_sources(tmp_path: Path) -> None:
    assert read_sources(tmp_path / "wire.toml") == []


def test_all_feeds_together_are_one_source() -> None:
    rows = [{"type": "feed", "url": f"https://example.org/{n}"} for n in range(3)] + [{"type": "stdin"}]
    found: list[Source] = list(runnable_sources(build_source(row, "wire.toml") for row in rows))
    assert [source.name for source in found] == ["stdin", "feeds"]
    assert isinstance(found[1], Feeds) and len(found[1].feeds) == 3
