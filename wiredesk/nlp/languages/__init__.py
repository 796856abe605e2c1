"""The languages of the wire: what the extractors must know of each, and its own extractors.

One folder a language, ``wiredesk/nlp/languages/<code>/``, and one line of
:data:`~wiredesk.nlp.languages.language_table.LANGUAGES`.  The folder's ``__init__.py`` has the
:class:`~wiredesk.nlp.languages.profile.LanguageProfile`; its ``extractors.py``, where the language has rules of its
own, a tuple ``EXTRACTORS`` of :class:`~wiredesk.nlp.context.Extractor` with ``languages=("<code>",)``.
``any_language.py`` has the extractors that read a text of any language without a model, at tier 0.  They get the
profile as ``context.profile``, and tokens without parts of speech, dependencies and entities.

This package imports nothing, so that :mod:`wiredesk.nlp.context` can import the profiles.
"""
