"""The record of one patch, and the component that runs a fast path in place of a stock component."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Protocol

from spacy.language import Language
from spacy.tokens import Doc


@dataclass(frozen=True, slots=True)
class Patch:
    """One acceleration, as ``wiredesk doctor`` shows it.

    Attributes:
        name: The part of the pipeline, such as ``parser``.
        applied: Whether the fast path runs.
        reason: What the patch does; if it is not applied, what in the pipeline prevents it.
    """

    name: str
    applied: bool
    reason: str


class NotApplicable(Exception):
    """A patch does not fit the loaded model.  The message says what differs."""


class FastPath(Protocol):
    """The faster replacement for a component's ``__call__``.

    It annotates the ``Doc`` in place and returns True.  It returns False, with the ``Doc`` untouched, if only the stock
    component can process that ``Doc``.
    """

    def __call__(self, doc: Doc, /) -> bool: ...


class PatchedPipe:
    """A pipeline component that runs a fast path and delegates everything else to its stock component."""

    def __init__(self, stock: Any, fast_path: FastPath) -> None:
        self.stock = stock
        self.fast_path = fast_path

    def __call__(self, doc: Doc) -> Doc:
        try:
            if self.fast_path(doc):
                return doc
        except Exception as error:
            # Errors go to the pipeline's handler, as in stock components. The default handler raises them.
            self.stock.get_error_handler()(self.stock.name, self.stock, [doc], error)
            return doc
        return self.stock(doc)  # type: ignore[no-any-return]

    def pipe(self, stream: Iterable[Doc], *, batch_size: int = 128) -> Iterator[Doc]:
        """Process docs one by one: batches are not faster on a CPU (``docs/explanation/speed.md``)."""
        return map(self, stream)

    def __getattr__(self, name: str) -> Any:
        if name in {"stock", "fast_path"}:  # not set yet: the object is being unpickled
            raise AttributeError(name)
        return getattr(self.stock, name)

    def __reduce__(self) -> Any:
        return (_stock_only, (self.stock,))


def _stock_only(stock: Any) -> Any:
    """Unpickle a patched component as its stock component."""
    return stock


def component(nlp: Language, kind: type, factory: str) -> tuple[str, Any]:
    """Return the name and the object of the one enabled component whose class is exactly ``kind``.

    Raises:
        NotApplicable: The pipeline has no such component, several, or only a subclass of it.
    """
    found = [(name, pipe) for name, pipe in nlp.pipeline if type(pipe) is kind]
    if len(found) == 1:
        return found[0]
    if found:
        raise NotApplicable(f"the pipeline has {len(found)} components of the kind {factory}")
    other = [(name, pipe) for name, pipe in nlp.pipeline if isinstance(pipe, kind) or name == factory]
    if other:
        raise NotApplicable(f"component {other[0][0]} is a {type(other[0][1]).__name__}, not a {kind.__name__}")
    raise NotApplicable(f"the pipeline has no {factory}")


def replace(nlp: Language, name: str, fast_path: FastPath) -> None:
    """Put a fast path in place of the component ``name``."""
    components = nlp._components
    position = [key for key, _ in components].index(name)
    components[position] = (name, PatchedPipe(components[position][1], fast_path))
