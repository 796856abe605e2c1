"""``wiredesk users``: who may sign in to the desk, and what each may do."""

from __future__ import annotations

from typing import Annotated, Any

import typer
from rich.table import Table
from rich.text import Text

from desk.cli_context import settings_of, store_of
from desk.users.user_list import (
    User,
    UserRole,
    add_user,
    all_users,
    close_user,
    known_user,
    renew_user,
    set_role,
)
from desk.views.sanitize import short
from desk.views.terminal import console, paged, print_json_lines
from wiredesk.console import command_line

HELP = """Who may sign in to the desk, and what each may do.

Example: wiredesk users add ana.bell --role editor
"""
app = command_line(help=HELP, no_args_is_help=True, add_completion=False)
Json = Annotated[bool, typer.Option("--json", help="print one JSON object per line")]
Name = Annotated[str, typer.Argument(metavar="NAME", help="the user's name, in any case")]


@app.command()
def add(
    context: typer.Context,
    name: Annotated[str, typer.Argument(metavar="NAME", help="the name that rulings and notes carry")],
    role: Annotated[
        UserRole, typer.Option(help="reader: star and write notes; editor: correct things and stories, too")
    ] = UserRole.READER,
    as_json: Json = False,
) -> None:
    """Add a user and print his token.

    The store keeps only a digest of the token, so it can be printed once.

    Example: wiredesk users add ana.bell --role editor
    """
    with store_of(settings_of(context)).write() as connection:
        token = add_user(connection, name, role)
        added = known_user(connection, name)
    _print_token(added, "added", token, as_json)


@app.command("list")
def list_(context: typer.Context, as_json: Json = False) -> None:
    """List the users with their roles.

    Example: wiredesk users list
    """
    with store_of(settings_of(context)).read() as connection:
        found = all_users(connection)
    if as_json:
        print_json_lines(map(_record, found))
        return
    if not found:
        console().print("no users yet: wiredesk users add NAME", markup=False)
        return
    table = Table("user", "role", "state", "added", "token of", box=None, header_style="bold")
    for one in found:
        days = (f"{moment:%Y-%m-%d}" for moment in (one.made_at, one.renewed_at))
        table.add_row(*map(Text, (short(one.name), one.role.value, "closed" if one.closed else "open", *days)))
    with paged() as out:
        out.print(table)


@app.command()
def renew(context: typer.Context, name: Name, as_json: Json = False) -> None:
    """Give a user a new token and print it; the one before, and every browser with it, is signed out.

    A closed user is open again.

    Example: wiredesk users renew ana.bell
    """
    with store_of(settings_of(context)).write() as connection:
        token = renew_user(connection, name)
        renewed = known_user(connection, name)
    _print_token(renewed, "renewed", token, as_json)


@app.command()
def role(
    context: typer.Context,
    name: Name,
    to: Annotated[UserRole, typer.Argument(metavar="ROLE", help="reader or editor: what the user may do from now on")],
) -> None:
    """Change what a user may do.

    Example: wiredesk users role ana.bell editor
    """
    with store_of(settings_of(context)).write() as connection:
        set_role(connection, name, to)


@app.command()
def close(context: typer.Context, name: Name) -> None:
    """Let a user no longer sign in; notes and rulings keep the name.

    Example: wiredesk users close ana.bell
    """
    with store_of(settings_of(context)).write() as connection:
        close_user(connection, name)


def _print_token(user: User, done: str, token: str, as_json: bool) -> None:
    if as_json:
        print_json_lines([_record(user) | {"token": token}])
        return
    out = console()
    out.print(f"{done} {user.role.value} {short(user.name)}; the token, which is shown once:", markup=False)
    out.print(f"  {token}", markup=False, highlight=False, soft_wrap=True)


def _record(user: User) -> dict[str, Any]:
    return {
        "name": user.name, "role": user.role.value, "closed": user.closed, "made_at": user.made_at,
        "renewed_at": user.renewed_at,
    }  # fmt: skip
