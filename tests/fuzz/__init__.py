"""Coverage-guided fuzzing of the parsers; needs the dependency group ``fuzz``."""
