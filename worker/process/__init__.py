"""The worker process: life cycle, pool children, story processing and reconciliation."""
