"""The extractors of French that need a model; the others are those of any language."""

from wiredesk.nlp.languages.fr import FRENCH
from wiredesk.nlp.languages.tier2.rule_extractors import extractors_of

EXTRACTORS = extractors_of(FRENCH.code)
