"""The pages and forms of a reader of the desk: signing in and out."""

from __future__ import annotations

from fastapi import APIRouter, Depends
from starlette.requests import Request
from starlette.responses import Response

from desk.web.edit_pages import reader_forms
from desk.web.known_parameters import Takes
from desk.web.rendering import page

router = APIRouter(include_in_schema=False)
GET = ["GET", "HEAD"]


@router.api_route("/sign-in", methods=GET, dependencies=[Depends(Takes())])
def sign_in(request: Request) -> Response:
    """The form for name and token; for a reader who has given them, who he is, and the way out."""
    return page(request, "sign_in.html", edit=reader_forms(request))
