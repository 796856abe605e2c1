"""The dateline: ``MOSCOW, May 8 (Reuters) -``, in the shapes that agencies and newspapers give it.

A dateline stands at the start of the body, or after a headline, a byline or an editor's line at its top.  It is made
of a place (or two, ``NEW YORK/LONDON``), a date and an agency, any of which may be missing, and ends with a dash, a
colon or its own line.  The fewer of the three there are, the more the rest must look the part: capitals, a dash, a
name that the model takes for a place.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from spacy.tokens import Doc
from spacy.vocab import Vocab

from wiredesk.contract import PLACE_TYPES, Dateline, Entity, Span
from wiredesk.layout import TextLayout
from wiredesk.nlp.context import Context, ExtractFn, Extractor, Options
from wiredesk.nlp.dateline_day import day_at, resolved
from wiredesk.nlp.dates.dateline_words import AGENCIES, NO_PLACE, SHORT_PLACES
from wiredesk.nlp.tokens import Tokens

PARAGRAPHS = 8
"""So many paragraphs of the body are looked at."""
LONG = 40
"""Words of a paragraph after which no dateline follows: the story has begun."""
SHORTEST = 5
"""Letters of a word in capitals that is a place by its look alone; shorter ones are often initials ("NASA -")."""
CREDIT_LINE = 90
"""Characters that a byline or a headline above the dateline may have, when no blank line parts them."""


@dataclass(frozen=True, slots=True)
class DatelineParts:
    """The dateline with the spans of its parts, for the extractors that come after it.

    ``span`` runs from the first part to the end of the last, a closing bracket included and the dash left out.
    ``places`` has each place by itself: of ``ST. PAUL, Minn.`` two, the narrower first.
    """

    span: Span
    place: Span | None = None
    places: tuple[Span, ...] = ()
    date_span: Span | None = None
    date: str | None = None
    agency: str | None = None


_LETTER = r"[^\W\d_]"
_WORD = rf"{_LETTER}(?:{_LETTER}|[.’'`‘-](?={_LETTER})|(?<={_LETTER})\.(?=[\s,;:/)]))*"
_SMALL = r"(?:de|del|della|di|da|do|dos|du|des|la|le|les|of|the|and|al|el|on|upon|am|an|der|sur|in|near|en)"
_NAME = rf"(?:{_WORD})(?:[ ](?:{_SMALL}[ ])?(?:(?:{_SMALL}[ ])?{_WORD})){{0,5}}"
_PLACE = re.compile(rf"{_NAME}(?:(?:\s?/\s?|\s?,\s|\s&\s|\s?;\s?){_NAME}){{0,3}}")
_AGENCY = re.compile(r"\(\s?(?P<round>[^\W\d_][\w .,&/'’+-]{1,39}?)\s?\)|/(?P<slash>[^\W\d_][\w .&'’-]{1,39})/")
_DASH = re.compile(r",?\s*(?:--+|[–—―‒−]|-(?=\s|$)|_(?=\s|$)|-(?=[A-Z“\"]))")
_SEPARATOR = re.compile(r"[\s,.;]*|\s*--\s*")
_SPLIT = re.compile(r"\s?[/,;&]\s?|\sand\s|\sAND\s")
_BYLINE = re.compile(r"(?:by|from|reporting by|eds?:|editors?:|exclusive|update|abstract|full text)\b", re.IGNORECASE)

_CUE = re.compile(r"(?:^|\n)[A-Z][A-Z .’'-]{1,40}:")
"""A line that begins with a name in capitals and a colon: a transcript or a list of particulars."""


def build_parts(_vocab: Vocab, _options: Options) -> ExtractFn:
    return parts


def build_dateline(_vocab: Vocab, _options: Options) -> ExtractFn:
    return dateline


def build_place(_vocab: Vocab, _options: Options) -> ExtractFn:
    return dateline_place


def parts(_doc: Doc, context: Context) -> DatelineParts | None:
    """The story's dateline with its parts, or None.  A date without its year takes the one nearest publication."""
    published = context.article.published.date() if context.article.published else None
    for start, end in _openings(context.layout):
        found = _read_at(context.tokens, context.layout.masked, start, end, published)
        if found:
            return found
    return None


def dateline(_doc: Doc, context: Context) -> Dateline | None:
    """The story's dateline as the contract has it; its place is filled in when the entities are known."""
    found = context.dateline_parts
    return Dateline(span=found.span, date=found.date, agency=found.agency) if found else None


def dateline_place(_doc: Doc, context: Context) -> Dateline | None:
    """The dateline with the entity of its (first, narrowest) place."""
    line, found = context.dateline, context.dateline_parts
    if line is None or found is None or not found.places:
        return line
    for span in found.places:
        entity = _entity_at(span, context.entities)
        if entity:
            return line.model_copy(update={"place": entity})
    return line


def _openings(layout: TextLayout) -> Iterator[Span]:
    """Where a dateline may begin: paragraphs at the body's top and lines that follow a byline in one of them."""
    body = [span for span in layout.paragraphs if span != layout.headline]
    for start, end in body[:PARAGRAPHS]:
        at = start
        while True:
            yield at, end
            line_end = layout.text.find("\n", at, end)
            if line_end < 0 or line_end - at > CREDIT_LINE:
                break
            at = line_end + 1
            while at < end and layout.text[at].isspace():
                at += 1
        if layout.text.count(" ", start, end) > LONG and not _BYLINE.match(layout.text, start):
            return


def _read_at(tokens: Tokens, text: str, start: int, end: int, published: date | None) -> DatelineParts | None:
    """The dateline that begins at ``start``, if one does."""
    end = min(end, start + 200)
    agency = _agency(text, start, end)
    if agency and (dash := _DASH.match(text, agency.end(), end)):
        # "(ANSA) - ROME, MAY 8 -" and "(Reuters) - ".
        later = _skip(text, dash.end(), end)
        inner = _read_at(tokens, text, later, end, published) if later < end else None
        if inner and inner.agency is None and inner.place:
            return DatelineParts(
                (start, inner.span[1]), inner.place, inner.places, inner.date_span, inner.date, _name(agency)
            )
        return DatelineParts(agency.span(), agency=_name(agency))
    if agency:
        return DatelineParts(agency.span(), agency=_name(agency)) if _known(_name(agency)) else None
    if day := day_at(text, start, end):
        # "May 8 (UPI) --" has no place.
        agency = _agency(text, _skip(text, day.end(), end), end)
        if agency:
            return DatelineParts((start, agency.end()), None, (), day.span(), resolved(day, published), _name(agency))
        return None
    return _with_place(tokens, text, start, end, published)


def _with_place(tokens: Tokens, text: str, start: int, end: int, published: date | None) -> DatelineParts | None:
    match = _PLACE.match(text, start, end)
    if not match:
        return None
    stop, day = _place_and_date(text, start, match.end(), end)
    if stop <= start or _not_a_place(text[start:stop]):
        return None
    at = _skip(text, day.end() if day else stop, end)
    agency = _agency(text, at, end)
    last = agency.end() if agency else day.end() if day else stop
    ending = text[last : last + 1]
    dash = _DASH.match(text, last, end) is not None
    own_line = not text[last:end].strip(" .:_-–—")
    place = text[start:stop]
    upper = _is_upper(place)
    following = text[last:end].lstrip(" -–—_.:―")[:1]
    begins = not following.islower()
    if agency:
        known = _known(_name(agency))
        fits = (dash and (known or upper or begins)) or own_line or (known and (upper or day is not None) and begins)
    elif day:
        fits = dash or (upper and (own_line or ending == ":"))
    elif upper:
        named = _is_place(tokens, start, stop) or place.lower() in SHORT_PLACES
        fits = begins and (
            (dash and (named or len(place) >= SHORTEST)) or (ending == ":" and len(_CUE.findall(text)) < 2)
        )
    else:
        spaced = ending.isspace() or ending in ("—", "–")
        tail = _each_place(text, start, stop)[-1]
        fits = dash and spaced and begins and not own_line and _is_place(tokens, *tail)
    if not fits:
        return None
    return DatelineParts(
        (start, last),
        (start, stop),
        _each_place(text, start, stop),
        day.span() if day else None,
        resolved(day, published) if day else None,
        _name(agency) if agency else None,
    )


def _place_and_date(text: str, start: int, stop: int, end: int) -> tuple[int, re.Match[str] | None]:
    """Cut the run of names where a date begins: the pattern of names takes in "March" and "Thursday"."""
    for gap in re.finditer(r"[\s,.]+", text[start : min(end, stop + 4)]):
        at = start + gap.end()
        if day := day_at(text, at, end):
            cut = start + gap.start()
            return (cut + 1 if text[cut : cut + 1] == "." and text[cut + 1 : cut + 2] == "," else cut), day
    return stop, None


def _agency(text: str, at: int, end: int) -> re.Match[str] | None:
    return _AGENCY.match(text, at, end)


def _name(agency: re.Match[str]) -> str:
    return (agency["round"] or agency["slash"]).strip()


def _known(agency: str) -> bool:
    words = re.split(r"[ /,]", agency.lower())
    return words[0] in AGENCIES or words[-1] in {"wire", "newswire", "newswires", "news", "press", "service"}


def _skip(text: str, at: int, end: int) -> int:
    gap = _SEPARATOR.match(text, at, end)
    at = gap.end() if gap else at
    # "LONDON--(BUSINESS WIRE)--": the dash before the agency.
    return at + 2 if text.startswith("--(", at) else at


def _is_upper(place: str) -> bool:
    """Capitals in the first place; what stands after the comma is often written small ("ST. PAUL, Minn.")."""
    first = re.split(r"[,/]", place)[0]
    letters = [char for char in first.replace("Mc", "MC").replace("Mac", "MAC") if char.isalpha()]
    return bool(letters) and all(char.isupper() for char in letters)


def _not_a_place(place: str) -> bool:
    words = [word.strip(".,:").lower() for word in place.split()]
    if words[0] == "the" and len(words) > 1 and (_is_upper(place) or words[1] == "hague"):
        words = words[1:]
    return (
        words == ["new"] or words[0] in NO_PLACE or words[-1] in NO_PLACE or len(place) > 70 or not place[:1].isupper()
    )


def _is_place(tokens: Tokens, start: int, end: int) -> bool:
    """Return whether the model takes the whole of the (first) name for a place."""
    first, last = tokens.covering((start, end))
    return first < last and all(
        tokens.ent_type[at] in PLACE_TYPES for at in range(first, last) if tokens.text[at].isalpha()
    )


def _each_place(text: str, start: int, end: int) -> tuple[Span, ...]:
    found = []
    at = start
    for gap in (*_SPLIT.finditer(text, start, end), None):
        stop = gap.start() if gap else end
        if at < stop:
            found.append((at, stop))
        at = gap.end() if gap else end
    return tuple(found)


def _entity_at(span: Span, entities: tuple[Entity, ...]) -> str | None:
    """The place whose mention overlaps the span most; another kind of entity only when it has the very span."""
    best: tuple[int, str] | None = None
    for entity in entities:
        for mention in entity.mentions:
            shared = min(span[1], mention.span[1]) - max(span[0], mention.span[0])
            if shared <= 0 or not (entity.type in PLACE_TYPES or mention.span == span):
                continue
            if best is None or shared > best[0]:
                best = shared, entity.id
    return best[1] if best else None


DATELINE_PARTS = Extractor("dateline_parts", "the spans of the dateline's parts", build_parts, internal=True)
DATELINE = Extractor(
    "dateline", "place, date and agency a story was filed from", build_dateline, requires=("dateline_parts",)
)
DATELINE_PLACE = Extractor(
    "dateline_place",
    "the entity of the dateline's place",
    build_place,
    requires=("entities", "dateline"),
    assigns="dateline",
    internal=True,
)
