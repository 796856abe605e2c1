"""The directory: the people, organisations, places and other things of the whole store.

The transaction that stores a story's results adds its things, their names, and which entity is which thing, from the
story alone.  The linker settles afterwards what a story alone cannot tell: who a bare name is, and which things are
one.  What it decides can be taken back, and made again from the stored documents and the users' rulings.
"""
