"""``wiredesk schema``: the JSON Schema of the two documents."""

from __future__ import annotations

import json
from enum import StrEnum
from typing import Annotated

import typer

from wiredesk.contract import Article, Extraction


class Document(StrEnum):
    """The documents of the contract."""

    article = "article"
    extraction = "extraction"


def schema(document: Annotated[Document, typer.Argument(metavar="DOCUMENT", help="article or extraction")]) -> None:
    """Print the JSON Schema of a document.

    Example: wiredesk schema article
    """
    model = Article if document is Document.article else Extraction
    typer.echo(json.dumps(model.model_json_schema(by_alias=True, mode="serialization"), indent=2))
