"""The tables of readers' SQL: views of visible stories and of what was found in them; nothing else can be read.

They have the names of the tables of an export, and of most columns too.  ``seq`` joins all of them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

_STORY = "a.seq, a.id AS story, a.version, a.source, {moment} AS published"
_JOIN = "JOIN {s}articles a ON a.seq = f.seq AND coalesce(a.shown, {false}) AND {free}"
_THING = "LEFT JOIN {s}identities i ON i.seq = f.seq AND i.entity = f.entity"
_TEXT = (
    "substr(a.headline || CASE WHEN a.headline = '' THEN '' ELSE {gap} END || a.body, f.start + 1, f.\"end\" - f.start)"
)


@dataclass(frozen=True, slots=True)
class SqlView:
    """A table of readers' SQL."""

    means: str
    """What a row is."""
    sql: str
    """With places for what the two databases write differently."""
    reads: frozenset[str]
    """The tables of the store that it reads."""


VIEWS: Mapping[str, SqlView] = MappingProxyType(
    {
        "stories": SqlView(
            "a story: its visible version",
            "SELECT a.seq, a.id, a.version, a.source, a.published, a.updated, {moment} AS moment, a.accepted_at,"
            " a.urgency, a.kind, coalesce(a.language, x.language) AS language,"
            " a.headline, a.body, a.byline, a.url, a.words,"
            " x.tone, t.thread, g.copy_group"
            " FROM {s}articles a LEFT JOIN {s}extractions x ON x.seq = a.seq"
            " LEFT JOIN {s}thread_members t ON t.seq = a.seq LEFT JOIN {s}copy_groups g ON g.seq = a.seq"
            " WHERE a.shown = {true} AND {free}",
            frozenset({"articles", "extractions", "thread_members", "copy_groups"}),
        ),
        "quotes": SqlView(
            "a quote",
            f"SELECT {_STORY}, f.n, f.kind, f.content, f.cue, f.source AS said_by, e.name AS speaker,"
            " e.type AS speaker_type, f.mode, f.polarity, f.source_class, coalesce(f.quotation, {true}) AS quotation,"
            ' f.start, f."end", f.score, f.rule, i.thing AS speaker_thing'
            f" FROM {{s}}quotes f {_JOIN}"
            " LEFT JOIN {s}entities e ON e.seq = f.seq AND e.entity = f.speaker"
            " LEFT JOIN {s}identities i ON i.seq = f.seq AND i.entity = f.speaker",
            frozenset({"articles", "quotes", "entities", "identities"}),
        ),
        "entities": SqlView(
            "a person, organisation, place or another name of a story",
            f"SELECT {_STORY}, f.entity, f.type, f.name, f.mentions, f.salience,"
            " coalesce(f.in_news, {true}) AS in_news, f.wikidata, f.geonames, f.iso3166, f.ticker,"
            " f.score, f.rule, i.thing"
            f" FROM {{s}}entities f {_JOIN} {_THING}",
            frozenset({"articles", "entities", "identities"}),
        ),
        "mentions": SqlView(
            "a mention of an entity",
            f'SELECT {_STORY}, f.entity, e.type, e.name, {_TEXT} AS text, f.start, f."end", f.kind, f.zone, f.metonymic'
            f" FROM {{s}}mentions f {_JOIN} LEFT JOIN {{s}}entities e ON e.seq = f.seq AND e.entity = f.entity",
            frozenset({"articles", "mentions", "entities"}),
        ),
        "places": SqlView(
            "a place of a story",
            f"SELECT {_STORY}, f.entity, f.name, f.country, f.level, f.lat, f.lon, f.admin1, f.admin1_name, f.geonames,"
            f" f.score, f.rule, i.thing FROM {{s}}places f {_JOIN} {_THING}",
            frozenset({"articles", "places", "identities"}),
        ),
        "amounts": SqlView(
            "an amount",
            f'SELECT {_STORY}, f.kind, f.value, f.unit, {_TEXT} AS text, f.start, f."end", e.name AS entity, f.measure,'
            f" f.direction, f.period, f.score, f.rule FROM {{s}}amounts f {_JOIN}"
            " LEFT JOIN {s}entities e ON e.seq = f.seq AND e.entity = f.entity",
            frozenset({"articles", "amounts", "entities"}),
        ),
        "dates": SqlView(
            "a date or time that a story names",
            f'SELECT {_STORY}, f.type, f.value, f.anchor, {_TEXT} AS text, f.start, f."end", f.score, f.rule'
            f" FROM {{s}}dates f {_JOIN}",
            frozenset({"articles", "dates"}),
        ),
        "topics": SqlView(
            "a topic of a story",
            f"SELECT {_STORY}, f.code, f.name, f.score, f.rule FROM {{s}}topics f {_JOIN}",
            frozenset({"articles", "topics"}),
        ),
        "tickers": SqlView(
            "an organisation of a story whose share is traded",
            f"SELECT {_STORY}, f.ticker, f.name, f.type, f.wikidata, f.salience, i.thing"
            f" FROM {{s}}entities f {_JOIN} {_THING} WHERE f.ticker IS NOT NULL",
            frozenset({"articles", "entities", "identities"}),
        ),
        "events": SqlView(
            "who did what to whom; event_roles has the who and the whom",
            f"SELECT {_STORY}, f.n, f.type, f.ontology, f.status, f.of,"
            f" coalesce(f.background, {{false}}) AS background, f.quote, f.same, f.date, f.score,"
            f' f.rule, {_TEXT} AS trigger_words, f.start, f."end"'
            f" FROM {{s}}events f {_JOIN}",
            frozenset({"articles", "events"}),
        ),
        "event_roles": SqlView(
            "a part in an event: actor, recipient, place and others",
            f"SELECT {_STORY}, f.n, f.role, {_TEXT} AS text, f.entity, e.name, e.type, i.thing"
            f" FROM {{s}}event_roles f {_JOIN}"
            f" LEFT JOIN {{s}}entities e ON e.seq = f.seq AND e.entity = f.entity {_THING}",
            frozenset({"articles", "event_roles", "entities", "identities"}),
        ),
    }
)
"""The views by their names."""
TABLES = frozenset(table for view in VIEWS.values() for table in view.reads)
"""All tables of the store that they read."""


def view_sql(name: str, dialect: str, schema: str) -> str:
    """Return the SELECT of a view.

    Args:
        schema: the schema of the store's tables, quoted.
    """
    is_sqlite = dialect == "sqlite"
    now = "strftime('%Y-%m-%dT%H:%M:%fZ','now')" if is_sqlite else "now()"
    return VIEWS[name].sql.format(
        s=f"{schema}.", true="1" if is_sqlite else "true", false="0" if is_sqlite else "false",
        gap="char(10,10)" if is_sqlite else "chr(10) || chr(10)",
        moment="coalesce(a.published, a.updated, a.dated, a.accepted_at)",
        free=f"(a.embargo_until IS NULL OR a.embargo_until <= {now})",
    )  # fmt: skip


def columns_of(name: str) -> tuple[str, ...]:
    """Return the columns of a view, in their order."""
    found, depth, word = [], 0, ""
    for character in VIEWS[name].sql.removeprefix("SELECT ").partition(" FROM {s}")[0] + ",":
        depth += (character == "(") - (character == ")")
        if character == "," and not depth:
            found.append(word.split()[-1].rpartition(".")[2].strip('"'))
            word = ""
        else:
            word += character
    return tuple(found)
