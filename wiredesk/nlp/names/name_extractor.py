"""Names of a story: the model's, repaired, with those that it missed, each of one type throughout the story."""

from __future__ import annotations

from bisect import bisect_left, bisect_right

from spacy.tokens import Doc
from spacy.vocab import Vocab

from wiredesk.contract import EntityType, Span
from wiredesk.datelines import DatelineParts
from wiredesk.nlp.context import Context, ExtractFn, Extractor, Options
from wiredesk.nlp.gazetteer import Gazetteer as Atlas
from wiredesk.nlp.gazetteer import load as places_index
from wiredesk.nlp.knowledge import Gazetteer, Lexicon, gazetteer, lexicon
from wiredesk.nlp.mentions import Name
from wiredesk.nlp.names.expand import grown
from wiredesk.nlp.names.kb_match import known_names, stands_alone
from wiredesk.nlp.names.model_spans import model_names
from wiredesk.nlp.names.type_voting import consistent
from wiredesk.nlp.tokens import Tokens


def build(_vocab: Vocab, options: Options) -> ExtractFn:
    known = gazetteer(options.knowledge)
    lexical = lexicon()
    atlas = places_index()

    def run(_doc: Doc, context: Context) -> tuple[Name, ...]:
        tokens, line = context.tokens, context.dateline_parts
        places = filed(tokens, line) if line else []
        return names(tokens, places, known, lexical, atlas)

    return run


def names(tokens: Tokens, places: list[Name], known: Gazetteer, lexical: Lexicon, atlas: Atlas) -> tuple[Name, ...]:
    """Names in the order of the text; none overlap.  ``places`` are the names of the dateline."""
    found = model_names(tokens, known, lexical)
    found = with_known(tokens, found, known)
    found = _instead(found, places)
    found = grown(tokens, found, known, lexical)
    return tuple(consistent(tokens, found, known, lexical, atlas))


def filed(tokens: Tokens, line: DatelineParts) -> list[Name]:
    """Names of a dateline: its places, and the agency."""
    found: list[Name] = []
    for span in line.places:
        found += _at(tokens, span, "GPE")
    if line.agency:
        at = tokens.masked.find(line.agency, *line.span)
        if at >= 0:
            found += _at(tokens, (at, at + len(line.agency)), "ORG")
    return found


def _at(tokens: Tokens, span: Span, label: EntityType) -> list[Name]:
    """The tokens of a span of characters, if it has any."""
    start = bisect_left(tokens.start, span[0])
    end = bisect_right(tokens.end, span[1])
    return [Name(start, end, label, "dateline")] if start < end else []


def _instead(found: list[Name], places: list[Name]) -> list[Name]:
    """The names with those of the dateline in the place of what they overlap."""
    if not places:
        return found
    taken = {token for name in places for token in range(name.start, name.end)}
    kept = [name for name in found if taken.isdisjoint(range(name.start, name.end))]
    return sorted(kept + places)


def with_known(tokens: Tokens, found: list[Name], known: Gazetteer) -> list[Name]:
    """Put in the known names: one that the model cut short is made whole, one that it mistook is put right."""
    taken: dict[int, Name] = {at: name for name in found for at in range(name.start, name.end)}
    gone: set[Name] = set()
    added: list[Name] = []
    for name, fact in known_names(tokens, known):
        over = {taken[at] for at in range(name.start, name.end) if at in taken}
        if not over:
            if stands_alone(tokens, name, fact):
                added.append(name)
        elif all(name.start <= other.start and other.end <= name.end for other in over):
            if len(over) == 1 and (same := next(iter(over)))[:2] == name[:2]:
                if fact.sure and same.type != name.type and not (fact.kind == "seat" and same.type == "ORG"):
                    gone |= over
                    added.append(name)
            elif fact.sure:
                gone |= over
                added.append(name)
    kept = [name for name in found if name not in gone]
    return sorted(kept + added)


NAMES = Extractor(
    "names", "spans of names, repaired and of one type throughout", build, requires=("dateline_parts",), internal=True
)
