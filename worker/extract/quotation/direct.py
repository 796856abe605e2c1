"""Direct speech: a passage in quotation marks and the cue beside it."""

from __future__ import annotations

from dataclasses import dataclass

from worker.contract import Span
from worker.extract.quotation.groups import clip, cue_group, find_subject, verb_frames
from worker.extract.quotation.lexicon import Lexicon
from worker.extract.quotation.sources import noun_phrase
from worker.extract.quotation.tree import Tree
from worker.extract.quotation.windows import Quoted

_SUBORDINATE = frozenset({"relcl", "acl"})


@dataclass(slots=True)
class Attribution:
    """One attribution with all its pieces, in code points."""

    token: int
    cue: Span
    source: Span | None
    subject: int | None
    content: list[Span]
    frame: str = "direct"
    """The rule that read it."""


def speech(tree: Tree, quoted: list[Quoted], lexicon: Lexicon) -> list[Attribution]:
    """Attributions of passages that have a cue of their own, and what carries on from them."""
    found: list[Attribution] = []
    by_cue: dict[int, Attribution] = {}
    last: Attribution | None = None
    previous: Quoted | None = None
    for item in quoted:
        same = previous is not None and previous.paragraph == item.paragraph
        made = _after(tree, item, lexicon) or _before(tree, item, lexicon)
        if made is not None:
            known = by_cue.get(made.token)
            if known is not None:
                known.content += [span for span in made.content if span not in known.content]
                made = known
            else:
                by_cue[made.token] = made
                found.append(made)
            last = made
        elif last is not None and _carries_on(tree, item, previous, same):
            last.content.append((item.passage.start, item.passage.end))
        elif not _is_speech(tree, item):
            previous = item if same else previous
            continue
        else:
            last = None
        previous = item
    return found


def _is_speech(tree: Tree, item: Quoted) -> bool:
    """It is a sentence of its own: opens one, and ends with a stop inside the marks."""
    begin, end = item.before
    return not _has_word(tree, begin, end) and item.ending in {".", "…"}


def _adjoins(tree: Tree, previous: Quoted, item: Quoted) -> bool:
    """Nothing but the first passage's own sentence stands between the two."""
    return not _has_word(tree, previous.after[1], item.tokens[0])


def _carries_on(tree: Tree, item: Quoted, previous: Quoted | None, same: bool) -> bool:
    """The speaker of the passage before goes on: in the same paragraph, or after an unclosed one."""
    if previous is None:
        return False
    if not same:
        return (
            not previous.passage.closed
            and item.paragraph == previous.paragraph + 1
            and not _has_word(tree, *item.before)
        )
    return _adjoins(tree, previous, item) and not _has_word(tree, *item.before)


def _has_word(tree: Tree, first: int, last: int) -> bool:
    return any(tree.words[token][0].isalnum() for token in range(first, last))


def _after(tree: Tree, item: Quoted, lexicon: Lexicon) -> Attribution | None:
    """``"…," the mayor said`` and ``"…," said the mayor``."""
    if item.ending in {".", "…"}:
        return None
    first, last = item.after
    comma = item.ending in {",", "?", "!", "—", "-", "–"} or (first < last and tree.words[first] == ",")
    if not comma:
        return None
    for verb in range(first, last):
        if tree.pos[verb] not in {"VERB", "AUX"}:
            continue
        frames, particle = verb_frames(tree, verb, lexicon)
        if "quote" not in frames:
            if tree.dep[verb] in _SUBORDINATE or tree.pos[verb] == "AUX" or tree.tag[verb] in {"VBG", "VBN"}:
                continue
            return None
        if tree.dep[verb] in _SUBORDINATE and verb > first + 1 and tree.kid(verb, "nsubj") is None:
            continue
        subject = _subject_between(tree, verb, first, last)
        if subject is None and tree.tag[verb] not in {"VBG"}:
            continue
        cue = cue_group(tree, verb, particle)
        source = noun_phrase(tree, subject, verb) if subject is not None else None
        if source is not None and source[0] < item.passage.end <= source[1]:
            source = (tree.start[first], source[1])
        content = (item.passage.start, item.passage.end)
        begin = item.before[0]
        if not item.follows and _has_word(tree, *item.before):
            head = clip(tree, begin, item.tokens[0] - 1)
            if head:
                content = (head[0], content[1])
        return Attribution(verb, (tree.start[cue[0]], tree.end[cue[1]]), source, subject, [content])
    return None


def _subject_between(tree: Tree, verb: int, first: int, last: int) -> int | None:
    subject = find_subject(tree, verb)
    if subject is not None and first <= subject < last:
        return subject
    for token in range(verb - 1, first - 1, -1):  # the noun phrase that ends at the verb
        if tree.pos[token] in {"NOUN", "PROPN", "PRON"}:
            while first <= tree.head[token] < verb and tree.head[token] != token:
                token = tree.head[token]
            return token
    for token in range(verb + 1, last):
        if tree.pos[token] in {"NOUN", "PROPN", "PRON"}:
            while verb < tree.head[token] < last and tree.head[token] != token:
                token = tree.head[token]
            return token
    return None


def _before(tree: Tree, item: Quoted, lexicon: Lexicon) -> Attribution | None:
    """``He said: "…"``, ``she told reporters, "…"``."""
    first, last = item.before
    if first >= last or tree.words[last - 1] not in {",", ":", "—", "–", "-"}:
        return None
    for verb in range(last - 2, first - 1, -1):
        if tree.pos[verb] not in {"VERB", "AUX"}:
            continue
        frames, particle = verb_frames(tree, verb, lexicon)
        if "quote" not in frames:
            continue
        if tree.dep[verb] == "relcl":
            continue
        subject = find_subject(tree, verb)
        cue = cue_group(tree, verb, particle)
        source = noun_phrase(tree, subject, verb) if subject is not None else None
        content = [(item.passage.start, item.passage.end)]
        end = tree.end[cue[1]]
        if cue[1] + 1 < last and tree.words[cue[1] + 1] == ":":
            end = tree.end[cue[1] + 1]
        return Attribution(verb, (tree.start[cue[0]], end), source, subject, content)
    return None
