"""Names: spans found by the model or by word lists, extended, and typed by vote."""
