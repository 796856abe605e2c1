"""Find the zones of a text: each paragraph, or the lines and sentences in it that are no prose of the story."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from wiredesk.contract import Span, Zone
from wiredesk.datelines import begins_with_dateline
from wiredesk.zones.bylines import byline_before_text, is_byline, page_date_behind
from wiredesk.zones.chat_lines import chat_zones
from wiredesk.zones.page_furniture import furniture_inside, is_furniture, may_hold_furniture
from wiredesk.zones.picture_credits import MAX_CAPTION_CHARS, caption_label, credit_at_end, is_caption, is_credit
from wiredesk.zones.row_zones import with_rows
from wiredesk.zones.sign_offs import gives_names, is_sign_off, sign_off_at_end
from wiredesk.zones.zone_names import read_names
from wiredesk.zones.zone_span import ZoneSpan
from wiredesk.zones.zone_words import WORD, words

MAX_WRAPPED_LINE_CHARS = 100
"""Characters of a line of copy that is broken into lines; longer lines are paragraphs of their own."""
MAX_SHORT_CHARS = 90
"""Characters of a line that is looked at whatever word begins it."""
MIN_PROSE_CHARS = 140
"""Characters of a paragraph of prose; a byline stands above the first one."""
LAST_LINES = 4
"""Lines at the end of a story among which are notes on its writers."""
_ENDINGS = frozenset(".!?…:;\"”’')]")
_BRACKET = re.compile(r"\(([^()\n]{4,240})\)")
_BRACKET_HINTS = (
    "hoto",
    "HOTO",
    "REUTERS",
    "Getty",
    "/A",
    "mage",
    "ourtesy",
    "redit",
    "porting",
    "diting",
    "riting",
    "icture",
)
_SIGN_OFF_HINTS = (
    "porting ",
    "diting ",
    "riting ",
    "ompiled ",
    "ranslat",
    "ontributed ",
    "dited by",
    "ritten by",
    "ith files",
    "ith input",
)


def _first_words(*keys: str) -> frozenset[str]:
    return frozenset(phrase.split()[0].strip(".,:;@©()") for key in keys for phrase in words(key))


_FIRST_WORDS = _first_words(
    "furniture_labels",
    "furniture_requests",
    "sign_off_openings",
    "sign_off_acts",
    "credit_openings",
    "caption_openings",
    "byline_openings",
).union(["this", "these", "the", "that", "in", "an", "a", "copyright", "with", "reuters", "file"])
"""First words of lines that may be no prose. Any other line is prose if it is long and ends like a sentence."""


def find_zones(text: str, blocks: Sequence[Span], byline: str = "") -> list[ZoneSpan]:
    """Return the zones of a text's blocks in order, body included. Time is linear in the length of the text.

    Args:
        text: the text.
        blocks: its paragraphs, without blanks at their ends and without the headline.
        byline: the byline of its metadata, if any.
    """
    if blocks and (text[blocks[0][0]] in "<[(" or text[blocks[0][0]].isdigit()):
        chat = chat_zones(text, [line for start, end in blocks for line in _lines(text, start, end)])
        if chat is not None:
            return chat
    return _Finder(text, blocks, byline).found()


class _Finder:
    """Reads the blocks of a text from the first to the last."""

    def __init__(self, text: str, blocks: Sequence[Span], byline: str) -> None:
        self.text, self.blocks, self.byline = text, blocks, byline
        self.has_furniture = may_hold_furniture(text)
        self.has_brackets = any(map(text.__contains__, _BRACKET_HINTS))
        self.has_sign_off = any(map(text.__contains__, _SIGN_OFF_HINTS))
        self.is_above_text = True

    def found(self) -> list[ZoneSpan]:
        """Return the zones."""
        parts: list[ZoneSpan] = []
        for number, (start, end) in enumerate(self.blocks):
            is_last = len(self.blocks) - number <= LAST_LINES
            parts += self._block(start, end, is_last)
            if end - start >= MIN_PROSE_CHARS and parts[-1].zone == "body":
                self.is_above_text = False
        rows = with_rows(self.text, parts)
        return [part if part.zone == "body" else self._zone_span(part) for part in rows]

    def _zone_span(self, part: ZoneSpan) -> ZoneSpan:
        if part.zone in {"byline", "credit"} or (
            part.zone == "signoff" and gives_names(self.text[part.start : part.end])
        ):
            return part._replace(names=read_names(self.text, part.start, part.end))
        return part

    def _block(self, start: int, end: int, is_last: bool) -> list[ZoneSpan]:
        """Return the parts of a block: the block itself, or its lines."""
        if "\n" not in self.text[start:end]:
            return self._line(start, end, is_last)
        lines = _lines(self.text, start, end)
        if max([stop - begin for begin, stop in lines]) > MAX_WRAPPED_LINE_CHARS:
            return _joined(part for line in lines for part in self._line(*line, is_last))
        whole = self._line(start, end, is_last)
        if len(whole) > 1 or whole[0].zone != "body":
            return whole
        return self._wrapped(lines)

    def _wrapped(self, lines: list[Span]) -> list[ZoneSpan]:
        """Return the parts of copy that is broken into lines: a line counts where sentences end before and behind it.

        Most lines are body, and need no part of their own.
        """
        text, follows_end = self.text, True
        parts: list[ZoneSpan] = []
        begin, stop = -1, -1  # the lines of body since the last other part
        last = len(lines) - 1
        for number, (start, end) in enumerate(lines):
            is_body = True
            if follows_end and (number == last or not text[lines[number + 1][0]].islower()):
                own = self._line(start, end, is_last=False)
                is_body = number < last if len(own) > 1 else own[0].zone == "body"
            if is_body:
                begin, stop = start if begin < 0 else begin, end
                follows_end = text[end - 1] in _ENDINGS
                continue
            if begin >= 0:
                parts.append(ZoneSpan(begin, stop, "body"))
            parts += own
            begin, follows_end = -1, own[-1].zone != "body" or text[end - 1] in _ENDINGS
        if begin >= 0:
            parts.append(ZoneSpan(begin, stop, "body"))
        return _joined(parts) if len(parts) > 1 else parts

    def _line(self, start: int, end: int, is_last: bool) -> list[ZoneSpan]:
        """Return the parts of a line or of a paragraph of one line."""
        line = self.text[start:end]
        if "\n" in line:
            line = line.replace("\n", " ")
        zone = self._whole(line)
        if zone == "caption":
            return _caption(start, end, line)
        if zone == "byline" and (at := page_date_behind(line)):
            return _two(start, end, at, line, "byline", "furniture")
        if zone:
            return [ZoneSpan(start, end, zone)]
        return self._split(start, end, line, is_last)

    def _whole(self, line: str) -> Zone | None:
        """Return the zone of a line if it is of one zone other than body."""
        ends_sentence = line[-1] in _ENDINGS
        is_short = len(line) <= MAX_SHORT_CHARS and (not ends_sentence or len(line) <= MAX_SHORT_CHARS // 2)
        if not is_short and line[0] not in "([—–-_*©" and not self._may_begin(line):
            return None
        if self.is_above_text and is_byline(line, self.byline):
            return "byline"
        if is_furniture(line):
            return "furniture"
        if is_sign_off(line):
            return "signoff"
        if len(line) <= MAX_CAPTION_CHARS and is_caption(line):
            return "credit" if credit_at_end(line) == 0 else "caption"
        return None

    def _may_begin(self, line: str) -> bool:
        first = WORD.search(line, 0, 40)
        return first is not None and first.group().casefold().rstrip(".") in _FIRST_WORDS

    def _split(self, start: int, end: int, line: str, is_last: bool) -> list[ZoneSpan]:
        """Return the parts of a line that has prose."""
        if self.is_above_text and (at := byline_before_text(line)):
            return [*_two(start, end, at, line, "byline", "body")]
        at = credit_at_end(line) if self.has_brackets or line[-1] not in _ENDINGS else -1
        if at == 0:
            return [ZoneSpan(start, end, "credit")]
        if at > 0:
            zone: Zone = "caption" if at <= MAX_CAPTION_CHARS and not self._is_prose(line[:at]) else "body"
            return _two(start, end, at, line, zone, "credit")
        if self.has_sign_off or is_last:
            at = sign_off_at_end(line, is_last=is_last)
            if at == 0:
                return self._sign_off(start, end, is_last)
            if at > 0:
                above = self._inside(start, start + len(line[:at].rstrip()))
                return [*above, *self._sign_off(start + at, end, is_last)]
        return self._inside(start, end)

    def _sign_off(self, start: int, end: int, is_last: bool) -> list[ZoneSpan]:
        """Return a sign-off, and what follows its closing bracket."""
        close = self.text.find(")", start, end) + 1 if self.text[start] == "(" else 0
        rest = _trimmed(self.text, close, end, "body") if close else []
        if not rest or not rest[0].start < end - 1:
            return [ZoneSpan(start, end, "signoff")]
        return [ZoneSpan(start, close, "signoff"), *self._line(rest[0].start, end, is_last)]

    def _is_prose(self, line: str) -> bool:
        """Return whether what stands before a credit is a paragraph of the story."""
        return begins_with_dateline(line)

    def _inside(self, start: int, end: int) -> list[ZoneSpan]:
        """Return the parts of prose with furniture, credits and sign-offs between its sentences."""
        cuts: list[ZoneSpan] = []
        if self.has_furniture:
            cuts += [ZoneSpan(*span, "furniture") for span in furniture_inside(self.text, start, end)]
        if self.has_brackets and "(" in self.text[start:end]:
            for found in _BRACKET.finditer(self.text, start, end):
                zone = _bracket_zone(found[1].strip())
                if zone:
                    cuts.append(ZoneSpan(*found.span(), zone))
        if not cuts:
            return [ZoneSpan(start, end, "body")]
        return self._around(start, end, sorted(cuts))

    def _around(self, start: int, end: int, cuts: list[ZoneSpan]) -> list[ZoneSpan]:
        """Return the cuts and the prose between them; what stands before a credit and a dateline is a caption."""
        parts: list[ZoneSpan] = []
        at = start
        for cut in cuts:
            if cut.start < at:
                continue
            parts += _trimmed(self.text, at, cut.start, "body")
            parts.append(cut)
            at = cut.end
            is_first = cut.zone == "credit" and len(parts) == 2 and cut.start - start <= MAX_CAPTION_CHARS
            if is_first and begins_with_dateline(self.text[cut.end : min(end, cut.end + MAX_CAPTION_CHARS)]):
                parts[0] = parts[0]._replace(zone="caption")
        return parts + _trimmed(self.text, at, end, "body")


def _caption(start: int, end: int, line: str) -> list[ZoneSpan]:
    """Return the parts of a caption: its label, which is furniture, its text, and the credit."""
    label = caption_label(line)
    parts = [ZoneSpan(start, start + len(line[:label].rstrip()), "furniture")] if label else []
    at = credit_at_end(line[label:]) if line[label:].strip() else -1
    if at < 0:
        return [*parts, ZoneSpan(start + label, end, "caption")]
    if at == 0:
        return [*parts, ZoneSpan(start + label, end, "credit")]
    return [*parts, *_two(start + label, end, at, line[label:], "caption", "credit")]


def _bracket_zone(inner: str) -> Zone | None:
    """Return the zone of what is in brackets inside prose: a credit, a sign-off, or nothing of its own."""
    if is_credit(inner, in_brackets=True):
        return "credit"
    return "signoff" if sign_off_at_end(inner, is_last=False) == 0 else None


def _two(start: int, end: int, at: int, line: str, first: Zone, second: Zone) -> list[ZoneSpan]:
    """Return the two parts of a line that is cut at an offset."""
    return [ZoneSpan(start, start + len(line[:at].rstrip(" |—–-•·")), first), ZoneSpan(start + at, end, second)]


def _lines(text: str, start: int, end: int) -> list[Span]:
    """Return the lines of a block without blanks at their ends, without empty ones."""
    found: list[Span] = []
    at = start
    for line in text[start:end].split("\n"):
        if kept := line.strip():
            begin = at + len(line) - len(line.lstrip())
            found.append((begin, begin + len(kept)))
        at += len(line) + 1
    return found


def _trimmed(text: str, start: int, end: int, zone: Zone) -> list[ZoneSpan]:
    part = text[start:end]
    kept = part.strip()
    if not kept:
        return []
    start += len(part) - len(part.lstrip())
    return [ZoneSpan(start, start + len(kept), zone)]


def _joined(parts: Iterable[ZoneSpan]) -> list[ZoneSpan]:
    """Return the parts; lines of body that follow each other are one."""
    found: list[ZoneSpan] = []
    for part in parts:
        if found and part.zone == "body" == found[-1].zone:
            found[-1] = found[-1]._replace(end=part.end)
        else:
            found.append(part)
    return found
