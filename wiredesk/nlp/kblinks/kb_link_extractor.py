"""The stage that looks entities up in the user's knowledge base and adds the id of the thing that each one is.

Each entity is looked up once, by its name; what a name leads to is kept in memory.  The result depends on the story and
the base only.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path

from spacy.vocab import Vocab

from wiredesk.kb.kb_file import KbFile, KbThing, content_words
from wiredesk.kb.kb_names import ALIAS_WEIGHT, kb_key, without_initials
from wiredesk.kb.kb_records import is_wikidata
from wiredesk.nlp.context import Context, ExtractFn, Extractor, Options
from wiredesk.nlp.kblinks.kb_scores import KbLink, KbMention, KbStory, choose
from wiredesk.nlp.mentions import EntityDraft

MAX_ALIASES = 3
"""Further names of an entity that are looked up where its name leads to nothing."""


@cache
def open_base(path: Path) -> KbFile:
    """Return a knowledge base, checked once in a process.

    Raises:
        KnowledgeBaseUnusable: the file is not there, damaged or of another release.
    """
    return KbFile(path)


def build(_vocab: Vocab, options: Options) -> ExtractFn:
    """Check the knowledge base; return the function that links the drafts of entities to its things."""
    if options.kb is None:
        return lambda _doc, context: context.drafts
    base = open_base(options.kb)
    return lambda _doc, context: link_drafts(base, context)


def link_drafts(base: KbFile, context: Context) -> tuple[EntityDraft, ...]:
    """Return the drafts with the ids of things."""
    drafts = context.drafts
    candidates = [() if _is_settled(draft) else find_things(base, draft) for draft in drafts]
    if not any(candidates):
        return drafts
    links = choose([_mention(context, draft) for draft in drafts], candidates, _story(context))
    if context.trace is not None:
        for draft, link in zip(drafts, links, strict=True):
            if link:
                _report(context, draft, link)
    return tuple(
        draft if link is None else _with_id(draft, link.thing.id) for draft, link in zip(drafts, links, strict=True)
    )


def find_things(base: KbFile, draft: EntityDraft) -> tuple[KbThing, ...]:
    """Return the things that an entity may be, each with the weight of the best name that leads to it."""
    for name in (draft.name, *draft.aliases[:MAX_ALIASES]):
        if name != draft.name and " " not in name and draft.type == "PERSON":
            continue  # the surname of a person whom the story names in full
        found: dict[str, KbThing] = {}
        for key, share in _keys(name, draft):
            for thing in base.candidates(key):
                weight = thing.weight * share // 100
                if thing.id not in found or found[thing.id].weight < weight:
                    found[thing.id] = thing if share == 100 else replace(thing, weight=weight)
        if found:
            return tuple(found.values())
    return ()


def _keys(name: str, draft: EntityDraft) -> Iterator[tuple[str, int]]:
    """Yield the keys of a name, each with the per cent of its weight."""
    key = kb_key(name, draft.type)
    if not key:
        return
    yield key, 100
    if draft.type != "PERSON":
        if (body := kb_key(name, "ORG")) != key:
            yield body, 100
    elif (short := without_initials(key)) != key:
        yield short, ALIAS_WEIGHT


def _is_settled(draft: EntityDraft) -> bool:
    """Return whether an entity has an id already, or is a people: its id is that of a country."""
    return bool(draft.wikidata) or draft.type == "NORP" or not draft.name


def _mention(context: Context, draft: EntityDraft) -> KbMention:
    text = context.layout.masked
    nouns = [text[slice(*one.span)] for one in draft.mentions if one.kind == "nominal"]
    words = content_words(" ".join([*(title.text for title in draft.titles), *nouns]))
    is_word = len(kb_key(draft.name, draft.type).split()) < 2
    return KbMention(draft.type, is_word, words, draft.geonames, draft.wikidata)


def _story(context: Context) -> KbStory:
    codes = {draft.iso3166 for draft in context.drafts}
    codes |= {draft.location.country for draft in context.drafts if draft.location}
    moment = context.article.published
    return KbStory(frozenset(code for code in codes if code), moment.year if moment else None)


def _with_id(draft: EntityDraft, id: str) -> EntityDraft:
    return draft._replace(wikidata=id) if is_wikidata(id) else draft._replace(kb=id)


def _report(context: Context, draft: EntityDraft, link: KbLink) -> None:
    """Report what speaks for the thing of an entity, the strongest first."""
    reasons = sorted(link.reasons, key=lambda reason: -abs(reason.weight))
    rule = ", ".join(f"{reason.observation} ({reason.weight:+.1f})" for reason in reasons)
    label = f"{link.thing.id} {link.thing.name}"
    if context.trace is not None and draft.mentions:
        context.trace.add(draft.mentions[0].span, "link", rule, label, round(link.probability, 2))


KB_LINKS = Extractor(
    "kb_links",
    "ids of the user's knowledge base",
    build,
    requires=("entity_drafts",),
    assigns="drafts",
    internal=True,
)
