"""The one way from sources into the ledger: parse, queue fairly, write, send."""
