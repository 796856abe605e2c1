"""Recognise pages and messages that stand in front of a story or in its place: bot checks, log-ins, error messages.

No vendor's name counts.  What counts is what such a page says of itself to its reader (:mod:`producer.formats.phrases`,
``walls.toml``), together with its shape: a title that says nothing else, few words, no metadata of an article, a field
for a password, ``noindex``.  Reported speech, a dateline, metadata and length speak for a story, so that an article
about bot checks stays one.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache

from producer.formats.phrases import PhraseHit, find, plain, table, without_numbers
from wiredesk.datelines import begins_with_dateline

MAX_SCANNED_CHARS = 20_000
"""Characters of a page that are searched for phrases: a page that is no story is short."""
MIN_SCORE = 5
"""Minimum score of a page that is no story; see :func:`wall_of`."""
VERY_FEW_WORDS, FEW_WORDS, MANY_WORDS, VERY_MANY_WORDS = 25, 60, 120, 250
"""Words of text: most bot checks have fewer than the second; the shortest articles have more than the third."""
NEWSWORTHY = frozenset(("maintenance", "error"))
"""Kinds whose phrases short news uses as well: a ferry is temporarily unavailable."""
MAX_NOTICE_WORDS = 150
"""Maximum words of a paragraph that is a consent notice or a line of a paywall; see :func:`is_notice`."""
NOTICES = frozenset(("consent", "script", "browser", "paywall"))
"""Kinds that also stand as a paragraph within a page that has a story."""
_WORD = re.compile(r"\w+")
_SEPARATOR = re.compile(r"\s[|–—·•:»-]+\s|[|–—·•»]|:\s")
_GOES_ON = re.compile(r"[^:|–—·•»]{1,60}(?<!\d): (?:[\w'’-]++,? ){2,}[\w'’-]")
"""A title that goes on behind a colon with three words or more, as headlines do (``Page not found: library loses``)."""
MIN_TITLE_WORDS = 4
"""Minimum words of a line that is known for the headline because the title has it."""
MIN_PROSE_WORDS = 12
"""Minimum words below a title that are a story: two short sentences."""
MAX_POINTER_CHARS = 200
"""Maximum characters of a paragraph that only names another story: a label and a headline."""
MAX_LINES = 12
"""Lines of a document among which its dateline stands: below the headline, a byline and the lines of a menu."""
_SENTENCES = re.compile(r"[.!?]\s")
_STATUS = re.compile(r"(?:error |http |http/[\d.]{1,5} )?[45]\d\d\b[ :.-]*+")
_EDGES = " .!?…:;,'\"“”()[]#*-–—"
_QUOTED = re.compile('[“„«][^“”„«»]{0,400}\\Z|(?:^|\\s)"[^"]{0,400}\\Z')
_PROGRAM = re.compile(
    r"\bon line \d+\b|Traceback \(most recent call last\)|\bSQLSTATE\[|\bORA-\d{5}\b|\bmysqli?_\w+\("
    r"|\bat [\w$.]+\([\w$]+\.java:\d+\)|\bUncaught \w*(?:Error|Exception)\b|\bStack trace:\n?"
    r"|^(?:HTTP/\d(?:\.\d)? )?(?:4\d\d|5\d\d) (?:[A-Z][\w-]+ ?){1,5}\s*\Z",
)
"""Messages of programs: PHP, Python, Java, databases; or a status line of HTTP and nothing else."""


_LISTING = re.compile(r"\s*+(?:Index of|Directory listing for) /", re.IGNORECASE)
"""Title of a list of files, as web servers make it."""


@dataclass(frozen=True, slots=True)
class PageSigns:
    """What a document shows of itself."""

    title: str = ""
    text: str = ""
    """All visible text."""
    words: int = 0
    """Words of what would be the story's text."""
    is_article: bool = False
    """Whether its metadata describes an article, with a time or an author."""
    is_page: bool = True
    password: bool = False
    unlisted: bool = False
    """Whether it tells search engines not to list it, or the browser to load it again."""


def wall_of(signs: PageSigns) -> str | None:
    """Return what a document is instead of a story (``a bot check``); None for a story.

    Each kind is scored: its title (3 if it says nothing else, 1 if it begins so), what it says of itself (2, and 1 for
    each further phrase, up to 5), words that go with it (1), a field for a password (3, log-in pages), ``noindex`` (1),
    few words (1), few words that speak to the reader (1), very few words of a page (1), no metadata of an article (1).
    Metadata takes 2, reported speech 2, a dateline 4, length 2 or 5.
    """
    text = signs.text[:MAX_SCANNED_CHARS]
    words = len(_WORD.findall(text[: VERY_MANY_WORDS * 20]))
    is_short = min(words, signs.words or words) <= MANY_WORDS
    if is_short and not signs.is_article and _PROGRAM.search(text.strip()):
        return str(table("walls")["error"]["name"])
    if words > VERY_MANY_WORDS:
        return None
    base = _base_score(signs, text, words)
    if _LISTING.match(signs.title):
        return str(table("walls")["parked"]["name"])
    lowered = without_numbers(plain(text))
    hits = [hit for hit in find("walls", lowered) if not _is_quoted(lowered, hit)]
    below = _below_title(signs.title, text)
    if hits and _is_news(signs.title, below):
        return None
    keys = {(hit.section, hit.key) for hit in hits}
    base -= 2 * (("reporting", "words") in keys)
    address = ("reader", "words") in keys
    base += address and words <= FEW_WORDS
    base += signs.is_page and words <= VERY_FEW_WORDS
    own = Counter(section for section, key, _ in {(h.section, h.key, h.phrase) for h in hits} if key == "own")
    titled = _titled(signs.title, below if words <= FEW_WORDS else "")
    for section in sorted({*own, *titled}, key=lambda name: (-titled.get(name, 0) - own[name], name)):
        score = base + titled.get(section, 0) + min(own[section] + (own[section] > 0), 5)
        score += ((section, "also") in keys) + (3 if signs.password and section == "login" else 0)
        only = any(hit.section == section and 2 * len(hit.phrase) >= len(text) for hit in hits if hit.key == "own")
        brief = signs.is_page and words <= VERY_FEW_WORDS and section not in NEWSWORTHY
        shown = titled.get(section, 0) > 2 or signs.unlisted or only or address or brief
        sure = own[section] > 1 or (own[section] == 1 and shown)
        bare = titled.get(section, 0) > 2 and (words <= FEW_WORDS or (signs.password and section == "login"))
        if score >= MIN_SCORE and (sure or bare):
            return str(table("walls")[section]["name"])
    return None


def _below_title(title: str, text: str) -> str:
    """Return the lines of a text that do not repeat its title or several words of it; all if none is left."""
    whole = plain(title)
    lines = text.split("\n")
    kept = [line for line in lines if len(line.split()) < MIN_TITLE_WORDS or plain(line) not in whole]
    return "\n".join(kept) if any(line.strip() for line in kept) else text


def _is_news(title: str, below: str) -> bool:
    """Return whether only the title, which goes on, has a phrase: prose below it says nothing of the kind.

    ``We use cookies to lure bears, hunters admit`` is a headline; a notice goes on to speak to its reader.
    """
    if len(_WORD.findall(below)) < MIN_PROSE_WORDS or 3 in _titled(title, below).values():
        return False
    return not any(hit.key in ("own", "titles") or hit.section == "reader" for hit in find("walls", plain(below)))


def _base_score(signs: PageSigns, text: str, words: int) -> int:
    """Return what speaks for or against every kind."""
    length = signs.words or words
    score = 1 if length <= FEW_WORDS else 0
    score -= 2 if length > MANY_WORDS else 0
    score -= 3 if length > VERY_MANY_WORDS else 0
    score += -2 if signs.is_article else 1
    lines = [line for line in text.split("\n", 2 * MAX_LINES) if line.strip()][:MAX_LINES]
    score -= 4 if any(begins_with_dateline(line[:200]) for line in lines) else 0
    return score + signs.unlisted


def _titled(title: str, text: str) -> dict[str, int]:
    """Return for each kind 3 if a part of the title, or a sentence of a short text, says nothing else.

    It is 1 if the title begins so.
    """
    whole = plain(title)
    title_parts = [] if _GOES_ON.match(whole) else _SEPARATOR.split(whole)
    given = (whole, *title_parts, _STATUS.sub("", whole, count=1))
    sentences = (part for line in text.split("\n") for part in _SENTENCES.split(plain(line)))
    parts = {part.strip(_EDGES) for part in (*given, *sentences)}
    found: dict[str, int] = {}
    for section, keys in table("walls").items():
        for phrase in keys.get("titles", ()):
            bare = phrase.strip(_EDGES)
            if bare in parts:
                found[section] = 3
            elif section not in found and whole.startswith(phrase) and not whole[len(bare) :][:1].isalnum():
                found[section] = 1
    return found


def is_notice(block: str) -> str | None:
    """Return the kind of a paragraph that is no text of a story: a consent notice, a line of a paywall.

    Two things that such a notice says, or one at its beginning that it says to its reader; none in quotation marks, as
    an article about such notices quotes them.
    """
    lowered = plain(block[:MAX_SCANNED_CHARS])
    words = len(_WORD.findall(lowered))
    if words > 2 * MAX_NOTICE_WORDS or not _has_hint(lowered):
        return None
    text = without_numbers(lowered)
    hits = [*find("walls", text)]
    if any(hit.section == "reporting" for hit in hits):
        return None
    own = [hit for hit in hits if hit.section in NOTICES and hit.key in ("own", "titles") and not _is_quoted(text, hit)]
    address = any(hit.section == "reader" for hit in hits)
    counts = Counter(section for section, _ in sorted({(hit.section, hit.phrase) for hit in own}))
    for kind, number in counts.most_common(1):
        begins = any(hit.section == kind and hit.at <= 40 for hit in own)
        dense = number >= 2 and number * MAX_NOTICE_WORDS >= 2 * words
        if dense or (begins and address and words <= FEW_WORDS) or (begins and words <= 8):
            return kind
    return None


def is_pointer(block: str) -> bool:
    """Return whether a paragraph only names another story: ``READ ALSO: Mayor of Orva resigns``."""
    if len(block) > MAX_POINTER_CHARS or "\n" in block.strip():
        return False
    label, colon, name = plain(block).partition(":")
    return bool(colon) and label.strip() in _pointers() and not re.search(r"[.!] ", name)


@cache
def _pointers() -> frozenset[str]:
    return frozenset(table("walls")["pointers"]["words"])


@cache
def _hints() -> tuple[str, ...]:
    return tuple(table("walls")["hints"]["words"])


def _has_hint(lowered: str) -> bool:
    """Return whether a text has one of the words of which every notice has one; most texts have none."""
    return any(word in lowered for word in _hints())


def _is_quoted(text: str, hit: PhraseHit) -> bool:
    return _QUOTED.search(text[max(0, hit.at - 400) : hit.at]) is not None


def without_notices(blocks: Iterable[str]) -> tuple[list[str], str | None]:
    """Return the paragraphs that are no notices, and what the last notice was."""
    blocks = [block for block in blocks if not is_pointer(block)]
    if not _has_hint("\n".join(blocks).lower()):
        return blocks, None
    kept, name = [], None
    for block in blocks:
        if kind := is_notice(block):
            name = str(table("walls")[kind]["name"])
        else:
            kept.append(block)
    return kept, name


def word_count(blocks: Sequence[str]) -> int:
    """Return the number of words of paragraphs."""
    return sum(1 for block in blocks for _ in _WORD.finditer(block))
