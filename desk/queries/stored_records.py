"""Stored documents as records of the contract that are not checked again, and of which only what is asked for is read.

A document was checked when it was stored.  To check it once more takes several times as long as to write a table of it.
A record of this module has the attributes, the defaults and the properties of its model, and none of its methods.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from types import UnionType
from typing import Any, ClassVar, TypeVar, Union, cast, get_args, get_origin

import orjson
from pydantic import BaseModel

from wiredesk.contract import Article, Extraction

Model = TypeVar("Model", bound=BaseModel)
_Field = tuple[str, Callable[[Any], Any] | None, Any]
"""Name in the document, conversion of a value that is not null, and default."""


class StoredRecord:
    """A record; its attributes are those of a model."""

    fields: ClassVar[Mapping[str, _Field]] = {}

    def __init__(self, values: Mapping[str, Any]) -> None:
        self._values = values

    def __getattr__(self, name: str) -> Any:
        """Return a value, and keep it."""
        try:
            key, convert, default = self.fields[name]
        except KeyError:
            raise AttributeError(name) from None
        value = self._values.get(key, default)
        if convert is not None and value is not None and value is not default:
            value = convert(value)
        self.__dict__[name] = value
        return value


def stored_extraction(document: str) -> Extraction:
    """Return a stored document."""
    return _record(Extraction, orjson.loads(document))


def stored_article(values: Mapping[str, Any]) -> Article:
    """Return an article with some of its columns; to ask for another one is an error."""
    return _record(Article, values)


def _record(model: type[Model], values: Mapping[str, Any]) -> Model:
    return cast(Model, _class_of(model)(values))


@cache
def _class_of(model: type[BaseModel]) -> type[StoredRecord]:
    """Return the class of the records of a model."""
    fields = {
        name: (field.alias or name, _conversion(field.annotation), field.get_default(call_default_factory=True))
        for name, field in model.model_fields.items()
    }
    properties = {name: value for name, value in vars(model).items() if isinstance(value, property)}
    return type(model.__name__, (StoredRecord,), {"fields": fields, **properties})


def _conversion(annotation: Any) -> Callable[[Any], Any] | None:
    """Return what makes a value of a type of a value of JSON; None if they are the same."""
    origin, arguments = get_origin(annotation), [one for one in get_args(annotation) if one is not type(None)]
    if origin in (Union, UnionType):
        return _conversion(arguments[0]) if len(arguments) == 1 else None
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return _class_of(annotation)
    if origin is not tuple:
        return None
    each = _conversion(arguments[0]) if len(arguments) == 2 and arguments[1] is Ellipsis else None
    return tuple if each is None else lambda values: tuple(map(each, values))
