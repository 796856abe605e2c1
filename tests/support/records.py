"""Articles and extractions for tests of the store."""

from __future__ import annotations

from typing import Any

from wiredesk.contract import Article, Engine, Entity, Extraction, Mention

BODY = "LYON, May 8 (Xample) - Mayor Anna Kovac said on Thursday that the bridge would open in June."


def article(id: str = "s1", version: int = 1, **fields: Any) -> Article:
    return Article.model_validate({"id": id, "version": version, "headline": "Bridge to open", "body": BODY} | fields)


def extraction(of: Article, engine: str = "1.0") -> Extraction:
    """Return an extraction that a worker could have made of the article."""
    mention = Mention(span=(0, 6))
    return Extraction(
        id=of.id, version=of.version, language="en", text=of.text, engine=Engine(version=engine, model="m 1"),
        entities=(Entity(id="e1", type="PERSON", name="Anna Kovac", mentions=(mention,)),),
    )  # fmt: skip
