"""Find expressions of time and give each a TIMEX3 value."""
