"""Words that may tell an act, with what stands in the slots beside them.

The slots are those of the active: of ``rebels were arrested by police`` the subject is the police, the object the
rebels. Subjects that grammar leaves out are found: of ``police came and arrested him``, of ``the man who shot him``,
of ``he promised to send aid``.
"""

from __future__ import annotations

from collections.abc import Iterator

from wiredesk.nlp.events.clause_slots import (
    EMPTY,
    MODIFIERS,
    SlotTable,
    antecedent,
    issuer,
    part_name_and_post,
    put_clause,
    put_dative,
    put_objects,
    put_prepositions_of_object,
)
from wiredesk.nlp.lexicon import word_list, word_set
from wiredesk.nlp.tokens import PASSIVE_SUBJECTS, SUBJECTS, Tokens

MAX_STEPS = 8
"""Arcs followed up the parse; bounds the walk in a failed parse."""
_ARGUMENTS = frozenset({"dobj", *SUBJECTS, *PASSIVE_SUBJECTS})
"""Labels of a verb's subjects and of its object."""
_CLAUSAL = frozenset({"xcomp", "ccomp"})
_COMPLEMENTS = frozenset({"attr", "oprd", "acomp"})
_GERUND_OF_OBJECT = word_set("event_words", "gerund_of_object")
_OBJECT_CONTROLLED = word_list("event_words", "object_controlled")
_SUBJECT_CONTROL = word_set("event_words", "subject_control")


class Predicate(SlotTable):
    """A trigger with what stands in the slots beside it, and beside the nouns in them."""

    __slots__ = ()

    def heads(self, slot: str, tokens: Tokens) -> list[int]:
        """Return the heads in a slot, or in one beside the noun of a slot: ``as.of`` in "resigned as head of Acme"."""
        if slot == "source":
            return list(_source(tokens, self.token))
        found = self.slots.get(slot)
        if found is not None or "." not in slot:
            return found or EMPTY
        outer, _, inner = slot.partition(".")
        heads = self.slots.get(outer)
        if heads is None:
            return EMPTY
        beside = _in_clause if inner in _SIDES else _beside
        return [one for head in heads for one in beside(tokens, head, inner)]


_SIDES = {"actor": "subj", "recipient": "obj"}


def _source(tokens: Tokens, verb: int) -> Iterator[int]:
    """Yield who says a clause: Acme of "Acme said profit rose"."""
    above = tokens.head[verb]
    if tokens.dep[verb] == "ccomp" and tokens.pos[above] == "VERB":
        yield from tokens.children_with(above, "nsubj")


def _in_clause(tokens: Tokens, verb: int, side: str) -> Iterator[int]:
    """Yield who does what a clause tells, or to whom: ``that.actor`` in "charged that Chad arms rebels"."""
    if tokens.pos[verb] in {"VERB", "AUX"}:
        yield from verb_predicate(tokens, verb).get(_SIDES[side])


def _beside(tokens: Tokens, noun: int, slot: str) -> Iterator[int]:
    """Yield whose a noun is, the names and adjectives before it, or what a preposition adds behind it."""
    if slot == "poss":
        yield from tokens.children_with(noun, "poss")
    elif slot == "mod":
        yield from tokens.children_with(noun, *MODIFIERS)
    else:
        for child in tokens.children_with(noun, "prep"):
            if tokens.lower[child] == slot:
                yield from tokens.children_with(child, "pobj")


# ---- verbs -----------------------------------------------------------------------------------------------------------


def verb_predicate(tokens: Tokens, verb: int, depth: int = 0) -> Predicate:
    """Return the slots of a verb."""
    is_passive = _is_passive(tokens, verb)
    found = Predicate(verb, is_passive)
    dep, lower = tokens.dep, tokens.lower
    is_relative = dep[verb] == "relcl"
    for child in tokens.children[verb]:
        label = dep[child]
        if label in _ARGUMENTS:
            noun = antecedent(tokens, verb, child) if is_relative or lower[child] == "which" else child
            if label == "dobj":
                found.put("obj2" if is_passive else "obj", noun)
                continue
            found.has_own_subject = True
            if is_passive or label in PASSIVE_SUBJECTS:
                found.put("obj", noun)
            else:
                found.put("subj", issuer(tokens, noun))
        elif label == "dative":
            put_dative(tokens, found, child)
        elif label == "agent":
            put_objects(tokens, found, child, "subj")
        elif label == "prep":
            put_objects(tokens, found, child, lower[child])
        elif label == "prt" or label == "advmod":
            found.put("adv", child)
        elif label in _COMPLEMENTS:
            found.put("comp", child)
        elif label in _CLAUSAL or label == "advcl":
            put_clause(tokens, found, child, label)
    part_name_and_post(tokens, found)
    _complete_passive(tokens, found)
    _complete_subject(tokens, found, depth)
    for noun in found.get("obj")[:1]:
        put_prepositions_of_object(tokens, found, noun)
    return found


def _is_passive(tokens: Tokens, verb: int) -> bool:
    if tokens.tag[verb] != "VBN":
        return False
    has_helper = has_subject = has_object = False
    for child in tokens.children[verb]:
        label = tokens.dep[child]
        if label in {"auxpass", "nsubjpass", "csubjpass", "agent"}:
            return True
        has_helper = has_helper or label == "aux"
        has_subject = has_subject or label == "nsubj"
        has_object = has_object or label == "dobj"
    label = tokens.dep[verb]
    if has_helper or has_subject:
        if has_helper or has_object or tokens.zone[verb] != "headline":
            return False
        return label == "ROOT"  # "Three men held over raid"
    if label == "acl" or label == "advcl":
        return label != "acl" or not _is_finite_behind_apposition(tokens, verb, has_object=has_object)
    if label == "conj":
        return _is_passive(tokens, tokens.head[verb])
    return label == "amod"


def _is_finite_behind_apposition(tokens: Tokens, verb: int, *, has_object: bool) -> bool:
    """Return whether the sentence has no other verb: "Acme Corp, a maker of pumps, named Ann Lopez director"."""
    noun = tokens.head[verb]
    if tokens.dep[noun] != "ROOT" or tokens.lower[verb - 1] != "," or tokens.pos[noun] not in {"NOUN", "PROPN"}:
        return False
    return has_object or tokens.child_with(verb, "oprd", "ccomp", "xcomp") is not None


def _complete_passive(tokens: Tokens, found: Predicate) -> None:
    """Sort the objects of a passive: of "was given aid" the subject is the one to whom."""
    second = found.slots.pop("obj2", None)
    if second and found.get("obj"):
        found.slots["iobj"], found.slots["obj"] = found.slots["obj"], second
    elif second:
        found.slots["obj"] = second
    if found.is_passive and not found.get("subj"):
        for by in found.get("by") or _agent_behind(tokens, found.token):
            found.put("subj", by)


def _agent_behind(tokens: Tokens, verb: int) -> list[int]:
    """Return who does a passive, where the parse hangs it on a noun in between: "rejected in a vote on Friday by Chad".

    Behind the noun itself, as in "named in a report by Acme", it says whose the noun is; behind a date it belongs to
    the verb.
    """
    for preposition in tokens.children_with(verb, "prep"):
        for noun in tokens.children_with(preposition, "pobj"):
            parts = list(tokens.children_with(noun, "prep", "agent"))
            if len(parts) > 1 and tokens.lower[parts[-1]] == "by" and _is_dated(tokens, parts[-2]):
                return list(tokens.children_with(parts[-1], "pobj"))
    return []


def _is_dated(tokens: Tokens, preposition: int) -> bool:
    return any(tokens.ent_type[noun] in {"DATE", "TIME"} for noun in tokens.children_with(preposition, "pobj"))


def _complete_subject(tokens: Tokens, found: Predicate, depth: int) -> None:
    """Find the subject that the clause does not say; of a passive, its object."""
    slot = "obj" if found.is_passive else "subj"
    if found.get(slot) or depth > MAX_STEPS:
        return
    verb = found.token
    label, head = tokens.dep[verb], tokens.head[verb]
    for helper in tokens.children_with(verb, "aux", "auxpass"):  # "was", in a failed parse of "was re-elected"
        for noun in tokens.children_with(helper, "nsubj", "nsubjpass"):
            found.put(slot, noun)
            found.has_own_subject = True
    if head == verb or found.get(slot):
        return
    if label in {"acl", "relcl", "amod"}:
        if label == "relcl" and any(tokens.dep[child] in {"nsubj", "nsubjpass"} for child in tokens.children[verb]):
            return
        for noun in _subjects_of_noun_clause(tokens, verb, head):
            found.put(slot, noun if found.is_passive else issuer(tokens, noun))
    elif label == "conj" and tokens.pos[head] in {"VERB", "AUX"}:
        above = verb_predicate(tokens, head, depth + 1)
        given = above.get("obj" if above.is_passive else "subj")
        for noun in given:
            found.put(slot, noun)
        found.has_own_subject = above.has_own_subject
    elif label in {"xcomp", "advcl", "ccomp", "pcomp"}:
        for noun in _controllers(tokens, verb, label, depth):
            found.put(slot, noun)
    if not found.get("obj") and label == "relcl" and not found.is_passive and tokens.child_with(verb, "dobj") is None:
        found.put("obj", head)  # "the man police arrested"


def _subjects_of_noun_clause(tokens: Tokens, verb: int, noun: int) -> Iterator[int]:
    """Yield who does what a clause behind a noun tells: "police chasing rebels", "Chad's plan to attack"."""
    infinitive = tokens.tag[verb] == "VB"
    if not infinitive:
        yield noun
        return
    owner = tokens.child_with(noun, "poss")
    if owner is not None:
        yield owner
        return
    governor = tokens.head[noun]
    for _ in range(2):  # "signed a letter of intent to buy", "entered into an agreement to buy"
        if tokens.dep[noun] == "pobj" and tokens.dep[governor] == "prep":
            noun, governor = governor, tokens.head[governor]
            if tokens.pos[governor] == "NOUN":
                noun, governor = governor, tokens.head[governor]
    if tokens.dep[noun] in {"dobj", "prep"} and tokens.pos[governor] in {"VERB", "AUX"}:
        yield from tokens.children_with(governor, "nsubj")  # "made a promise to send"
        return
    for preposition in tokens.children_with(noun, "prep"):
        if tokens.lower[preposition] in {"by", "of", "from"}:
            yield from tokens.children_with(preposition, "pobj")  # "a decision by Chad to send"


def _controllers(tokens: Tokens, verb: int, label: str, depth: int) -> Iterator[int]:
    """Yield who does what a clause without a subject tells, by the verb that governs it."""
    governor = tokens.head[verb]
    preposition = ""
    if label == "pcomp":
        preposition = tokens.lower[governor]
        governor = tokens.head[governor]
        if tokens.pos[governor] == "ADJ":  # "guilty of violating"
            yield from _subjects_of_adjective(tokens, governor)
            return
        if tokens.pos[governor] not in {"VERB", "AUX"}:
            return  # "cooperation in probing": nobody is said to do it
    elif tokens.pos[governor] in {"ADJ", "NOUN"}:
        yield from _subjects_of_adjective(tokens, governor)
        return
    above = verb_predicate(tokens, governor, depth + 1)
    finite = tokens.tag[verb] in {"VBD", "VBZ", "VBP"}
    if label == "ccomp" and finite:
        return
    may_be_object = preposition in _GERUND_OF_OBJECT if preposition else label in _CLAUSAL
    if may_be_object and tokens.lemma[governor] not in _SUBJECT_CONTROL:
        if given := [noun for noun in above.get("obj") if noun < verb]:
            yield from given
            return
        if not preposition:
            for name in _OBJECT_CONTROLLED:
                if given := [noun for noun in above.get(name) if noun < verb and tokens.pos[noun] != "VERB"]:
                    yield from given
                    return
    yield from above.get("obj" if above.is_passive and not above.get("subj") else "subj")


def _subjects_of_adjective(tokens: Tokens, adjective: int) -> Iterator[int]:
    """Yield the subject of "is ready to send"."""
    verb = tokens.head[adjective]
    if tokens.dep[adjective] in _COMPLEMENTS and tokens.pos[verb] in {"VERB", "AUX"}:
        yield from tokens.children_with(verb, "nsubj", "nsubjpass")


# ---- nouns and adjectives --------------------------------------------------------------------------------------------


def noun_predicate(tokens: Tokens, noun: int) -> Predicate:
    """Return the slots of a noun that tells an act: "the attack by rebels on Chad", "Chad's offer of talks"."""
    found = Predicate(noun)
    for child in tokens.children[noun]:
        label = tokens.dep[child]
        if label == "poss":
            found.put("poss", child)
        elif label in MODIFIERS:
            found.put("mod", child)
        elif label == "prep":
            put_objects(tokens, found, child, tokens.lower[child])
        elif label == "agent":
            put_objects(tokens, found, child, "by")
        elif label == "acl" and tokens.tag[child] == "VB":
            found.put("inf", child)
        elif label in {"relcl", "acl", "ccomp"} and tokens.tag[child][:2] == "VB":
            found.put("that" if label == "ccomp" else "clause", child)
    return found


def adjective_predicate(tokens: Tokens, adjective: int) -> Predicate:
    """Return the slots of an adjective behind a copula: "is ready to send", "is critical of Chad"."""
    found = Predicate(adjective)
    for child in tokens.children[adjective]:
        if tokens.dep[child] == "prep":
            put_objects(tokens, found, child, tokens.lower[child])
        elif tokens.dep[child] in _CLAUSAL:
            put_clause(tokens, found, child, tokens.dep[child])
        elif tokens.dep[child] == "advmod":
            found.put("adv", child)
    for subject in _subjects_of_adjective(tokens, adjective):
        found.put("subj", subject)
        found.has_own_subject = True
    return found
