"""Which places of a doubtful name a story supports, and where rivers, parks and parts of towns are put."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from wiredesk.contract import Extraction, Location

Extract = Callable[..., Extraction]


def where(extraction: Extraction, name: str) -> Location | None:
    """The location of the entity of a name; None if there is none."""
    found = [entity for entity in extraction.entities if entity.name.removeprefix("the ").casefold() == name.casefold()]
    return found[0].location if found else None


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Venus was seen above Mars and Jupiter. A rover landed on Mars.", "Mars"),
        ("Venus was seen above Mars and Jupiter. A rover landed on Mars.", "Jupiter"),
        ("The talks in Vienna failed. Delegates from Ljubljana and Zagreb left near Trenta.", "Trenta"),
        ("Prices rose in the West End and in the Old Town.", "West End"),
        ("Prices rose in the West End and in the Old Town.", "Old Town"),
    ],
)
def test_a_doubtful_name_is_not_placed(extract: Extract, text: str, name: str) -> None:
    assert where(extract(text), name) is None


@pytest.mark.parametrize(
    ("text", "country"),
    [
        ("Deputies searched homes in Visalia, Fresno and Bakersfield. He had lived in Montreal for years.", "CA"),
        ("Police in Hurley and Ironwood said two men from Montreal were hurt.", "US"),
    ],
)
def test_a_village_far_away_gives_way_to_the_world_city(extract: Extract, text: str, country: str) -> None:
    found = where(extract(text), "Montreal")
    assert found is not None
    assert found.country == country


@pytest.mark.parametrize(
    ("text", "name", "country", "level"),
    [
        # rivers, parks and parts of towns: near what the story is about
        (
            "BELFAST, May 8 (Reuters) - The bridge over the Lagan will open in June.\n\nThe Lagan was low.",
            "Lagan",
            "GB",
            "city",
        ),
        ("Prices rose in the West End. Shops in Edinburgh closed. Edinburgh is full.", "West End", "GB", "city"),
        ("The North Coast was hit by a storm. Two men died in Salem, Oregon.", "North Coast", "US", "region"),
        ("A fire burned at 12 Elm Street in Boston.", "Elm Street", "US", "city"),
        # the sea and the great rivers have places of their own
        ("Tankers passed the Gulf region. Iran and Iraq agreed.", "Gulf region", None, "region"),
        ("They sailed the Danube.", "Danube", None, "region"),
        # a small town that the story supports
        ("A barn burned in Trenta, Italy, on Friday.", "Trenta", "IT", "city"),
        ("A barn burned in Jupiter, Fla., on Friday.", "Jupiter", "US", "city"),
    ],
)
def test_where_it_is_placed(extract: Extract, text: str, name: str, country: str | None, level: str) -> None:
    found = where(extract(text), name)
    assert found is not None
    assert (found.country, found.level) == (country, level)


@pytest.mark.parametrize(
    ("text", "name", "admin1"),
    [
        ("Branches are in California, Oregon, Utah and Washington.", "Washington", "US.WA"),
        ("Washington, Oregon and Idaho sued.", "Washington", "US.WA"),
        ("The storm hit Clay, Duval and Nassau counties.", "Nassau", "US.FL"),
        ("The factory at Bramalea, Ontario, will close; so will one in Toledo, Ohio.", "Ontario", "CA.08"),
        ("They met near the New York border.", "New York", "US.NY"),
        ("BETHLEHEM, Dec 24 (Reuters) - Pilgrims gathered.", "BETHLEHEM", "PS.WE.7870463"),
        ("ORLEANS, May 8 (Reuters) - The president opened a fair.", "ORLEANS", "FR.24"),
        ("CHARLESTON, West Virginia, May 8 (Reuters) - Miners left.", "CHARLESTON", "US.WV"),
        ("CANTON, Ohio, May 8 (Reuters) - The plant will close.", "CANTON", "US.OH"),
        (
            "CHICAGO, May 8 (Reuters) - Yields rose in Illinois and Iowa, a broker in Des Moines said.\n\nIn Paris, "
            "wheat fell.",
            "Paris",
            "FR.11",
        ),
        (
            "WASHINGTON, May 8 (Reuters) - Senator Ann Lee of Georgia, a Democrat, and two Republicans in the House "
            "of Representatives left.",
            "Georgia",
            "US.GA",
        ),
    ],
)
def test_the_region_of_a_name_with_several_places(extract: Extract, text: str, name: str, admin1: str) -> None:
    found = where(extract(text), name)
    assert found is not None and found.admin1 is not None
    assert found.admin1.id == admin1


@pytest.mark.parametrize(
    ("text", "name", "kind"),
    [
        ("They sailed the Danube to the Black Sea.", "Danube", "LOC"),
        ("A ship sank in the Gulf of Guinea on Monday.", "Gulf of Guinea", "LOC"),
        ("Soldiers left Crimea on Monday.", "Crimea", "GPE"),
    ],
)
def test_land_and_water_are_no_states(extract: Extract, text: str, name: str, kind: str) -> None:
    found = [entity for entity in extract(text).entities if entity.name.removeprefix("the ") == name]
    assert [entity.type for entity in found] == [kind]


def test_a_story_of_many_doubtful_names(extract: Extract) -> None:
    extract("He went from Trenta to Lesna and the Lagan. " * 500, language="en")
