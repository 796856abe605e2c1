"""The city of a dateline is the first of its name unless the text says otherwise. One story a row."""

from __future__ import annotations

import pytest

from wiredesk.contract import Article
from wiredesk.nlp.pipeline import Pipeline

# fmt: off
STORIES = [
    ("WASHINGTON, Nov 24 (Xample) - The Senate passed the bill. A senator from Utah voted no.", "US", (38, -77)),
    ("WASHINGTON (AP) — The Senate passed the bill. A senator from Utah voted no.", "US", (38, -77)),
    ("WASHINGTON (AP) - The president flies to Pennsylvania on Tuesday, the White House said.", "US", (38, -77)),
    ("LONDON, Nov 24 (Xample) - The distiller from Kentucky opened an office on Tuesday.", "GB", (51, 0)),
    ("LONDON, Nov 24 (Xample) - The firm opened an office in Kentucky.", "GB", (51, 0)),
    ("PARIS, Nov 24 (Xample) - The minister met the governor of Texas on Tuesday.", "FR", (48, 2)),
    ("SYDNEY, Nov 24 (Xample) - The premier met fishermen from Nova Scotia on Tuesday.", "AU", (-33, 151)),
    ("MADRID, Nov 24 (Xample) - A farmer from Iowa sold maize to Spain on Tuesday.", "ES", (40, -3)),
    ("MADRID, Nov 24 (Xample) - A farmer from Iowa sold maize on Tuesday.", "ES", (40, -3)),
    ("MELBOURNE, Nov 24 (Xample) - A nurse from Florida won the prize on Tuesday.", "AU", (-37, 144)),
    ("BERLIN, Nov 24 (Xample) - The minister honoured a historian from New Hampshire on Tuesday.", "DE", (52, 13)),
    ("ROME, Nov 24 (Xample) - The court heard a carpenter from Georgia on Tuesday.", "IT", (41, 12)),
    ("ROME, Nov 24 (Xample) - The court heard a student from New York on Tuesday.", "IT", (41, 12)),
    ("ATHENS, Nov 24 (Xample) - A museum returned a vase to a college in Georgia on Tuesday.", "GR", (37, 23)),
    ("ATHENS, Nov 24 (Xample) - A university in Ohio returned the vase.", "GR", (37, 23)),
    ("MOSCOW, Nov 24 (Xample) - The court expelled a professor of the University of Idaho on Tuesday.", "RU", (55, 37)),
    ("CAIRO, Nov 24 (Xample) - The ministry bought wheat from Illinois on Tuesday.", "EG", (30, 31)),
    ("BIRMINGHAM, Nov 24 (Xample) - The plant will close and work moves to Alabama.", "GB", (52, -1)),
    ("BIRMINGHAM, Nov 24 (Xample) - A firm from Michigan will close its plant.", "GB", (52, -1)),
    ("CAMBRIDGE, Nov 24 (Xample) - A physicist from Massachusetts won the prize.", "US", (42, -71)),
    ("VENICE, Nov 24 (Xample) - A tourist from Florida fell into the canal.", "IT", (45, 12)),
    ("VENICE, Nov 24 (Xample) - A film from California won the Golden Lion.", "IT", (45, 12)),
    ("VIENNA, Nov 24 (Xample) - The ministry will train pilots in Virginia from Tuesday.", "AT", (48, 16)),
    ("DUBLIN, Nov 24 (Xample) - A company from Ohio will build a plant.", "IE", (53, -6)),
    ("LIMA, Nov 24 (Xample) - A mining company from Ohio will build a plant.", "PE", (-12, -77)),
    ("WARSAW, Nov 24 (Xample) - The minister met troops from Indiana.", "PL", (52, 21)),
    ("GENEVA, Nov 24 (Xample) - The envoy flew to New York and then to Illinois.", "CH", (46, 6)),
    ("MANILA, Nov 24 (Xample) - A ship from Arkansas sank.", "PH", (14, 120)),
    ("DELHI, Nov 24 (Xample) - The court heard a trader from New York.", "IN", (28, 77)),
    ("TOLEDO, Nov 24 (Xample) - The plant makes glass for Michigan.", "US", (41, -83)),
    ("CORDOBA, Nov 24 (Xample) - The plant in Argentina will close.", "AR", (-31, -64)),
    ("SANTIAGO, Nov 24 (Xample) - The bank from California lent money.", "CL", (-33, -70)),
    ("SAN JOSE, Nov 24 (Xample) - The president of Costa Rica spoke.", "CR", (9, -84)),
    ("GEORGETOWN, Nov 24 (Xample) - The oil company from Texas will drill off Guyana.", "GY", (6, -58)),
    ("GEORGETOWN, Nov 24 (Xample) - The oil company from Texas will drill.", "GY", (6, -58)),
    ("PORTLAND, Nov 24 (Xample) - The mayor of the Oregon city resigned.", "US", (45, -122)),
    ("HAMILTON, Nov 24 (Xample) - A steel maker from Ohio will buy the mill.", "CA", (43, -79)),
    ("PERTH, Nov 24 (Xample) - A miner from Ontario bought the pit.", "AU", (-31, 115)),
    ("NAPLES, Nov 24 (Xample) - A yacht from Florida sank.", "IT", (40, 14)),
    ("ST. PETERSBURG, Nov 24 (Xample) - A trader from Florida was held, Russia said.", "RU", (59, 30)),
    ("ALEXANDRIA, Nov 24 (Xample) - A diver from Virginia found a statue.", "EG", (31, 29)),
    ("CAIRO, Ga., Nov 24 (Xample) - The plant will close.", "US", (30, -84)),
    ("PARIS, Texas, Nov 24 (Xample) - The mayor spoke in Paris.", "US", (33, -95)),
    ("LONDON, Ont., Nov 24 (Xample) - The mayor spoke in London.", "CA", (42, -81)),
    ("LONDON, Kentucky (AP) — The jury in London, Kentucky, convicted a man.", "US", (37, -84)),
    ("PARIS, Ky. (AP) - A distiller in Paris won.", "US", (38, -84)),
    ("MOSCOW, Idaho (AP) — Students in Moscow, Idaho, mourned.", "US", (46, -117)),
    ("ROME, Ga. (AP) — The mayor spoke.", "US", (34, -85)),
    ("LONDON (AP) — The jury in London, Kentucky, convicted a man.", "US", (37, -84)),
    ("MEXICO CITY, Nov 24 (Xample) - A trader from Missouri was held.", "MX", (19, -99)),
    ("PARIS — The mayor of this Texas town resigned.", "US", (33, -95)),
    ("Paris (AFP) - A trader from Texas was held.", "FR", (48, 2)),
    ("PARIS (AP) — The mayor of this Texas town resigned.", "US", (33, -95)),
    ("BERLIN (AP) - Residents of this small northern New Hampshire city voted.", "US", (44, -71)),
    ("LIMA, Ohio (AP) — The mayor spoke in Lima.", "US", (40, -84)),
    ("PERU, Ind. (AP) — The circus came.", "US", (40, -86)),
    ("WACO, Texas (AP) — The mayor spoke.", "US", (31, -97)),
    ("RICHMOND (AP) — The governor of Virginia signed it.", "US", (37, -77)),
    ("ALBANY (AP) — The governor of New York signed it.", "US", (42, -73)),
    ("MANCHESTER (Reuters) - A band from New Hampshire won.", "GB", (53, -2)),
    ("NEW YORK (Reuters) - Shares fell.", "US", (40, -74)),
    ("WASHINGTON, D.C. (AP) - The Senate met.", "US", (38, -77)),
    ("WASHINGTON, Pa. (AP) - The mayor spoke.", "US", (40, -80)),
    ("GEORGIA (AP) - It rained.", "GE", (42, 43)),
    ("SINGAPORE (Reuters) - Shares fell.", "SG", (1, 103)),
    ("MONACO (Reuters) - Shares fell.", "MC", (43, 7)),
    ("ODESSA (Reuters) - An oilman from Texas left.", "UA", (46, 30)),
    ("TRIPOLI (Reuters) - An oilman from Texas left.", "LY", (32, 13)),
    ("BOSTON (Reuters) - A team from England left.", "US", (42, -71)),
    ("BATH (Reuters) - A team from Maine left.", "GB", (51, -2)),
    ("ROTTERDAM (Reuters) - A ship from New York left.", "NL", (51, 4)),
    ("DAMASCUS (Reuters) - An aid worker from Maryland left.", "SY", (33, 36)),
    ("LAGOS (Reuters) - A banker from Portugal left.", "NG", (6, 3)),
    ("LONDON — A distiller from Kentucky opened an office on Tuesday.", "GB", (51, 0)),
    ("PARIS — The minister met the governor of Texas on Tuesday.", "FR", (48, 2)),
    ("ATHENS — The Clarke County sheriff found two cars near Watkinsville, Georgia.", "US", (33, -83)),
    ("BERLIN — Germany honoured a historian from New Hampshire on Tuesday.", "DE", (52, 13)),
    ("WASHINGTON — The Senate passed the bill. A senator from Utah voted no.", "US", (38, -77)),
    ("MANCHESTER — Police in Concord, N.H., arrested a man.", "US", (42, -71)),
]
# fmt: on


def located(pipeline: Pipeline, article: Article) -> tuple[str | None, tuple[int, int]] | None:
    """Return the country and the whole degrees of the dateline's place."""
    found = pipeline(article)
    places = {entity.id: entity.location for entity in found.entities}
    place = places.get(found.dateline.place or "") if found.dateline else None
    return (place.country, (int(place.lat), int(place.lon))) if place else None


@pytest.mark.parametrize(("body", "country", "point"), STORIES)
def test_the_city_of_a_dateline(pipeline: Pipeline, body: str, country: str, point: tuple[int, int]) -> None:
    assert located(pipeline, Article(id="x", body=body, language="en")) == (country, point)


def test_a_local_paper_means_its_own_town(pipeline: Pipeline) -> None:
    body = "PARIS — Police in this city found two cars near Dallas, Texas, on Monday."
    paper = Article(id="x", body=body, language="en", source="Paris Herald", url="https://parisherald.example/1")
    found = located(pipeline, paper)
    assert found is not None
    assert found[0] == "US"
