"""Who gets a place, and who gives it up."""

from __future__ import annotations

import pytest

from wiredesk.client_places import ClientPlaces, Visitor


class Door:
    """Places with visitors by name, each waiting for as many seconds as it is told."""

    def __init__(self, total: int, per_address: int) -> None:
        self.places = ClientPlaces(total, per_address)
        self.dismissed: list[str] = []
        self.inside: dict[str, Visitor] = {}

    def admit(self, name: str, address: str, waiting_since: float | None = None) -> bool:
        visitor = Visitor(address, lambda: self.dismissed.append(name), waiting_since)
        self.inside[name] = visitor
        return self.places.admit(visitor)


def test_while_there_are_places_everyone_is_admitted() -> None:
    door = Door(3, 2)
    assert [door.admit(name, address) for name, address in (("a", "x"), ("b", "x"), ("c", "y"))] == [True] * 3
    assert door.dismissed == []


def test_places_of_visitors_that_are_served_are_not_given_away() -> None:
    door = Door(3, 2)
    assert door.admit("a", "x") and door.admit("b", "x")
    assert not door.admit("c", "x")
    assert door.admit("d", "y") and not door.admit("e", "z")
    door.places.leave(door.inside["a"])
    door.places.leave(door.inside["a"])
    assert door.admit("f", "z") and not door.admit("g", "z")


@pytest.mark.parametrize(("address", "dismissed"), [("x", "x-old"), ("z", "x-old")])
def test_the_longest_waiting_one_of_the_same_or_the_largest_address_goes(address: str, dismissed: str) -> None:
    door = Door(4, 3)
    assert door.admit("y", "y", 1.0)
    assert door.admit("x-served", "x", None) and door.admit("x-old", "x", 5.0) and door.admit("x-new", "x", 6.0)
    assert door.admit("new", address, 9.0)
    assert door.dismissed == [dismissed]


def test_any_number_of_idle_visitors_shut_nobody_out() -> None:
    door = Door(8, 4)
    for number in range(100):
        assert door.admit(f"idle-{number}", f"10.0.0.{number % 7}", float(number))
    assert door.admit("reader", "192.0.2.1", 1000.0)
    assert len(door.dismissed) == 93
