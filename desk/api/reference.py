"""``/api``: the endpoints as a page, drawn from their own description."""

from __future__ import annotations

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from desk.web.rendering import page

router = APIRouter(include_in_schema=False)


@router.api_route("/api", methods=["GET", "HEAD"])
def reference(request: Request) -> Response:
    """Every endpoint with its parameters."""
    schema = request.app.openapi()
    operations = [
        (path, {"description": "", "parameters": []} | methods["get"]) for path, methods in schema["paths"].items()
    ]
    return page(request, "api.html", operations=operations, description=schema["info"]["summary"])
