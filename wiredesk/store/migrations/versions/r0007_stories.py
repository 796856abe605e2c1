"""Copies and threads of stories, keyphrases, codes of the agencies, and the tone of each extraction.

The new tables and columns are empty for stories of earlier releases; the linker makes their rows from the stored
documents, ``wiredesk reprocess`` their topics, keyphrases, summary and tone.
"""

import sqlalchemy as sa
from alembic import op

from wiredesk.store.tables import Seq
from wiredesk.store.types import UtcTime

revision = "0007"
down_revision = "0006"
compatible_from = "0003"


def _seq(name: str = "seq") -> sa.Column[int]:
    return sa.Column(
        name, Seq, sa.ForeignKey("articles.seq", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )


def upgrade() -> None:
    op.add_column("extractions", sa.Column("tone", sa.Float()))
    op.add_column("topics", sa.Column("rule", sa.Text()))
    op.create_table(
        "keyphrases",
        _seq(),
        sa.Column("n", sa.Integer, primary_key=True),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("key", sa.Text, nullable=False),
        sa.Column("score", sa.Float, nullable=False),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_keyphrases_key", "keyphrases", ["key", "seq"])
    op.create_table("subject_codes", _seq(), sa.Column("key", sa.Text, primary_key=True), sqlite_with_rowid=False)
    op.create_index("ix_subject_codes_key", "subject_codes", ["key", "seq"])
    op.create_table(
        "links",
        _seq(),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("day", sa.Integer, nullable=False),
        sa.Column("tries", sa.SmallInteger, nullable=False, server_default="0"),
        sa.Column("at", UtcTime, nullable=False),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_links_state", "links", ["state", "at"])
    _copies()
    _threads()


def _copies() -> None:
    op.create_table(
        "copy_prints",
        sa.Column("day", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("print", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("seq", Seq, primary_key=True, autoincrement=False),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "copy_pairs",
        _seq("a"),
        _seq("b"),
        sa.Column("relation", sa.Text, nullable=False),
        sa.Column("shared", sa.Integer, nullable=False),
        sa.Column("longer", sa.Float, nullable=False),
        sa.Column("shorter", sa.Float, nullable=False),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_copy_pairs_b", "copy_pairs", ["b"])
    op.create_table(
        "copy_groups",
        _seq(),
        sa.Column("copy_group", Seq, nullable=False),
        sa.Column("is_first", sa.Boolean, nullable=False),
        sa.Column("credit", sa.Text),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_copy_groups_copy_group", "copy_groups", ["copy_group", "is_first"])


def _threads() -> None:
    op.create_table(
        "thread_terms",
        _seq(),
        sa.Column("terms", sa.Text, nullable=False),
        sa.Column("actors", sa.Text, nullable=False),
        sa.Column("words", sa.Integer, nullable=False),
        sa.Column("figures", sa.Float, nullable=False),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "thread_keys",
        sa.Column("key", sa.Text, primary_key=True),
        sa.Column("day", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("seq", Seq, primary_key=True, autoincrement=False),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "threads",
        sa.Column("thread", Seq, primary_key=True, autoincrement=True),
        sa.Column("headline", sa.Text, nullable=False),
        sa.Column("lead", Seq),
        sa.Column("last_seq", Seq),
        sa.Column("first_at", UtcTime),
        sa.Column("last_at", UtcTime),
        sa.Column("stories", sa.Integer, nullable=False),
        sa.Column("texts", sa.Integer, nullable=False),
        sa.Column("sources", sa.Integer, nullable=False),
        sa.Column("merged_into", Seq),
        sa.Column("split_from", Seq),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_threads_last_at", "threads", ["last_at"])
    op.create_index("ix_threads_last_seq", "threads", ["last_seq"])
    op.create_index("ix_threads_merged_into", "threads", ["merged_into"])
    op.create_table(
        "thread_members",
        sa.Column("id", sa.Text, primary_key=True),
        sa.Column("seq", Seq, sa.ForeignKey("articles.seq", ondelete="CASCADE"), nullable=False),
        sa.Column("thread", Seq, nullable=False),
        sa.Column("since", UtcTime, nullable=False),
    )
    op.create_index("ix_thread_members_thread", "thread_members", ["thread", "seq"])
    op.create_index("ix_thread_members_seq", "thread_members", ["seq"])
    op.create_table(
        "thread_log",
        sa.Column("n", Seq, primary_key=True, autoincrement=True),
        sa.Column("at", UtcTime, nullable=False),
        sa.Column("thread", Seq, nullable=False),
        sa.Column("what", sa.Text, nullable=False),
        sa.Column("seq", Seq),
        sa.Column("other", Seq),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_thread_log_thread", "thread_log", ["thread", "n"])
