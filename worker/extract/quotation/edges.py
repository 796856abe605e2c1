"""Where a reported clause ends: comments of the reporter are cut off, modifiers hung on the cue are taken in."""

from __future__ import annotations

from worker.extract.quotation.tree import Tree

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


def grow(tree: Tree, verb: int, right: int) -> int:
    """The last token of content that ends at ``right``, with what follows it without a comma on the same cue."""
    for kid in tree.children[verb]:
        if kid <= right or tree.left[kid] != right + 1:
            continue
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


def trim(tree: Tree, head: int, left: int, right: int) -> int:
    """The last token of a clause without the reporter's afterthoughts: ``…, which …``, ``…, and he left``, ``— …``."""
    dashes = [token for token in range(left + 1, right) if tree.words[token] in _DASHES]
    if len(dashes) == 1 and dashes[0] > head and _spaced(tree, dashes[0]):
        right = dashes[0] - 1
    for comma in range(max(left, head), right):
        if tree.words[comma] == "," and _is_afterthought(tree, comma, right, head):
            return comma - 1
    return right


def _spaced(tree: Tree, dash: int) -> bool:
    return tree.words[dash] != "-" or (tree.start[dash] > tree.end[dash - 1] and tree.start[dash + 1] > tree.end[dash])


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
