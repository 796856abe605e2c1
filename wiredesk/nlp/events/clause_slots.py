"""The slots of a predicate and the words that are put into them: objects, clauses, what prepositions add.

Relative pronouns are put in as what they stand for, and documents as those who issue them.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from wiredesk.nlp.lexicon import word_set
from wiredesk.nlp.tokens import Tokens

_MAX_OF_SLOT = 12
"""Phrases kept of one slot: a list of countries that sign, not a table."""
MODIFIERS = frozenset({"compound", "amod", "nmod"})
EMPTY: list[int] = []
_NAMING = word_set("event_words", "naming")
_DOCUMENTS = word_set("event_words", "documents")
_WANTING = word_set("event_words", "wanting")
_QUANTITIES = word_set("event_words", "quantities")
_RELATIVE = frozenset({"who", "that", "which", "whom"})
_OF_PEOPLE = frozenset({"who", "whom"})
_ISSUING = frozenset({"ORG", "GPE", "NORP", "PERSON"})
"""Types of names whose documents speak for them."""
_IMPOSING = word_set("event_words", "done_to")
_WHETHER = frozenset({"if", "whether"})
_NOUNS = frozenset({"NOUN", "PROPN"})
_TIMES = frozenset({"DATE", "TIME"})
_SOURCES = frozenset({"from", "of"})
_WORKS = frozenset({"LAW", "WORK_OF_ART"})
_BODIES = frozenset({"ORG", "GPE", "LOC", "FAC"})


@dataclass(slots=True)
class SlotTable:
    """A trigger and its slots: the head tokens of the phrases, of clauses their verbs."""

    token: int
    is_passive: bool = False
    slots: dict[str, list[int]] = field(default_factory=dict)
    has_own_subject: bool = False
    """Whether the subject stands in the clause itself."""

    def get(self, slot: str) -> list[int]:
        """Return the heads in a slot; empty if nothing fills it."""
        return self.slots.get(slot, EMPTY)

    def put(self, slot: str, head: int) -> None:
        """Add a head to a slot."""
        heads = self.slots.get(slot)
        if heads is None:
            self.slots[slot] = [head]
        elif len(heads) < _MAX_OF_SLOT and head not in heads:
            heads.append(head)


def antecedent(tokens: Tokens, verb: int, noun: int) -> int:
    """Return what a relative pronoun stands for, else the noun itself."""
    if tokens.dep[verb] == "relcl" and tokens.lower[noun] in _RELATIVE:
        return _people_before(tokens, tokens.head[verb]) if tokens.lower[noun] in _OF_PEOPLE else tokens.head[verb]
    if tokens.lower[noun] == "which" and noun < verb:  # "owned by Chad which bought it", in a parse that misses it
        before = noun - 2 if tokens.text[noun - 1] == "," else noun - 1
        if before >= 0 and tokens.pos[before] in _NOUNS:
            return before
    return noun


def _people_before(tokens: Tokens, noun: int) -> int:
    """Return the people whom "who" means, where the parse hangs the clause on their body: "envoys of NATO, who met"."""
    if tokens.ent_type[noun] in _BODIES and tokens.dep[noun] == "pobj":
        preposition = tokens.head[noun]
        above = tokens.head[preposition]
        if tokens.dep[preposition] == "prep" and tokens.pos[above] in {"NOUN", "PROPN"}:
            return above
    return noun


def issuer(tokens: Tokens, noun: int) -> int:
    """Return whose a document is, that does what its words do: "a U.N. resolution demanding", "issued a letter asking".

    Returns:
        The noun behind "by" or a name behind "from" or "of"; else the owner or the name before it; else the subject of
        the verb whose object it is; the noun itself if it is no document or nobody's.
    """
    if tokens.lemma[noun] not in _DOCUMENTS or tokens.ent_type[noun] in _WORKS:
        return noun
    for preposition in tokens.children_with(noun, "prep", "agent"):
        for one in tokens.children_with(preposition, "pobj"):
            is_name = tokens.lower[preposition] in _SOURCES and tokens.ent_type[one] in _ISSUING
            if is_name or tokens.lower[preposition] == "by":
                return one
    names = [one for one in tokens.children_with(noun, "poss", *MODIFIERS) if tokens.ent_type[one] in _ISSUING]
    if names:
        return names[-1]
    verb = tokens.head[noun]
    if tokens.dep[noun] == "dobj" and tokens.pos[verb] == "VERB":
        return next(tokens.children_with(verb, "nsubj"), noun)
    return noun


def put_dative(tokens: Tokens, found: SlotTable, child: int) -> None:
    if tokens.pos[child] == "ADP":
        put_objects(tokens, found, child, tokens.lower[child])
    else:
        found.put("iobj", child)


def put_objects(tokens: Tokens, found: SlotTable, preposition: int, slot: str) -> None:
    """Put the nouns behind a preposition into a slot, and a gerund into ``ing``."""
    for child in tokens.children[preposition]:
        label = tokens.dep[child]
        if label == "pobj":
            noun = antecedent(tokens, found.token, child)
            found.put(slot, noun)
        elif label == "pcomp" and tokens.tag[child] == "VBG":
            found.put("ing", child)
            found.put(slot, child)
        elif label == "conj" and (tokens.lower[child] == slot or not found.get(slot)):
            put_objects(tokens, found, child, slot)  # "with Chad and with Iran", "to and from Chad"
        elif label == "prep" and tokens.lower[preposition] != "according":  # "from behind", "out of", "because of"
            put_objects(tokens, found, child, tokens.lower[child])


def put_clause(tokens: Tokens, found: SlotTable, clause: int, label: str) -> None:
    tag = tokens.tag[clause]
    if tag == "VB" and any(tokens.tag[child] == "TO" for child in tokens.children_with(clause, "aux")):
        found.put("inf", clause)
        subjects = list(tokens.children_with(clause, "nsubj", "nsubjpass"))
        if any(tokens.lower[child] == "for" for child in tokens.children_with(clause, "mark")):
            for noun in subjects:  # "called for Chad to withdraw"
                found.put("for", noun)
        elif tokens.lemma[found.token] in _WANTING:
            for noun in subjects:  # "wants Chad to withdraw"
                found.put("obj", noun)
    elif label == "advcl":
        return
    elif tag == "VBG" and tokens.child_with(clause, "aux") is None:
        found.put("ing", clause)
    elif tag == "VB" and tokens.child_with(clause, "nsubj", "nsubjpass") is not None and _is_bare(tokens, clause):
        found.put("subjunctive", clause)
        found.put("that", clause)
    elif tag[:2] == "VB" or tag == "MD":
        if any(tokens.lower[child] in _WHETHER for child in tokens.children_with(clause, "mark")):
            return  # "did not say whether Chad had attacked"
        found.put(
            "that" if label == "ccomp" or tokens.child_with(clause, "nsubj", "nsubjpass") is not None else "inf", clause
        )
    else:
        found.put("comp", clause)
        for noun in tokens.children_with(clause, "nsubj"):  # "found him guilty"
            found.put("obj", noun)


def _is_bare(tokens: Tokens, clause: int) -> bool:
    """Return whether a clause shall be made true, by its form: "that Chad pay", "that Chad should pay"."""
    return all(tokens.lower[child] in {"should", "must"} for child in tokens.children_with(clause, "aux"))


def part_name_and_post(tokens: Tokens, found: SlotTable) -> None:
    """Part "named Maria Lopez chief executive", where the parse has one phrase, into object and complement."""
    if found.is_passive or tokens.lemma[found.token] not in _NAMING:
        return
    for slot in ("comp", "obj"):
        for post in found.get(slot)[:1]:
            if tokens.ent_type[post] == "PERSON":
                if slot == "comp" and not found.get("obj"):
                    found.slots["obj"] = found.slots.pop("comp")  # "named Ann Osei as minister"
                    return
                continue
            for name in tokens.children_with(post, "compound", "nmod", "nsubj"):
                if tokens.ent_type[name] == "PERSON":
                    found.slots["obj"], found.slots["comp"] = [name], [post]
                    return


def put_prepositions_of_object(tokens: Tokens, found: SlotTable, noun: int) -> None:
    """Add what stands beside the object: "launched an attack on Chad", "signed Chad's treaty"."""
    for child in tokens.children[noun]:
        label = tokens.dep[child]
        if label == "prep" and _is_free(tokens, found, child):
            put_objects(tokens, found, child, tokens.lower[child])
            if _is_counting(tokens, noun, child):  # "most of Chad's debt", "$9 million in aid to Chad"
                for counted in tokens.children_with(child, "pobj"):
                    if tokens.lower[child] == "in":
                        found.put("obj", counted)
                    put_prepositions_of_object(tokens, found, counted)
        elif label == "poss":
            found.put("obj.poss", child)
        elif label in MODIFIERS:
            found.put("obj.mod", child)
        elif label == "acl" and tokens.tag[child] == "VB" and not found.get("inf"):
            found.put("inf", child)
        elif label == "acl" and tokens.tag[child] == "VBG" and not found.get("ing"):
            found.put("ing", child)
        elif label == "acl" and tokens.lemma[child] in _IMPOSING:  # "lifted the sanctions imposed on Chad"
            for preposition in tokens.children_with(child, "prep", "agent"):
                if _is_free(tokens, found, preposition):
                    put_objects(tokens, found, preposition, tokens.lower[preposition])


def _is_free(tokens: Tokens, found: SlotTable, preposition: int) -> bool:
    """Return whether nothing but a time stands in the slot of a preposition."""
    return all(tokens.ent_type[one] in _TIMES for one in found.get(tokens.lower[preposition]))


def _is_counting(tokens: Tokens, noun: int, preposition: int) -> bool:
    """Return whether a noun is a quantity or a sum of what stands behind the preposition."""
    if tokens.lower[preposition] == "of":
        return tokens.lemma[noun] in _QUANTITIES
    return tokens.lower[preposition] == "in" and tokens.ent_type[noun] == "MONEY"
