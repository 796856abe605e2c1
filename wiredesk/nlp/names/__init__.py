"""Spans of names: found by the model or a word list, extended, and typed by vote."""
