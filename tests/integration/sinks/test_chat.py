"""Chat services by apprise: grouped messages, and addresses that nobody sees."""

from __future__ import annotations

import logging
from typing import Any

import orjson
import pytest

from desk.sinks.sink import SinkUnavailable
from desk.sinks.sink_registry import build_sink
from tests.support.alerts import alert_message
from tests.support.outgoing import outgoing
from tests.support.webhook_receiver import WebhookReceiver
from wiredesk.errors import ConfigError

pytestmark = pytest.mark.filterwarnings("ignore:'imghdr' is deprecated:DeprecationWarning")  # apprise imports it
KEY = "xoxb-1234567890-very-secret"


def build(*receivers: WebhookReceiver, **row: Any) -> Any:
    urls = [one.url.replace("http://", f"json://user:{KEY}@") for one in receivers]
    return build_sink({"type": "chat", "name": "room", "urls": urls, **row}, "[[sink]] 1").open()


def test_one_message_has_all_stories() -> None:
    with WebhookReceiver() as receiver, build(receiver, desk="https://wire.example/") as sink:
        sink.send([outgoing(1), outgoing(2)])
        sink.send([outgoing(3, what="pruned", story=None)])
    [body] = [orjson.loads(one.body) for one in receiver.received]
    assert body["title"] == "2 stories: Bridge to open"
    assert "https://wire.example/story/s2" in body["message"]


def test_a_service_that_fails_gets_it_later_and_others_not_twice(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    with WebhookReceiver() as good, WebhookReceiver(lambda number: 500 if number == 0 else 204) as bad:
        with build(good, bad) as sink:
            with pytest.raises(SinkUnavailable) as failed:
                sink.send([outgoing(1)])
            sink.send([outgoing(1)])
        assert str(failed.value) == "sink room: JSON (address 2) did not take the message; apprise -vv shows why"
    assert (len(good.received), len(bad.received)) == (1, 1)
    assert KEY not in caplog.text and KEY not in repr(sink)


def test_an_address_that_apprise_does_not_know_is_refused_without_being_shown() -> None:
    with pytest.raises(ConfigError) as failed:
        build_sink({"type": "chat", "name": "room", "urls": [f"slak://{KEY}"]}, "[[sink]] 1")
    assert "address 1 is none that apprise knows" in str(failed.value) and KEY not in str(failed.value)


def test_an_alert_is_one_message() -> None:
    with WebhookReceiver() as receiver, build(receiver) as sink:
        sink.send_alerts([alert_message(1)])
    body = orjson.loads(receiver.received[0].body)
    assert body["title"] == "bridges: Bridge to open" and "said Mayor Anna Kovac" in body["message"]
