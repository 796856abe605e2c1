"""Views: what the queries return, prepared for the terminal, for pages and for JSON."""
