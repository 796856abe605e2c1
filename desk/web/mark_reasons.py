"""Why a story's page marks something: the rule and the score of each record, and what the record is joined with."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from desk.reader_language import gettext, ngettext
from desk.views.event_lines import event_sentences
from desk.views.record_words import amount_words, date_note
from desk.views.story import GAP, UNKNOWN_SPEAKER, note, text_at
from desk.web.highlights import entity_anchor, trigger_anchor
from wiredesk.contract import Entity, Extraction, Quote

MAX_REASONS = 400
"""Records of one story that its page explains; the JSON document has all."""
MAX_JOINED = 8
"""Other forms of a name that are listed."""
MAX_WORDS_CHARACTERS = 120


@dataclass(frozen=True, slots=True)
class MarkReason:
    """One record with its reason."""

    of: str
    """The record, as in :attr:`desk.web.highlights.Mark.of`."""
    what: str
    words: str
    joined: str
    """What it is joined with: other mentions, the speaker, the anchor of a date."""
    rule: str
    """The row that gave it; empty where the extractor names none."""
    score: float | None


def mark_reasons(found: Extraction) -> list[MarkReason]:
    """Return the reasons of the first :data:`MAX_REASONS` records: entities, quotes, events, dates, amounts."""
    return list(islice(_reasons(found), MAX_REASONS))


def _reasons(found: Extraction) -> Iterator[MarkReason]:
    for entity in found.entities:
        words = _cut(entity.name)
        kind = gettext(entity.type.replace("_", " ").lower())
        yield MarkReason(
            entity_anchor(entity.id), kind, words, _joined(found, entity), entity.rule or "", entity.score
        )  # fmt: skip
    for n, quote in enumerate(found.quotes):
        words = _cut(GAP.join(text_at(found, span) for span in quote.content))
        yield MarkReason(
            f"quote-{n}", gettext(f"{quote.kind} quote"), words, _spoken(found, quote), quote.rule or "", quote.score
        )  # fmt: skip
    for event, line in event_sentences(found):
        told = "; ".join(filter(None, (event.type, event.status, f"act {event.same}" if event.same else "")))
        yield MarkReason(
            trigger_anchor(event.trigger), gettext("event"), _cut(line.text), told, event.rule or "", event.score
        )  # fmt: skip
    for n, date in enumerate(found.dates):
        counted = gettext("counted from %(anchor)s") % {"anchor": date.anchor} if date.anchor else ""
        joined = "; ".join(filter(None, (date_note(date), counted)))
        yield MarkReason(
            f"date-{n}", gettext("date"), _cut(text_at(found, date.span)), joined, date.rule or "", date.score
        )
    names = {entity.id: entity.name for entity in found.entities}
    for n, amount in enumerate(found.amounts):
        owner = names.get(amount.entity or "", "")
        joined = "; ".join(
            filter(None, (amount_words(amount), gettext("of %(name)s") % {"name": _cut(owner)} if owner else ""))
        )
        words = _cut(text_at(found, amount.span))
        yield MarkReason(f"amount-{n}", gettext(amount.kind), words, joined, amount.rule or "", amount.score)


def _joined(found: Extraction, entity: Entity) -> str:
    """Return the other forms under which a story mentions an entity, and how often."""
    forms = list(dict.fromkeys(_cut(text_at(found, mention.span)) for mention in entity.mentions))
    others = [form for form in forms if form != entity.name]
    shown, times = ", ".join(others[:MAX_JOINED]), len(entity.mentions)
    if len(others) > MAX_JOINED:
        shown += " " + gettext("and %(n)s more") % {"n": len(others) - MAX_JOINED}
    count = ngettext("%(n)s mention", "%(n)s mentions", times) % {"n": times} if times > 1 else ""
    return "; ".join(filter(None, (count, gettext("also “%(names)s”") % {"names": shown} if shown else "")))


def _spoken(found: Extraction, quote: Quote) -> str:
    names = {entity.id: entity.name for entity in found.entities}
    source = text_at(found, quote.source) if quote.source else gettext(UNKNOWN_SPEAKER)
    speaker = names.get(quote.speaker or "", "")
    cue = gettext("cue “%(words)s”") % {"words": _cut(text_at(found, quote.cue))} if quote.cue else ""
    written = gettext("written “%(words)s”") % {"words": _cut(source)} if speaker and speaker != source else ""
    return "; ".join(filter(None, (_cut(speaker or source), written, cue, note(quote))))


def _cut(words: str) -> str:
    return words if len(words) <= MAX_WORDS_CHARACTERS else words[: MAX_WORDS_CHARACTERS - 1] + "…"
