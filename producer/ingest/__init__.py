"""The only path from sources into the ledger: parse, queue fairly, write, send."""
