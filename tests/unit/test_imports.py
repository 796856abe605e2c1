"""Importing is free: no spaCy in the producer and the desk, no connection, no file, no setting read."""

from __future__ import annotations

import pkgutil
import subprocess
import sys
import textwrap

import pytest

import desk
import producer
import wiredesk
import worker

HEAVY = ("spacy", "thinc", "numpy")


def modules(package: object) -> list[str]:
    """Every module of a package, but the entry points that run on import."""
    found = pkgutil.walk_packages(package.__path__, f"{package.__name__}.")  # type: ignore[attr-defined]
    return [row.name for row in found if "__main__" not in row.name and ".migrations" not in row.name]


def run(code: str) -> str:
    result = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", textwrap.dedent(code)], capture_output=True, text=True, timeout=120
    )
    assert result.returncode == 0, result.stderr
    return result.stdout


@pytest.mark.parametrize("package", [producer, desk], ids=["producer", "desk"])
def test_no_module_brings_spacy(package: object) -> None:
    names = [package.__name__, *modules(package)]  # type: ignore[attr-defined]
    out = run(f"""
        import importlib, sys
        for name in {names!r}:
            importlib.import_module(name)
        print([name for name in {HEAVY[:2]!r} if name in sys.modules])
    """)
    assert out.strip() == "[]"


def test_the_command_starts_without_celery_and_spacy() -> None:
    out = run("""
        import sys, desk.cli
        print([name for name in ("spacy", "thinc", "celery", "sqlalchemy", "lxml") if name in sys.modules])
    """)
    assert out.strip() == "[]"


@pytest.mark.parametrize(
    ("words", "not_loaded"),
    [
        (["--help"], ("rich", "structlog", "asyncio", "pydantic", "sqlalchemy", "importlib.metadata", "ssl", "orjson")),
        (["extract", "nothing.txt"], ("spacy", "thinc", "sqlalchemy", "celery", "fastapi", "httpx", "pyarrow")),
        (["formats"], ("spacy", "thinc", "sqlalchemy", "celery", "fastapi", "httpx", "pyarrow")),
    ],
    ids=lambda value: value[0] if isinstance(value, list) else "",
)
def test_a_command_loads_what_it_needs(words: list[str], not_loaded: tuple[str, ...]) -> None:
    out = run(f"""
        import contextlib, io, sys
        from desk.cli import main
        sys.argv = ["wiredesk", *{words!r}]
        with contextlib.suppress(SystemExit), contextlib.redirect_stdout(io.StringIO()):
            with contextlib.redirect_stderr(io.StringIO()):
                main()
        print([name for name in {not_loaded!r} if name in sys.modules])
    """)
    assert out.strip() == "[]"


def test_loading_a_model_of_somebody_else_brings_no_extractor() -> None:
    out = run("""
        import sys, spacy
        spacy.blank("en").add_pipe("sentencizer")
        print(*sorted(name for name in sys.modules if name.startswith("wiredesk")))
    """)
    assert out.split() == ["wiredesk", "wiredesk.errors", "wiredesk.nlp", "wiredesk.nlp.spacy_factories"]


def test_the_public_api_loads_nothing_before_it_is_used() -> None:
    out = run("""
        import sys
        before = set(sys.modules)
        import wiredesk
        dir(wiredesk)
        new = {name.partition(".")[0] for name in set(sys.modules) - before}
        print(sorted(new - sys.stdlib_module_names))
        wiredesk.Article, wiredesk.Extraction, wiredesk.WiredeskError
        print([name for name in ("spacy", "numpy", "sqlalchemy", "celery") if name in sys.modules])
        wiredesk.open
        print([name for name in ("spacy", "thinc", "celery", "pyarrow") if name in sys.modules])
    """)
    assert out.splitlines() == ["['wiredesk']", "[]", "[]"]


def test_importing_connects_to_nothing_and_reads_no_setting() -> None:
    names = [name for package in (wiredesk, worker, producer, desk) for name in [package.__name__, *modules(package)]]
    out = run(f"""
        import importlib, os, sys
        read = []
        class Spy(type(os.environ)):
            def __getitem__(self, key):
                read.append(key)
                return super().__getitem__(key)
        os.environ.__class__ = Spy
        events = []
        sys.addaudithook(lambda name, args: events.append((name, str(args)[:80]))
                         if name in ("socket.connect", "sqlite3.connect", "os.mkdir", "subprocess.Popen") else None)
        for name in {names!r}:
            importlib.import_module(name)
        ours = [key for key in read if str(key).startswith("WIREDESK")]
        print(ours + [event for event in events if "platform" not in event[1] and "__pycache__" not in event[1]])
    """)
    assert out.strip() == "[]"
