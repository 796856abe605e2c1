"""Fuzz the parsers with atheris: ``python -m tests.fuzz.parse --seconds 60 [--format nitf]``.

Starts from the case files of tests/unit/producer/formats.  Three things are a finding: an error
other than BadData, a story that does not fit the contract, and an input that takes longer than ten seconds.  libFuzzer
writes each finding to the folder given with ``--finds`` (default .fuzz/).  Once the fault is fixed, turn the finding
into a case file or a property test.
"""

from __future__ import annotations

import argparse
import logging
import sys
import tempfile
from pathlib import Path

from tests.support.format_cases import load_all

SLOWEST_SECONDS = 10
MEGABYTES = 1024


def main() -> None:
    """Fuzz until the time is up; exits with libFuzzer's code, which is 0 when nothing was found."""
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("--seconds", type=int, default=60)
    arguments.add_argument("--format", help="only the cases of this format's row as seeds")
    arguments.add_argument("--finds", type=Path, default=Path(".fuzz"))
    options = arguments.parse_args()

    try:
        import atheris
    except ImportError:
        print("atheris is not installed; pip install atheris", file=sys.stderr)
        sys.exit(78)
    with atheris.instrument_imports(include=["producer.formats"]):
        from tests.support.format_checks import parse_or_reject
    _import_parsers(atheris)
    logging.disable(logging.CRITICAL)

    options.finds.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as corpus:
        for case in load_all():
            if not options.format or case.expect.get("format") == options.format:
                (Path(corpus) / case.name).write_bytes(case.data)
        flags = [
            f"-max_total_time={options.seconds}",
            f"-timeout={SLOWEST_SECONDS}",
            f"-rss_limit_mb={MEGABYTES}",
            f"-artifact_prefix={options.finds}/",
            "-max_len=8192",
            "-print_final_stats=1",
        ]
        atheris.Setup([sys.argv[0], *flags, corpus], lambda data: parse_or_reject(data) and None)
        atheris.Fuzz()


def _import_parsers(atheris: object) -> None:
    """Every parser's module, instrumented: they are imported late otherwise."""
    import importlib

    from producer.formats.format_registry import FORMATS

    with atheris.instrument_imports(include=["producer.formats"]):  # type: ignore[attr-defined]
        for row in FORMATS:
            importlib.import_module(f"producer.formats.{row.parser.partition(':')[0]}")


if __name__ == "__main__":
    main()
