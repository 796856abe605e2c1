"""Templates: every value is escaped, every link knows the prefix under which the desk is served."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime
from functools import cache
from typing import Any
from urllib.parse import quote, urlencode

from jinja2 import Environment, PackageLoader, StrictUndefined
from starlette.requests import Request
from starlette.responses import Response

from desk.queries.entity_search import COUNTED, KINDS, kind_of
from desk.web import outline
from desk.web.etag import conditional
from wiredesk.store.results import normalize_name

TYPES = {
    "PERSON": "People",
    "ORG": "Organisations",
    "GPE": "Countries and cities",
    "LOC": "Regions",
    "FAC": "Buildings",
    "NORP": "Nationalities and groups",
    "EVENT": "Events",
    "PRODUCT": "Products",
    "LAW": "Laws",
    "WORK_OF_ART": "Works",
}


@cache
def templates() -> Environment:
    """The environment, with filters and links."""
    env = Environment(loader=PackageLoader("desk.web"), autoescape=True, undefined=StrictUndefined, trim_blocks=True,
                      lstrip_blocks=True)  # fmt: skip
    env.filters |= {
        "when": when,
        "day": day,
        "number": number,
        "stamp": stamp,
        "seconds": seconds,
        "key": normalize_name,
    }
    env.globals |= {
        "TYPES": TYPES, "KINDS": tuple(KINDS), "COUNTED": COUNTED, "kind_of": kind_of,
        "story_path": story_path, "name_path": name_path, "land": outline.path(), "on_map": outline.point,
    }  # fmt: skip
    return env


def page(request: Request, template: str, *, status: int = 200, **values: Any) -> Response:
    """A rendered page."""
    return conditional(
        request, render(template, root_of(request), path=_path(request), **values), "text/html", status=status
    )


def render(template: str, root: str, **values: Any) -> bytes:
    """A template as bytes; ``root`` is the prefix of every link.  Lone surrogates become question marks."""
    return templates().get_template(template).render(root=root, **values).encode("utf-8", "replace")


def root_of(request: Request) -> str:
    return str(request.scope.get("root_path", "")).rstrip("/")


def _path(request: Request) -> str:
    return request.scope["path"].removeprefix(root_of(request))  # type: ignore[no-any-return]


def story_path(id: str, version: int | None = None, **query: object) -> str:
    """A story's permalink, without the prefix; with ``version``, of that version for good."""
    given: Mapping[str, object] = ({"version": version} if version else {}) | query
    return "/story/" + quote(id, safe=":@,;=") + ("?" + urlencode(given) if given else "")


def name_path(type: str, key: str) -> str:
    """The page of a person, organisation, place or thing, without the prefix."""
    return f"/{kind_of(type)}/{quote(key, safe='')}"


def when(moment: datetime) -> str:
    """``14:05`` for today's, ``23 Nov 14:05`` for this year's, else with the year; UTC."""
    moment, present = moment.astimezone(UTC), datetime.now(UTC)
    if moment.date() == present.date():
        return f"{moment:%H:%M}"
    return f"{moment.day} {moment:%b %H:%M}" if moment.year == present.year else f"{moment.day} {moment:%b %Y}"


def day(value: date) -> str:
    return f"{value.day} {value:%b %Y}"


def stamp(moment: datetime | None) -> str:
    """UTC to the second."""
    return f"{moment.astimezone(UTC):%Y-%m-%d %H:%M:%S} UTC" if moment else "–"


def seconds(value: float | None) -> str:
    """A span of time as a person says it."""
    if value is None:
        return "–"
    if value < 120:
        return f"{value:.1f} s"
    return f"{value / 60:.0f} min" if value < 7200 else f"{value / 3600:.0f} h"


def number(value: float) -> str:
    return f"{value:,.0f}" if value >= 10 or value == int(value) else f"{value:.1f}"
