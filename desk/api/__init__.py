"""The JSON API: what the pages show, for programs.  Every endpoint is read with GET."""
