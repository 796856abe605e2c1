"""Webhooks: what is posted, what the answers mean, and where nothing is posted."""

from __future__ import annotations

import base64
import hashlib
import hmac
from typing import Any

import orjson
import pytest
from standardwebhooks import Webhook, WebhookVerificationError

from desk.sinks.sink import ChangeRefused, Sink, SinkGone, SinkUnavailable
from desk.sinks.sink_registry import build_sink
from desk.sinks.webhook import retry_after
from tests.support.outgoing import outgoing
from tests.support.webhook_receiver import Answer, WebhookReceiver
from wiredesk.errors import ConfigError

KEY = b"twenty-four bytes of key"
SECRET = "whsec_" + base64.b64encode(KEY).decode()


def webhook(url: str, **fields: Any) -> Sink:
    row = {"type": "webhook", "name": "cms", "url": url, "private": True, **fields}
    return build_sink(row, "[[sink]] 1").open()


def test_a_message_has_the_id_of_its_change_and_a_signature_that_can_be_checked() -> None:
    with WebhookReceiver() as receiver, webhook(receiver.url, secrets=[SECRET]) as sink:
        sink.send([outgoing(7)])
    [one] = receiver.received
    headers = {name.lower(): value for name, value in one.headers.items()}
    assert headers["webhook-id"] == "wiredesk-7"
    signed = f"{headers['webhook-id']}.{headers['webhook-timestamp']}.".encode() + one.body
    expected = base64.b64encode(hmac.new(KEY, signed, hashlib.sha256).digest()).decode()
    assert headers["webhook-signature"] == f"v1,{expected}"
    body = orjson.loads(one.body)
    assert (body["type"], body["data"]["change"], body["data"]["story"]["id"]) == ("story.stored", 7, "s7")
    assert body["data"]["story"]["article"]["headline"] == "Bridge to open"


def test_while_a_secret_is_replaced_both_sign() -> None:
    other = "whsec_" + base64.b64encode(b"another key of thirty-two bytes!").decode()
    with WebhookReceiver() as receiver, webhook(receiver.url, secrets=[SECRET, other]) as sink:
        sink.send([outgoing(1)])
    assert receiver.received[0].headers["webhook-signature"].count("v1,") == 2


OTHER = "whsec_" + base64.b64encode(b"another key of thirty-two bytes!").decode()


@pytest.mark.parametrize("envelope", ["standard", "cloudevents"])
def test_the_library_of_standard_webhooks_accepts_each_of_two_secrets_and_no_other(envelope: str) -> None:
    with WebhookReceiver() as receiver, webhook(receiver.url, secrets=[SECRET, OTHER], envelope=envelope) as sink:
        sink.send([outgoing(1)])
    [one] = receiver.received
    headers = {name.lower(): value for name, value in one.headers.items()}
    for secret in (SECRET, OTHER):
        assert Webhook(secret).verify(one.body, headers)["data"]["change"] == 1
    strange = "whsec_" + base64.b64encode(b"a key that nobody ever configured").decode()
    with pytest.raises(WebhookVerificationError):
        Webhook(strange).verify(one.body, headers)
    with pytest.raises(WebhookVerificationError):
        Webhook(SECRET).verify(one.body + b" ", headers)


def test_a_secret_can_be_replaced_without_a_gap() -> None:
    """The receiver changes over between the second and the third message."""
    rows = [[SECRET], [SECRET, OTHER], [SECRET, OTHER], [OTHER]]
    with WebhookReceiver() as receiver:
        for n, secrets in enumerate(rows, 1):
            with webhook(receiver.url, secrets=secrets) as sink:
                sink.send([outgoing(n)])
    for one, known in zip(receiver.received, (SECRET, SECRET, OTHER, OTHER), strict=True):
        Webhook(known).verify(one.body, {name.lower(): value for name, value in one.headers.items()})


def test_a_cloud_event_has_the_attributes_of_the_standard() -> None:
    row = {"envelope": "cloudevents", "source": "https://wire.example"}
    with WebhookReceiver() as receiver, webhook(receiver.url, **row) as sink:
        sink.send([outgoing(7, "urn:x:1"), outgoing(8, "a b", what="withdrawn", story=None)])
    events = [orjson.loads(one.body) for one in receiver.received]
    events.sort(key=lambda event: event["id"])
    kinds = {
        value for one in receiver.received for name, value in one.headers.items() if name.lower() == "content-type"
    }
    assert kinds == {"application/cloudevents+json"}
    assert {name: value for name, value in events[0].items() if name != "data"} == {
        "specversion": "1.0", "id": "wiredesk-7", "source": "https://wire.example", "type": "wiredesk.story.stored",
        "subject": "urn:x:1", "time": "2026-11-26T12:00:00.000Z", "datacontenttype": "application/json",
    }  # fmt: skip
    assert events[0]["data"]["story"]["id"] == "urn:x:1"
    assert (events[1]["type"], events[1]["data"]["story"]) == ("wiredesk.story.withdrawn", None)


def test_changes_of_one_story_arrive_in_their_order() -> None:
    changes = [outgoing(n, id=f"s{n % 3}") for n in range(1, 61)]
    with WebhookReceiver() as receiver, webhook(receiver.url, lanes=8) as sink:
        sink.send(changes)
    for story in range(3):
        numbers = [one.change for one in receiver.received if one.change % 3 == story]
        assert numbers == sorted(numbers)
        assert len(numbers) == 20


@pytest.mark.parametrize(
    ("answer", "error", "message"),
    [
        (500, SinkUnavailable, "answers 500"),
        (429, SinkUnavailable, "answers 429"),
        (302, SinkUnavailable, "redirects are not followed"),
        (401, SinkUnavailable, "answers 401"),
        (400, ChangeRefused, "--change 3"),
        (413, ChangeRefused, "answers 413"),
        (410, SinkGone, "wiredesk sinks resume cms"),
        ("close", SinkUnavailable, "RemoteProtocolError"),
        ("hang", SinkUnavailable, "ReadTimeout"),
    ],
)
def test_an_answer_that_is_no_success_says_what_to_do(answer: Answer, error: type[Exception], message: str) -> None:
    with WebhookReceiver(lambda _: answer) as receiver, webhook(receiver.url, timeout_seconds=0.5) as sink:
        with pytest.raises(error, match=message):
            sink.send([outgoing(3)])
        assert receiver.received == []


def test_the_first_change_that_failed_is_reported_and_other_stories_are_sent() -> None:
    with (
        WebhookReceiver(lambda number: 400 if number == 1 else 204) as receiver,
        webhook(receiver.url, lanes=1) as sink,
        pytest.raises(ChangeRefused) as caught,
    ):
        sink.send([outgoing(n) for n in (4, 5, 6)])
    assert caught.value.n == 5
    assert [one.change for one in receiver.received] == [4]


def test_a_private_address_is_refused_unless_it_is_allowed() -> None:
    refused = pytest.raises(SinkUnavailable, match=r"private network .*; allow it with private = true")
    with WebhookReceiver() as receiver, webhook(receiver.url, private=False) as sink, refused:
        sink.send([outgoing(1)])
    assert receiver.requests == 0


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ({"type": "webhook", "name": "a", "url": "ftp://x.example/"}, "url"),
        ({"type": "webhook", "name": "a", "url": "https://x.example/", "secrets": ["whsec_c2hvcnQ="]}, "5 bytes"),
        ({"type": "webhook", "name": "a", "url": "https://x.example/", "secrets": ["?"]}, "Base64"),
        ({"type": "webhook", "name": "A b", "url": "https://x.example/"}, "name"),
        ({"type": "webhook", "name": "a", "url": "https://x.example/", "filter": {"persn": "Lee"}}, "unknown filter"),
        ({"type": "webhook", "name": "a", "url": "https://x.example/", "filter": {"urgency": 12}}, "urgency"),
        ({"type": "webhook", "name": "a", "url": "env:NOT_SET_HERE"}, "NOT_SET_HERE"),
        ({"type": "pigeon", "name": "a"}, "unknown type of sink"),
    ],
)
def test_a_wrong_row_is_named_in_one_line(row: dict[str, Any], message: str) -> None:
    with pytest.raises(ConfigError, match=message) as caught:
        build_sink(row, "wire.toml: [[sink]] 2")
    assert str(caught.value).startswith("wire.toml: [[sink]] 2")
    assert "c2hvcnQ" not in str(caught.value)


@pytest.mark.parametrize(
    ("header", "seconds"),
    [("120", 120.0), ("9999999", 86_400.0), (None, None), ("soon", None), ("Thu, 01 Jan 1970 00:00:00 GMT", 0.0)],
)
def test_a_receiver_may_say_when_to_come_again(header: str | None, seconds: float | None) -> None:
    assert retry_after(header) == seconds
