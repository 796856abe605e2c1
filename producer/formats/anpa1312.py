"""ANPA 1312 (Wire Service Transmission Guidelines, ANPA Special Report 84-2), and its mixture with IPTC 7901."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from producer.formats import iptc7901
from producer.formats.draft import Draft
from producer.formats.notes import is_note
from producer.formats.text import revision_labels
from producer.formats.text.control_chars import EOT, ETX, STX, plain_lines, without_typesetting
from producer.formats.text.decoding import decode
from producer.formats.text.line_layout import paragraphs
from producer.formats.text.times import build_time, day_time_group
from producer.formats.wire_file import WireFile
from wiredesk.datelines import dateline_agency
from wiredesk.errors import BadData, TooLarge

START = b"\x16\x16\x01"
_MIXTURE = re.compile(rb"\x01[^\r\n\x02]{0,60}\x1f[^\r\n\x02]{0,20}[\r\n]+[A-Za-z] [A-Za-z][\x0e-\x14 ]")
_STRIPPED = re.compile(
    rb"\x01?[A-Za-z]\d{3,5}\x1f?[ \w-]{0,9}[\r\n]+[A-Za-z] [A-Za-z][\x0e-\x14 ][^\r\n\x02]*[\r\n\x02]+\^[^\r\n]+<[\r\n]"
)
"""A message that lost the control characters of its header in transit."""
_SPLIT = re.compile(rb"(?<!\x16)\x16++\x01|(?<=\x04)\s*+\x01|\A\x01")
_HEADER = re.compile(
    r"\s*+(?P<priority>[a-z])\s?(?P<category>[a-z])\s*+(?P<format>[\x0e-\x14]{0,2})\s*+(?P<rest>\S.*)", re.IGNORECASE
)
_WORD_COUNT = re.compile(r"\s\d{1,5}\Z")
_MONTH_AND_DAY = re.compile(r"\s\d\d-\d\d\Z")
MAX_HEADER_FIELD_CHARS = 6
"""Characters of a blank and the longer of the two fields that end a header line."""
_TRAILER = re.compile(
    r"(?P<agency>[A-Z]{2,5})-[A-Z]{2,3}-(?P<month>\d\d)-(?P<day>\d\d)-(?P<year>\d\d) "
    r"(?P<hour>\d\d)(?P<minute>\d\d)(?:GMT|Z|UTC)?"
)
_PRIORITIES = {"f": 1, "b": 2, "u": 3, "r": 4, "d": 5}
_CYCLE = re.compile(r"(?:BC|AM|PM)-+", re.IGNORECASE)
_PHOTO = re.compile(r"(?:\(?\w{2,4} )?(?:photos?|graphics?|video|audio)\b|with \w{2,4} photos?", re.IGNORECASE)
_LEAD = re.compile(r"(?:(\d{1,2})(?:st|nd|rd|th)[ -]{0,3})?(?:ld|lead)\b", re.IGNORECASE)
_BYLINE = re.compile(r"by\s+(?=[^\W\d_])", re.IGNORECASE)
_AGENCY_LINE = re.compile(r"(?:the )?[A-Z][\w.&’' -]{2,40}", re.IGNORECASE)
_TEXT_REPLACED = (("``", "“"), ("''", "”"), (" _ ", " — "))
_ROW, _WORD_SPACE, _EN_SPACE, _COLUMN = "\b", "\x10", "\x1e", "\x1f"


@dataclass
class _AnpaMessage:
    """The lines of a message, sorted by their role."""

    header: re.Match[str] | None = None
    rest: str = ""
    """Keyword and version of the header line, without date and number of words."""
    keyword_line: str = ""
    heads: list[str] = field(default_factory=list)
    blocks: list[str] = field(default_factory=list)
    trailer: str = ""


def recognise(start: bytes) -> bool:
    """Return whether bytes begin with SYN SYN SOH, or with SOH, a line with US and a service, and a header (Kyodo)."""
    if start.startswith((START, b"\x16\x01")):
        return not iptc7901.recognise(start)
    return _MIXTURE.match(start) is not None or _STRIPPED.match(start) is not None


def parse(file: WireFile) -> Iterator[Draft | BadData]:
    """Yield one draft for each message."""
    pieces = [piece for piece in _SPLIT.split(file.data) if piece.strip(b" \t\r\n\0\x7f\x04\x0c\x16")]
    for number, piece in enumerate(pieces, 1):
        place = f"message {number}" if len(pieces) > 1 else ""
        try:
            file.refuse_story(len(piece), place)
        except TooLarge as error:
            yield error
            continue
        yield _draft(_message(plain_lines(decode(piece, file.envelope.charset)).partition(EOT)[0]), place)


def _message(text: str) -> _AnpaMessage:
    message = _AnpaMessage()
    head, mark, rest = text.partition(STX)
    if not mark:  # stripped in transit: the first line with a caret begins the text
        at = text.find("\n^")
        head, rest = (text[:at], text[at + 1 :]) if at >= 0 else (text, "")
    message.header = next((match for line in head.split("\n")[1:] if (match := _HEADER.match(line))), None)
    message.rest = _without_date_and_words(message.header["rest"]) if message.header else ""
    rest, _, trailer = rest.partition(ETX)
    if not trailer and (found := list(_TRAILER.finditer(rest))):
        rest, trailer = rest[: found[-1].start()], rest[found[-1].start() :]
    message.trailer = trailer
    if rest.startswith("^") or "\n^" in rest or "\t" in rest:
        _sort_lines(message, rest)
    else:  # laid out as in IPTC 7901: a headline up to a sign, then plain paragraphs
        message.heads, body = iptc7901.headline_block(without_typesetting(rest))
        message.blocks = [_prose(block) for block in paragraphs(body)]
    return message


def _without_date_and_words(rest: str) -> str:
    """Return the end of a header line without the date and the number of words that end it."""
    for pattern in (_WORD_COUNT, _MONTH_AND_DAY):
        rest = rest.rstrip()
        if found := pattern.search(rest, max(0, len(rest) - MAX_HEADER_FIELD_CHARS)):
            rest = rest[: found.start()]
    return rest.rstrip()


def _sort_lines(message: _AnpaMessage, text: str) -> None:
    """Sort the lines of a text into keyword line, header lines and paragraphs."""
    lines = text.split("\n")
    tabular = bool(message.header and message.header["format"][:1] in ("\x12", "\x14"))
    in_head, index = True, 0
    if lines and not lines[0].startswith(("^", "\t")) and "<" in lines[0]:
        lines[0] = "^" + lines[0].lstrip()
    paragraph: list[str] = []
    while index < len(lines):
        line = without_typesetting(lines[index].rstrip())
        index += 1
        if _ROW in line or (tabular and line.count(_COLUMN) > 1):
            in_head = False
            paragraph.append(_row(line))
        elif line.startswith("^") and in_head:
            while not line.endswith(("<", "=")) and index < len(lines) and _continues(lines[index]):
                line += " " + without_typesetting(lines[index].strip())
                index += 1
            _put_head_line(message, line)
        elif not line.strip(" \t_^<>") or line.strip() in ("^END<", "END"):
            _end(message, paragraph)
        else:
            if line.startswith(("\t", "^")):
                _end(message, paragraph)
            in_head = False
            paragraph.append(_prose(line))
    _end(message, paragraph)


def _continues(line: str) -> bool:
    return bool(line.strip()) and not line.startswith(("^", "\t", _ROW, "   "))


def _end(message: _AnpaMessage, paragraph: list[str]) -> None:
    if paragraph:
        message.blocks.append("\n".join(paragraph))
        paragraph.clear()


def _put_head_line(message: _AnpaMessage, line: str) -> None:
    text = _prose(line.lstrip("^"))
    if not text:
        return
    if not message.keyword_line and not message.heads and _is_keyword_line(message, text):
        message.keyword_line = text
    else:
        message.heads.append(text)


def _is_keyword_line(message: _AnpaMessage, text: str) -> bool:
    """Return whether a first header line repeats the header's keyword; if it does not, it is the headline."""
    if not message.header:
        return True
    keyword = _CYCLE.sub("", message.rest.lower(), count=1)
    return _CYCLE.sub("", text.lower(), count=1)[:4] == keyword[:4]


def _prose(line: str) -> str:
    text = line.strip().lstrip("^").rstrip("<=").strip().replace(_WORD_SPACE, " ").replace(_EN_SPACE, " ")
    for sign, meant in _TEXT_REPLACED:
        text = text.replace(sign, meant)
    return text.replace(_COLUMN, "\t")


def _row(line: str) -> str:
    """Return a row of a table with tabs between its cells."""
    text = line.replace("^", "").replace(_ROW, "").replace(_WORD_SPACE, " ").replace(_EN_SPACE, " ").replace("{", "½")
    return "\t".join(" ".join(cell.split()) for cell in re.split(f"[;{_COLUMN}]", text)).rstrip()


def _draft(message: _AnpaMessage, place: str) -> Draft:
    draft = Draft("anpa1312", place)
    draft.single_time = True
    keyword, version = _keyword(message)
    draft.put("slugline", keyword, "header: keyword")
    _put_header(draft, message, keyword, version)
    trailer = _TRAILER.search(message.trailer)
    if trailer:
        month, day, hour, minute = (int(trailer[name]) for name in ("month", "day", "hour", "minute"))
        draft.put("updated", build_time(trailer["year"], month, day, hour, minute), "trailer after ETX")
    draft.put("updated", day_time_group(message.trailer), "day-time group after ETX")
    agency = _put_heads(draft, message)
    blocks = message.blocks or [head for head in message.heads if not _is_note(head)]
    draft.put_body(blocks, "paragraphs" if message.blocks else "header lines, as there are no paragraphs")
    draft.put("source", dateline_agency(blocks[0]) if blocks else None, "the dateline's agency")
    draft.put("source", agency, "agency line")
    draft.put("source", trailer["agency"] if trailer else None, "trailer after ETX")
    _put_id(draft, message, keyword, version)
    return draft


def _keyword(message: _AnpaMessage) -> tuple[str, str]:
    """Return keyword and version field; the keyword line shows where a keyword that contains a blank ends."""
    parts = [part.strip() for part in message.keyword_line.split(",")]
    if len(parts) > 1 and parts[-1].isdigit():
        parts.pop()
    rest = message.rest
    if not rest:
        return parts[0], " ".join(parts[1:])
    if parts[0] and rest.lower().startswith(parts[0].lower()):
        return rest[: len(parts[0])], f"{rest[len(parts[0]) :]} {' '.join(parts[1:])}".strip()
    keyword, _, version = rest.partition(" ")
    return keyword, f"{version.strip()} {' '.join(parts[1:])}".strip()


def _put_header(draft: Draft, message: _AnpaMessage, keyword: str, version: str) -> None:
    draft.take(version, "header: version")
    if re.search(r"advisory\b|[-–]adv\d*\Z", keyword, re.IGNORECASE):
        draft.put("kind", "advisory", f"header: keyword {keyword}")
    if not message.header:
        return
    if message.header["category"].lower() == "v":
        draft.put("kind", "advisory", "header: category v")
    priority = message.header["priority"].lower()
    draft.put("urgency", _PRIORITIES.get(priority, 6), f"header: priority {priority}")


def _is_note(head: str) -> bool:
    return is_note(head, len(head)) or _PHOTO.match(head) is not None


def _put_heads(draft: Draft, message: _AnpaMessage) -> str | None:
    """Put headline, byline and notes from the header lines; return the line with the agency's name."""
    agency: str | None = None
    notes: list[str] = []
    for head in message.heads:
        if _is_note(head):
            notes.append(head)
        elif _BYLINE.match(head) and len(head) <= 100:
            draft.put("byline", head, "header line By")
        elif "headline" in draft.values:
            if "byline" in draft.values and agency is None and _AGENCY_LINE.fullmatch(head):
                agency = head
        elif "byline" in draft.values and _AGENCY_LINE.fullmatch(head):
            agency = agency or head
        elif message.blocks:
            draft.put("headline", head, "first header line below the keyword line")
    draft.put("editor_note", "\n\n".join(notes), "header lines Eds:, EDITOR'S NOTE, photos")
    return agency


def _put_id(draft: Draft, message: _AnpaMessage, keyword: str, version: str) -> None:
    """Put an id that all takes with the same keyword share; alerts, tables and corrections get an id each."""
    if not draft.values.get("updated") or not keyword:
        return
    name = _CYCLE.sub("", keyword, count=1)
    lead = _LEAD.search(version)
    plain = not version or lead is not None
    tabular = bool(message.header and message.header["format"][:1] in ("\x12", "\x14"))
    if not plain or tabular or "alert" in name.lower() or draft.values.get("kind") == "advisory":
        return
    if revision_labels.kind_of_take(version) == "correction":
        return
    day = draft.values["updated"].date().isoformat()
    why = "rule: source, date and keyword; version by the number of the lead"
    draft.put("id", f"urn:x-anpa:{draft.values.get('source') or '-'}:{day}:{name}".replace(" ", "_"), why)
    draft.put("version", int(lead[1] or 1) + 1 if lead else 1, why)
