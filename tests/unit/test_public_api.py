"""The façade ``wiredesk``: its names, their modules, and what a type checker sees."""

from __future__ import annotations

import ast
import importlib
from importlib.metadata import version
from pathlib import Path

import pytest

import wiredesk


def imports_for_type_checkers() -> dict[str, str]:
    """Every name that the façade imports under ``TYPE_CHECKING``, with its module."""
    [path] = wiredesk.__path__
    tree = ast.parse((Path(path) / "__init__.py").read_text(encoding="utf-8"))
    [block] = [node for node in tree.body if isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING"]
    found = {}
    for node in block.body:
        if isinstance(node, ast.ImportFrom):
            found |= {alias.name: str(node.module) for alias in node.names}
    return found


def test_programs_and_type_checkers_see_the_same_names() -> None:
    expected = imports_for_type_checkers()
    assert expected == wiredesk._MODULE_OF
    assert sorted(wiredesk.__all__) == sorted([*expected, "__version__"])
    assert set(wiredesk.__all__) <= set(dir(wiredesk))


@pytest.mark.parametrize("name", sorted(imports_for_type_checkers()))
def test_each_name_is_the_one_of_its_module(name: str) -> None:
    module = importlib.import_module(imports_for_type_checkers()[name])
    assert getattr(wiredesk, name) is getattr(module, name)
    assert getattr(wiredesk, name).__doc__


def test_the_version_is_that_of_the_installed_package() -> None:
    assert wiredesk.__version__ == version("wiredesk")


def test_an_unknown_name_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="module 'wiredesk' has no attribute 'extrat'"):
        wiredesk.extrat  # type: ignore[attr-defined]  # noqa: B018
