"""Recognise printable text that is written for programs: markup, JSON, source code, encoded binary data."""

from __future__ import annotations

import re

import orjson

SAMPLE_CHARS = 20_000
"""Characters that are examined; a message of a program shows what it is at its beginning."""
MAX_CODE_SHARE = 0.05
"""Maximum share of braces, brackets and semicolons among the characters of prose and
tables; source code has more."""
MAX_TAG_SHARE = 0.15
"""Maximum share of tags among the characters of a text that mentions tags."""
MIN_CODE_MARKS = 6
"""Minimum number of such characters: a short text may hold a smiley."""
MAX_CHARS_PER_TAG = 500
"""Maximum characters per tag in prose that is marked up; a text that is about HTML has fewer tags."""
MAX_TOKEN_CHARS = 60
"""Characters of a word above which it is encoded data; the longest words and most addresses are shorter."""
MIN_DIFFERENT_CHARS = 12
"""Minimum number of different characters in encoded data; a rule of equal characters has one."""
MAX_JSON_LEAD_CHARS = 200
"""Characters before a JSON value in a text that is that value: ``callback(``, ``0``, a guard against scripts."""
_MAGIC = {
    "%PDF-": "a PDF document",
    "%!PS": "a PostScript document",
    "{\\rtf": "an RTF document",
    "-----BEGIN ": "encoded data",
    "begin 644 ": "encoded data",
    "GIF8": "a picture",
    "BM": "a picture",
    "#!/": "a program",
    "BEGIN:VCALENDAR": "a calendar",
    "BEGIN:VCARD": "an address card",
}
_DOCUMENT = re.compile(
    r"<\?xml[\s?]|<!doctype\s|<(?:[a-z][\w.-]{0,20}:)?"
    r"(?:html|head|body|rss|feed|rdf|newsml|newsmessage|newsitem|nitf|urlset|sitemapindex|opml|svg|envelope)[\s>]",
    re.IGNORECASE,
)
_TAG = re.compile(r"</?[A-Za-z][\w:.-]{0,30}(?:\s[^<>]{0,300})?/?>")
_HTML_TAG = re.compile(
    r"<(/?)(?:p|br|div|span|a|strong|em|b|i|ul|ol|li|h[1-6]|table|tr|td|blockquote|img|hr)(?:\s[^<>]{0,300})?/?>",
    re.IGNORECASE,
)
_CODE = re.compile(r"[{}\[\];\\]")
_ASCII_ONLY = re.compile(r"[\x00-\x7f]*+\Z")


def machine_text(text: str) -> str | None:
    """Return what a text is instead of prose, or None."""
    sample = text[:SAMPLE_CHARS].strip()
    for magic, name in _MAGIC.items():
        if sample.startswith(magic) and (len(magic) > 2 or "\ufffd" in sample[:50]):
            return name
    if _is_json(text):
        return "JSON"
    document = _DOCUMENT.search(sample)
    if document and _tag_share(sample[document.start() :], 2) > MAX_TAG_SHARE:
        return "markup"
    if _tag_share(sample, 5) > MAX_TAG_SHARE and 2 * len(_HTML_TAG.findall(sample)) < len(_TAG.findall(sample)):
        return "markup"
    marks = len(_CODE.findall(sample))
    if marks >= MIN_CODE_MARKS and marks > MAX_CODE_SHARE * len(sample):
        return "source code"
    if _ASCII_ONLY.match(sample):
        encoded = sum(len(token) for token in sample.split() if _is_encoded(token))
        if encoded * 2 > len(sample):
            return "encoded data"
    return None


def _is_encoded(token: str) -> bool:
    """Return whether a word without blanks is binary data in letters and digits."""
    return len(token) > MAX_TOKEN_CHARS and "://" not in token and len(set(token)) >= MIN_DIFFERENT_CHARS


def is_html_fragment(text: str) -> bool:
    """Return whether a text is prose with tags of HTML: paragraphs, breaks, links."""
    sample = text[:SAMPLE_CHARS]
    found = list(_HTML_TAG.finditer(sample))
    if len(found) * MAX_CHARS_PER_TAG < len(sample):
        return False
    breaks = sum(match[0][:3].lower() in ("<p>", "<br") for match in found)
    return (len(found) >= 3 and any(match[1] for match in found)) or breaks >= 2


def _tag_share(sample: str, min_tags: int) -> float:
    """Return the share of tags among the characters of a text; 0 if nothing is closed, as in ``<Federal Corp>``."""
    tags = [match[0] for match in _TAG.finditer(sample)]
    if len(tags) < min_tags or not any(tag.startswith("</") or tag.endswith(("/>", '"', '">')) for tag in tags):
        return 0.0
    return sum(map(len, tags)) / len(sample)


def _is_json(text: str) -> bool:
    """Return whether a text is a JSON value, perhaps behind a short lead and in parentheses."""
    start = min((at for mark in "{[" if (at := text.find(mark, 0, MAX_JSON_LEAD_CHARS)) >= 0), default=-1)
    if start < 0:
        return False
    value = text[start:].rstrip(" \t\r\n;)")
    if not value.endswith(("}", "]")):
        return False
    try:
        orjson.loads(value.encode("utf-8", "replace"))
    except orjson.JSONDecodeError:
        return False
    return any(mark in value for mark in '":') or not any(character.isalpha() for character in text)
