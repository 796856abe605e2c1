"""``wiredesk star``: keep stories to find them again."""

from __future__ import annotations

from typing import Annotated

import typer

from desk.cli_context import settings_of, store_of
from desk.id_completion import complete_id
from desk.queries.short_ids import full_id
from desk.users.local_user import local_name
from desk.users.stars import star as add_stars
from desk.users.stars import unstar
from desk.users.user_names import clean_name, name_key


def star(
    context: typer.Context,
    ids: Annotated[
        list[str], typer.Argument(metavar="ID", autocompletion=complete_id, help="ids of stories, or their starts")
    ],
    remove: Annotated[bool, typer.Option("--remove", help="take the stars away")] = False,
    by: Annotated[str, typer.Option(metavar="NAME", help="whose stars; by default of the user of the system")] = "",
) -> None:
    """Star stories, or take their stars away.

    wiredesk search is:starred finds them, and so do the page /starred, exports and watches.

    Example: wiredesk star urn:example:1

    Example: wiredesk star --remove urn:example:1
    """
    reader = name_key(clean_name(by) if by else local_name())
    with store_of(settings_of(context)).write() as connection:
        whole = [full_id(connection, id) for id in ids]
        (unstar if remove else add_stars)(connection, reader, whole)
