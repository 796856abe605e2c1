"""The pipeline: an article in, an extraction out, the same wherever it runs."""

from __future__ import annotations

from collections.abc import Sequence
from importlib.metadata import version
from typing import Any

from spacy.language import Language
from spacy.tokens import Doc

from wiredesk.contract import Article, Engine, Extraction, FailedExtractor
from wiredesk.errors import WiredeskError
from wiredesk.layout import analyze
from wiredesk.nlp.confidence.scores import with_scores
from wiredesk.nlp.context import DOCUMENT_FIELDS, Context, Extractor, Options
from wiredesk.nlp.garbage import collection_paused
from wiredesk.nlp.headline_case import HeadlineCase
from wiredesk.nlp.kblinks.kb_link_extractor import open_base
from wiredesk.nlp.knowledge import load_known_names
from wiredesk.nlp.language import detect
from wiredesk.nlp.language_reader import LanguageReader
from wiredesk.nlp.languages.language_table import primary_language
from wiredesk.nlp.languages.profile import Tier
from wiredesk.nlp.model import load_model
from wiredesk.nlp.normalized_text import normalize
from wiredesk.nlp.parse import parse
from wiredesk.nlp.provenance import Reason, Trace
from wiredesk.nlp.record_spans import move_spans
from wiredesk.nlp.registry import extractors, select
from wiredesk.nlp.tokens import flatten
from wiredesk.nlp.truecase import TrueCase
from wiredesk.nlp.turbo import Patch, accelerate
from wiredesk.nlp.zone_fields import with_zones
from wiredesk.references import without_dangling_ids
from wiredesk.settings import Settings

MAX_ERROR_CHARS = 500
"""Characters of an extractor's error that a document keeps: a message may quote the whole text."""


class Pipeline:
    """Loaded models with their extractors, one for each language.  One per process; a story changes nothing in it."""

    def __init__(
        self,
        nlp: Language,
        table: Sequence[Extractor],
        options: Options,
        *,
        turbo: bool = False,
        others: Sequence[Language] = (),
    ) -> None:
        """Build the extractors of every language that has a model; those of other languages are built at first use.

        Args:
            nlp: the model of the main language.
            table: extractors in order, of all languages.
            options: settings of the extractors.
            turbo: accelerate the models.
            others: models of further languages.
        """
        self.nlp = nlp
        self._version = version("wiredesk")
        self._edition = open_base(options.kb).edition if options.kb else None
        self.language = nlp.lang or "en"
        self._headline_case = HeadlineCase.of(nlp)
        self._true_case = TrueCase.of(nlp, load_known_names(options.knowledge), self._headline_case.is_verb_form)
        self.turbo: tuple[Patch, ...] = accelerate(nlp) if turbo else ()
        self._table, self._options = table, options
        self._readers: dict[str, LanguageReader] = {
            self.language: LanguageReader.of(self.language, nlp, table, options)
        }
        for other in others:
            if turbo:
                accelerate(other)
            code = other.lang or ""
            self._readers[code] = LanguageReader.of(code, other, table, options)
        self._unread = [(row.name, row.key, row.unread) for row in table if row.unread is not None]

    def __call__(self, article: Article) -> Extraction:
        """Extract one story.  In a language without a model: what is found in any language, at tier 0."""
        with collection_paused():
            return self._extract(article, None)

    def extract_with_provenance(self, article: Article) -> tuple[Extraction, list[Reason]]:
        """Extract one story; also return which rule gave each record, in the order of the text."""
        trace = Trace()
        with collection_paused():
            return self._extract(article, trace), trace.sorted()

    def _extract(self, article: Article, trace: Trace | None) -> Extraction:
        text = article.text
        normalized = normalize(article)
        if normalized:
            article, offsets = normalized
        layout = self._headline_case.in_prose_case(self._true_case.in_mixed_case(analyze(article)))
        language = detect(layout.masked, article.language) or (article.language or self.language)
        reader = self._reader(language)
        with reader.nlp.memory_zone():
            doc = parse(reader.nlp, layout)
            context = Context(article, layout, flatten(doc, layout), reader.profile, trace=trace)
            failed = self._run_stages(reader, doc, context)
            del doc
        found: dict[str, Any] = {name: getattr(context, name) for name in DOCUMENT_FIELDS}
        if reader.tier == Tier.TEXT:
            done = {stage.name for stage in reader.stages}
            found |= {key: run(article) for name, key, run in self._unread if name not in done}
        found = with_scores(with_zones(found, layout), text)
        if normalized:
            found = {name: move_spans(value, offsets.span) for name, value in found.items()}
            if trace is not None:
                trace.move(offsets.span)
        engine = self._engine(reader, failed)
        whole = Extraction(id=article.id, version=article.version, language=language, text=text, engine=engine, **found)
        return without_dangling_ids(whole) if engine.failed else whole

    @property
    def engine(self) -> Engine:
        """What extracts stories of the main language."""
        return self._engine(self._readers[self.language], ())

    def _reader(self, language: str) -> LanguageReader:
        """Return how stories of a language are read: by its model, else at tier 0."""
        code = primary_language(language)
        if code not in self._readers:
            self._readers[code] = LanguageReader.of(code, None, self._table, self._options)
        return self._readers[code]

    def _engine(self, reader: LanguageReader, failed: tuple[FailedExtractor, ...]) -> Engine:
        return Engine(version=self._version, model=reader.model, tier=int(reader.tier), failed=failed, kb=self._edition)

    @staticmethod
    def _run_stages(reader: LanguageReader, doc: Doc, context: Context) -> tuple[FailedExtractor, ...]:
        """Run the extractors in order and return those that failed.

        One that raises an error loses its own result only: those after it find its field empty.  The limits of time
        and memory end the whole attempt, as does an error with a policy of its own.
        """
        failed: list[FailedExtractor] = []
        for stage in reader.stages:
            try:
                context.assign(stage.key, stage.run(doc, context))
            except (WiredeskError, MemoryError):
                raise
            except Exception as error:
                message = " ".join(f"{type(error).__name__}: {error}".split())[:MAX_ERROR_CHARS]
                message = message.encode("utf-8", "replace").decode()  # it may quote half a character
                failed.append(FailedExtractor(extractor=stage.name, error=message))
        return tuple(failed)


def load(settings: Settings) -> Pipeline:
    """Build the pipeline that these settings ask for.

    Raises:
        ModelMissing: the model is not installed.
        ConfigError: extractors do not fit together.
    """
    options = Options(knowledge=settings.knowledge, kb=settings.kb)
    table = select(extractors(), settings.extractors)
    return Pipeline(load_model(settings.model), table, options, turbo=settings.turbo == "on")
