"""Where a reported clause ends: the reporter's comments are cut off, modifiers hung on the cue are taken in."""

from __future__ import annotations

from wiredesk.nlp.lexicon import word_set
from wiredesk.nlp.lexicon.reporting import CueLexicon
from wiredesk.nlp.quotes.source_phrases import DASHES
from wiredesk.nlp.quotes.verb_groups import has_tense_of_cue
from wiredesk.nlp.tokens import PASSIVE_SUBJECTS, SUBJECTS, Tokens

MAX_CLAUSE_TOKENS = 300
"""Tokens of a clause; a longer one is a failed sentence split and is left as it is."""
MAX_CONJUNCTS = 4
"""Clauses joined to each other that are looked at."""
MAX_MARKS_TOKENS = 3
"""Marks between a clause and the "and that" that goes on with it."""
MAX_COLON_TOKENS = 60
"""Tokens from a colon to the end of its sentence; a longer one is a list."""
_FINITE = frozenset({"VBD", "VBZ", "VBP", "MD"})
_MARKS_BETWEEN = frozenset({",", "”", '"', "''", "’", "'", "—", "–", "--"})
_JOINTS = frozenset({"and", "but", "or"})
_SHIFTED = frozenset({"would", "could", "might", "had"})
"""Auxiliaries of indirect speech in the past, where direct speech has "will", "can", "may" and "has"."""
_SENTENCE_STOPS = frozenset({".", "!", "?", ";"})
_SETTINGS = word_set("quote_words", "settings")
_MEDIA = word_set("quote_words", "media_of_speech")
_NEW = frozenset({"a", "an", "his", "her", "its", "their"})
"""Words before a medium that the story names for the first time."""
_MODIFIERS = frozenset({"prep", "advcl", "xcomp", "npadvmod", "oprd", "advmod", "prt"})
_AFTERTHOUGHTS = frozenset({"relcl", "acl"})
_FREE_RELATIVES = frozenset({"whichever", "whoever", "whatever"})
"""Relatives of a condition, which is a part of what is reported: "…, whichever comes first"."""
_REPORTING = frozenset({"quote", "small_clause"})
"""Frames of participles that report behind "while" too: "while noting that", "while calling it a success"."""
_CONTINUATIONS = word_set("quote_words", "continuations")
_CONTRASTS = word_set("quote_words", "contrasts")


def extend_over_modifiers(tokens: Tokens, verb: int, right: int, is_object: bool) -> int:
    """Return the last token of content that ends at ``right``, with the modifiers that follow without a comma.

    Behind an object a clause is not taken in: it says why or when the source spoke of the object.
    """
    for child in tokens.children[verb]:
        if child <= right or tokens.left[child] != right + 1:
            continue
        if is_object and tokens.dep[child] == "advcl":
            break
        if tokens.dep[child] not in _MODIFIERS or _is_setting(tokens, child) or _is_next_report(tokens, child):
            break
        right = tokens.right[child]
    return right


def before_medium(tokens: Tokens, head: int, right: int) -> int:
    """Return the last token of an object without where it was said, which the parser hangs on it.

    ``rejected the claim [in a ruling]``, ``noted his words [on its website]``. A medium that the story knows already is
    a part of the object: "the mistakes in the letter".
    """
    for at in range(right - 1, head, -1):
        if tokens.lower[at] not in {"in", "on"} or tokens.dep[at] != "prep" or tokens.right[at] < right:
            continue
        medium = tokens.child_with(at, "pobj")
        if medium is None or tokens.lemma[medium] not in _MEDIA:
            continue
        first = tokens.lower[tokens.left[medium]]
        if first in _NEW or tokens.left[medium] == medium:
            return at - 1
    return right


def extend_over_predicate(tokens: Tokens, verb: int, head: int, right: int, lexicon: CueLexicon) -> int:
    """Return the last token of a clause with a second predicate behind it that the parser hangs on the cue.

    ``says he is proud of his record [and expects to win]``: no comma, no subject, the clause's tense, and no cue that
    reports speech.
    """
    for child in tokens.children_with(verb, "conj"):
        if child > right and _is_reported_too(tokens, verb, child, right, lexicon):
            return tokens.right[child]
        if child <= right or tokens.left[child] != child or tokens.tag[child] != tokens.tag[head]:
            continue
        if tokens.lower[right + 1] != "and" or right + 2 != child or tokens.child_with(child, "nsubj") is not None:
            continue
        if "quote" not in lexicon.verbs.get(tokens.lemma[child], ()):
            return tokens.right[child]
    return right


def _is_reported_too(tokens: Tokens, verb: int, joint: int, right: int, lexicon: CueLexicon) -> bool:
    """Return whether a clause joined to a cue in the past is a part of the report: it says what would be, or had been.

    ``said prices would rise, but [wages would not]``. The reporter's own clauses are in the simple past. A clause with
    a cue of its own is the next report.
    """
    own = tokens.child_with(joint, "nsubj", "nsubjpass", "expl")
    if own is None or tokens.tag[verb] != "VBD" or "quote" in lexicon.verbs.get(tokens.lemma[joint], ()):
        return False
    first = min(tokens.left[own], tokens.left[joint])
    at = right + 1
    while at < first and (tokens.text[at] == "," or tokens.lower[at] in _JOINTS):
        at += 1
    if at != first or tokens.lower[first - 1] not in _JOINTS:
        return False
    return any(tokens.lower[aux] in _SHIFTED for aux in tokens.children_with(joint, "aux"))


def over_lost_predicate(tokens: Tokens, cue: int, head: int, left: int, right: int) -> tuple[int, int]:
    """Return head and last token of a clause with the predicate that the parser has cut off it.

    ``that dropping the plan once it was clear it would not pass [was an example of his leadership]``: a finite verb
    right behind a clause has the clause for its subject, or a noun in it.
    """
    verb = right + 1
    if verb >= len(tokens) or tokens.tag[verb] not in _FINITE or tokens.sentence[verb] != tokens.sentence[left]:
        return head, right
    main = tokens.head[verb] if tokens.tag[verb] == "MD" or tokens.dep[verb] in {"aux", "auxpass"} else verb
    own = tokens.child_with(main, *SUBJECTS, *PASSIVE_SUBJECTS)
    if tokens.head[main] != cue and tokens.text[right] == "," and tokens.text[left:right].count(",") % 2 == 0:
        return head, right  # the comma closes the clause: "Acme, which said sales were up, attributed …"
    if main < verb or tokens.right[main] <= right or (own is not None and not left <= own <= right):
        return head, right
    return main, tokens.right[main]


def over_continuation(tokens: Tokens, left: int, right: int) -> int:
    """Return the last token of a clause with what a colon or "and that" joins to it in the same sentence.

    ``said the plan had one flaw[: it costs too much]``, ``said the plan was “safe,” [and that it would work]``.
    """
    size, at = len(tokens), right + 1
    if at < size and tokens.text[at] == ":" and not tokens.quoted[at]:
        return _end_of_line(tokens, at)
    while at < size and at - right <= MAX_MARKS_TOKENS and tokens.text[at] in _MARKS_BETWEEN:
        at += 1
    if at + 2 < size and tokens.lower[at] in _JOINTS and tokens.lower[at + 1] == "that" and tokens.tag[at + 1] == "IN":
        clause = tokens.head[at + 1]
        if clause > at and not tokens.quoted[at]:
            return max(right, tokens.right[clause])
    return right


def _end_of_line(tokens: Tokens, colon: int) -> int:
    """Return the last token of the sentence that goes on behind a colon; the one before the colon if none does."""
    end = min(len(tokens), colon + MAX_COLON_TOKENS)
    last = colon
    while last + 1 < end and tokens.paragraph[last + 1] == tokens.paragraph[colon]:
        if tokens.text[last + 1] in _SENTENCE_STOPS and not tokens.quoted[last + 1]:
            return last if last > colon else colon - 1
        last += 1
        if tokens.quoted[last] and not (last + 1 < end and tokens.quoted[last + 1]):
            return last
    return colon - 1


def _is_next_report(tokens: Tokens, child: int) -> bool:
    """Return whether a modifier is a participle that may report on: ``…, adding that …``."""
    return tokens.dep[child] in {"advcl", "xcomp"} and tokens.tag[child] == "VBG" and tokens.left[child] == child


def _is_setting(tokens: Tokens, child: int) -> bool:
    """Return whether a modifier says when or where the words were spoken, rather than what they said."""
    if tokens.dep[child] in {"npadvmod", "advmod"}:
        return True
    if tokens.dep[child] != "prep":
        return False
    inside = tokens.child_with(child, "pobj")
    return inside is not None and (tokens.ent_type[inside] in {"DATE", "TIME"} or tokens.lemma[inside] in _SETTINGS)


def trim_afterthoughts(tokens: Tokens, verb: int, head: int, left: int, right: int, lexicon: CueLexicon) -> int:
    """Return the last token of a clause without afterthoughts and without the next report of the same source.

    Afterthoughts are the reporter's: ``…, which …``, ``— …``. A next report is ``… and added …``.
    """
    if right - left > MAX_CLAUSE_TOKENS:
        return right
    right = _before_next_report(tokens, verb, head, right, lexicon)
    right = _before_other_report(tokens, head, right, lexicon)
    dashes = [token for token in range(left + 1, right) if tokens.text[token] in DASHES]
    if len(dashes) == 1 and dashes[0] > head and _is_spaced(tokens, dashes[0]) and not _continues(tokens, dashes[0]):
        right = dashes[0] - 1
    for comma in range(max(left, head), right):
        if tokens.text[comma] == "," and _is_afterthought(tokens, comma, right, head, lexicon):
            return right if _resumes(tokens, comma, right) else comma - 1
    return right


def _before_next_report(tokens: Tokens, verb: int, head: int, right: int, lexicon: CueLexicon) -> int:
    """Return the last token before a cue that is joined to what is reported: ``said X and added that …``.

    The parser hangs such a cue one level too low; it has the tense of the first one. Without a subject it continues the
    source's report, with one it is the next source's. A finite verb without a subject cannot go on with a bare one: in
    ``said he will come but declined to say when`` it is joined to the cue, whatever it means.
    """
    waiting = [head]
    for clause in waiting:
        if len(waiting) > MAX_CONJUNCTS:
            break
        for joint in tokens.children[clause]:
            if tokens.dep[joint] != "conj" or joint > right:
                continue
            waiting.append(joint)
            own = tokens.child_with(joint, "nsubj")
            if own is not None or not _is_cues_own(tokens, verb, clause, joint, lexicon):
                if tokens.tag[joint] != tokens.tag[verb] or tokens.tag[joint] == "VB":
                    continue
                if "quote" not in lexicon.verbs.get(tokens.lemma[joint], ()):
                    continue
            before = joint - 1
            if own is not None:
                before = min(before, tokens.left[own] - 1)
            while before > head and tokens.dep[before] in {"cc", "advmod", "aux", "auxpass", "neg", "punct"}:
                before -= 1
            return before
    return right


def _is_cues_own(tokens: Tokens, verb: int, clause: int, joint: int, lexicon: CueLexicon) -> bool:
    """Return whether a predicate without a subject goes on with the cue: it has the cue's tense, the clause another.

    ``said that he would pay but did not say when``, ``acknowledged that he has met them but declined to comment``.
    The predicate is set against the report, or is a report, too.
    """
    if tokens.tag[clause] == "VB" and tokens.tag[joint] == tokens.tag[verb] and tokens.tag[joint] in _FINITE:
        return True
    if not has_tense_of_cue(tokens, verb, clause, joint):
        return False
    if tokens.lower[joint - 1] == "but":
        return True
    has_auxiliary = tokens.child_with(joint, "aux") is not None
    return tokens.lemma[joint] in lexicon.verbs and (has_auxiliary or tokens.tag[clause] != "VBN")


def _before_other_report(tokens: Tokens, head: int, right: int, lexicon: CueLexicon) -> int:
    """Return the last token before what another source says: ``expects losses [while 47 percent said …]``."""
    for mark in range(head + 1, right):
        if tokens.lower[mark] != "while" or tokens.dep[mark] != "mark" or tokens.quoted[mark]:
            continue
        cue = tokens.head[mark]
        if "quote" in lexicon.verbs.get(tokens.lemma[cue], ()) and tokens.child_with(cue, "nsubj") is not None:
            return mark - 2 if tokens.text[mark - 1] == "," else mark - 1
    return right


def _continues(tokens: Tokens, dash: int) -> bool:
    """Return whether the report goes on behind a dash: ``— and that …``, ``— including …``."""
    following = tokens.lower[dash + 1 : dash + 3]
    return following[0] in _CONTINUATIONS or following == ["and", "that"]


def is_spaced_dash(tokens: Tokens, token: int) -> bool:
    """Return whether a token is a dash between parts of a sentence."""
    return tokens.text[token] in DASHES and 0 < token < len(tokens) - 1 and _is_spaced(tokens, token)


def _is_spaced(tokens: Tokens, dash: int) -> bool:
    """Return whether a dash is no hyphen: a hyphen has no blanks around it."""
    return tokens.text[dash] != "-" or (
        tokens.start[dash] > tokens.end[dash - 1] and tokens.start[dash + 1] > tokens.end[dash]
    )


def _resumes(tokens: Tokens, comma: int, right: int) -> bool:
    """Return whether the report goes on behind an afterthought: ``…, which …, and that …``."""
    lower = tokens.lower
    return any(lower[token] in {"and", "but"} and lower[token + 1] == "that" for token in range(comma + 1, right - 1))


def _is_afterthought(tokens: Tokens, comma: int, right: int, head: int, lexicon: CueLexicon) -> bool:
    """Return whether the words between a comma and the clause's end are an afterthought: one subtree, by its label."""
    begin = comma + 1
    for token in range(begin, right + 1):
        if tokens.right[token] < right or tokens.right[token] > right + 1:
            continue
        label = tokens.dep[token]
        if tokens.left[token] != begin:
            continue
        if label in _AFTERTHOUGHTS:
            return tokens.lower[begin] not in _FREE_RELATIVES
        if label == "advcl" and tokens.head[token] < comma:
            frames = lexicon.verbs.get(tokens.lemma[token], frozenset())
            reports = tokens.tag[token] == "VBG" and bool(frames & _REPORTING if begin < token else frames)
            return reports or (tokens.lower[begin] in _CONTRASTS and tokens.tag[token] != "VBG")
    return False
