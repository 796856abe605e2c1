"""The models of errors, for the description of the API."""

from __future__ import annotations

from pydantic import BaseModel, Field


class ValueErrorOut(BaseModel):
    """What is wrong with one value of a request."""

    detail: str
    parameter: str | None = Field(default=None, description="the name of the parameter")
    pointer: str | None = Field(default=None, description="a JSON pointer (RFC 6901) into the body")


class Problem(BaseModel):
    """An error: what happened and what to do (RFC 9457)."""

    type: str = Field(description="`about:blank`: the status says what kind of error it is")
    title: str
    status: int
    detail: str
    instance: str = Field(description="the path of the request")
    error: str = Field(description="the same as `title`, as earlier releases call it")
    errors: list[ValueErrorOut] = Field(default=[], description="the values of the request that are wrong")
