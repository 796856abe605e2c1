"""Stories, names and statistics as JSON values, the same for the API and for ``--json``."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

import orjson

from desk.queries.change_feed import ToldChange
from desk.queries.counting_window import Window
from desk.queries.event_search import FoundEvent
from desk.queries.quote_search import QuoteRow
from desk.queries.related_stories import Across
from desk.queries.statistics import Statistics
from desk.queries.stories import Story
from desk.queries.story_list import Card, NameLink
from desk.queries.thing_profile import ThingProfile
from desk.queries.thing_ranking import RankedThing
from desk.queries.usual_names import SeenThing
from desk.views.event_lines import found_line
from desk.views.thread_records import across_record
from wiredesk.contract import EventType
from wiredesk.event_types import ontology, type_words
from wiredesk.safe_line import safe_json
from wiredesk.score_filter import at_least
from wiredesk.store.directory.find_things import FoundThing

LEDGER_STATE = ("state", "queue", "attempts", "accepted_at", "started_at", "ended_at")
"""Columns of the ledger that every reader may see."""
LEDGER_DETAILS = ("state", "queue", "attempts", "shown", "error", "worker", "duplicate_of", "accepted_at", "sent_at",
                  "started_at", "ended_at")  # fmt: skip
"""Columns of the ledger that ``wiredesk show`` prints."""


def card_record(card: Card) -> dict[str, Any]:
    """Return a story of a list, the same wherever stories are listed; a search tells the words that it found."""
    return {
        "id": card.id, "version": card.version, "headline": card.headline, "lead": card.lead, "source": card.source,
        "published": card.published, "accepted_at": card.accepted_at, "urgency": card.urgency, "kind": card.kind,
        "words": card.words, "names": [_place_name_record(name) for name in card.names], "thread": card.thread,
        "copies": card.copies, "moment": card.moment, "time_basis": card.time_basis,
        "url": card.url, "language": card.language, "snippet": None, "headline_marks": (),
    }  # fmt: skip


def change_record(told: ToldChange) -> dict[str, Any]:
    """Return a change with its story as in a list."""
    change = told.change
    return {
        "n": change.n, "what": change.what, "at": change.at, "id": change.id, "version": change.version,
        "news": change.is_news, "backfill": change.backfill, "swept": change.swept, "fits": told.fits,
        "thing": id_record(change.thing), "other": id_record(change.other),
        "story": card_record(told.card) if told.card else None,
    }  # fmt: skip


def name_record(name: NameLink) -> dict[str, Any]:
    """Return a name."""
    return {"type": name.type, "key": name.key, "name": name.name, "thing": id_record(name.thing)}


def _place_name_record(name: NameLink) -> dict[str, Any]:
    """Return a name, of a place with its coordinates."""
    return name_record(name) | {"lat": name.lat, "lon": name.lon}


def id_record(thing: int | None) -> str | None:
    """Return the id of a thing as text: numbers of JSON lose digits of it in many programs."""
    return None if thing is None else str(thing)


def ranked_thing_record(one: RankedThing) -> dict[str, Any]:
    """Return a thing with its number of stories."""
    return {
        "thing": str(one.thing), "kind": one.kind.value, "type": one.type, "key": one.key, "name": one.name,
        "stories": one.stories,
    }  # fmt: skip


def choice_record(one: FoundThing) -> dict[str, Any]:
    """Return one of the things that a name may mean."""
    return {
        "thing": str(one.id), "kind": one.kind.value, "type": one.type, "name": one.name, "about": one.about,
        "stories": one.stories,
    }  # fmt: skip


def quote_record(one: QuoteRow) -> dict[str, Any]:
    """Return a quote with its speaker and its story."""
    speaker = _speaker(one)
    return {
        "kind": one.kind, "content": one.content, "span": [one.start, one.end], "cue": one.cue,
        "source": one.source, "speaker": speaker,
        "with_whom": one.with_whom, "mode": one.mode, "polarity": one.polarity, "source_class": one.source_class,
        "score": one.score,
        "story": one.id, "version": one.version, "headline": one.title, "agency": one.agency, "moment": one.moment,
        "time_basis": one.time_basis,
        "n": one.n, "said_by": speaker,
    }  # fmt: skip


def quote_row_record(one: QuoteRow) -> dict[str, Any]:
    """Return a quote as ``wiredesk quotes --json`` prints it.

    It has the names of :func:`quote_record`, except that ``speaker`` is a name here; and those of earlier releases.
    """
    return quote_record(one) | asdict(one)


def _speaker(one: QuoteRow) -> dict[str, Any] | None:
    if one.speaker is None:
        return None
    return {
        "type": one.speaker_type, "key": one.speaker_key, "name": one.speaker, "thing": id_record(one.speaker_thing)
    }  # fmt: skip


def thing_record(found: ThingProfile, window: Window, counted: int) -> dict[str, Any]:
    """Return a thing with all that is known of it.

    Args:
        counted: number of stories of the window.
    """
    lat, lon = found.point or (None, None)
    return {
        **_named_record(found.thing), "merged": [str(one) for one in found.members[1:]], "stories": found.stories,
        "window": window.value, "window_stories": counted, "examined": len(found.sampled),
        "aliases": [{"name": name, "stories": stories} for name, stories in found.aliases],
        "ids": [link._asdict() for link in found.links],
        "roles": [
            {"title": role.title, "of": role.of, "tense": role.tense, "first": role.first, "last": role.last,
             "stories": role.stories, "text": role.words}
            for role in found.roles
        ],
        "with_whom": [ranked_thing_record(one) for one in found.neighbours],
        "days": [{"day": day, "stories": stories} for day, stories in found.days],
        "lat": lat, "lon": lon, "where": found.where,
        "namesakes": [
            {**_named_record(one.thing), "about": one.about, "score": one.score} for one in found.proposals
        ],
    }  # fmt: skip


def _named_record(thing: SeenThing) -> dict[str, Any]:
    return {"thing": str(thing.id), "kind": thing.kind.value, "type": thing.type, "name": thing.name}


def event_record(event: FoundEvent) -> dict[str, Any]:
    """Return an event with its parts and its story."""
    parts = {"actor": "actors", "recipient": "recipients", "place": "places"}
    found: dict[str, list[dict[str, Any]]] = {name: [] for name in (*parts.values(), "roles")}
    for one in event.parts:
        role = {} if one.role in parts else {"role": one.role}
        entity = (
            None
            if one.name is None
            else {"type": one.type, "key": one.key, "name": one.name, "thing": id_record(one.thing)}
        )
        found[parts.get(one.role, "roles")].append({**role, "words": one.words, "entity": entity})
    return {
        "type": event.type, "ontology": event.ontology, "status": event.status, "of": event.of,
        "background": event.background, "quote": event.quote, "said_by": event.said_by, "same": event.same,
        "date": event.date, "score": event.score, "rule": event.rule, "text": found_line(event).text,
        "trigger": {"words": event.trigger_words, "span": event.trigger}, **found,
        "story": event.id, "version": event.version, "n": event.n, "headline": event.title, "agency": event.agency,
        "moment": event.moment, "time_basis": event.time_basis,
    }  # fmt: skip


def type_record(type: EventType) -> dict[str, Any]:
    """Return a type of events with its meaning."""
    words = type_words()[type]
    return {"type": type, "ontology": ontology(type), "noun": words.noun, "means": words.means}


def story_document(
    story: Story, ledger_columns: Sequence[str] = (), *, min_score: float = 0.0, others: Across | None = None
) -> bytes:
    """Return the extraction document as one line of JSON, with the article and the ledger's columns beside it.

    Without a stored extraction the document has id and version only.

    Args:
        min_score: records with a lower score are left out, see :func:`wiredesk.score_filter.at_least`.
        others: what is known of the story from others, which stands beside the article; each entity gets the id of its
            thing as ``thing``, and as ``identity`` the thing by which to count: of an adjective of nationality
            ("Iraqi forces") that is the country's.
    """
    identity = {"id": story.article.id, "version": story.article.version}
    document: dict[str, Any] = orjson.loads(_document(story, min_score)) if story.document else dict(identity)
    document["article"] = orjson.Fragment(story.article.model_dump_json().encode())
    if others is not None:
        document |= across_record(others)
        for entity in document.get("entities", ()):
            found = others.things.get(entity["id"])
            thing = found.id if found and not found.rejected else None
            entity["thing"] = id_record(thing)
            entity["identity"] = id_record(thing and others.countries.get(entity["id"], thing))
    if ledger_columns:
        document["ledger"] = {name: story.row[name] for name in ledger_columns}
    return safe_json(orjson.dumps(document))


def _document(story: Story, min_score: float) -> str | bytes:
    found = story.extraction if min_score > 0 or story.corrections else None
    return at_least(found, min_score).json_line() if found else story.document or ""


def statistics_record(found: Statistics) -> dict[str, Any]:
    """Return the document of ``wiredesk stats --json``; its field names are older than those of the code."""
    rate = found.throughput
    return {
        "states": found.states,
        "in_sight": found.visible,
        "oldest": found.oldest_pending,
        "hours": found.hours,
        "sources": found.sources,
        "window": found.window.value,
        "top": {page.value: [ranked_thing_record(one) for one in ranked] for page, ranked in found.top.items()},
        "quarantined": found.quarantined,
        "stories_per_second": rate.stories_per_second,
        "words_per_second": rate.words_per_second,
        "publish_to_stored": {"p50": rate.delay(0.5), "p95": rate.delay(0.95)},
        "events": {row.type: row.events for row in found.events},
        "languages": {language or "unknown": tiers for language, tiers in found.languages.items()},
    }
