"""The extractor of events: who did what to whom, and whether it happened."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from spacy.tokens import Doc
from spacy.vocab import Vocab

from wiredesk.contract import Event, EventStatus, Role, RoleName, Span
from wiredesk.event_types import ontology
from wiredesk.nlp.context import Context, ExtractFn, Extractor, Options
from wiredesk.nlp.dates.sport_story import is_sport_story
from wiredesk.nlp.events.circumstances import Setting, setting_of
from wiredesk.nlp.events.event_frames import Pos
from wiredesk.nlp.events.figures import NUMERIC, magnitude_beside, number_in, score_behind
from wiredesk.nlp.events.frame_lexicon import frame_table, own_frames, user_frames
from wiredesk.nlp.events.gates import held_back_by, is_told_again
from wiredesk.nlp.events.headline_predicates import complete, has_verb, headline_end, hidden_verb, is_foreseen
from wiredesk.nlp.events.matching import Act, build_act, matching_frames
from wiredesk.nlp.events.participants import Cast, Participant
from wiredesk.nlp.events.predicates import Predicate, adjective_predicate, noun_predicate, verb_predicate
from wiredesk.nlp.events.quoted_demands import quoted_demands
from wiredesk.nlp.events.row_index import RowIndex, SentenceWords
from wiredesk.nlp.events.same_acts import absorb_infinitives, number_acts
from wiredesk.nlp.events.speech_acts import compose
from wiredesk.nlp.events.statuses import status_of
from wiredesk.nlp.events.turned_acts import refusals, turn_ceased
from wiredesk.nlp.tokens import Tokens

_READ: dict[Pos, Callable[[Tokens, int], Predicate]] = {
    "v": verb_predicate,
    "n": noun_predicate,
    "a": adjective_predicate,
}


def build(_vocab: Vocab, options: Options) -> ExtractFn:
    """Return the extractor, with the frame lexicon and the user's rows read."""
    rows = RowIndex.of(frame_table((*own_frames(), *user_frames(options.knowledge))))

    def events(_doc: Doc, context: Context) -> tuple[Event, ...]:
        return find_events(context, rows)

    return events


def find_events(context: Context, lexicon: RowIndex) -> tuple[Event, ...]:
    """Return the events of a story, in the order of their triggers."""
    filed = context.dateline.span if context.dateline else None
    cast = Cast.of(context.tokens, context.entities, filed, context.quotes)
    acts = list(_candidates(cast, lexicon))
    for act in acts:
        act.status = _status(cast.tokens, act)
    turn_ceased(acts, cast.tokens)
    compose(acts, cast)
    absorb_infinitives(acts)
    demands = list(quoted_demands(context.quotes, acts, cast))
    acts = sorted([*acts, *demands, *refusals(acts, cast)], key=lambda act: act.predicate.token)
    if not acts:
        return ()
    setting = setting_of(context, cast)
    acts = _kept([act for act in acts if not act.absorbed], context, cast, setting)
    dates = [setting.date(act) for act in acts]
    numbers = number_acts(acts, dates)
    return tuple(
        _event(act, date, same, setting, context) for act, date, same in zip(acts, dates, numbers, strict=True)
    )


def _candidates(cast: Cast, lexicon: RowIndex) -> Iterator[Act]:
    """Yield the acts that rows of the lexicon find, one a trigger and ontology."""
    tokens = cast.tokens
    end = headline_end(tokens)
    lacks_verb = not has_verb(tokens, end)
    sentences = SentenceWords(tokens, lexicon, end)
    triggers, lemmas, tags = lexicon.triggers, tokens.lemma, tokens.pos
    others = range(end if lacks_verb else 0)
    sentence, words = -1, frozenset[str]()
    known = tokens.of_kind(lexicon.kind)
    for token in sorted({*others, *known}) if others else known:
        of_lemma = triggers.get(lemmas[token])
        found = of_lemma.get(tags[token]) if of_lemma else None
        if found is not None:
            if tokens.sentence_start[token] != sentence:
                sentence = tokens.sentence_start[token]
                words = sentences.beside(sentence)
            rows = found.possible(words)
            if not rows:
                continue
            predicate = _READ[found.pos](tokens, token)
            if token < end:
                complete(cast, predicate, is_noun=found.pos == "n")
        elif token in others and (hidden := hidden_verb(cast, token, lexicon)):
            predicate, rows = hidden
        else:
            continue
        for frame in matching_frames(predicate, rows, cast):
            yield build_act(frame, predicate, cast)


_FLAGGED: tuple[EventStatus, ...] = ("planned", "hypothetical", "denied")
"""Statuses that a row may have whatever the tense of its verb."""


def _status(tokens: Tokens, act: Act) -> EventStatus:
    token = act.predicate.token
    if act.frame.pos == "v" and tokens.pos[token] in {"NOUN", "PROPN"}:
        return "occurred"  # "Chad frees rebels", where the parser takes the verb of a headline for a noun
    found = status_of(tokens, token)
    if act.frame.pos == "n" and found == "occurred" and is_foreseen(tokens, token):
        return "planned"
    return next((status for status in _FLAGGED if status in act.frame.flags and found == "occurred"), found)


def _kept(acts: list[Act], context: Context, cast: Cast, setting: Setting) -> list[Act]:
    """Return the acts that no gate holds back; those held back are reported if provenance is requested."""
    tokens = cast.tokens
    is_sport = is_sport_story(tokens)
    light = {
        (act.type, noun)
        for act in acts
        if act.frame.pos == "v"
        for slot in ("obj", "subj")
        for noun in act.predicate.get(slot)
    }
    kept: list[Act] = []
    for act in acts:
        token = act.predicate.token
        if act.frame.pos == "n" and (act.type, token) in light:
            gate = "told by its verb"
        elif is_told_again(act, kept, tokens):
            gate = "told already"
        else:
            has_score = act.type == "WIN" and score_behind(tokens, token, context.layout.text) is not None
            gate = held_back_by(
                act,
                cast,
                is_sport=is_sport or has_score,
                is_placed=setting.is_placed(act),
                is_cue=_reports_quote(tokens, token),
            )
        if context.trace is not None:
            label = f"held back: {gate}" if gate else act.type
            context.trace.add(tokens.span(token, token + 1), "event", act.frame.name, label)
        if not gate:
            kept.append(act)
    return kept


def _reports_quote(tokens: Tokens, verb: int) -> bool:
    """Return whether the clause that a verb governs stands in quotation marks, and the verb does not."""
    return not tokens.quoted[verb] and any(tokens.quoted[child] for child in tokens.children_with(verb, "ccomp"))


def _event(act: Act, date: str | None, same: int, setting: Setting, context: Context) -> Event:
    tokens = context.tokens
    places = setting.place(act)
    return Event(
        type=act.type,
        trigger=_trigger(tokens, act),
        actors=_ids(act.actors),
        recipients=_ids(act.recipients),
        places=tuple(places),
        date=date,
        status=act.status,
        ontology=ontology(act.type),
        of=act.of,
        background=setting.is_background(act),
        quote=setting.quote(act),
        same=same,
        roles=tuple(_roles(act, places, setting, context)),
        rule=act.frame.name,
    )


def _trigger(tokens: Tokens, act: Act) -> Span:
    """Return the span of the word that tells an act, with its particle if that follows at once."""
    end = act.predicate.token + 1
    has_particle = act.frame.particle and end < len(tokens) and tokens.lower[end] == act.frame.particle
    return tokens.span(act.predicate.token, end + 1 if has_particle else end)


def _ids(participants: Sequence[Participant]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(one.entity for one in participants if one.entity))


def _roles(act: Act, places: list[str], setting: Setting, context: Context) -> list[Role]:
    """Return all parts in an act, in the order of the text."""
    tokens = context.tokens
    found = [
        Role(role=name, span=tokens.span(one.start, one.end), entity=one.entity)
        for name, side in (("actor", act.actors), ("recipient", act.recipients))
        for one in side
    ]
    for name, one in act.more:
        if name not in NUMERIC:
            start = _behind_name(tokens, one) if name == "post" else one.start
            found.append(Role(role=name, span=tokens.span(start, one.end), entity=one.entity))
        elif span := number_in(setting.cast, name, one, context):
            found.append(Role(role=name, span=span))
    found += [Role(role=name, span=span) for name, span in _figures(act, context)]
    where = ((place, _nearest_mention(place, act, setting)) for place in places)
    found += [Role(role="place", span=span, entity=place) for place, span in where if span]
    return sorted(
        {(role.span, role.role, role.entity): role for role in found}.values(), key=lambda role: (role.span, role.role)
    )


def _behind_name(tokens: Tokens, post: Participant) -> int:
    """Return where a post begins: "chief executive" in the phrase "Maria Lopez chief executive"."""
    start = post.start
    while start < post.end - 1 and tokens.ent_type[start] == "PERSON":
        start += 1
    return start


def _figures(act: Act, context: Context) -> Iterator[tuple[RoleName, Span]]:
    """Yield figures that no slot holds."""
    token, text = act.predicate.token, context.layout.text
    if act.type == "WIN" and (span := score_behind(context.tokens, token, text)):
        yield "score", span
    if act.type == "DISASTER" and (span := magnitude_beside(context.tokens, token, text)):
        yield "magnitude", span


def _nearest_mention(place: str, act: Act, setting: Setting) -> Span | None:
    """Return the mention of a place that is nearest to the trigger."""
    trigger = setting.tokens.start[act.predicate.token]
    spans = [mention.span for mention in setting.cast.entities[place].mentions]
    return min(spans, key=lambda span: abs(span[0] - trigger), default=None)


EVENTS = Extractor(
    "events",
    "who did what to whom, and whether it happened",
    build,
    requires=("entities", "quotes", "dates", "amounts", "dateline_place"),
)
