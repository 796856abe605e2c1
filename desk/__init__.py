"""The desk: people and programs read the results with the ``wiredesk`` command and the web desk."""
