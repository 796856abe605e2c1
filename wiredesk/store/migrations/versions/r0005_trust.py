"""What a reader needs to trust a result: scores and rules, zones, what a quote reports, who else said it.

Every column is null in rows of earlier releases: they did not measure it.
"""

from typing import Any

import sqlalchemy as sa
from alembic import op

from wiredesk.store.tables import Seq

revision = "0005"
down_revision = "0004"
compatible_from = "0003"

_TEXT, _FLOAT, _INTEGER = sa.Text, sa.Float, sa.Integer
COLUMNS: dict[str, dict[str, Any]] = {
    "extractions": {"focus": _TEXT},
    "entities": {"aliases": sa.JSON, "ticker": _TEXT, "in_news": sa.Boolean, "score": _FLOAT, "rule": _TEXT},
    "mentions": {"zone": _TEXT, "stands_for": _TEXT},
    "titles": {"office": _TEXT, "tense": _TEXT, "score": _FLOAT, "rule": _TEXT},
    "quotes": {
        "mode": _TEXT,
        "polarity": _TEXT,
        "within": _INTEGER,
        "repeats": _INTEGER,
        "source_class": _TEXT,
        "speaks_for": _TEXT,
        "zone": _TEXT,
        "quotation": sa.Boolean,
        "score": _FLOAT,
        "rule": _TEXT,
    },
    "dates": {"anchor": _TEXT, "score": _FLOAT, "rule": _TEXT},
    "places": {"admin1": _TEXT, "admin1_name": _TEXT, "score": _FLOAT, "rule": _TEXT},
    "amounts": {
        "entity": _TEXT,
        "measure": _TEXT,
        "direction": _TEXT,
        "period": _TEXT,
        "score": _FLOAT,
        "rule": _TEXT,
    },
}


def upgrade() -> None:
    for table, columns in COLUMNS.items():
        for name, type in columns.items():
            op.add_column(table, sa.Column(name, type()))
    op.create_table(
        "joint_speakers",
        sa.Column("seq", Seq, primary_key=True),
        sa.Column("n", sa.Integer, primary_key=True),
        sa.Column("entity", sa.Text, primary_key=True),
        sa.Column("key", sa.Text, nullable=False),
        sa.ForeignKeyConstraint(["seq", "n"], ["quotes.seq", "quotes.n"], ondelete="CASCADE"),
    )
    op.create_index("ix_joint_speakers_key_seq", "joint_speakers", ["key", "seq"])
