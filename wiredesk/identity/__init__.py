"""Who and what the entities of different stories are: pure functions, without the store and without a parse.

A *thing* is a person, place, body or whatever else has a name, in the real world.  Its id is computed from what it is
known by, so that two workers that meet it at the same time make the same row.
"""
