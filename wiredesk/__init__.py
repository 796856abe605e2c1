"""The library: contract, settings, errors, queue, store, tracing and the extraction itself."""
