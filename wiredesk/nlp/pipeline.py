"""The pipeline: an article in, an extraction out, the same wherever it runs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from importlib.metadata import version
from typing import Any

from spacy.language import Language
from spacy.tokens import Doc

from wiredesk.contract import Article, Engine, Extraction, FailedExtractor, LanguagePart
from wiredesk.errors import WiredeskError
from wiredesk.language_detection import UNDETERMINED, detect, foreign_parts, is_possible, possible_tag
from wiredesk.languages_read import ANY_MODEL
from wiredesk.layout import TextLayout, analyze, without_paragraphs
from wiredesk.model_language import MAIN
from wiredesk.nlp.confidence.scores import with_scores
from wiredesk.nlp.context import DOCUMENT_FIELDS, Context, Extractor, Options
from wiredesk.nlp.english_case import EnglishCase
from wiredesk.nlp.garbage import collection_paused
from wiredesk.nlp.kblinks.kb_link_extractor import open_base
from wiredesk.nlp.language_reader import LanguageReader, any_tokenizer
from wiredesk.nlp.languages.language_table import primary_language
from wiredesk.nlp.languages.profile import Tier
from wiredesk.nlp.merged_parts import merged
from wiredesk.nlp.model_choice import load_models
from wiredesk.nlp.normalized_text import normalize
from wiredesk.nlp.parse import parse
from wiredesk.nlp.provenance import Reason, Trace
from wiredesk.nlp.record_spans import move_spans
from wiredesk.nlp.registry import extractors, select
from wiredesk.nlp.tokens import flatten
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
        nlp: Language | None,
        table: Sequence[Extractor],
        options: Options,
        *,
        turbo: bool = False,
        others: Sequence[Language] = (),
    ) -> None:
        """Build the extractors of every language that has a model; those of other languages are built at first use.

        Args:
            nlp: the model of the main language; None reads every language at tier 0.
            table: extractors in order, of all languages.
            options: settings of the extractors.
            turbo: accelerate the models.
            others: models of further languages.
        """
        self.nlp = nlp or any_tokenizer()
        self.language = (nlp and nlp.lang) or MAIN
        self._version = version("wiredesk")
        self._edition = open_base(options.kb).edition if options.kb else None
        self._table, self._options = table, options
        models = {one.lang or MAIN: one for one in (*filter(None, [nlp]), *others)}
        self.patches: Mapping[str, tuple[Patch, ...]] = {
            code: accelerate(model) if turbo else () for code, model in models.items()
        }
        """What turbo did to the model of each language."""
        self._any = models.pop(ANY_MODEL, None)
        self._english = EnglishCase.of(models[MAIN], options.knowledge) if MAIN in models else None
        self._readers = {code: LanguageReader.of(code, model, table, options) for code, model in models.items()}
        self.languages = frozenset(models)
        """The languages that have a model."""
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

    def reader(self, language: str) -> LanguageReader:
        """Return how stories of a language are read: by its model, else at tier 0."""
        code = primary_language(language)
        if code not in self._readers:
            self._readers[code] = LanguageReader.of(code, self._any, self._table, self._options)
        return self._readers[code]

    @property
    def engine(self) -> Engine:
        """What extracts stories of the main language."""
        return self._engine(self.reader(self.language))

    def _extract(self, article: Article, trace: Trace | None) -> Extraction:
        received = article.text
        normalized = normalize(article)
        if normalized:
            article, offsets = normalized
        layout = analyze(article)
        language = self._language_of(article, layout)
        code = primary_language(language or UNDETERMINED)
        foreign = foreign_parts(layout.masked, layout.paragraphs, code) if len(layout.paragraphs) > 1 else {}
        hidden = [span for spans in foreign.values() for span in spans]
        whole = self._read(article, without_paragraphs(layout, hidden) if hidden else layout, language, trace)
        if foreign:
            parts = []
            for other, spans in foreign.items():
                rest = set(layout.paragraphs) - set(spans)
                parts.append(self._read(article, without_paragraphs(layout, rest), other, trace))
            whole = merged(whole, parts).model_copy(update={"engine": _with_parts(whole, parts)})
        if not normalized:
            return whole
        if trace is not None:
            trace.move(offsets.span)
        moved = {name: move_spans(getattr(whole, name), offsets.span) for name in DOCUMENT_FIELDS}
        return whole.model_copy(update={**moved, "text": received})

    def _language_of(self, article: Article, layout: TextLayout) -> str | None:
        """Return the language of a story: what the text tells, else what the provider states, else the main one."""
        text = layout.masked
        if found := detect(text, article.language) or possible_tag(text, article.language):
            return found
        return self.language if is_possible(text, self.language) else None

    def _read(self, article: Article, layout: TextLayout, language: str | None, trace: Trace | None) -> Extraction:
        """Extract the paragraphs of a layout in one language."""
        reader = self.reader(language or UNDETERMINED)
        if self._english and reader.profile.code == MAIN:
            layout = self._english.restored(layout)
        with reader.nlp.memory_zone():
            doc = parse(reader.nlp, layout)
            context = Context(article, layout, flatten(doc, layout), reader.profile, trace=trace)
            failed = self._run_stages(reader, doc, context)
            del doc
        found: dict[str, Any] = {name: getattr(context, name) for name in DOCUMENT_FIELDS}
        if reader.tier == Tier.TEXT:
            done = {stage.name for stage in reader.stages}
            found |= {key: run(article) for name, key, run in self._unread if name not in done}
        found = with_scores(with_zones(found, layout), article.text)
        engine = self._engine(reader, failed)
        whole = Extraction(
            id=article.id, version=article.version, language=language, text=article.text, engine=engine, **found
        )
        return without_dangling_ids(whole) if failed else whole

    def _engine(self, reader: LanguageReader, failed: tuple[FailedExtractor, ...] = ()) -> Engine:
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


def _with_parts(whole: Extraction, parts: Sequence[Extraction]) -> Engine:
    """Return the engine of a story in several languages: how deeply each was read, and what failed in any."""
    read = [
        LanguagePart(language=one.language or UNDETERMINED, tier=one.engine.tier or 0, model=one.engine.model)
        for one in (whole, *parts)
    ]
    failed = tuple(dict.fromkeys(row for one in (whole, *parts) for row in one.engine.failed))
    return whole.engine.model_copy(update={"parts": tuple(read), "failed": failed})


def load(settings: Settings) -> Pipeline:
    """Build the pipeline that these settings ask for.

    Raises:
        ModelMissing: a model is not installed.
        ConfigError: extractors do not fit together, or a model is of another language than it is set for.
    """
    options = Options(knowledge=settings.knowledge, kb=settings.kb)
    with collection_paused():  # tables of words are a million objects that stay
        table = select(extractors(), settings.extractors)
        models = load_models(settings)
        return Pipeline(next(iter(models), None), table, options, turbo=settings.turbo == "on", others=models[1:])
