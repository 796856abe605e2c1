"""The tone of each word of a story, from the lexicon and from what the word acts on."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import accumulate

from wiredesk.nlp.lexicon import table, word_set
from wiredesk.nlp.lexicon.word_kinds import Kinds
from wiredesk.nlp.tokens import Tokens
from wiredesk.nlp.tone.tone_lexicon import Group, KnownWord, Phrase, ToneLexicon, ToneWord
from wiredesk.nlp.tone.tone_scope import DENIED, TURNED, behind, clause, described, modifiers, movers, scope, verb_of

_GROUP: dict[str, Group] = {
    "VERB": "v", "AUX": "v", "NOUN": "n", "PROPN": "n", "ADJ": "a", "ADV": "a", "ADP": "a", "INTJ": "a",
}  # fmt: skip
_NAMED = frozenset({"PERSON", "ORG", "GPE", "LOC", "FAC", "PRODUCT", "WORK_OF_ART", "EVENT", "LAW", "NORP", "LANGUAGE"})
"""Types of names, whose words say nothing: the Peace Corps, the Battle of the Bulge."""
_SHARE_UNITS = word_set("tone_operators", "share_units")
_PREFIXES = frozenset(table("tone_operators")["negating"]["prefixes"].split())
_FOCUS = word_set("quote_words", "focus_adverbs")
_NOUNS = frozenset({"NOUN", "PROPN", "PRON"})
_VERBS = frozenset({"VERB", "AUX"})
_DENIED_BY = frozenset({"det", "neg", "advmod", "amod", "preconj"})
_ARGUMENTS = frozenset({"nsubj", "nsubjpass", "dobj"})
_ASIDES = frozenset({"appos", "relcl"})
"""Labels of what says who somebody is: "Lee, who won the cup in 1998, resigned"."""
_DANGERS = frozenset({"NOUN", "PROPN", "ADJ"})
_MOVING = frozenset({"be", "go", "move", "drive", "push"})
"""Verbs of which "up" and "down" say where something goes."""
_ABSORBS = 0.5
"""Tone from which a word takes away the opposite tone of what it acts on: "rescued the victims"."""
_CONTEST = 0.5
"""Tone of a victory that a verb tells: one side wins what the other loses."""
_NEGATED_BAD = 0.5
"""Share of a bad thing's weight that its denial is good: "no one was injured"."""
_BACKGROUND = 0.5
"""Share of its weight that a word has behind "after" or "despite": "back to profit after two years of losses"."""
_IN_COMPOUND = 0.1
"""Share of its weight that a movement has which only names a thing: "a deficit reduction package"."""
_COMPARED = 3
"""Tokens from "vs" to the end of the word behind it: "net profit 1.2 mln vs loss 3.4 mln"."""
_PREPOSITIONS = ("of", "in", "for", "on")


@dataclass(slots=True)
class WordTones:
    """Tone of each word that has one, by token, with the class that gave it."""

    values: dict[int, float] = field(default_factory=dict)
    rules: dict[int, str] = field(default_factory=dict)
    used: set[int] = field(default_factory=set)
    """Words that another word took into account: they neither count nor act."""

    def give(self, token: int, value: float, rule: str) -> None:
        """Set the tone of a word."""
        if value:
            self.values[token], self.rules[token] = value, rule
        else:
            self.values.pop(token, None)

    def first(self, tokens: list[int]) -> float:
        """Return the tone of the first of these words that has one."""
        values = self.values
        return next((values[at] for at in tokens if at in values), 0.0)

    def take(self, tokens: list[int]) -> None:
        """Let these words no longer count."""
        self.used.update(tokens)
        for at in tokens:
            self.values.pop(at, None)

    def deny(self, token: int) -> None:
        """Turn the tone of a word that is denied."""
        if value := self.values.get(token):
            self.values[token] = -max(value, _ABSORBS) if value > 0 else -value * _NEGATED_BAD
            self.rules[token] = f"not {self.rules[token]}"


_NOTHING = WordTones()
_PLAIN = ToneWord()
_ALONE, _WITH_SCOPE = 1, 2
"""A word is denied alone, or with what it acts on."""
_Job = tuple[int, int, ToneWord]
"""A token, how it is denied (0: it is not), and what the lexicon says of it."""


def word_tones(tokens: Tokens, lexicon: ToneLexicon) -> WordTones:
    """Return the tone of the words of the news. Time is linear in the length of the story."""
    found = WordTones()
    jobs: list[_Job] = []
    background: list[int] = []
    _look_up(tokens, lexicon, found, jobs, background)
    left, right = tokens.left, tokens.right
    # What a word acts on stands below it in the parse, hence in a narrower subtree, and is settled first.
    jobs.sort(key=lambda job: (right[job[0]] - left[job[0]], job[1]))
    for token, denied, word in jobs:
        if token in found.used:
            continue
        if denied:
            found.deny(token)
            for at in scope(tokens, token, objects=DENIED) if denied == _WITH_SCOPE else ():
                found.deny(at)
        elif word.acts:
            _act(tokens, lexicon, found, token, word)
        else:
            _absorb(tokens, found, token)
    _clear_dangers(tokens, found, jobs)
    _put_back(tokens, found, background)
    return found


def _look_up(tokens: Tokens, lexicon: ToneLexicon, found: WordTones, jobs: list[_Job], background: list[int]) -> None:
    """Collect the words of the lexicon: values of those that stand for themselves, jobs for those that act."""
    lower, lemma, children, is_news, resume = tokens.lower, tokens.lemma, tokens.children, tokens.is_news, 0
    known = lexicon.words.get
    for token in _candidates(tokens, lexicon.kinds):
        if token < resume or not is_news[token]:
            continue
        form = known(lower[token])
        row = known(lemma[token])
        if form and form.marker:
            if form.marker == "denies":
                jobs += _denied(tokens, token)
            elif form.marker == "puts back":
                background.append(token)
            else:
                resume = token + _COMPARED
        match = _phrase(tokens, form.phrases, token) if form and form.phrases else None
        if match is None and row and row is not form and row.phrases:
            match = _phrase(tokens, row.phrases, token)
        if match:
            resume, word = match
        elif (form and form.groups) or (row and row.groups):
            reading = _reading(tokens, token, form, row)
            if reading is None:
                continue
            word = reading
        else:
            continue
        if word.denies_above:
            jobs.append((tokens.head[token], _WITH_SCOPE, _PLAIN))
            continue
        if word.value and not word.direction:
            found.values[token], found.rules[token] = word.value, word.rule
        if word.acts or word.settles or (children[token] and abs(word.value) >= _ABSORBS):
            jobs.append((token, 0, word))


def _candidates(tokens: Tokens, kinds: Kinds) -> Sequence[int]:
    """Return the words that the lexicon may know, without those that only begin phrases of which no word follows.

    The most frequent words are such: "the" says nothing, and begins "the brink".
    """
    found = tokens.of_kinds(kinds)
    dep = tokens.dep
    if "prt" in dep:
        found = sorted({*found, *(tokens.head[at] for at, label in enumerate(dep) if label == "prt")})
    return found


def _phrase(tokens: Tokens, phrases: dict[str, list[Phrase]], token: int) -> tuple[int, ToneWord] | None:
    """Return the end of the phrase that begins at a token, and what it says; a particle may stand apart."""
    lemma, lower, second = tokens.lemma, tokens.lower, token + 1
    if second == len(lower):
        return None
    rows = phrases.get(lower[second]) or phrases.get(lemma[second])
    if rows is not None and not _is_name(tokens, token):
        for rest, word in rows:
            end = second + 1 + len(rest)
            if end <= len(lower) and all(part in (lemma[at], lower[at]) for at, part in enumerate(rest, second + 1)):
                return end, word
    if tokens.pos[token] == "VERB":
        for child in tokens.children[token]:
            if tokens.dep[child] == "prt" and (rows := phrases.get(lower[child])) and not rows[-1][0]:
                return second, rows[-1][1]
    return None


def _reading(tokens: Tokens, token: int, form: KnownWord | None, row: KnownWord | None) -> ToneWord | None:
    """Return what the lexicon says of a word as the part of speech that it is, by its form before its lemma.

    In a headline a noun may be a verb: "Blast kills five".
    """
    pos = tokens.pos[token]
    group = _GROUP.get(pos)
    if group is None or _is_name(tokens, token):
        return None
    found = (form and form.groups.get(group)) or (row and row.groups.get(group))
    if not found and tokens.zone[token] == "headline":
        single = next((known for known in (form, row) if known and len(known.groups) == 1), None)
        found = next(iter(single.groups.values())) if single else None
    if not found or (found.direction and "-" in tokens.text[max(token - 1, 0) : token + 2]):
        return None  # "low-cost airlines", "top-up fees"
    if token > 1 and tokens.text[token - 1] == "-" and tokens.lower[token - 2] in _PREFIXES:
        return None  # "non-toxic"
    if pos == "ADP" and tokens.child_with(token, "pobj") is not None:
        return None  # "worries over", "down the road"
    if tokens.dep[token] == "prt" and found.direction and tokens.lemma[tokens.head[token]] not in _MOVING:
        return None  # "coming up", "settle down"
    return found


def _is_name(tokens: Tokens, token: int) -> bool:
    """Return whether a word is part of a name, and says nothing."""
    return tokens.pos[token] == "PROPN" and tokens.ent_type[token] in _NAMED


def _denied(tokens: Tokens, token: int) -> Iterator[_Job]:
    """Yield what a negation denies: its verb, or its noun, and the verb of that."""
    if token + 1 < len(tokens) and tokens.lower[token + 1] in _FOCUS:
        return
    head, label = tokens.head[token], tokens.dep[token]
    if label == "prep":
        yield from ((noun, _WITH_SCOPE, _PLAIN) for noun in tokens.children_with(token, "pobj", "pcomp"))
    elif label in _ARGUMENTS:
        yield head, _WITH_SCOPE, _PLAIN
    elif label in _DENIED_BY and head != token:
        yield tokens.head[head] if tokens.lower[head] == "longer" else head, _WITH_SCOPE, _PLAIN
        if label == "det" and tokens.pos[head] in _NOUNS and tokens.dep[head] in _ARGUMENTS:
            yield tokens.head[head], _ALONE, _PLAIN


def _absorb(tokens: Tokens, found: WordTones, token: int) -> None:
    """Take away the opposite tone of what a word of strong tone acts on."""
    values = found.values
    value = values.get(token, 0.0)
    if value >= _ABSORBS or value <= -_ABSORBS:
        below = scope(tokens, token)
        for at in tokens.children_with(token, "xcomp"):
            below += described(tokens, at)  # "failed to put in place a better system"
        for at in below:
            if values.get(at, 0.0) * value < 0:
                del values[at]


def _clear_dangers(tokens: Tokens, found: WordTones, jobs: list[_Job]) -> None:
    """Take away the nouns and adjectives for a danger that has ended: "freed after three weeks as hostages"."""
    values = found.values
    for token, _, word in jobs:
        if word.settles and values.get(token, 0.0) > 0:
            for at in clause(tokens, verb_of(tokens, token)):
                if values.get(at, 0.0) < 0 and tokens.pos[at] in _DANGERS:
                    del values[at]


def _put_back(tokens: Tokens, found: WordTones, background: list[int]) -> None:
    """Let what stands behind "after" or "despite", in an apposition or in a relative clause count less."""
    values = found.values
    for token in background:
        for at in clause(tokens, tokens.head[token] if tokens.dep[token] == "mark" else token):
            if at in values:
                values[at] *= _BACKGROUND
    asides = [token for token, label in enumerate(tokens.dep) if label in _ASIDES] if values else []
    if asides:
        spans = sorted([(tokens.left[token], tokens.right[token]) for token in asides])
        starts = [first for first, _ in spans]
        reached = list(accumulate([last for _, last in spans], max))
        for at in values:
            before = bisect_right(starts, at)
            if before and reached[before - 1] >= at:
                values[at] *= _BACKGROUND


def _act(tokens: Tokens, lexicon: ToneLexicon, found: WordTones, token: int, word: ToneWord) -> None:
    """Settle a word whose tone depends on what it acts on."""
    objects = scope(tokens, token) if word.pairs or word.is_contest or word.negates else []
    paired = None
    if word.pairs:
        paired = next((at for at in objects if tokens.lemma[at] in word.pairs and tokens.pos[at] in _NOUNS), None)
    if paired is not None:
        found.take(objects)
        found.give(token, word.pairs[tokens.lemma[paired]], "pair")
    elif word.is_contest and (total := found.first(objects)) > -_ABSORBS:
        lost = total >= _ABSORBS or tokens.child_with(token, "nsubjpass", "auxpass") is not None
        found.give(token, -1.0 if lost else _CONTEST, "contest")
    elif word.direction:
        _move(tokens, lexicon, found, token, word)
    elif word.turner:
        _turn(tokens, lexicon, found, token, word)
    elif word.negates:
        for at in objects:
            found.deny(at)
    else:
        _absorb(tokens, found, token)


def _turn(tokens: Tokens, lexicon: ToneLexicon, found: WordTones, token: int, word: ToneWord) -> None:
    """Settle a word that turns its objects, or its subject where it has none: "the war ended"."""
    assert word.turner is not None
    objects = scope(tokens, token, TURNED) if tokens.pos[token] in _VERBS else scope(tokens, token)
    total = _weight(tokens, found, objects) or sum(lexicon.measures.get(tokens.lemma[at], 0) for at in objects[:1])
    if not total and tokens.child_with(token, "dobj") is None:
        objects = list(movers(tokens, token))
        total = _weight(tokens, found, objects)
    if total:
        found.take(objects)
        found.give(token, word.turner.bad if total < 0 else word.turner.good, word.rule)
    else:
        found.give(token, found.values.get(token, 0.0), word.rule)


def _weight(tokens: Tokens, found: WordTones, objects: list[int]) -> float:
    """Return the tone of what is turned: that of its first strong word, else that of the object itself."""
    values = found.values
    strong = (values[at] for at in objects if abs(values.get(at, 0.0)) >= _ABSORBS)
    return next(strong, 0.0) or found.first(objects[:1] + modifiers(tokens, objects[0]) if objects else [])


def _move(tokens: Tokens, lexicon: ToneLexicon, found: WordTones, token: int, word: ToneWord) -> None:
    """Settle a word of movement by what moves."""
    direction = word.direction
    assert direction is not None
    if direction.quantity and tokens.pos[tokens.head[token]] in ("ADJ", "ADV"):
        if direction.sign < 0:
            found.deny(tokens.head[token])  # "less profitable"
        return found.give(token, 0.0, "")
    is_body = is_figure = False
    for mover in movers(tokens, token):
        if direction.quantity and tokens.lemma[mover] in lexicon.traded:
            continue
        sign, used = _wanted(
            tokens, lexicon, _NOTHING if direction.figures_only else found, mover, by_modifiers=not direction.quantity
        )
        if sign:
            value = sign * direction.sign or direction.alone
            names = tokens.dep[token] == "compound" and tokens.head[token] != mover
            found.take(used)
            return found.give(token, value * _IN_COMPOUND if names else value, word.rule)
        is_body = is_body or tokens.ent_type[mover] == "ORG"
        is_figure = is_figure or tokens.lemma[mover] in lexicon.measures
    # A share moves by percent or points.
    is_share = is_body and any(tokens.lemma[child] in _SHARE_UNITS for child in tokens.children[token])
    alone = 0.0 if direction.figures_only and is_figure else direction.alone
    return found.give(token, alone or float(direction.sign * is_share), word.rule)


def _wanted(
    tokens: Tokens, lexicon: ToneLexicon, found: WordTones, noun: int, *, by_modifiers: bool
) -> tuple[int, list[int]]:
    """Return whether more of a thing is good (1), bad (-1) or unknown (0), and the words that say so.

    Args:
        by_modifiers: whether the words before a noun may say it: "crime figures", but not "the biggest beauty events".
    """
    lemma, measures = tokens.lemma, lexicon.measures
    before = modifiers(tokens, noun)
    for at in before:
        pair = (lemma[at], lemma[noun])
        if pair in lexicon.compounds:
            return lexicon.compounds[pair], [noun, at]
    sign = measures.get(lemma[noun], measures.get(tokens.lower[noun]))
    if sign is None:
        sign = _signed(found.values.get(noun, 0.0))
    if sign:
        return sign, [noun, *before, *behind(tokens, noun, "of")]
    for at in behind(tokens, noun, "of"):
        if sign := lexicon.compounds.get((lemma[at], lemma[noun]), 0):
            return sign, [noun, at]  # "the price of petrol"
    modified = (*before, *behind(tokens, noun, *_PREPOSITIONS)) if by_modifiers or lemma[noun] in measures else ()
    for at in modified:
        if sign := measures.get(lemma[at], 0) or _signed(found.values.get(at, 0.0)):
            return sign, [noun, at, *before]
    if lemma[noun] in measures:
        described_by = described(tokens, noun)
        if sign := _signed(found.first(described_by)):
            return sign, described_by
    return 0, []


def _signed(value: float) -> int:
    return (value > 0) - (value < 0)
