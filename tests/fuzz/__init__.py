"""Coverage-guided fuzzing of the parsers; needs the optional extra ``fuzz``."""
