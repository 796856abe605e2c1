"""Quotes of tier 2: direct, indirect and mixed speech with its verb and its speaker."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from spacy.tokens import Doc
from spacy.vocab import Vocab

from wiredesk.contract import Quote, Span
from wiredesk.nlp.context import Context, ExtractFn, Options
from wiredesk.nlp.languages.local_quotes import MIN_QUOTE_WORDS, quoted_passages
from wiredesk.nlp.languages.tier2.local_name_words import name_words
from wiredesk.nlp.languages.tier2.local_speakers import SpeechSource, StorySpeakers
from wiredesk.nlp.languages.tier2.reported_clauses import Reported, reported
from wiredesk.nlp.languages.tier2.speech_units import SpeechUnit, speech_units
from wiredesk.nlp.languages.tier2.speech_verbs import SpeechWords, speech_words
from wiredesk.nlp.languages.tier2.verb_finder import VerbGroup, any_verb, verb_group
from wiredesk.nlp.tokens import Tokens

_VERBS = frozenset({"VERB", "AUX"})


@dataclass(slots=True)
class _QuoteReader:
    """Reads the sentences of one story in order."""

    tokens: Tokens
    words: SpeechWords
    speakers: StorySpeakers
    quotes: list[Quote] = field(default_factory=list)
    last: SpeechSource | None = None
    """Source of the last quote of the paragraph."""
    paragraph: int = -1

    def read(self, unit: SpeechUnit) -> None:
        """Add the quotes of one sentence."""
        tokens = self.tokens
        if tokens.paragraph[unit.start] != self.paragraph:
            self.paragraph, self.last = tokens.paragraph[unit.start], None
        claimed: set[tuple[int, int]] = set()
        for passage in unit.passages:
            if found := self._behind(unit, passage) or self._inside(unit, passage):
                self._add(found, claimed, passage)
        for report in reported(tokens, self.words, self.speakers, unit, claimed):
            self._add(report, claimed, *(one for one in unit.passages if _is_within(tokens, one, report.content)))
        for passage in unit.passages:
            if passage not in claimed and (found := self._before(unit, passage)):
                self._add(found, claimed, passage)
        for passage in unit.passages:
            if passage not in claimed and _is_sentence(tokens, passage, unit):
                source = self.last
                found = Reported((self._span(passage),), None, source, None, "direct", "marks")
                self._add(found, claimed, passage)

    def _behind(self, unit: SpeechUnit, passage: tuple[int, int]) -> Reported | None:
        """Return the quote whose verb follows its closing mark: « … », a déclaré X."""
        at = passage[1] + 1
        while at < unit.end and self.tokens.text[at] in {",", ".", "!", "?", "-", "–", "—"}:
            at += 1
        group = self._verb(at)
        if group is None or group.end > unit.end:
            return None
        if self.words.has("that", self.tokens.lower[group.end]) if group.end < unit.end else False:
            return None
        source = self.speakers.behind(group, self._next_passage(unit, passage))
        if source is None and group.verb is None:
            return None
        return Reported((self._span(passage),), group, source, self._cue(group), "direct", "verb behind the quotation")

    def _inside(self, unit: SpeechUnit, passage: tuple[int, int]) -> Reported | None:
        """Return the quote whose verb stands between commas inside it: « Nous partons, a dit X, demain »."""
        tokens = self.tokens
        for at in range(passage[0] + 1, passage[1]):
            if tokens.text[at - 1] != ",":
                continue
            group = verb_group(tokens, at, self.words)
            if group is None:
                continue
            end = next((one for one in range(group.end, passage[1]) if tokens.text[one] in ",.!?"), passage[1])
            source = self.speakers.behind(group, end)
            if source is None or (not group.pronoun and source.start - group.end > 2):
                continue
            parts = [(passage[0], at - 1), (end + 1, passage[1])]
            content = tuple(self._span(part) for part in parts if part[0] < part[1])
            return Reported(content, group, source, self._cue(group), "direct", "verb inside the quotation")
        return None

    def _before(self, unit: SpeechUnit, passage: tuple[int, int]) -> Reported | None:
        """Return the quote whose verb or speaker stands before its opening mark, mostly with a colon."""
        tokens = self.tokens
        open_mark = passage[0] - 1
        group = None
        for at in range(max(unit.start, open_mark - 30), open_mark):
            found = verb_group(tokens, at, self.words)
            if found and found.end <= open_mark and (group is None or found.start >= group.end):
                group = found
        colon = open_mark > unit.start and tokens.text[open_mark - 1] == ":"
        if group and (colon or open_mark - group.end <= 6):
            source = self.speakers.before(unit.start, group) or self.speakers.behind(group, open_mark)
            return Reported(
                (self._span(passage),), group, source, self._cue(group), "direct", "verb before the quotation"
            )
        beside = open_mark > unit.start and tokens.text[open_mark - 1] in {":", ","}
        if beside and (colon or tokens.zone[unit.start] == "headline"):
            named = [row for row in self.speakers.within(unit.start, open_mark) if row[1] == open_mark - 1]
            if named:
                source = SpeechSource(named[-1][0], named[-1][1], named[-1][2].id)
                return Reported((self._span(passage),), None, source, None, "direct", "name before the quotation")
        return None

    def _verb(self, at: int) -> VerbGroup | None:
        if at >= len(self.tokens):
            return None
        group = verb_group(self.tokens, at, self.words)
        return group or any_verb(self.tokens, at, self.words)

    def _next_passage(self, unit: SpeechUnit, passage: tuple[int, int]) -> int:
        return min((one[0] - 1 for one in unit.passages if one[0] > passage[0]), default=unit.end)

    def _span(self, part: tuple[int, int]) -> Span:
        return self.tokens.span(*part)

    def _cue(self, group: VerbGroup) -> Span:
        return self.tokens.span(group.start, group.end)

    def _add(self, found: Reported, claimed: set[tuple[int, int]], *passages: tuple[int, int]) -> None:
        claimed.update(passages)
        tokens, verb, source = self.tokens, found.group and found.group.verb, found.source
        speaker = source.speaker if source else None
        if source:
            self.last = source
            self.speakers.spoke(max(source.end, tokens.covering(found.content[-1])[1]), speaker)
        polarity = verb.polarity if verb else "affirmed"
        self.quotes.append(
            Quote(
                kind=found.kind,
                content=found.content,
                cue=found.cue,
                source=tokens.span(source.start, source.end) if source and found.rule != "marks" else None,
                speaker=speaker,
                speakers=(speaker,) if speaker else (),
                mode=verb.mode if verb else "said",
                polarity=polarity,
                rule=found.rule,
            )
        )


def _is_within(tokens: Tokens, passage: tuple[int, int], content: tuple[Span, ...]) -> bool:
    start, end = tokens.span(*passage)
    return any(first <= start and end <= last for first, last in content)


def _is_sentence(tokens: Tokens, passage: tuple[int, int], unit: SpeechUnit) -> bool:
    """Return whether a passage without a verb of speech is speech: long enough, with a verb, no title in a sentence."""
    size = sum(tokens.text[at][:1].isalnum() for at in range(*passage))
    has_verb = any(tokens.pos[at] in _VERBS for at in range(*passage))
    alone = passage[0] - unit.start <= 2
    return size >= MIN_QUOTE_WORDS and has_verb and (alone or size > 2 * MIN_QUOTE_WORDS)


def build_quotes(_vocab: Vocab, _options: Options) -> ExtractFn:
    """Return the extractor of quotes."""
    return rule_quotes


def rule_quotes(_doc: Doc, context: Context) -> tuple[Quote, ...]:
    """Return the quotes of a story in the order of their contents."""
    return tuple(sorted(_read(context), key=lambda quote: quote.content[0]))


def _read(context: Context) -> Iterator[Quote]:
    tokens, code, layout = context.tokens, context.profile.code, context.layout
    passages = quoted_passages(
        layout.masked,
        code,
        layout.paragraphs,
    )
    words = speech_words(code)
    speakers = StorySpeakers.of(tokens, name_words(code), words, context.entities)
    reader = _QuoteReader(tokens, words, speakers)
    line = context.dateline.span if context.dateline else None
    headline = layout.headline
    for unit in speech_units(tokens, passages, None):
        reader.read(_without(tokens, unit, line) if line and not _in_span(tokens, unit.start, headline) else unit)
    yield from reader.quotes


def _in_span(tokens: Tokens, at: int, span: Span | None) -> bool:
    return span is not None and span[0] <= tokens.start[at] < span[1]


def _without(tokens: Tokens, unit: SpeechUnit, line: Span) -> SpeechUnit:
    """Return the sentence without the dateline that it begins with, and its dash."""
    start = unit.start
    while start < unit.end - 1 and tokens.start[start] < line[1]:
        start += 1
    while (
        start > unit.start
        and start < unit.end - 1
        and not tokens.text[start][:1].isalnum()
        and tokens.text[start] in "-–—"
    ):
        start += 1
    return replace(unit, start=start)
