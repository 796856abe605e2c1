"""Words around a cue: its verb group, its subject, and spans without the stops at their ends."""

from __future__ import annotations

from wiredesk.contract import Span
from wiredesk.nlp.lexicon.reporting import CueLexicon, Frames
from wiredesk.nlp.tokens import Tokens

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


def verb_frames(tokens: Tokens, verb: int, lexicon: CueLexicon) -> tuple[Frames, int | None]:
    """Frames of a verb with its particle, and the particle's token."""
    lemma = tokens.lemma[verb]
    if verb + 1 < len(tokens.text) and tokens.head[verb + 1] == verb:
        joined = lexicon.verbs.get(f"{lemma}_{tokens.lower[verb + 1]}")
        if joined:
            return joined, verb + 1
    for kid in tokens.children[verb]:
        if tokens.dep[kid] == "prt":
            joined = lexicon.verbs.get(f"{lemma}_{tokens.lower[kid]}")
            if joined:
                return joined, kid
    return lexicon.verbs.get(lemma, frozenset()), None


def cue_group(tokens: Tokens, verb: int, lexicon: CueLexicon, particle: int | None = None) -> tuple[int, int]:
    """First and last token of the verb group: auxiliaries, negation and adverbs that touch the verb, its particle.

    An infinitive that hangs on a verb right before it takes that verb in, unless that verb reports the infinitive:
    "continued to express", but not "vowed to express".
    """
    first = verb
    while first > 0:
        left = first - 1
        if tokens.tag[left] == "MD" and tokens.tag[verb] == "VBD":
            break  # a man called Will
        if tokens.head[left] in {verb, first} and (
            tokens.dep[left] in AUXILIARIES or (tokens.dep[left] == "advmod" and tokens.pos[left] == "ADV")
        ):
            first = left
        elif (
            tokens.dep[verb] == "xcomp"
            and tokens.head[verb] == left
            and tokens.lower[first] == "to"
            and not _GOVERNING & lexicon.verbs.get(tokens.lemma[left], frozenset())
        ):
            return cue_group(tokens, left, lexicon)[0], max(verb, particle or verb)
        else:
            break
    last = particle if particle is not None and verb < particle <= verb + 2 else verb
    return _through_report(tokens, verb, first, lexicon), _with_manner(tokens, verb, last)


def _with_manner(tokens: Tokens, verb: int, last: int) -> int:
    """Adverbs right behind the verb ("suspected immediately"), and "in a statement"."""
    size = len(tokens.text)
    while (
        last + 1 < size
        and tokens.tag[last + 1] == "RB"
        and tokens.head[last + 1] == verb
        and _is_manner(tokens, last + 1)
    ):
        last += 1
    after = tokens.lower[last + 1 : last + 5]
    if after[:2] == ["in", "a"] and "statement" in after[2:]:
        return last + 1 + after.index("statement")
    return last


def _is_manner(tokens: Tokens, adverb: int) -> bool:
    return tokens.lower[adverb].endswith("ly") or tokens.lower[adverb] in _MANNERS


def _through_report(tokens: Tokens, verb: int, first: int, lexicon: CueLexicon) -> int:
    """``issued a statement saying``: the cue begins with the verb that puts the statement out."""
    noun = tokens.head[verb]
    if tokens.dep[verb] != "acl" or tokens.tag[verb] != "VBG" or tokens.lemma[noun] not in _REPORTS:
        return first
    giver = tokens.head[noun]
    if tokens.dep[noun] == "dobj" and tokens.pos[giver] == "VERB" and giver < noun and verb - giver < 9:
        return cue_group(tokens, giver, lexicon)[0]
    return first


def is_passive(tokens: Tokens, verb: int) -> bool:
    """``was told``, and the reduced ``a plan backed by the union``."""
    if tokens.child_with(verb, "auxpass", "nsubjpass", "csubjpass") is not None:
        return True
    if tokens.dep[verb] == "acl":
        return tokens.tag[verb] in {"VBN", "VBD"}
    return (
        tokens.dep[verb] == "advcl" and tokens.tag[verb] == "VBN" and tokens.child_with(verb, "aux", *SUBJECTS) is None
    )


def find_subject(tokens: Tokens, verb: int) -> int | None:
    """The token that is the subject of a verb, its own or the one that it shares."""
    for _ in range(6):
        own = tokens.child_with(verb, *SUBJECTS, *PASSIVE_SUBJECTS)
        if own is not None:
            return own
        label, parent = tokens.dep[verb], tokens.head[verb]
        if parent == verb:
            return None
        if label == "acl":
            giver = tokens.head[parent]
            if tokens.lemma[parent] in _REPORTS and tokens.dep[parent] == "dobj" and giver < parent:
                verb = giver
                continue
            return parent
        if label == "xcomp":
            controller = tokens.child_with(parent, "dobj")
            if controller is not None and controller < verb:
                return controller
        elif label == "pcomp":
            parent = tokens.head[parent]
            if tokens.pos[parent] not in {"VERB", "AUX"}:
                return None
        elif label not in {"conj", "advcl", "dep"}:
            return None
        verb = parent
    return None


def clip(tokens: Tokens, left: int, right: int) -> Span | None:
    """Code points from token to token, without blanks and stops at the ends."""
    while left <= right and (tokens.is_space(left) or tokens.text[left] in _TRAILING):
        left += 1
    while right >= left and (tokens.is_space(right) or tokens.text[right] in _TRAILING):
        right -= 1
    if left > right:
        return None
    if (
        right - left < _LONG
        and tokens.text[right] != ")"
        and "(" in (inside := tokens.text[left : right + 1])
        and ")" not in inside
    ):
        return clip(tokens, left, left + inside.index("(") - 1)
    return tokens.start[left], tokens.end[right]


def is_infinitive(tokens: Tokens, verb: int) -> bool:
    return any(tokens.tag[kid] == "TO" for kid in tokens.children_with(verb, "aux"))
