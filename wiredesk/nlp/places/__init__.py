"""Which place a name means: candidates from the gazetteer, evidence from the text, one choice for the whole story."""
