"""The extractors of English, in the order in which they run."""

from __future__ import annotations

from dataclasses import replace

from wiredesk.nlp.amounts.amount_extractor import AMOUNTS
from wiredesk.nlp.context import Extractor
from wiredesk.nlp.dateline_extractor import DATELINE, DATELINE_PARTS, DATELINE_PLACE
from wiredesk.nlp.dates.date_extractor import DATES
from wiredesk.nlp.entities.clustering import CLUSTERS
from wiredesk.nlp.entities.entity_extractor import DRAFTS, ENTITIES
from wiredesk.nlp.entities.national_bodies import NATIONAL_BODIES
from wiredesk.nlp.events.event_extractor import EVENTS
from wiredesk.nlp.kblinks.kb_link_extractor import KB_LINKS
from wiredesk.nlp.keyphrases.keyphrase_extractor import KEYPHRASES
from wiredesk.nlp.languages.en import ENGLISH
from wiredesk.nlp.names.name_extractor import NAMES
from wiredesk.nlp.places.focus_extractor import FOCUS
from wiredesk.nlp.places.metonym_extractor import METONYMS
from wiredesk.nlp.places.place_extractor import PLACES
from wiredesk.nlp.quotes.quote_extractor import QUOTES
from wiredesk.nlp.summary.summary_extractor import SUMMARY
from wiredesk.nlp.tone.tone_extractor import TONE
from wiredesk.nlp.topics.topic_extractor import TOPICS

EXTRACTORS: tuple[Extractor, ...] = tuple(
    replace(row, languages=(ENGLISH.code,))
    for row in (
        DATELINE_PARTS,
        DATELINE,
        NAMES,
        DATES,
        CLUSTERS,
        DRAFTS,
        PLACES,
        METONYMS,
        FOCUS,
        NATIONAL_BODIES,
        KB_LINKS,
        ENTITIES,
        AMOUNTS,
        DATELINE_PLACE,
        QUOTES,
        EVENTS,
        KEYPHRASES,
        SUMMARY,
        TONE,
        TOPICS,
    )
)
