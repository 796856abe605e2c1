"""The linker's step for threads: stories of one happening.

A story joins the thread of the stories that it is like.  The threads of all of those are clustered again with it, so
that the order of arrival matters little; a number stays with most of its stories, and one that loses all redirects.
"""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Connection, select

from wiredesk.contract import Article, Extraction
from wiredesk.store.linking import linker_lease, thread_members, thread_rows
from wiredesk.store.linking.due import DueStory
from wiredesk.store.linking.link_step import LinkRun, LinkStep
from wiredesk.store.linking.round_up_rows import RoundUpChanges, changes, is_of_many, look_again, with_parts
from wiredesk.store.linking.term_frequency import frequencies
from wiredesk.store.linking.thread_members import Member, Membership, members, membership
from wiredesk.store.linking.thread_neighbours import Neighbours, likeness_among, neighbours
from wiredesk.store.linking.thread_profiles import delete_terms, read_terms, write_terms
from wiredesk.store.linking.thread_pruning import prune
from wiredesk.store.linking.thread_reading import ThreadReading, read_together
from wiredesk.store.tables import articles
from wiredesk.store.visibility import is_visible_joined
from wiredesk.stories.average_linkage import clusters
from wiredesk.stories.thread_likeness import CUT
from wiredesk.stories.thread_numbers import regroup
from wiredesk.stories.thread_terms import ThreadTerms, thread_terms


def prepare(article: Article, extraction: Extraction) -> ThreadTerms:
    """Return what tells the subject of a story."""
    return thread_terms(article, extraction)


def link(connection: Connection, story: DueStory, along: LinkRun) -> None:
    """Put a version into its thread; an older version of the story leaves its place to it.

    Stories that are round-ups with it leave their threads; those that are none any more are looked at again.
    """
    frequencies(connection).count_link()
    reading: ThreadReading = along.ahead[STEP.name]
    has_pairs = story.seq not in along.without_pairs
    old = membership(connection, story.id) if story.id in reading.members else None
    changed = changes(connection, story.seq) if has_pairs else RoundUpChanges()
    if changed.is_round_up or is_of_many(story.headline, story.body):
        if old:
            remove(connection, [old.seq])
    else:
        _join(connection, story, old, neighbours(connection, story, reading, has_pairs=has_pairs))
    if changed.leaving:
        _leave(connection, story, changed.leaving)
    if changed.joining:
        along.mark_linked(connection)
        look_again(connection, changed.joining)


def _join(connection: Connection, story: DueStory, old: Membership | None, near: Neighbours) -> None:
    """Put a version into a thread with those that it is like."""
    own = Member(story.seq, story.id, old.thread if old else None, story.at)
    if near.of_copies is not None and old is None:
        _add(connection, own, near.of_copies)
        thread_rows.refresh(connection, [near.of_copies])
        return
    numbers = {*near.threads.values(), *([old.thread] if old else [])}
    group = [member for member in members(connection, numbers, near.threads) if member.id != story.id]
    if not group and old is None:
        _add(connection, own, thread_rows.new_thread_of(connection, story))
        return
    group.append(own)
    _cluster(connection, story, old, group, near.terms)


def _add(connection: Connection, member: Member, number: int) -> None:
    thread_members.put(connection, member, number)
    thread_rows.log(connection, "joined", number, seq=member.seq, other=member.thread)


def _leave(connection: Connection, story: DueStory, seqs: Sequence[int]) -> None:
    """Take round-ups out of their threads, and cluster again the stories that each may have held together."""
    numbers = set(thread_members.threads_of(connection, seqs).values()) if seqs else set()
    remove(connection, seqs)
    for number in sorted(numbers):
        group = members(connection, [number], ())
        terms = read_terms(connection, [member.seq for member in group])
        if len(terms) == len(group) > 1:
            _cluster(connection, story, None, group, terms)


def _cluster(
    connection: Connection, story: DueStory, old: Membership | None, group: list[Member], terms: dict[int, ThreadTerms]
) -> None:
    """Cluster stories and write their threads.

    Args:
        terms: those that are read already.
    """
    group.sort(key=lambda member: (member.at, member.id))
    found = [[0]]
    if len(group) > 1:
        alike = likeness_among(connection, [member.seq for member in group], story.day, terms)
        found = clusters(len(group), lambda one, other: alike(group[one].seq, group[other].seq), CUT)
    _apply(connection, story, old, [[group[item] for item in cluster] for cluster in found])


def unlink(connection: Connection, story: DueStory) -> None:
    """Take a version that readers no longer see out of its thread, unless a newer one takes its place there."""
    old = membership(connection, story.id)
    if old and old.seq == story.seq and not _has_successor(connection, story):
        remove(connection, [story.seq])
    changed = changes(connection, story.seq, is_leaving=True)
    _leave(connection, story, changed.leaving)
    look_again(connection, changed.joining)
    delete_terms(connection, [story.seq])


def remove(connection: Connection, seqs: Sequence[int]) -> None:
    """Take versions out of their threads; a thread without stories keeps its number."""
    if not seqs:
        return
    taken = thread_members.take_out(connection, seqs)
    thread_rows.log_all(connection, "left", ((one.thread, one.seq) for one in taken))
    numbers = {one.thread for one in taken}
    closed = thread_members.without_stories(connection, numbers)
    thread_rows.log_all(connection, "closed", ((number, None) for number in closed))
    thread_rows.refresh(connection, numbers)


def forget(connection: Connection, seqs: Sequence[int]) -> None:
    """Remove all of versions that are about to be deleted.  The linker waits meanwhile."""
    linker_lease.lock(connection)
    remove(connection, seqs)
    for seq in with_parts(connection, seqs):
        changed = changes(connection, seq, is_leaving=True)
        remove(connection, changed.leaving)
        look_again(connection, changed.joining)
        delete_terms(connection, [seq])
    delete_terms(connection, seqs)


def _has_successor(connection: Connection, story: DueStory) -> bool:
    """Return whether readers see another version of the story: it is due, and takes the place in the thread."""
    query = select(articles.c.seq).where(articles.c.id == story.id, articles.c.seq != story.seq, is_visible_joined())
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
    is_new_version = old is not None and old.seq != story.seq
    if old and is_new_version:
        thread_rows.log(connection, "left", old.thread, seq=old.seq)
    for number, cluster in zip(numbers, found, strict=True):
        for member in cluster:
            if member.thread != number or (is_new_version and member.seq == story.seq):
                _add(connection, member, number)
    for thread, position in grouping.merged.items():
        _merge(connection, story, thread, numbers[position])
    thread_rows.refresh(connection, {*numbers, *before.values()})


def _merge(connection: Connection, story: DueStory, thread: int, target: int) -> None:
    """Redirect a thread, and those that were merged into it before; stories that it still has go along."""
    for seq in thread_members.redirect(connection, thread, target):
        thread_rows.log(connection, "joined", target, seq=seq, other=thread)
    thread_rows.redirect(connection, thread, target)
    thread_rows.log(connection, "merged", thread, seq=story.seq, other=target)


STEP = LinkStep("threads", prepare, write_terms, link, unlink, prune, forget, read_together)
