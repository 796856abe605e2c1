"""Towns with the postal code of their state: ``Waco, TX`` and ``Gary, IN``.

Two capitals are an acronym or a word for a model. After a comma and the name of a town of that state they are its code.
"""

from __future__ import annotations

from wiredesk.nlp.gazetteer import Gazetteer
from wiredesk.nlp.mentions import Name
from wiredesk.nlp.tokens import Tokens

RULE = "postal code"
MAX_TOWN_TOKENS = 3


def postal_code_names(tokens: Tokens, gazetteer: Gazetteer) -> list[Name]:
    """Return the towns and the codes as places."""
    found: list[Name] = []
    text, postal = tokens.text, gazetteer.postal
    for at in [at for at in tokens.capitalised if text[at] in postal]:
        if len(text[at]) != 2 or not text[at].isupper() or at < 2 or text[at - 1] != ",":
            continue
        row = postal[text[at]]
        if (start := _start_of_town(tokens, gazetteer, at - 1, row)) < at - 1:
            found += [Name(start, at - 1, "GPE", RULE), Name(at, at + 1, "GPE", RULE)]
    return found


def _start_of_town(tokens: Tokens, gazetteer: Gazetteer, end: int, region: int) -> int:
    """Return the first token of the longest name before ``end`` that a town of the region has; ``end`` without one."""
    for start in range(max(0, end - MAX_TOWN_TOKENS), end):
        if tokens.text[start][:1].isupper() and tokens.sentence[start] == tokens.sentence[end]:
            rows = gazetteer.rows(tokens.string(start, end))
            if len(rows) and (gazetteer.columns.region[rows] == region).any():
                return start
    return end
