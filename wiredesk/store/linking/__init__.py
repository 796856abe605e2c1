"""The linking of stories: which are copies of each other, and which tell of one happening.

It runs in two transactions.  The first stores a story's results; it adds the rows by which other stories find it, and
marks the version as due.  The second begins after the first has committed: it searches, and writes what was found.  So
two stories cannot miss each other: the one that is linked later sees both.  The second is repeatable: it can run again
on the same version, and gives the same.

A version becomes due whenever readers begin or cease to see it.
"""
