"""Names of the knowledge base, found in the text: countries, demonyms, capitals, organisations, people."""

from __future__ import annotations

from itertools import compress

from wiredesk.nlp.knowledge import KnownName, KnownNames
from wiredesk.nlp.knowledge.known_names import LONG_PREFIX, SHORT_PREFIX
from wiredesk.nlp.mentions import Name
from wiredesk.nlp.tokens import Tokens

_NAME_TAGS = frozenset({"NNP", "NNPS"})


def match_known_names(tokens: Tokens, known: KnownNames) -> list[tuple[Name, KnownName]]:
    """Return the known names in the text, the longest where several begin together; none overlap."""
    ends, masked = tokens.token_after, tokens.masked
    found: list[tuple[Name, KnownName]] = []
    skip = 0
    for index in compress(range(len(tokens)), map(known.may_begin.__getitem__, tokens.text)):
        if index < skip:
            continue
        at = tokens.start[index]
        by_prefix = known.by_upper_prefix if tokens.all_caps[index] else known.by_prefix
        long, short = by_prefix.get(masked[at : at + LONG_PREFIX]), by_prefix.get(masked[at : at + SHORT_PREFIX])
        if not long and not short:
            continue
        by_text = known.by_upper_text if tokens.all_caps[index] else known.by_text
        for text in (*(long or ()), *(short or ())):
            if masked.startswith(text, at) and (end := ends.get(at + len(text))):
                found.append((Name(index, end, by_text[text].type, "known"), by_text[text]))
                skip = end
                break
    return found


def override_with_known(tokens: Tokens, found: list[Name], known: KnownNames) -> list[Name]:
    """Add the known names: they extend a name that the model cut short and correct a type that it got wrong."""
    matches = match_known_names(tokens, known)
    if not matches:
        return found
    taken: dict[int, Name] = {at: name for name in found for at in range(name.start, name.end)}
    replaced: set[Name] = set()
    added: list[Name] = []
    for name, entry in matches:
        over = {taken[at] for at in range(name.start, name.end) if at in taken}
        if over:
            if _corrects(name, entry, over):
                replaced |= over
                added.append(name)
        elif accept_without_model(tokens, name, entry):
            added.append(name)
    if not added:
        return found
    return sorted([name for name in found if name not in replaced] + added)


def _corrects(name: Name, entry: KnownName, over: set[Name]) -> bool:
    """Return whether a known name replaces the names that it overlaps."""
    if not entry.unambiguous or not all(name.start <= other.start and other.end <= name.end for other in over):
        return False
    other = next(iter(over))
    if len(over) == 1 and other[:2] == name[:2]:
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
