"""The catalogues of the desk's texts: `update` brings them in line with the code, `check` lists what they lack.

    python tools/translations.py update [LANG…]
    python tools/translations.py check [LANG…]

The texts are the English ones in templates, scripts and Python modules, and the words of data that pages show.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import get_args

from babel.messages import Catalog
from babel.messages.catalog import Message
from babel.messages.extract import extract_from_file
from babel.messages.pofile import write_po

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from desk.queries.counting_window import Window  # noqa: E402
from desk.queries.language.query_fields import FIELDS  # noqa: E402
from desk.queries.related_stories import RELATION_WORDS  # noqa: E402
from desk.queries.story_volume import Bucket  # noqa: E402
from desk.queries.thing_pages import ThingPage  # noqa: E402
from desk.reader_language import DOMAIN, ENGLISH, LANGUAGES, catalogue_path, read_catalogue  # noqa: E402
from desk.sinks.alert_message import AlertKind  # noqa: E402
from desk.views.event_lines import STATUS_WORDS  # noqa: E402
from desk.views.export_tables import ExportTable  # noqa: E402
from desk.views.story import FACET_NAMES, FORMAT_WORDS, KIND_WORDS, ORDER_NAMES, TYPE_LABELS, UNKNOWN_SPEAKER  # noqa: E402
from desk.views.thread_view import MEASURE_WORDS  # noqa: E402
from desk.web.list_views import VIEWS  # noqa: E402
from wiredesk import contract  # noqa: E402
from wiredesk.event_types import type_words  # noqa: E402
from wiredesk.toml_tables import read_table  # noqa: E402

_FORMATS = [FORMAT_WORDS[name] for name in ("jsonl", "geojson", "atom")]
"""Formats with names that a language may have its own word for."""
KEYWORDS = {"_": None, "gettext": None, "N_": None, "ngettext": (1, 2)}
_PLACE = re.compile(r"%\(\w+\)s")
_TAG = re.compile(r"<[^<>]*>")
METHODS = {".html": "jinja2.ext:babel_extract", ".js": "javascript", ".py": "python"}
FOLDERS = ("desk/web/templates", "desk/web/static", "desk/web", "desk/views")


def sources() -> Iterator[Path]:
    """Yield the files with texts in the order in which catalogues list them."""
    for folder in FOLDERS:
        yield from (path for path in sorted((ROOT / folder).iterdir()) if path.suffix in METHODS)


def data_words() -> Iterator[tuple[str, str]]:
    """Yield each word of data that pages show, with the file from which it is."""
    yield from ((word, "desk/views/story.py") for names in (TYPE_LABELS, KIND_WORDS, ORDER_NAMES, FACET_NAMES)
                for word in names.values())  # fmt: skip
    yield from ((word, "desk/views/story.py") for word in (UNKNOWN_SPEAKER, *_FORMATS))
    yield from ((one.words, "desk/queries/counting_window.py") for one in Window)
    yield Window.all.value, "desk/queries/counting_window.py"
    yield from ((word, "producer/sources/desk_rows.py") for word in ("paused", "resumed", "asked to be read at once"))
    yield "unknown", "desk/queries/statistics.py"
    yield from ((word, "desk/queries/related_stories.py") for word in RELATION_WORDS.values())
    yield from ((field.means.replace("`", ""), "desk/queries/language/query_fields.py") for field in FIELDS.values())
    yield from ((word, "desk/views/event_lines.py") for word in STATUS_WORDS.values())
    yield from ((word, "desk/views/thread_view.py") for word in MEASURE_WORDS.values())
    yield from ((one.value.capitalize(), "desk/queries/thing_pages.py") for one in ThingPage)
    yield from ((one.value, "desk/views/export_tables.py") for one in ExportTable if one is not ExportTable.stories)
    yield from ((one.capitalize(), "desk/web/list_views.py") for one in VIEWS)
    for bucket in Bucket:
        yield from (
            (words, "desk/queries/story_volume.py") for words in (bucket.capitalize(), f"Stories by {bucket}, UTC")
        )
    for words in type_words().values():
        yield from ((text, "wiredesk/event_types.toml") for text in (words.noun, words.means))
    measures = read_table("wiredesk.nlp.lexicon", "amount_measures")["nouns"]
    yield from ((word, "wiredesk/nlp/lexicon/amount_measures.toml") for word in measures)
    yield from ((one.value, "desk/sinks/alert_message.py") for one in AlertKind)
    for literal in (contract.Kind, contract.QuoteKind, contract.QuoteMode, contract.Polarity, contract.SourceClass,
                    contract.AmountKind):  # fmt: skip
        yield from ((word, "wiredesk/contract.py") for word in get_args(literal))
    yield from ((state, "wiredesk/contract.py") for state in contract.STATES)
    yield from ((f"{kind} quote", "wiredesk/contract.py") for kind in get_args(contract.QuoteKind))
    for literal in (contract.EntityType, contract.DateType):
        yield from ((word.replace("_", " ").lower(), "wiredesk/contract.py") for word in get_args(literal))


def texts() -> Catalog:
    """Return all texts of the desk, without translations."""
    found = Catalog(domain=DOMAIN, project="wiredesk", charset="utf-8")
    for path in sources():
        place = str(path.relative_to(ROOT))
        for _line, text, _comments, context in extract_from_file(METHODS[path.suffix], path, KEYWORDS):
            found.add(text, locations=[(place, 0)], context=context)
    for word, place in data_words():
        found.add(word, locations=[(place, 0)])
    return found


def update(language: str, wanted: Catalog) -> None:
    """Add the texts that a catalogue lacks, and remove those that the desk no longer has."""
    path = catalogue_path(language)
    catalog = read_catalogue(language) if path.exists() else new_catalogue(language)
    catalog.update(wanted, no_fuzzy_matching=True, update_creation_date=False)
    catalog.fuzzy = False
    catalog.obsolete.clear()
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        write_po(file, catalog, include_lineno=False, width=120, ignore_obsolete=True)


def new_catalogue(language: str) -> Catalog:
    """Return a catalogue without texts."""
    return Catalog(
        locale=language, domain=DOMAIN, charset="utf-8", project="wiredesk", version=" ", fuzzy=False,
        header_comment=f"# The texts of the desk: {LANGUAGES.get(language, language)}. MIT licence, as wiredesk.",
        copyright_holder="The wiredesk contributors", last_translator="The wiredesk contributors",
        language_team="The wiredesk contributors", msgid_bugs_address="",
    )  # fmt: skip


def problems(language: str, wanted: Catalog) -> list[str]:
    """Return what is wrong with a catalogue: texts that are missing or no longer used, and wrong translations."""
    catalog = read_catalogue(language)
    found = []
    for message in wanted:
        known = catalog.get(message.id, message.context) if message.id else None
        if message.id and (known is None or not all(_forms(known.string))):
            found.append(f"not translated: {message.id!r}")
    found += [f"no longer used: {one.id!r}" for one in catalog if one.id and one.id not in wanted]
    found += [f"{error}: {message.id!r}" for message, errors in catalog.check() for error in errors]
    found += [f"places left out: {one.id!r}" for one in catalog if one.id and not _has_same_places(one)]
    found += [f"other tags: {one.id!r}" for one in catalog if one.id and not _has_same_tags(one)]
    return found


def _has_same_places(message: Message) -> bool:
    """Return whether a translation, or its form for large numbers, has each `%(name)s` of the text."""
    wanted, given = (set(_PLACE.findall(_forms(one)[-1])) for one in (message.id, message.string))
    return not _forms(message.string)[-1] or wanted == given


def _has_same_tags(message: Message) -> bool:
    """Return whether each form of a translation has the HTML tags of the text; one may stand in place of another."""
    wanted = {tuple(sorted(_TAG.findall(one))) for one in _forms(message.id)}
    return all(not form or tuple(sorted(_TAG.findall(form))) in wanted for form in _forms(message.string))


def _forms(translation: object) -> tuple[str, ...]:
    return translation if isinstance(translation, tuple) else (str(translation or ""),)


def main(arguments: list[str]) -> int:
    """Run a command for some languages, by default for all; return 1 if a check found something."""
    if not arguments or arguments[0] not in ("update", "check"):
        sys.stderr.write(str(__doc__))
        return 2
    languages = arguments[1:] or [one for one in LANGUAGES if one != ENGLISH]
    wanted = texts()
    found = []
    for language in languages:
        if arguments[0] == "update":
            update(language, wanted)
        found += [f"{language}: {problem}" for problem in problems(language, wanted)]
    sys.stdout.write("".join(f"{line}\n" for line in found))
    sys.stdout.write(f"{len(wanted)} texts, {len(languages)} languages, {len(found)} problems\n")
    return 1 if found and arguments[0] == "check" else 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
