"""Topics: what a story is about, as codes of the IPTC Media Topics."""
