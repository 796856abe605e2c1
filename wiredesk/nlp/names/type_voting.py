"""One type for each name of a story, by vote.

Every mention of a text votes: the model's label, the knowledge base, and the words around it. A name that is a person
three times is not an organisation the fourth time; the surname of a person named in full is a person.
"""

from __future__ import annotations

from collections.abc import Mapping

from wiredesk.contract import PLACE_TYPES, EntityType
from wiredesk.nlp.knowledge import EntityLexicon
from wiredesk.nlp.lexicon import word_set
from wiredesk.nlp.lexicon.word_answers import WordAnswers
from wiredesk.nlp.mentions import FOUND_BY, Name, TypeDecision
from wiredesk.nlp.names.ballot import WEAK, Ballot
from wiredesk.nlp.names.common_words import CommonWords
from wiredesk.nlp.names.countries_of_peoples import RULE as PEOPLE_RULE
from wiredesk.nlp.names.countries_of_peoples import countries_of_peoples
from wiredesk.nlp.names.firm_spans import RULE as FIRM_RULE
from wiredesk.nlp.names.firm_spans import SEAT_RULE
from wiredesk.nlp.names.list_votes import vote_by_lists
from wiredesk.nlp.names.name_words import GENERATIONS, LEGAL_FORMS, PARTICLES
from wiredesk.nlp.names.noise import GIVEN, is_noise
from wiredesk.nlp.names.short_forms import company_short_forms, is_organisation_name, team_nickname
from wiredesk.nlp.names.type_cues import TextEvidence, TypeEvidence
from wiredesk.nlp.names.whole_names import RULE as WHOLE_RULE
from wiredesk.nlp.places.place_context import resident_context
from wiredesk.nlp.provenance import Trace
from wiredesk.nlp.tokens import Tokens

MODEL_WEIGHT = 1.0
"""Vote of the type that a mention already has, if its rule is not better than the model."""
RULE_WEIGHTS = {"known": 4.0, "honorific": 4.0, "proper noun": 0.4, WHOLE_RULE: 0.2} | dict.fromkeys(
    ("dateline", "postal code", "attribution line", "first name", "last word", FIRM_RULE, SEAT_RULE), 3.0
)
"""The same vote for mentions found by these rules."""
RESIDENT_WEIGHT = 2.5
"""Somebody lives in a place of that name ("residents", a party's letter), and the gazetteer has it."""
SURNAME_WEIGHT = 2.5
"""A person is named in full with this surname; each such person counts."""
MAX_SURNAME_WEIGHT = 8.0
FIRST_NAME_WEIGHT = 2.0
"""A person is named in full with this first name."""
DECISIVE_LEAD = 1.0
"""Lead of a surname over the type with most votes."""
SHORT_FORM_WEIGHT = 4.0
"""A company is named in full whose short form this is."""
NICKNAME_WEIGHT = 3.0
"""A team is named in full whose last word this is."""
SHORT_NAME_WEIGHT = 2.0
"""An organisation is called by the first word of this name."""
MIN_SHORT_NAME_LEAD = 0.5
"""Votes by which that word is rather an organisation than a person."""
_CLUBS_FIRST = word_set("org_names", "clubs_first")
_MIN_CONJOINED = 3
"""Tokens of two names and what joins them."""
_FINDERS = WordAnswers(FOUND_BY.__add__)
"""The row of each rule that finds names."""
_OUTSIDE_PARAGRAPHS = -1
_MOVABLE = frozenset({"ORG", "PERSON", "PRODUCT"})
"""Types that are often those of towns."""
KEEP_WEIGHT = 3.0
"""Minimum votes of a mention and of its text with which the mention keeps its own type: Ford, man and firm."""


def vote_types(
    evidence: TypeEvidence, found: list[Name], of_texts: TextEvidence, trace: Trace | None = None
) -> tuple[list[Name], dict[str, float]]:
    """Return the names, each of the type that its text has in this story, and the surnames with their weights."""
    tokens, known, lexicon = evidence.tokens, evidence.known, evidence.lexicon
    common = CommonWords(tokens, known, lexicon)
    found = [
        name
        for name in found
        if not is_noise(tokens, name, known, lexicon) and (name.end - name.start > 1 or not common.has(name))
    ]
    doubtful = {name for name in found if name.end - name.start == 1 and common.may_be_common(name)}
    if doubtful:
        ends = {tokens.text[at] for name in found if name.end - name.start > 1 for at in (name.start, name.end - 1)}
        found = [
            name
            for name in found
            if name not in doubtful or tokens.text[name.start] in ends or _has_bearer(evidence, of_texts, name)
        ]
    ballot = Ballot(tokens, found, trace)
    _vote_by_mention(ballot, evidence, of_texts)
    for text in ballot.votes:
        for row, _, weight in of_texts[text].of_gazetteer:
            ballot.add(text, row, "GPE", weight)
    types = ballot.winners()
    for text, weight in countries_of_peoples(types):
        ballot.add(text, PEOPLE_RULE, "GPE", weight)
    surnames = person_parts(types)
    _vote_by_full_names(ballot, evidence, types, surnames)
    _vote_by_short_names(ballot, evidence, types)
    vote_by_lists(ballot, evidence, types, of_texts)
    types = ballot.winners()
    typed: list[Name] = []
    decisions: dict[str, TypeDecision] = {}
    """Those on the types of the texts: most mentions share it."""
    for name, text in zip(found, ballot.texts, strict=True):
        label = types[text]
        if label != name.type and (kept := _own_type(evidence, name, text, ballot)):
            with_type = kept
        else:
            decision = decisions.get(text)
            if decision is None:
                decision = decisions[text] = ballot.votes[text].decision(label)
            rule = name.rule if label == name.type else "same name"
            with_type = Name(name.start, name.end, label, rule, *decision)
        if name.end - name.start < _MIN_CONJOINED:
            typed.append(with_type)
        else:
            typed += _split_conjoined(tokens, with_type, types, surnames)
    return _outside_capitals(tokens, typed), surnames


def _has_bearer(evidence: TypeEvidence, of_texts: TextEvidence, name: Name) -> bool:
    """Return whether a word that may be a common one is a name here: a town's, or one with the age of its bearer.

    What many people say makes no name: ``Exporters said``.
    """
    if of_texts[evidence.tokens.text[name.start]].of_gazetteer:
        return True
    many = evidence.tokens.tag[name.start] == "NNS"
    return any(not (many and row.label == "PERSON" and weight < WEAK) for row, weight in evidence.of_context(name))


def _own_type(evidence: TypeEvidence, name: Name, text: str, ballot: Ballot) -> Name | None:
    """Return a name with the type that it has itself, if two things share the text here ("Ford", man and firm)."""
    here = sum((weight for row, weight in evidence.of_context(name) if row.label == name.type), MODEL_WEIGHT)
    if here < KEEP_WEIGHT or ballot.of_label(text, name.type) < KEEP_WEIGHT:
        return None
    return Name(*name[:4], *ballot.votes[text].decision(name.type))


def _vote_by_mention(ballot: Ballot, evidence: TypeEvidence, of_texts: TextEvidence) -> None:
    """Count the label, the context and the words of each name."""
    add = ballot.add
    for name, text in zip(ballot.names, ballot.texts, strict=True):
        own = name.type
        add(text, _FINDERS[name.rule], own, RULE_WEIGHTS.get(name.rule, MODEL_WEIGHT), name)
        for row, weight in evidence.of_context(name):
            label = own if row.label == "GPE" and own in PLACE_TYPES else row.label
            add(text, row.name, label, weight, name)  # type: ignore[arg-type]
    for text in ballot.votes:
        for rule, label, weight in of_texts[text].of_form:
            add(text, rule, label, weight)
    for name, text in zip(ballot.names, ballot.texts, strict=True):
        if name.type in _MOVABLE and of_texts[text].on_map and resident_context(evidence.tokens, name.start, name.end):
            add(text, "somebody lives there", "GPE", RESIDENT_WEIGHT, name)


def _vote_by_full_names(
    ballot: Ballot, evidence: TypeEvidence, types: dict[str, EntityType], surnames: dict[str, float]
) -> None:
    """Count the votes of the story's full names for the short ones."""
    known, lexicon = evidence.known, evidence.lexicon
    heads: set[str] | None = None
    for text, weight in surnames.items():
        votes = ballot.votes.get(text)
        if votes is None or not weight or text in known.by_text:
            continue
        if weight >= SURNAME_WEIGHT:
            if heads is None:
                heads = _first_words_of_organisations(types)
            if text not in heads:
                weight = max(votes.count.values()) + DECISIVE_LEAD
        ballot.add(text, "part of a person's full name", "PERSON", weight)
    _cap_unnamed_people(ballot, surnames, lexicon)
    nicknames: set[str] = set()
    for text, label in types.items():
        if label != "ORG":
            continue
        for short in company_short_forms(text, known, lexicon):
            if short in ballot.votes and surnames.get(short, 0.0) < SURNAME_WEIGHT:
                ballot.add(short, "short form of a company's name", "ORG", SHORT_FORM_WEIGHT)
        first, _, rest = text.partition(" ")
        if rest in ballot.votes and first.lower() in _CLUBS_FIRST:
            nicknames.add(rest)
        nickname = team_nickname(text, types, known)
        if nickname and nickname in ballot.votes:
            nicknames.add(nickname)
    for text in nicknames:
        ballot.add(text, "last word of a team's name", "ORG", NICKNAME_WEIGHT)


def _first_words_of_organisations(types: Mapping[str, EntityType]) -> set[str]:
    return {text.split()[0] for text, label in types.items() if label in {"ORG", "GPE"} and is_organisation_name(text)}


def _cap_unnamed_people(ballot: Ballot, surnames: dict[str, float], lexicon: EntityLexicon) -> None:
    """Count the model's label once for a person of one word whom the story never names in full.

    News names a person in full at first; a single word that stands alone throughout is as often a firm.
    """
    for text, votes in ballot.votes.items():
        count = votes.count
        if "PERSON" not in count or " " in text or text in surnames or text in lexicon.first_name_genders:
            continue
        model = ballot.of_row(text, "PERSON", f"{FOUND_BY}model")
        if model > MODEL_WEIGHT and len(count) > 1:
            ballot.add(text, "never named in full", "PERSON", MODEL_WEIGHT - model)


def _vote_by_short_names(ballot: Ballot, evidence: TypeEvidence, types: dict[str, EntityType]) -> None:
    """Count for a full name what the story says of its first word alone: ``Zigna's shares`` of ``Zigna Labs``."""
    for text, label in types.items():
        if label != "PERSON":
            continue
        first, _, rest = text.partition(" ")
        if not rest or first in evidence.lexicon.first_name_genders:
            continue
        if ballot.of_label(first, "ORG") - ballot.of_label(first, "PERSON") >= MIN_SHORT_NAME_LEAD:
            ballot.add(text, "its first word is an organisation", "ORG", SHORT_NAME_WEIGHT)


def person_parts(types: dict[str, EntityType]) -> dict[str, float]:
    """Return the parts of people's full names that stand for them alone, each with its weight as a vote."""
    parts: dict[str, float] = {}
    for text, label in types.items():
        if label != "PERSON" or " " not in text:
            continue
        words = [word for word in text.split() if word.lower() not in GENERATIONS]
        if not 2 <= len(words) <= 5 or "of" in words:
            continue
        first, last = words[0], words[-1]
        parts[last] = min(parts.get(last, 0.0) + SURNAME_WEIGHT, MAX_SURNAME_WEIGHT)
        if not first.endswith("."):
            parts[first] = max(parts.get(first, 0.0), FIRST_NAME_WEIGHT)
        if words[-2].lower() in PARTICLES:
            parts.setdefault(f"{words[-2]} {last}", SURNAME_WEIGHT)
            parts.setdefault(f"{words[-2].capitalize()} {last}", SURNAME_WEIGHT)
            parts.setdefault(f"{words[-2].lower()} {last}", SURNAME_WEIGHT)
    return parts


def _split_conjoined(
    tokens: Tokens, name: Name, types: dict[str, EntityType], surnames: dict[str, float]
) -> list[Name]:
    """Split a span of two names: ``Trimble's Unionist Party``, and two people or firms joined by "and"."""
    if tokens.lower[name.end - 1] in LEGAL_FORMS:
        return [name]
    for at in range(name.start + 1, name.end - 1):
        word = tokens.lower[at]
        if word not in {"'s", "’s", "and"}:
            continue
        left, right = tokens.string(name.start, at), tokens.string(at + 1, name.end)
        if word != "and":
            if name.type == "ORG" and (left in surnames or types.get(left) == "PERSON"):
                return [Name(name.start, at, "PERSON", "part"), Name(at + 1, name.end, "ORG", "part")]
        elif name.type == "PERSON" or left in types or right in types:
            words_of_one = at - name.start == 1 and name.end - at == 2
            if name.type == "PERSON" or (name.type == "ORG" and words_of_one):
                return [name._replace(end=at, rule="part"), name._replace(start=at + 1, rule="part")]
    return [name]


def _outside_capitals(tokens: Tokens, names: list[Name]) -> list[Name]:
    """Drop what the model guesses in a headline set in capitals, unless the whole story is set so."""
    if True not in tokens.all_caps:
        return names
    capitals = sum(tokens.all_caps)
    if capitals == len(tokens.paragraph) - tokens.paragraph.count(_OUTSIDE_PARAGRAPHS):
        return names
    return [name for name in names if not tokens.all_caps[name.start] or name.rule in GIVEN]
