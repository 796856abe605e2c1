"""Users, stars, notes and reads on both databases, from the first star to the last version."""

from __future__ import annotations

from desk.users.user_list import UserRole, add_user, all_users, close_user, user_of_token
from tests.support.desk_stories import everything, write
from tests.support.reader_steps import go_through
from wiredesk.store import Store


def test_what_a_reader_keeps_lasts_as_long_as_the_story(store: Store) -> None:
    with store.write() as connection:
        token = add_user(connection, "Ana Bell", UserRole.EDITOR)
        found = user_of_token(connection, "ana bell", token)
        assert found and found.role is UserRole.EDITOR
        close_user(connection, "Ana Bell")
        assert [one.closed for one in all_users(connection)] == [True]
    write(store, everything())
    go_through(store)
