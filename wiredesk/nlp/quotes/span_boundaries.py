"""Where a reported clause ends: comments of the reporter are cut off, modifiers hung on the cue are taken in."""

from __future__ import annotations

from wiredesk.nlp.lexicon.reporting import CueLexicon
from wiredesk.nlp.tokens import Tokens

_LONG = 300
"""Tokens: a longer clause is no sentence of news, and is left as it is."""
_JOINED = 4
"""Clauses joined to each other that are looked at."""
_DASHES = frozenset({"-", "--", "–", "—", "―"})
_SETTINGS = frozenset(
    [
        *("statement", "interview", "speech", "email", "e-mail", "letter", "tweet", "post", "report", "article"),
        *("briefing", "conference", "call", "hearing", "testimony", "debate", "rally", "memo", "blog", "column"),
        *("essay", "editorial", "message", "broadcast", "program", "programme", "show", "event", "appearance"),
        *("facebook", "twitter", "radio", "television"),
    ]
)
"""Where words are spoken or written."""
_MODIFIERS = frozenset({"prep", "advcl", "xcomp", "npadvmod", "oprd", "advmod", "prt"})
_AFTERTHOUGHTS = frozenset({"relcl", "appos", "acl"})
_CONTRASTS = frozenset({"while", "although", "though", "whereas", "even"})


def grow(tokens: Tokens, verb: int, right: int, thing: bool) -> int:
    """The last token of content that ends at ``right``, with what follows it without a comma on the same cue.

    After a ``thing``, an object, that is not a clause, which tells why or when the source spoke of it.
    """
    for kid in tokens.children[verb]:
        if kid <= right or tokens.left[kid] != right + 1:
            continue
        if thing and tokens.dep[kid] == "advcl":
            break
        if tokens.dep[kid] not in _MODIFIERS or _is_setting(tokens, kid) or _reports(tokens, kid):
            break
        right = tokens.right[kid]
    return right


def _reports(tokens: Tokens, kid: int) -> bool:
    return tokens.dep[kid] in {"advcl", "xcomp"} and tokens.tag[kid] == "VBG" and tokens.left[kid] == kid


def _is_setting(tokens: Tokens, kid: int) -> bool:
    """When or where the words were spoken, rather than what they said."""
    if tokens.dep[kid] == "npadvmod":
        return True
    if tokens.dep[kid] == "advmod":
        return tokens.dep[kid] == "advmod"
    if tokens.dep[kid] != "prep":
        return False
    inside = tokens.child_with(kid, "pobj")
    return inside is not None and (tokens.ent_type[inside] in {"DATE", "TIME"} or tokens.lemma[inside] in _SETTINGS)


def trim(tokens: Tokens, verb: int, head: int, left: int, right: int, lexicon: CueLexicon) -> int:
    """The last token of a clause without the reporter's afterthoughts: ``…, which …``, ``…, and he left``, ``— …``,
    and without the next report of the same source: ``… and added that …``."""
    if right - left > _LONG:
        return right
    right = _before_next_report(tokens, verb, head, right, lexicon)
    dashes = [token for token in range(left + 1, right) if tokens.text[token] in _DASHES]
    if len(dashes) == 1 and dashes[0] > head and _spaced(tokens, dashes[0]) and not _continues(tokens, dashes[0]):
        right = dashes[0] - 1
    for comma in range(max(left, head), right):
        if tokens.text[comma] == "," and _is_afterthought(tokens, comma, right, head):
            return right if _resumes(tokens, comma, right) else comma - 1
    return right


def _before_next_report(tokens: Tokens, verb: int, head: int, right: int, lexicon: CueLexicon) -> int:
    """A cue in the tense of this one, joined to what is reported, is parsed one level too low: ``… and added that …``.

    Without a subject it continues the source's report; with one it is the next source's.
    """
    waiting = [head]
    for clause in waiting:
        if len(waiting) > _JOINED:
            break
        for joint in tokens.children[clause]:
            if tokens.dep[joint] != "conj" or joint > right:
                continue
            waiting.append(joint)
            if tokens.tag[joint] != tokens.tag[verb] or tokens.tag[joint] == "VB":
                continue
            if "quote" not in lexicon.verbs.get(tokens.lemma[joint], ()):
                continue
            before = joint - 1
            own = tokens.child_with(joint, "nsubj")
            if own is not None:
                before = min(before, tokens.left[own] - 1)
            while before > head and tokens.dep[before] in {"cc", "advmod", "aux", "punct"}:
                before -= 1
            return before
    return right


def _continues(tokens: Tokens, dash: int) -> bool:
    """The dash goes on with what is reported: ``— and that …``, ``— including …``."""
    following = tokens.lower[dash + 1 : dash + 3]
    return following[:1] == ["including"] or following == ["and", "that"]


def _spaced(tokens: Tokens, dash: int) -> bool:
    return tokens.text[dash] != "-" or (
        tokens.start[dash] > tokens.end[dash - 1] and tokens.start[dash + 1] > tokens.end[dash]
    )


def _resumes(tokens: Tokens, comma: int, right: int) -> bool:
    """After the afterthought the report goes on: ``…, which …, and that …``."""
    lower = tokens.lower
    return any(lower[token] in {"and", "but"} and lower[token + 1] == "that" for token in range(comma + 1, right - 1))


def _is_afterthought(tokens: Tokens, comma: int, right: int, head: int) -> bool:
    begin = comma + 1
    for token in range(begin, right + 1):
        if tokens.right[token] < right or tokens.right[token] > right + 1:
            continue
        label = tokens.dep[token]
        if tokens.left[token] == begin:
            if label in _AFTERTHOUGHTS:
                return label != "appos" or tokens.head[token] < comma
            if label == "advcl" and tokens.head[token] < comma:
                return tokens.tag[token] == "VBG" or tokens.lower[begin] in _CONTRASTS
        elif (
            label == "conj"
            and tokens.head[token] < comma
            and tokens.dep[begin] == "cc"
            and tokens.left[token] == begin + 1
        ):
            own = tokens.child_with(token, "nsubj", "nsubjpass", "expl")
            return own is not None and tokens.lower[begin + 1] != "that"
    return False
