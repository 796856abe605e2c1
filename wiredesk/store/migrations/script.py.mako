"""${message}"""

from alembic import op

revision = ${repr(up_revision)}
down_revision = ${repr(down_revision)}
compatible_from = ${repr(down_revision)}  # the oldest revision whose release can work with a store of this one


def upgrade() -> None:
    ${upgrades if upgrades else "pass"}
