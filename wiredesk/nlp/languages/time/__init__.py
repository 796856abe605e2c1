"""Expressions of time in any language: shared rules over classes of words, and each language's words as data."""
