"""The factories of the spaCy components, which spaCy finds by their entry points.

spaCy imports this module whenever a program loads a model, whether its pipeline has a component of wiredesk or not.  So
it imports the extractors, which take half a second, when the first component is made.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from spacy.language import Language

from wiredesk.errors import ConfigError

if TYPE_CHECKING:
    from wiredesk.nlp.spacy_components import WiredeskComponent

REQUIRES = ("token.tag", "token.dep", "token.lemma", "doc.sents", "doc.ents")
"""What each component reads.  ``token.pos`` is missing: spaCy's attribute ruler sets it without declaring it."""
_DEFAULTS: dict[str, Any] = {"knowledge": []}
_ASSIGNS = ["doc._.wiredesk"]


@Language.factory("wiredesk_entities", default_config=_DEFAULTS, assigns=_ASSIGNS, requires=REQUIRES)
def make_entities(nlp: Language, name: str, knowledge: list[str]) -> WiredeskComponent:
    """Return the component that finds people, places, organisations and other named things."""
    return _make(nlp, name, "wiredesk_entities", knowledge)


@Language.factory("wiredesk_quotes", default_config=_DEFAULTS, assigns=_ASSIGNS, requires=REQUIRES)
def make_quotes(nlp: Language, name: str, knowledge: list[str]) -> WiredeskComponent:
    """Return the component that finds who said what; it finds the entities that speak, too."""
    return _make(nlp, name, "wiredesk_quotes", knowledge)


@Language.factory("wiredesk_dates", default_config=_DEFAULTS, assigns=_ASSIGNS, requires=REQUIRES)
def make_dates(nlp: Language, name: str, knowledge: list[str]) -> WiredeskComponent:
    """Return the component that finds dates, times, durations and sets."""
    return _make(nlp, name, "wiredesk_dates", knowledge)


@Language.factory("wiredesk_places", default_config=_DEFAULTS, assigns=_ASSIGNS, requires=REQUIRES)
def make_places(nlp: Language, name: str, knowledge: list[str]) -> WiredeskComponent:
    """Return the component that says where each place is; it finds the entities, too."""
    return _make(nlp, name, "wiredesk_places", knowledge)


def _make(nlp: Language, name: str, factory: str, knowledge: list[str]) -> WiredeskComponent:
    if nlp.lang != "en":
        raise ConfigError(f"component {name}", f'reads English, and the pipeline\'s language is "{nlp.lang}"')
    from wiredesk.nlp.spacy_components import WiredeskComponent  # lazy: see above

    return WiredeskComponent(name, factory, knowledge)
