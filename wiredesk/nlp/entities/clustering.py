"""One cluster a thing: names first, then titles, nominal mentions and pronouns."""

from __future__ import annotations

from spacy.tokens import Doc
from spacy.vocab import Vocab

from wiredesk.nlp.context import Context, ExtractFn, Extractor, Options
from wiredesk.nlp.entities.coreference import resolve
from wiredesk.nlp.entities.other_entities import bodies
from wiredesk.nlp.entities.persons import FATHERS_NAME, people
from wiredesk.nlp.entities.salience import salience
from wiredesk.nlp.entities.titles import Titles, told
from wiredesk.nlp.knowledge import Fact, Gazetteer, Lexicon, gazetteer, lexicon
from wiredesk.nlp.mentions import Cluster, Name
from wiredesk.nlp.tokens import Tokens


def build(_vocab: Vocab, options: Options) -> ExtractFn:
    known = gazetteer(options.knowledge)
    lexical = lexicon()

    def run(_doc: Doc, context: Context) -> tuple[Cluster, ...]:
        tokens, parts = context.tokens, context.dateline_parts
        found = clusters(tokens, context.names, known, lexical)
        headline = context.layout.headline is not None
        for cluster, share in zip(found, salience(tokens, found, headline, parts.span if parts else None), strict=True):
            cluster.salience = share
        return found

    return run


def clusters(tokens: Tokens, names: tuple[Name, ...], known: Gazetteer, lexical: Lexicon) -> tuple[Cluster, ...]:
    """Every thing of the story in the order of its first name."""
    persons = people(tokens, [name for name in names if name.type == "PERSON"], known, lexical)
    others = bodies(tokens, [name for name in names if name.type != "PERSON"], known, lexical)
    found = sorted(persons + others, key=lambda cluster: cluster.first)
    for cluster in found:
        cluster.name = fullest(tokens, cluster)
        if cluster.fact is None:
            cluster.fact = _fact(cluster, known)
    titles = Titles(tokens, found, lexical)
    told(found, titles.beside_names())
    resolve(tokens, found, list(titles.owner), lexical)
    titles.note(range(len(found)))
    titles.owned()
    told(found, titles.in_clauses())
    return tuple(found)


def fullest(tokens: Tokens, cluster: Cluster) -> str:
    """The fullest name in the text: most words, not set in capitals, the first of equals."""
    best, rank = "", (-1, -1, -1)
    for mention in cluster.mentions:
        if mention.kind == "name" and mention.rule != FATHERS_NAME:
            text = tokens.string(mention.start, mention.end)
            size = len(text.split()) * 100 + min(len(text), 99)
            here = (int(not tokens.all_caps[mention.start]), size, int(not text.isupper()))
            if here > rank:
                best, rank = text, here
    return best


def _fact(cluster: Cluster, known: Gazetteer) -> Fact | None:
    fact = known.facts.get(cluster.name) or known.upper_facts.get(cluster.name)
    return fact if fact and fact.type == cluster.type else None


CLUSTERS = Extractor(
    "clusters", "one cluster a thing, each mention with its rule", build, requires=("names",), internal=True
)
