"""The picture of the packages in docs/explanation/architecture.md is what the code imports."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Mapping
from pathlib import Path

import grimp
import pytest

PAGE = Path(__file__).parents[2] / "docs" / "explanation" / "architecture.md"
PACKAGES = ("wiredesk", "worker", "producer", "desk")
_NAMED = re.compile(r"(\w+)\[([\w., ]+)\]")

Edge = tuple[str, str]


def arrows(picture: str) -> set[Edge]:
    """The arrows of a mermaid flowchart, as pairs of the boxes' texts: ``a[x.y] --> b & c --> d``."""
    names = dict(_NAMED.findall(picture))
    found: set[Edge] = set()
    for line in picture.splitlines():
        groups = [re.split(r"\s*&\s*", group.strip()) for group in _NAMED.sub(r"\1", line).split("-->")]
        for left, right in itertools.pairwise(groups):
            found |= {(names[one], names[other]) for one in left for other in right}
    return found


def reachable(edges: set[Edge]) -> set[Edge]:
    """Every pair that a way along the arrows joins."""
    found = set(edges)
    while more := {(a, d) for a, b in found for c, d in edges if b == c} - found:
        found |= more
    return found


@pytest.fixture(scope="module")
def picture() -> set[Edge]:
    [text] = re.findall(r"(?s)```mermaid\n(.*?)```", PAGE.read_text(encoding="utf-8"))
    return arrows(text)


@pytest.fixture(scope="module")
def imports(picture: set[Edge]) -> dict[Edge, str]:
    """What the boxes of the picture import of each other, with an example each."""
    graph = grimp.build_graph(*PACKAGES, exclude_type_checking_imports=True, cache_dir=None)
    boxes = {name: box for edge in picture for box in edge for name in box.split(", ")}
    return dict(_between_boxes(graph, boxes))


def _between_boxes(graph: grimp.ImportGraph, boxes: Mapping[str, str]) -> Iterator[tuple[Edge, str]]:
    for module in sorted(graph.modules):
        for other in sorted(graph.find_modules_directly_imported_by(module)):
            one, two = _package(module, graph), _package(other, graph)
            if one and two and boxes.get(one, one) != boxes.get(two, two):
                yield (boxes.get(one, one), boxes.get(two, two)), f"{module} imports {other}"


def _package(module: str, graph: grimp.ImportGraph) -> str | None:
    """The subpackage directly under a top-level package; None for the loose modules beside it."""
    name = ".".join(module.split(".")[:2])
    return name if "." in name and graph.find_children(name) else None


def test_every_package_is_in_the_picture(picture: set[Edge], imports: dict[Edge, str]) -> None:
    drawn = {name for edge in picture for name in edge}
    assert drawn == {name for edge in imports for name in edge}


def test_every_import_follows_the_arrows(picture: set[Edge], imports: dict[Edge, str]) -> None:
    allowed = reachable(picture)
    wrong = [example for edge, example in imports.items() if edge not in allowed]
    assert wrong == [], wrong


def test_every_arrow_is_an_import(picture: set[Edge], imports: dict[Edge, str]) -> None:
    assert picture - set(imports) == set()


def test_no_arrow_leads_back(picture: set[Edge]) -> None:
    assert [edge for edge in reachable(picture) if edge[0] == edge[1]] == []
