"""Where a reported clause ends: comments of the reporter are cut off, modifiers hung on the cue are taken in."""

from __future__ import annotations

from wiredesk.nlp.quotes.cue_lexicon import Lexicon
from wiredesk.nlp.tree import Tree

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


def grow(tree: Tree, verb: int, right: int, thing: bool) -> int:
    """The last token of content that ends at ``right``, with what follows it without a comma on the same cue.

    After a ``thing``, an object, that is not a clause, which tells why or when the source spoke of it.
    """
    for kid in tree.children[verb]:
        if kid <= right or tree.left[kid] != right + 1:
            continue
        if thing and tree.dep[kid] == "advcl":
            break
        if tree.dep[kid] not in _MODIFIERS or _is_setting(tree, kid) or _reports(tree, kid):
            break
        right = tree.right[kid]
    return right


def _reports(tree: Tree, kid: int) -> bool:
    return tree.dep[kid] in {"advcl", "xcomp"} and tree.tag[kid] == "VBG" and tree.left[kid] == kid


def _is_setting(tree: Tree, kid: int) -> bool:
    """When or where the words were spoken, rather than what they said."""
    if tree.dep[kid] == "npadvmod":
        return True
    if tree.dep[kid] == "advmod":
        return tree.dep[kid] == "advmod"
    if tree.dep[kid] != "prep":
        return False
    inside = tree.kid(kid, "pobj")
    return inside is not None and (tree.entity[inside] in {"DATE", "TIME"} or tree.lemma[inside] in _SETTINGS)


def trim(tree: Tree, verb: int, head: int, left: int, right: int, lexicon: Lexicon) -> int:
    """The last token of a clause without the reporter's afterthoughts: ``…, which …``, ``…, and he left``, ``— …``,
    and without the next report of the same source: ``… and added that …``."""
    if right - left > _LONG:
        return right
    right = _before_next_report(tree, verb, head, right, lexicon)
    dashes = [token for token in range(left + 1, right) if tree.words[token] in _DASHES]
    if len(dashes) == 1 and dashes[0] > head and _spaced(tree, dashes[0]) and not _continues(tree, dashes[0]):
        right = dashes[0] - 1
    for comma in range(max(left, head), right):
        if tree.words[comma] == "," and _is_afterthought(tree, comma, right, head):
            return right if _resumes(tree, comma, right) else comma - 1
    return right


def _before_next_report(tree: Tree, verb: int, head: int, right: int, lexicon: Lexicon) -> int:
    """A cue in the tense of this one, joined to what is reported, is parsed one level too low: ``… and added that …``.

    Without a subject it continues the source's report; with one it is the next source's.
    """
    waiting = [head]
    for clause in waiting:
        if len(waiting) > _JOINED:
            break
        for joint in tree.children[clause]:
            if tree.dep[joint] != "conj" or joint > right:
                continue
            waiting.append(joint)
            if tree.tag[joint] != tree.tag[verb] or tree.tag[joint] == "VB":
                continue
            if "quote" not in lexicon.verbs.get(tree.lemma[joint], ()):
                continue
            before = joint - 1
            own = tree.kid(joint, "nsubj")
            if own is not None:
                before = min(before, tree.left[own] - 1)
            while before > head and tree.dep[before] in {"cc", "advmod", "aux", "punct"}:
                before -= 1
            return before
    return right


def _continues(tree: Tree, dash: int) -> bool:
    """The dash goes on with what is reported: ``— and that …``, ``— including …``."""
    following = tree.lower[dash + 1 : dash + 3]
    return following[:1] == ["including"] or following == ["and", "that"]


def _spaced(tree: Tree, dash: int) -> bool:
    return tree.words[dash] != "-" or (tree.start[dash] > tree.end[dash - 1] and tree.start[dash + 1] > tree.end[dash])


def _resumes(tree: Tree, comma: int, right: int) -> bool:
    """After the afterthought the report goes on: ``…, which …, and that …``."""
    lower = tree.lower
    return any(lower[token] in {"and", "but"} and lower[token + 1] == "that" for token in range(comma + 1, right - 1))


def _is_afterthought(tree: Tree, comma: int, right: int, head: int) -> bool:
    begin = comma + 1
    for token in range(begin, right + 1):
        if tree.right[token] < right or tree.right[token] > right + 1:
            continue
        label = tree.dep[token]
        if tree.left[token] == begin:
            if label in _AFTERTHOUGHTS:
                return label != "appos" or tree.head[token] < comma
            if label == "advcl" and tree.head[token] < comma:
                return tree.tag[token] == "VBG" or tree.lower[begin] in _CONTRASTS
        elif label == "conj" and tree.head[token] < comma and tree.dep[begin] == "cc" and tree.left[token] == begin + 1:
            own = tree.kid(token, "nsubj", "nsubjpass", "expl")
            return own is not None and tree.lower[begin + 1] != "that"
    return False
