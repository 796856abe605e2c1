"""The parse as plain lists, read once a story: what the extractors of people, places and organisations look at.

A spaCy token costs a Python object and several calls each time it is touched; a list costs an index.
"""

from __future__ import annotations

from dataclasses import dataclass

from spacy.tokens import Doc
from spacy.vocab import Vocab

from wiredesk.contract import Span
from wiredesk.nlp.context import Extractor, Options, Run, Story


@dataclass(frozen=True, slots=True)
class Words:
    """One entry a token in every list."""

    parsed: str
    """The text as the parser read it."""
    text: list[str]
    lower: list[str]
    lemma: list[str]
    tag: list[str]
    dep: list[str]
    head: list[int]
    """Index of the governing token; a root governs itself."""
    start: list[int]
    end: list[int]
    sentence: list[int]
    """Number of the token's sentence, from 0."""
    opens: list[int]
    """Index of the first token of the token's sentence."""
    kids: list[list[int]]
    """Indices of the tokens that each token governs, in order."""
    quoted: list[bool]
    """Whether the token stands between quotation marks."""
    caps: list[bool]
    """Whether the token stands in a paragraph without a small letter, where capitals tell nothing."""
    paragraph: list[int]
    """Number of the paragraph, the headline first; -1 outside."""
    starting: dict[int, int]
    """Offset at which a token starts, to the token."""
    ending: dict[int, int]
    """Offset at which a token ends, to the token after it."""

    def __len__(self) -> int:
        return len(self.text)

    def span(self, start: int, end: int) -> Span:
        """Offsets of the tokens from ``start`` up to, not including, ``end``."""
        return self.start[start], self.end[end - 1]

    def string(self, start: int, end: int) -> str:
        """Text of those tokens, white space collapsed."""
        return " ".join(self.parsed[self.start[start] : self.end[end - 1]].split())


def build(_vocab: Vocab, _options: Options) -> Run:
    return words


def words(doc: Doc, story: Story) -> Words:
    """The lists for a parsed story."""
    count = len(doc)
    table = doc.to_array(["TAG", "DEP", "HEAD", "LENGTH", "LEMMA", "SENT_START", "ORTH", "IDX"]).reshape(count, 8)
    text = _named(doc, table[:, 6].tolist())
    start = table[:, 7].tolist()
    lengths = table[:, 3].tolist()
    jumps = table[:, 2].astype("int64").tolist()
    head = [index + jump for index, jump in enumerate(jumps)]
    kids: list[list[int]] = [[] for _ in range(count)]
    for index, governor in enumerate(head):
        if governor != index:
            kids[governor].append(index)
    sentence, opens = _sentences(table[:, 5].astype("int64").tolist())
    paragraph, caps = _paragraphs(story, start)
    end = [at + length for at, length in zip(start, lengths, strict=True)]
    return Words(
        parsed=story.reading.parsed,
        text=text,
        lower=[word.lower() for word in text],
        lemma=_named(doc, table[:, 4].tolist()),
        tag=_named(doc, table[:, 0].tolist()),
        dep=_named(doc, table[:, 1].tolist()),
        head=head,
        start=start,
        end=end,
        sentence=sentence,
        opens=opens,
        kids=kids,
        quoted=_quoted(text, start, end, paragraph),
        caps=caps,
        paragraph=paragraph,
        starting=dict(zip(start, range(count), strict=True)),
        ending=dict(zip(end, range(1, count + 1), strict=True)),
    )


def _named(doc: Doc, codes: list[int]) -> list[str]:
    """The strings that the codes stand for."""
    strings = doc.vocab.strings
    known = {code: strings[code] if code else "" for code in set(codes)}
    return [known[code] for code in codes]


def _sentences(marks: list[int]) -> tuple[list[int], list[int]]:
    number, first = -1, 0
    sentence: list[int] = []
    opens: list[int] = []
    for index, mark in enumerate(marks):
        if mark == 1 or index == 0:
            number, first = number + 1, index
        sentence.append(number)
        opens.append(first)
    return sentence, opens


def _paragraphs(story: Story, start: list[int]) -> tuple[list[int], list[bool]]:
    """Each token's paragraph, and whether that paragraph is set in capitals."""
    spans = story.reading.paragraphs
    parsed = story.reading.parsed
    upper = [(part := parsed[a:b]).upper() == part and part.lower() != part for a, b in spans]
    paragraph: list[int] = []
    at = 0
    for offset in start:
        while at < len(spans) and offset >= spans[at][1]:
            at += 1
        paragraph.append(at if at < len(spans) and offset >= spans[at][0] else -1)
    return paragraph, [number >= 0 and upper[number] for number in paragraph]


OPENING = frozenset({"“", "``", "«"})
CLOSING = frozenset({"”", "''", "»"})
SINGLE = frozenset({"'", "‘", "’", "`"})


def _quoted(text: list[str], start: list[int], end: list[int], paragraph: list[int]) -> list[bool]:
    """Between quotation marks; a quotation ends with its paragraph at the latest.

    A single mark opens where a blank stands before it and none after, and closes after a comma or a stop.
    """
    inside, single = False, False
    at, count = -1, len(text)
    quoted: list[bool] = []
    for index, (word, number) in enumerate(zip(text, paragraph, strict=True)):
        if number != at:
            inside, single, at = False, False, number
        if word in OPENING:
            inside = True
        elif word in CLOSING:
            inside = False
        elif word == '"':
            inside = not inside
        elif word in SINGLE:
            after = index + 1 < count and start[index + 1] == end[index]
            before = index > 0 and end[index - 1] == start[index] and paragraph[index - 1] == number
            if not single and after and not before:
                single = True
            elif single and before and text[index - 1][-1:] in ",.?!":
                single = False
        quoted.append(inside or single)
    return quoted


WORDS = Extractor("words", "the parse as plain lists, for the extractors after it", build)
