"""Where people and programs read what the workers found: the ``wiredesk`` command and the web desk."""
