"""``python -m producer``: parse files, feed the wire."""

from producer.cli import main

main()
