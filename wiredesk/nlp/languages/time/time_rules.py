"""The rules of the grammar of time, compiled: those that languages share, and those of a language's own."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from wiredesk.nlp.dates.rule_index import RuleIndex
from wiredesk.nlp.languages.time.time_vocabulary import CODE, PACKAGE, table_of
from wiredesk.toml_tables import read_table

_PART = re.compile(r"@([A-Z]+)")
_CLASS = re.compile(r"(?<!P)(?<!\(\?)<(?![=!])([\w|]+)>")


@dataclass(frozen=True, slots=True)
class TimeRule:
    """A pattern over classes of tokens, and the name of the function that resolves its matches."""

    name: str
    pattern: re.Pattern[str]
    value: str


def compile_rule(grammar: str, parts: Mapping[str, str]) -> re.Pattern[str]:
    """Compile the grammar of a rule: ``<the>`` is a token of that class, ``@NUM`` a part that is defined by name.

    Raises:
        ValueError: the grammar names a class or a part that does not exist.
    """
    text = grammar
    while found := _PART.search(text):
        if found[1] not in parts:
            raise ValueError(f"a rule of dates names the part @{found[1]}, which is not defined")
        text = text[: found.start()] + parts[found[1]] + text[found.end() :]
    return re.compile(_CLASS.sub(_class_set, re.sub(r"\s+", "", text)))


def _class_set(match: re.Match[str]) -> str:
    names = match[1].split("|")
    unknown = [name for name in names if name not in CODE]
    if unknown:
        raise ValueError(f"a rule of dates names the class {unknown[0]!r}; shared/date_rules.toml lists the classes")
    codes = [CODE[name] for name in names]
    return codes[0] if len(codes) == 1 else f"[{''.join(codes)}]"


@cache
def rules_of(language: str) -> RuleIndex[TimeRule]:
    """Return the rules for a language: its own first, then those that it shares, by the classes that open them."""
    shared = read_table(PACKAGE, "shared/date_rules")
    own = table_of(language, "dates")
    parts = shared["parts"]
    tables: list[Mapping[str, Any]] = [own, *(read_table(PACKAGE, f"shared/{name}") for name in own.get("uses", []))]
    return RuleIndex([rule for table in (*tables, shared) for rule in _rules(table, parts)])


def _rules(table: Mapping[str, Any], parts: Mapping[str, str]) -> Iterator[TimeRule]:
    for row in table.get("rule", []):
        yield TimeRule(row["name"], compile_rule(row["match"], parts), row["value"])
