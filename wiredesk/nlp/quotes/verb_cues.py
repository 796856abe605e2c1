"""Verbs as cues: source and content of each, read off the parse by the valency frames of the lexicon."""

from __future__ import annotations

from bisect import bisect_left

from wiredesk.contract import Span
from wiredesk.nlp.lexicon import word_set
from wiredesk.nlp.lexicon.reporting import CueLexicon, Frames
from wiredesk.nlp.quotes.candidate import QuoteCandidate
from wiredesk.nlp.quotes.complements import Complement, find_complement
from wiredesk.nlp.quotes.lost_subjects import lost_subject
from wiredesk.nlp.quotes.quote_frames import (
    OBJECT,
    PARENTHESIS,
    PASSIVE,
    RELATIVE_GAP,
    SEEMING,
    SMALL_CLAUSE,
    THAT_CLAUSE,
)
from wiredesk.nlp.quotes.source_phrases import noun_phrase
from wiredesk.nlp.quotes.verb_groups import (
    AUXILIARIES,
    QUOTING,
    clip,
    cue_group,
    find_subject,
    is_passive,
    quoting_verb,
    verb_frames,
)
from wiredesk.nlp.tokens import PASSIVE_SUBJECTS, Tokens

MAX_PARENTHESIS_TOKENS = 60
"""Tokens between a cue inside the clause that it reports and its subject."""
MIN_FRONTED_TOKENS = 3
"""Tokens of a phrase or clause before source and cue that is reported, too: fewer only join sentences."""
MAX_OPENING_TOKENS = 4
"""Tokens of the phrase with a relative pronoun that opens a clause: "most of whom", "in which"."""

_RELATIVE = frozenset({"who", "whom", "which", "that"})
_FINITE = frozenset({"VBD", "VBZ", "VBP", "MD"})
_GOING_ON = frozenset({"VERB", "AUX", "CCONJ"})
"""Parts of speech of the word behind a cue in commas with which the clause before it goes on."""
_DEPENDENT = frozenset({"SCONJ", "ADP", "PART"})
"""Parts of speech of the word that opens a dependent clause or a phrase."""
_RELATIVE_ADVERBS = frozenset({"when", "where", "why", "how"})
_RELATIVE_OBJECTS = frozenset({"which", "who", "whom", "what"})
_CIRCUMSTANCES = word_set("quote_words", "circumstances")
_SETTINGS = word_set("quote_words", "settings")
_OPENERS = word_set("quote_words", "clause_openers") | {","}


def verb_candidate(tokens: Tokens, verb: int, lexicon: CueLexicon) -> QuoteCandidate | None:
    """Return the attribution that a verb makes by its complement, or None."""
    frames, particle = verb_frames(tokens, verb, lexicon)
    if not frames or _quotes_saying(tokens, verb):
        return None
    cue = cue_group(tokens, verb, lexicon, particle)
    found = find_complement(tokens, verb, cue[1], frames, lexicon)
    if is_passive(tokens, verb):
        return _passive(tokens, verb, frames, cue, found)
    if found is None and ("seem" in frames or "quote" not in frames or not _may_stand_in_clause(tokens, verb)):
        return None
    subject = find_subject(tokens, verb)
    content = _pieces(tokens, found)
    if "seem" in frames:
        return None if _is_cue_inside(tokens, verb, lexicon) else _seeming(tokens, verb, subject, cue, content)
    frame = found.frame if found else PARENTHESIS
    gap = _gap(tokens, verb, subject)
    if gap and content:
        content, frame = gap + content, RELATIVE_GAP
    elif not content and "quote" in frames:
        content = parenthetical(tokens, verb, subject)
    if not content:
        return None
    if found and (
        _is_order_or_purpose(tokens, verb, subject, found) or _is_done_by_thing(tokens, verb, subject, found)
    ):
        return None
    source = noun_phrase(tokens, subject, verb) if subject is not None else None
    if subject is None and (lost := lost_subject(tokens, verb, cue[0])):
        subject, source = lost
    if frame == THAT_CLAUSE and (fronted := _fronted(tokens, cue, source, found)):
        content = [fronted, *content]
    return QuoteCandidate(verb, (cue[0], max(cue[1], found.cue if found else 0)), subject, content, source, frame)


def _fronted(tokens: Tokens, cue: tuple[int, int], source: Span | None, found: Complement | None) -> Span | None:
    """Return the part of a clause before source and cue: ``To cross the bridge, Roth said, they need a pass``.

    What says where or how somebody spoke is left out: "In an interview, …", "Speaking in Orva, …".
    """
    if source is None or found is None or tokens.text[cue[1] + 1] != "," or found.left != cue[1] + 2:
        return None
    begin, end = tokens.sentence_start[cue[0]], bisect_left(tokens.start, source[0]) - 1
    while begin < end and (tokens.is_space(begin) or tokens.lower[begin] in _OPENERS):
        begin += 1
    if end - begin < MIN_FRONTED_TOKENS or tokens.text[end] != "," or _is_circumstance(tokens, begin, end):
        return None
    is_dependent = tokens.pos[begin] in _DEPENDENT or tokens.lower[begin] in _RELATIVE_ADVERBS
    if not is_dependent and any(tokens.tag[at] in _FINITE for at in range(begin, end)):
        return None  # a clause of its own, which another one follows
    return clip(tokens, begin, end)


def _is_circumstance(tokens: Tokens, begin: int, end: int) -> bool:
    """Return whether the words before a comma say where or how somebody spoke."""
    if tokens.tag[begin] in {"VBG", "VBN"}:
        return tokens.dep[begin] == "advcl"
    return tokens.pos[begin] == "ADP" and any(tokens.lemma[at] in _SETTINGS for at in range(begin, end))


def _quotes_saying(tokens: Tokens, verb: int) -> bool:
    """Return whether the cue is the "saying" behind the verb: ``was quoted as saying``."""
    if tokens.lemma[verb] not in QUOTING:
        return False
    marks = (child for child in tokens.children_with(verb, "prep") if tokens.lower[child] == "as")
    return any(quoting_verb(tokens, said) == verb for mark in marks for said in tokens.children_with(mark, "pcomp"))


def _is_order_or_purpose(tokens: Tokens, verb: int, subject: int | None, found: Complement) -> bool:
    """Return whether nobody speaks: an order to the reader ("Consider this") or a purpose ("a bid to support them")."""
    if tokens.tag[verb] != "VB":
        return False
    return subject is None or (found.frame == OBJECT and tokens.dep[verb] == "acl")


def _is_done_by_thing(tokens: Tokens, verb: int, subject: int | None, found: Complement) -> bool:
    """Return whether a thing acts on the object instead of speaking of it: ``rules that support growth``."""
    return (
        found.frame == OBJECT
        and tokens.dep[verb] == "relcl"
        and subject is not None
        and tokens.lower[subject] in {"that", "which"}
    )


def _pieces(tokens: Tokens, found: Complement | None) -> list[Span]:
    """Return the content of a complement; an empty list without one."""
    span = clip(tokens, found.left, found.right) if found else None
    return [span] if span else []


def _seeming(
    tokens: Tokens, verb: int, subject: int | None, cue: tuple[int, int], content: list[Span]
) -> QuoteCandidate | None:
    """``the bank seems to agree``: subject and complement are reported, by nobody named."""
    if subject is None or not content:
        return None
    span = clip(tokens, tokens.left[subject], min(tokens.right[subject], cue[0] - 1))
    pieces = [span, *content] if span and tokens.lower[subject] != "it" else content
    return QuoteCandidate(verb, cue, None, pieces, None, SEEMING)


def _is_cue_inside(tokens: Tokens, verb: int, lexicon: CueLexicon) -> bool:
    """Return whether the infinitive is the cue, as in ``seemed to confirm the report``: then "seem" belongs to it."""
    inner = tokens.child_with(verb, "xcomp")
    if inner is None:
        return False
    frames, particle = verb_frames(tokens, inner, lexicon)
    last = cue_group(tokens, inner, lexicon, particle)[1]
    return bool(frames) and find_complement(tokens, inner, last, frames, lexicon) is not None


def _gap(tokens: Tokens, verb: int, subject: int | None) -> list[Span]:
    """Return what a relative clause leaves out: ``the plan he announced``, ``which officials said …``."""
    if (
        tokens.dep[verb] != "relcl"
        or subject is None
        or tokens.lower[subject] in _RELATIVE
        or tokens.head[subject] != verb
    ):
        return []
    first = tokens.left[verb]
    noun = tokens.head[verb]
    if tokens.lower[first] in _RELATIVE_ADVERBS or _has_relative_inside(tokens, first, verb):
        return []
    if tokens.lower[first] in _RELATIVE_OBJECTS:
        return [(tokens.start[first], tokens.end[first])]
    if tokens.lemma[noun] in _CIRCUMSTANCES or noun >= first:
        return []
    last = first if tokens.lower[first] == "that" else first - 1
    span = clip(tokens, tokens.left[noun], last)
    return [span] if span else []


def _has_relative_inside(tokens: Tokens, first: int, verb: int) -> bool:
    """Return whether a relative clause leaves nothing out: ``in which he said …``, ``many of whom say …``.

    The pronoun is inside the phrase that opens the clause, which is a circumstance or the source.
    """
    return tokens.lower[first] == "whose" or any(
        tokens.lower[at] in {"which", "whom"} and tokens.pos[at - 1] == "ADP"
        for at in range(first + 1, min(first + MAX_OPENING_TOKENS, verb))
    )


def _passive(
    tokens: Tokens, verb: int, frames: Frames, cue: tuple[int, int], found: Complement | None
) -> QuoteCandidate | None:
    """``the plan was praised by the mayor``, ``is expected to resign``, ``was asked about the fire``."""
    patient = tokens.child_with(verb, *PASSIVE_SUBJECTS)
    if patient is None and tokens.dep[verb] == "acl":
        patient = tokens.head[verb]
    agent = tokens.child_with(verb, "agent")
    subject = tokens.child_with(agent, "pobj") if agent is not None else None
    source = noun_phrase(tokens, subject) if subject is not None else None
    content = _pieces(tokens, found)
    is_addressed = "recipient+inf" in frames and found is not None
    if found is None and "obj" not in frames:
        return None
    if patient is not None and not is_addressed:
        span = clip(tokens, tokens.left[patient], min(tokens.right[patient], cue[0] - 1))
        content = [span, *content] if span else content
    if not content or not (is_addressed or source or _is_judged(tokens, verb, frames, found)):
        return None
    last = max(cue[1], found.cue if found else 0)
    return QuoteCandidate(verb, (cue[0], last), subject, content, source, PASSIVE)


def _is_judged(tokens: Tokens, verb: int, frames: Frames, found: Complement | None) -> bool:
    """Return whether a passive without an agent reports a judgement or an expectation: ``is seen as``, ``is expected``.

    What describes a noun is no judgement: "a club called Nordvik".
    """
    if found is None:
        return False
    describes = tokens.dep[verb] in {"acl", "relcl"}
    return "subject_raising" in frames or (
        not describes and (found.frame == SMALL_CLAUSE or tokens.lower[found.cue] == "as")
    )


def parenthetical(tokens: Tokens, verb: int, subject: int | None) -> list[Span]:
    """Return the clause around a cue: ``Flights were cancelled, officials said``; ``the plan, they say, will work``."""
    if subject is None or abs(verb - subject) > MAX_PARENTHESIS_TOKENS:
        return []
    around = _clause_around(tokens, verb, subject)
    if around is None or not around[0] <= verb <= around[1]:
        return []
    first, last = around
    begin, finish = _parenthesis(tokens, verb, subject, first)
    while first < begin and tokens.lower[first] in _OPENERS:
        first += 1
    before, after = clip(tokens, first, begin - 1), clip(tokens, finish + 1, last)
    if before and after and (tokens.dep[finish + 1] == "cc" or not _goes_on(tokens, finish, last)):
        after = None  # "…, he said on “Good Morning”": where he said it; "…, he said but gave no details"
    if before and after and tokens.text[begin - 1] == "," and _is_circumstance(tokens, first, begin - 1):
        behind = finish + 1 + (tokens.text[finish + 1] == ",")
        before = before if tokens.pos[behind] in _GOING_ON else None  # "Leaving, he said, is no option"
    return [piece for piece in (before, after) if piece]


def _goes_on(tokens: Tokens, finish: int, last: int) -> bool:
    """Return whether the clause goes on behind its cue: behind a comma, or with a verb."""
    behind = finish + 1
    return "," in tokens.text[finish : behind + 1] or any(
        tokens.pos[at] in {"VERB", "AUX"} for at in range(behind, min(last + 1, behind + MAX_PARENTHESIS_TOKENS))
    )


def _clause_around(tokens: Tokens, verb: int, subject: int) -> tuple[int, int] | None:
    """Return first and last token of the clause that a cue stands in; None if the cue governs none before it."""
    if tokens.dep[verb] == "parataxis" or (tokens.dep[verb] == "ccomp" and _in_commas(tokens, verb, subject)):
        return tokens.left[tokens.head[verb]], tokens.right[tokens.head[verb]]
    clause = next((child for child in tokens.children_with(verb, "ccomp") if child < verb), None)
    if clause is None:
        return None
    return tokens.left[verb], max(tokens.right[clause], tokens.right[verb])


def _parenthesis(tokens: Tokens, verb: int, subject: int, first: int) -> tuple[int, int]:
    """Return first and last token of the cue with its subject and modifiers."""
    begin = verb
    if (
        subject < verb
        and first <= tokens.left[subject]
        and all(tokens.dep[at] != "ccomp" for at in range(subject, verb))
    ):
        begin = tokens.left[subject]
    finish = verb
    for child in tokens.children[verb]:
        if child > verb and tokens.dep[child] not in {"ccomp", "punct", "conj", "cc"}:
            finish = max(finish, tokens.right[child])
    while begin > first and tokens.head[begin - 1] == verb and tokens.dep[begin - 1] in AUXILIARIES | {"advmod"}:
        begin -= 1
    return begin, finish


def _may_stand_in_clause(tokens: Tokens, verb: int) -> bool:
    """Return whether the labels of a cue and of its clause let :func:`_clause_around` find the clause."""
    if tokens.dep[verb] in {"parataxis", "ccomp"}:
        return True
    first = tokens.child_with(verb, "ccomp")
    return first is not None and first < verb


def _in_commas(tokens: Tokens, verb: int, subject: int) -> bool:
    """Return whether commas enclose subject and cue."""
    before = tokens.left[subject] - 1
    return subject < verb < tokens.head[verb] and before >= 0 and tokens.text[before] == "," == tokens.text[verb + 1]
