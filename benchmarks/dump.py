"""Write every extraction of some files as JSON lines, so that the output of two checkouts can be compared.

    python -m benchmarks.dump OUT [FILE…] [--limit N]
    python -m benchmarks.dump --compare A B

FILEs are JSON lines of articles (also gzipped, also lines with an ``article`` each) or any that the producer reads;
without one the seed stories are read.  Each line of OUT is one extraction with sorted keys and without ``engine``, in
the order of the files, so equal output gives equal bytes.  One process and one thread compute it.

``--compare`` prints how many stories differ, by field, with an example for each field.  Exit code 1 means that they
differ.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
import time
from collections import Counter
from collections.abc import Iterator
from itertools import zip_longest
from pathlib import Path
from typing import Any

from benchmarks.article_files import read_articles, seed_files
from benchmarks.cpu import restart_with_one_thread

MAX_EXAMPLE_CHARS = 160
"""Characters of a value that an example shows."""

Document = dict[str, Any]


def main() -> None:
    """Write a dump, or compare two."""
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("out", type=Path, nargs="?", help="file to write")
    arguments.add_argument("files", type=Path, nargs="*", help="files of articles; without one the seeds")
    arguments.add_argument("--limit", type=int, help="articles of each file")
    arguments.add_argument("--compare", type=Path, nargs=2, metavar=("A", "B"), help="two dumps")
    options = arguments.parse_args()
    if options.compare:
        sys.exit(compare(*options.compare))
    if not options.out:
        arguments.error("OUT is missing")
    restart_with_one_thread("benchmarks.dump")
    write(options.out, options.files or seed_files(), options.limit)


def write(out: Path, files: list[Path], limit: int | None) -> None:
    """Extract all articles with the default settings and write the documents to ``out``."""
    from wiredesk.nlp.pipeline import load  # lazy: after the restart with one thread, and not for --compare
    from wiredesk.settings import Settings

    pipeline = load(Settings())
    began, number = time.process_time(), 0
    digest = hashlib.sha256()
    with out.open("wb") as target:
        for article in read_articles(files, limit):
            line = canonical(json.loads(pipeline(article).json_line()))
            target.write(line)
            digest.update(line)
            number += 1
    print(f"{number} stories, {time.process_time() - began:.1f} s of CPU, sha256 {digest.hexdigest()}")


def canonical(document: Document) -> bytes:
    """Return a document as one line of JSON: sorted keys, no ``engine``."""
    kept = {key: value for key, value in document.items() if key != "engine"}
    return json.dumps(kept, ensure_ascii=False, sort_keys=True).encode() + b"\n"


def compare(one: Path, other: Path) -> bool:
    """Print the differences of two dumps by field; return whether they differ."""
    fields: Counter[str] = Counter()
    examples: dict[str, str] = {}
    stories = differing = 0
    for left, right in zip_longest(documents(one), documents(other)):
        stories += 1
        changed = list(differences(left, right))
        differing += bool(changed)
        fields.update({field for field, _, _ in changed})
        for field, before, after in changed:
            story = (left or right or {}).get("id")
            examples.setdefault(field, f"{story}: {shorten(before)} → {shorten(after)}")
    print(f"{stories} stories, {differing} differ")
    for field, count in fields.most_common():
        print(f"  {field:24} {count:>6}  {examples[field]}")
    return differing > 0


def documents(path: Path) -> Iterator[Document]:
    """Read the documents of a dump."""
    with path.open(encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def differences(left: Document | None, right: Document | None) -> Iterator[tuple[str, Any, Any]]:
    """Yield what differs between two documents: field, first value on the left, first value on the right.

    A field that is a list of records is compared record by record; its name then includes the key that differs.  Lists
    of different lengths differ as a whole.  None stands for a document that only one dump has.
    """
    if left is None or right is None or left.get("id") != right.get("id"):
        yield "(story)", (left or {}).get("id"), (right or {}).get("id")
        return
    for field in sorted(left.keys() | right.keys()):
        before, after = left.get(field), right.get(field)
        if before == after:
            continue
        if isinstance(before, list) and isinstance(after, list):
            yield from _list_differences(field, before, after)
        else:
            yield field, before, after


def _list_differences(field: str, before: list[Any], after: list[Any]) -> Iterator[tuple[str, Any, Any]]:
    if len(before) != len(after):
        removed = [value for value in before if value not in after]
        added = [value for value in after if value not in before]
        yield f"{field} (number)", removed[:1], added[:1]
        return
    for old, new in zip(before, after, strict=True):
        if old == new:
            continue
        if isinstance(old, dict) and isinstance(new, dict):
            keys = (key for key in sorted(old.keys() | new.keys()) if old.get(key) != new.get(key))
            yield from ((f"{field}.{key}", old.get(key), new.get(key)) for key in keys)
        else:
            yield field, old, new


def shorten(value: Any) -> str:
    """Return a value as JSON of at most ``MAX_EXAMPLE_CHARS`` characters."""
    text = json.dumps(value, ensure_ascii=False, sort_keys=True)
    return text if len(text) <= MAX_EXAMPLE_CHARS else text[: MAX_EXAMPLE_CHARS - 1] + "…"


if __name__ == "__main__":
    main()
