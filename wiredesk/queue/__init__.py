"""The Celery queue: configuration, transport, dispatch and the embedded broker."""
