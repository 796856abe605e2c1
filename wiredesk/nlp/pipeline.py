"""The pipeline: an article in, an extraction out, the same wherever it runs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from importlib.metadata import version
from typing import Any

import spacy
from spacy.language import Language
from spacy.util import is_package

from wiredesk.contract import Article, Engine, Extraction
from wiredesk.errors import ModelMissing
from wiredesk.layout import read
from wiredesk.nlp.context import Extractor, Options, Run, Story
from wiredesk.nlp.language import detect
from wiredesk.nlp.parse import parse
from wiredesk.nlp.registry import chosen, extractors
from wiredesk.nlp.turbo import Piece, accelerate
from wiredesk.settings import Settings

FIELDS = frozenset(Extraction.model_fields) - {"schema_", "id", "version", "language", "text", "engine"}


class Pipeline:
    """A loaded model with its extractors.  One per process; calling it changes nothing in it."""

    def __init__(self, nlp: Language, table: Sequence[Extractor], options: Options, *, turbo: bool = False) -> None:
        self.nlp = nlp
        self.engine = Engine(version=version("wiredesk"), model=model_name(nlp))
        self.language = nlp.lang or "en"
        self.turbo: tuple[Piece, ...] = accelerate(nlp) if turbo else ()
        self._runs: list[tuple[str, Run]] = [(row.key, row.build(nlp.vocab, options)) for row in table]

    def __call__(self, article: Article) -> Extraction:
        """Extract one story.  What the model cannot read gets its ``language`` and nothing else."""
        return self.explained(article)[0]

    def explained(self, article: Article) -> tuple[Extraction, Mapping[str, Any]]:
        """An extraction, and all that the extractors gave, by key: what ``--explain`` tells is among it."""
        reading = read(article)
        language = detect(reading.parsed) or (article.language or self.language)
        found: dict[str, Any] = {}
        if language.split("-")[0].lower() == self.language:
            with self.nlp.memory_zone():
                doc = parse(self.nlp, reading)
                for key, run in self._runs:
                    found[key] = run(doc, Story(article, reading, found))
                del doc
        fields = {name: value for name, value in found.items() if name in FIELDS}
        extraction = Extraction(
            id=article.id, version=article.version, language=language, text=reading.text, engine=self.engine, **fields
        )
        return extraction, found


def load(settings: Settings) -> Pipeline:
    """The pipeline that these settings ask for.

    Raises:
        ModelMissing: the model is not installed.
        ConfigError: extractors do not fit together.
    """
    options = Options(knowledge=settings.knowledge)
    table = chosen(extractors(), settings.extractors)
    return Pipeline(load_model(settings.model), table, options, turbo=settings.turbo == "on")


def load_model(name: str) -> Language:
    """Load an installed spaCy model.

    Raises:
        ModelMissing: no package of that name is installed.
    """
    try:
        return spacy.load(name)
    except OSError as error:
        cause = "is not installed" if not is_package(name) else str(error)
        raise ModelMissing(f"model {name}", cause, "pip install it, or set WIREDESK_MODEL to one that is") from error


def model_name(nlp: Language) -> str:
    """Name and version as users know them: ``en_core_web_sm 3.8.0``."""
    return f"{nlp.lang}_{nlp.meta.get('name', 'model')} {nlp.meta.get('version', '?')}"
