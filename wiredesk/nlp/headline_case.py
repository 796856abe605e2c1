"""Lines in headline case, read in the case of prose.

In "Senate Passes Farm Bill As Farmers Protest In Iowa" a capital says nothing about names, but a model that was
trained on prose takes it for one: "Senate Passes Farm" becomes an organisation. Whether a line is in headline case is a
property of the line. In such a line the words that are no names by other evidence get small letters before the parse:
function words, forms of verbs, and words that the rest of the story writes small. No character moves.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from spacy.language import Language

from wiredesk.contract import OUTSIDE_NEWS
from wiredesk.layout import TextLayout
from wiredesk.nlp.knowledge import entity_lexicon
from wiredesk.nlp.lexicon import word_set
from wiredesk.nlp.share_codes import find_tickers

MAX_LINE_CHARACTERS = 400
"""Characters of a line that may be a headline or a list of headlines."""
MIN_WORDS = 4
MIN_WORDS_BELOW = 5
"""Words behind the first of a line below the headline; a shorter one is a name or the title of a work."""
MIN_LONG_WORD_LETTERS = 4
"""Letters of a word that headline case writes with a capital whatever it is; style guides differ on shorter ones."""
MIN_SHARE = 0.85
"""Share of such words with a capital in headline case."""
MIN_PROSE_CHARACTERS = 40
"""Characters of lines in the case of prose that must remain for them to tell how a word is written."""
_BEGINNING_CHARACTERS = 20
MIN_STEM_LETTERS = 3
"""Letters of a verb's base form that an ending is taken off to."""

_WORD = re.compile(r"[^\W\d_]+(?:[’'-][^\W\d_]+)*")
_INSIDE_SENTENCE = re.compile(r"[A-Z](?<=[a-z,;] [A-Z])[\w’'-]*")
"""A capital that no sentence begin explains."""
_SMALL_LONG_WORD = re.compile(f" [a-z]{{{MIN_LONG_WORD_LETTERS}}}")
"""The beginning of most of them; those with other letters wait for the whole answer."""
_SMALL_WORDS = word_set("headline_case", "small_words")
_PLURALS = word_set("headline_case", "plurals")
_BEFORE_ONE_NAME = word_set("headline_case", "before_one_name")
_AUXILIARIES = word_set("headline_case", "auxiliaries")
_NAMES_LIKE_VERBS = word_set("headline_case", "names_like_verbs")
_NO_HEADLINE = re.compile(r"\bBy [A-Z]|[•|]")
"""A byline, and the separators of lists of links."""
_MARKS = ('"', "“", "”", "«", "»")
"""Quotation marks; what is inside them is as often a title as speech."""
_BEGINNINGS = frozenset(".!?:")
_ENDINGS = (("s", ""), ("es", ""), ("ies", "y"), ("ed", ""), ("ed", "e"), ("ing", ""), ("ing", "e"))
"""Endings of forms of verbs, each with the end of the base form."""


@dataclass(frozen=True)
class HeadlineCase:
    """Finds lines in headline case, by the base forms of the verbs of English, their irregular forms, and the nouns."""

    verbs: Collection[str]
    irregular: Collection[str]
    nouns: Collection[str] = ()

    @classmethod
    def of(cls, nlp: Language) -> HeadlineCase:
        """Take the verbs from the model's lemmatizer, which has those of WordNet; none without such a component."""
        if not nlp.has_pipe("lemmatizer"):
            return cls((), ())
        lookups = getattr(nlp.get_pipe("lemmatizer"), "lookups", None)
        if lookups is None or not {"lemma_index", "lemma_exc"} <= set(lookups.tables):
            return cls((), ())
        index: Mapping[str, Iterable[str]] = lookups.get_table("lemma_index")
        forms: Mapping[str, Iterable[str]] = lookups.get_table("lemma_exc")
        return cls(*(frozenset(rows.get(key, ())) for rows, key in ((index, "verb"), (forms, "verb"), (index, "noun"))))

    def in_prose_case(self, layout: TextLayout) -> TextLayout:
        """Return the layout whose masked text has small letters where a line in headline case has no names."""
        masked = layout.masked
        if not self.verbs:
            return layout
        others = {zone.start for zone in layout.zones if zone.zone in OUTSIDE_NEWS}
        lines = [
            span
            for span in layout.paragraphs
            if span[0] not in others
            and self._is_headline(masked[slice(*span)], span == layout.headline)
            and not _has_restored_company(layout, *span)
        ]
        if not lines:
            return layout
        prose = " ".join(masked[start:end] for start, end in layout.paragraphs if (start, end) not in lines)
        story = _ProseCase(prose if len(prose) >= MIN_PROSE_CHARACTERS else "")
        pieces: list[str] = []
        at = 0
        for start, end in lines:
            pieces += (masked[at:start], self._line(masked[start:end], story))
            at = end
        return replace(layout, masked="".join((*pieces, masked[at:])))

    def _is_headline(self, line: str, is_first: bool) -> bool:
        """Return whether a line is in headline case; below the story's headline it must be long and have a verb."""
        if not is_headline_case(line) and not line.isupper():
            return False
        first, *words = _WORD.findall(line)
        if is_first:
            small = any(word[0].isupper() and word.lower() in _SMALL_WORDS for word in words)
            return small or self._has_verb(words) or self._has_base_form(first, words)
        return len(words) >= MIN_WORDS_BELOW and not _NO_HEADLINE.search(line) and self._has_verb(words)

    def _has_verb(self, words: Iterable[str]) -> bool:
        return any(word[0].isupper() and self.is_verb_form(word.lower()) for word in words)

    def _has_base_form(self, first: str, words: Iterable[str]) -> bool:
        """Return whether the base form of a verb follows a noun in the plural: "Scientists Find Frog"."""
        before = first
        for word in words:
            if word[0].isupper() and word.lower() in self.verbs and self._takes_base_form(before, ""):
                return True
            before = word
        return False

    def _line(self, line: str, story: _ProseCase) -> str:
        out: list[str] = []
        at = 0
        before, further, inside = "", "", False
        for found in _WORD.finditer(line):
            word, gap = found.group(), line[at : found.start()]
            begins = not before or gap.strip()[-1:] in _BEGINNINGS
            inside ^= sum(gap.count(mark) for mark in _MARKS) % 2 == 1
            in_case = word[1:].islower() or (len(word) > 1 and word.isupper() and line.isupper())
            small = not begins and not inside and in_case and self._is_small(word, before, further, story)
            further, before = before, word.lower() if small else word
            out += (gap, before)
            at = found.end()
        return "".join((*out, line[at:]))

    def _is_small(self, word: str, before: str, further: str, story: _ProseCase) -> bool:
        """Return whether a word is no name by other evidence than its capital; the words before it are given."""
        lower = word.lower()
        if lower in _SMALL_WORDS:
            return True
        if len(lower) != len(word) or word.capitalize() in story.names:
            return False
        if lower in story.small:
            return True
        # "Tim Cook Unveils": behind a first name a word is a surname; but not in "Pope Leo Visits".
        is_surname = before.capitalize() in entity_lexicon().first_name_genders
        if (is_surname and further.lower() not in _BEFORE_ONE_NAME) or lower in _NAMES_LIKE_VERBS:
            return False
        return self.is_verb_form(lower) or (lower in self.verbs and self._takes_base_form(before, further))

    def _takes_base_form(self, before: str, further: str) -> bool:
        """Return whether the words before a verb take its base form: "Farmers Protest", "Microsoft And Apple Sue"."""
        lower = before.lower()
        plural = lower in _PLURALS or (lower.endswith("s") and lower[:-1] in self.nouns)
        return plural or further.lower() == "and" or lower in _AUXILIARIES

    def is_verb_form(self, lower: str) -> bool:
        """Return whether a word is a form of a verb other than the base form, which is as often a noun or a name."""
        if lower in self.irregular:
            return True
        return any(
            lower.endswith(ending)
            and len(lower) - len(ending) >= MIN_STEM_LETTERS
            and lower[: len(lower) - len(ending)] + base in self.verbs
            for ending, base in _ENDINGS
        )


class _ProseCase:
    """How the lines in the case of prose write words."""

    def __init__(self, prose: str) -> None:
        self._prose = prose

    @cached_property
    def names(self) -> frozenset[str]:
        """Words with a capital inside a sentence."""
        return frozenset(_INSIDE_SENTENCE.findall(self._prose))

    @cached_property
    def small(self) -> frozenset[str]:
        """Words in small letters."""
        return frozenset(word for word in _WORD.findall(self._prose) if word.islower())


def _has_restored_company(layout: TextLayout, start: int, end: int) -> bool:
    """Return whether a line was in capitals and has the code of a share, before which truecasing keeps capitals."""
    return layout.text[start:end].isupper() and bool(find_tickers(layout.masked[start:end]))


def is_headline_case(line: str) -> bool:
    """Return whether nearly all longer words of a line have a capital, and some word has small letters."""
    if len(line) > MAX_LINE_CHARACTERS or line.isupper():
        return False
    if _is_prose(line):
        return False
    words = _WORD.findall(line)
    if len(words) < MIN_WORDS:
        return False
    initials = [word[0] for word in words[1:] if len(word) >= MIN_LONG_WORD_LETTERS]
    return len(initials) >= MIN_WORDS - 2 and sum(map(str.isupper, initials)) >= MIN_SHARE * len(initials)


def _is_prose(line: str) -> bool:
    """Return whether the beginning of a line has more longer words in small letters than headline case allows in all
    of it: a quick answer for most lines that are not in headline case."""
    most = (1 - MIN_SHARE) * (len(line) + 1) / (MIN_LONG_WORD_LETTERS + 1) + 1  # the first word does not count
    return len(_SMALL_LONG_WORD.findall(line, 0, len(line) // 2 + _BEGINNING_CHARACTERS)) > most
