"""What each cue reports: its source and content, read off the parse by the frames of the lexicon."""

from __future__ import annotations

from worker.contract import Span
from worker.extract.quotation.draft import Draft
from worker.extract.quotation.groups import (
    AUXILIARIES,
    PASSIVE_SUBJECTS,
    clip,
    cue_group,
    find_subject,
    is_infinitive,
    is_passive,
    verb_frames,
)
from worker.extract.quotation.lexicon import Frames, Lexicon
from worker.extract.quotation.sources import noun_phrase
from worker.extract.quotation.tree import Tree

_PREPOSITIONS = frozenset({"prep", "dative"})


def verb_draft(tree: Tree, verb: int, lexicon: Lexicon) -> Draft | None:
    frames, particle = verb_frames(tree, verb, lexicon)
    if not frames:
        return None
    cue = cue_group(tree, verb, particle)
    passive = is_passive(tree, verb)
    subject = find_subject(tree, verb)
    found = complement(tree, verb, frames, cue)
    if passive:
        return passive_draft(tree, verb, frames, cue, found)
    if found is None and "quote" in frames:
        content = parenthetical(tree, verb, subject)
        found = (content, cue[1]) if content else None
    if found is None:
        return None
    content, last = found
    if tree.dep[verb] == "relcl" and not content:
        return None
    source = noun_phrase(tree, subject, verb) if subject is not None else None
    return Draft(verb, (cue[0], max(cue[1], last)), subject, content, source, frames)


def passive_draft(
    tree: Tree, verb: int, frames: Frames, cue: tuple[int, int], found: tuple[list[Span], int] | None
) -> Draft | None:
    """``the plan was praised by the mayor``, ``is expected to resign``."""
    patient = tree.kid(verb, *PASSIVE_SUBJECTS)
    if patient is None and tree.dep[verb] == "acl":
        patient = tree.head[verb]
    agent = tree.kid(verb, "agent")
    source = subject = None
    if agent is not None:
        subject = tree.kid(agent, "pobj")
        source = noun_phrase(tree, subject) if subject is not None else None
    content: list[Span] = []
    if patient is not None:
        span = clip(tree, tree.left[patient], min(tree.right[patient], cue[0] - 1))
        if span:
            content.append(span)
    last = cue[1]
    if found:
        content += found[0]
        last = max(last, found[1])
    if not content or (agent is None and not ({"raise"} & frames and found)):
        return None
    return Draft(verb, (cue[0], last), subject, content, source, frames)


def complement(tree: Tree, verb: int, frames: Frames, cue: tuple[int, int]) -> tuple[list[Span], int] | None:
    """Content of a cue by its frames, and the last token that the cue takes in (a preposition)."""
    clause = next((kid for kid in tree.kids(verb, "ccomp") if kid > verb), None)
    infinitive = next((kid for kid in tree.kids(verb, "xcomp") if kid > verb), None)
    thing = next((kid for kid in tree.kids(verb, "dobj") if kid > verb), None)
    last = cue[1]
    if clause is not None:
        finite = tree.kid(clause, "aux") is None or not is_infinitive(tree, clause)
        if finite and "that" in frames:
            return _one(tree, tree.left[clause], tree.right[clause]), last
        if finite and "small" in frames:
            return _one(tree, tree.left[clause], tree.right[clause]), last
        if not finite and "objto" in frames:
            return _one(tree, tree.left[clause], tree.right[clause]), last
        if not finite and "rcpto" in frames:
            to = next((kid for kid in tree.kids(clause, "aux") if tree.lower[kid] == "to"), clause)
            return _one(tree, to, tree.right[clause]), last
        if not finite and "to" in frames:
            return _one(tree, tree.left[clause], tree.right[clause]), last
    if infinitive is not None:
        gerund = tree.tag[infinitive] == "VBG"
        to = is_infinitive(tree, infinitive)
        if to and thing is not None and thing < infinitive and "objto" in frames:
            return _one(tree, tree.left[thing], tree.right[infinitive]), last
        if to and thing is not None and "rcpto" in frames:
            return _one(tree, tree.left[infinitive], tree.right[infinitive]), last
        if to and thing is None and frames & {"to", "raise"}:
            return _one(tree, tree.left[infinitive], tree.right[infinitive]), last
        if gerund and "ing" in frames:
            return _one(tree, tree.left[infinitive], tree.right[infinitive]), last
    predicate = next((kid for kid in tree.kids(verb, "oprd") if kid > verb), None)
    if predicate is not None and frames & {"small", "as"}:
        begin = tree.left[thing] if thing is not None and thing < predicate else tree.left[predicate]
        return _one(tree, begin, tree.right[predicate]), last
    if thing is not None and frames & {"obj", "as", "for", "of", "with", "on"}:
        tail = tree.right[thing]
        phrase = next((kid for kid in tree.kids(verb, "prep") if kid > thing and tree.lower[kid] in frames), None)
        if phrase is not None:
            tail = max(tail, tree.right[phrase])
        if phrase is not None or "obj" in frames:
            return _one(tree, tree.left[thing], tail), last
    for kid in tree.children[verb]:
        if kid > verb and tree.dep[kid] in _PREPOSITIONS:
            word = tree.lower[kid]
            if (word in frames and word not in {"to"}) or (word == "to" and "@to" in frames):
                inside = tree.kid(kid, "pobj", "pcomp")
                if inside is None:
                    continue
                if kid <= last + 1:
                    return _one(tree, tree.left[inside], tree.right[inside]), kid
                return _one(tree, kid, tree.right[kid]), last
    return None


def parenthetical(tree: Tree, verb: int, subject: int | None) -> list[Span]:
    """``Flights were cancelled, officials said``; ``the plan, they say, will work``: the clause around the cue."""
    if subject is None:
        return []
    if tree.dep[verb] == "parataxis" or (tree.dep[verb] == "ccomp" and tree.head[verb] > verb):
        first, last = tree.left[tree.head[verb]], tree.right[tree.head[verb]]
    else:
        clause = next((kid for kid in tree.kids(verb, "ccomp") if kid < verb), None)
        if clause is None:
            return []
        first, last = tree.left[verb], max(tree.right[clause], tree.right[verb])
    begin = verb
    if subject < verb and first <= tree.left[subject] and all(tree.dep[at] != "ccomp" for at in range(subject, verb)):
        begin = tree.left[subject]
    finish = verb
    for kid in tree.children[verb]:
        if kid > verb and tree.dep[kid] not in {"ccomp", "punct", "conj", "cc"}:
            finish = max(finish, tree.right[kid])
    while begin > first and tree.head[begin - 1] == verb and tree.dep[begin - 1] in AUXILIARIES | {"advmod"}:
        begin -= 1
    pieces = [clip(tree, first, begin - 1), clip(tree, finish + 1, last)]
    return [piece for piece in pieces if piece]


def _one(tree: Tree, left: int, right: int) -> list[Span]:
    span = clip(tree, left, right)
    return [span] if span else []
