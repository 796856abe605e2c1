"""The SQL of the desk, one subject per module.  Every query sees visible stories only, uses an index and is bounded."""
