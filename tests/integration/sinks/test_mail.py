"""Mail: one message for what happened meanwhile, over SMTP with STARTTLS and a login."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from desk.sinks.sink import ChangeRefused, SinkUnavailable
from desk.sinks.sink_registry import build_sink
from tests.support.alerts import alert_message
from tests.support.mail_server import MailServer, make_certificate
from tests.support.outgoing import outgoing
from wiredesk.errors import ConfigError

ROW = {"type": "mail", "name": "editors", "server": "127.0.0.1", "security": "none",
       "sender": "Wire <wire@desk.example>", "to": ["a@desk.example"]}  # fmt: skip


def build(server: MailServer, **row: Any) -> Any:
    return build_sink(ROW | {"port": server.port, "desk": "https://wire.example"} | row, "[[sink]] 1").open()


def test_one_message_has_all_stories_as_text_and_html() -> None:
    changes = [outgoing(1), outgoing(2, "a/b?"), outgoing(3, story=None), outgoing(4, what="withdrawn", story=None)]
    with MailServer() as server, build(server, to=["a@desk.example", "B <b@desk.example>"]) as sink:
        assert sink.position() is None
        sink.send(changes)
    [message] = server.messages
    assert server.recipients == [["a@desk.example", "b@desk.example"]]
    assert message["subject"] == "3 stories: Bridge to open"
    assert message["message-id"] == "<wiredesk.editors.1-4@desk.example>"
    text, html = (part.get_content() for part in message.iter_parts())
    assert "Bridge to open\n26 Nov 2026 12:00 UTC\nLYON, May 8" in text.replace("\r\n", "\n")
    assert "https://wire.example/story/a%2Fb%3F" in text and "Withdrawn: s4" in text and "s3" not in text
    assert '<strong><a href="https://wire.example/story/s1">Bridge to open</a></strong>' in html


def test_a_server_with_starttls_and_a_login_is_used_as_it_wants(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(make_certificate(tmp_path) / "cert.pem"))
    with MailServer(certificate=tmp_path) as server:
        with build(server, security="starttls", user="wire", password="secret") as sink:
            sink.send([outgoing(1)])
        with build(server, security="starttls", user="wire", password="hunter2-wrong") as sink:
            with pytest.raises(
                SinkUnavailable, match=r"refuses the login: 535 .*; correct user and password"
            ) as failed:
                sink.send([outgoing(2)])
            assert "hunter2" not in str(failed.value)
        monkeypatch.delenv("SSL_CERT_FILE")
        unknown = build(server, security="starttls", user="wire", password="secret")
        with unknown, pytest.raises(SinkUnavailable, match="CERTIFICATE_VERIFY_FAILED"):
            unknown.send([outgoing(2)])
    assert [one["subject"] for one in server.messages] == ["Bridge to open"]


def test_a_story_that_the_server_refuses_harms_no_other() -> None:
    answers = ["554 looks like spam", "", "554 looks like spam"]
    with MailServer(lambda number: answers[number] if number < 3 else "") as server, build(server) as sink:
        with pytest.raises(
            ChangeRefused, match="554 looks like spam; wiredesk sinks replay editors --change 2"
        ) as failed:
            sink.send([outgoing(1), outgoing(2), outgoing(3)])
        assert failed.value.n == 2
        sink.send([outgoing(3)])
    assert [one["message-id"].split(".")[2] for one in server.messages] == ["1-1@desk", "3-3@desk"]


@pytest.mark.parametrize("answer", ["451 try later", "452 mailbox full"])
def test_a_server_that_takes_nothing_now_is_tried_again(answer: str) -> None:
    with MailServer(lambda number: "" if number else answer) as server, build(server) as sink:
        with pytest.raises(SinkUnavailable, match=answer):
            sink.send([outgoing(1)])
        sink.send([outgoing(1)])
    assert len(server.messages) == 1


def test_an_address_that_the_server_does_not_know_is_named() -> None:
    with (
        MailServer() as server,
        build(server, to=["nobody@desk.example"]) as sink,
        pytest.raises(SinkUnavailable, match=r"nobody@desk.example: 550 no such user; correct the addresses in to"),
    ):
        sink.send([outgoing(1)])


def test_no_server_is_one_line() -> None:
    with MailServer() as server:
        sink = build(server)
    with sink, pytest.raises(SinkUnavailable, match=r"^sink editors \(127.0.0.1:\d+\): ConnectionRefusedError: "):
        sink.send([outgoing(1)])


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ({"to": []}, "to: Tuple should have at least 1 item"),
        ({"to": ["a@b\nBcc: x@y"]}, "is no mail address"),
        ({"sender": "wire"}, "'wire' is no mail address"),
        ({"desk": "wire.example"}, "desk: String should match"),
        ({"every": -1}, "every: "),
    ],
)
def test_a_wrong_row_is_refused(row: dict[str, Any], message: str) -> None:
    with pytest.raises(ConfigError, match=message):
        build_sink(ROW | row, "[[sink]] 1")


def test_an_alert_names_the_watch_the_speaker_and_the_story() -> None:
    with MailServer() as server, build(server) as sink:
        sink.send_alerts([alert_message(4), alert_message(5, stories=2, more=38)])
        sink.send_alerts([alert_message(6, kind="withdrawal", story=None)])
    assert [one["subject"] for one in server.messages] == [
        "bridges: Bridge to open", "bridges: 40 stories", "bridges: Withdrawal: s1"
    ]  # fmt: skip
    assert server.messages[0]["message-id"] == "<wiredesk.editors.alert-4@desk.example>"
    text = server.messages[0].get_body(("plain",))
    assert text is not None and text.get_content().replace("\r\n", "\n") == (
        'Bridge to open\nXample, 26 Nov 2026 12:00 UTC\n"It opens in June," said Mayor Anna Kovac.\n'
        "https://wire.example/story/s1\n"
    )
    more = server.messages[1].get_body(("html",))
    assert more is not None and "<p>and 38 more</p>" in more.get_content()
