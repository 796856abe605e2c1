"""Names that are known beforehand, found in the text: countries, peoples, capitals, organisations, people."""

from __future__ import annotations

from wiredesk.nlp.knowledge import Fact, Gazetteer
from wiredesk.nlp.knowledge.known_names import LONG, SHORT
from wiredesk.nlp.names.model_spans import Name
from wiredesk.nlp.tokens import Words

_NAME_TAGS = frozenset({"NNP", "NNPS"})


def known_names(words: Words, known: Gazetteer) -> list[tuple[Name, Fact]]:
    """Every known name in the text, the longest first where two begin together; none overlap."""
    ends, parsed = words.ending, words.parsed
    found: list[tuple[Name, Fact]] = []
    skip = 0
    for index, word in enumerate(words.text):
        if index < skip or (word.islower() and word[:2] not in {"al", "dp", "eB"}):
            continue
        at = words.start[index]
        begin, facts = (known.upper_begin, known.upper_facts) if words.caps[index] else (known.begin, known.facts)
        long, short = begin.get(parsed[at : at + LONG]), begin.get(parsed[at : at + SHORT])
        if not long and not short:
            continue
        for text in (*(long or ()), *(short or ())):
            if parsed.startswith(text, at) and (end := ends.get(at + len(text))):
                found.append((Name(index, end, facts[text].type, "known"), facts[text]))
                skip = end
                break
    return found


def stands_alone(words: Words, name: Name, fact: Fact) -> bool:
    """Whether a known name may be taken where the model saw none: the word tells, and the tagger sees a name."""
    if words.caps[name.start]:
        return name.end - name.start > 1 or (fact.kind in {"country", "demonym", "capital"} and fact.sure)
    tags = words.tag[name.start : name.end]
    if not fact.sure:
        return False
    if fact.kind == "demonym":
        return True
    if name.end - name.start > 1:
        return any(tag in _NAME_TAGS for tag in tags)
    word = words.text[name.start]
    return tags[0] in _NAME_TAGS or (word.isupper() and len(word) > 2)
