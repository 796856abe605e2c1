"""Whether a story reports a match: its "third quarter" is a part of play and no July to September."""

from __future__ import annotations

from wiredesk.nlp.lexicon import word_set
from wiredesk.nlp.tokens import Tokens

_PLAY = word_set("sport", "play")
_BUSINESS = word_set("sport", "business")
_MIN_WORDS_OF_PLAY = 2
"""Words of play that make a match of a story without words of business. One alone may be a figure of speech."""


def is_sport_story(tokens: Tokens) -> bool:
    """Return whether words of play outnumber those of business."""
    play = sum(word in _PLAY for word in tokens.lower)
    return play >= _MIN_WORDS_OF_PLAY and play > sum(word in _BUSINESS for word in tokens.lower)
