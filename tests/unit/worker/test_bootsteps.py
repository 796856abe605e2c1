"""What ends a worker that cannot start, and what the shutdown signals ask of the worker process."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from wiredesk.errors import EXIT_DONE, EXIT_FAILURE, BrokerAuthError, ConfigError, StoreUnavailable, WiredeskError
from wiredesk.queue.app import app_for
from wiredesk.settings import Settings
from worker.process import bootsteps
from worker.process import consumer as consumer_module
from worker.process.bootsteps import ShutdownDeadline, connect, exit_on_error, get_runtime
from worker.process.consumer import EVENT_SECONDS, StoryConsumer


class Recorded:
    """Stands for a worker process and records what is asked of it."""

    def __init__(self) -> None:
        self.is_stopping = False
        self.asked: list[Any] = []

    def request_shutdown(self, exit_code: int) -> None:
        self.asked.append(("request", exit_code))
        self.is_stopping = True

    def force_shutdown(self) -> None:
        self.asked.append("force")


def test_a_step_that_succeeds_returns_its_result() -> None:
    assert exit_on_error(lambda: 3) == 3


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (ConfigError("model x", "is not installed", "pip install it"), 78),
        (BrokerAuthError("broker", "requires a password"), 78),
        (StoreUnavailable("store", "does not answer"), 69),
    ],
)
def test_an_error_of_ours_is_one_line_and_its_exit_code(
    error: WiredeskError, code: int, capsys: pytest.CaptureFixture[str]
) -> None:
    def step() -> None:
        raise error

    with pytest.raises(SystemExit) as caught:
        exit_on_error(step)
    assert caught.value.code == code
    assert capsys.readouterr().err == f"wiredesk: {error}\n"


def test_a_bug_is_a_traceback_and_status_1(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as caught:
        exit_on_error(lambda: 1 / 0)
    assert caught.value.code == EXIT_FAILURE
    assert "ZeroDivisionError" in capsys.readouterr().err


def test_the_first_signal_requests_a_shutdown_and_the_second_one_forces_it() -> None:
    app = app_for(Settings(broker_url="redis://unused"))
    bootsteps._on_shutdown_signal(app)  # before anything was loaded: nothing to stop
    runtime = Recorded()
    setattr(app, bootsteps._ATTRIBUTE, runtime)
    assert get_runtime(app) is runtime  # type: ignore[comparison-overlap]
    bootsteps._on_shutdown_signal(app)
    assert runtime.asked == [("request", EXIT_DONE)]
    bootsteps._on_shutdown_signal(app)
    assert runtime.asked[1] == "force"


def test_a_worker_that_stops_for_another_reason_gets_a_deadline_and_status_1() -> None:
    app = app_for(Settings(broker_url="redis://unused"))
    step = ShutdownDeadline(SimpleNamespace(app=app))
    step.stop(SimpleNamespace(app=app))
    runtime = Recorded()
    setattr(app, bootsteps._ATTRIBUTE, runtime)
    step.stop(SimpleNamespace(app=app))
    assert runtime.asked == [("request", EXIT_FAILURE)]


def test_celery_still_has_the_step_that_the_deadline_must_come_before() -> None:
    """The name is documented as a requirement of bootsteps; Celery would ignore one that it does not know."""
    from celery.worker.components import Pool
    from celery.worker.worker import WorkController

    assert ShutdownDeadline.requires == ("celery.worker.components:Pool",)
    assert f"{Pool.__module__}:{Pool.__name__}" in WorkController.Blueprint.default_steps


def test_connecting_adds_the_step_to_this_app_only(monkeypatch: pytest.MonkeyPatch) -> None:
    connected = []
    for name in ("worker_init", "worker_ready", "worker_process_init", "worker_process_shutdown",
                 "worker_shutting_down", "worker_shutdown"):  # fmt: skip
        signal = getattr(bootsteps.signals, name)
        monkeypatch.setattr(signal, "connect", lambda *_, name=name, **__: connected.append(name))
    one, other = (app_for(Settings(broker_url="redis://unused")) for _ in range(2))
    connect(one)
    assert ShutdownDeadline in one.steps["worker"]
    assert ShutdownDeadline not in other.steps["worker"]
    assert len(connected) == 6


def test_a_worker_does_not_wait_for_others_at_its_start(tmp_path: Path) -> None:
    app = app_for(Settings(home=tmp_path))
    assert app.conf.worker_consumer == f"{StoryConsumer.__module__}:{StoryConsumer.__name__}"
    worker = SimpleNamespace(state=None, consumer=None, use_eventloop=False, pool=None, hub=None)
    consumer = StoryConsumer(print, app=app, controller=worker, worker_options={"without_mingle": False})
    names = {step.name.rpartition(".")[2] for step in consumer.steps}
    assert "Tasks" in names and "Mingle" not in names


class Hub:
    """An event loop whose timers a test fires."""

    def __init__(self) -> None:
        self.planned: list[Any] = []

    def call_later(self, _seconds: float, call: Any) -> None:
        self.planned.append(call)


class Dispatcher:
    """A dispatcher of events that counts how often it is to send what it keeps."""

    sent = 0

    def flush(self) -> None:
        self.sent += 1


def test_the_events_of_a_moment_are_sent_together(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    now = 100.0
    monkeypatch.setattr(consumer_module.time, "monotonic", lambda: now)
    worker = SimpleNamespace(state=None, consumer=None, use_eventloop=False, pool=None, hub=None)
    consumer: Any = StoryConsumer(print, app=app_for(Settings(home=tmp_path)), controller=worker, worker_options={})
    consumer.hub, consumer.event_dispatcher = hub, dispatcher = Hub(), Dispatcher()
    for _ in range(3):
        consumer.on_send_event_buffered()
    assert (len(hub.planned), dispatcher.sent) == (1, 0)
    hub.planned.pop()()
    assert dispatcher.sent == 1
    now += EVENT_SECONDS  # also where a new connection has forgotten the timer
    consumer.on_send_event_buffered()
    assert len(hub.planned) == 1
