"""Watches, the health of sources, the order of a search, and how deeply each language is read."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
compatible_from = "0003"


def upgrade() -> None:
    _add_languages()


def _add_languages() -> None:
    op.add_column("extractions", sa.Column("tier", sa.SmallInteger))
