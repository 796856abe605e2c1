"""One file a command of ``wiredesk``."""
