"""Views: results prepared for the terminal and the web desk."""
