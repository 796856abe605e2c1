"""The speaker of a quote: the entity that the head of its source mentions, or the speaker of the report before it."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence

from wiredesk.contract import PLACE_TYPES, Entity, Mention, Span
from wiredesk.nlp.knowledge import entity_lexicon
from wiredesk.nlp.lexicon import word_set
from wiredesk.nlp.quotes.attribution_lines import Label, find_labels, is_label_of
from wiredesk.nlp.quotes.direct import Attribution
from wiredesk.nlp.quotes.quote_frames import ACCORDING_TO
from wiredesk.nlp.tokens import NOMINAL_SUBJECTS, Tokens

SOURCE = "head of the source"
APPOSITION = "name in apposition to the source"
LAST_REPORT = "the report before it"
SENTENCE_BEFORE = "subject of the sentence before it"
NOBODY = "nobody named"

MAX_MENTION_CHARS = 200
"""Characters from the start of a mention to the token that it must hold."""
MAX_SUBJECT_TOKENS = 40
"""Tokens from the start of a sentence among which its subject is looked for."""
MAX_VERB_HEADS = 4
"""Heads followed from a relative pronoun to the verb of its clause."""
MAX_SOURCE_TOKENS = 40
"""Tokens behind the head of a source among which a name in apposition is looked for."""
MIN_OFFICE_TOKENS = 3
"""Tokens from an office to its holder's name: "minister for Culture"."""
MAX_TITLE_TOKENS = 5
"""Tokens between the comma and such a name: "the chief, [acting Col.] Henk Berg", "one, [81-year-old] Ana Roth"."""
_NOUNS = frozenset({"NOUN", "PROPN", "NUM"})
_PLURAL_TAGS = frozenset({"NNS", "NNPS"})
_TITLE_TAGS = frozenset({"DT", "JJ", "NN", "NNP", "HYPH", "CD"})
"""Tags of the words of a title or an age before a name."""
_COMMAS = frozenset({",", "—", "–", "-", "--", "("})
_AFTER_NAME = frozenset({",", "—", "–", "-", "--", ")", "(", ".", "”", '"', ";"})
_HONORIFICS = word_set("honorifics", "before_names")
_RELATIVE = frozenset({"who", "which", "that", "whom"})


class Speakers:
    """Looks up which entity a token mentions."""

    def __init__(self, entities: Iterable[Entity]) -> None:
        mentions = [(entity, mention) for entity in entities for mention in entity.mentions]
        rows = sorted((*_order(mention), entity.id, at) for at, (entity, mention) in enumerate(mentions))
        self._kinds, self._roles = entity_lexicon().nominal_types, entity_lexicon().roles.keys()
        self._starts = [row[0] for row in rows]
        self._rows = [mentions[row[-1]] for row in rows]

    def of(self, tokens: Tokens, head: int | None) -> str | None:
        """Return the id of the entity that a source's head mentions; None for an anonymous source."""
        if head is None:
            return None
        if tokens.lower[head] in _RELATIVE:
            antecedent = _antecedent(tokens, head)
            if antecedent is not None:
                head = antecedent
        found = self._at(tokens.start[head], tokens.end[head])
        return found[0].id if found else None

    def named_in_apposition(self, tokens: Tokens, head: int, source: Span) -> int | None:
        """Return the last token of the name that stands in apposition to a source's noun; None without one.

        "The prime minister, Keir Starmer, said": the name of one person, between the comma behind the noun's phrase
        and a comma or the end of the source. A noun in the plural has several names, and a name has none.
        """
        if tokens.pos[head] not in _NOUNS or tokens.tag[head] in _PLURAL_TAGS:
            return None
        known = self._at(tokens.start[head], tokens.end[head])
        if known and known[1].kind == "name":
            return None
        last = min(bisect_left(tokens.start, source[1]), head + MAX_SOURCE_TOKENS)
        for comma in range(head + 1, last):
            if tokens.text[comma] in _COMMAS:
                kind = self._kinds.get(tokens.lower[head])
                return self.name_after(tokens, comma, last, kind if kind in PLACE_TYPES | {"ORG"} else "PERSON")
        return self._holder_of_office(tokens, head, last)

    def _holder_of_office(self, tokens: Tokens, head: int, last: int) -> int | None:
        """Return the last token of the name behind an office: ``minister for Women and Equalities [Nicola Morton]``.

        A name right behind the preposition or a title is that of another: "the lawyer for Mr. Morton".
        """
        found = self._at(tokens.start[last - 1], tokens.end[last - 1]) if last - 1 > head else None
        if not found or found[0].type != "PERSON" or found[1].kind != "name" or tokens.lower[head] not in self._roles:
            return None
        first, end = tokens.covering(found[1].span)
        before = tokens.text[first - 1]
        word = before.lower().rstrip(".")
        is_portfolio = before[:1].isupper() and word not in self._roles and word not in _HONORIFICS
        follows = end == last and first - head >= MIN_OFFICE_TOKENS and tokens.lower[head + 1] in {"for", "of"}
        return last - 1 if follows and is_portfolio else None

    def named_between(self, tokens: Tokens, label: Label) -> int | None:
        """Return the last token of the name that a label names as the speaker: a person, else an organisation."""
        for kind in ("PERSON", "ORG"):
            for at in range(label.start, label.end):
                found = self._at(tokens.start[at], tokens.end[at])
                if found is None or found[0].type != kind or found[1].kind != "name":
                    continue
                start, end = tokens.covering(found[1].span)
                if start == at and is_label_of(tokens, label, start, end):
                    return end - 1
        return None

    def is_role(self, tokens: Tokens, noun: int) -> bool:
        """Return whether a noun in the singular is what a person is: ``mayor``, ``lawyer``."""
        lower = tokens.lower[noun]
        return tokens.tag[noun] == "NN" and (lower in self._roles or self._kinds.get(lower) == "PERSON")

    def name_after(self, tokens: Tokens, comma: int, last: int, kind: str) -> int | None:
        """Return the last token of the name of that type that fills the gap between a comma and the next."""
        for at in range(comma + 1, min(comma + 2 + MAX_TITLE_TOKENS, last)):
            found = self._at(tokens.start[at], tokens.end[at])
            if found and found[1].kind == "name" and found[0].type == kind:
                end = bisect_left(tokens.start, found[1].span[1])
                closed = end >= last or tokens.text[end] in _AFTER_NAME
                return end - 1 if closed and tokens.start[at] == found[1].span[0] else None
            if tokens.tag[at] not in _TITLE_TAGS:
                return None
        return None

    def _at(self, start: int, end: int) -> tuple[Entity, Mention] | None:
        """Return the shortest mention that holds the characters, with its entity."""
        best: tuple[Entity, Mention] | None = None
        length = 0
        at = bisect_right(self._starts, start) - 1
        while at >= 0 and start - self._starts[at] <= MAX_MENTION_CHARS:
            entity, mention = self._rows[at]
            first, last = mention.span
            if last >= end and (best is None or last - first < length):
                best, length = (entity, mention), last - first
            at -= 1
        return best


def labelled_speech(tokens: Tokens, headline: Span | None, speakers: Speakers) -> dict[int, Attribution]:
    """Return the attributions of the speech that attribution lines name the speakers of, by the passages' offsets."""
    found: dict[int, Attribution] = {}
    for label in find_labels(tokens, headline):
        subject = speakers.named_between(tokens, label)
        if subject is None:
            continue
        source = tokens.span(label.start, label.end)
        cue = tokens.span(label.mark, label.mark + 1) if label.mark is not None else None
        for passage in label.passages:
            content = [(passage.start, passage.end)]
            found[passage.start] = Attribution(subject, cue, source, subject, content, label.frame)
    return found


def name_speakers(tokens: Tokens, found: Iterable[Attribution], speakers: Speakers) -> None:
    """Put the name in apposition in the place of the noun that heads a source."""
    for item in found:
        if item.subject is not None and item.source is not None:
            if item.frame == ACCORDING_TO:
                _take_in_apposition(tokens, item, speakers)
            name = speakers.named_in_apposition(tokens, item.subject, item.source)
            if name is not None:
                item.subject, item.is_apposition = name, True


def _take_in_apposition(tokens: Tokens, item: Attribution, speakers: Speakers) -> None:
    """Move a name between commas from the start of the content to the source: "According to the mayor, Ana Roth, …".

    Behind the content the source ends with the name: "The wall holds, according to the mayor, Ana Roth."
    """
    assert item.source is not None
    assert item.subject is not None
    comma = bisect_left(tokens.start, item.source[1])
    start, end = item.content[0]
    if comma + 1 >= len(tokens) or tokens.text[comma] != ",":
        return
    if all(finish <= item.source[0] for _, finish in item.content):
        last = tokens.sentence_end[tokens.sentence[comma]]
        name = speakers.name_after(tokens, comma, last, "PERSON") if speakers.is_role(tokens, item.subject) else None
        if name is not None:
            item.source = (item.source[0], tokens.end[name])
        return
    if tokens.start[comma + 1] != start:
        return
    last = bisect_left(tokens.start, end)
    name = speakers.name_after(tokens, comma, last, "PERSON")
    if name is not None and name + 2 < last and tokens.text[name + 1] == ",":
        item.source = (item.source[0], tokens.end[name])
        item.content[0] = (tokens.start[name + 2], end)


def _order(mention: Mention) -> Span:
    return mention.span[0], -mention.span[1]


def _antecedent(tokens: Tokens, pronoun: int) -> int | None:
    """Return the noun that a relative pronoun refers to."""
    verb = tokens.head[pronoun]
    for _ in range(MAX_VERB_HEADS):
        if tokens.dep[verb] == "relcl":
            return tokens.head[verb]
        if tokens.head[verb] == verb:
            return None
        verb = tokens.head[verb]
    return None


def inherit_speakers(
    tokens: Tokens, found: Sequence[Attribution], paragraphs: Sequence[Span]
) -> list[tuple[int | None, str]]:
    """Return the subject of each attribution and how it was found; floating speech inherits the one of the last report.

    The report must be in the same paragraph or the one before. Otherwise the subject of the sentence before is taken:
    "Keller opened the bridge. “It took us ten years.”"
    """
    starts = [start for start, _ in paragraphs]
    subjects: list[tuple[int | None, str]] = []
    last: tuple[int, int] | None = None
    for item in found:
        place = bisect_right(starts, item.content[0][0])
        subject, rule = item.subject, SOURCE if item.subject is not None else NOBODY
        if item.is_apposition:
            rule = APPOSITION
        if item.cue is None and subject is None:
            if last is not None and place - last[0] <= 1:
                subject, rule = last[1], LAST_REPORT
            else:
                subject = _subject_before(tokens, item.content[0][0])
                rule = SENTENCE_BEFORE if subject is not None else NOBODY
        if subject is not None:
            last = place, subject
        subjects.append((subject, rule))
    return subjects


def _subject_before(tokens: Tokens, start: int) -> int | None:
    """Return the subject of the sentence that ends before an offset."""
    token = bisect_left(tokens.start, start) - 1
    while token > 0 and tokens.is_space(token):
        token -= 1
    if token < 0:
        return None
    first = tokens.sentence_start[token]
    for at in range(first, min(token, first + MAX_SUBJECT_TOKENS)):
        if tokens.dep[at] in NOMINAL_SUBJECTS and tokens.dep[tokens.head[at]] == "ROOT":
            return at
    return None
