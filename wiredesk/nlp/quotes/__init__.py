"""Who said what: quotation marks, cues and their frames, sources and speakers, one concern a module."""
