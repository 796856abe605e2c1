"""A mailbox is read from its checkpoint."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from producer.formats import Limits
from producer.sources import reconnect
from producer.sources.mailbox import Mailbox
from tests.integration.sources.conftest import Desk
from tests.integration.sources.imapserver import ImapServer
from wiredesk.errors import ConfigError
from wiredesk.retry import Backoff


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


@pytest.mark.parametrize(
    ("folder", "on_the_server"),
    [
        ("Wire Services", "Wire Services"),
        ("Köln", "K&APY-ln"),
        ("K&APY-ln", "K&APY-ln"),
        ("Ko\u0308ln", "K&APY-ln"),
        ("A & B", "A &- B"),
        ("A &- B", "A &- B"),
        ("AT&T-Wire", "AT&-T-Wire"),
        ("Entwürfe/Orva", "Entw&APw-rfe/Orva"),
        ("INBOX/Orva", "INBOX.Orva"),
        ("Вrча", "&BBI-r&BEcEMA-"),
        ('a "b" \\c', 'a "b" \\c'),
        ("inbox", "INBOX"),
    ],
)
def test_a_mailbox_of_any_name_is_read(desk: Desk, server: ImapServer, folder: str, on_the_server: str) -> None:
    server.habits.mailboxes = {"Archive", on_the_server, *(["inbox"] if folder == "inbox" else [])}
    server.habits.delimiter = "." if "." in on_the_server else "/"
    server.habits.unsolicited = ("* 2 FETCH (FLAGS (\\Seen) UID 2)", "* 6 EXISTS")
    server.mails = {3: mail(3), 7: mail(7)}
    desk.start(mailbox(server).model_copy(update={"folder": folder}))
    desk.until(lambda: desk.headlines() == ["Ferry 3 sails again", "Ferry 7 sails again"])


@pytest.mark.parametrize("folder", ["Köln", "K&APY-ln", "A & B"])
def test_a_server_with_utf8_gets_names_in_utf8(desk: Desk, server: ImapServer, folder: str) -> None:
    server.habits.capabilities = "IMAP4rev1 ENABLE UTF8=ACCEPT"
    server.habits.mailboxes = {"Köln", "A & B"}
    server.mails = {3: mail(3)}
    desk.start(mailbox(server).model_copy(update={"folder": folder}))
    desk.until(lambda: len(desk.headlines()) == 1)
    assert "ENABLE UTF8=ACCEPT" in server.commands


def test_a_mailbox_that_is_not_there_is_told_once_with_those_that_are(
    desk: Desk, server: ImapServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reconnect.run_with_reconnect, "__defaults__", (Backoff(0.01, 0.01),))
    server.habits.mailboxes = {"INBOX", "K&APY-ln"}
    desk.start(mailbox(server).model_copy(update={"folder": "Bonn"}))
    desk.until(lambda: sum("EXAMINE" in command for command in server.commands) > 3)
    told = [line for line in desk.told if "unknown mailbox" in line]
    assert len(told) == 1 and "the server has INBOX, Köln" in told[0]


@pytest.mark.parametrize("capabilities", ["IMAP4rev1", "IMAP4rev1 AUTH=PLAIN", "IMAP4rev1 AUTH=PLAIN LOGINDISABLED"])
@pytest.mark.parametrize(("user", "password"), [("jürgen", "Schlüssel"), ("a b", 'x"y\\z'), ("desk", "tide-table")])
def test_users_and_passwords_of_any_characters(
    desk: Desk, server: ImapServer, capabilities: str, user: str, password: str
) -> None:
    server.habits.capabilities, server.habits.user, server.habits.password = capabilities, user, password
    server.mails = {3: mail(3)}
    desk.start(mailbox(server, password).model_copy(update={"user": user}))
    desk.until(lambda: len(desk.headlines()) == 1)


def test_a_mail_that_is_larger_than_announced_is_passed_over_in_bounded_memory(
    desk: Desk, server: ImapServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reconnect.run_with_reconnect, "__defaults__", (Backoff(0.01, 0.01),))
    server.mails = {3: mail(3)}
    server.habits.announced, server.habits.literal = 100, 1_000_000_000
    desk.start(mailbox(server), limits=Limits(file_bytes=50_000))
    desk.until_reported("mail 3: an answer of more than")
    server.habits.announced = server.habits.literal = None
    server.mails[4] = mail(4)
    desk.until(lambda: desk.headlines() == ["Ferry 4 sails again"])
    assert sum("mail 3" in line for line in desk.told) == 1


def test_a_mail_that_is_announced_as_too_large_is_passed_over(desk: Desk, server: ImapServer) -> None:
    server.mails = {3: mail(3) + b"x" * 60_000, 4: mail(4)}
    desk.start(mailbox(server), limits=Limits(file_bytes=50_000))
    desk.until(lambda: desk.headlines() == ["Ferry 4 sails again"])
    assert sum("mail 3" in line for line in desk.told) == 1


def test_the_uid_may_stand_behind_the_mail(desk: Desk, server: ImapServer) -> None:
    server.habits.uid_after = True
    server.mails = {3: mail(3)}
    desk.start(mailbox(server))
    desk.until(lambda: len(desk.headlines()) == 1)


def test_no_command_can_be_added_to_a_name(desk: Desk, server: ImapServer) -> None:
    desk.start(mailbox(server).model_copy(update={"folder": "INBOX\r\nx DELETE INBOX"}))
    desk.stop()
    assert isinstance(desk.errors[0], ConfigError) and "line break" in str(desk.errors[0])
