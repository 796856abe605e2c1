"""The data that the rules on structure check: the product's modules, imports, classes, word lists and docstrings.

``python -m tests.support.product_code`` prints the offenders.
"""

from __future__ import annotations

import ast
import json
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

from spacy.glossary import GLOSSARY

from tests.support.paths import ROOT

PACKAGES = ("wiredesk", "worker", "producer", "desk")
MAX_COMPLEXITY = 20
MAX_WORDS_PER_LITERAL = 5
_WORD = re.compile(r"[A-Za-z][a-z]+(?:['’.-][a-z]*)*")

Definition = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef


@cache
def modules() -> Mapping[str, ast.Module]:
    """Every module of the product by its full name, parsed; a package is named without ``__init__``."""
    found = {}
    for package in PACKAGES:
        for path in sorted((ROOT / package).rglob("*.py")):
            name = ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")
            found[name] = ast.parse(path.read_text(encoding="utf-8"))
    return found


def repeated_basenames() -> Iterator[str]:
    """``desk stories``: a module name that occurs more than once within a top-level package."""
    counts = Counter((name.split(".")[0], name.split(".")[-1]) for name in modules() if not _is_package(name))
    for (package, base), number in sorted(counts.items()):
        if number > 1 and base != "__main__":
            yield f"{package} {base}"


def repeated_class_names() -> Iterator[str]:
    """Class names that occur more than once in the product."""
    counts = Counter(
        node.name for tree in modules().values() for node in ast.walk(tree) if isinstance(node, ast.ClassDef)
    )
    yield from sorted(name for name, number in counts.items() if number > 1)


def complex_functions() -> Iterator[str]:
    """``path function``: each function whose cyclomatic complexity, as ruff counts, is above :data:`MAX_COMPLEXITY`."""
    options = (
        "--select",
        "C901",
        "--config",
        f"lint.mccabe.max-complexity={MAX_COMPLEXITY}",
        "--output-format",
        "json",
    )
    command = [sys.executable, "-m", "ruff", "check", "--quiet", "--exit-zero", *options, *PACKAGES]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    for problem in json.loads(done.stdout):
        path = Path(problem["filename"]).relative_to(ROOT)
        yield f"{path} {problem['message'].split('`')[1]}"


def import_circles() -> Iterator[str]:
    """The modules of each import circle; imports inside functions count, those for type checkers do not."""
    graph = {name: set(_imports(tree)) - {name} for name, tree in modules().items()}
    for circle in components(graph):
        if len(circle) > 1:
            yield " ".join(sorted(circle))


def word_lists() -> Iterator[str]:
    """``module name``: each literal of more than five English words in ``wiredesk.nlp``, outside its lexicon."""
    for module, tree in modules().items():
        if module.startswith("wiredesk.nlp") and not module.startswith(("wiredesk.nlp.lexicon", "wiredesk.nlp.turbo")):
            yield from sorted({f"{module} {owner}" for owner, node in _owned(tree) if _is_word_list(node)})


def undocumented() -> tuple[list[str], int]:
    """The public functions, classes and methods without a docstring, and how many there are with and without one."""
    bare, number = [], 0
    for module, tree in modules().items():
        for name, node in _public(tree.body):
            number += 1
            if not ast.get_docstring(node):
                bare.append(f"{module} {name}")
    return bare, number


def _is_package(name: str) -> bool:
    return (ROOT / name.replace(".", "/")).is_dir()


def _imports(tree: ast.Module) -> Iterator[str]:
    for node in _runtime(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names if alias.name in modules())
        elif isinstance(node, ast.ImportFrom) and node.module:
            for alias in node.names:
                full = f"{node.module}.{alias.name}"
                if full in modules():
                    yield full
                elif node.module in modules():
                    yield node.module


def _runtime(node: ast.AST) -> Iterator[ast.AST]:
    """Every node that is not below ``if TYPE_CHECKING``."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.If) and "TYPE_CHECKING" in ast.unparse(child.test):
            continue
        yield child
        yield from _runtime(child)


def components(graph: Mapping[str, set[str]]) -> Iterator[set[str]]:
    """Strongly connected components (Tarjan)."""
    number: dict[str, int] = {}
    low: dict[str, int] = {}
    stack: list[str] = []
    found: list[set[str]] = []

    def visit(node: str) -> None:
        number[node] = low[node] = len(number)
        stack.append(node)
        for other in graph[node]:
            if other not in number:
                visit(other)
                low[node] = min(low[node], low[other])
            elif other in stack:
                low[node] = min(low[node], number[other])
        if low[node] == number[node]:
            at = stack.index(node)
            found.append(set(stack[at:]))
            del stack[at:]

    for node in sorted(graph):
        if node not in number:
            visit(node)
    yield from found


def _owned(node: ast.AST, owner: str = "module") -> Iterator[tuple[str, ast.AST]]:
    """Every node with the name of the assignment, function or class that it belongs to."""
    for child in ast.iter_child_nodes(node):
        inner = owner
        if isinstance(child, Definition):
            inner = child.name
        elif isinstance(child, ast.Assign | ast.AnnAssign) and owner == "module":
            inner = ast.unparse(child.targets[0] if isinstance(child, ast.Assign) else child.target)
        if inner != "__all__":
            yield inner, child
            yield from _owned(child, inner)


def _is_word_list(node: ast.AST) -> bool:
    words: list[str] = []
    if isinstance(node, ast.Set | ast.List | ast.Tuple):
        words = [one.value for one in node.elts if isinstance(one, ast.Constant) and isinstance(one.value, str)]
    elif isinstance(node, ast.Dict):
        words = [one.value for one in node.keys if isinstance(one, ast.Constant) and isinstance(one.value, str)]
    elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "split":
        text = node.func.value
        words = text.value.split() if isinstance(text, ast.Constant) and isinstance(text.value, str) else []
    return sum(_is_english(word) for word in words) > MAX_WORDS_PER_LITERAL


def _is_english(text: str) -> bool:
    """Return whether a literal is a word or phrase of English; labels of spaCy ("nsubj", "PROPN", "GPE") are not."""
    return text not in GLOSSARY and all(_WORD.fullmatch(word) for word in text.split()) and bool(text.strip())


def _public(body: list[ast.stmt], prefix: str = "") -> Iterator[tuple[str, Definition]]:
    for node in body:
        if isinstance(node, Definition) and not node.name.startswith("_"):
            if not any("overload" in ast.unparse(one) for one in node.decorator_list):
                yield f"{prefix}{node.name}", node
            if isinstance(node, ast.ClassDef):
                yield from _public(node.body, f"{prefix}{node.name}.")


RULES = {
    "basename": repeated_basenames,
    "class": repeated_class_names,
    "complexity": complex_functions,
    "circle": import_circles,
}


def main() -> None:
    """Print the offenders against each rule."""
    for rule, offenders in {**RULES, "word list": word_lists}.items():
        for offender in sorted(offenders()):
            print(f"{rule}: {offender}")
    bare, number = undocumented()
    print(f"{number - len(bare)} of {number} public functions and classes have a docstring")


if __name__ == "__main__":
    main()
