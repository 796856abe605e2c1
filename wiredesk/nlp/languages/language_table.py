"""The table of languages: one line each.  A language that is missing is read as any other, at tier 0."""

from __future__ import annotations

from functools import cache

from wiredesk.nlp.languages.en import ENGLISH
from wiredesk.nlp.languages.fr import FRENCH
from wiredesk.nlp.languages.profile import LanguageProfile

LANGUAGES: tuple[LanguageProfile, ...] = (
    ENGLISH,
    LanguageProfile("ar", "Arabic", right_to_left=True),
    LanguageProfile("da", "Danish"),
    LanguageProfile("de", "German"),
    LanguageProfile("es", "Spanish"),
    LanguageProfile("fa", "Persian", right_to_left=True),
    FRENCH,
    LanguageProfile("he", "Hebrew", right_to_left=True),
    LanguageProfile("it", "Italian"),
    LanguageProfile("ja", "Japanese", spaced=False),
    LanguageProfile("nl", "Dutch"),
    LanguageProfile("pt", "Portuguese"),
    LanguageProfile("ru", "Russian"),
    LanguageProfile("th", "Thai", spaced=False),
    LanguageProfile("ur", "Urdu", right_to_left=True),
    LanguageProfile("zh", "Chinese", spaced=False),
)
_BY_CODE = {profile.code: profile for profile in LANGUAGES}


@cache
def profile_of(code: str) -> LanguageProfile:
    """Return the profile of a language by its code or BCP 47 tag; a plain one for a language without a line."""
    primary = primary_language(code)
    return _BY_CODE.get(primary) or LanguageProfile(primary, primary)


def primary_language(tag: str) -> str:
    """Return the language of a BCP 47 tag without region and script: ``pt`` of ``pt-BR`` and of ``pt_BR``."""
    return tag.replace("_", "-").partition("-")[0].lower()
