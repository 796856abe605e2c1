"""What one acceleration is: a name, whether it applies to the loaded model, and why (not)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Protocol

from spacy.language import Language
from spacy.tokens import Doc


@dataclass(frozen=True, slots=True)
class Piece:
    """One acceleration, as ``wiredesk doctor`` shows it."""

    name: str
    applied: bool
    reason: str


class Unfit(Exception):
    """The loaded model is not what this piece was written for.  The message says what differs."""


class Run(Protocol):
    """The quick way to do what a component does to one ``Doc``.  False: not this doc, and nothing was touched."""

    def __call__(self, doc: Doc, /) -> bool: ...


class Swift:
    """A component of the pipeline that runs the quick way, and is its stock component in every other respect."""

    def __init__(self, stock: Any, run: Run) -> None:
        self.stock = stock
        self.run = run

    def __call__(self, doc: Doc) -> Doc:
        try:
            if self.run(doc):
                return doc
        except Exception as error:
            # Stock components hand every error to the pipeline's handler, which raises unless the user chose another.
            self.stock.get_error_handler()(self.stock.name, self.stock, [doc], error)
            return doc
        return self.stock(doc)  # type: ignore[no-any-return]

    def pipe(self, stream: Iterable[Doc], *, batch_size: int = 128) -> Iterator[Doc]:
        """One by one: on a CPU a batch gains nothing (`docs/explanation/speed.md`)."""
        return map(self, stream)

    def __getattr__(self, name: str) -> Any:
        if name in {"stock", "run"}:  # not yet set: while unpickling
            raise AttributeError(name)
        return getattr(self.stock, name)

    def __reduce__(self) -> Any:
        return (_itself, (self.stock,))


def _itself(stock: Any) -> Any:
    return stock


def component(nlp: Language, kind: type, factory: str) -> tuple[str, Any]:
    """The one enabled component of exactly this class.

    Raises:
        Unfit: there is none, more than one, or only a subclass of it.
    """
    found = [(name, pipe) for name, pipe in nlp.pipeline if type(pipe) is kind]
    if len(found) == 1:
        return found[0]
    if found:
        raise Unfit(f"{len(found)} components of the kind {factory}")
    other = [(name, pipe) for name, pipe in nlp.pipeline if isinstance(pipe, kind) or name == factory]
    if other:
        raise Unfit(f"component {other[0][0]} is a {type(other[0][1]).__name__}, not a {kind.__name__}")
    raise Unfit(f"the pipeline has no {factory}")


def replace(nlp: Language, name: str, run: Run) -> None:
    """Put the quick way in the place of the component ``name``."""
    components = nlp._components
    position = [key for key, _ in components].index(name)
    components[position] = (name, Swift(components[position][1], run))
