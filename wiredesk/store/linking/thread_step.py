"""The linker's step for threads: stories of one happening.

A story joins the thread of the stories that it is like.  The threads of all of those are clustered again with it, so
that the order of arrival matters little; a number stays with most of its stories, and one that loses all redirects.
"""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Connection, delete, insert, select, update

from wiredesk.contract import Article, Extraction
from wiredesk.store.link_tables import thread_members, threads
from wiredesk.store.linking import linker_lease, thread_rows
from wiredesk.store.linking.due import DueStory
from wiredesk.store.linking.link_step import LinkStep
from wiredesk.store.linking.term_frequency import frequencies
from wiredesk.store.linking.thread_members import Member, Membership, members, membership
from wiredesk.store.linking.thread_neighbours import NO_TERMS, likeness_among, neighbours
from wiredesk.store.linking.thread_profiles import delete_terms, read_terms, write_terms
from wiredesk.store.linking.thread_pruning import prune
from wiredesk.store.tables import articles
from wiredesk.store.types import now
from wiredesk.store.visibility import is_visible
from wiredesk.stories.average_linkage import clusters
from wiredesk.stories.round_ups import has_headline_of_many
from wiredesk.stories.thread_likeness import CUT
from wiredesk.stories.thread_numbers import regroup
from wiredesk.stories.thread_terms import ThreadTerms, thread_terms


def prepare(article: Article, extraction: Extraction) -> ThreadTerms:
    """Return what tells the subject of a story."""
    return thread_terms(article, extraction)


def link(connection: Connection, story: DueStory) -> None:
    """Put a version into its thread; an older version of the story leaves its place to it."""
    frequencies(connection).count_link()
    old = membership(connection, story.id)
    if has_headline_of_many(story.headline):
        if old:
            remove(connection, [old.seq])
        return
    own = read_terms(connection, [story.seq]).get(story.seq, NO_TERMS)
    near = neighbours(connection, story, own)
    numbers = {*near.values(), *([old.thread] if old else [])}
    group = [member for member in members(connection, numbers, near) if member.id != story.id]
    group.append(Member(story.seq, story.id, old.thread if old else None, story.at))
    group.sort(key=lambda member: (member.at, member.id))
    if len(group) == 1:
        found = [[0]]
    else:
        alike = likeness_among(connection, [member.seq for member in group], story.day)
        found = clusters(len(group), lambda one, other: alike(group[one].seq, group[other].seq), CUT)
    _apply(connection, story, old, [[group[item] for item in cluster] for cluster in found])


def unlink(connection: Connection, story: DueStory) -> None:
    """Take a version that readers no longer see out of its thread, unless a newer one takes its place there."""
    old = membership(connection, story.id)
    if old and old.seq == story.seq and not _has_successor(connection, story):
        remove(connection, [story.seq])
    delete_terms(connection, story.seq)


def remove(connection: Connection, seqs: Sequence[int]) -> None:
    """Take versions out of their threads; a thread without stories keeps its number."""
    rows = connection.execute(
        delete(thread_members)
        .where(thread_members.c.seq.in_(list(seqs)))
        .returning(thread_members.c.seq, thread_members.c.thread)
    ).all()
    for row in rows:
        thread_rows.log(connection, "left", row.thread, seq=row.seq)
    left = {row.thread for row in rows}
    query = select(thread_members.c.thread).where(thread_members.c.thread.in_(left)).distinct()
    for number in sorted(left.difference(connection.scalars(query))):
        thread_rows.log(connection, "closed", number)
    thread_rows.refresh(connection, left)


def forget(connection: Connection, seqs: Sequence[int]) -> None:
    """Remove all of versions that are about to be deleted.  The linker waits meanwhile."""
    linker_lease.lock(connection)
    remove(connection, seqs)
    for seq in seqs:
        delete_terms(connection, seq)


def _has_successor(connection: Connection, story: DueStory) -> bool:
    """Return whether readers see another version of the story: it is due, and takes the place in the thread."""
    query = select(articles.c.seq).where(articles.c.id == story.id, articles.c.seq != story.seq, is_visible())
    return connection.execute(query.limit(1)).first() is not None


def _apply(connection: Connection, story: DueStory, old: Membership | None, found: list[list[Member]]) -> None:
    """Write the threads of clustered stories: numbers, members, redirects, rows and log."""
    before = {member.seq: member.thread for cluster in found for member in cluster if member.thread is not None}
    grouping = regroup([[member.seq for member in cluster] for cluster in found], before)
    numbers = [
        number or thread_rows.new_thread(connection, origin)
        for number, origin in zip(grouping.threads, grouping.origins, strict=True)
    ]
    for number, origin in zip(numbers, grouping.origins, strict=True):
        if origin is not None:
            thread_rows.log(connection, "split", number, seq=story.seq, other=origin)
    merged = {thread: numbers[position] for thread, position in grouping.merged.items()}
    for number, cluster in zip(numbers, found, strict=True):
        for member in cluster:
            if member.thread != number:
                _move(connection, member, number)
    if old and old.seq != story.seq:
        connection.execute(update(thread_members).where(thread_members.c.id == story.id).values(seq=story.seq))
    for thread, target in merged.items():
        _merge(connection, story, thread, target)
    thread_rows.refresh(connection, {*numbers, *before.values()})


def _move(connection: Connection, member: Member, number: int) -> None:
    values = {"seq": member.seq, "thread": number, "since": now()}
    if member.thread is None:
        connection.execute(insert(thread_members).values(values | {"id": member.id}))
    else:
        connection.execute(update(thread_members).where(thread_members.c.id == member.id).values(values))
    thread_rows.log(connection, "joined", number, seq=member.seq, other=member.thread)


def _merge(connection: Connection, story: DueStory, thread: int, target: int) -> None:
    """Redirect a thread, and those that were merged into it before; what it has left goes along."""
    of_thread = thread_members.c.thread == thread
    left = connection.scalars(
        update(thread_members).where(of_thread).values(thread=target).returning(thread_members.c.seq)
    )
    for seq in sorted(left):
        thread_rows.log(connection, "joined", target, seq=seq, other=thread)
    redirected = (threads.c.thread == thread) | (threads.c.merged_into == thread)
    connection.execute(update(threads).where(redirected).values(merged_into=target))
    thread_rows.log(connection, "merged", thread, seq=story.seq, other=target)


STEP = LinkStep("threads", prepare, write_terms, link, unlink, prune, forget)
