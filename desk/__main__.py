"""``python -m desk``: the same as ``wiredesk``."""

from desk.cli import main

main()
