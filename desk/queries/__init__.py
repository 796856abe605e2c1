"""The SQL of the desk, one concern a file.  Each reads what is in sight, by an index, bounded."""
