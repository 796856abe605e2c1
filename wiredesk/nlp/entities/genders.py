"""The gender of people by the nouns beside their names: ``Congresswoman Roe``, ``his sister, Roe``."""

from __future__ import annotations

from collections.abc import Sequence

from wiredesk.nlp.knowledge import EntityLexicon, Gender
from wiredesk.nlp.mentions import Cluster
from wiredesk.nlp.tokens import Tokens

_MAX_NAMES_READ = 3


def add_genders(tokens: Tokens, clusters: Sequence[Cluster], lexicon: EntityLexicon) -> None:
    """Set the gender of people whose first name does not tell it."""
    for cluster in clusters:
        if cluster.type == "PERSON" and not cluster.gender:
            cluster.gender = _by_title(tokens, cluster, lexicon) or _by_noun(tokens, cluster, lexicon)


def _by_title(tokens: Tokens, cluster: Cluster, lexicon: EntityLexicon) -> Gender:
    for title in cluster.titles:
        for token in range(title.start, title.end):
            if gender := lexicon.role_genders.get(tokens.lower[token], ""):
                return gender
    return ""


def _by_noun(tokens: Tokens, cluster: Cluster, lexicon: EntityLexicon) -> Gender:
    """Return the gender of the noun in apposition to a name, or right before it."""
    for mention in cluster.mentions[:_MAX_NAMES_READ]:
        head = tokens.name_head(mention.start, mention.end)
        beside = list(tokens.children_with(head, "appos"))
        if tokens.dep[head] == "appos":
            beside.append(tokens.head[head])
        if mention.start:
            beside.append(mention.start - 1)
        for token in beside:
            gender = lexicon.role_genders.get(tokens.lower[token], "")
            if gender and not mention.start <= token < mention.end:
                return gender
    return ""
