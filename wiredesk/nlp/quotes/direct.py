"""Direct speech: a passage in quotation marks and the cue beside it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from wiredesk.contract import Span
from wiredesk.nlp.knowledge import entity_lexicon
from wiredesk.nlp.lexicon import word_set
from wiredesk.nlp.lexicon.reporting import CueLexicon, Frames
from wiredesk.nlp.quotes.complements import CLAUSES, find_complement
from wiredesk.nlp.quotes.lost_subjects import lost_subject
from wiredesk.nlp.quotes.quote_context import QuotedPassage
from wiredesk.nlp.quotes.quote_frames import COLON_BEFORE, CUE_AFTER, CUE_BEFORE, FLOATING
from wiredesk.nlp.quotes.source_phrases import noun_phrase
from wiredesk.nlp.quotes.verb_groups import clip, cue_group, find_subject, verb_frames
from wiredesk.nlp.tokens import NOMINAL, Tokens

MIN_COLON_TOKENS = 4
"""Tokens of a clause with a colon; shorter ones are labels: "Roth:"."""
MIN_SPEECH_TOKENS = 5
"""Tokens of a sentence in quotation marks, with both marks and the stop; less is a title or a cry."""

_OPEN_ENDS = frozenset({",", "?", "!", "—", "-", "–"})
_STOPS = frozenset({".", "!", "?", "…"})
_INTRODUCERS = frozenset({",", ":", "—", "–", "-"})
_JOINTS = word_set("quote_words", "passage_joints")
_SUBORDINATE = frozenset({"relcl", "acl"})
_INNER = _SUBORDINATE | {"advcl", "ccomp", "xcomp", "pcomp", "aux", "auxpass"}
"""Labels of verbs that are not the predicate of their sentence."""
_PERSONAL = frozenset({"he", "she", "they", "who"})


@dataclass(slots=True)
class Attribution:
    """One attribution with all its pieces, in characters. Speech without a cue has neither cue nor source."""

    token: int
    """The word that makes the cue; the first token of speech without a cue."""
    cue: Span | None
    source: Span | None
    subject: int | None
    """Head of the source."""
    content: list[Span]
    frame: str
    """Name of the quote frame that it was read by."""
    noun: int | None = None
    """The noun that heads the source, where ``subject`` is the name beside it."""
    partners: tuple[int, ...] = ()
    """Heads of the further sources that say it together with the subject: ``Roth and [Berg] said``."""
    speaker_rule: str = ""
    """How ``subject`` was found, where it is not the head of the source."""
    outer: Attribution | None = None
    """The attribution whose content reports this one."""


def direct_speech(
    tokens: Tokens, quoted: list[QuotedPassage], lexicon: CueLexicon, labelled: Mapping[int, Attribution]
) -> list[Attribution]:
    """Return the attributions of passages with a cue, with what carries on from them, and floating speech.

    ``labelled`` has the attributions of passages with an attribution line, by the offset of the passage.
    """
    found: list[Attribution] = []
    by_cue: dict[int, Attribution] = {}
    last: Attribution | None = None
    previous: QuotedPassage | None = None
    for item in quoted:
        attributed = labelled.get(item.passage.start)
        if attributed is None:
            attributed = (
                _cue_after(tokens, item, lexicon) or _cue_before(tokens, item, lexicon) or _colon_before(tokens, item)
            )
        if attributed is not None:
            known = by_cue.get(attributed.token)
            if known is None and last is not None and last.frame == FLOATING and _is_opened(tokens, item, previous):
                attributed.content = last.content + attributed.content
                found.remove(last)
            if known is None:
                by_cue[attributed.token] = known = attributed
                found.append(attributed)
            else:
                known.content += [span for span in attributed.content if span not in known.content[-2:]]
            last = known
        elif last is not None and previous is not None and _carries_on(tokens, item, previous):
            last.content.append((item.passage.start, item.passage.end))
        elif _is_speech(tokens, item):
            span = (item.passage.start, item.passage.end)
            last = Attribution(item.tokens[0], None, None, None, [span], FLOATING)
            found.append(last)
        elif previous is None or previous.paragraph != item.paragraph:
            continue
        previous = item
    return found


def _is_speech(tokens: Tokens, item: QuotedPassage) -> bool:
    """Return whether a passage is a sentence of its own: it opens one, ends with a stop, and is no mere title."""
    begin, end = item.tokens
    return not _has_word(tokens, *item.before) and item.ending in _STOPS and end - begin >= MIN_SPEECH_TOKENS


def _adjoins(tokens: Tokens, previous: QuotedPassage, item: QuotedPassage) -> bool:
    """Return whether nothing but the first passage's own sentence is between the two."""
    return not _has_word(tokens, previous.after[1], item.tokens[0])


def _carries_on(tokens: Tokens, item: QuotedPassage, previous: QuotedPassage) -> bool:
    """Return whether the same speaker goes on.

    In the same paragraph; in the next one after a passage left unclosed, or where that is all speech.
    """
    if previous.paragraph == item.paragraph:
        return _adjoins(tokens, previous, item) and not _has_word(tokens, *item.before)
    if item.paragraph != previous.paragraph + 1 or _has_word(tokens, *item.before):
        return False
    if not previous.passage.closed:
        return True
    return _is_speech(tokens, item) and not _has_word(tokens, *item.after) and _adjoins(tokens, previous, item)


def _is_opened(tokens: Tokens, item: QuotedPassage, previous: QuotedPassage | None) -> bool:
    """Return whether a passage goes on with the speech that the paragraph before left open."""
    return (
        previous is not None
        and not previous.passage.closed
        and item.paragraph == previous.paragraph + 1
        and not _has_word(tokens, *item.before)
    )


def _has_word(tokens: Tokens, first: int, last: int) -> bool:
    return any(tokens.text[token][0].isalnum() for token in range(first, last))


# ---- the cue behind the passage --------------------------------------------------------------------------------------


def _cue_after(tokens: Tokens, item: QuotedPassage, lexicon: CueLexicon) -> Attribution | None:
    """``"…," the mayor said`` and ``"…," said the mayor``."""
    first, last = item.after
    if item.ending in {".", "…"} or first >= last:
        return None
    is_inside = not item.follows and _has_word(tokens, *item.before)
    if not _may_have_cue(tokens, item, is_inside):
        return None
    for verb in range(first, last):
        if tokens.pos[verb] not in {"VERB", "AUX"}:
            continue
        frames, particle = verb_frames(tokens, verb, lexicon)
        if "quote" not in frames:
            if _is_passed_over(tokens, verb):
                continue
            return None
        if not _is_modifier(tokens, verb, first):
            return _attributed(tokens, item, verb, frames, particle, lexicon, is_inside=is_inside)
    return None


def _may_have_cue(tokens: Tokens, item: QuotedPassage, is_inside: bool) -> bool:
    """Return whether what follows a passage can be its cue: behind an open end, a comma, or a whole sentence.

    ``is_inside``: the passage follows words of its sentence.
    """
    first = item.after[0]
    is_whole = not is_inside and not item.follows and item.tokens[1] - item.tokens[0] > MIN_SPEECH_TOKENS
    if item.ending not in _OPEN_ENDS and tokens.text[first] != "," and not is_whole:
        return False
    return tokens.lower[first] not in _JOINTS


def _is_passed_over(tokens: Tokens, verb: int) -> bool:
    """Return whether a verb that reports nothing may precede the cue."""
    return tokens.dep[verb] in _SUBORDINATE or tokens.pos[verb] == "AUX" or tokens.tag[verb] in {"VBG", "VBN"}


def _is_modifier(tokens: Tokens, verb: int, first: int) -> bool:
    """Return whether a reporting verb only modifies the source: ``a man saying …``, ``the aide who said …``."""
    if tokens.tag[verb] == "VBG":
        return True
    return tokens.dep[verb] in _SUBORDINATE and verb > first + 1 and tokens.child_with(verb, "nsubj") is None


def _attributed(
    tokens: Tokens,
    item: QuotedPassage,
    verb: int,
    frames: Frames,
    particle: int | None,
    lexicon: CueLexicon,
    *,
    is_inside: bool,
) -> Attribution | None:
    """Return the attribution of a passage to the verb behind it; None if the verb reports something else."""
    first, last = item.after
    cue = cue_group(tokens, verb, lexicon, particle)
    subject = _subject_between(tokens, verb, first, last)
    if subject is None or (is_inside and find_complement(tokens, verb, cue[1], frames, lexicon) is not None):
        return None
    source = noun_phrase(tokens, subject, verb)
    if source is not None and source[0] < item.passage.end <= source[1]:
        source = (tokens.start[first], source[1])
    begin = item.tokens[0]
    head = clip(tokens, item.before[0], begin - 1) if is_inside and not _is_introduced(tokens, item, lexicon) else None
    end = item.passage.end if is_inside else _tail_end(tokens, item, subject, verb)
    content = (head[0] if head else item.passage.start, end)
    return Attribution(verb, (tokens.start[cue[0]], tokens.end[cue[1]]), source, subject, [content], CUE_AFTER)


def _is_introduced(tokens: Tokens, item: QuotedPassage, lexicon: CueLexicon) -> bool:
    """Return whether the words before a passage introduce it: ``Keller weighed in, saying, “…,” and added …``."""
    first, last = item.before
    if tokens.text[last - 1] == ":":
        return True
    at = last - 2 if tokens.text[last - 1] == "," else last - 1
    if tokens.text[at - 1] == "-":
        return False  # "so-called “mixed credits”"
    return at >= first and tokens.pos[at] == "VERB" and "quote" in verb_frames(tokens, at, lexicon)[0]


def _tail_end(tokens: Tokens, item: QuotedPassage, subject: int, verb: int) -> int:
    """Return the offset at which the speech ends: ``“He said a lot” about jobs, Keller said``."""
    first = item.after[0]
    comma = tokens.left[subject] - 1
    if not item.ending.isalnum() or tokens.text[first] == "," or not first < comma < subject < verb:
        return item.passage.end
    has_clause = any(tokens.dep[at] == "ROOT" for at in range(first, comma))
    return item.passage.end if has_clause or tokens.text[comma] != "," else tokens.end[comma - 1]


def _subject_between(tokens: Tokens, verb: int, first: int, last: int) -> int | None:
    """Return the head of the verb's subject among tokens, by the parse, else by the order of the words."""
    subject = find_subject(tokens, verb)
    if subject is not None and first <= subject < last:
        return subject
    for token in range(verb - 1, first - 1, -1):  # the noun phrase that ends at the verb
        if tokens.pos[token] in NOMINAL:
            return _phrase_head(tokens, token, first, verb)
    behind = (token for token in range(verb + 1, last) if tokens.pos[token] in NOMINAL)
    return next((_phrase_head(tokens, token, verb + 1, last) for token in behind), None)


def _phrase_head(tokens: Tokens, token: int, first: int, last: int) -> int:
    """Return the head of the noun phrase of a token among the tokens ``first`` to ``last``."""
    while first <= tokens.head[token] < last and tokens.head[token] != token:
        if tokens.pos[tokens.head[token]] not in NOMINAL:
            break
        token = tokens.head[token]
    return token


# ---- the cue before the passage --------------------------------------------------------------------------------------


def _cue_before(tokens: Tokens, item: QuotedPassage, lexicon: CueLexicon) -> Attribution | None:
    """``He said: "…"``, ``she told reporters, "…"``."""
    first, last = item.before
    if first >= last:
        return None
    is_bare = tokens.text[last - 1] not in _INTRODUCERS
    if is_bare and (item.ending not in _STOPS or tokens.pos[last - 1] != "VERB"):
        return None
    for verb in range(last - 1, first - 1, -1):
        if tokens.pos[verb] not in {"VERB", "AUX"} or tokens.dep[verb] in {"relcl", "amod"}:
            continue
        frames, particle = verb_frames(tokens, verb, lexicon)
        if "quote" in frames:
            return _introduced(tokens, item, verb, frames, particle, lexicon)
        if is_bare:
            return None
    return None


def _introduced(
    tokens: Tokens, item: QuotedPassage, verb: int, frames: Frames, particle: int | None, lexicon: CueLexicon
) -> Attribution | None:
    """Return the attribution of a passage to the verb before it; None if the verb's clause takes the passage in."""
    first, last = item.before
    cue = cue_group(tokens, verb, lexicon, particle)
    found = find_complement(tokens, verb, cue[1], frames, lexicon)
    if found is not None and found.frame in CLAUSES and found.left < item.tokens[0] - 1:
        return None  # "said it was not the banks' fault, “not by a long shot”"
    subject = find_subject(tokens, verb)
    source = noun_phrase(tokens, subject, verb) if subject is not None else None
    if subject is None and (lost := lost_subject(tokens, verb, cue[0])):
        subject, source = lost
    content = [(item.passage.start, _content_end(tokens, item))]
    if tokens.masked[item.passage.inner[0]].islower() and subject is not None and first < tokens.left[subject] <= verb:
        head = clip(tokens, first, tokens.left[subject] - 1)  # "Sooner or later, he said, “it pays off.”"
        if head and tokens.text[tokens.left[subject] - 1] == "," == tokens.text[last - 1]:
            content.insert(0, head)
    end = tokens.end[cue[1]]
    if cue[1] + 1 < last and tokens.text[cue[1] + 1] == ":":
        end = tokens.end[cue[1] + 1]
    return Attribution(verb, (tokens.start[cue[0]], end), source, subject, content, CUE_BEFORE)


def _content_end(tokens: Tokens, item: QuotedPassage) -> int:
    """Return the offset at which the speech ends: with the passage, or with a sentence that goes on without a comma."""
    first, last = item.after
    tail = clip(tokens, first, last - 1) if item.ending.isalnum() and first < last else None
    if tail is None or any(tokens.text[at] == "," or tokens.pos[at] == "VERB" for at in range(first, last)):
        return item.passage.end
    return tail[1]


# ---- a sentence with a colon before the passage ----------------------------------------------------------------------


def _colon_before(tokens: Tokens, item: QuotedPassage) -> Attribution | None:
    """``Roth issued the following statement: "…"``, ``He went even further: "…"``: the subject speaks whole sentences.

    The subject must be a person or a body; what a thing has behind a colon is on it or about it.
    """
    first, last = item.before
    begin, end = item.tokens
    if last - first < MIN_COLON_TOKENS or tokens.text[last - 1] != ":" or item.ending not in _STOPS:
        return None
    if end - begin < MIN_SPEECH_TOKENS or tokens.masked[item.passage.inner[0]].islower():
        return None
    for verb in range(first, last - 1):
        if tokens.pos[verb] not in {"VERB", "AUX"} or (tokens.dep[verb] in _INNER and tokens.head[verb] < last):
            continue
        subject = next(tokens.children_with(verb, "nsubj"), None)
        if subject is None or not first <= subject < verb or not _may_speak(tokens, subject):
            continue
        cue = tokens.start[verb], tokens.end[last - 1]
        content = [(item.passage.start, item.passage.end)]
        return Attribution(verb, cue, noun_phrase(tokens, subject, verb), subject, content, COLON_BEFORE)
    return None


def _may_speak(tokens: Tokens, subject: int) -> bool:
    """Return whether a subject is a person or a body by its form: a name, a pronoun of persons, a role."""
    if tokens.pos[subject] == "PROPN":
        return True
    known, lemma = entity_lexicon(), tokens.lemma[subject]
    return tokens.lower[subject] in _PERSONAL or lemma in known.roles or known.nominal_types.get(lemma) == "ORG"
