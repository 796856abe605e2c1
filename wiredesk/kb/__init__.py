"""A knowledge base of the user's own: one SQLite file of things and their names, built from a dump or a table.

Building and reading need neither spaCy nor the store.  The extraction reads the file, see :mod:`wiredesk.nlp.kblinks`.
"""
