"""He and she and their forms: the people whom grammar and gender allow, ranked by the rows of the antecedent cues."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from math import exp

from wiredesk.nlp.cues import total_of, votes
from wiredesk.nlp.entities.antecedent_cues import ANTECEDENT_CUES, BASE_SCORE
from wiredesk.nlp.entities.antecedents import Candidate, Situation, speaks
from wiredesk.nlp.entities.clause_grammar import cataphoric_subject, clause_mates, clause_nouns, clause_subject
from wiredesk.nlp.entities.discourse import Antecedent, History, PastMention, name_before
from wiredesk.nlp.knowledge import Gender
from wiredesk.nlp.lexicon import word_set
from wiredesk.nlp.lexicon.reporting import reporting_verbs
from wiredesk.nlp.provenance import Trace
from wiredesk.nlp.tokens import NOMINAL_SUBJECTS, Tokens

PRONOUN_GENDERS: dict[str, Gender] = {
    **dict.fromkeys(word_set("function_words", "male_pronouns"), "m"),
    **dict.fromkeys(word_set("function_words", "female_pronouns"), "f"),
}
MAX_SENTENCES_BACK = 3
"""Maximum sentences back to the mention of a person."""
MIN_CONFIDENCE = 0.65
"""Minimum probability of the best candidate, by the ranker, for a link."""
MAX_SHARE_OF_UNNAMED = 0.2
"""Maximum probability of the people without a name for a link to a name: what happened to a victim is not guessed to
have happened to the judge."""

Choose = Callable[[list[Candidate], "Trace | None"], "Antecedent | None"]
"""Chooses one of the candidates for a pronoun, None if none is likely enough."""


def resolve_person(
    tokens: Tokens,
    history: History,
    owner: Sequence[int],
    token: int,
    speaker: int,
    trace: Trace | None = None,
    choose: Choose | None = None,
) -> Antecedent | None:
    """Return the antecedent of "he" or "she", named or not; None if it is unknown or ambiguous.

    ``owner`` has the number of the name at each token, ``speaker`` the number of who says the words around the
    pronoun, -1 if that is unknown.
    """
    gender = PRONOUN_GENDERS[tokens.lower[token]]
    if tokens.lower[token].endswith("self"):
        return _resolve_reflexive(tokens, history, token, gender)
    found = candidates(tokens, history, owner, token, speaker)
    return (choose or choose_antecedent)(found, trace) if found else None


def candidates(tokens: Tokens, history: History, owner: Sequence[int], token: int, speaker: int) -> list[Candidate]:
    """Return the people of the last sentences whom grammar and gender allow, the latest first."""
    gender = PRONOUN_GENDERS[tokens.lower[token]]
    sentence, quoted = tokens.sentence[token], tokens.quoted[token]
    excluded = clause_mates(tokens, token)
    barred = {speaker} if quoted and speaker >= 0 else set()
    if excluded:
        barred.update(past.number for past in history.latest if past.token in excluded)
    reports = _reports(tokens, token)
    if reports:
        barred.update(_people_it_speaks_of(tokens, history, token))
    pasts = [
        past
        for past in history.recent(sentence, MAX_SENTENCES_BACK)
        if past.number not in barred
        and history.may_be_person(past.number, same_sentence=past.sentence == sentence)
        and history.may_have(past.number, gender)
        and not (quoted and speaks(tokens, past))
    ]
    ahead = _person_ahead(tokens, history, owner, token, gender)
    if ahead is not None and all(past.number != ahead.number for past in pasts):
        pasts.append(ahead)
    if not pasts:
        return []
    subjects, objects = clause_nouns(tokens, token)
    if excluded:
        subjects = [subject for subject in subjects if subject not in excluded]
    latest = max((past for past in pasts if past.subject and past.token < token), key=_place, default=None)
    situation = Situation(
        tokens,
        history,
        token,
        gender,
        subjects,
        objects,
        latest_subject=latest.number if latest else None,
        last_speaker=_last_speaker(tokens, history, token) if reports else None,
        ahead=ahead.number if ahead else None,
    )
    return [Candidate(situation, past, rank) for rank, past in enumerate(pasts)]


def _reports(tokens: Tokens, token: int) -> bool:
    """Return whether a pronoun outside quotation marks is the subject of a reporting verb."""
    subject = not tokens.quoted[token] and tokens.dep[token] in NOMINAL_SUBJECTS
    return subject and tokens.lemma[tokens.head[token]] in reporting_verbs()


def _people_it_speaks_of(tokens: Tokens, history: History, token: int) -> Iterator[int]:
    """Yield the people named in the quotation right before "she said": speakers call themselves "I"."""
    for past in reversed(history.latest):
        if not past.quoted or tokens.paragraph[past.token] != tokens.paragraph[token]:
            return
        yield past.number


def _last_speaker(tokens: Tokens, history: History, token: int) -> int | None:
    """Return who spoke last in a sentence before."""
    sentence = tokens.sentence[token]
    return next(
        (past.number for past in reversed(history.latest) if past.sentence < sentence and speaks(tokens, past)), None
    )


def _place(past: PastMention) -> int:
    return past.token


def _person_ahead(
    tokens: Tokens, history: History, owner: Sequence[int], token: int, gender: Gender
) -> PastMention | None:
    """Return the subject behind a fronted phrase as a mention, if it is a person of that gender."""
    subject = cataphoric_subject(tokens, token)
    number = owner[subject] if subject >= 0 else -1
    if number < 0 or not history.is_person(number) or not history.may_have(number, gender):
        return None
    return PastMention(
        number, subject, subject, tokens.sentence[token], subject=True, possessive=False, pronoun=False, quoted=False
    )


def choose_antecedent(found: list[Candidate], trace: Trace | None) -> Antecedent | None:
    """Return the most likely candidate, with its probability; None if none is likely enough.

    The probability is that of a choice between all candidates and nobody, whose score is 0.
    """
    best, best_score, total, unnamed = found[0], float("-inf"), 1.0, 0.0
    for candidate in found:
        score = BASE_SCORE + total_of(ANTECEDENT_CUES, candidate)
        odds = exp(score)
        total += odds
        if not candidate.named:
            unnamed += odds
        if score > best_score:
            best, best_score = candidate, score
    number, situation = best.past.number, best.situation
    if trace is not None:
        span = situation.tokens.span(situation.token, situation.token + 1)
        label = f"e{number + 1}" if number >= 0 else "a person without a name"
        for row, weight in votes(ANTECEDENT_CUES, best):
            trace.add(span, "pronoun", row.name, label, round(weight, 2))
    confidence = exp(best_score) / total
    if confidence < MIN_CONFIDENCE or number in situation.history.persons_by_form:
        return None
    if number >= 0 and unnamed / total > MAX_SHARE_OF_UNNAMED:
        return None
    return Antecedent(number, "points ahead" if best.ahead else "pronoun", confidence)


def _resolve_reflexive(tokens: Tokens, history: History, token: int, gender: Gender) -> Antecedent | None:
    """Return the antecedent of ``herself``: the name before it, the subject of its clause, else the last person."""
    emphasised = name_before(history, token)
    if emphasised and history.is_person(emphasised.number) and history.may_have(emphasised.number, gender):
        return Antecedent(emphasised.number, "reflexive")
    subject = clause_subject(tokens, token)
    for past in history.recent(tokens.sentence[token], 0):
        fits = history.is_person(past.number) and history.may_have(past.number, gender)
        if fits and (past.token == subject or subject < 0):
            return Antecedent(past.number, "reflexive")
    return None
