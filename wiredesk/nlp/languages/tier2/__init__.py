"""Rules of tier 2 that read the tables of a language: names, titles, quotes with speakers."""
