"""Elasticsearch and OpenSearch over their bulk interface: one document a story, the one that readers see."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from hashlib import sha256
from types import TracebackType
from typing import Any, ClassVar, Literal, Self

import httpx
import orjson
from pydantic import AnyHttpUrl, Field, field_validator

from desk.queries.related_stories import Across
from desk.sinks.http_client import sink_client
from desk.sinks.sink import ChangeRefused, Outgoing, Promise, Sink, SinkConfig, SinkUnavailable
from desk.sinks.webhook import retry_after
from desk.views.export_tables import STORY_COLUMNS, STORY_TABLES, ExportTable
from desk.views.table_form import ColumnType, shown_story
from producer.sources.public_address import hide_secrets, public_address
from wiredesk.config_values import Secret, resolve_reference
from wiredesk.store.types import iso

MAX_ID_BYTES = 512
"""Longest id of a document that both servers allow."""
TIMEOUT_SECONDS = 60.0
_TYPES: dict[ColumnType, dict[str, Any]] = {
    "text": {"type": "keyword", "ignore_above": 8191}, "names": {"type": "keyword", "ignore_above": 8191},
    "time": {"type": "date"}, "flag": {"type": "boolean"}, "int8": {"type": "byte"}, "int32": {"type": "integer"},
    "int64": {"type": "long"}, "real": {"type": "double"},
}  # fmt: skip
_PROSE = {name: {"type": "text"} for name in ("headline", "summary", "body")}
_QUOTES = ("content", "speaker", "speaker_thing", "said_by", "mode", "polarity", "quotation")
"""Columns of the table of quotes that a document has for each quote."""
MAPPING: dict[str, Any] = {
    "dynamic": False,
    "properties": {
        **{name: _TYPES[type] for name, type in STORY_COLUMNS}, **_PROSE, "points": {"type": "geo_point"},
        "said": {"type": "nested", "properties": {
            "content": {"type": "text"}, "said_by": {"type": "text"}, "speaker": {"type": "keyword"},
            "speaker_thing": {"type": "keyword"}, "mode": {"type": "keyword"}, "polarity": {"type": "keyword"},
            "quotation": {"type": "boolean"},
        }},
    },
}  # fmt: skip
"""The fields that can be searched.  No field is guessed: dates such as ``P3W`` would make the guess fail."""


class SearchIndexConfig(SinkConfig):
    """An index's row in ``wire.toml``."""

    promise: ClassVar[Promise] = Promise.AT_LEAST_ONCE
    takes_backfill: ClassVar[bool] = True
    default_batch: ClassVar[int] = 200

    type: Literal["elasticsearch"]
    url: AnyHttpUrl = Field(description="address of the server; a password stands in `password`")
    index: str = Field(
        default="wiredesk",
        pattern=r"^[a-z0-9][a-z0-9._-]{0,200}$",
        description="the index; it is made if it is missing",
    )
    user: str | None = Field(default=None, description="login")
    password: Secret | None = Field(default=None, description="password of the login; write it as env:NAME")
    api_key: Secret | None = Field(default=None, description="an API key instead of a login; write it as env:NAME")

    @field_validator("url", mode="before")
    @classmethod
    def _resolved(cls, value: object) -> object:
        return resolve_reference(value)

    def open(self) -> Sink:
        """Return the index."""
        return SearchIndex(self)


class SearchIndex:
    """Writes each story under its id; the number of the change is the version, so that nothing older overwrites it."""

    def __init__(self, config: SearchIndexConfig) -> None:
        self._config = config
        self._url = str(config.url).rstrip("/")
        self._subject = f"sink {config.name} ({public_address(self._url)}, index {config.index})"
        self._client = sink_client(TIMEOUT_SECONDS, connections=1, allow_private=True)
        if config.api_key:
            self._client.headers["authorization"] = f"ApiKey {config.api_key.get_secret_value()}"
        elif config.user is not None:
            password = config.password.get_secret_value() if config.password else ""
            self._client.auth = httpx.BasicAuth(config.user, password)
        self._is_made = False

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._client.close()

    def position(self) -> None:
        """The index has stories, not changes; what comes again is left out by its version."""

    def send(self, changes: Sequence[Outgoing]) -> None:
        """Write or delete the stories in one request.

        Raises:
            SinkUnavailable: the server does not answer, or is overloaded.
            ChangeRefused: the server refuses a document.
        """
        lines = [(change, line) for change in changes if (line := self._lines(change))]
        if not lines:
            return
        self._make_index()
        body = b"".join(line for _, line in lines)
        answer = self._ask("POST", "/_bulk", body, "application/x-ndjson")
        items = answer.get("items", ())
        if len(items) != len(lines):
            raise SinkUnavailable(self._subject, f"answers for {len(items)} of {len(lines)} documents")
        for (change, _), item in zip(lines, items, strict=True):
            self._judge(change, next(iter(item.values())))

    def _lines(self, change: Outgoing) -> bytes:
        """Return the action of a change and its document; empty where a later change has the story."""
        about = {"_index": self._config.index, "_id": _document_id(change.id), "version": change.n,
                 "version_type": "external"}  # fmt: skip
        if change.story is not None:
            return orjson.dumps({"index": about}) + b"\n" + orjson.dumps(_document(change), default=str) + b"\n"
        is_gone = change.what in {"withdrawn", "pruned"}
        return orjson.dumps({"delete": about}) + b"\n" if is_gone else b""

    def _make_index(self) -> None:
        if self._is_made:
            return
        body = orjson.dumps({"mappings": MAPPING})
        self._ask("PUT", f"/{self._config.index}", body, "application/json", allow="resource_already_exists_exception")
        self._is_made = True

    def _ask(self, method: str, path: str, body: bytes, kind: str, *, allow: str = "") -> dict[str, Any]:
        try:
            answer = self._client.request(method, self._url + path, content=body, headers={"content-type": kind})
        except httpx.HTTPError as error:
            raise SinkUnavailable(self._subject, f"{type(error).__name__}: {hide_secrets(str(error))}") from None
        try:
            found = orjson.loads(answer.content)
        except orjson.JSONDecodeError:
            found = {}
        found = found if isinstance(found, dict) else {}
        if answer.is_success or (allow and allow in answer.text):
            return found
        status = f"answers {answer.status_code} {answer.reason_phrase}".rstrip()
        hint = "correct user, password or api_key" if answer.status_code in {401, 403} else ""
        raise SinkUnavailable(self._subject, status, hint, retry_after(answer.headers.get("retry-after")))

    def _judge(self, change: Outgoing, result: dict[str, Any]) -> None:
        """Look at the answer for one document; a conflict says that the index has a newer one."""
        status = int(result.get("status", 500))
        if status < 300 or status == 409 or (status == 404 and "error" not in result):
            return
        error = result.get("error") or {}
        cause = str(error.get("reason", error) if isinstance(error, dict) else error)[:300]
        if status == 400:
            hint = f"wiredesk sinks replay {self._config.name} --change {change.n}"
            raise ChangeRefused(self._subject, f"refuses the document: {cause}", hint, change.n)
        raise SinkUnavailable(self._subject, f"answers {status} for a document: {cause}")


def _document_id(id: str) -> str:
    """Return the id of a story's document; of one that is too long, a fingerprint."""
    given = id.encode()
    return id if len(given) <= MAX_ID_BYTES else sha256(given).hexdigest()


def _document(change: Outgoing) -> dict[str, Any]:
    assert change.story is not None
    shown = shown_story(change.story, change.others or Across())
    [row] = STORY_TABLES[ExportTable.stories].rows(shown)
    document = dict(zip(STORY_TABLES[ExportTable.stories].names, row, strict=True))
    quotes = STORY_TABLES[ExportTable.quotes]
    places = STORY_TABLES[ExportTable.places]
    said = (dict(zip(quotes.names, values, strict=True)) for values in quotes.rows(shown))
    lying = (dict(zip(places.names, values, strict=True)) for values in places.rows(shown))
    document |= {
        "body": shown.article.body,
        "said": [{name: one[name] for name in _QUOTES} for one in said],
        "points": [{"lat": one["lat"], "lon": one["lon"]} for one in lying],
        "document": orjson.Fragment(change.document or b"null"),
    }
    return {name: iso(value) if isinstance(value, datetime) else value for name, value in document.items()}
