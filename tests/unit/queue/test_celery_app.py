"""The Celery app: settings are read late, apps do not disturb each other, and imports connect nothing."""

from __future__ import annotations

import subprocess
import sys
import textwrap

import pytest
from celery import Celery
from kombu import Connection
from kombu.transport import redis as kombu_redis

from tests.support.paths import ROOT
from wiredesk.contract import QUEUES
from wiredesk.errors import ConfigError
from wiredesk.queue.app import app_for, create_app
from wiredesk.queue.celery_config import TASK
from wiredesk.queue.transport import SentinelTransport, Transport
from wiredesk.settings import Settings


def test_settings_are_read_when_the_configuration_is_first_used_and_only_once() -> None:
    read = []

    def read_settings() -> Settings:
        read.append(1)
        return Settings(broker_url="redis://one.example")

    app = create_app(read_settings)
    assert not read
    assert app.conf.broker_url == "redis://one.example"
    assert tuple(name for name in app.amqp.queues if "." not in name) == QUEUES
    assert app.conf.task_acks_late
    assert len(read) == 1


def test_an_error_of_the_settings_reaches_the_caller() -> None:
    def broken() -> Settings:
        raise ConfigError("WIREDESK_HOME", "is not a folder")

    with pytest.raises(ConfigError, match="is not a folder"):
        _ = create_app(broken).conf.broker_url


def test_two_apps_with_different_settings_live_in_one_process() -> None:
    one, other = (app_for(Settings(broker_url=f"redis://{name}.example", key_prefix=f"{name}:")) for name in "ab")
    for app, name in ((one, "a"), (other, "b")):
        assert app.conf.broker_url == f"redis://{name}.example"
        assert app.conf.broker_transport_options["global_keyprefix"] == f"{name}:"


@pytest.mark.parametrize(
    ("url", "transport"),
    [
        ("redis://broker.example:6379/1", Transport),
        ("rediss://broker.example:6379/1?ssl_cert_reqs=required", Transport),
        ("redis+socket:///run/broker.sock", Transport),
        ("sentinel://one.example:26379;sentinel://two.example:26379", SentinelTransport),
    ],
)
def test_every_redis_url_gets_the_transport_that_skips_malformed_entries(url: str, transport: type) -> None:
    app = app_for(Settings(broker_url=url))
    for connection in (app.connection_for_read(), app.connection_for_write(), app.connection_for_read().clone()):
        assert connection.get_transport_cls() is transport


def test_other_apps_of_the_process_keep_the_transport_of_kombu() -> None:
    _ = app_for(Settings(broker_url="redis://one.example")).connection_for_read().get_transport_cls()
    assert Connection("redis://one.example").get_transport_cls() is kombu_redis.Transport
    plain = Celery("plain", broker="redis://one.example", set_as_current=False)
    assert plain.connection_for_read().get_transport_cls() is kombu_redis.Transport


RECEIVERS = """
    import sys
    from celery import signals
    import {module}
    names = ("worker_init", "worker_ready", "worker_process_init", "worker_shutting_down", "worker_shutdown")
    print(sum(len(getattr(signals, name).receivers) for name in names), "celery" in sys.modules)
"""


@pytest.mark.parametrize(
    ("module", "printed"),
    [("worker", "0 True"), ("worker.tasks", "0 True"), ("wiredesk.queue.app", "0 True"), ("worker.celery", "5 True")],
)
def test_only_the_module_that_celery_loads_connects_signal_handlers(module: str, printed: str) -> None:
    code = textwrap.dedent(RECEIVERS.format(module=module))
    done = subprocess.run([sys.executable, "-W", "ignore", "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == printed


def test_importing_the_worker_package_does_not_load_celery() -> None:
    code = "import sys, worker; print('celery' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"


def test_the_command_finds_the_app_and_its_task() -> None:
    code = """
        from celery.app.utils import find_app
        app = find_app("worker")
        app.loader.import_default_modules()
        print(app.main, "TASK" in app.tasks, type(app.amqp).__name__)
    """
    code = textwrap.dedent(code).replace("TASK", TASK)
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", code], capture_output=True, text=True, check=True,
        cwd=ROOT,
    )  # fmt: skip
    assert done.stdout.strip() == "wiredesk True WireAMQP"
