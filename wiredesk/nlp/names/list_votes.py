"""Votes of the lists that names stand in: what the others are, the preposition or the verb before them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from wiredesk.contract import PLACE_TYPES, EntityType
from wiredesk.nlp.lexicon import word_set
from wiredesk.nlp.mentions import Name
from wiredesk.nlp.names.ballot import WEAK, Ballot
from wiredesk.nlp.names.type_cues import TextEvidence, TypeEvidence
from wiredesk.nlp.tokens import Tokens

LIST_WEIGHT = 1.2
"""All other names of a list have another type."""
JOINED_WEIGHT = 2.0
"""The same behind a preposition of place and a place."""
VERB_WEIGHT = 2.5
"""All names of a list are the object of a verb that has places as its object."""
_MIN_LIST = 3
"""Names of a list whose types tell something."""
_LIST_GAPS = ([","], ["and"], ["or"], [",", "and"], [",", "or"])
_MAX_LIST_GAP = 2
"""Tokens between two names of a list."""
_LISTED_TYPES = frozenset({"PERSON", "ORG", "GPE", "LOC", "PRODUCT", "NORP"})
_MOVABLE = frozenset({"ORG", "PERSON", "PRODUCT"})
"""Types that are often those of towns."""
_MOVABLE_OR_PLACE = _MOVABLE | PLACE_TYPES
_LOCATIVE = word_set("place_names", "locative") | {"at", "on", "off", "through"}
_ENTER = word_set("place_names", "entered")
_VISIT = word_set("place_names", "visited")
_STRIKE = word_set("place_names", "stricken")
_FORCES = word_set("place_names", "forces")
_HELD = word_set("place_names", "held_in")


def vote_by_lists(
    ballot: Ballot, evidence: TypeEvidence, types: Mapping[str, EntityType], of_texts: TextEvidence
) -> None:
    """Count for a name in a list the type that all the others have: ``the Larkwood, Orva and Minjiang rivers``."""
    tokens = evidence.tokens
    run: list[Name] = []
    closed = False
    for name in [*ballot.names, None]:
        if name is not None and run and name.start - run[-1].end <= _MAX_LIST_GAP:
            gap = tokens.lower[run[-1].end : name.start]
            if gap in _LIST_GAPS and not closed:
                run.append(name)
                closed = "," not in gap or len(gap) > 1
                continue
        if closed and len(run) >= _MIN_LIST:
            _vote_by_list(ballot, run, types)
            _vote_by_place(ballot, tokens, run, types, of_texts)
            _vote_by_verb(ballot, evidence, run, types, of_texts)
        run, closed = ([name] if name is not None else []), False


def _vote_by_list(ballot: Ballot, run: list[Name], types: Mapping[str, EntityType]) -> None:
    """Count the type that the others of a list have. Places also confirm each other: the map lacks many villages."""
    texts = [ballot.text_of(name) for name in run]
    labels = [types[text] for text in texts]
    count = Counter(labels)
    for at, name in enumerate(run):
        own = labels[at]
        others = {label: number for label in count if (number := count[label] - (label == own))}
        places = others.keys() <= PLACE_TYPES
        if (own in others and not places) or not (places or len(others) == 1):
            continue
        if own not in _LISTED_TYPES or not others.keys() <= _LISTED_TYPES:
            continue
        if at == 0 and "PERSON" in others:
            continue  # a team, and its members in apposition
        label: EntityType = (
            "LOC" if 2 * others.get("LOC", 0) >= len(run) - 1 else max(others, key=lambda label: others[label])
        )
        ballot.add(texts[at], "all others of its list", label, LIST_WEIGHT, name)


def _vote_by_place(
    ballot: Ballot, tokens: Tokens, run: list[Name], types: Mapping[str, EntityType], of_texts: TextEvidence
) -> None:
    """Count places for the words that are joined to a place behind a preposition: ``off Hans Island, Epi and Ambae``.

    The parser must have joined them: in "In Paris, Nortek and Halvor rose" they are not.
    """
    first = run[0]
    if types[ballot.text_of(first)] not in PLACE_TYPES or tokens.lower[first.start - 1] not in _LOCATIVE:
        return
    joined = {tokens.name_head(first.start, first.end)}
    for name in run[1:]:
        root = tokens.name_head(name.start, name.end)
        if tokens.dep[root] not in {"conj", "appos"} or tokens.head[root] not in joined:
            return
        joined.add(root)
    for name in run[1:]:
        text = ballot.text_of(name)
        if name.end - name.start == 1 and (
            types[text] in _MOVABLE or (types[text] == "GPE" and not of_texts[text].on_map)
        ):
            ballot.add(text, "joined to a place", "GPE", JOINED_WEIGHT, name)


def _vote_by_verb(
    ballot: Ballot,
    evidence: TypeEvidence,
    run: list[Name],
    types: Mapping[str, EntityType],
    of_texts: TextEvidence,
) -> None:
    """Count places for a list of what somebody visits or a storm hits: ``visited Skye, Mull and Iona``.

    People and firms are visited and hit, too: none of the list may be known, have a first name or the words of a person
    around it. What somebody visits must be partly on the map, and not be in prison; weapons and nature hit places.
    """
    tokens = evidence.tokens
    texts = [ballot.text_of(name) for name in run]
    if not {types[text] for text in texts} <= _MOVABLE_OR_PLACE:
        return
    if not _reaches_places(tokens, run, sum(types[text] in PLACE_TYPES or of_texts[text].on_map for text in texts)):
        return
    for name, text in zip(run, texts, strict=True):
        known = evidence.known.by_text.get(text)
        if (known and known.type not in PLACE_TYPES) or text in evidence.lexicon.first_name_genders:
            return
        if any(row.label == "PERSON" and weight >= WEAK for row, weight in evidence.of_context(name)):
            return
    for name, text in zip(run, texts, strict=True):
        label: EntityType = types[text] if types[text] in PLACE_TYPES else "GPE"
        ballot.add(text, "in a list of places that a verb names", label, VERB_WEIGHT, name)


def _reaches_places(tokens: Tokens, run: list[Name], places: int) -> bool:
    """Return whether the verb whose object a list is says that its names are places.

    Args:
        tokens: the story.
        run: the names of the list.
        places: how many of them the map has or are typed as places already.
    """
    root = tokens.name_head(run[0].start, run[0].end)
    verb = tokens.head[root]
    is_suffered = tokens.dep[root] == "nsubjpass"
    if tokens.dep[root] != "dobj" and not is_suffered:
        return False
    lemma = tokens.lemma[verb]
    if lemma in _ENTER:
        return True
    end = tokens.sentence_end[root]
    if lemma in _VISIT:
        return 2 * places >= len(run) and _HELD.isdisjoint(tokens.lower[run[-1].end : end])
    if lemma not in _STRIKE:
        return False
    if is_suffered:
        return not _FORCES.isdisjoint(tokens.lemma[verb:end])
    return any(
        not _FORCES.isdisjoint((tokens.lemma[at], tokens.lower[at].removesuffix("s")))
        for at in tokens.children[verb]
        if at < verb and tokens.dep[at] == "nsubj"
    )
