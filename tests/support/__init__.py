"""Code that more than one ring of tests uses: real servers, stories, records, and the command line as a process.

No ring imports from another ring; code that two of them need is here.  ``tests/unit/test_structure.py`` checks it.
"""
