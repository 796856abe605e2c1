"""Ingest: from sources into the ledger."""
