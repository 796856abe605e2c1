"""Events: who did what to whom, and whether it happened."""
