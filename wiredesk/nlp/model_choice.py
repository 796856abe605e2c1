"""Which models the settings ask for: one a language, each checked to be of the language that it is for."""

from __future__ import annotations

from spacy.language import Language

from wiredesk.errors import ConfigError
from wiredesk.model_language import MAIN, model_language
from wiredesk.nlp.languages.language_table import profile_of
from wiredesk.nlp.model import load_model
from wiredesk.settings import Settings


def load_models(settings: Settings, *, whole: bool = False) -> list[Language]:
    """Load the models of the languages that this host reads, that of ``WIREDESK_MODEL`` first.

    Args:
        settings: name the models.
        whole: as for :func:`load_model`.

    Raises:
        ModelMissing: a model is not installed.
        ConfigError: a model is of another language than it is set for, or two are set for one language.
    """
    wanted = dict(settings.models)
    found: list[Language] = []
    if MAIN not in wanted and (not settings.languages or model_language(settings.model) in settings.languages):
        main = load_model(settings.model, whole=whole)
        code = main.lang or MAIN
        if wanted.pop(code, settings.model) != settings.model:
            cause = f"reads {code}, for which WIREDESK_MODELS names another model"
            raise ConfigError(f"model {settings.model}", cause, f"set one model for {code}")
        found.append(main)
    order = sorted(wanted, key=lambda code: (code != MAIN, code))
    codes = [code for code in order if not settings.languages or code in settings.languages]
    return found + [_load(code, wanted[code], whole) for code in codes]


def _load(code: str, name: str, whole: bool) -> Language:
    nlp = load_model(name, whole=whole)
    if nlp.lang != code:
        cause = f"reads {nlp.lang}, and WIREDESK_MODELS sets it for {code} ({profile_of(code).name})"
        raise ConfigError(f"model {name}", cause, f"set {nlp.lang}={name}, or another model for {code}")
    return nlp
