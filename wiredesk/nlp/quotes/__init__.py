"""Who said what: cues and the frames they report by, sources and speakers."""
