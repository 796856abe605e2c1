"""Word lists of names, read from the lexicon once; lower case."""

from __future__ import annotations

from wiredesk.nlp.lexicon import word_set

HONORIFICS = word_set("honorifics", "before_names")
PARTICLES = word_set("person_names", "particles")
GENERATIONS = word_set("person_names", "generations")
POST_NOMINALS = word_set("person_names", "post_nominals")
"""As they are written, in capitals."""
LEGAL_FORMS = word_set("org_names", "legal_forms")
ORG_HEADS = word_set("org_names", "head_nouns")
ORG_LAST_WORDS = ORG_HEADS | word_set("org_names", "last_words")
DETERMINERS = word_set("function_words", "determiners")
POSSESSIVES = word_set("function_words", "possessives")
POSSESSIVE_MARKS = word_set("function_words", "possessive_marks")
PLACE_NOUNS = word_set("place_names", "before_of")

CALENDAR = word_set("calendar", "months", "weekdays")
WEEKDAYS = word_set("calendar", "weekdays")
TIME_ZONES = word_set("time_zones", "abbreviations")
