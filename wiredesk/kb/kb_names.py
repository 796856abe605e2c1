"""The keys by which things are found: of their names when a base is built, of a text's name when it is looked up."""

from __future__ import annotations

from collections.abc import Iterator

from wiredesk.contract import EntityType
from wiredesk.folded_names import folded_name, without_generation
from wiredesk.kb.kb_records import KbRecord

NAME_CHARACTERS = 200
"""Characters of a name; longer ones are titles of works and mistakes."""
LABEL_WEIGHT, ALIAS_WEIGHT, SURNAME_WEIGHT = 100, 50, 10
"""Per cent of the cases, roughly, in which a name of this kind means its thing rather than another one as well-known: a
thing is mostly called by its label; aliases are often those of several; a surname alone stands for a person whom the
text names in full elsewhere, or for one of many bearers."""


def kb_key(name: str, type: EntityType) -> str:
    """Return the form in which a name is compared: without case, accents, dots, articles, legal form, generation."""
    words = folded_name(name[:NAME_CHARACTERS], type).split()
    return " ".join(without_generation(words) if type == "PERSON" else words)


def without_initials(key: str) -> str:
    """Return a person's key without middle initials: ``john f kennedy`` is ``john kennedy``."""
    first, *rest = key.split() or [""]
    return " ".join([first, *(word for word in rest[:-1] if len(word) > 1), *rest[-1:]])


def keys_of(record: KbRecord) -> dict[str, int]:
    """Return the keys that lead to a thing, each with its weight."""
    found: dict[str, int] = {}
    for key, weight in _keys(record):
        if key and found.get(key, 0) < weight:
            found[key] = weight
    return found


def _keys(record: KbRecord) -> Iterator[tuple[str, int]]:
    label = kb_key(record.name, record.type)
    yield label, LABEL_WEIGHT
    aliases = [kb_key(alias, record.type) for alias in record.aliases]
    yield from ((key, ALIAS_WEIGHT) for key in aliases)
    if record.type == "PERSON":
        yield from ((without_initials(key), ALIAS_WEIGHT) for key in (label, *aliases))
        if " " in label:
            yield label.rpartition(" ")[2], SURNAME_WEIGHT
