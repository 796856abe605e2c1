"""One cluster for each entity: names first, then titles, nominal mentions and pronouns."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from operator import attrgetter

from spacy.tokens import Doc
from spacy.vocab import Vocab

from wiredesk.nlp.context import Context, ExtractFn, Extractor, Options
from wiredesk.nlp.entities.canonical_name import choose_name
from wiredesk.nlp.entities.clubs import join_towns_to_clubs, with_clubs
from wiredesk.nlp.entities.coreference import mention_kind, resolve
from wiredesk.nlp.entities.credited import with_credited
from wiredesk.nlp.entities.other_entities import cluster_others
from wiredesk.nlp.entities.persons import cluster_persons
from wiredesk.nlp.entities.pronouns import Choose
from wiredesk.nlp.entities.salience import salience
from wiredesk.nlp.entities.settled_types import settle_types
from wiredesk.nlp.entities.short_form_keys import NameReader
from wiredesk.nlp.entities.tickers import apply_tickers, assign_tickers
from wiredesk.nlp.entities.title_clauses import titles_in_clauses
from wiredesk.nlp.entities.title_context import TitleContext
from wiredesk.nlp.entities.title_office import described, is_office
from wiredesk.nlp.entities.titles import assign_titles, link_organisations, titles_beside_names, without_repeated_bodies
from wiredesk.nlp.gazetteer import load as load_gazetteer
from wiredesk.nlp.knowledge import KnownName, KnownNames, entity_lexicon, load_known_names
from wiredesk.nlp.mentions import NO_DECISION, Cluster, Name, TypeDecision
from wiredesk.nlp.provenance import Trace
from wiredesk.nlp.share_codes import find_tickers
from wiredesk.nlp.tokens import Tokens


def build(_vocab: Vocab, options: Options, choose: Choose | None = None) -> ExtractFn:
    """Load the knowledge base and the word lists; return the extractor.

    ``choose`` chooses the antecedents of "he" and "she" instead of the ranker, which it is used to train.
    """
    known, lexicon = load_known_names(options.knowledge), entity_lexicon()
    keys = NameReader(known, lexicon, load_gazetteer().__contains__)
    mention_kind()

    def extract_clusters(_doc: Doc, context: Context) -> tuple[Cluster, ...]:
        tokens, parts = context.tokens, context.dateline_parts
        found = cluster_names(tokens, context.names, keys, context.trace, choose)
        headline = context.layout.headline is not None
        for cluster, share in zip(found, salience(tokens, found, headline, parts.span if parts else None), strict=True):
            cluster.salience = share
        return found

    return extract_clusters


def cluster_names(
    tokens: Tokens,
    names: Sequence[Name],
    keys: NameReader,
    trace: Trace | None = None,
    choose: Choose | None = None,
) -> tuple[Cluster, ...]:
    """Return a cluster for each entity, in the order of the first names; those that no news names come last."""
    known, lexicon = keys.known, keys.lexicon
    tickers = find_tickers(tokens.masked)
    names = apply_tickers(tokens, names, tickers)
    credited = [] if all(tokens.is_news) else [name for name in names if not tokens.is_news[name.start]]
    if credited:
        names = [name for name in names if tokens.is_news[name.start]]
    names = with_clubs(tokens, settle_types(tokens, names, known, lexicon), keys.is_town)
    persons = cluster_persons(tokens, [name for name in names if name.type == "PERSON"], known, lexicon)
    others = cluster_others(tokens, [name for name in names if name.type != "PERSON"], keys)
    found = sorted(persons + join_towns_to_clubs(tokens, others), key=attrgetter("first"))
    found = assign_tickers(tokens, found, tickers)
    deciding = {(name.start, name.end): name for name in names}
    for cluster in found:
        cluster.decision = _decision(cluster, deciding)
        cluster.name, cluster.aliases = choose_name(tokens, cluster)
        if cluster.known_as is None:
            cluster.known_as = _known_name(cluster, known)
    story = TitleContext(tokens, found, lexicon)
    assign_titles(found, titles_beside_names(story))
    resolve(tokens, found, list(story.owner), lexicon, trace, choose)
    story.cover(range(len(found)))
    link_organisations(story)
    assign_titles(found, titles_in_clauses(story))
    for cluster in found:
        if not cluster.titles:
            continue
        titles = [described(story, title) for title in cluster.titles if is_office(story, title)]
        cluster.titles = without_repeated_bodies(titles)
    return tuple(with_credited(tokens, found, credited))


def _decision(cluster: Cluster, names: Mapping[tuple[int, int], Name]) -> TypeDecision:
    """Return the decision on the mention of the cluster's type that has the largest margin."""
    if len(cluster.mentions) == 1:
        only = names.get(cluster.mentions[0][:2])
        return TypeDecision(only.type_rule, only.margin) if only is not None else NO_DECISION
    own = [name for mention in cluster.mentions if (name := names.get(mention[:2]))]
    same = [name for name in own if name.type == cluster.type] or own
    best = max(same, key=lambda name: name.margin, default=None)
    return TypeDecision(best.type_rule, best.margin) if best is not None else NO_DECISION


def _known_name(cluster: Cluster, known: KnownNames) -> KnownName | None:
    entry = known.by_text.get(cluster.name) or known.by_upper_text.get(cluster.name)
    return entry if entry and entry.type == cluster.type else None


CLUSTERS = Extractor(
    "clusters", "one cluster for each entity, each mention with its rule", build, requires=("names",), internal=True
)
