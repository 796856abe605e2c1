"""The worker process: life cycle, leases, story processing and reconciliation."""
