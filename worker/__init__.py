"""The core of wiredesk: contract, settings, ledger and results store, the Celery app and the spaCy pipeline."""
