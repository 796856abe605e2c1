"""The users of a desk in the store: who may sign in, and what each may do."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Connection, func, select, update

from desk.users.rows import add_missing
from desk.users.user_names import BadUser, clean_name, name_key
from desk.users.user_tokens import digest_of, is_same, new_token, proof_of
from wiredesk.errors import NotFound
from wiredesk.store.types import now
from wiredesk.store.user_tables import users

MAX_USERS = 5000
"""Users of a desk."""


class UserRole(StrEnum):
    """What a user may do; who may run commands on the store may do everything."""

    READER = "reader"
    """Read, star, and write notes."""
    EDITOR = "editor"
    """Correct things and stories, keep watches and queries, and remove notes of others, too."""


@dataclass(frozen=True, slots=True)
class User:
    """A user."""

    key: str
    name: str
    role: UserRole
    closed: bool
    made_at: datetime
    renewed_at: datetime
    """When the token was made."""


_COLUMNS = [users.c[name] for name in User.__dataclass_fields__]


def all_users(connection: Connection) -> list[User]:
    """Return the users in the order of their names."""
    return [_user(row) for row in connection.execute(select(*_COLUMNS).order_by(users.c.key))]


def has_users(connection: Connection) -> bool:
    """Return whether anybody may sign in, or might before he was closed."""
    return connection.execute(select(users.c.key).limit(1)).first() is not None


def find_user(connection: Connection, name: str) -> User | None:
    """Return the user of a name in any case; None if there is none."""
    row = connection.execute(select(*_COLUMNS).where(users.c.key == name_key(name))).one_or_none()
    return _user(row) if row else None


def known_user(connection: Connection, name: str) -> User:
    """Return the user of a name.

    Raises:
        NotFound: there is none.
    """
    if (found := find_user(connection, clean_name(name))) is None:
        raise NotFound(f"user {name}", "does not exist", "wiredesk users list")
    return found


def add_user(connection: Connection, name: str, role: UserRole) -> str:
    """Add a user, and return his token.

    Raises:
        BadUser: the name is invalid or taken, or there are too many users.
    """
    name = clean_name(name)
    if (connection.scalar(select(func.count()).select_from(users)) or 0) >= MAX_USERS:
        raise BadUser(f"user {name}", f"{MAX_USERS} users exist already", "use the login of a proxy: web_user_header")
    token = new_token()
    row = {"key": name_key(name), "name": name, "role": role.value, "digest": digest_of(proof_of(token))}
    if not add_missing(connection, users, row | {"made_at": now(), "renewed_at": now()}):
        known = known_user(connection, name).name
        raise BadUser(f"user {known}", "already exists", f'wiredesk users renew "{known}" makes a new token')
    return token


def renew_user(connection: Connection, name: str) -> str:
    """Give a user another token and return it; the one before no longer works.  A closed user is open again.

    Raises:
        NotFound: there is no such user.
    """
    user, token = known_user(connection, name), new_token()
    _change(connection, user, digest=digest_of(proof_of(token)), renewed_at=now(), closed=False)
    return token


def set_role(connection: Connection, name: str, role: UserRole) -> None:
    """Change what a user may do, from his next request on.

    Raises:
        NotFound: there is no such user.
    """
    _change(connection, known_user(connection, name), role=role.value)


def close_user(connection: Connection, name: str) -> None:
    """Let a user no longer sign in, from now on; his notes stay, and what he decided.

    Raises:
        NotFound: there is no such user.
    """
    _change(connection, known_user(connection, name), closed=True)


def user_of_proof(connection: Connection, proof: str) -> User | None:
    """Return the user, open or closed, whose token has this proof; None if it proves nobody."""
    digest = digest_of(proof)
    row = connection.execute(select(*_COLUMNS, users.c.digest).where(users.c.digest == digest)).one_or_none()
    return _user(row[:-1]) if row and is_same(row.digest, digest) else None


def user_of_token(connection: Connection, name: str, token: str) -> User | None:
    """Return the user, open or closed, of a name and a token; None if they do not fit together."""
    found = user_of_proof(connection, proof_of(token))
    return found if found and found.key == name_key(name) else None


def _change(connection: Connection, user: User, **values: object) -> None:
    connection.execute(update(users).where(users.c.key == user.key).values(**values))


def _user(row: Any) -> User:
    key, name, role, closed, made_at, renewed_at = row
    known = UserRole(role) if role in tuple(UserRole) else UserRole.READER  # a role of a later release
    return User(key, name, known, closed, made_at, renewed_at)
