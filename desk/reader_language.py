"""The language of the reader, and the desk's own texts in it.

The English texts are the keys of the catalogues, and English needs none.  A catalogue is a gettext file
``desk/web/locale/LANG/LC_MESSAGES/desk.po``; the first page in a language reads it.  Everything that is not a page (the
command line, the API, exports, feeds) has no language set, so it is English.
"""

from __future__ import annotations

from contextvars import ContextVar
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # a desk that speaks English loads nothing of Babel
    from babel.messages import Catalog
    from babel.support import Translations

ENGLISH = "en"
LANGUAGES = {
    "en": "English", "de": "Deutsch", "es": "Español", "fr": "Français", "it": "Italiano", "nl": "Nederlands",
    "pt": "Português", "ru": "Русский", "ar": "العربية", "ja": "日本語",
}  # fmt: skip
"""The languages that the desk speaks, each with its own name, in the order of the menu."""
CATALOGUES = Path(__file__).parent / "web" / "locale"
DOMAIN = "desk"
_LANGUAGE: ContextVar[str] = ContextVar("language", default=ENGLISH)


def set_language(language: str) -> None:
    """Let the texts of this request be in a language, a key of :data:`LANGUAGES`."""
    _LANGUAGE.set(language)


def language() -> str:
    """Return the language in which texts are written now."""
    return _LANGUAGE.get()


def gettext(text: str) -> str:
    """Return a text in the reader's language; the text itself where the catalogue has none."""
    chosen = _LANGUAGE.get()
    return text if chosen == ENGLISH else catalogue(chosen).ugettext(text)


def ngettext(one: str, many: str, count: int) -> str:
    """Return the form of a text for a number by the plural rules of the reader's language."""
    chosen = _LANGUAGE.get()
    if chosen == ENGLISH:
        return one if count == 1 else many
    return catalogue(chosen).ungettext(one, many, count)


def N_(text: str) -> str:
    """Mark a text that is translated later, where it is shown."""
    return text


@cache
def catalogue(language: str) -> Translations:
    """Return the catalogue of a language other than English."""
    from babel.messages.mofile import write_mo
    from babel.support import Translations

    compiled = BytesIO()
    write_mo(compiled, read_catalogue(language))
    compiled.seek(0)
    return Translations(compiled, domain=DOMAIN)


def script_texts() -> dict[str, str]:
    """Return the texts of the page's scripts in the reader's language by the English ones; none in English."""
    chosen = _LANGUAGE.get()
    return {} if chosen == ENGLISH else _script_texts(chosen)


@cache
def _script_texts(language: str) -> dict[str, str]:
    found = (one for one in read_catalogue(language) if any(path.endswith(".js") for path, _ in one.locations))
    return {str(one.id): str(one.string) for one in found}


def read_catalogue(language: str) -> Catalog:
    """Return the file of a catalogue."""
    from babel.messages.pofile import read_po

    with catalogue_path(language).open("rb") as file:
        return read_po(file, locale=language, domain=DOMAIN)


def catalogue_path(language: str) -> Path:
    """Return where the catalogue of a language is."""
    return CATALOGUES / language / "LC_MESSAGES" / f"{DOMAIN}.po"
