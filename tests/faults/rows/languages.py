"""Workers of different languages: killed at random, and one of them stopped for good while stories wait for it."""

from __future__ import annotations

import signal
import time
from collections import Counter
from collections.abc import Iterator

from sqlalchemy import select

from desk.ops.checks.language_check import languages as language_check
from desk.ops.queue_status import queue_status
from tests.faults.rig import Rig
from tests.faults.table import Run, row
from tests.faults.verdict import Verdict
from tests.support.models import name_model
from wiredesk.contract import Article, Extraction, LedgerState
from wiredesk.store import results
from wiredesk.store.tables import articles

LANGUAGE_WAIT_SECONDS = 2.0
"""Seconds for which stories wait for their worker to come back: short, so that the row ends."""
BODIES = {
    "en": "The council voted on Monday to close the old bridge for {n} days, the mayor Anna Kovac told reporters.",
    "fr": "La ministre Claire Marchand a déclaré lundi que le vieux pont serait fermé pendant {n} jours.",
    "de": "Der Stadtrat hat am Montag beschlossen, die alte Brücke für {n} Tage zu sperren, sagte die Ministerin.",
    "und": "{n} 17 4 250 33 8 96",
}
"""Language as the ledger has it → body of a story; digits are in no language."""
MIXTURE = ("en", "fr", "en", "de", "en", "fr", "und", "en")
READ_BY = {"en": "en_pipeline", "und": "en_pipeline", "fr": "fr_pipeline", "de": ""}
"""Language → the model that must have read it; German is read without one."""
ENGLISH = {"WIREDESK_LANGUAGES": "en"}


@row("workers of different languages, PostgreSQL")
def on_postgres(run: Run) -> Verdict:
    return _two_workers(run, postgres=True)


@row("workers of different languages, SQLite", full_only=True)
def on_sqlite(run: Run) -> Verdict:
    return _two_workers(run, postgres=False)


def _two_workers(run: Run, *, postgres: bool) -> Verdict:
    """One worker reads English only, one French only; then the French one stops, and one that reads any comes.

    Stories that nobody reads must wait where ``wiredesk status`` and ``wiredesk doctor`` tell of them.
    """
    wait = str(LANGUAGE_WAIT_SECONDS)
    model = str(name_model((("Anna Kovac", "PERSON"),)))
    french = {"WIREDESK_LANGUAGES": "fr"} | french_settings()
    with run.rig(postgres=postgres, model=model, WIREDESK_LANGUAGE_WAIT=wait) as rig:
        rig.settings = rig.settings.model_copy(update={"language_wait": LANGUAGE_WAIT_SECONDS})
        rig.published.kills = True
        stop = rig.load(_stories(rig), run.pick(4, 8), batch=8)
        settings = (ENGLISH, french)
        workers = [rig.work(1, wait=False, **one) for one in settings]
        for n in range(run.pick(2, 40)):
            rig.progress()
            time.sleep(rig.chance.uniform(0.1, 0.8))
            workers[n % 2].kill()
            workers[n % 2] = rig.work(1, wait=False, **settings[n % 2])
        stop()
        rig.wait_for(lambda: set(_waiting(rig)) == {"de"}, 240, "the two workers")
        wrong = _untold(rig, {"de"})
        read_in_time = _stored(rig, "fr")
        workers[1].signal(signal.SIGTERM)
        rig.wait_for(lambda: not workers[1].alive, 60, "the end of the French worker")
        late = [story_in(rig, "fr", f"late{n}") for n in range(8)]
        rig.publish(late)
        rig.wait_for(lambda: "fr" in _problems(rig), 60, "the report that French waits")
        wrong += _untold(rig, {"de", "fr"})
        waited = _waiting(rig)
        rig.work(1, wait=False)
        found = rig.verdict(f"waited {waited['de']} de, {waited['fr']} fr")
        wrong += _misread(rig, read_in_time, {article.id for article in late})
        found.notes += wrong[:6]
        found.unexpected += len(wrong)
        return found


def french_settings() -> dict[str, str]:
    """Return the settings of a worker with a model of French."""
    return {"WIREDESK_MODELS": f"fr={name_model((('Claire Marchand', 'PER'),), 'fr')}"}


def _stories(rig: Rig) -> Iterator[Article]:
    n = 0
    while True:
        for language in MIXTURE:
            n += 1
            yield story_in(rig, language, f"s{n}")


def story_in(rig: Rig, language: str, id: str) -> Article:
    """Return a story in one of the languages of :data:`BODIES`."""
    stated = None if language == "und" else language
    body = BODIES[language].format(n=rig.chance.randint(4, 97))
    return Article(id=id, body=body, language=stated, source="Xample", format="test")


def _waiting(rig: Rig) -> dict[str | None, int]:
    with rig.store.read() as connection:
        rows = connection.execute(select(articles.c.language_read, articles.c.state))
        return Counter(row.language_read for row in rows if row.state != LedgerState.DONE)


def _stored(rig: Rig, language: str) -> set[str]:
    """Return the ids of the stories of a language that are done."""
    query = select(articles.c.id).where(articles.c.language_read == language, articles.c.state == LedgerState.DONE)
    with rig.store.read() as connection:
        return set(connection.scalars(query))


def _problems(rig: Rig) -> dict[str | None, str]:
    """Return what ``wiredesk status`` says of the languages that nobody reads."""
    return {one.language: one.problem for one in queue_status(rig.store, rig.settings).languages if one.problem}


def _untold(rig: Rig, languages: set[str]) -> list[str]:
    """Return what ``wiredesk status`` and ``wiredesk doctor`` do not say about stories that wait, and say in excess."""
    told, waiting = _problems(rig), _waiting(rig)
    wanted = {one: f"{one}: {waiting[one]} stories wait, no worker reads {one}" for one in languages}
    check = language_check(rig.settings)
    wrong = [] if told == wanted else [f"status says {told}"]
    if check.state != "warning" or any(line not in check.message for line in wanted.values()):
        wrong.append(f"doctor says {check.message}")
    return wrong


def model_of(extraction: Extraction) -> str:
    """Return the name of the model that a story was read with; empty without one."""
    return extraction.engine.model.partition(" ")[0]


def _misread(rig: Rig, in_time: set[str], late: set[str]) -> list[str]:
    """Return the stories that a worker read that cannot; French may be read without a model once its worker is gone."""
    wrong = []
    with rig.store.read() as connection:
        for one in connection.execute(select(articles.c.seq, articles.c.id, articles.c.language_read)).all():
            found = Extraction.model_validate_json(results.document(connection, one.seq) or "{}")
            model = model_of(found)
            wanted = "" if one.id in late else READ_BY[one.language_read]
            is_whole = one.language_read != "fr" or one.id not in in_time or bool(found.entities)
            if model != wanted or bool(found.engine.tier) != bool(wanted) or not is_whole:
                wrong.append(f"{one.id} ({one.language_read}) was read by {found.engine.model or 'no model'}")
    return wrong
