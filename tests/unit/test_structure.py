"""Rules on the structure of the repository that no other tool checks."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.paths import ROOT
from tests.support.product_code import RULES, components, undocumented, word_lists

MIN_DOCUMENTED = 0.9
"""Share of the public functions, classes and methods that have a docstring."""

TESTS = ROOT / "tests"
RINGS = sorted(path.name for path in TESTS.iterdir() if path.is_dir() and path.name not in {"support", "__pycache__"})


def imported_modules(path: Path) -> Iterator[str]:
    """Every module that a file imports, also inside functions."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def test_no_ring_of_tests_imports_from_another_ring() -> None:
    wrong = [
        f"{path.relative_to(ROOT)} imports {name}"
        for ring in RINGS
        for path in sorted((TESTS / ring).rglob("*.py"))
        for name in imported_modules(path)
        for other in RINGS
        if other != ring and f"{name}.".startswith(f"tests.{other}.")
    ]
    assert wrong == [], "what two rings share belongs in tests/support"


def test_shared_test_code_imports_from_no_ring() -> None:
    shared = [*sorted((TESTS / "support").rglob("*.py")), TESTS / "conftest.py"]
    wrong = [
        f"{path.relative_to(ROOT)} imports {name}"
        for path in shared
        for name in imported_modules(path)
        if name.startswith("tests.") and name.split(".")[1] in RINGS
    ]
    assert wrong == []


def test_no_test_module_imports_from_another_test_module() -> None:
    wrong = [
        f"{path.relative_to(ROOT)} imports {name}"
        for path in sorted(TESTS.rglob("test_*.py"))
        for name in imported_modules(path)
        if name.startswith("tests.") and any(part.startswith("test_") for part in name.split(".")[:-1])
    ]
    assert wrong == []


# ---- the product -----------------------------------------------------------------------------------------------------
NO_WORD_LISTS = {
    "wiredesk.nlp.context DOCUMENT_FIELDS": "names of fields of the extraction document",
    "wiredesk.nlp.entities.entity_extractor _fields": "names of fields of the extraction document",
    "wiredesk.nlp.model_parts FACTORIES": "spaCy's names of components",
    "wiredesk.nlp.provenance ReasonKind": "names of kinds",
    "wiredesk.nlp.dates.holidays HOLIDAYS": "rows: a name with the rule of its day",
    "wiredesk.nlp.events.event_frames FLAGS": "keywords of the format of the frame lexicon",
    "wiredesk.nlp.events.frame_rows _SLOTS": "keywords of the format of the frame lexicon",
    "wiredesk.nlp.events.speech_acts SPEECH": "keywords of the format of the frame lexicon",
    "wiredesk.nlp.events.figures NUMERIC": "names of roles",
}
"""Literals of many words that are no lists of words, each with what it is."""


@pytest.mark.parametrize("rule", RULES)
def test_no_module_offends_against_a_rule_of_structure(rule: str) -> None:
    assert sorted(RULES[rule]()) == []


def test_lists_of_words_are_in_the_lexicon() -> None:
    found = set(word_lists())
    assert sorted(found - set(NO_WORD_LISTS)) == [], "more than five English words: put them into wiredesk/nlp/lexicon"
    assert sorted(set(NO_WORD_LISTS) - found) == []


def test_public_functions_and_classes_are_documented() -> None:
    bare, number = undocumented()
    assert len(bare) <= (1 - MIN_DOCUMENTED) * number, sorted(bare)


def test_a_circle_of_imports_is_found() -> None:
    graph = {"a": {"b"}, "b": {"c"}, "c": {"a", "d"}, "d": set()}
    assert [circle for circle in components(graph) if len(circle) > 1] == [{"a", "b", "c"}]
