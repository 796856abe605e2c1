"""Truecasing: text in capitals, or without any, read as prose writes it.

Case tells a model what is a name. Where a whole paragraph is in capitals ("PRIME MINISTER ANN LEE SAID IN OSLO") or a
whole story has none, the case of each word is restored before the parse: from the paragraphs of the same story that
have both cases, from the known names, and from the form that is the most frequent one in the model's vocabulary. The
masked text keeps its length, and the text of the document stays as it was received.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from spacy.language import Language

from wiredesk.contract import Span
from wiredesk.datelines import MAX_DATELINE_CHARS, read_dateline
from wiredesk.layout import TextLayout
from wiredesk.letter_counts import count_letters
from wiredesk.nlp.knowledge import KnownNames, entity_lexicon
from wiredesk.nlp.lexicon import word_set
from wiredesk.nlp.names.name_words import LEGAL_FORMS, ORG_LAST_WORDS
from wiredesk.nlp.share_codes import find_tickers
from wiredesk.nlp.word_ranks import UNKNOWN, WordRanks

MIN_WORDS = 5
"""Words of a paragraph in capitals that is prose; a shorter one is a label. A headline may have fewer."""
MIN_HEADLINE_WORDS = 3
MIN_CAPITALS = 0.9
"""Share of the letters of a paragraph in capitals; a few stand in small ones ("McLAREN", "55kg")."""
MIN_PROSE_CHARACTERS = 40
"""Characters in both cases that a story must have for them to tell how a word is written."""
CLEARLY = 3
"""How many times as frequent a form must be to be chosen against the other where nothing else tells."""
USUALLY = 1.5
"""The same in text in capitals, where a name that is missed is worse than a word taken for one."""
COMMON_RANK = 300
"""Rank of the words that no name before them makes a surname: "said", "may", "will"."""
MAX_CHARS_BEFORE_SENTENCE = 12
"""Characters before a word in which the stop of the sentence before it is looked for."""
MAX_NAME_WORDS = 6
"""Words of a known name."""

_WORD = re.compile(r"[^\W\d_]+(?:[’'.][^\W\d_]+)*\.?")
_ASCII_WORD = re.compile(r"[A-Za-z]+(?:['.][A-Za-z]+)*\.?")
"""The same in a text of ASCII, where it is found faster."""
_SUFFIX = re.compile(r"[’'](?:s|t|re|ve|ll|d|m)$", re.IGNORECASE)
_DATELINE_DASH = re.compile(r"\)\s?[-–—]{1,2}$")
_HAS_DATELINE = re.compile(r"[\d(/–—-]")
"""What every dateline with an agency or a date has: a bracket, a slash, a digit, or the dash behind a weekday."""
_ENDS = frozenset({"", ".", "!", "?", ":"})
_BLANKS_AND_OPENERS = " \n\"“”‘'(«"
_SMALL_WORDS = word_set("headline_case", "small_words")
_HONORIFICS = word_set("honorifics", "before_names")
_OBJECT_VERBS = word_set("headline_case", "before_us")
_MONTHS = word_set("calendar", "months")
_WEEKDAYS = word_set("calendar", "weekdays")
_INSIDE_COMPANIES = frozenset({"and", "of", "the", "for", "de"})
"""Small words inside a company's name."""
_BEFORE_BASE_FORMS = word_set("headline_case", "auxiliaries") | {"to", "not"}
_LOWER_INSIDE_SENTENCE = re.compile(r"[A-Z](?<=[a-z,;] [A-Z])[\w’'-]*")


@dataclass(frozen=True)
class TrueCase:
    """Restores case by the ranks of the model's words and the known names."""

    ranks: WordRanks
    known: KnownNames
    is_verb_form: Callable[[str], bool] = bool
    """Whether a word in small letters is a form of a verb, the base form left out."""

    @classmethod
    def of(cls, nlp: Language, known: KnownNames, is_verb_form: Callable[[str], bool] = bool) -> TrueCase:
        """Take the ranks from the model; without vectors nothing is restored."""
        return cls(WordRanks.of(nlp), known, is_verb_form)

    def in_mixed_case(self, layout: TextLayout) -> TextLayout:
        """Return the layout whose masked text has both cases where the text is in capitals or has none."""
        if not len(self.ranks):
            return layout
        masked = layout.masked
        spans = [span for span in layout.paragraphs if is_in_capitals(masked[slice(*span)], span == layout.headline)]
        is_small = not spans and _has_no_capitals(layout)
        if is_small:
            spans = [span for span in layout.paragraphs if span != layout.headline or masked[slice(*span)].islower()]
        if not spans:
            return layout
        chosen = set(spans)
        story = _Usage(" ".join(masked[a:b] for a, b in layout.paragraphs if (a, b) not in chosen))
        pieces: list[str] = []
        at = 0
        for start, end in spans:
            keep = _dateline_end(masked, start, end, is_small)
            pieces += (masked[at:keep], self._restored(masked[keep:end], story, is_small))
            at = end
        return replace(layout, masked="".join((*pieces, masked[at:])))

    def _restored(self, text: str, story: _Usage, is_small: bool) -> str:
        """Return a text of one case in both cases, of the same length."""
        codes = [] if is_small else [ticker.span for ticker in find_tickers(text) if ticker.in_brackets]
        words = [found for found in _word_of(text).finditer(text) if len(found.group().lower()) == len(found.group())]
        if codes:
            words = _outside(words, codes)
        forms = self._forms(text, words, story, is_small)
        if codes:
            forms = self._with_companies(text, words, forms, codes)
        out: list[str] = []
        at = 0
        for found, form in zip(words, forms, strict=True):
            word = found.group()
            out += (text[at : found.start()], form if len(form) == len(word) else word)  # "ß" has two capitals
            at = found.end()
        return "".join((*out, text[at:]))

    def _forms(self, text: str, words: Sequence[re.Match[str]], story: _Usage, is_small: bool) -> list[str]:
        forms: list[str] = []
        before = ""
        known_until = -1
        for number, found in enumerate(words):
            if number < known_until:
                continue
            if name := self._known_name(text, words, number):
                forms += name
                known_until = number + len(name)
                before = name[-1]
                continue
            following = text[found.end() : found.end() + 2].strip()[:1]
            if not following.isdigit():
                following = words[number + 1].group() if number + 1 < len(words) else ""
            form = self._form(found.group(), before, following, story, is_small)
            if form.islower() and (not number or _begins_sentence(text, found.start())):
                form = form[0].upper() + form[1:]
                before = form.lower()
            else:
                before = form
            forms.append(form)
        return forms

    def _with_companies(
        self, text: str, words: Sequence[re.Match[str]], forms: Sequence[str], codes: Sequence[Span]
    ) -> list[str]:
        """Return the forms; the words of a company before the code of its share have capitals.

        A company is the words from the beginning of the line, or from the last code or mark, if no verb and no other
        small word than those of names is among them; else the words before the code that may be names.
        """
        forms = list(forms)
        number = 0
        for start, _ in codes:
            while number < len(words) and words[number].start() < start:
                number += 1
            at = end = number
            while at and (at == end or not _has_mark(text[words[at - 1].end() : words[at].start()])):
                following = forms[at].lower() if at < end else ""
                if forms[at - 1].islower() and not self._names_company(forms[at - 1], following):
                    break
                at -= 1
            if 0 < at < end - 1 and forms[at - 1] in _BEFORE_BASE_FORMS:
                at += 1
            while at < end and forms[at] in _INSIDE_COMPANIES:
                at += 1
            for word in range(at, end):
                if forms[word].islower() and forms[word] not in _INSIDE_COMPANIES:
                    forms[word] = _titled(forms[word])
        return forms

    def _names_company(self, word: str, following: str) -> bool:
        """Return whether a common word may be part of a company's name; ``following`` is empty before the code."""
        if word in _INSIDE_COMPANIES:
            return True
        if word in _SMALL_WORDS or word in _BEFORE_BASE_FORMS:
            return False
        return not following or following in LEGAL_FORMS or word in ORG_LAST_WORDS or not self.is_verb_form(word)

    def _known_name(self, text: str, words: Sequence[re.Match[str]], number: int) -> list[str]:
        """Return the forms of the words of the longest known name that begins at a word; none for no such name."""
        if words[number].group().upper() not in self._first_words:
            return []
        for size in range(min(MAX_NAME_WORDS, len(words) - number), 1, -1):
            start, end = words[number].start(), words[number + size - 1].end()
            entry = self._texts.get(text[start:end].upper())
            if entry is not None:
                return [entry[found.start() - start : found.end() - start] for found in words[number : number + size]]
        return []

    @cached_property
    def _texts(self) -> dict[str, str]:
        """Known names by their text in capitals."""
        return {text.upper(): text for text in reversed(self.known.by_text) if len(text.upper()) == len(text)}

    @cached_property
    def _first_words(self) -> frozenset[str]:
        """The first words of the known names that have several, in capitals."""
        firsts = ((text, _WORD.match(text)) for text in self._texts)
        return frozenset(first.group() for text, first in firsts if first and first.end() < len(text))

    def _form(self, word: str, before: str, following: str, story: _Usage, is_small: bool) -> str:
        """Return a word in the case that prose would write it in; the words beside it are given."""
        stem, suffix = word, ""
        if found := _SUFFIX.search(word):
            stem, suffix = word[: found.start()], word[found.start() :].lower()
        if len(stem.strip(".")) == 1:
            return _initial(stem, before) + suffix
        if stem.endswith(".") and "." not in stem[:-1] and stem.lower() not in _HONORIFICS:
            stem, suffix = stem[:-1], "."
        lower = stem.lower()
        if form := story.form_of(lower):
            return form + suffix
        if lower in _MONTHS and following.isdigit():
            return stem.title() + suffix
        entry = self._texts.get(stem.upper())
        if entry is not None and self.known.by_text[entry].unambiguous and lower not in _SMALL_WORDS:
            return entry + suffix
        if lower == "us":
            return ("us" if before.lower() in _OBJECT_VERBS or is_small else "US") + suffix
        return self._usual(stem, lower, before, following, is_small) + suffix

    def _usual(self, stem: str, lower: str, before: str, following: str, is_small: bool) -> str:
        """Return the form of a word that is the most frequent one, or that the word before it asks for."""
        title = _titled(lower)
        if lower in _WEEKDAYS or (lower in _MONTHS and lower not in {"may", "march"}):
            return title
        small, name, capitals = (self.ranks.rank(form) for form in (lower, title, lower.upper()))
        if lower.endswith("s") and self.ranks.rank(f"{lower[:-1].upper()}s") < min(small, name, capitals):
            return f"{lower[:-1].upper()}s"  # MPs
        if small == name == capitals == UNKNOWN:
            return self._unknown(lower, title, before, is_small)
        if capitals < min(small, name) and capitals * (CLEARLY if is_small else 1) < min(small, name):
            return lower.upper()
        is_role = lower in entity_lexicon().role_words
        often = name * USUALLY < small and not is_small and not is_role
        if name * CLEARLY < small or (often and lower not in _SMALL_WORDS):
            return title
        if small > COMMON_RANK and self._makes_name(before, small, name, lower):
            return title
        return title if is_role and not is_small and self._is_name(following) else lower

    def _unknown(self, lower: str, title: str, before: str, is_small: bool) -> str:
        """Return the form of a word that the model does not know: a name, an acronym, or slang where all is small."""
        if is_small:
            return title if self._is_first_name(before) or before.lower() in _HONORIFICS else lower
        return title if re.search("[aeiouyäöüåéáíóú]", lower) else lower.upper()

    def _makes_name(self, before: str, small: int, name: int, lower: str) -> bool:
        """Return whether the word before makes a common word a name: "Gordon Brown", "Mr White", "Acme Corp"."""
        if not before:
            return False
        if before.lower() in _HONORIFICS or (self._is_first_name(before) and name != UNKNOWN):
            return before.lower() in _HONORIFICS or name < small * CLEARLY
        follows_name = before[0].isupper() and before.lower() not in _SMALL_WORDS and not _SUFFIX.search(before)
        return lower in ORG_LAST_WORDS and follows_name

    def _is_first_name(self, word: str) -> bool:
        return word[:1].isupper() and _titled(word.lower()) in entity_lexicon().first_name_genders

    def _is_name(self, word: str) -> bool:
        """Return whether a word in capitals is more frequent as a name."""
        lower = word.lower()
        if not lower or lower in _SMALL_WORDS:
            return False
        name = self.ranks.rank(_titled(lower))
        return name == UNKNOWN or name * CLEARLY < self.ranks.rank(lower)


class _Usage:
    """How the part of a story in both cases writes words."""

    def __init__(self, prose: str) -> None:
        self._prose = prose if len(prose) >= MIN_PROSE_CHARACTERS else ""

    def form_of(self, lower: str) -> str:
        """Return the most frequent form of a word inside sentences, an empty string if it has none there."""
        if lower.endswith("."):
            return ""  # of an abbreviation, whose stop does not end a sentence
        small = max(self._small[lower], self._small[f"{lower}."])
        name, count = self._names.get(lower, ("", 0))
        return name if count > small else lower if small else ""

    @cached_property
    def _small(self) -> Counter[str]:
        """How often words stand there in small letters, each with and without a stop."""
        return Counter(filter(str.islower, _word_of(self._prose).findall(self._prose)))

    @cached_property
    def _names(self) -> dict[str, tuple[str, int]]:
        """The most frequent form with a capital by the word in small letters, and how often it stands there."""
        counts = Counter(_LOWER_INSIDE_SENTENCE.findall(self._prose))
        found: dict[str, tuple[str, int]] = {}
        for form, count in counts.items():
            lower = form.lower()
            if count >= found.get(lower, ("", 0))[1]:
                found[lower] = form, count
        return found


def _word_of(text: str) -> re.Pattern[str]:
    """Return the pattern of the words of a text."""
    return _ASCII_WORD if text.isascii() else _WORD


def _outside(words: Iterable[re.Match[str]], spans: Sequence[Span]) -> list[re.Match[str]]:
    """Return the words that are not inside one of the spans, which are in order."""
    kept: list[re.Match[str]] = []
    number = 0
    for word in words:
        while number < len(spans) and spans[number][1] <= word.start():
            number += 1
        if number == len(spans) or word.end() <= spans[number][0]:
            kept.append(word)
    return kept


def _has_mark(gap: str) -> bool:
    """Return whether something between two words parts names: a code, a comma, a colon, a dash."""
    return any(mark in gap for mark in ",;:<>()/") or "--" in gap


def is_in_capitals(text: str, is_headline: bool = False) -> bool:
    """Return whether a paragraph is in capitals, so that they do not tell names from other words."""
    if text[:1].islower():
        return False
    if not text.isupper():
        letters, capitals = count_letters(text)
        if capitals < MIN_CAPITALS * letters or not letters:
            return False
    return len(_word_of(text).findall(text)) >= (MIN_HEADLINE_WORDS if is_headline else MIN_WORDS)


def _has_no_capitals(layout: TextLayout) -> bool:
    """Return whether the body of a story has words and no capital."""
    body = [span for span in layout.paragraphs if span != layout.headline]
    return (
        bool(body)
        and all(_is_small(layout.masked[slice(*span)]) for span in body)
        and _words(layout, body) >= MIN_WORDS
    )


def _is_small(text: str) -> bool:
    return text.islower() or text.lower() == text


def _words(layout: TextLayout, spans: Iterable[Span]) -> int:
    return sum(len(_WORD.findall(layout.masked[slice(*span)])) for span in spans)


def _dateline_end(text: str, start: int, end: int, is_small: bool) -> int:
    """Return where the place of a dateline ends, whose capitals are its form; without one, where the text begins."""
    if is_small or not _HAS_DATELINE.search(text, start, min(end, start + MAX_DATELINE_CHARS)):
        return start
    found = read_dateline(text, start, end)
    return found.place[1] if found and found.place and (found.agency or found.date_span) else start


def _begins_sentence(text: str, at: int) -> bool:
    """Return whether a sentence begins at an offset: at the start, or behind a stop."""
    before = text[max(0, at - MAX_CHARS_BEFORE_SENTENCE) : at].rstrip(_BLANKS_AND_OPENERS)
    return before[-1:] in _ENDS or _DATELINE_DASH.search(before) is not None


def _initial(letter: str, before: str) -> str:
    """Return a single letter: the pronoun, the article, or an initial."""
    lower = letter.lower()
    if lower == "i" or letter.endswith("."):
        return letter.upper()
    return lower if lower == "a" else letter.upper() if before[:1].isupper() else lower


def _titled(lower: str) -> str:
    """Return a word with a capital, as names are written: ``Merkel``, ``O'Brien``, ``McDonald``."""
    if lower.startswith("mc") and len(lower) > len("mcx"):
        return "Mc" + lower[2].upper() + lower[3:]
    for mark in "'’":
        if mark in lower[1:3]:
            head, _, tail = lower.partition(mark)
            return head[0].upper() + head[1:] + mark + tail[:1].upper() + tail[1:]
    return lower[0].upper() + lower[1:]
