"""What the rules of titles look up: the cluster and the mention that cover each token of a story."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from wiredesk.nlp.knowledge import EntityLexicon
from wiredesk.nlp.mentions import Cluster, TokenMention
from wiredesk.nlp.tokens import Tokens


@dataclass(slots=True)
class TitleContext:
    """The cluster and the mention that cover each token of a story."""

    tokens: Tokens
    clusters: Sequence[Cluster]
    lexicon: EntityLexicon
    owner: list[int] = field(default_factory=list)
    """Number of the cluster that each token belongs to, -1 for none."""
    mention_at: dict[int, TokenMention] = field(default_factory=dict)
    country: dict[str | None, int] = field(default_factory=dict)
    """ISO 3166-1 code → number of the first cluster of that country."""

    def __post_init__(self) -> None:
        self.owner = [-1] * len(self.tokens)
        self.cover(range(len(self.clusters)))
        for number, cluster in enumerate(self.clusters):
            if cluster.known_as and cluster.known_as.kind == "country":
                self.country.setdefault(cluster.known_as.country, number)

    def cover(self, numbers: Iterable[int]) -> None:
        """Mark the tokens of the clusters' mentions."""
        owner, mention_at = self.owner, self.mention_at
        for number in numbers:
            for mention in self.clusters[number].mentions:
                for token in range(mention[0], mention[1]):
                    owner[token] = number
                    mention_at[token] = mention

    def type_at(self, token: int) -> str:
        """Return the type of the entity that a token belongs to, empty for none."""
        owner = self.owner[token] if 0 <= token < len(self.owner) else -1
        return self.clusters[owner].type if owner >= 0 else ""

    def is_type(self, number: int, *types: str) -> bool:
        """Return whether a number is that of a cluster of one of the types."""
        return number >= 0 and self.clusters[number].type in types

    def is_country(self, number: int) -> bool:
        """Return whether a number is that of a country's cluster."""
        known_as = self.clusters[number].known_as if number >= 0 else None
        return known_as is not None and known_as.kind == "country" and self.clusters[number].type == "GPE"
