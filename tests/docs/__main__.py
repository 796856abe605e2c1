"""``python -m tests.docs PAGE…`` runs these pages as the test does, in one workshop, and prints every difference."""

from __future__ import annotations

import sys
import tempfile
import time
from pathlib import Path

from tests.docs.blocks import SHELL, blocks
from tests.docs.order import PAGES
from tests.docs.workshop import Unlike, Workshop, is_kept


def main(names: list[str]) -> int:
    failed = 0
    with tempfile.TemporaryDirectory() as folder, Workshop(Path(folder)) as workshop:
        for page in [Path(name).resolve() for name in names] or PAGES:
            found = list(blocks(page))
            workshop.begin_page(found)
            for block in found:
                if block.mark != "file" and (block.language not in SHELL or is_kept(block)):
                    continue
                began = time.monotonic()
                try:
                    workshop.run(block)
                    print(f"{time.monotonic() - began:5.1f} s  {block}", flush=True)
                except Unlike as error:
                    failed += 1
                    print(f"NOT SO   {error}", flush=True)
            workshop.end_page()
    return 1 if failed else 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
