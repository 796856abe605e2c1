"""Verbs as cues: source and content of each, read off the parse by the frames of the lexicon."""

from __future__ import annotations

from wiredesk.contract import Span
from wiredesk.nlp.quotes.candidate import Draft
from wiredesk.nlp.quotes.complements import Complement, complement
from wiredesk.nlp.quotes.cue_lexicon import Frames, Lexicon
from wiredesk.nlp.quotes.source_phrases import noun_phrase
from wiredesk.nlp.quotes.verb_groups import (
    AUXILIARIES,
    PASSIVE_SUBJECTS,
    clip,
    cue_group,
    find_subject,
    is_passive,
    verb_frames,
)
from wiredesk.nlp.tree import Tree

_FAR = 60
"""Tokens between a cue in brackets and its subject."""
_RELATIVE = frozenset({"who", "whom", "which", "that"})
_CIRCUMSTANCES = frozenset({"way", "time", "day", "reason", "moment", "place", "year", "week", "month", "night"})


def verb_draft(tree: Tree, verb: int, lexicon: Lexicon) -> Draft | None:
    """The attribution that a verb makes by its complement, or None."""
    frames, particle = verb_frames(tree, verb, lexicon)
    if not frames:
        return None
    cue = cue_group(tree, verb, lexicon, particle)
    found = complement(tree, verb, cue[1], frames, lexicon)
    if is_passive(tree, verb):
        return _passive(tree, verb, frames, cue, found)
    subject = find_subject(tree, verb)
    content = _pieces(tree, found)
    if "seem" in frames:
        return _seeming(tree, verb, subject, cue, content)
    gap = _gap(tree, verb, subject)
    if gap and content:
        content = gap + content
    elif not content and "quote" in frames:
        content = parenthetical(tree, verb, subject)
    if not content or (
        found and (_idle(tree, verb, subject, found.frame) or _thing_does(tree, verb, subject, found.frame))
    ):
        return None
    source = noun_phrase(tree, subject, verb) if subject is not None else None
    return Draft(verb, (cue[0], max(cue[1], found.cue if found else 0)), subject, content, source, _tag(frames, found))


def _idle(tree: Tree, verb: int, subject: int | None, frame: str) -> bool:
    """An order to the reader ("Consider this") or a mere purpose ("a bid to support them") reports nothing."""
    if tree.tag[verb] != "VB":
        return False
    return subject is None or (frame == "obj" and tree.dep[verb] == "acl")


def _thing_does(tree: Tree, verb: int, subject: int | None, frame: str) -> bool:
    """``rules that support growth``: in a clause about a thing an object is acted on, not spoken of."""
    return (
        frame == "obj"
        and tree.dep[verb] == "relcl"
        and subject is not None
        and tree.lower[subject] in {"that", "which"}
    )


def _tag(frames: Frames, found: Complement | None) -> str:
    return found.frame if found else "around"


def _pieces(tree: Tree, found: Complement | None) -> list[Span]:
    span = clip(tree, found.left, found.right) if found else None
    return [span] if span else []


def _seeming(tree: Tree, verb: int, subject: int | None, cue: tuple[int, int], content: list[Span]) -> Draft | None:
    """``the bank seems to agree``: what seems is all reported, by nobody."""
    if subject is None or not content:
        return None
    span = clip(tree, tree.left[subject], min(tree.right[subject], cue[0] - 1))
    pieces = [span, *content] if span and tree.lower[subject] != "it" else content
    return Draft(verb, cue, None, pieces, None, "seem")


def _gap(tree: Tree, verb: int, subject: int | None) -> list[Span]:
    """What a relative clause leaves out: ``the plan he announced``, ``which officials said …``."""
    if tree.dep[verb] != "relcl" or subject is None or tree.lower[subject] in _RELATIVE or tree.head[subject] != verb:
        return []
    first = tree.left[verb]
    noun = tree.head[verb]
    if tree.lower[first] in {"when", "where", "why", "how"}:
        return []
    if tree.lower[first] in {"which", "who", "whom", "what"}:
        return [(tree.start[first], tree.end[first])]
    if tree.lemma[noun] in _CIRCUMSTANCES or noun >= first:
        return []
    last = first if tree.lower[first] == "that" else first - 1
    span = clip(tree, tree.left[noun], last)
    return [span] if span else []


def _passive(tree: Tree, verb: int, frames: Frames, cue: tuple[int, int], found: Complement | None) -> Draft | None:
    """``the plan was praised by the mayor``, ``is expected to resign``, ``was asked about the fire``."""
    patient = tree.kid(verb, *PASSIVE_SUBJECTS)
    if patient is None and tree.dep[verb] == "acl":
        patient = tree.head[verb]
    agent = tree.kid(verb, "agent")
    subject = tree.kid(agent, "pobj") if agent is not None else None
    source = noun_phrase(tree, subject) if subject is not None else None
    content = _pieces(tree, found)
    told = "rcpto" in frames and found is not None
    if patient is not None and not told:
        span = clip(tree, tree.left[patient], min(tree.right[patient], cue[0] - 1))
        content = [span, *content] if span else content
    named = tree.dep[verb] == "acl"  # "a club called Nordvik"
    seen = found is not None and (
        (found.frame == "small" and not named) or tree.lower[found.cue] == "as" or "raise" in frames
    )
    if not content or not (told or source or seen):
        return None
    return Draft(verb, (cue[0], max(cue[1], found.cue if found else 0)), subject, content, source, "passive")


def parenthetical(tree: Tree, verb: int, subject: int | None) -> list[Span]:
    """``Flights were cancelled, officials said``; ``the plan, they say, will work``: the clause around the cue."""
    if subject is None or abs(verb - subject) > _FAR:
        return []
    if tree.dep[verb] == "parataxis" or (tree.dep[verb] == "ccomp" and _in_commas(tree, verb, subject)):
        first, last = tree.left[tree.head[verb]], tree.right[tree.head[verb]]
    else:
        clause = next((kid for kid in tree.kids(verb, "ccomp") if kid < verb), None)
        if clause is None:
            return []
        first, last = tree.left[verb], max(tree.right[clause], tree.right[verb])
    if not first <= verb <= last:
        return []
    begin = verb
    if subject < verb and first <= tree.left[subject] and all(tree.dep[at] != "ccomp" for at in range(subject, verb)):
        begin = tree.left[subject]
    finish = verb
    for kid in tree.children[verb]:
        if kid > verb and tree.dep[kid] not in {"ccomp", "punct", "conj", "cc"}:
            finish = max(finish, tree.right[kid])
    while begin > first and tree.head[begin - 1] == verb and tree.dep[begin - 1] in AUXILIARIES | {"advmod"}:
        begin -= 1
    while first < begin and tree.lower[first] in {"but", "and", "so", "or", "yet", ","}:
        first += 1
    pieces = [clip(tree, first, begin - 1), clip(tree, finish + 1, last)]
    return [piece for piece in pieces if piece]


def _in_commas(tree: Tree, verb: int, subject: int) -> bool:
    before = tree.left[subject] - 1
    return subject < verb < tree.head[verb] and before >= 0 and tree.words[before] == "," == tree.words[verb + 1]
