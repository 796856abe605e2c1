"""Each mention and quote of an extraction has the zone that it stands in."""

from __future__ import annotations

from wiredesk.contract import Article
from wiredesk.nlp.pipeline import Pipeline
from wiredesk.zones.zone_span import ZoneSpan, zone_at


def test_what_is_in_no_zone_is_body() -> None:
    zones = (ZoneSpan(0, 5, "headline"), ZoneSpan(9, 12, "table"))
    assert [zone_at(zones, at) for at in (0, 4, 5, 9, 11, 12)] == [
        "headline", "headline", "body", "table", "table", "body"
    ]  # fmt: skip
    assert zone_at((), 3) == "body"


def test_mentions_and_quotes_have_their_zone(pipeline: Pipeline) -> None:
    article = Article(
        id="x",
        language="en",
        headline="Norway's Ann Lee says rates will rise",
        body="OSLO, May 8 (Reuters) - Ann Lee said on Thursday that rates will rise in Bergen.",
    )
    found = pipeline(article)
    zones = {found.text[slice(*m.span)]: m.zone for entity in found.entities for m in entity.mentions}
    assert zones["Norway"] == "headline" and zones["OSLO"] == "dateline" and zones["Bergen"] == "body"
    assert [quote.zone for quote in found.quotes] == ["headline", "body"]
