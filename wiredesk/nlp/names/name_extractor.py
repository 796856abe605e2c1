"""Names of a story: the model's names corrected, those that it missed added, one type for each name."""

from __future__ import annotations

from bisect import bisect_left, bisect_right

from spacy.tokens import Doc
from spacy.vocab import Vocab

from wiredesk.contract import EntityType, Span
from wiredesk.datelines import DatelineParts
from wiredesk.nlp.context import Context, ExtractFn, Extractor, Options
from wiredesk.nlp.gazetteer import load as load_gazetteer
from wiredesk.nlp.knowledge import EntityLexicon, KnownNames, entity_lexicon, load_known_names
from wiredesk.nlp.mentions import Name
from wiredesk.nlp.names.code_bearers import with_code_bearers
from wiredesk.nlp.names.common_tails import without_common_tails
from wiredesk.nlp.names.credited_names import with_credited_names
from wiredesk.nlp.names.expand import expand
from wiredesk.nlp.names.firm_spans import join_firms, split_seats
from wiredesk.nlp.names.fixed_forms import fixed_form_names
from wiredesk.nlp.names.kb_match import override_with_known
from wiredesk.nlp.names.model_spans import model_names
from wiredesk.nlp.names.name_words import ORG_LAST_WORDS
from wiredesk.nlp.names.postal_codes import postal_code_names
from wiredesk.nlp.names.repeated import add_repeated
from wiredesk.nlp.names.teams import name_teams
from wiredesk.nlp.names.town_clubs import name_clubs
from wiredesk.nlp.names.type_cues import TextEvidence, TypeEvidence
from wiredesk.nlp.names.type_voting import vote_types
from wiredesk.nlp.names.whole_names import with_whole_names
from wiredesk.nlp.quotes.attribution_lines import find_labels
from wiredesk.nlp.share_codes import find_tickers
from wiredesk.nlp.tokens import Tokens


def build(_vocab: Vocab, options: Options) -> ExtractFn:
    """Load the knowledge base, the word lists and the gazetteer; return the extractor."""
    known, lexicon, gazetteer = load_known_names(options.knowledge), entity_lexicon(), load_gazetteer()
    of_texts = TextEvidence(known, lexicon, gazetteer)

    def is_town(word: str) -> bool:
        return bool(of_texts[word].of_gazetteer)

    def extract_names(_doc: Doc, context: Context) -> tuple[Name, ...]:
        tokens, dateline = context.tokens, context.dateline_parts
        found = override_with_known(tokens, model_names(tokens, known, lexicon), known)
        found = _override(found, postal_code_names(tokens, gazetteer))
        found = _override(found, _names_of_labels(tokens, context.layout.headline, known, lexicon))
        found = _override(found, fixed_form_names(tokens))
        if dateline:
            found = _override(found, dateline_names(tokens, dateline))
        found = with_whole_names(
            tokens, expand(tokens, join_firms(tokens, split_seats(tokens, found), known), known, lexicon)
        )
        found = with_code_bearers(tokens, found, find_tickers(tokens.masked), context.layout.headline)
        found = without_common_tails(tokens, found, known)
        typed, surnames = vote_types(TypeEvidence(tokens, known, lexicon), found, of_texts, context.trace)
        repeated = add_repeated(tokens, typed, surnames, known, lexicon)
        repeated = name_clubs(tokens, repeated, lexicon, is_town)
        teams = name_teams(tokens, repeated, known)
        return tuple(with_credited_names(tokens, context.layout.zones, teams))

    return extract_names


def _names_of_labels(tokens: Tokens, headline: Span | None, known: KnownNames, lexicon: EntityLexicon) -> list[Name]:
    """Return the people whom attribution lines name in capitals: ``ANA ROTH, MAYOR OF ORVA`` above a speech.

    A line of nothing but words in capitals may be a heading ("PRODUCTION NOTES:"), unless a first name begins it.
    """
    found: list[Name] = []
    for label in find_labels(tokens, headline):
        if span := label.name_in_capitals(tokens):
            if span[1] == label.end and tokens.text[span[0]].title() not in lexicon.first_name_genders:
                continue
            entry = known.by_text.get(tokens.string(*span).title())
            if tokens.lower[span[1] - 1] not in ORG_LAST_WORDS and not (entry and entry.type != "PERSON"):
                found.append(Name(*span, "PERSON", "attribution line"))
    return found


def dateline_names(tokens: Tokens, dateline: DatelineParts) -> list[Name]:
    """Return the names of a dateline: its places, and the agency."""
    found: list[Name] = []
    for span in dateline.places:
        found += _name_at(tokens, span, "GPE")
    if dateline.agency:
        at = tokens.masked.find(dateline.agency, *dateline.span)
        if at >= 0:
            found += _name_at(tokens, (at, at + len(dateline.agency)), "ORG")
    return found


def _name_at(tokens: Tokens, span: Span, label: EntityType) -> list[Name]:
    """Return the tokens of a span of characters as a name; None for an empty span."""
    start = bisect_left(tokens.start, span[0])
    end = bisect_right(tokens.end, span[1])
    return [Name(start, end, label, "dateline")] if start < end else []


def _override(found: list[Name], certain: list[Name]) -> list[Name]:
    """Replace the names that overlap with certain ones."""
    if not certain:
        return found
    taken = {token for name in certain for token in range(name.start, name.end)}
    return sorted([name for name in found if taken.isdisjoint(range(name.start, name.end))] + certain)


NAMES = Extractor(
    "names", "spans of names, corrected and of one type throughout", build, requires=("dateline_parts",), internal=True
)
