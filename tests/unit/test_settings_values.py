"""Values of settings: one row a value that is read, or one that is refused with the name of its setting."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import urlsplit

import pytest

from wiredesk.errors import ConfigError
from wiredesk.settings import Settings, load, without_secret

VALUES: list[tuple[str, str, object]] = [
    ("home", "/srv/wire", Path("/srv/wire")),
    ("broker_url", "redis://queue.example:6379/1", "redis://queue.example:6379/1"),
    ("store_url", "sqlite:////srv/wire.db", "sqlite:////srv/wire.db"),
    ("key_prefix", "desk:", "desk:"),
    ("model", "en_core_web_md", "en_core_web_md"),
    ("turbo", "on", "on"),
    ("turbo", "off", "off"),
    ("extractors", "dates,quotes", "dates,quotes"),
    ("extractors", "none", "none"),
    ("knowledge", "a.tsv", (Path("a.tsv"),)),
    ("knowledge", "a.tsv,b.tsv", (Path("a.tsv"), Path("b.tsv"))),
    ("knowledge", " a.tsv , , b.tsv ", (Path("a.tsv"), Path("b.tsv"))),
    ("knowledge", "[]", ()),
    ("concurrency", "0", 0),
    ("concurrency", "16", 16),
    ("attempts", "1", 1),
    ("lease", "10", 10),
    ("lease", "600", 600),
    ("story_seconds", "1", 1),
    ("story_memory", "256", 256),
    ("batch", "1", 1),
    ("batch", "256", 256),
    ("high_water", "1", 1),
    ("reconcile_every", "0.5", 0.5),
    ("resend_after", "1", 1),
    ("stalled_after", "0.1", 0.1),
    ("story_bytes", "1000", 1000),
    ("file_bytes", "1000", 1000),
    ("web_host", "0.0.0.0", "0.0.0.0"),
    ("web_port", "0", 0),
    ("web_port", "65535", 65535),
    ("web_hosts", "desk.example", ("desk.example",)),
    ("web_hosts", "*", ("*",)),
    ("web_hosts", '["a", "b"]', ("a", "b")),
    ("visibility_timeout", "10", 10),
]


@pytest.mark.parametrize(("name", "text", "value"), VALUES)
def test_a_variable_gives_a_setting(monkeypatch: pytest.MonkeyPatch, name: str, text: str, value: object) -> None:
    monkeypatch.setenv(f"WIREDESK_{name.upper()}", text)
    assert getattr(load(), name) == value


REFUSED = [
    ("turbo", "yes"),
    ("turbo", "ON"),
    ("knowledge", "[1"),
    ("concurrency", "-1"),
    ("concurrency", "two"),
    ("concurrency", "1.5"),
    ("attempts", "0"),
    ("lease", "9"),
    ("lease", "half a minute"),
    ("story_seconds", "0"),
    ("story_memory", "255"),
    ("batch", "0"),
    ("batch", "257"),
    ("high_water", "0"),
    ("reconcile_every", "0"),
    ("reconcile_every", "-1"),
    ("resend_after", "0"),
    ("stalled_after", "0"),
    ("story_bytes", "999"),
    ("file_bytes", "999"),
    ("web_port", "-1"),
    ("web_port", "65536"),
    ("web_hosts", "[desk.example"),
    ("visibility_timeout", "9"),
]


@pytest.mark.parametrize(("name", "text"), REFUSED)
def test_a_value_that_is_refused_names_its_setting_and_variable(
    monkeypatch: pytest.MonkeyPatch, name: str, text: str
) -> None:
    monkeypatch.setenv(f"WIREDESK_{name.upper()}", text)
    with pytest.raises(ConfigError) as caught:
        load()
    assert name in caught.value.subject.lower()
    assert f"WIREDESK_{name.upper()}" in caught.value.hint


@pytest.mark.parametrize(
    ("field", "value"), [(name, getattr(Settings(), name)) for name in ("lease", "batch", "attempts", "turbo")]
)
def test_an_empty_variable_is_not_set(monkeypatch: pytest.MonkeyPatch, field: str, value: object) -> None:
    monkeypatch.setenv(f"WIREDESK_{field.upper()}", "")
    assert getattr(load(), field) == value


URLS = [
    ("redis://queue.example/0", "redis://queue.example/0"),
    ("redis://:pass@queue.example/0", "redis://:***@queue.example/0"),
    ("redis://user:pass@queue.example:6380/0", "redis://user:***@queue.example:6380/0"),
    ("redis://user@queue.example/0", "redis://user@queue.example/0"),
    ("rediss://u:p%40ss@queue.example/0?x=1", "rediss://u:***@queue.example/0?x=1"),
    ("postgresql://wire:pass@db.example/wire", "postgresql://wire:***@db.example/wire"),
    ("postgresql+psycopg://wire:pass@[::1]:5432/wire", "postgresql+psycopg://wire:***@[::1]:5432/wire"),
    ("sqlite:////srv/wire.db", "sqlite:////srv/wire.db"),
    ("redis+socket:///srv/broker.sock", "redis+socket:///srv/broker.sock"),
    ("", ""),
]


@pytest.mark.parametrize(("url", "shown"), URLS)
def test_a_url_is_shown_without_its_password(url: str, shown: str) -> None:
    assert without_secret(url) == shown
    assert urlsplit(shown).hostname == urlsplit(url).hostname


STORES = [
    (None, "sqlite:////srv/wire/wire.db"),
    ("sqlite:////srv/other.db", "sqlite:////srv/other.db"),
    ("postgresql+asyncpg://db.example/wire", "postgresql+asyncpg://db.example/wire"),
    ("mysql://db.example/wire", "mysql://db.example/wire"),
]


@pytest.mark.parametrize(("given", "url"), STORES)
def test_the_store_has_a_url(given: str | None, url: str) -> None:
    assert Settings(home=Path("/srv/wire"), store_url=given).store == url
