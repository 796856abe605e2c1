"""Rules on the structure of the repository that no other tool checks."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

from tests.support.paths import ROOT

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
