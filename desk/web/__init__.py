"""The web desk: server-rendered pages, one small script and one style sheet of our own, nothing from elsewhere."""
