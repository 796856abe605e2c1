"""Regular English endings: forms of a verb or an adjective that a word list need not name."""

from __future__ import annotations

_VOWELS = frozenset("aeiou")
_SHORT = range(3, 6)
"""Letters of a verb that doubles its last consonant: "rob", "slam", "strip"."""


def past(verb: str) -> str:
    """Return the regular past participle: "slam", "slammed"."""
    if verb.endswith("e"):
        return verb + "d"
    if verb.endswith("y") and verb[-2:-1] not in _VOWELS:
        return verb[:-1] + "ied"
    return _doubled(verb) + "ed"


def gerund(verb: str) -> str:
    """Return the gerund: "slam", "slamming"; "die", "dying"."""
    if verb.endswith("ie"):
        return verb[:-2] + "ying"
    if verb.endswith("e") and not verb.endswith(("ee", "oe", "ye")):
        return verb[:-1] + "ing"
    return _doubled(verb) + "ing"


def adverb(adjective: str) -> str:
    """Return the adverb: "angry", "angrily"; "horrible", "horribly"; "tragic", "tragically"."""
    if adjective.endswith("y"):
        return adjective[:-1] + "ily"
    if adjective.endswith("le"):
        return adjective[:-1] + "y"
    return adjective + ("ally" if adjective.endswith("ic") else "ly")


def quality(adjective: str) -> str:
    """Return the noun: "happy", "happiness"; "ruthless", "ruthlessness"."""
    return f"{adjective[:-1]}iness" if adjective.endswith("y") else f"{adjective}ness"


def _doubled(verb: str) -> str:
    """Return a verb with its last consonant doubled if it is one short syllable: "rob", "robb"."""
    is_short = len(verb) in _SHORT and sum(letter in _VOWELS for letter in verb) == 1
    if is_short and verb[-1] not in "aeiouwxy" and verb[-2] in _VOWELS:
        return verb + verb[-1]
    return verb
