"""Code that more than one ring of tests uses: real servers, stories, records, and the command line as a process.

No ring imports from another ring; what two of them need stands here.  ``tests/unit/test_structure.py`` checks it.
"""
