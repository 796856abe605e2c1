"""The extractors of a language that has tables of names and verbs of speech: entities and quotes at tier 2."""

from __future__ import annotations

from wiredesk.nlp.context import Extractor
from wiredesk.nlp.entities.entity_extractor import ENTITIES
from wiredesk.nlp.languages.profile import Tier
from wiredesk.nlp.languages.tier2.rule_entities import build_entities
from wiredesk.nlp.languages.tier2.rule_quotes import build_quotes
from wiredesk.nlp.quotes.quote_extractor import QUOTES


def extractors_of(language: str) -> tuple[Extractor, ...]:
    """Return the extractors that read a language by its tables, at tier 2.

    Args:
        language: ISO 639-1 code; its folder has ``names.toml`` and ``reporting.toml``.
    """
    return tuple(
        Extractor(same.name, same.summary, build, requires, languages=(language,), tier=Tier.RULES)
        for same, build, requires in (
            (ENTITIES, build_entities, ("dateline_parts",)),
            (QUOTES, build_quotes, ("entities", "dateline")),
        )
    )
