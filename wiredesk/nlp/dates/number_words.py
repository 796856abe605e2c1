"""The number that a run of words and figures stands for."""

from __future__ import annotations

from wiredesk.nlp.dates.date_lexicon import CARDINAL, MAGNITUDE, ORDINAL

_VAGUE = frozenset({"several", "few", "many", "some", "dozens", "hundreds", "thousands"})
_PASSED = frozenset({"-", "‐", "‑", "–", "and", "of", "the"})


def number(words: list[str]) -> float | None:
    """Value of ``two``, ``2 1/2``, ``twenty - four``, ``one hundred and ten``, ``a dozen``; None if it is none.

    Hyphens, ``a`` and ``and`` are passed over; of a range (``two to three``) the caller gives one end.
    """
    words = [word for word in words if word not in _PASSED]
    if words[:1] == ["half"]:
        return 0.5
    extra = 0.0
    if words[-1:] == ["half"]:
        words, extra = words[:-1], 0.5
    total = group = 0.0
    for place, word in enumerate(words):
        value = CARDINAL.get(word, figure(word)) if word not in {"a", "an"} else float(place == 0 and not extra)
        if word in MAGNITUDE:
            group = (group or 1.0) * MAGNITUDE[word]
            total, group = (total + group, 0.0) if MAGNITUDE[word] >= 1000 else (total, group)
        elif value is None:
            return None
        else:
            group += value
    return total + group + extra if words or extra else None


def is_vague(words: list[str]) -> bool:
    """The quantity has no number: ``several``, ``a few``."""
    return any(word in _VAGUE for word in words)


def count_of(words: list[str]) -> float | None:
    """The number of a quantity; None for a vague one; of a range its lower end."""
    if is_vague(words):
        return None
    if "couple" in words:
        return 2.0
    for joint in ("to", "or"):
        if joint in words:
            words = words[: words.index(joint)]
    return number(words)


def figure(word: str) -> float | None:
    """Value of ``12``, ``1,500``, ``2.5`` or ``1/2``."""
    try:
        if "/" in word:
            above, below = word.split("/")
            return int(above) / int(below)
        return float(word.replace(",", ""))
    except (ValueError, ZeroDivisionError):
        return None


def ordinal(word: str) -> int | None:
    """Value of ``third`` or ``21st``."""
    if word in ORDINAL:
        return ORDINAL[word]
    return int(word[:-2]) if word[:-2].isdigit() else None


def spelled_year(words: list[str]) -> int | None:
    """The year that words spell: ``nineteen ninety - seven``, ``two thousand and three``."""
    parts = [CARDINAL.get(word, MAGNITUDE.get(word, -1)) for word in words if word not in {"-", "–", "and"}]
    if -1 in parts or len(parts) < 2:
        return None
    if parts[0] in {15, 16, 17, 18, 19, 20} and parts[1] >= 10 and len(parts) <= 3:
        if parts[1] == 100:
            return parts[0] * 100 + sum(parts[2:])
        return parts[0] * 100 + sum(parts[1:]) if parts[1] < 100 else None
    if parts[:2] == [2, 1000]:
        return 2000 + sum(parts[2:])
    return None
