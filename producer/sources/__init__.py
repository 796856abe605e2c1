"""Live sources: each receives stories and delivers them through a :class:`~producer.ingest.delivery.SourceHandle`."""
