"""Rules for expressions of time, one kind a module."""
