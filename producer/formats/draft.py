"""A story while a parser collects its fields, and its conversion to an Article."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any

from pydantic import ValidationError

from producer.formats import codes
from producer.formats.envelope import NO_ENVELOPE, Envelope
from producer.formats.identity import DROPPED_ID, MAX_ID_CHARS, SERVICE_NUMBER, article_id, long_id
from producer.formats.links import absolute
from producer.formats.namespaces import Namespace, scope_of
from producer.formats.notes import without_notes
from producer.formats.results import Limits, Skipped
from producer.formats.text import credits, revision_labels
from producer.formats.text.decoding import printable, repair_twice_encoded, without_surrogates
from producer.formats.text.line_layout import join, one_line, same_words, without_closing
from producer.formats.text.markup import MAX_BLOCK_CHARS
from producer.formats.text.times import parse_time
from producer.formats.text.typesetting import replace_typesetting
from wiredesk.calendar_words import day_first
from wiredesk.contract import Article
from wiredesk.datelines import begins_with_dateline, dateline_agency
from wiredesk.errors import BadData, TooLarge

_TIMES = frozenset({"published", "updated", "embargo_until", "received"})
_ACCOUNT = re.compile(r"[a-z0-9]+(?:[._][a-z0-9]+)+|[a-z]+\d+[a-z\d]*|[a-z]{1,20}")
"""What people log in with, rather than sign with."""
_LINES = frozenset({"id", "headline", "byline", "slugline", "language", "source", "url", "rights"})
_SHOWN = frozenset({"headline", "byline", "slugline", "rights"})


class Draft:
    """The fields of one story, each with its origin.  The first value that is put into a field is kept.

    ``place`` is the position of the story in its file (``line 3``, ``$.items[2]``), for errors.
    """

    def __init__(self, format: str, place: str = "") -> None:
        self.format = format
        self.place = place
        self.values: dict[str, Any] = {}
        self.reasons: dict[str, str] = {}
        self.doubts: dict[str, str] = {}
        """Field → why the value that the file gives for it was not taken."""
        self.unclear: dict[str, tuple[object, str]] = {}
        """Field → a time that could not be read alone, with its origin; the story's language may decide it."""
        self.blocks: list[str] = []
        self.takes: list[tuple[str, str]] = []
        """Keywords and take lines that may give kind and urgency, each with its origin."""
        self.as_given = False
        """Whether headline and body come from an Article and must not be changed."""
        self.namespace = Namespace()
        """What the document says about the origin of its ids."""
        self.base: str | None = None
        """Absolute URL against which the address of the story is resolved, if it is relative."""
        self.single_time = False
        """Whether the format has one time only; it is then also the time of first publication of a first version."""

    def put(self, field: str, value: object, why: str) -> None:
        """Set a field unless it has a value; empty values and invalid times are ignored."""
        if field in _TIMES and not isinstance(value, datetime):
            given, value = value, parse_time(value)
            if value is None and given not in (None, ""):
                self.unclear.setdefault(field, (given, why))
                self.doubts.setdefault(field, f"{why}: {str(given)[:40]!r} is not a time")
        elif field in _LINES:
            value = one_line(_clean(value, field in _SHOWN)) if isinstance(value, str) else None
        elif field == "editor_note":
            value = _clean(value, shown=False).strip() if isinstance(value, str) else None
        elif isinstance(value, str):
            value = printable(without_surrogates(value))
        elif isinstance(value, tuple | list):
            value = tuple(printable(without_surrogates(item)) for item in value if isinstance(item, str))
        if field not in self.values and value not in (None, "", ()):
            self.values[field] = value
            self.reasons[field] = why

    def put_code(self, field: str, given: object, read: Callable[[object], object], why: str) -> None:
        """Set a field of controlled values to what ``read`` returns for the given value."""
        if (value := read(given)) is None and given not in (None, ""):
            self.doubts.setdefault(field, f"{why}: {str(given)[:40]!r} is not in the standard")
        self.put(field, value, why)

    def put_version(self, given: object, why: str) -> None:
        """Set the version to a revision number; anything else is no version, and the time orders the versions."""
        if (number := codes.version(given)) is None and given not in (None, ""):
            self.doubts.setdefault(
                "version", f"{why}: {str(given)[:40]!r} is no whole number from 1 on, so the time decides"
            )
        self.put("version", number, why)

    def resolve(self, address: str | None) -> None:
        """Make a relative address of the story absolute, and with it the id if that is the address.

        Args:
            address: absolute URL of the document, if the document gives no base.
        """
        url = self.values.get("url")
        if not url or (found := absolute(url, self.base or address)) == url:
            return
        for field in ("url", "id"):
            if self.values.get(field) == url:
                self.values[field] = found

    def drop_id(self, why: str) -> None:
        """Replace an id that identifies nothing by the address of the story, else by an id made from its text."""
        id = self.values.pop("id")
        self.reasons.pop("id", None)
        self.doubts["id"] = f"{json.dumps(id, ensure_ascii=False)[:200]} identifies no story: {why}"
        self.reasons[DROPPED_ID] = id
        url = self.values.get("url")
        if url and url != id:
            self.put("id", url, f"link; {self.doubts['id']}")

    def put_as_given(self, field: str, value: str | None, why: str) -> None:
        """Set a text field without normalising its white space."""
        if value:
            self.values[field], self.reasons[field] = printable(without_surrogates(value)), why

    def put_body(self, blocks: Iterable[str], why: str) -> None:
        """Set the body's paragraphs unless it has some."""
        if self.as_given:
            self.blocks = list(blocks)
            self.reasons["body"] = why
        elif not self.blocks:
            cleaned = (_clean(part).strip("\n") for part in blocks)
            self.blocks = [block for block in cleaned if block.strip()]
            if self.blocks:
                self.reasons["body"] = why

    def put_byline(self, value: str | None, why: str) -> None:
        """Set the byline unless the value is the name of an account: ``powell.robin``, ``jdoe7``."""
        if value and _ACCOUNT.fullmatch(value.strip()):
            self.doubts.setdefault("byline", f"{why}: {value[:40]!r} is an account, not a name")
        else:
            self.put("byline", value, why)

    def put_correction(self, words: Iterable[str | None], why: str) -> None:
        """Set the kind to correction if one of the controlled words, codes or names says so."""
        for word in words:
            text = re.split(r"[:/#]", word.strip())[-1] if word else ""
            if revision_labels.kind_of_take(text) == "correction":
                self.put("kind", "correction", f"{why}: {text[:40]}")

    def take(self, words: str, why: str) -> None:
        """Add a take key, keyword or version field that may give kind and urgency."""
        if words.strip():
            self.takes.append((words.strip(), why))


def finish(draft: Draft, limits: Limits, name: str, envelope: Envelope = NO_ENVELOPE) -> Article | Skipped:
    """Return the article of a draft; a :class:`Skipped` if it has neither headline nor body and is not withdrawn.

    Raises:
        TooLarge: the story is larger than the limit.
        BadData: the value of a field is invalid in an Article.
    """
    values = draft.values
    _put_unclear_times(draft)
    headline = values.get("headline", "")
    subject = f"{name}, {draft.place}" if draft.place else name
    size = sum(map(len, draft.blocks))
    if size <= 2 * limits.story_bytes:  # above, it is too large even without its notes
        body = join(draft.blocks if draft.as_given else _story_blocks(draft))
        size = len(headline.encode()) + len(body.encode())
    if size > limits.story_bytes:
        raise TooLarge(subject, f"a story of {size:,} bytes", f"the limit is {limits.story_bytes:,}")
    if not headline and not body and values.get("status", "usable") == "usable":
        number = draft.reasons.get(SERVICE_NUMBER, "")
        return Skipped("item without headline and text", draft.place, values.get("id"), number)
    if not draft.as_given:
        _put_kind(draft)
        _put_urgency(draft)
    if draft.single_time and values.get("kind") not in {"update", "correction"}:
        draft.put("published", values.get("updated"), "the only time given, of a first version")
    if len(values.get("id", "")) > MAX_ID_CHARS:
        values["id"] = long_id(values["id"])
        draft.reasons["id"] = f"rule: hash of an identifier of more than {MAX_ID_CHARS} characters"
    why = "; ".join(filter(None, ("rule: hash of source, headline and body", draft.doubts.get("id"))))
    draft.put("id", article_id(values.get("source"), headline, body), why)
    _put_scope(draft, envelope)
    draft.put("received", envelope.received, "when it was received")
    has_version = "version" in values
    for field, value in (("version", 1), ("status", "usable"), ("kind", "story"), ("format", draft.format)):
        why = "recognised by content" if field == "format" else f"default: {value}"
        draft.put(field, value, "; ".join(filter(None, (why, draft.doubts.get(field)))))
    _put_embargo(draft)
    for field in Article.model_fields:
        draft.reasons.setdefault(field, draft.doubts.get(field, "not given"))
    fields = {**values, "headline": headline, "body": body}
    if not has_version:  # a version that is not among the fields that were set is for the ledger to give
        del fields["version"]
    try:
        return Article.model_validate(fields)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        field = ".".join(str(part) for part in first["loc"])
        raise BadData(subject, f"{field}: {first['msg']}") from error


def _story_blocks(draft: Draft) -> list[str]:
    """Return the paragraphs without a repeated headline, notes to editors and sign-offs.

    A message that consists of notes only keeps them, and is an advisory.
    """
    blocks = _without_signature(without_closing(draft.blocks), draft.values.get("source"))
    headline = draft.values.get("headline", "")
    if headline and blocks and same_words(blocks[0], headline):
        blocks = blocks[1:]
    blocks = _without_byline(draft, blocks)
    story, notes = without_notes(blocks)
    if notes and not story:
        draft.put("kind", "advisory", "the text consists of notes to editors")
        return blocks
    if notes:
        given = [draft.values.pop("editor_note")] if "editor_note" in draft.values else []
        draft.put("editor_note", "\n\n".join([*given, *notes]), draft.reasons.get("editor_note") or "notes in the text")
    return without_closing(story)


def _without_byline(draft: Draft, blocks: list[str]) -> list[str]:
    """Return the paragraphs without a byline above the dateline; a note to editors may precede it."""
    for index, block in enumerate(blocks[:2]):
        if index + 1 < len(blocks) and credits.is_byline(block) and begins_with_dateline(blocks[index + 1]):
            draft.put("byline", block, "the line above the dateline")
            return blocks[:index] + blocks[index + 1 :]
    return blocks


def _put_unclear_times(draft: Draft) -> None:
    """Put the times in which day and month could be exchanged (``08/05/2025``), by the order of the language."""
    order = day_first(draft.values.get("language")) if draft.unclear else None
    if order is None:
        return
    for field, (given, why) in draft.unclear.items():
        if field not in draft.values and (found := parse_time(given, order)):
            draft.put(field, found, f"{why}, day and month in the order of the language")
            draft.doubts.pop(field, None)


def _put_scope(draft: Draft, envelope: Envelope) -> None:
    """Put the namespace of an id that is not unique everywhere."""
    values = draft.values
    given = values.pop("scope", None)
    found = scope_of(values["id"], draft.namespace, values.get("url"), given, values.get("source"), envelope.provider)
    if not found:
        draft.doubts.setdefault("scope", "rule: the id is unique everywhere, or nothing names its provider")
    draft.put("scope", found, "rule: the id is unique for its provider only")


def _put_embargo(draft: Draft) -> None:
    """Withhold a story whose embargo ends at a time that cannot be read."""
    why = draft.doubts.get("embargo_until", "")
    if "embargo_until" not in draft.values and re.search(r"'.*[1-9].*'", why) and draft.values["status"] == "usable":
        draft.values["status"], draft.reasons["status"] = "withheld", f"rule: embargoed; {why}"


def _without_signature(blocks: list[str], source: str | None) -> list[str]:
    """Return the paragraphs without the name of their agency at the end of the last one."""
    if not blocks:
        return blocks
    last = credits.without_agency(blocks[-1], (source, dateline_agency(blocks[0])))
    return blocks if last == blocks[-1] else without_closing([*blocks[:-1], last])


def _put_kind(draft: Draft) -> None:
    """Put the kind: from a signal that the parser read, else headline or take keys, else versions and times."""
    values = draft.values
    headline = _first_line(draft)
    if found := revision_labels.kind_of_headline(headline):
        if found == "correction" and values.get("kind") == "update":  # it replaces the story to correct it
            del values["kind"]
        draft.put("kind", found, f"headline: {headline[:40]}")
    for words, why in draft.takes:
        if found := revision_labels.kind_of_take(words):
            draft.put("kind", found, f"{why}: {words[:40]}")
            break
    if re.search(r"\bADVISORY\b", values.get("slugline", "")):
        draft.put("kind", "advisory", "slugline")
    if revision_labels.is_correcting(values.get("editor_note", "")):
        draft.put("kind", "correction", "editor_note")
    first, this = values.get("published"), values.get("updated")
    if values.get("version", 1) > 1 and first and this and first != this:
        draft.put("kind", "update", "rule: version above 1, created later than the first")


def _first_line(draft: Draft) -> str:
    """Return the headline, or the first line of the body if there is no headline."""
    headline: str = draft.values.get("headline", "")
    return headline or (draft.blocks[0].partition("\n")[0] if draft.blocks else "")


def _put_urgency(draft: Draft) -> None:
    for words, why in draft.takes:
        draft.put("urgency", revision_labels.urgency_of_take(words), f"{why}: {words[:40]}")
    headline = _first_line(draft)
    draft.put("urgency", revision_labels.urgency_of_headline(headline), f"headline: {headline[:40]}")


def _clean(value: object, shown: bool = True) -> str:
    """Return a text without control characters and surrogates; one that readers see, without tags of typesetting."""
    if isinstance(value, str) and len(value) > MAX_BLOCK_CHARS:
        return value
    text = repair_twice_encoded(printable(without_surrogates(str(value))))
    return replace_typesetting(text) if shown else text
