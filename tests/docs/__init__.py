"""The documentation kept true: its commands run, its reference is made from the code."""
