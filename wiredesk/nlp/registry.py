"""The catalogue of extractors, in the order in which they run."""

from __future__ import annotations

from collections.abc import Collection
from importlib import import_module
from importlib.metadata import entry_points

from wiredesk.errors import ConfigError
from wiredesk.nlp.context import Extractor
from wiredesk.nlp.languages.any_language import EXTRACTORS as ANY_LANGUAGE
from wiredesk.nlp.languages.language_table import LANGUAGES
from wiredesk.nlp.languages.profile import Tier

GROUP = "wiredesk.extractors"


def built_in() -> tuple[Extractor, ...]:
    """Return the extractors of every language of the table, English first, then those of any language."""
    own = (row for profile in LANGUAGES if profile.extractors for row in import_module(profile.extractors).EXTRACTORS)
    return (*own, *ANY_LANGUAGE)


def of_packages() -> tuple[Extractor, ...]:
    """Return the extractors of installed packages."""
    return tuple(point.load() for point in entry_points(group=GROUP))


def extractors() -> tuple[Extractor, ...]:
    """Return the built-in extractors and those of installed packages, each after what it requires.

    Raises:
        ConfigError: two extractors share a name, a required extractor does not exist, or two require each other.
    """
    own, added = built_in(), of_packages()
    if taken := {row.name for row in added} & {row.name for row in own}:
        raise _provided_twice(min(taken))
    return ordered(own + added)


def ordered(table: tuple[Extractor, ...], absent: Collection[str] = ()) -> tuple[Extractor, ...]:
    """Return the same extractors, each after those that it requires; otherwise in the order given.

    Args:
        table: extractors in any order.
        absent: names that extractors may require although nothing provides them.
    """
    _check_names(table)
    done: list[Extractor] = []
    waiting = list(table)
    while waiting:
        given = {*absent, *(row.name for row in done)}
        ready = next((row for row in waiting if given.issuperset(row.requires)), None)
        if ready is None:
            row = waiting[0]
            missing = ", ".join(name for name in row.requires if name not in given)
            raise ConfigError(f"extractor {row.name}", f"requires {missing}, which no extractor before it provides")
        done.append(ready)
        waiting.remove(ready)
    return tuple(done)


def _check_names(table: tuple[Extractor, ...]) -> None:
    """Raise ConfigError where two extractors of one name read one language at one tier."""
    seen: set[tuple[str, str, int]] = set()
    for row in table:
        places = {(row.name, language, int(row.tier)) for language in row.languages or ("",)}
        if seen & places:
            raise _provided_twice(row.name)
        seen |= places


def _provided_twice(name: str) -> ConfigError:
    return ConfigError(f"extractor {name}", "two packages provide it", "uninstall one of them")


def for_language(table: tuple[Extractor, ...], language: str, tier: int) -> tuple[Extractor, ...]:
    """Return the extractors that read a language at a tier, one of each name, in the order of the table.

    One that requires another which does not read the language is left out; what the table lacks altogether was left
    out of it by choice.

    Args:
        table: extractors in order, as :func:`extractors` returns them.
        language: ISO 639-1 code.
        tier: how deeply a story of the language is read.
    """
    best: dict[str, Extractor] = {}
    for row in table:
        if row.tier > tier or (row.languages and language not in row.languages):
            continue
        before = best.get(row.name)
        if before is None or (bool(row.languages), row.tier) > (bool(before.languages), before.tier):
            best[row.name] = row
    found = [row for row in table if best.get(row.name) is row]
    absent = {name for row in table for name in row.requires} - {row.name for row in table}
    while lacking := [row for row in found if not (absent | {one.name for one in found}).issuperset(row.requires)]:
        found = [row for row in found if row not in lacking]
    return ordered(tuple(found), absent)


def select(table: tuple[Extractor, ...], names: str) -> tuple[Extractor, ...]:
    """Return the extractors that a setting names, with their requirements: ``all``, ``none``, or comma-separated names.

    Raises:
        ConfigError: no extractor has that name.
    """
    if names == "all":
        return table
    known = {row.name for row in table}
    wanted = {name.strip() for name in names.split(",") if name.strip()} - {"none"}
    taken: set[str] = set()
    while wanted:
        name = wanted.pop()
        if name not in known:
            raise ConfigError(f"extractor {name}", "is unknown", "wiredesk extractors lists them")
        taken.add(name)
        for row in table:
            if row.name == name:
                wanted |= {*row.requires, *filter(None, [row.completes])} - taken
    return tuple(row for row in table if row.name in taken)


def visible(table: tuple[Extractor, ...]) -> list[tuple[Extractor, tuple[str, ...]]]:
    """Return the extractors that users see, each with those that it requires, internal stages left out.

    Of several with one name the first one is returned: the one for English.
    """
    rows: dict[str, Extractor] = {}
    for row in table:
        rows.setdefault(row.name, row)

    def required(row: Extractor) -> list[str]:
        found: list[str] = []
        for name in row.requires:
            found += required(rows[name]) if rows[name].internal else [name]
        return list(dict.fromkeys(found))

    return [
        (row, tuple(dict.fromkeys([*filter(None, [row.completes]), *required(row)])))
        for row in rows.values()
        if not row.internal
    ]


BUILT_IN_ENGLISH = for_language(built_in(), "en", Tier.RULES)
"""What reads English, without the extractors of other packages."""
