"""The change log: one row for each change that readers see, written in the transaction that makes the change.

The log and what readers see cannot differ: ``articles.told`` says what the log says of a version, ``articles.shown``
what readers see, and every transaction that changes the second brings the first along.  Where another release changes
the second alone, and where an embargo ends, :func:`wiredesk.store.showing.settle` brings it along later.
"""

from wiredesk.store.changes.change_log import Change, add, add_all, is_kept, last_number, oldest_kept, prune, time_after
from wiredesk.store.changes.change_reader import ChangeBatch, ChangeReader, ChangesGone

__all__ = [
    "Change",
    "ChangeBatch",
    "ChangeReader",
    "ChangesGone",
    "add",
    "add_all",
    "is_kept",
    "last_number",
    "oldest_kept",
    "prune",
    "time_after",
]
