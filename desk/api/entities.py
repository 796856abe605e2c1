"""People, organisations, places and things."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Any

from fastapi import APIRouter, Path, Query
from starlette.requests import Request
from starlette.responses import Response

from desk.api.models import EntitiesOut, Problem, ProfileOut
from desk.api.params import Limit, json
from desk.queries.entity_search import KINDS, Ranked, profile, ranking
from desk.queries.filters import TYPES
from desk.web.state import desk_of
from wiredesk.contract import EntityType
from wiredesk.errors import NotFound

router = APIRouter(tags=["names"])


class NameKind(StrEnum):
    people = "people"
    organisations = "organisations"
    places = "places"
    things = "things"


@router.get("/entities", response_model=EntitiesOut, summary="Names in the most of the newest stories")
def entities(
    request: Request,
    type: Annotated[EntityType | None, Query(description="only of this type")] = None,
    q: Annotated[str, Query(max_length=300, description="words of the name")] = "",
    limit: Limit = 50,
) -> Response:
    """Of the newest thousand stories; with words, of the newest thousand that have them."""
    with desk_of(request).store.read() as connection:
        found = ranking(connection, (type,) if type else TYPES, words=q, limit=limit)
    return json(request, {"entities": [_ranked(one) for one in found]})


@router.get(
    "/entities/{kind}/{key:path}",
    response_model=ProfileOut,
    responses={404: {"model": Problem}},
    summary="One name with its neighbours, titles and days",
)
def entity(
    request: Request,
    kind: Annotated[NameKind, Path(description="`people`, `organisations`, `places` or `things`")],
    key: Annotated[str, Path(description="the name, in any case")],
) -> Response:
    """What was said is at `/api/quotes?speaker=`, the stories at `/api/stories?entity=`."""
    with desk_of(request).store.read() as connection:
        found = profile(connection, kind.value, key)
    if found is None:
        raise NotFound(key[:80], "stands in no story on the desk")
    lat, lon = found.point or (None, None)
    return json(request, {
        "key": found.key, "name": found.name, "types": found.types, "stories": found.stories,
        "titles": [role for role, _ in found.roles], "with_whom": [_ranked(one) for one in found.with_whom],
        "days": [{"day": day, "stories": count} for day, count in found.days], "lat": lat, "lon": lon,
    })  # fmt: skip


def _ranked(one: Ranked) -> dict[str, Any]:
    return {"type": one.type, "key": one.key, "name": one.name, "stories": one.stories}


assert tuple(NameKind) == tuple(KINDS)
