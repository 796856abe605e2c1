"""The tree of the IPTC Media Topics: code, broader concept, name, and the successors of retired codes.

The tables are IPTC's, edition of 2025-03-31, under CC BY 4.0; each file says what was changed. They are read when first
needed, in about 2 ms.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from typing import NamedTuple


class MediaTopic(NamedTuple):
    """A concept of the tree. Codes have eight digits and no scheme."""

    code: str
    broader: str
    """Empty at the top level."""
    retired: str
    """Day on which IPTC retired the code; empty while it is in use."""
    successor: str
    """Code that stands for a retired one; empty while it is in use."""
    name: str
    """In British English."""


@cache
def media_topics() -> dict[str, MediaTopic]:
    """Return every concept by its code, broader ones before narrower ones."""
    return {row[0]: MediaTopic(*row) for row in table_rows("concepts", 5)}


@cache
def path_of(code: str) -> tuple[str, ...]:
    """Return the codes from the top level down to this one, which is the last.

    Raises:
        KeyError: there is no such code.
    """
    topics = media_topics()
    found = [code]
    while broader := topics[found[-1]].broader:
        found.append(broader)
    return tuple(reversed(found))


@cache
def narrower(code: str) -> tuple[str, ...]:
    """Return the codes right below one, without retired ones; those of the top level below an empty one."""
    return tuple(topic.code for topic in media_topics().values() if topic.broader == code and not topic.retired)


def table_rows(name: str, columns: int) -> Iterator[list[str]]:
    """Yield the rows of a table of this package without its notice."""
    text = files(__package__).joinpath(f"{name}.tsv").read_text(encoding="utf-8")
    for line in text.splitlines():
        if not line.startswith("#"):
            yield line.split("|", columns - 1)
