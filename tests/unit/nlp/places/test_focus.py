"""The focus: the place where a story happened."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from wiredesk.contract import Extraction

Extract = Callable[..., Extraction]

STORIES = [
    # another place than the dateline's
    (
        "WASHINGTON, May 8 (Reuters) - The U.S. Geological Survey said an earthquake of magnitude 6.8 struck southern "
        "Chile on Monday.\n\nThe quake killed two people near Concepcion, Chilean officials said.",
        "Concepcion",
    ),
    (
        "PARIS, May 8 (Reuters) - A bomb exploded at a market in Kano, Nigeria, killing ten people, officials said. "
        "The Nigerian president condemned the attack. France condemned it, too.",
        "Kano",
    ),
    (
        "LONDON, Oct 19 (Reuters) - The company shut its Ipswich factory on Sunday, a spokesman said. Supplies to "
        "Ipswich had dried up, and workers in Ipswich were sent home.",
        "Ipswich",
    ),
    (
        "GENEVA, Nov 5 (Reuters) - Floods have killed 40 people in northern Bangladesh, the Red Cross said. Two "
        "million people in Bangladesh need food.",
        "Bangladesh",
    ),
    # the dateline's
    ("NEW YORK, May 8 (Reuters) - Acme Corp said profit rose 3 percent in the quarter.", "NEW YORK"),
    (
        "NAIROBI, May 8 (Reuters) - Police fired tear gas at protesters on Monday.\n\nThe protests began after the "
        "budget was read. Analysts in London and New York said Kenya would have to borrow more.",
        "NAIROBI",
    ),
    # no dateline
    ("Two men were shot dead in Leeds on Friday, police said. The men, from Manchester, were 24.", "Leeds"),
    ("A Toledo man was arrested in Detroit on Friday, police said.", "Detroit"),
    (
        "The Lyon-based firm will build a plant in Oran, Algeria, it said. The plant in Oran will open in June.",
        "Oran",
    ),
    (
        "Storm batters the Philippines\n\nThe typhoon struck the Philippines on Sunday and killed nine people. Japan "
        "sent a ship, and the United States sent two planes to the Philippines.",
        "Philippines",
    ),
    ("Beijing accused Washington of spying. A balloon was shot down over Montana on Saturday.", "Montana"),
    (
        "Kiplagat wins the Osaka marathon\n\nKenya's Ruth Kiplagat won the Osaka marathon on Sunday. She beat two "
        "runners from Ethiopia.",
        "Osaka",
    ),
]


def focus_name(extraction: Extraction) -> str | None:
    """The name of the focus."""
    return {entity.id: entity.name for entity in extraction.entities}.get(extraction.focus or "")


@pytest.mark.parametrize(("text", "name"), STORIES)
def test_where_it_happened(extract: Extract, text: str, name: str) -> None:
    headline, _, body = text.partition("\n\n") if "(Reuters)" not in text else ("", "", text)
    found = extract(body or text, headline=headline if body else "")
    assert (focus_name(found) or "").removeprefix("the ").casefold() == name.casefold()


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Profit rose 3 percent.",
        "Ann Lee and the Russian delegation left.",
        "The orchestra played two symphonies.",
        ", " * 2000,
    ],
)
def test_nothing_tells_where_it_happened(extract: Extract, text: str) -> None:
    assert extract(text, language="en").focus is None


def test_the_focus_is_an_entity_with_a_location(extract: Extract) -> None:
    found = extract("Two men died in Leeds. " * 300)
    assert [entity.name for entity in found.entities if entity.id == found.focus and entity.location] == ["Leeds"]
