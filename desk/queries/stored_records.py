"""Stored documents as records of the contract that are not checked again, and of which only what is asked for is read.

A document was checked when it was stored.  To check it once more takes several times as long as to write a table of it.
A record of this module has the attributes, the defaults and the properties of its model, and none of its methods; a
tuple, such as a span, is a list.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from types import UnionType
from typing import Any, TypeVar, Union, cast, get_args, get_origin

import orjson
from pydantic import BaseModel

from wiredesk.contract import Article, Extraction

Model = TypeVar("Model", bound=BaseModel)


class StoredRecord:
    """A record; its attributes are those of a model.

    The values of the document are its dictionary of attributes: reading one costs no call.  Lists and records inside
    are properties, which convert them at the first use.  What the document leaves out is an attribute of the class.
    """


def stored_extraction(document: str) -> Extraction:
    """Return a stored document."""
    return _record(Extraction, orjson.loads(document))


def stored_article(values: dict[str, Any]) -> Article:
    """Return an article with some of its columns; to ask for another one is an error."""
    return _record(Article, values)


def _record(model: type[Model], values: dict[str, Any]) -> Model:
    return cast(Model, _maker_of(model)(values))


@cache
def _maker_of(model: type[BaseModel]) -> Callable[[dict[str, Any]], StoredRecord]:
    """Return what makes a record of a model of the values of a document."""
    members: dict[str, Any] = {name: value for name, value in vars(model).items() if isinstance(value, property)}
    for name, field in model.model_fields.items():
        convert, key = _conversion(field.annotation), field.alias or name
        if convert is not None or key != name:
            members[name] = _property(key, convert, field.get_default(call_default_factory=True))
        elif not field.is_required():
            members[name] = field.get_default(call_default_factory=True)
    kind: type[StoredRecord] = type(model.__name__, (StoredRecord,), members)

    def make(values: dict[str, Any]) -> StoredRecord:
        record = kind()
        record.__dict__ = values
        return record

    return make


def _property(key: str, convert: Callable[[Any], Any] | None, default: Any) -> property:
    """Return a property that converts a value of the document, and keeps the result beside it."""
    kept = f"converted {key}"

    def value_of(record: StoredRecord) -> Any:
        values = record.__dict__
        if kept in values:
            return values[kept]
        value = values.get(key, default)
        if convert is not None and value is not None and value is not default:
            value = convert(value)
        values[kept] = value
        return value

    return property(value_of)


def _conversion(annotation: Any) -> Callable[[Any], Any] | None:
    """Return what makes a value of a type of a value of JSON; None for one that stays as it is."""
    origin, arguments = get_origin(annotation), [one for one in get_args(annotation) if one is not type(None)]
    if origin in (Union, UnionType):
        return _conversion(arguments[0]) if len(arguments) == 1 else None
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return _maker_of(annotation)
    if origin is not tuple or len(arguments) != 2 or arguments[1] is not Ellipsis:
        return None
    each = _conversion(arguments[0])
    return None if each is None else lambda values: [each(one) for one in values]
