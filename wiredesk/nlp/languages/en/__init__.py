"""English: its word lists, grammar and extractors are those of :mod:`wiredesk.nlp`."""

from wiredesk.nlp.languages.profile import LanguageProfile

ENGLISH = LanguageProfile("en", "English", extractors="wiredesk.nlp.languages.en.extractors", rules=True)
