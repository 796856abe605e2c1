"""How the stories of one language are read: with which model, how deeply, by which extractors."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import spacy
from spacy.language import Language

from wiredesk.nlp.context import ExtractFn, Extractor, Options
from wiredesk.nlp.languages.language_table import profile_of
from wiredesk.nlp.languages.profile import LanguageProfile, Tier
from wiredesk.nlp.model import model_name
from wiredesk.nlp.registry import for_language


@dataclass(frozen=True, slots=True)
class Stage:
    """An extractor that is ready to run."""

    name: str
    key: str
    """Field of the context that it fills."""
    run: ExtractFn


@dataclass(frozen=True, slots=True)
class LanguageReader:
    """One language's parser and extractors.  Reading a story changes nothing in it."""

    profile: LanguageProfile
    tier: Tier
    nlp: Language
    """The model; a tokenizer alone at tier 0."""
    model: str
    """Name and version of the model; empty at tier 0."""
    stages: tuple[Stage, ...]

    @classmethod
    def of(cls, code: str, nlp: Language | None, table: Sequence[Extractor], options: Options) -> LanguageReader:
        """Build the extractors that read a language.

        Args:
            code: ISO 639-1 code.
            nlp: its model; None reads it at tier 0.
            table: extractors in order, of all languages.
            options: settings of the extractors.
        """
        profile = profile_of(code)
        tier = profile.tier(has_model=nlp is not None and finds_names(nlp))
        parser = nlp or any_tokenizer()
        rows = for_language(tuple(table), profile.code, tier)
        stages = tuple(Stage(row.name, row.key, row.build(parser.vocab, options)) for row in rows)
        return cls(profile, tier, parser, model_name(nlp) if nlp else "", stages)


def finds_names(nlp: Language) -> bool:
    """Return whether a model labels entities; an English one is taken to, as in the releases before."""
    return nlp.lang in {"en", ""} or any("doc.ents" in nlp.get_pipe_meta(name).assigns for name in nlp.pipe_names)


@cache
def any_tokenizer() -> Language:
    """Return a pipeline that splits a text of any language into words and sentences, and finds nothing in it.

    Chinese, Japanese and Thai, which have no blanks between words, are split at punctuation only.
    """
    nlp = spacy.blank("xx")
    nlp.add_pipe("sentencizer")
    return nlp
