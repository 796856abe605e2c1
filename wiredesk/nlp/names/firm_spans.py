"""Names of companies that the model cuts at a comma, "and", brackets or an apostrophe.

``Allen and Co Inc``, ``Pacific Gas and Electric Co``, ``Larkwood Securities (Japan) Ltd``, ``Kidder, Peabody and Co``,
``Hudson's Bay Co``. The legal form behind the name says that it goes on to there.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import cached_property

from wiredesk.nlp.knowledge import KnownNames
from wiredesk.nlp.lexicon import word_set
from wiredesk.nlp.mentions import Name
from wiredesk.nlp.names.name_words import LEGAL_FORMS, ORG_LAST_WORDS, POSSESSIVE_MARKS
from wiredesk.nlp.names.span_repairs import Range
from wiredesk.nlp.tokens import Tokens

RULE = "company in full"
SEAT_RULE = "party and seat"
_WORDS_OF_PARTY = 2
"""Tokens of a party and the hyphen behind it."""
_AND_CO = frozenset({"co", "co.", "company", "cos"})
_PARTNERS = word_set("org_names", "partners")
_TRADES = ORG_LAST_WORDS | word_set("org_names", "trades")
_ANDS = frozenset({"and", "&"})
_FIRMS = frozenset({"ORG", "PERSON", "GPE", "PRODUCT", "LOC", "FAC"})
_MAX_BRACKETED = 4
"""Tokens between brackets inside a company's name: ``(Far East)``."""
_MAX_TRADE_WORDS = 3
"""Tokens of the second half of a name such as ``Gas and Electric Co``."""
_MIN_LISTED = 3
"""Names with a legal form that make a sentence a list of companies in full."""
_MAX_UNCLOSED = 2
"""Tokens of the first half of a name with a comma inside: ``Smith Barney, Harris Upham International Inc``."""


def join_firms(tokens: Tokens, found: list[Name], known: KnownNames) -> list[Name]:
    """Return the names; the parts of a company's name with a legal form at its end are one."""
    lower = tokens.lower
    forms = [at for at in tokens.capitalised if lower[at] in LEGAL_FORMS]
    ampersands: list[int] = []
    if "amp" in tokens.words:
        ampersands = [at for at, word in enumerate(lower) if word == "amp" and at and lower[at - 1] == "&"]
    if not forms and not ampersands:
        return found
    story = _Firms(tokens, found)
    found = [story.without_company(name) for name in found]
    joined = [span for at in forms if (span := story.before_form(at))]
    joined += [span for at in ampersands if (span := story.around_ampersand(at))]
    joined += story.with_owners(forms)
    if joined:
        found = _replace(found, joined)
    if len(forms) >= _MIN_LISTED and (listed := _cut_at_commas(tokens, found, known)):
        found = _replace(found, listed)
    return found


def split_seats(tokens: Tokens, found: list[Name]) -> list[Name]:
    """Return the names; the party and the seat of a member of parliament are two: ``Lim Kit Siang ([BN]-[Orva])``."""
    text = tokens.text
    if "(" not in tokens.words or "-" not in tokens.words:
        return found
    kept: list[Name] = []
    for before, name in zip([None, *found], found, strict=False):
        at = name.start
        behind_person = before is not None and before.type == "PERSON" and before.end == at - 1
        in_brackets = text[at - 1 : at] == ["("] and text[name.end : name.end + 1] == [")"]
        has_seat = name.end - at > _WORDS_OF_PARTY and text[at].isupper() and text[at + 1] == "-"
        if behind_person and in_brackets and has_seat:
            kept += [Name(at, at + 1, "ORG", SEAT_RULE), Name(at + 2, name.end, "GPE", SEAT_RULE)]
        else:
            kept.append(name)
    return kept


def _replace(found: list[Name], spans: Iterable[Range]) -> list[Name]:
    """Put organisations in the place of the names that they overlap."""
    whole: list[Name] = []
    for start, end in sorted(spans, key=lambda span: (span[0], -span[1])):
        if not whole or start >= whole[-1].end:
            whole.append(Name(start, end, "ORG", RULE))
    taken = {at for name in whole for at in range(name.start, name.end)}
    return sorted([name for name in found if name.start not in taken and name.end - 1 not in taken] + whole)


class _Firms:
    """The names of a story by their ends."""

    def __init__(self, tokens: Tokens, found: list[Name]) -> None:
        self.tokens, self.found = tokens, found
        self.by_end = {name.end: name for name in found}
        self.by_start = {name.start: name for name in found}
        self.starts = [name.start for name in found]

    def before_form(self, at: int) -> Range | None:
        """Return the range of the company that the legal form at ``at`` ends, if a join makes it longer."""
        tokens = self.tokens
        if at == tokens.sentence_start[at]:
            return None
        start = self._start_of_brackets(at) if tokens.text[at - 1] == ")" else self._start_of_and(at)
        if start is None or self._is_inside_name(start, at):
            return None
        end = at + 1
        while end < len(tokens) and tokens.lower[end] in LEGAL_FORMS and tokens.text[end][:1].isupper():
            end += 1
        return start, end

    def _is_inside_name(self, start: int, at: int) -> bool:
        """Return whether the model has the tokens from ``start`` to ``at`` in one name already, or a longer one."""
        last = bisect_right(self.starts, start) - 1
        return last >= 0 and self.found[last].end > at

    def _start_of_brackets(self, at: int) -> int | None:
        """``[Larkwood Securities] ([Japan]) [Ltd]``."""
        tokens = self.tokens
        for opening in range(at - 2, max(at - 3 - _MAX_BRACKETED, tokens.sentence_start[at]), -1):
            if tokens.text[opening] == "(":
                return self._start_of_name(opening) if opening < at - 2 else None
            if not tokens.text[opening][:1].isupper():
                return None
        return None

    def _start_of_and(self, at: int) -> int | None:
        """``[Allen] and [Co]``, ``[Pacific Gas] and [Electric Co]``, ``[W.I. Carr], [Sons] and [Co]``."""
        tokens = self.tokens
        first = at
        if tokens.lower[at] not in _AND_CO or self._and_before(at) is None:
            while (
                first > at - _MAX_TRADE_WORDS
                and tokens.lower[first - 1] in _TRADES
                and tokens.text[first - 1].istitle()
            ):
                first -= 1
            if first == at:
                return None
        left = self._and_before(first)
        if left is None or left <= tokens.sentence_start[at]:
            return None
        if tokens.lower[left - 1] in LEGAL_FORMS:
            return None  # the name before "and" is complete
        start = self._start_of_name(left)
        if start is not None and tokens.lower[start] in _PARTNERS and tokens.text[start - 1 : start] == [","]:
            return self._start_of_name(start - 1)
        return start

    def _and_before(self, at: int) -> int | None:
        """Return the end of what stands before "and", "&" or the entity of a web page for it; None without one."""
        lower = self.tokens.lower
        if at > 0 and lower[at - 1] in _ANDS:
            return at - 1
        return at - 3 if at > 2 and lower[at - 3 : at] == ["&", "amp", ";"] else None

    def around_ampersand(self, at: int) -> Range | None:
        """Return the range of the company on both sides of an ampersand that is written ``&amp;``."""
        tokens, end = self.tokens, at + 2
        if tokens.text[at + 1 : at + 2] != [";"] or at - 1 <= tokens.sentence_start[at]:
            return None
        while end < len(tokens) and tokens.is_proper_noun(end) and tokens.text[end].istitle():
            end += 1
        start = self._start_of_name(at - 1)
        return (start, end) if start is not None and end > at + 2 else None

    def without_company(self, name: Name) -> Name:
        """Return the person alone in "Larkwood and Co", which are Johan Larkwood and his team."""
        tokens = self.tokens
        if name.end - name.start != 3 or tokens.lower[name.end - 1] not in _AND_CO:
            return name
        if tokens.lower[name.start + 1] != "and" or not self._is_surname(tokens.text[name.start]):
            return name
        return Name(name.start, name.start + 1, "PERSON", name.rule)

    def _start_of_name(self, end: int) -> int | None:
        """Return the start of the name that ends at a token, or of the proper nouns that do."""
        tokens = self.tokens
        name = self.by_end.get(end)
        start = end if name is None else name.start
        if name is None:
            first = tokens.sentence_start[end - 1]
            while start > first and tokens.is_proper_noun(start - 1) and tokens.text[start - 1].istitle():
                start -= 1
        elif name.type not in _FIRMS:
            return None
        if start == end or (end - start == 1 and self._is_surname(tokens.text[start])):
            return None
        return start

    def _is_surname(self, word: str) -> bool:
        """Return whether a person of the story has this surname: the "Larkwood and Co" of a team."""
        return word in self._surnames

    @cached_property
    def _surnames(self) -> set[str]:
        people = (name for name in self.found if name.type == "PERSON" and name.end - name.start > 1)
        return {self.tokens.text[name.end - 1] for name in people}

    def with_owners(self, forms: list[int]) -> list[Range]:
        """Return the companies that begin with a possessive: ``[Hudson]'s [Bay Co]``.

        The owner is no name of its own where the story has it only before that same word.
        """
        tokens, spans = self.tokens, list[Range]()
        lower = tokens.lower
        firsts = {lower[at - 2]: lower[at] for at in self._owned(forms)}
        uses_of: dict[str, list[int]] = {owner: [] for owner in firsts}
        for at, word in enumerate(lower if firsts else ()):
            if word in uses_of:
                uses_of[word].append(at)
        for owner, owned in firsts.items():
            uses = uses_of[owner]
            if len(uses) < 2 or any(lower[at + 2 : at + 3] != [owned] for at in uses):
                continue
            for at in uses:
                if not tokens.all_caps[at] and lower[at + 1] in POSSESSIVE_MARKS:
                    name = self.by_start.get(at + 2)
                    spans.append((at, name.end if name else at + 3))
        return spans

    def _owned(self, forms: list[int]) -> Iterator[int]:
        """Yield the first word behind the possessive of one capitalised word, in each name with a legal form."""
        tokens = self.tokens
        for form in forms:
            name = self.by_end.get(form + 1)
            if name is None:
                continue
            at = name.start
            if at + 2 < name.end and tokens.lower[at + 1] in POSSESSIVE_MARKS:
                yield at + 2
                continue
            behind_owner = at - 2 >= tokens.sentence_start[at] and tokens.lower[at - 1] in POSSESSIVE_MARKS
            if behind_owner and tokens.text[at - 2][:1].isupper():
                yield at


def _cut_at_commas(tokens: Tokens, found: list[Name], known: KnownNames) -> list[Range]:
    """Return the companies with a comma inside, in a list of companies in full: ``Goldman, Sachs International Corp``.

    Where the others have a legal form, a name without one is the first part of the next.
    """
    lists: dict[int, list[Name]] = {}
    for name in found:
        lists.setdefault(tokens.sentence[name.start], []).append(name)
    spans: list[Range] = []
    uses = Counter(tokens.lower)
    for names in lists.values():
        complete = [name for name in names if tokens.lower[name.end - 1] in LEGAL_FORMS]
        if len(complete) < _MIN_LISTED:
            continue
        ends = {name.end: name for name in names}
        parted = [
            (first.start, name.end)
            for name in complete
            if tokens.text[name.start - 1 : name.start] == [","]
            and (first := ends.get(name.start - 1))
            and _is_first_part(tokens, first, known, uses)
        ]
        if 2 * len(parted) <= len(complete):
            spans += parted
    return spans


def _is_first_part(tokens: Tokens, name: Name, known: KnownNames, uses: Counter[str]) -> bool:
    """Return whether a name may be the first part of a company's name before its comma."""
    if name.type not in {"ORG", "PERSON"} or name.end - name.start > _MAX_UNCLOSED:
        return False
    last = tokens.lower[name.end - 1]
    if last in LEGAL_FORMS or tokens.string(name.start, name.end) in known.by_text:
        return False
    return uses[last] == 1  # a firm of its own is mentioned again
