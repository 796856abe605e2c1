"""Words around a cue: its verb group, its subject, and spans without the stops at their ends."""

from __future__ import annotations

from wiredesk.contract import Span
from wiredesk.nlp.quotes.cue_lexicon import Frames, Lexicon
from wiredesk.nlp.tree import Tree

SUBJECTS = ("nsubj", "csubj")
PASSIVE_SUBJECTS = ("nsubjpass", "csubjpass")
AUXILIARIES = frozenset({"aux", "auxpass", "neg"})
_MANNERS = frozenset({"again", "later", "repeatedly", "then", "back", "often", "once", "openly", "publicly"})
_REPORTS = frozenset({"statement", "letter", "petition", "email", "e-mail", "tweet", "report", "memo", "ad", "release"})
_LONG = 300
"""Tokens: in longer spans brackets are not balanced."""
_GOVERNING = frozenset({"to", "objto", "rcpto", "raise", "seem"})
"""Frames of verbs that report an infinitive, and so don't belong to its group."""
_TRAILING = frozenset({",", ";", ":", ".", "-", "--", "–", "—", "―", "(", "...", "…", "?", "!"})


def verb_frames(tree: Tree, verb: int, lexicon: Lexicon) -> tuple[Frames, int | None]:
    """Frames of a verb with its particle, and the particle's token."""
    lemma = tree.lemma[verb]
    if verb + 1 < len(tree.words) and tree.head[verb + 1] == verb:
        joined = lexicon.verbs.get(f"{lemma}_{tree.lower[verb + 1]}")
        if joined:
            return joined, verb + 1
    for kid in tree.children[verb]:
        if tree.dep[kid] == "prt":
            joined = lexicon.verbs.get(f"{lemma}_{tree.lower[kid]}")
            if joined:
                return joined, kid
    return lexicon.verbs.get(lemma, frozenset()), None


def cue_group(tree: Tree, verb: int, lexicon: Lexicon, particle: int | None = None) -> tuple[int, int]:
    """First and last token of the verb group: auxiliaries, negation and adverbs that touch the verb, its particle.

    An infinitive that hangs on a verb right before it takes that verb in, unless that verb reports the infinitive:
    "continued to express", but not "vowed to express".
    """
    first = verb
    while first > 0:
        left = first - 1
        if tree.tag[left] == "MD" and tree.tag[verb] == "VBD":
            break  # a man called Will
        if tree.head[left] in {verb, first} and (
            tree.dep[left] in AUXILIARIES or (tree.dep[left] == "advmod" and tree.pos[left] == "ADV")
        ):
            first = left
        elif (
            tree.dep[verb] == "xcomp"
            and tree.head[verb] == left
            and tree.lower[first] == "to"
            and not _GOVERNING & lexicon.verbs.get(tree.lemma[left], frozenset())
        ):
            return cue_group(tree, left, lexicon)[0], max(verb, particle or verb)
        else:
            break
    last = particle if particle is not None and verb < particle <= verb + 2 else verb
    return _through_report(tree, verb, first, lexicon), _with_manner(tree, verb, last)


def _with_manner(tree: Tree, verb: int, last: int) -> int:
    """Adverbs right behind the verb ("suspected immediately"), and "in a statement"."""
    size = len(tree.words)
    while last + 1 < size and tree.tag[last + 1] == "RB" and tree.head[last + 1] == verb and _is_manner(tree, last + 1):
        last += 1
    after = tree.lower[last + 1 : last + 5]
    if after[:2] == ["in", "a"] and "statement" in after[2:]:
        return last + 1 + after.index("statement")
    return last


def _is_manner(tree: Tree, adverb: int) -> bool:
    return tree.lower[adverb].endswith("ly") or tree.lower[adverb] in _MANNERS


def _through_report(tree: Tree, verb: int, first: int, lexicon: Lexicon) -> int:
    """``issued a statement saying``: the cue begins with the verb that puts the statement out."""
    noun = tree.head[verb]
    if tree.dep[verb] != "acl" or tree.tag[verb] != "VBG" or tree.lemma[noun] not in _REPORTS:
        return first
    giver = tree.head[noun]
    if tree.dep[noun] == "dobj" and tree.pos[giver] == "VERB" and giver < noun and verb - giver < 9:
        return cue_group(tree, giver, lexicon)[0]
    return first


def is_passive(tree: Tree, verb: int) -> bool:
    """``was told``, and the reduced ``a plan backed by the union``."""
    if tree.kid(verb, "auxpass", "nsubjpass", "csubjpass") is not None:
        return True
    if tree.dep[verb] == "acl":
        return tree.tag[verb] in {"VBN", "VBD"}
    return tree.dep[verb] == "advcl" and tree.tag[verb] == "VBN" and tree.kid(verb, "aux", *SUBJECTS) is None


def find_subject(tree: Tree, verb: int) -> int | None:
    """The token that is the subject of a verb, its own or the one that it shares."""
    for _ in range(6):
        own = tree.kid(verb, *SUBJECTS, *PASSIVE_SUBJECTS)
        if own is not None:
            return own
        label, parent = tree.dep[verb], tree.head[verb]
        if parent == verb:
            return None
        if label == "acl":
            giver = tree.head[parent]
            if tree.lemma[parent] in _REPORTS and tree.dep[parent] == "dobj" and giver < parent:
                verb = giver
                continue
            return parent
        if label == "xcomp":
            controller = tree.kid(parent, "dobj")
            if controller is not None and controller < verb:
                return controller
        elif label == "pcomp":
            parent = tree.head[parent]
            if tree.pos[parent] not in {"VERB", "AUX"}:
                return None
        elif label not in {"conj", "advcl", "dep"}:
            return None
        verb = parent
    return None


def clip(tree: Tree, left: int, right: int) -> Span | None:
    """Code points from token to token, without blanks and stops at the ends."""
    while left <= right and (tree.is_space(left) or tree.words[left] in _TRAILING):
        left += 1
    while right >= left and (tree.is_space(right) or tree.words[right] in _TRAILING):
        right -= 1
    if left > right:
        return None
    if (
        right - left < _LONG
        and tree.words[right] != ")"
        and "(" in (inside := tree.words[left : right + 1])
        and ")" not in inside
    ):
        return clip(tree, left, left + inside.index("(") - 1)
    return tree.start[left], tree.end[right]


def is_infinitive(tree: Tree, verb: int) -> bool:
    return any(tree.tag[kid] == "TO" for kid in tree.kids(verb, "aux"))
