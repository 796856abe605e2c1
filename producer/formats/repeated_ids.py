"""Identifiers that identify nothing: by their form, and because several stories of one document have them."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import pairwise

from producer.formats.draft import Draft
from producer.formats.envelope import Envelope
from producer.formats.namespaces import why_no_id
from producer.formats.results import Part

MIN_COMMON_WORDS = 0.5
"""Share of the words of two texts that both have, from which on they are versions of one story."""
MAX_COMPARED_CHARS = 3_000
"""Characters of a text that are compared: enough to know it."""
_REMEMBERED = "several stories had it before"


def with_usable_id(draft: Draft, envelope: Envelope) -> Draft:
    """Drop an id that identifies nothing by its form, or of which this was found before."""
    for _ in range(2):  # the id, then the link that replaces it
        id = draft.values.get("id")
        if draft.as_given or not id:
            break
        if why := why_no_id(id, draft.namespace) or (_REMEMBERED if id in envelope.useless_ids else ""):
            draft.drop_id(why)
    return draft


def with_distinct_ids(parts: Iterable[Draft | Part]) -> Iterator[Draft | Part]:
    """Yield the parts of a document; an id that stories with different texts share is dropped from all of them.

    Versions of one story keep it.  Everything that was read before an error of the document is yielded first.
    """
    read: list[Draft | Part] = []
    try:
        read.extend(parts)
    except Exception:
        yield from _distinct(read)
        raise
    yield from _distinct(read)


def _distinct(parts: list[Draft | Part]) -> list[Draft | Part]:
    for _ in range(2):  # the ids, then the links that replace them
        groups: dict[str, list[Draft]] = defaultdict(list)
        for part in parts:
            if isinstance(part, Draft) and part.values.get("id"):
                groups[part.values["id"]].append(part)
        for drafts in groups.values():
            if len(drafts) > 1 and not all(_are_versions(one, other) for one, other in pairwise(drafts)):
                for draft in drafts:
                    draft.drop_id(f"{len(drafts)} stories with different texts have it")
    return parts


def _are_versions(one: Draft, other: Draft) -> bool:
    """Return whether two items with the same id are versions of one story."""
    first, second = one.values, other.values
    if _text(one) == _text(other):
        return True
    if (numbers := {first.get("version"), second.get("version")}) and None not in numbers and len(numbers) == 2:
        return True
    if (
        first.get("published")
        and first.get("published") == second.get("published")
        and _differ(first, second, "updated")
    ):
        return True
    if _differ(first, second, "url"):
        return False
    if _differ(first, second, "published") or _differ(first, second, "updated"):
        heads = [_words_of(str(values.get("headline") or "")) for values in (first, second)]
        if all(heads) and not _are_alike(*heads):
            return False  # the entries of a live report share a link and stock phrases, each with its own time
    return _are_alike(_words(one), _words(other))


def _are_alike(words: set[str], others: set[str]) -> bool:
    return len(words & others) >= MIN_COMMON_WORDS * len(words | others)


def _differ(first: dict[str, object], second: dict[str, object], field: str) -> bool:
    return bool(first.get(field) and second.get(field)) and first[field] != second[field]


def _text(draft: Draft) -> str:
    return " ".join(" ".join([draft.values.get("headline", ""), *draft.blocks]).split())


def _words(draft: Draft) -> set[str]:
    return _words_of(_text(draft)[:MAX_COMPARED_CHARS])


def _words_of(text: str) -> set[str]:
    return set(re.findall(r"\w+", text.casefold()))
