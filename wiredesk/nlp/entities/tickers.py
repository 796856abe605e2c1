"""Codes of shares beside the names of companies: ``(ABC.N)``, ``(NYSE: ABC)``, ``<ABC.O>``, ``$ABC``."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple, TypeVar

from wiredesk.contract import ENTITY_TYPES, Span
from wiredesk.nlp.lexicon import word_set
from wiredesk.nlp.mentions import Cluster, Name
from wiredesk.nlp.tokens import Tokens

T = TypeVar("T")

TYPE_RULE = "code of a share"
"""The rule of the type of a name that a code stands beside."""
_EXCHANGES = word_set("exchanges", "names")
_CODE = r"[A-Z0-9][A-Z0-9./-]{0,9}+"
_TICKER = re.compile(
    rf"\((?P<exchange>[A-Za-z][A-Za-z0-9 -]{{1,13}}+):[ \u00a0]?(?P<code>{_CODE})(?:[;,][^()\n]{{0,60}}+)?\)"
    r"|\((?P<reuters>[A-Z0-9]{1,8}\.[A-Z]{1,3})\)"
    r"|<(?P<angle>[A-Z0-9]{1,6}(?:\.[A-Z]{1,3})?)>"
    r"|\$(?P<cash>[A-Z]{2,5}(?:\.[A-Z])?)(?![A-Za-z0-9])"
)
"""A code with its brackets. The four forms are those of press releases, of Reuters, of Reuters until 1997, of posts."""
_ALONE = re.compile(r"[A-Z0-9]{1,8}\.[A-Z]{1,3}")
_MAX_GAP = 3
"""Characters between a company's name and the code."""
_GAPS = frozenset({"", ",", ".", "'s", "’s"})
_NO_CODES = frozenset({"U.S", "U.K", "U.N", "E.U", "D.C"})
_MISTAKEN_TYPES = frozenset(ENTITY_TYPES) - {"ORG"}
"""Types that the model gives to companies."""


class Ticker(NamedTuple):
    """A code of a share and the characters that it takes, brackets included."""

    span: Span
    code: str
    """``ABC.N``, or with the exchange where the text has it apart: ``NYSE:ABC``."""


def find_tickers(text: str) -> list[Ticker]:
    """Return the codes of shares in a text, in order."""
    if "(" not in text and "<" not in text and "$" not in text:
        return []
    return [Ticker(match.span(), code) for match in _TICKER.finditer(text) if (code := _code(match))]


def _code(match: re.Match[str]) -> str:
    """Return the code of a match; empty if the words before a colon are no stock exchange."""
    if exchange := match["exchange"]:
        return f"{exchange.strip()}:{match['code']}" if exchange.strip().upper() in _EXCHANGES else ""
    code = match["reuters"] or match["angle"] or match["cash"]
    return code if any(map(str.isalpha, code)) and code not in _NO_CODES else ""


def apply_tickers(tokens: Tokens, names: Sequence[Name], tickers: Sequence[Ticker]) -> list[Name]:
    """Return the names without those in a code of a share or that repeat one; what bears a code is an organisation."""
    if not tickers:
        return list(names)
    codes = {ticker.code for ticker in tickers if "." in ticker.code}
    bearers = {
        tokens.string(name.start, name.end)
        for name, _ in _beside(tokens, {tokens.end[name.end - 1]: name for name in names}, tickers)
    }
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
        if text in bearers and name.type in _MISTAKEN_TYPES:
            kept.append(name._replace(type="ORG", type_rule=TYPE_RULE))
        elif not (_ALONE.fullmatch(text) and text in codes):
            kept.append(name)
    return kept


def assign_tickers(tokens: Tokens, clusters: Sequence[Cluster], tickers: Sequence[Ticker]) -> None:
    """Give each organisation the first code that stands right behind one of its names."""
    if not tickers:
        return
    ends = {
        tokens.end[mention.end - 1]: cluster
        for cluster in clusters
        if cluster.type == "ORG"
        for mention in cluster.mentions
        if mention.kind == "name"
    }
    for cluster, code in _beside(tokens, ends, tickers):
        cluster.ticker = cluster.ticker or code


def _beside(tokens: Tokens, ends: Mapping[int, T], tickers: Sequence[Ticker]) -> Iterator[tuple[T, str]]:
    """Yield what ends right before a code, and the code; ``ends``: offset of the end → what ends there."""
    for ticker in tickers:
        start = ticker.span[0]
        for gap in range(_MAX_GAP + 1):
            if start - gap in ends and tokens.masked[start - gap : start].strip() in _GAPS:
                yield ends[start - gap], ticker.code
                break
