"""The web desk: pages rendered on the server, with one script and one style sheet, and nothing from other hosts."""
