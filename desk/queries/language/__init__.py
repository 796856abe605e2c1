"""The query language of pages, commands, the API, the stream and watches: text to a tree.

:func:`desk.queries.language.query_parser.parse_query` reads it.  ``docs/reference/query.md`` describes it for users.
"""
