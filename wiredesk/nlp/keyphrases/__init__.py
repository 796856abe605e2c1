"""Keyphrases: the names and noun phrases that are typical of a story."""
