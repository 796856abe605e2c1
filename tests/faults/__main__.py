"""``python -m tests.faults``: every fault against real processes, one line each; exit 1 if one is not clean."""

from __future__ import annotations

import argparse
import os
import platform
import sys
import time
import traceback

from tests.faults.table import Run, rows, run_row
from tests.faults.verdict import HEAD, Verdict
from tests.support.wrong_clock import NoFaketime


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.faults", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="the shortened schedule")
    parser.add_argument("--row", action="append", default=[], help="only rows whose name has this in it")
    parser.add_argument("--seed", type=int, default=2026, help="of the nemesis and of the stories")
    parser.add_argument("--list", action="store_true", help="name the rows")
    given = parser.parse_args()
    names = [name for name in rows(quick=given.quick) if not given.row or any(word in name for word in given.row)]
    if not names:
        parser.error(f"no row has {' or '.join(given.row)} in its name; --list names them")
    if given.list:
        print("\n".join(names))
        return 0
    print(f"{platform.platform()}, {os.cpu_count()} cores, Python {platform.python_version()}, seed {given.seed}")
    print(HEAD, flush=True)
    run = Run(given.seed, given.quick)
    red = 0
    began = time.monotonic()
    try:
        for name in names:
            at = time.monotonic()
            try:
                verdict = run_row(name, run)
            except NoFaketime as error:
                verdict = Verdict(name, notes=[f"NOT RUN: {error}"])
            except Exception as error:
                traceback.print_exc()
                verdict = Verdict(name, unexpected=1, notes=[f"{type(error).__name__}: {error}"])
            verdict.notes.append(f"{time.monotonic() - at:.0f} s")
            print(verdict, flush=True)
            red += not verdict.is_clean
    finally:
        run.close()
    print(f"{len(names) - red} clean, {red} red, {time.monotonic() - began:.0f} s")
    return 1 if red else 0


if __name__ == "__main__":
    sys.exit(main())
