"""What the Makefile calls: the installer's progress, and the check of the prose."""

from __future__ import annotations

import io
from pathlib import Path

import pytest

from tools import install, prose

LOCK = """\
spacy==3.8.18 \\
    --hash=sha256:00
celery[redis]==5.6.3 ; sys_platform != 'win32' \\
    --hash=sha256:01
    # via wiredesk
# excluded==1.0
"""


def test_the_packages_of_a_lock_file_are_counted(tmp_path: Path) -> None:
    lock = tmp_path / "requirements.lock"
    lock.write_text(LOCK)
    assert install.locked_packages(lock) == 2


def test_a_log_gets_a_line_at_every_tenth_of_the_way() -> None:
    out = io.StringIO()
    progress = install.Progress(out)
    for done in range(1, 101):
        progress.show("fetched", done, 100, "spacy")
    progress.end()
    lines = out.getvalue().splitlines()
    assert lines[0] == "setup: fetched 1 of 100" and lines[-1] == "setup: fetched 100 of 100"
    assert len(lines) == 11


def test_a_terminal_gets_one_line_that_is_overwritten() -> None:
    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    out = Terminal()
    progress = install.Progress(out)
    progress.show("fetched", 1, 2, "spacy")
    progress.show("fetched", 2, 2, "celery")
    progress.end()
    assert "\n" not in out.getvalue() and "fetched 2 of 2 celery" in out.getvalue()


def test_disk_space_is_counted_in_blocks(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"x" * 3 * 2**20)
    assert install.megabytes(tmp_path) == 3


@pytest.mark.parametrize(
    ("name", "text", "lines"),
    [
        ("a.py", '"""Of a store."""\n', [1]),
        ("a.py", '"""Return it.\n\nIt begins anew.\n"""\n', [3]),
        ("a.py", 'x = 1  # begin anew\nWORDS = "anew amid"\n', [1]),
        ("a.py", 'LIMIT = 3\n"""Empty: a story of one word is none."""\n', [2]),
        ("a.py", 'LIMIT = 3\n"""Whether there is none."""\n', []),
        ("a.md", "Fine.\n\n```sh\necho anew\n```\n\nRead anew.\n", [7]),
        ("a.md", "Offsets of a story. Renewed.\n", []),
    ],
)
def test_phrases_are_found_in_prose_only(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str, text: str, lines: list[int]
) -> None:
    path = tmp_path / name
    path.write_text(text)
    assert prose.main([path]) == bool(lines)
    assert [int(line.split(":")[1]) for line in capsys.readouterr().out.splitlines()] == lines
