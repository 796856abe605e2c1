"""The extraction: a spaCy parse and the extractors that read it."""
