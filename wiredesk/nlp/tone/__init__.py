"""Tone: how positive or negative a story sounds, by a lexicon of news English and the parse."""
