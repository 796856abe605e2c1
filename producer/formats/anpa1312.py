"""ANPA 1312 (Wire Service Transmission Guidelines, ANPA Special Report 84-2), and its mixture with IPTC 7901."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from producer.formats import iptc7901
from producer.formats.draft import Draft
from producer.formats.identity import SERVICE_NUMBER
from producer.formats.notes import is_note
from producer.formats.text import agencies, revision_labels
from producer.formats.text.control_chars import EOT, ETX, STX, plain_lines, without_typesetting
from producer.formats.text.decoding import decode
from producer.formats.text.line_layout import paragraphs
from producer.formats.text.times import day_time_group
from producer.formats.text.wire_lines import find_trailer
from producer.formats.wire_file import WireFile
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
_NUMBER = re.compile(r"[\x01\s]*+(?P<service>[A-Za-z]{1,4}) ?(?P<number>\d{3,5})(?!\w)")
"""Service and number of a message: ``a0123``."""
_WORD_COUNT = re.compile(r"\s\d{1,5}\Z")
_MONTH_AND_DAY = re.compile(r"\s\d\d-\d\d\Z")
MAX_BYLINE_CHARS = 100
MIN_LISTED_LINES = 2
"""Lines below the first that make a message of header lines a list with a headline."""
MAX_HEADER_FIELD_CHARS = 6
"""Characters of a blank and the longer of the two fields that end a header line."""
_PRIORITIES = {"f": 1, "b": 2, "u": 3, "r": 4, "d": 5}
_CYCLE = re.compile(r"(?:BC|AM|PM)-+", re.IGNORECASE)
_PHOTO = re.compile(r"(?:\(?\w{2,4} )?(?:photos?|graphics?|video|audio)\b|with \w{2,4} photos?", re.IGNORECASE)
_LEAD = re.compile(r"(?:(\d{1,2})(?:st|nd|rd|th)[ -]{0,3})?(?:ld|lead)\b", re.IGNORECASE)
_BYLINE = re.compile(r"by\s+(?=[^\W\d_])", re.IGNORECASE)
_ROUTING_CODE = re.compile(r"[*+#]?[A-Za-z]{0,3}\d{2,6}(?:[ *+#-]{1,2}[A-Za-z]{0,3}\d{2,6}){0,2}")
"""A code for the client's computer before the keyword line: ``*9006``."""
_FIELDS_ON_A_LINE = re.compile(r"<[ \t]{0,9}(?=\^)")
_FIELD_WORDS = re.compile(r",\s{0,3}\d{1,5}\Z")
"""The number of words that ends a keyword line."""
_TEXT_REPLACED = (("``", "“"), ("''", "”"), (" _ ", " — "))
_ROW, _WORD_SPACE, _EN_SPACE, _COLUMN = "\b", "\x10", "\x1e", "\x1f"


@dataclass
class _AnpaMessage:
    """The lines of a message, sorted by their role."""

    header: re.Match[str] | None = None
    number: str = ""
    """The service and the number of the message in it, from the line above the header."""
    rest: str = ""
    """Keyword and version of the header line, without date and number of words."""
    keyword_line: str = ""
    heads: list[str] = field(default_factory=list)
    blocks: list[str] = field(default_factory=list)
    trailer: str = ""

    @property
    def is_tabular(self) -> bool:
        """Whether the header announces tables and agate, whose lines are kept."""
        return bool(self.header and self.header["format"][:1] in ("\x12", "\x14"))


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
        yield _draft(_message(plain_lines(decode(piece, transport=file.envelope.charset)).partition(EOT)[0]), place)


def _message(text: str) -> _AnpaMessage:
    message = _AnpaMessage()
    head, mark, rest = text.partition(STX)
    if not mark:  # stripped in transit: the first line with a caret begins the text
        at = text.find("\n^")
        head, rest = (text[:at], text[at + 1 :]) if at >= 0 else (text, "")
    message.header = next((match for line in head.split("\n")[1:] if (match := _HEADER.match(line))), None)
    if number := _NUMBER.match(head):
        message.number = f"{number['service']} {number['number']}"
    message.rest = _without_date_and_words(message.header["rest"]) if message.header else ""
    rest, _, trailer = rest.partition(ETX)
    if not trailer and (found := find_trailer(rest)):
        rest, trailer = rest[: found.start], rest[found.start :]
    message.trailer = trailer
    if rest.startswith("^") or "\n^" in rest or "\t" in rest:
        _sort_lines(message, rest)
    else:  # laid out as in IPTC 7901: a headline up to a sign, then plain paragraphs
        lines, body = iptc7901.headline_block(without_typesetting(rest))
        if message.header and not lines:
            lines, body = _above_indented(message, body)
        if message.header and len(lines) > 1 and _is_keyword_line(message, lines[0]):
            message.keyword_line = lines.pop(0)
        message.heads = _wrapped(lines)
        message.blocks = [_prose(block) for block in paragraphs(body)]
    return message


def _above_indented(message: _AnpaMessage, text: str) -> tuple[list[str], str]:
    """Return keyword line and headline above the first indented paragraph, which no sign ends; and the paragraphs."""
    lines = text.strip("\n").split("\n")
    at = next((n for n, line in enumerate(lines[: iptc7901.MAX_HEADER_LINES]) if line.startswith("   ")), 0)
    head = [line.strip() for line in lines[:at] if line.strip()]
    if len(head) < 2 or not _is_keyword_line(message, head[0]):
        return [], text
    return head, "\n".join(lines[at:])


def _wrapped(head: list[str]) -> list[str]:
    """Return a headline block with the lines of its headline joined: notes, headline, byline."""
    head, byline = iptc7901.without_byline(head)
    notes = [line for line in head if _is_note(line) or revision_labels.is_take_line(line)]
    lines = " ".join(line for line in head if line not in notes)
    return [part for part in (*notes, lines, byline) if part]


def _without_date_and_words(rest: str) -> str:
    """Return the end of a header line without the date and the number of words that end it."""
    for pattern in (_WORD_COUNT, _MONTH_AND_DAY):
        rest = rest.rstrip()
        if found := pattern.search(rest, max(0, len(rest) - MAX_HEADER_FIELD_CHARS)):
            rest = rest[: found.start()]
    return rest.rstrip()


def _sort_lines(message: _AnpaMessage, text: str) -> None:
    """Sort the lines of a text into keyword line, header lines and paragraphs."""
    lines = _head_fields(text).split("\n")
    tabular = message.is_tabular
    in_head, index = True, 0
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


def _head_fields(text: str) -> str:
    """Return a text with each field of its first line on a line of its own, without routing codes."""
    first, line_feed, rest = text.partition("\n")
    if not first.startswith(("^", "\t")) and "<" in first:
        first = "^" + first.lstrip()
    if not first.startswith("^"):
        return text
    fields = _FIELDS_ON_A_LINE.sub("<\n", first).split("\n")
    if len(fields) > 1 or rest.startswith("^"):
        fields = [one for one in fields if not _ROUTING_CODE.fullmatch(one.strip(" ^<"))]
    return "\n".join([*fields, rest] if line_feed else fields)


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
    """Return whether a first header line repeats the header's keyword; if it does not, it is the headline.

    It begins with a cycle (``BC-``), ends with a number of words, or has the letters of the keyword, which has lost
    its blanks: ``BC-9 Facts About Rain-Today,364`` for ``BC-9FactsAboutRain-Today``.
    """
    if not message.header or _CYCLE.match(text) or _FIELD_WORDS.search(text):
        return True
    keyword, line = _CYCLE.sub("", message.rest, count=1), text.partition(",")[0]
    if _letters(line) in (_letters(keyword), _letters(keyword.partition(" ")[0])):
        return True
    return " " not in line.strip() and line[:4].lower() == keyword[:4].lower()


def _letters(text: str) -> str:
    return "".join(sign for sign in text.lower() if sign.isalnum())


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
    if message.number:
        draft.reasons[SERVICE_NUMBER] = message.number
    keyword, version = _keyword(message)
    draft.put("slugline", keyword, "header: keyword")
    _put_header(draft, message, keyword, version)
    trailer = find_trailer(message.trailer)
    draft.put("updated", trailer.time if trailer else None, "trailer after ETX")
    draft.put("updated", day_time_group(message.trailer), "day-time group after ETX")
    others = _put_heads(draft, message)
    blocks, signature = agencies.signed(message.blocks)
    if blocks and message.is_tabular:
        blocks = [*filter(None, ["\n".join(others)]), *blocks]
    draft.put_body(blocks or others, "paragraphs" if blocks else "header lines, as there are no paragraphs")
    draft.put("source", agencies.opening_agency(blocks[0]) if blocks else None, "the dateline's agency")
    draft.put("source", trailer.agency if trailer else None, "trailer after ETX")
    draft.put("source", signature, "last line")
    draft.put("source", _agency_line(draft, others), "agency line below the byline")
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


def _put_heads(draft: Draft, message: _AnpaMessage) -> list[str]:
    """Put headline, byline and notes from the header lines; return the others.

    A message of header lines only has a headline if it lists others below it, and is no advisory.
    """
    others: list[str] = []
    notes: list[str] = []
    heads = [head for head in message.heads if not _is_note(head)]
    titled = bool(message.blocks) or (
        draft.values.get("kind") != "advisory" and len(heads) > MIN_LISTED_LINES and not heads[0].endswith(":")
    )
    for head in message.heads:
        if _is_note(head):
            notes.append(head)
        elif _BYLINE.match(head) and len(head) <= MAX_BYLINE_CHARS and "byline" not in draft.values:
            draft.put("byline", head, "header line By")
        elif titled and "headline" not in draft.values and "byline" not in draft.values:
            draft.put("headline", head, "first header line below the keyword line")
        else:
            others.append(head)
    draft.put("editor_note", "\n\n".join(notes), "header lines Eds:, EDITOR'S NOTE, photos")
    return others


def _agency_line(draft: Draft, others: list[str]) -> str | None:
    """Return the agency that a byline names, or the line below it: known, or by its last word (``Xample Press``)."""
    if "byline" not in draft.values:
        return None
    name = re.sub(r"by (?:the )?", "", draft.values["byline"], count=1, flags=re.IGNORECASE)
    return next(filter(agencies.is_known, [*others, name]), None)


def _put_id(draft: Draft, message: _AnpaMessage, keyword: str, version: str) -> None:
    """Put an id that all takes with the same keyword share; alerts, tables and corrections get an id each."""
    if not draft.values.get("updated") or not keyword:
        return
    name = _CYCLE.sub("", keyword, count=1)
    lead = _LEAD.search(version)
    plain = not version or lead is not None
    if not plain or message.is_tabular or "alert" in name.lower() or draft.values.get("kind") == "advisory":
        return
    if revision_labels.kind_of_take(version) == "correction":
        return
    day = draft.values["updated"].date().isoformat()
    why = "rule: source, date and keyword; version by the number of the lead"
    draft.put("id", f"urn:x-anpa:{draft.values.get('source') or '-'}:{day}:{name}".replace(" ", "_"), why)
    draft.put("version", int(lead[1] or 1) + 1 if lead else 1, why)
