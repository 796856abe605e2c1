"""Verbs as cues: source and content of each, read off the parse by the frames of the lexicon."""

from __future__ import annotations

from wiredesk.contract import Span
from wiredesk.nlp.lexicon.reporting import CueLexicon, Frames
from wiredesk.nlp.quotes.candidate import Draft
from wiredesk.nlp.quotes.complements import Complement, complement
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
from wiredesk.nlp.tokens import Tokens

_FAR = 60
"""Tokens between a cue in brackets and its subject."""
_RELATIVE = frozenset({"who", "whom", "which", "that"})
_CIRCUMSTANCES = frozenset({"way", "time", "day", "reason", "moment", "place", "year", "week", "month", "night"})


def verb_draft(tokens: Tokens, verb: int, lexicon: CueLexicon) -> Draft | None:
    """The attribution that a verb makes by its complement, or None."""
    frames, particle = verb_frames(tokens, verb, lexicon)
    if not frames:
        return None
    cue = cue_group(tokens, verb, lexicon, particle)
    found = complement(tokens, verb, cue[1], frames, lexicon)
    if is_passive(tokens, verb):
        return _passive(tokens, verb, frames, cue, found)
    subject = find_subject(tokens, verb)
    content = _pieces(tokens, found)
    if "seem" in frames:
        return _seeming(tokens, verb, subject, cue, content)
    gap = _gap(tokens, verb, subject)
    if gap and content:
        content = gap + content
    elif not content and "quote" in frames:
        content = parenthetical(tokens, verb, subject)
    if not content or (
        found and (_idle(tokens, verb, subject, found.frame) or _thing_does(tokens, verb, subject, found.frame))
    ):
        return None
    source = noun_phrase(tokens, subject, verb) if subject is not None else None
    return Draft(verb, (cue[0], max(cue[1], found.cue if found else 0)), subject, content, source, _tag(frames, found))


def _idle(tokens: Tokens, verb: int, subject: int | None, frame: str) -> bool:
    """An order to the reader ("Consider this") or a mere purpose ("a bid to support them") reports nothing."""
    if tokens.tag[verb] != "VB":
        return False
    return subject is None or (frame == "obj" and tokens.dep[verb] == "acl")


def _thing_does(tokens: Tokens, verb: int, subject: int | None, frame: str) -> bool:
    """``rules that support growth``: in a clause about a thing an object is acted on, not spoken of."""
    return (
        frame == "obj"
        and tokens.dep[verb] == "relcl"
        and subject is not None
        and tokens.lower[subject] in {"that", "which"}
    )


def _tag(frames: Frames, found: Complement | None) -> str:
    return found.frame if found else "around"


def _pieces(tokens: Tokens, found: Complement | None) -> list[Span]:
    span = clip(tokens, found.left, found.right) if found else None
    return [span] if span else []


def _seeming(tokens: Tokens, verb: int, subject: int | None, cue: tuple[int, int], content: list[Span]) -> Draft | None:
    """``the bank seems to agree``: what seems is all reported, by nobody."""
    if subject is None or not content:
        return None
    span = clip(tokens, tokens.left[subject], min(tokens.right[subject], cue[0] - 1))
    pieces = [span, *content] if span and tokens.lower[subject] != "it" else content
    return Draft(verb, cue, None, pieces, None, "seem")


def _gap(tokens: Tokens, verb: int, subject: int | None) -> list[Span]:
    """What a relative clause leaves out: ``the plan he announced``, ``which officials said …``."""
    if (
        tokens.dep[verb] != "relcl"
        or subject is None
        or tokens.lower[subject] in _RELATIVE
        or tokens.head[subject] != verb
    ):
        return []
    first = tokens.left[verb]
    noun = tokens.head[verb]
    if tokens.lower[first] in {"when", "where", "why", "how"}:
        return []
    if tokens.lower[first] in {"which", "who", "whom", "what"}:
        return [(tokens.start[first], tokens.end[first])]
    if tokens.lemma[noun] in _CIRCUMSTANCES or noun >= first:
        return []
    last = first if tokens.lower[first] == "that" else first - 1
    span = clip(tokens, tokens.left[noun], last)
    return [span] if span else []


def _passive(tokens: Tokens, verb: int, frames: Frames, cue: tuple[int, int], found: Complement | None) -> Draft | None:
    """``the plan was praised by the mayor``, ``is expected to resign``, ``was asked about the fire``."""
    patient = tokens.child_with(verb, *PASSIVE_SUBJECTS)
    if patient is None and tokens.dep[verb] == "acl":
        patient = tokens.head[verb]
    agent = tokens.child_with(verb, "agent")
    subject = tokens.child_with(agent, "pobj") if agent is not None else None
    source = noun_phrase(tokens, subject) if subject is not None else None
    content = _pieces(tokens, found)
    told = "rcpto" in frames and found is not None
    if patient is not None and not told:
        span = clip(tokens, tokens.left[patient], min(tokens.right[patient], cue[0] - 1))
        content = [span, *content] if span else content
    named = tokens.dep[verb] == "acl"  # "a club called Nordvik"
    seen = found is not None and (
        (found.frame == "small" and not named) or tokens.lower[found.cue] == "as" or "raise" in frames
    )
    if not content or not (told or source or seen):
        return None
    return Draft(verb, (cue[0], max(cue[1], found.cue if found else 0)), subject, content, source, "passive")


def parenthetical(tokens: Tokens, verb: int, subject: int | None) -> list[Span]:
    """``Flights were cancelled, officials said``; ``the plan, they say, will work``: the clause around the cue."""
    if subject is None or abs(verb - subject) > _FAR:
        return []
    if tokens.dep[verb] == "parataxis" or (tokens.dep[verb] == "ccomp" and _in_commas(tokens, verb, subject)):
        first, last = tokens.left[tokens.head[verb]], tokens.right[tokens.head[verb]]
    else:
        clause = next((kid for kid in tokens.children_with(verb, "ccomp") if kid < verb), None)
        if clause is None:
            return []
        first, last = tokens.left[verb], max(tokens.right[clause], tokens.right[verb])
    if not first <= verb <= last:
        return []
    begin = verb
    if (
        subject < verb
        and first <= tokens.left[subject]
        and all(tokens.dep[at] != "ccomp" for at in range(subject, verb))
    ):
        begin = tokens.left[subject]
    finish = verb
    for kid in tokens.children[verb]:
        if kid > verb and tokens.dep[kid] not in {"ccomp", "punct", "conj", "cc"}:
            finish = max(finish, tokens.right[kid])
    while begin > first and tokens.head[begin - 1] == verb and tokens.dep[begin - 1] in AUXILIARIES | {"advmod"}:
        begin -= 1
    while first < begin and tokens.lower[first] in {"but", "and", "so", "or", "yet", ","}:
        first += 1
    pieces = [clip(tokens, first, begin - 1), clip(tokens, finish + 1, last)]
    return [piece for piece in pieces if piece]


def _in_commas(tokens: Tokens, verb: int, subject: int) -> bool:
    before = tokens.left[subject] - 1
    return subject < verb < tokens.head[verb] and before >= 0 and tokens.text[before] == "," == tokens.text[verb + 1]
