"""A mailbox is read from its checkpoint."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from producer.sources.mailbox import Mailbox
from tests.integration.sources.conftest import Desk
from tests.integration.sources.imapserver import ImapServer
from wiredesk.errors import ConfigError


@pytest.fixture
def server() -> Iterator[ImapServer]:
    running = ImapServer().start()
    yield running
    running.stop()


def mail(number: int) -> bytes:
    rows = [
        f"Message-ID: <ferry-{number}@example.org>",
        "From: Harbour Desk <desk@example.org>",
        f"Subject: Ferry {number} sails again",
        "Date: Thu, 08 May 2025 12:00:00 +0000",
        "Content-Type: text/plain; charset=utf-8",
        "",
        f"OSLO, May 8 (Xample) - Ferry {number} sails again from Friday, the harbour master said.",
    ]
    return "\r\n".join([*rows, ""]).encode()


def mailbox(server: ImapServer, password: str = "tide-table") -> Mailbox:
    port = server.server_address[1]
    row = {"host": "127.0.0.1", "port": port, "tls": False, "user": "desk", "password": password, "every": 0.05}
    return Mailbox.model_validate(row)


def test_new_mails_are_read_once(desk: Desk, server: ImapServer) -> None:
    server.mails = {3: mail(3), 7: mail(7)}
    desk.start(mailbox(server))
    desk.until(lambda: len(desk.headlines()) == 2)
    server.mails[8] = mail(8)
    desk.until(lambda: len(desk.headlines()) == 3)
    desk.stop()
    desk.over.clear()
    server.commands.clear()
    server.mails[9] = mail(9)
    desk.start(mailbox(server))
    desk.until(lambda: len(desk.headlines()) == 4)
    fetched = {command.split()[2] for command in server.commands if "FETCH" in command}
    assert fetched == {"9"}
    assert all("PEEK" in command or "SIZE" in command for command in server.commands if "FETCH" in command)
    assert desk.headlines() == [f"Ferry {number} sails again" for number in (3, 7, 8, 9)]


def test_a_mailbox_that_was_created_again_is_read_from_its_start(desk: Desk, server: ImapServer) -> None:
    server.mails = {9: mail(9)}
    desk.start(mailbox(server))
    desk.until(lambda: len(desk.headlines()) == 1)
    server.validity, server.mails = 2, {1: mail(1)}
    desk.until(lambda: len(desk.headlines()) == 2)


def test_a_wrong_password_is_reported(desk: Desk, server: ImapServer) -> None:
    desk.start(mailbox(server, "wrong"))
    desk.until_reported("wrong password")


def test_no_password_is_sent_unencrypted(desk: Desk) -> None:
    row = {"host": "mail.example.org", "tls": False, "user": "desk", "password": "tide-table"}
    desk.start(Mailbox.model_validate(row))
    desk.stop()
    assert isinstance(desk.errors[0], ConfigError)
