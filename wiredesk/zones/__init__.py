"""Zones: which part of a story's layout each stretch of its text belongs to, from the text alone."""
