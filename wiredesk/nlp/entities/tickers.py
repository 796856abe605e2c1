"""Give codes of shares to the companies that they stand beside."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import TypeVar

from wiredesk.nlp.mentions import Cluster, Name
from wiredesk.nlp.share_codes import Ticker
from wiredesk.nlp.tokens import Tokens

T = TypeVar("T")

TYPE_RULE = "code of a share"
"""The rule of the type of a name that a code stands beside."""
_ALONE = re.compile(r"[A-Z0-9]{1,8}\.[A-Z]{1,3}")
_MAX_GAP = 3
"""Characters between a company's name and the code."""
_GAPS = frozenset({"", ",", ".", "'s", "’s"})


def apply_tickers(tokens: Tokens, names: Sequence[Name], tickers: Sequence[Ticker]) -> list[Name]:
    """Return the names without those in a code of a share or that repeat one; what bears a code is an organisation."""
    if not tickers:
        return list(names)
    ends = {tokens.end[name.end - 1]: name for name in names}
    # Letters without brackets are a code only behind a name.
    tickers = [ticker for ticker in tickers if ticker.in_brackets or any(_beside(tokens, ends, [ticker]))]
    codes = {ticker.code for ticker in tickers if "." in ticker.code}
    bearers = {tokens.string(name.start, name.end) for name, _ in _beside(tokens, ends, tickers)}
    spans = iter([ticker.span for ticker in tickers])
    span = next(spans, None)
    kept: list[Name] = []
    for name in names:
        start, end = tokens.span(name.start, name.end)
        while span is not None and span[1] <= start:
            span = next(spans, None)
        if span is not None and span[0] < end:
            if span[0] <= start:
                continue
            name = name._replace(end=max(name.start + 1, tokens.covering((start, span[0]))[1]))
        text = tokens.string(name.start, name.end)
        if text in bearers:
            kept.append(name._replace(type="ORG", type_rule=TYPE_RULE))
        elif text not in codes or not _ALONE.fullmatch(text):
            kept.append(name)
    return kept


def assign_tickers(tokens: Tokens, clusters: Sequence[Cluster], tickers: Sequence[Ticker]) -> list[Cluster]:
    """Return the clusters; each organisation gets the first code behind one of its names, and one code is one company.

    "Mobil <MOB>" of the headline is the "Mobil Corp <MOB>" of the text, also where their names do not tell.
    """
    if not tickers:
        return list(clusters)
    ends = {
        tokens.end[mention.end - 1]: cluster
        for cluster in clusters
        if cluster.type == "ORG"
        for mention in cluster.mentions
        if mention.kind == "name"
    }
    bearer_of: dict[str, Cluster] = {}
    into: dict[Cluster, Cluster] = {}
    for found, code in _beside(tokens, ends, tickers):
        cluster = into.get(found, found)
        cluster.ticker = cluster.ticker or code
        bearer = bearer_of.setdefault(code, cluster)
        if bearer is not cluster and _may_be_one(bearer, cluster):
            bearer.mentions = sorted((*bearer.mentions, *cluster.mentions))
            bearer.known_as = bearer.known_as or cluster.known_as
            into |= {one: bearer for one, other in into.items() if other is cluster} | {cluster: bearer}
            bearer_of |= {other: bearer for other, one in bearer_of.items() if one is cluster}
    return [cluster for cluster in clusters if cluster not in into]


def _may_be_one(first: Cluster, second: Cluster) -> bool:
    """Return whether two clusters are not known to be two organisations."""
    return not first.known_as or not second.known_as or first.known_as == second.known_as


def _beside(tokens: Tokens, ends: Mapping[int, T], tickers: Sequence[Ticker]) -> Iterator[tuple[T, str]]:
    """Yield what ends right before a code, and the code; ``ends``: offset of the end → what ends there."""
    for ticker in tickers:
        start = ticker.span[0]
        for gap in range(_MAX_GAP + 1):
            if start - gap in ends and tokens.masked[start - gap : start].strip() in _GAPS:
                yield ends[start - gap], ticker.code
                break
