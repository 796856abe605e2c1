"""Names of the knowledge base, found in the text: countries, demonyms, capitals, organisations, people."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence

from wiredesk.nlp.knowledge import KnownName, KnownNames
from wiredesk.nlp.knowledge.known_names import NEXT_CHARS
from wiredesk.nlp.mentions import Name
from wiredesk.nlp.tokens import Tokens

_NAME_TAGS = frozenset({"NNP", "NNPS"})


def match_known_names(tokens: Tokens, known: KnownNames) -> list[tuple[Name, KnownName]]:
    """Return the known names in the text, the longest where several begin together; none overlap."""
    masked, ends, all_caps, text = tokens.masked, tokens.end, tokens.all_caps, tokens.text
    by_first_word = known.by_first_word
    found: list[tuple[Name, KnownName]] = []
    skip = 0
    for index in _places(tokens, known):
        if index < skip:
            continue
        capitals = all_caps[index]
        beginnings = known.by_first_upper_word[text[index]] if capitals else by_first_word[text[index]]
        if beginnings is None:
            continue
        alone, almost_alone, by_next = beginnings
        at, next_at = tokens.start[index], ends[index]
        longer = by_next.get(masked[next_at : next_at + NEXT_CHARS], ()) if by_next else ()
        for name in (*longer, *almost_alone, *alone):
            if not masked.startswith(name, at):
                continue
            last = bisect_left(ends, at + len(name), index)
            if last < len(ends) and ends[last] == at + len(name):
                entry = (known.by_upper_text if capitals else known.by_text)[name]
                found.append((Name(index, last + 1, entry.type, "known"), entry))
                skip = last + 1
                break
    return found


def _places(tokens: Tokens, known: KnownNames) -> Sequence[int]:
    """Return the tokens that may begin a known name, in order: those with a capital, and a few words without."""
    words = known.without_capital & tokens.words
    if not words:
        return tokens.capitals
    text = tokens.text
    others = [at for at in _uses(tokens.lower, words) if not text[at].islower() or text[at] in known.lower_words]
    return sorted({*tokens.capitals, *others})


def _uses(lower: Sequence[str], words: Iterable[str]) -> Iterator[int]:
    """Yield where words stand that a story has; a search for a few is faster than a look at every token."""
    for word in words:
        at = -1
        for _ in range(lower.count(word)):
            at = lower.index(word, at + 1)
            yield at


def override_with_known(tokens: Tokens, found: list[Name], known: KnownNames) -> list[Name]:
    """Add the known names: they extend a name that the model cut short and correct a type that it got wrong."""
    matches = match_known_names(tokens, known)
    if not matches:
        return found
    replaced: set[Name] = set()
    added: list[Name] = []
    before = 0  # names before it end before the match
    for name, entry in matches:
        start, end = name.start, name.end
        while before < len(found) and found[before].end <= start:
            before += 1
        if before < len(found) and found[before].start < end:
            over = [found[before]]
            at = before + 1
            while at < len(found) and found[at].start < end:
                over.append(found[at])
                at += 1
            if _corrects(name, entry, over):
                replaced.update(over)
                added.append(name)
        elif accept_without_model(tokens, name, entry):
            added.append(name)
    if not added:
        return found
    if replaced:
        found = [name for name in found if name not in replaced]
    return sorted(found + added)


def _corrects(name: Name, entry: KnownName, over: Sequence[Name]) -> bool:
    """Return whether a known name replaces the names that it overlaps."""
    if not entry.unambiguous or not all(name.start <= other.start and other.end <= name.end for other in over):
        return False
    other = over[0]
    if len(over) == 1 and other.start == name.start and other.end == name.end:
        return other.type != name.type and not (entry.kind == "seat" and other.type == "ORG")
    return True


def accept_without_model(tokens: Tokens, name: Name, entry: KnownName) -> bool:
    """Return whether a known name counts where the model found none: it is unambiguous, and tagged as a name."""
    several = name.end - name.start > 1
    if tokens.all_caps[name.start]:
        return several or (entry.kind in {"country", "demonym", "capital"} and entry.unambiguous)
    if not entry.unambiguous:
        return False
    if entry.kind == "demonym" or entry.type == "DISEASE":
        return True
    if several:
        return not _NAME_TAGS.isdisjoint(tokens.tag[name.start : name.end])
    word = tokens.text[name.start]
    return tokens.tag[name.start] in _NAME_TAGS or (word.isupper() and len(word) > 2)
