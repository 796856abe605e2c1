"""Expressions of time: recognising them and giving them a TIMEX3 value."""
