"""Tools that agents call over the Model Context Protocol: they read the store and change nothing."""
