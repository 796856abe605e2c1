"""The towns in the name of the newspaper that a story is from."""

from __future__ import annotations

import re
from functools import lru_cache
from urllib.parse import urlsplit

from wiredesk.contract import Article
from wiredesk.nlp.gazetteer import Gazetteer
from wiredesk.nlp.lexicon import word_list

MIN_TOWN_LETTERS = 5
"""Letters of a town's name at the start of an address; a shorter one is often the start of another word."""
MAX_PATH_STEPS = 8
"""Steps of an address's path that are looked at, the empty one before the first slash included."""
MAX_LABEL_LETTERS = 63
"""Letters of a label of a host name (RFC 1035)."""
MAX_TOWN_WORDS = 3
"""Words at the start of a newspaper's name that may be its town."""

MAX_CACHED_LABELS = 1024
"""Labels and steps of addresses kept with their towns: stories come from the same newspapers every day."""

_ARTICLE = re.compile(r"^(?:the|my|this ?is|www|daily|news|greater)[-. ]?")
_TITLE = re.compile(
    rf"^(?:and\w{{1,30}}?)?(?:{'|'.join(word_list('places', 'newspaper_prefixes'))}){{0,2}}"
    rf"(?:{'|'.join(word_list('places', 'newspaper_titles'))})"
)
"""What follows the town in a newspaper's address."""
_PATH_STEP = re.compile(r"[A-Za-z]+(?:[-_][A-Za-z]+)?")


def newspaper_towns(gazetteer: Gazetteer, article: Article) -> tuple[str, ...]:
    """Return the folded names of the towns in a newspaper's name: "Fairview Herald", ``fairviewherald.com``.

    A publisher of several newspapers names the town in the path: ``northlandnews.com/fairviewherald/``.
    """
    source = (article.source or "").strip()
    if " " in source:
        words = _ARTICLE.sub("", source.lower()).split()
        names = [" ".join(words[:count]) for count in range(MAX_TOWN_WORDS, 0, -1)]
        return tuple([name for name in names if len(name) >= MIN_TOWN_LETTERS and name in gazetteer][:1])
    address = urlsplit(article.url or "")
    labels = (address.netloc or source).lower().removeprefix("www.").split(".")
    steps = [step.lower() for step in address.path.split("/")[1:MAX_PATH_STEPS] if _PATH_STEP.fullmatch(step)]
    found = [_host_town(gazetteer, max(labels[:-1], key=len, default=""))]
    found += [_host_town(gazetteer, step, whole=False) for step in steps]
    return tuple(dict.fromkeys(name for name in found if name))


@lru_cache(maxsize=MAX_CACHED_LABELS)
def _host_town(gazetteer: Gazetteer, label: str, *, whole: bool = True) -> str:
    """Return the town at the start of a label of an address; empty without one.

    With ``whole`` the town may also be the entire label, or all but the two letters of a state.
    """
    label = re.sub("[-_]", "", _ARTICLE.sub("", label[:MAX_LABEL_LETTERS]))
    if (title := _TITLE.match(label)) and title.end() == len(label):
        return ""
    for count in range(len(label), MIN_TOWN_LETTERS - 1, -1):
        followed = _TITLE.search(label[count:]) or (whole and len(label) - count in {0, 2})
        if followed and label[:count] in gazetteer:
            return label[:count]
    return ""
