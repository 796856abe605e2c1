"""``wiredesk show``: one story as a person reads it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import orjson
import typer

from desk.cli_context import settings_of, store_of

if TYPE_CHECKING:
    from desk.queries.stories import Story


def show(
    context: typer.Context,
    id: Annotated[str, typer.Argument(metavar="ID", help="the story's id; id@version for one version")],
    version: Annotated[int | None, typer.Option(help="this version, not the one in sight")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="extraction, article and ledger as JSON")] = False,
) -> None:
    """Print a story with its entities in colour, its quotes and where it stands.

    Example: wiredesk show urn:newsml:meridianwire.example:20260820:nz-minister

    Example: wiredesk show urn:newsml:meridianwire.example:20260820:nz-minister --json
    """
    from desk.queries.stories import find

    with store_of(settings_of(context)).read() as connection:
        story = find(connection, id, version)
    if as_json:
        typer.echo(orjson.dumps(as_document(story)).decode())
        return
    from desk.views.story_text import page
    from desk.views.terminal import paged

    with paged() as out:
        for part in page(story):
            out.print(part)


def as_document(story: Story) -> dict[str, object]:
    """The extraction document with the article and the ledger's columns beside it."""
    row = story.row
    ledger = {name: row[name] for name in ("state", "queue", "attempts", "visible", "error", "worker", "duplicate_of")}
    ledger["shown"] = ledger.pop("visible")  # the document keeps the name of the database's column
    ledger |= {name: row[name] for name in ("accepted_at", "sent_at", "started_at", "ended_at")}
    document = orjson.loads(story.document) if story.document else {"id": row["id"], "version": row["version"]}
    article = orjson.Fragment(story.article.model_dump_json().encode())
    return document | {"article": article, "ledger": ledger}
