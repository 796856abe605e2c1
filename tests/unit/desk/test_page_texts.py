"""The desk's own texts: every one is marked, and every catalogue has all of them with the same places and tags."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import get_args

import pytest
from babel.messages import Catalog

from desk.reader_language import CATALOGUES, ENGLISH, LANGUAGES
from desk.web import rendering
from tests.support.unmarked_texts import unmarked_in_script, unmarked_in_template
from tools import translations
from wiredesk.settings import Settings

WEB = Path(rendering.__file__).parent
OTHERS = sorted(set(LANGUAGES) - {ENGLISH})


@cache
def wanted() -> Catalog:
    return translations.texts()


@pytest.mark.parametrize("path", sorted((WEB / "templates").glob("*.html")), ids=lambda path: path.name)
def test_every_text_of_a_template_is_marked(path: Path) -> None:
    assert list(unmarked_in_template(path.read_text("utf-8"))) == []


@pytest.mark.parametrize("path", sorted((WEB / "static").glob("*.js")), ids=lambda path: path.name)
def test_every_text_of_a_script_is_marked(path: Path) -> None:
    assert list(unmarked_in_script(path.read_text("utf-8"))) == []


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("<p>No stories yet.</p>", "No stories yet."),
        ('<a href="/x" title="the next one">1</a>', "the next one"),
        ('<p>{{ n }} {{ "story" if n == 1 else "stories" }}</p>', "story"),
        ('<p>{% trans %}marked{% endtrans %}, <b>{{ _("marked") }}</b> not marked</p>', "not marked"),
    ],
)
def test_a_text_of_a_template_that_is_not_marked_is_found(source: str, text: str) -> None:
    assert text in list(unmarked_in_template(source))


@pytest.mark.parametrize(
    "source",
    [
        'pause.textContent = "Pause";',
        'made.setAttribute("aria-label", `Dismiss: ${title}`);',
        'button("Dismiss all", f)',
    ],
)
def test_a_text_of_a_script_that_is_not_marked_is_found(source: str) -> None:
    assert list(unmarked_in_script(source)) != []


@pytest.mark.parametrize("language", OTHERS)
def test_a_catalogue_has_every_text_with_its_places_tags_and_plural_forms(language: str) -> None:
    assert translations.problems(language, wanted()) == [], "run: make translations"


def test_what_is_wrong_with_a_catalogue_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    given = Catalog(locale="de")
    given.add("%(n)s new", "%(x)s neu", flags=("python-format",))
    given.add(("%(n)s copy", "%(n)s copies"), ("%(n)s Kopie",), flags=("python-format",))
    given.add("<b>old</b>", "alt")
    given.add("from %(place)s", "von hier", flags=("python-format",))
    monkeypatch.setattr(translations, "read_catalogue", lambda _language: given)
    expected = Catalog()
    for text in ("%(n)s new", ("%(n)s copy", "%(n)s copies"), "missing"):
        expected.add(text)
    told = "\n".join(translations.problems("de", expected))
    assert "not translated: 'missing'" in told and "no longer used: '<b>old</b>'" in told
    assert "unknown named placeholder 'x'" in told and "wrong number of plural forms" in told.lower()
    assert "other tags: '<b>old</b>'" in told and "places left out: 'from %(place)s'" in told


def test_settings_catalogues_and_menu_have_the_same_languages() -> None:
    assert set(get_args(Settings.model_fields["web_language"].annotation)) == set(LANGUAGES)
    assert {path.name for path in CATALOGUES.iterdir()} == set(OTHERS)
