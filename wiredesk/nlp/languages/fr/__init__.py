"""French: profile and data. The rules over the data are those of :mod:`wiredesk.nlp.languages.tier2`."""

from wiredesk.nlp.languages.profile import LanguageProfile

FRENCH = LanguageProfile("fr", "French", extractors="wiredesk.nlp.languages.fr.french_extractors", rules=True)
