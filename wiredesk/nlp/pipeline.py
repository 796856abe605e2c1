"""The pipeline: an article in, an extraction out, the same wherever it runs."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
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
from wiredesk.nlp.flattened import flatten_together, know_words
from wiredesk.nlp.garbage import collection_paused
from wiredesk.nlp.kblinks.kb_link_extractor import open_base
from wiredesk.nlp.language_reader import LanguageReader, any_tokenizer
from wiredesk.nlp.languages.language_table import primary_language
from wiredesk.nlp.languages.profile import Tier
from wiredesk.nlp.likely_words import likely_words
from wiredesk.nlp.merged_parts import merged
from wiredesk.nlp.model_choice import load_models
from wiredesk.nlp.normalized_text import OffsetMap, normalize
from wiredesk.nlp.parse import parse_together
from wiredesk.nlp.provenance import Reason, Trace
from wiredesk.nlp.record_spans import move_spans
from wiredesk.nlp.registry import extractors, of_packages, select
from wiredesk.nlp.turbo import Patch, accelerate, compact_vector_rows, learn_frequent_words
from wiredesk.nlp.warm_up_stories import STORIES
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
        return self.together([article])[0]

    def together(self, articles: Sequence[Article], between: Callable[[], None] = lambda: None) -> list[Extraction]:
        """Extract several stories; each gets what it gets alone, in less time.

        One stage after the other runs on all of them, so that its code and its tables are still in the processor's
        caches for the next story.

        Args:
            between: is called between two stages; an exception of it ends the extraction.

        Raises:
            Exception: what any of the stories raises; it does not tell which one, and the others are to be tried alone.
        """
        with collection_paused():
            return self._extract(articles, None, between)

    def prepare_for_fork(self) -> None:
        """Make what is made at the first use, and read frequent words: children that are forked then share all that."""
        for reader in self._readers.values():
            words = learn_frequent_words(reader.nlp, likely_words(reader.nlp))
            know_words(reader.nlp.vocab.strings, words)
            compact_vector_rows(reader.nlp.vocab)
        self.together(STORIES)

    def extract_with_provenance(self, article: Article) -> tuple[Extraction, list[Reason]]:
        """Extract one story; also return which rule gave each record, in the order of the text."""
        trace = Trace()
        with collection_paused():
            return self._extract([article], trace)[0], trace.sorted()

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

    def _extract(
        self, articles: Sequence[Article], trace: Trace | None, between: Callable[[], None] = lambda: None
    ) -> list[Extraction]:
        stories = [self._story(article) for article in articles]
        parts = [part for story in stories for part in story.parts]
        by_language: dict[str, list[_Part]] = {}
        for part in parts:
            by_language.setdefault(primary_language(part.language or UNDETERMINED), []).append(part)
        found: dict[int, Extraction] = {}
        for code, some in by_language.items():
            found |= zip(map(id, some), self._read(self.reader(code), some, trace, between), strict=True)
        return [self._joined(story, [found[id(part)] for part in story.parts], trace) for story in stories]

    def _story(self, received: Article) -> _StoryParts:
        """Return a story with what is read of it: paragraphs in another language are read apart."""
        article, offsets = normalize(received) or (received, None)
        layout = analyze(article)
        language = self._language_of(article, layout)
        code = primary_language(language or UNDETERMINED)
        foreign = foreign_parts(layout.masked, layout.paragraphs, code) if len(layout.paragraphs) > 1 else {}
        hidden = [span for spans in foreign.values() for span in spans]
        parts = [_Part(article, without_paragraphs(layout, hidden) if hidden else layout, language)]
        for other, spans in foreign.items():
            rest = set(layout.paragraphs) - set(spans)
            parts.append(_Part(article, without_paragraphs(layout, rest), other))
        return _StoryParts(received, offsets, tuple(parts))

    @staticmethod
    def _joined(story: _StoryParts, found: Sequence[Extraction], trace: Trace | None) -> Extraction:
        """Return the extraction of a story from those of its parts, with offsets into the text as received."""
        whole, *parts = found
        if parts:
            whole = merged(whole, parts).model_copy(update={"engine": _with_parts(whole, parts)})
        if story.offsets is None:
            return whole
        if trace is not None:
            trace.move(story.offsets.span)
        moved = {name: move_spans(getattr(whole, name), story.offsets.span) for name in DOCUMENT_FIELDS}
        return whole.model_copy(update={**moved, "text": story.received.text})

    def _language_of(self, article: Article, layout: TextLayout) -> str | None:
        """Return the language of a story: what the text tells, else what the provider states, else the main one."""
        text = layout.masked
        if found := detect(text, article.language) or possible_tag(text, article.language):
            return found
        return self.language if is_possible(text, self.language) else None

    def _read(
        self, reader: LanguageReader, parts: Sequence[_Part], trace: Trace | None, between: Callable[[], None]
    ) -> list[Extraction]:
        """Extract parts of stories that are all in the reader's language."""
        layouts = [part.layout for part in parts]
        if self._english and reader.profile.code == MAIN:
            layouts = [self._english.restored(layout) for layout in layouts]
        with reader.nlp.memory_zone():
            docs = parse_together(reader.nlp, layouts, between)
            contexts = [
                Context(part.article, layout, tokens, reader.profile, trace=trace)
                for part, layout, tokens in zip(parts, layouts, flatten_together(docs, layouts), strict=True)
            ]
            failed = _run_stages(reader, docs, contexts, between)
            del docs
        read = zip(parts, contexts, failed, strict=True)
        return [self._extraction(reader, part.language, context, errors) for part, context, errors in read]

    def _extraction(
        self, reader: LanguageReader, language: str | None, context: Context, failed: tuple[FailedExtractor, ...]
    ) -> Extraction:
        """Return the document of one part."""
        article = context.article
        found: dict[str, Any] = {name: getattr(context, name) for name in DOCUMENT_FIELDS}
        if reader.tier == Tier.TEXT:
            done = {stage.name for stage in reader.stages}
            found |= {key: run(article) for name, key, run in self._unread if name not in done}
        found = with_scores(with_zones(found, context.layout), article.text)
        engine = self._engine(reader, failed)
        whole = Extraction(
            id=article.id, version=article.version, language=language, text=article.text, engine=engine, **found
        )
        return without_dangling_ids(whole) if failed else whole

    def _engine(self, reader: LanguageReader, failed: tuple[FailedExtractor, ...] = ()) -> Engine:
        return Engine(version=self._version, model=reader.model, tier=int(reader.tier), failed=failed, kb=self._edition)


@dataclass(frozen=True, slots=True)
class _Part:
    """The paragraphs of a story that are in one language."""

    article: Article
    """With its text normalized."""
    layout: TextLayout
    language: str | None


@dataclass(frozen=True, slots=True)
class _StoryParts:
    """A story and what is read of it."""

    received: Article
    offsets: OffsetMap | None
    """From the normalized text to the received one; None where they are equal."""
    parts: tuple[_Part, ...]
    """The part in the story's language, then those in others."""


def _run_stages(
    reader: LanguageReader, docs: Sequence[Doc], contexts: Sequence[Context], between: Callable[[], None]
) -> list[tuple[FailedExtractor, ...]]:
    """Run each extractor on all stories, one after the other; return for each story those that failed.

    One that raises an error loses its own result of that story only: those after it find its field empty.  The limits
    of time and memory end the whole attempt, as does an error with a policy of its own.
    """
    failed: list[list[FailedExtractor]] = [[] for _ in docs]
    stories = list(zip(docs, contexts, failed, strict=True))
    for stage in reader.stages:
        between()
        run, key = stage.run, stage.key
        for doc, context, errors in stories:
            try:
                context.assign(key, run(doc, context))
            except (WiredeskError, MemoryError):
                raise
            except Exception as error:
                message = " ".join(f"{type(error).__name__}: {error}".split())[:MAX_ERROR_CHARS]
                message = message.encode("utf-8", "replace").decode()  # it may quote half a character
                errors.append(FailedExtractor(extractor=stage.name, error=message))
    return [tuple(errors) for errors in failed]


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
        models = load_models(settings, whole=bool(of_packages()))  # nobody knows what these look up
        return Pipeline(next(iter(models), None), table, options, turbo=settings.turbo == "on", others=models[1:])
