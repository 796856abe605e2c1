"""``wiredesk sinks``: a replay by number and by time, and what the lists say."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from sqlalchemy import insert
from typer.testing import CliRunner

from desk.commands.sinks import app
from wiredesk.settings import Settings
from wiredesk.store import open_store, sink_state
from wiredesk.store.change_tables import changes
from wiredesk.store.types import now


@pytest.fixture
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """A store with changes of one, three and five hours ago, and a sink that has them all."""
    monkeypatch.setenv("WIREDESK_HOME", str(tmp_path / "wd"))
    monkeypatch.setenv("WIREDESK_CONFIG", str(tmp_path / "wire.toml"))
    (tmp_path / "wire.toml").write_text('[[sink]]\ntype = "webhook"\nname = "cms"\nurl = "https://cms.example/hook"\n')
    settings = Settings(home=tmp_path / "wd")
    store = open_store(settings)
    with store.write() as connection:
        for hours in (5, 3, 1):
            connection.execute(insert(changes).values(what="stored", id="s", version=1, at=now(-3600 * hours)))
        sink_state.add(connection, "cms", 3)
    store.close()
    return settings


def position(settings: Settings) -> int:
    found = json.loads(CliRunner().invoke(app, ["list", "--json"], obj={}).stdout)
    [row] = found
    assert set(row) >= {
        "name",
        "type",
        "promise",
        "state",
        "position",
        "behind",
        "lag_seconds",
        "sent",
        "parked",
        "error",
    }
    return int(row["position"])


@pytest.mark.parametrize(
    ("words", "after"), [(["--after", "1"], 1), (["--since", "4h"], 1), (["--since", "2h"], 2), (["--since", "9d"], 0)]
)
def test_a_replay_moves_the_position_back(settings: Settings, words: list[str], after: int) -> None:
    assert position(settings) == 3
    done = CliRunner().invoke(app, ["replay", "cms", *words], obj={})
    assert (done.exit_code, position(settings)) == (0, after)


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["cms", "--after", "9"], "the log has the changes from 1 to 3"),
        (["cms"], "what to send again?"),
        (["cms", "--after", "1", "--refused"], "what to send again?"),
        (["cms", "--since", "noon"], "neither an age such as 90d nor a date"),
        (["nobody", "--after", "1"], "nothing was ever delivered to it"),
        (["cms", "--refused"], "has refused nothing"),
    ],
)
def test_a_replay_of_what_is_not_there_says_so_and_moves_nothing(
    settings: Settings, words: list[str], says: str
) -> None:
    done = CliRunner().invoke(app, ["replay", *words], obj={})
    assert says in str(done.exception)
    assert position(settings) == 3
