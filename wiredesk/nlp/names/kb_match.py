"""Names that are known beforehand, found in the text: countries, peoples, capitals, organisations, people."""

from __future__ import annotations

from wiredesk.nlp.knowledge import Fact, Gazetteer
from wiredesk.nlp.knowledge.known_names import LONG, SHORT
from wiredesk.nlp.mentions import Name
from wiredesk.nlp.tokens import Tokens

_NAME_TAGS = frozenset({"NNP", "NNPS"})


def known_names(tokens: Tokens, known: Gazetteer) -> list[tuple[Name, Fact]]:
    """Every known name in the text, the longest first where two begin together; none overlap."""
    ends, parsed = tokens.token_after, tokens.masked
    found: list[tuple[Name, Fact]] = []
    skip = 0
    for index, word in enumerate(tokens.text):
        if index < skip or (word.islower() and word[:2] not in {"al", "dp", "eB"}):
            continue
        at = tokens.start[index]
        begin, facts = (known.upper_begin, known.upper_facts) if tokens.all_caps[index] else (known.begin, known.facts)
        long, short = begin.get(parsed[at : at + LONG]), begin.get(parsed[at : at + SHORT])
        if not long and not short:
            continue
        for text in (*(long or ()), *(short or ())):
            if parsed.startswith(text, at) and (end := ends.get(at + len(text))):
                found.append((Name(index, end, facts[text].type, "known"), facts[text]))
                skip = end
                break
    return found


def stands_alone(tokens: Tokens, name: Name, fact: Fact) -> bool:
    """Whether a known name may be taken where the model saw none: the word tells, and the tagger sees a name."""
    if tokens.all_caps[name.start]:
        return name.end - name.start > 1 or (fact.kind in {"country", "demonym", "capital"} and fact.sure)
    tags = tokens.tag[name.start : name.end]
    if not fact.sure:
        return False
    if fact.kind == "demonym":
        return True
    if name.end - name.start > 1:
        return any(tag in _NAME_TAGS for tag in tags)
    word = tokens.text[name.start]
    return tags[0] in _NAME_TAGS or (word.isupper() and len(word) > 2)
