"""Sign-offs: who made a story and what became of it, behind the text or before it."""

from __future__ import annotations

import re

from wiredesk.zones.zone_words import alternatives, first_word, first_words, only_names, words

MAX_SIGN_OFF_CHARS = 700
"""Characters of a sign-off; a longer paragraph is prose."""
MAX_SIGN_OFF_WORDS = 110
MAX_ADDRESS_CHARS = 200
"""Characters of a sentence before the verb that an address follows."""

_VOCABULARY = words("sign_off_words")
_ACTS = alternatives(words("sign_off_acts"))
_ACT = re.compile(
    rf"[\s(\[*_—–-]*(?:(?:additional|further|with|original)\s)?(?:{_ACTS})"
    rf"(?:(?:,?\s?(?:and|&)?\s|,\s?|/)(?:{_ACTS}))*\s(?:by|from)\b[:\s]",
    re.IGNORECASE,
)
_ACT_WORDS = first_words("sign_off_acts") | {"additional", "further", "with", "original"}
_BY = re.compile(r"\s(?:by|By|from)\s")
_INSIDE_ACT = re.compile(
    r"(?:^|(?<=[.!?”\"'’)\]…] ))[\[(]?(?:(?:Additional|Further|With|Original)\s)?(?:Additional\s|additional\s)?"
    r"(?:Reporting|Writing|Editing|Compiled|Translated|Translation|Edited|Written|Production|Graphics|Research|reporting|editing)"
    r"(?:\s(?:and|&)\s(?:writing|reporting|editing|graphics))?\s(?:by|By|from)\s"
)
_OPENINGS = re.compile(rf"\W*(?:{alternatives(words('sign_off_openings'))})(?!\w)", re.IGNORECASE)
_OPENING_WORDS = first_words("sign_off_openings")
_OWN = re.compile(
    rf"\W*this\s(?:[\w’'-]+\s){{0,3}}?(?:{alternatives(words('own_nouns'))})\s"
    rf"(?:has\sbeen\s|have\sbeen\s|was\s|is\s|may\snot\sbe\s|also\s|corrects\s)?"
    rf"(?:(?:first|originally|also|automatically|partly|in\spart|based\son|auto-)\s?){{0,2}}"
    rf"(?:{alternatives(words('own_acts'))}|corrects\s|is\sa\s(?:corrected|updated)|is\spart\sof\s(?:a|our|the)\s)",
    re.IGNORECASE,
)
_OWN_PROSE = re.compile(r"\b(?:said|says|told|who)\b")
_THIS_IS = re.compile(
    r"\W*this (?:is|was) an? [^.]{0,60}(?:story|report|article|dispatch|copy|release)\W*", re.IGNORECASE
)
_CHANGES = re.compile(
    r"\((?:adds|updates|recasts|corrects|refiles|rewrites|repeats|releads|removes|fixes|clarifies|writes through"
    r"|new throughout|changes|deletes|drops|inserts|with|combines|rewords|updating|eds?)\b[^()]{0,300}\)\.?",
    re.IGNORECASE,
)
_DESK = re.compile(r"\(?\s?[a-z]{2,4}(?:[-/][a-z]{2,5}){1,4}\s?\)?|\([a-z]{2,5}\)|[A-Z]{2,4}/[A-Z]{2,4}")
_MAX_DESK_CHARS = 40
"""Characters of the signs of a desk: the pattern matches no longer text."""
_BRACKETS = re.compile(r"\(\([^()]{3,300}\)\)\.?")
_CONTACT = re.compile(r"@|\d[ -]?\d{2}|messaging|newsroom", re.IGNORECASE)
_CONTRIBUTED = re.compile(
    r"\bcontributed\s(?:to\s(?:this|the)\s(?:\w+\s)?(?:report|story|article|post|piece|dispatch)|reporting)\b"
)
_WRITERS = alternatives(words("writers"))
_IS_A_WRITER = re.compile(
    rf"(?:[A-Z][\w.’'-]*\s|(?:and|de|van|von|al|bin)\s){{1,8}}(?:is|are)\s(?:an?\b|the\b|[A-Z]|(?:{_WRITERS})\b)"
    rf"[^.,]{{0,60}}?\b(?:{_WRITERS})(?=\s|\.|$)"
)
_REPORTED = re.compile(
    r"(?:[A-Z][\w.’'-]*,?\s|(?:and|de|van|von|al|bin)\s){1,12}(?:reported\sfrom|contributed\sreporting)\b"
)
_WRITER = re.compile(
    rf"[A-Z][^.,]{{3,60}}?\s(?:is|are)\s(?:an?|the|[A-Z])\b[^.,]{{0,60}}?\b(?:{_WRITERS})(?=\s|\.|$)", re.DOTALL
)
_WRITER = re.compile(rf"\b(?:{_WRITERS}|author)\b", re.IGNORECASE)
_REACHED = re.compile(
    r"(?:can be (?:reached|contacted|emailed)|(?:e-?mail|reach|contact|follow)\b[^.]{0,60})\s?[^.]{0,40}(?:@|\d{3})",
    re.IGNORECASE,
)
_FILES_FROM = re.compile(r"\s[—–-]{1,2}\s?(?:With (?:files?|inputs?) from|with (?:files?|inputs?) from)\s")
_SENTENCE_END = re.compile(r"[.!?”\"')…]\s+(?=[A-Z—–(_-])")


def is_sign_off(text: str) -> bool:
    """Return whether a whole line or bracket is a sign-off; it is without blanks at its ends."""
    if not 2 <= len(text) <= MAX_SIGN_OFF_CHARS:
        return False
    first = first_word(text)
    return (
        (first in _ACT_WORDS and _names_acts(text))
        or (first in _OPENING_WORDS and _OPENINGS.match(text) is not None)
        or (first == "this" and _is_own(text))
        or (text[0] == "(" and _is_remark(text))
        or (len(text) <= _MAX_DESK_CHARS and _DESK.fullmatch(text) is not None)
    )


def _is_own(text: str) -> bool:
    """Return whether a text that begins with ``This`` is on the story itself."""
    return (_OWN.match(text) is not None and not _OWN_PROSE.search(text)) or _THIS_IS.fullmatch(text) is not None


def _is_remark(text: str) -> bool:
    """Return whether a text in brackets says what was changed, or whom readers may ask."""
    return _CHANGES.fullmatch(text) is not None or (
        _BRACKETS.fullmatch(text) is not None and _CONTACT.search(text) is not None
    )


def _names_acts(text: str) -> bool:
    """Return whether a text says who reported, wrote and edited, and nothing else."""
    found = _ACT.match(text)
    return found is not None and only_names(text, _VOCABULARY, MAX_SIGN_OFF_WORDS)


def gives_names(text: str) -> bool:
    """Return whether the names of a sign-off follow from its form; a remark on the story is a sentence like others."""
    return only_names(text, _VOCABULARY | _OWN_NOUNS, MAX_SIGN_OFF_WORDS)


def sign_off_at_end(line: str, *, is_last: bool) -> int:
    """Return the offset at which the sign-off at the end of a line begins; -1 without one.

    Args:
        line: without blanks at its ends.
        is_last: it is one of the last lines of the story, where notes on contributors stand.
    """
    if "contributed" in line and (at := _contribution(line)) >= 0:
        return at
    tail_at = max(0, len(line) - MAX_SIGN_OFF_CHARS)
    if _BY.search(line, tail_at):
        for found in _INSIDE_ACT.finditer(line, tail_at):
            if _names_acts(line[found.start() :]):
                return found.start()
    if "ith " in line and (files := _FILES_FROM.search(line, tail_at)):
        return files.start() + 1
    if is_last and len(line) <= MAX_SIGN_OFF_CHARS and (_IS_A_WRITER.match(line) or _reported_from(line)):
        return 0
    if is_last and ("@" in line or "reached" in line):
        return _contact(line)
    return -1


def _reported_from(line: str) -> bool:
    """Return whether a line says where the writers were: ``Doe reported from Oslo, Roe from London.``."""
    return _REPORTED.match(line) is not None and gives_names(line)


def _contribution(line: str) -> int:
    """Return where the sentence begins that names contributors: ``Jane Doe in Oslo contributed to this report.``."""
    found = _CONTRIBUTED.search(line)
    if not found or len(line) - found.end() > MAX_SIGN_OFF_CHARS:
        return -1
    first = max(0, found.start() - MAX_SIGN_OFF_CHARS)
    starts: list[int] = [] if first else [0]
    starts += [end.end() for end in _SENTENCE_END.finditer(line, first, found.start())]
    for at in starts:
        if only_names(line[at : found.end()], _VOCABULARY | _OWN_NOUNS, MAX_SIGN_OFF_WORDS):
            return at
    return starts[-1] if starts else -1


_OWN_NOUNS = words("own_nouns") | words("writers") | {"this", "staff", "contributed"}


def _contact(line: str) -> int:
    """Return where the sentence begins with the address of whoever wrote the story."""
    all_found = list(_REACHED.finditer(line, max(0, len(line) - 300)))
    if not all_found:
        return -1
    found = all_found[-1]
    before = [end.end() for end in _SENTENCE_END.finditer(line, max(0, found.start() - 200), found.start())]
    at = before[-1] if before else 0
    sentence = line[at:]
    return at if _WRITER.search(sentence) and found.start() - at <= MAX_ADDRESS_CHARS else -1
