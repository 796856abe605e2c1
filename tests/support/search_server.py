"""A small search server: the part of the protocol of Elasticsearch and OpenSearch that the sink speaks."""

from __future__ import annotations

import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any, Self

import orjson


class SearchServer:
    """Keeps documents with external versions.

    ``refuse`` gives the status for a document's id, 0 to take it; ``status`` that of every request, 0 to answer.
    """

    def __init__(self) -> None:
        self.documents: dict[str, dict[str, Any]] = {}
        self.versions: dict[str, int] = {}
        self.indexes: dict[str, dict[str, Any]] = {}
        self.refuse: dict[str, int] = {}
        self.status = 0
        self.authorization: str | None = None
        outer = self

        class Handler(BaseHTTPRequestHandler):
            def do_PUT(self) -> None:
                outer._answer(self)

            def do_POST(self) -> None:
                outer._answer(self)

            def log_message(self, format: str, *args: Any) -> None: ...

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self._server.server_port}"

    def __enter__(self) -> Self:
        threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True).start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._server.shutdown()
        self._server.server_close()

    def _answer(self, request: BaseHTTPRequestHandler) -> None:
        body = request.rfile.read(int(request.headers["content-length"]))
        self.authorization = request.headers["authorization"]
        status, found = self.status, {"error": "told so"}
        if not status:
            status, found = self._bulk(body) if request.path == "/_bulk" else self._make(request.path[1:], body)
        data = orjson.dumps(found)
        request.send_response(status)
        request.send_header("content-length", str(len(data)))
        request.end_headers()
        request.wfile.write(data)

    def _make(self, index: str, body: bytes) -> tuple[int, dict[str, Any]]:
        if index in self.indexes:
            return 400, {"error": {"type": "resource_already_exists_exception"}, "status": 400}
        self.indexes[index] = orjson.loads(body)
        return 200, {"acknowledged": True}

    def _bulk(self, body: bytes) -> tuple[int, dict[str, Any]]:
        assert body.endswith(b"\n")
        lines = iter(body.splitlines())
        items = []
        for line in lines:
            [(action, about)] = orjson.loads(line).items()
            document = orjson.loads(next(lines)) if action == "index" else None
            items.append({action: self._one(about, document)})
        return 200, {"errors": any(next(iter(item.values()))["status"] > 299 for item in items), "items": items}

    def _one(self, about: dict[str, Any], document: dict[str, Any] | None) -> dict[str, Any]:
        id, version = about["_id"], about["version"]
        assert about["version_type"] == "external" and about["_index"] in self.indexes
        if status := self.refuse.get(id, 0):
            return {"status": status, "error": {"reason": f"told so of {id}"}}
        if version <= self.versions.get(id, -1):
            return {"status": 409, "error": {"type": "version_conflict_engine_exception"}}
        was = id in self.documents
        self.versions[id] = version
        self.documents.pop(id, None)
        if document is not None:
            self.documents[id] = document
        return {"status": (200 if was else 201) if document is not None else (200 if was else 404)}
