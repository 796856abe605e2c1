"""Codes of shares in a text: ``(ABC.N)``, ``(NYSE: ABC)``, ``<ABC.O>``, ``$ABC``, and ``ABC.O`` behind a name."""

from __future__ import annotations

import re
from collections.abc import Container
from functools import lru_cache
from typing import NamedTuple

from wiredesk.contract import Span
from wiredesk.nlp.lexicon import word_set

_EXCHANGES = word_set("exchanges", "names")
_MARKETS = "|".join(sorted(word_set("exchanges", "without_brackets"), key=len, reverse=True))
_KNOWN_SUFFIXES = word_set("exchanges", "suffixes")
_SUFFIXES = "|".join(sorted(_KNOWN_SUFFIXES, key=len, reverse=True))
_INITIALS = re.compile(r"[A-Z]\.[A-Z]")
"""Two letters, as of a person, or of a company with a code of one letter: "Ford (F.N)"."""
_CODE = r"[A-Z0-9]{1,8}(?:[./-][A-Z0-9]{1,4})?"
_IN_BRACKETS = re.compile(
    rf"[(<$](?:(?<=\()(?:(?P<exchange>[A-Za-z][A-Za-z0-9 ,/&-]{{1,40}}+):[ \u00a0]?(?P<code>{_CODE})"
    r"(?:[;,/|][^()\n]{0,60}+)?|(?P<reuters>[A-Z0-9]{1,8}\.[A-Z]{1,3}))\)"
    r"|(?<=<)(?P<angle>[A-Z0-9]{1,6}(?:\.[A-Z]{1,3})?)>"
    r"|(?<=\$)(?P<cash>[A-Z]{2,5}(?:\.[A-Z])?)(?![A-Za-z0-9]))"
)
"""A code with its brackets. The forms are those of press releases, of Reuters, of Reuters until 1997 and of posts."""
_BARE = re.compile(
    rf" (?:(?P<market>{_MARKETS}): ?(?P<listed>{_CODE})(?![\w-])"
    rf"|(?P<bare>[A-Z][A-Z0-9]{{1,5}}\.(?:{_SUFFIXES}))(?![\w@/-]|\.\w))"
)
"""A code without brackets, and the blank before it."""
_SIGNS = re.compile(r"[(<$]")
"""What every code in brackets begins with."""
_SIGNS_OF_BARE = re.compile(r"[.:](?<=[A-Z0-9][A-Z0-9].) ?[A-Z0-9]")
"""What every code without brackets has in it. One class comes first: it is searched for faster than alternatives."""
STORIES_KEPT = 16
"""Texts whose codes are kept: a worker reads sixteen stories together."""
_NO_CODES = frozenset({"U.S", "U.K", "U.N", "E.U", "D.C", "N.Y", "R.I", "L.A"})
"""Short forms that a careless hand leaves without the last stop."""
_LINE_BREAKS = word_set("exchanges", "line_breaks")
_TAGS = word_set("exchanges", "markup")
_CLOSING_TAG = re.compile(r"</[A-Za-z]")


class Ticker(NamedTuple):
    """A code of a share and the characters that it takes, brackets included."""

    span: Span
    code: str
    """``ABC.N``, or with the exchange where the text has it apart: ``NYSE:ABC``."""
    in_brackets: bool = True
    """Without them it is a code only behind the name of a company."""


@lru_cache(maxsize=STORIES_KEPT)
def find_tickers(text: str) -> tuple[Ticker, ...]:
    """Return the codes of shares in a text, in order. Time is linear in the length of the text.

    The last texts are kept: names and clusters of a story both ask, of each story of a group in turn.
    """
    matches = list(_IN_BRACKETS.finditer(text)) if _SIGNS.search(text) else []
    bare = list(_BARE.finditer(text)) if _SIGNS_OF_BARE.search(text) else []
    if not matches and not bare:
        return ()
    tags = _TAGS if _CLOSING_TAG.search(text) else _LINE_BREAKS
    found: list[Ticker] = []
    end = 0
    for match in sorted(matches + bare, key=re.Match.start) if bare else matches:
        if match.start() < end:
            continue  # inside the brackets before it
        end = match.end()
        in_brackets = match.re is _IN_BRACKETS
        if code := _code_in_brackets(match, tags) if in_brackets else _bare_code(match):
            found.append(Ticker((match.start() + (not in_brackets), end), code, in_brackets))
    return tuple(found)


def _code_in_brackets(match: re.Match[str], tags: Container[str]) -> str:
    """Return the code of a match; empty for a tag, and if the words before a colon are no stock exchange."""
    if exchange := match["exchange"]:
        return f"{name}:{match['code']}" if (name := _exchange(exchange)) else ""
    if match["angle"] in tags:
        return ""
    reuters = match["reuters"]
    if reuters and _INITIALS.fullmatch(reuters) and reuters[2] not in _KNOWN_SUFFIXES:
        return ""
    return _unless_other(reuters or match["angle"] or match["cash"])


def _bare_code(match: re.Match[str]) -> str:
    """Return the code of a match, with its market where the text has one."""
    return f"{market}:{match['listed']}" if (market := match["market"]) else _unless_other(match["bare"])


def _unless_other(code: str) -> str:
    """Return the code; empty if it is a number, or the short form of something else."""
    return "" if code in _NO_CODES or not any(map(str.isalpha, code)) else code


def _exchange(words: str) -> str:
    """Return the stock exchange that words before a colon name first: ``NYSE`` of "NYSE and TSX", of "NYSE symbol"."""
    first = re.split(r"[,/&]| and ", words)[0].split()
    for size in range(len(first), 0, -1):
        if " ".join(first[:size]).upper() in _EXCHANGES:
            return " ".join(first[:size])
    return ""
