"""Build a knowledge base from a file of any size: in constant memory, and again from where an earlier run ended."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal, Protocol

from wiredesk.errors import AlreadyExists, BadData, WiredeskError
from wiredesk.kb.csv_things import CsvReader
from wiredesk.kb.ftm_entities import FtmReader
from wiredesk.kb.kb_compile import compile_base
from wiredesk.kb.kb_part import KbPart, disk_errors, remove_part
from wiredesk.kb.kb_records import KbRow
from wiredesk.kb.kb_tables import KB_FORMAT
from wiredesk.kb.source_lines import SourceCut, SourceLines, SourcePosition
from wiredesk.kb.wikidata_dump import WikidataReader

SourceKind = Literal["wikidata", "ftm", "csv"]
DEFAULT_TYPES = ("PERSON", "ORG", "GPE", "LOC", "FAC")
"""What is taken of a source: works and products bear names that are other words as well."""
ROWS_PER_COMMIT, LINES_PER_COMMIT = 5_000, 100_000
"""After how much a build begins the next piece: a second or two of work."""
LINES_PER_REPORT = 2_000
LINES_TO_JUDGE = 1_000
"""Lines after which a file without one that can be read is no file of this kind."""
UNREADABLE = (ValueError, KeyError, TypeError, AttributeError)
"""What a reader raises for JSON that has not the shape of its format."""


class RowReader(Protocol):
    """Turns lines of one format into rows."""

    def rows(self, line: bytes) -> Iterator[KbRow]:
        """Yield what a line says.

        Raises:
            ValueError, KeyError, TypeError, AttributeError: it cannot be read.
        """


@dataclass(frozen=True, slots=True)
class KbRequest:
    """What is to be built."""

    out: Path
    kind: SourceKind
    source: Path
    types: tuple[str, ...] = DEFAULT_TYPES
    min_sitelinks: int = 3
    """Articles in all Wikimedia projects below which an item is left out."""
    language: str = "en"
    anchors: Path | None = None
    """A table of an id, a tab and the number of links to it, which then says how well-known things are."""
    restart: bool = False

    @property
    def part(self) -> Path:
        """The unfinished file."""
        return self.out.with_name(f"{self.out.name}.part")

    def options(self) -> dict[str, str]:
        """Return what the content depends on beside the source."""
        return {
            "format": str(KB_FORMAT), "kind": self.kind, "types": " ".join(sorted(self.types)),
            "min_sitelinks": str(self.min_sitelinks), "language": self.language,
            "anchors": self.anchors.name if self.anchors else "",
        }  # fmt: skip


@dataclass(slots=True)
class KbProgress:
    """How far a build is."""

    bytes_read: int = 0
    size: int | None = None
    """Bytes of the source; None of a pipe."""
    lines: int = 0
    good: int = 0
    """Lines that could be read."""
    broken: int = 0
    things: int = 0
    began_at: int = 0
    """Bytes that earlier runs had read."""


@dataclass(slots=True)
class KbObserver:
    """Who is told of a build: nobody, unless the functions are given."""

    progress: Callable[[KbProgress], object] = lambda _: None
    broken: Callable[[int, str], object] = lambda _line, _cause: None
    """Gets the number of a line that is left out, and why."""
    sorting: Callable[[], object] = field(default=lambda: None)


def build(request: KbRequest, observer: KbObserver | None = None) -> KbProgress:
    """Build a knowledge base, or go on with one that was begun.

    Raises:
        AlreadyExists: the file is there; another build writes; or one was begun with another file or other options.
        SourceCut: the source ends in the middle; what was read is kept.
        BadData: the source is not in this format, or damaged.
        NotFound: the source is not there.
        WiredeskError: the disk is full or fails; what was read is kept.
    """
    observer = observer or KbObserver()
    if request.restart:
        remove_part(request.part)
    elif request.out.exists():
        raise AlreadyExists(f"file {request.out}", "already exists", "name another file, or --restart builds it again")
    part = KbPart(request.part)
    try:
        with open_lines(request, part) as lines:
            progress = _Build(request, part, observer, lines).run()
        observer.sorting()
        made = request.out.with_name(f"{request.out.name}.new")
        compile_base(part, made, {**request.options(), "source": request.source.name, "broken": str(progress.broken)})
        made.replace(request.out)
    except BaseException:
        part.close()
        raise
    part.remove()
    return progress


def open_lines(request: KbRequest, part: KbPart) -> SourceLines:
    """Open the source at the line to which an earlier run came.

    Raises:
        NotFound: the source is not there.
    """
    stored = part.state("position")
    return SourceLines(request.source, SourcePosition(*stored) if stored else SourcePosition())


class _Build:
    """One run over the source."""

    def __init__(self, request: KbRequest, part: KbPart, observer: KbObserver, lines: SourceLines) -> None:
        self._request, self._part, self._observer = request, part, observer
        self._types = frozenset(request.types)
        start = lines.position
        self._is_open: bool = part.state("is_open") or False
        self._lines, self._done = lines, start
        self.progress = KbProgress(size=self._lines.size, lines=start.lines, things=part.things())
        self.progress.good, self.progress.broken = part.state("good") or 0, part.state("broken") or 0
        self._check(begun=part.state("position") is not None)
        self._rows_open = self._lines_open = 0

    def run(self) -> KbProgress:
        """Read the source to its end; what was read is safe, however the run ends."""
        if self._part.state("is_complete"):
            return self.progress
        try:
            self._load_anchors()
            self._read()
        except WiredeskError as error:
            if isinstance(error, BadData):  # otherwise half a line may be in this piece, which is read again then
                self._commit()
            raise
        self._part.set_state("is_complete", True)
        self._commit()
        return self.progress

    def _check(self, *, begun: bool) -> None:
        """Make sure that the file that was begun is of this source and these options."""
        part, options, read = self._part, self._request.options(), self._part.state("read")
        if not begun:
            part.set_state("options", options)
            return
        hint = "give the same, or begin again: --restart"
        if part.state("options") != options:
            raise AlreadyExists(f"file {part.path}", "was begun with other options", hint)
        same = self._lines.size is None or (
            self._lines.size >= read and self._lines.hash_before(read) == part.state("hash")
        )
        if not same:
            raise AlreadyExists(f"file {part.path}", f"was begun from another file than {self._request.source}", hint)
        self.progress.began_at = self.progress.bytes_read = self._lines.bytes_read

    def _load_anchors(self) -> None:
        """Read the table of links, in one piece with what follows."""
        path = self._request.anchors
        if path is None or self._part.state("anchors"):
            return
        with SourceLines(path) as lines:
            for number, line in enumerate(lines, 1):
                id, _, links = line.decode("utf-8", "replace").strip().partition("\t")
                if not links.isdecimal():
                    cause = "is no id, tab and number of links"
                    raise BadData(f"file {path}, line {number}", cause, "correct the line")
                prior = round(int(links) ** 0.5)  # a thing with ten times the links has some three times the articles
                self._part.connection.execute("INSERT OR REPLACE INTO anchor VALUES (?, ?)", (id, prior))
        self._part.set_state("anchors", True)

    def _read(self) -> None:
        reader: RowReader | None = None
        progress, subject = self.progress, f"file {self._request.source}"
        for line in self._lines:
            number = self._lines.position.lines + self._lines.is_unfinished
            try:
                if reader is None:
                    reader = self._reader(line)
                    if number == 1 and isinstance(reader, CsvReader):
                        self._done = self._lines.position
                        continue
                self._add(list(reader.rows(line)), line)
                progress.good += bool(line.strip())
            except UNREADABLE as error:
                if self._lines.is_unfinished:
                    raise self._cut(subject) from None
                progress.broken += 1
                self._observer.broken(number, _cause(error))
            self._done, progress.lines = self._lines.position, number
            self._lines_open += 1
            if progress.broken == LINES_TO_JUDGE and not progress.good:
                break
            if self._rows_open >= ROWS_PER_COMMIT or self._lines_open >= LINES_PER_COMMIT:
                self._commit()
            if number % LINES_PER_REPORT == 0:
                self._report()
        self._report()
        if not progress.good:
            raise BadData(subject, f"has no line that is {_NAMES[self._request.kind]}", "check the file and the option")
        if self._is_open:
            raise self._cut(subject)

    def _reader(self, line: bytes) -> RowReader:
        request = self._request
        if request.kind == "wikidata":
            return WikidataReader(request.language, request.min_sitelinks)
        if request.kind == "ftm":
            return FtmReader()
        header = line if self._lines.position.lines == 1 else _first_line(request.source)
        return CsvReader(header, f"file {request.source}")

    def _add(self, rows: list[KbRow], line: bytes) -> None:
        if len(line) < 3 and self._request.kind == "wikidata":
            self._is_open = self._is_open or line.startswith(b"[")
            self._is_open = self._is_open and not line.startswith(b"]")
        if rows:
            with disk_errors(self._part.path):
                self._part.add(rows, self._types)
            self._rows_open += len(rows)

    def _cut(self, subject: str) -> SourceCut:
        cause = f"ends in the middle, in line {self._done.lines + 1}"
        return SourceCut(subject, cause, "get the whole file, and run the same command again: it goes on from there")

    def _report(self) -> None:
        self.progress.bytes_read = self._lines.bytes_read
        self._observer.progress(self.progress)

    def _commit(self) -> None:
        part, progress = self._part, self.progress
        read = self._lines.bytes_read
        with disk_errors(part.path):
            part.set_state("position", list(self._done))
            part.set_state("read", read)
            part.set_state("hash", self._lines.hash_before(read))
            part.set_state("good", progress.good)
            part.set_state("broken", progress.broken)
            part.set_state("is_open", self._is_open)
        part.commit()
        progress.things = part.things()
        self._rows_open = self._lines_open = 0


_NAMES: dict[SourceKind, str] = {
    "wikidata": "an item of Wikidata",
    "ftm": "an entity of FollowTheMoney",
    "csv": "a row with an id and a name",
}


def _cause(error: Exception) -> str:
    """Return why a line cannot be read, in a few words."""
    if isinstance(error, KeyError):
        return f"has no {error.args[0]}"
    return str(error) if isinstance(error, ValueError) else "has not the shape of its format"


def _first_line(path: Path) -> bytes:
    with SourceLines(path) as lines:
        return next(iter(lines), b"")
