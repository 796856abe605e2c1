"""Those whom only bylines, credits, sign-offs and furniture name: they made the story and are not in the news."""

from __future__ import annotations

from collections.abc import Sequence

from wiredesk.nlp.mentions import Cluster, Name, TokenMention
from wiredesk.nlp.tokens import Tokens


def with_credited(tokens: Tokens, clusters: Sequence[Cluster], names: Sequence[Name]) -> list[Cluster]:
    """Return the clusters of the news and, behind them, one for each further name of another zone.

    A name that the news has in the same words is another mention of that entity. No short name is joined to a full
    one here: the photographer has no part in what the story says of a person of his surname.
    """
    found = list(clusters)
    if not names:
        return found
    known: dict[str, Cluster] = {}
    for cluster in clusters:
        for mention in cluster.mentions:
            if mention.kind == "name":
                known.setdefault(tokens.string(mention.start, mention.end).casefold(), cluster)
    for name in names:
        text = tokens.string(name.start, name.end)
        cluster = known.get(text.casefold()) or Cluster(name.type, name=_in_prose_case(text))
        if not cluster.mentions:
            known[text.casefold()] = cluster
            found.append(cluster)
        cluster.mentions.append(TokenMention(name.start, name.end, "name", name.rule))
    return found


def _in_prose_case(text: str) -> str:
    """Return a name of several words that is set in capitals in the case of prose: ``JANE DOE``."""
    return text.title() if text.isupper() and " " in text else text
