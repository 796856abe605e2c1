"""Whether a story reports a match: its "third quarter" is a part of play and no July to September."""

from __future__ import annotations

from wiredesk.nlp.lexicon import word_set
from wiredesk.nlp.lexicon.word_kinds import kind_of_words
from wiredesk.nlp.tokens import Tokens

_PLAY = word_set("sport", "play")
_FIGURES = word_set("sport", "figures_of_speech")
_OTHER = word_set("sport", "business", "politics")
_KIND = kind_of_words("play", _PLAY | _FIGURES)
_MIN_WORDS_OF_PLAY = 2
"""Different words of play that make a match of a story without other words. One alone may be a figure of speech."""


def is_sport_story(tokens: Tokens) -> bool:
    """Return whether words of play outnumber those of business and politics.

    One of them must be used of play alone: the goal that somebody tackles is any aim.
    """
    found = [tokens.lower[at] for at in tokens.of_kind(_KIND)]
    play = [word for word in found if word in _PLAY or word in _FIGURES]
    different = set(play)
    if len(different) < _MIN_WORDS_OF_PLAY or different.isdisjoint(_PLAY):
        return False
    return len(play) > sum(word in _OTHER for word in tokens.lower)
