"""Where results go: one module a kind of sink, one row of the table in :mod:`desk.sinks.sink_registry`."""
