"""What a story is about, in a few lines: its summary, keyphrases, topics and tone."""

from __future__ import annotations

from collections.abc import Iterator

from rich.text import Text

from desk.views.sanitize import plain, short
from desk.views.story import text_at
from wiredesk.contract import Extraction, Tone

NEUTRAL_TONE = 0.1
"""Tone up to which a story sounds neither good nor bad, on both sides of 0."""


def gist_lines(found: Extraction) -> Text:
    """Return a line for each of summary, keyphrases, topics and tone that the story has; empty if it has none."""
    lines = Text()
    for label, words in gist(found):
        lines.append(f"{label:<12}", "bold").append(f"{words}\n")
    lines.rstrip()
    return lines


def gist(found: Extraction) -> Iterator[tuple[str, str]]:
    """Yield each of summary, keyphrases, topics and tone that the story has: its label and its words on one line."""
    if found.summary:
        yield "Summary", " ".join(plain(text_at(found, span)) for span in found.summary)
    if found.keyphrases:
        yield "Keyphrases", " · ".join(short(phrase.text) for phrase in found.keyphrases)
    if found.topics:
        yield "Topics", " · ".join(short(topic.name) for topic in found.topics)
    if found.tone:
        yield "Tone", tone_words(found.tone)


def tone_words(tone: Tone) -> str:
    """Return a tone in words, with its counts."""
    kind = "positive" if tone.score > NEUTRAL_TONE else "negative" if tone.score < -NEUTRAL_TONE else "neutral"
    return f"{kind} {tone.score:+.2f} ({tone.positive} good, {tone.negative} bad)"
