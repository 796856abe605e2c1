"""Does a place act, or do things happen in it?  Rules over the parse, each with a name that says why."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from wiredesk.nlp.knowledge.tsv_rows import rows, values
from wiredesk.nlp.tokens import Tokens

_FILE = Path(__file__).parent / "metonym_words.tsv"
SPORT = frozenset({"fixture", "headline of sport", "score", "line-up", "team", "its score"})
"""Rules that speak of a team."""
_COPULAS = frozenset({"be", "become", "remain", "seem", "look", "appear", "feel", "stay"})
_NUMBER = re.compile(r"\d{2}")
_BEATING = frozenset(
    {"beat", "beats", "edge", "edges", "thrash", "thrashes", "down", "downs", "rout", "routs", "crush", "crushes"}
    | {"win", "wins", "lose", "loses", "draw", "draws", "tie", "ties", "defeat", "defeats", "hold", "holds", "trounce"}
)
_PLURALS = frozenset({"were", "are"})
_WHEREABOUTS = frozenset({"in", "near", "at", "part", "one", "within", "where", "under", "around", "outside"})
_VERSUS = frozenset({"v", "v.", "vs", "vs.", "versus"})
_SCORE = re.compile(r"\d{1,3}(?:-\d{1,2})*$")
_DASHES = frozenset({"-", "--", "–", "—", ":"})
_PARTIES = frozenset({"R", "D", "I"})
"""``Rep. Jane Doe, R-Fla.``: the state that elected her."""
_BREAKS = frozenset({",", "(", ")", "-", ";"})
_FINITE = frozenset({"VBD", "VBZ", "VBP", "MD"})
_BOUNDS = frozenset({"bind", "bound", "surround", "border", "pass", "drop", "stop", "go", "near", "close"})
_LIKENED = frozenset({"compare", "familiar", "begin", "associate", "connect", "start", "obsess", "love", "cover"})
_SAID_OF = {"to": "to_words", "for": "for_words", "from": "from_words", "of": "of_words", "over": "over_words"}
_SAID_OF |= {"on": "on_words", "upon": "on_words", "towards": "to_words", "toward": "to_words"}


@dataclass(frozen=True, slots=True)
class Lists:
    """The word lists by name."""

    tokens: dict[str, frozenset[str]]

    def __getitem__(self, name: str) -> frozenset[str]:
        return self.tokens[name]


@cache
def lists() -> Lists:
    """The lists of ``metonym_words.tsv``."""
    lines = _FILE.read_text(encoding="utf-8").splitlines()
    return Lists({name: frozenset(values(cell)) for name, cell in rows(lines, 2, _FILE.name)})


def acts(tokens: Tokens, start: int, end: int, known: Lists) -> str | None:
    """The rule by which the place at tokens ``start`` to ``end`` is an actor; None where it is a place."""
    if tokens.text[max(0, start - 1) : start] == ["("] and tokens.text[end : end + 1] == [")"]:
        return None
    if start > 1 and tokens.text[start - 1] in _DASHES and tokens.text[start - 2] in _PARTIES:
        return None
    for rule in (_result, _before_noun, _headline):
        if reason := rule(tokens, start, end, known):
            return reason
    at = _top(tokens, start, end)
    for _ in range(8):
        listed = tokens.dep[at] == "conj" or (tokens.dep[at] == "appos" and tokens.tag[tokens.head[at]] == "NNP")
        if not listed or tokens.head[at] == at:
            break
        at = tokens.head[at]
    return _by_role(tokens, at, known)


def _top(tokens: Tokens, start: int, end: int) -> int:
    """The token that governs the rest of the name."""
    for index in range(start, end):
        if not start <= tokens.head[index] < end or tokens.head[index] == index:
            return index
    return end - 1


def _before_noun(tokens: Tokens, _start: int, end: int, known: Lists) -> str | None:
    """ "England captain", "the West Indies tour manager": the name of the team before one of its people or things."""
    for index in range(end, min(end + 3, len(tokens))):
        if tokens.lower[index] in known["team_nouns"]:
            return "team"
        if tokens.text[index] == "-":
            continue
        if not tokens.text[index].isalpha() or (tokens.text[index][0].isupper() and not tokens.all_caps[index]):
            return None
    return None


def _headline(tokens: Tokens, start: int, end: int, known: Lists) -> str | None:
    """ "Chile spurns …": the name opens a sentence and a verb follows that the tagger may have taken for a noun."""
    before = tokens.text[start - 1] if start > tokens.sentence_start[start] else ""
    joined = tokens.all_caps[start] and before.lower() in {"and", ","}
    if (before not in {"", "-", "--", "–", "—", ":"} and not joined) or end >= len(tokens):
        return None
    after = tokens.lower[end]
    forms = {after, after.removesuffix("s"), after.removesuffix("es"), after.removesuffix("ies") + "y"}
    if not forms & known["headline_verbs"] or (tokens.text[end][0].isupper() and not tokens.all_caps[end]):
        return None
    return "headline"


def _by_role(tokens: Tokens, at: int, known: Lists) -> str | None:
    dep, governor = tokens.dep[at], tokens.head[at]
    lemma = tokens.lemma[governor].lower()
    if dep == "nsubj":
        return _as_subject(tokens, at, governor, lemma, known)
    if dep == "nsubjpass":
        return None if lemma in known["ground_passives"] else "passive subject"
    if dep in {"dobj", "dative"}:
        return _as_object(tokens, governor, lemma, known)
    if dep == "pobj":
        return _after_preposition(tokens, governor, known)
    if dep == "poss":
        if lemma in known["acts"]:
            return "its act"
        return "its score" if _NUMBER.match(lemma) else None
    if dep in {"compound", "nmod"}:
        return "its act" if lemma in known["acts_before"] else None
    return None


def _as_subject(tokens: Tokens, subject: int, verb: int, lemma: str, known: Lists) -> str | None:
    if not tokens.tag[verb].startswith(("V", "M")):
        return None
    kids = tokens.children[verb]
    if tokens.lower[verb] in _PLURALS and _singular(tokens, subject):
        return "plural"
    if lemma in known["ground_verbs"]:
        return None
    if lemma in _COPULAS:
        told = {"acomp", "attr", "oprd", "advmod", "prep", "npadvmod"}
        complements = [kid for kid in kids if tokens.dep[kid] in told and kid > verb]
        if any(
            tokens.lemma[kid].lower() in known["grounds"] or tokens.lower[kid] in _WHEREABOUTS for kid in complements
        ):
            return None
        return "state" if complements or lemma != "be" else None
    return "subject"


def _singular(tokens: Tokens, subject: int) -> bool:
    """Whether a subject is one place by its form; a plural verb then speaks of its people ("Wales were")."""
    joined = any(tokens.dep[kid] in {"conj", "cc"} for kid in tokens.children[subject])
    return tokens.tag[subject] == "NNP" and not joined and not tokens.lower[subject].endswith(("s", "s."))


def _as_object(tokens: Tokens, verb: int, lemma: str, known: Lists) -> str | None:
    if not tokens.tag[verb].startswith("V"):
        return None
    followed = any(tokens.dep[kid] in {"xcomp", "ccomp"} for kid in tokens.children[verb])
    if lemma in known["visit_verbs"]:
        return "object and its act" if followed and lemma in {"leave", "see"} else None
    return "object" if lemma in known["object_verbs"] else None


def _after_preposition(tokens: Tokens, preposition: int, known: Lists) -> str | None:
    word = tokens.lower[preposition]
    governor = tokens.head[preposition]
    lemma = tokens.lemma[governor].lower()
    if word == "against":
        return "against"
    if word == "by":
        return None if lemma in known["ground_verbs"] or lemma in _BOUNDS else "agent"
    if word in {"between", "among"}:
        return "between" if lemma in known["relations"] and lemma not in known["distances"] else None
    if word == "with":
        return None if lemma in known["distances"] or lemma in _LIKENED else "with"
    if (name := _SAID_OF.get(word)) and lemma in known[name]:
        return word
    return None


def _result(tokens: Tokens, start: int, end: int, known: Lists) -> str | None:
    """Score lines and headlines of sport, which no parser reads."""
    before = tokens.lower[start - 1] if start else ""
    after = tokens.lower[end] if end < len(tokens) else ""
    if "of" in tokens.lower[max(0, start - 2) : start]:
        return None
    if after in _VERSUS or before in _VERSUS:
        return "fixture"
    if tokens.all_caps[start] and (
        after in _BEATING or before in _BEATING or _in_sports_headline(tokens, start, end, known)
    ):
        return "headline of sport"
    if tokens.lower[end + 1 : end + 3] == ["all", "out"]:
        return "score"
    if _SCORE.match(after) and (_sport(tokens, start, known) or tokens.text[end + 1 : end + 2] == ["("]):
        return "score"
    opens = start == tokens.sentence_start[start] or tokens.text[start - 1] in _DASHES
    return "line-up" if after in _DASHES and opens and _line_up(tokens, start, end) else None


def _in_sports_headline(tokens: Tokens, start: int, end: int, known: Lists) -> bool:
    """ "CRICKET - ASHDOWN HOLDS WALES TO 190": after a verb, or one of two before it."""
    if tokens.lower[tokens.sentence_start[start]] not in known["sport"]:
        return False
    before = tokens.lower[start - 1] if start else ""
    coming = tokens.lower[end + 1 : end + 4] if tokens.lower[end : end + 1] == ["and"] else []
    return _is_verb(before, known) or any(_is_verb(word, known) for word in coming)


def _is_verb(word: str, known: Lists) -> bool:
    forms = {word, word.removesuffix("s"), word.removesuffix("es"), word.removesuffix("ies") + "y"}
    return bool(forms & known["headline_verbs"] or forms & known["object_verbs"])


def _line_up(tokens: Tokens, start: int, end: int) -> bool:
    """ "Wales - Tom Ashdown (12th minute), …", "Wales: 15-T. Ashdown": names or numbers after the name of a team."""
    if tokens.text[start].isupper() and not tokens.all_caps[start]:
        return False
    rest = range(end + 1, min(end + 14, len(tokens)))
    same = [at for at in rest if tokens.paragraph[at] == tokens.paragraph[start]]
    if not same or not (tokens.text[same[0]][0].isupper() or tokens.text[same[0]][0].isdigit()):
        return False
    return sum(tokens.text[at] in _BREAKS for at in same) >= 2 and not any(
        tokens.tag[at] in _FINITE and tokens.text[at].islower() for at in same
    )


def _sport(tokens: Tokens, at: int, known: Lists) -> bool:
    """Whether the sentence is about sport: one of its words, or a score with a dash."""
    first = tokens.sentence_start[at]
    for index in range(first, min(first + 60, len(tokens))):
        if tokens.sentence[index] != tokens.sentence[at]:
            return False
        if tokens.lower[index] in known["sport"] or re.match(r"\d{1,3}-\d{1,3}$", tokens.text[index]):
            return True
    return False
