"""Copies of the contract's records."""

from __future__ import annotations

from pydantic import BaseModel

from wiredesk.contract import Entity, Mention

MENTION = Mention(span=(0, 4), kind="name")
ENTITY = Entity(id="e1", type="PERSON", name="Mary", mentions=(MENTION,))


def test_a_copy_is_what_pydantic_makes() -> None:
    for record in (MENTION, ENTITY):
        ours, theirs = record.__copy__(), BaseModel.__copy__(record)
        assert ours == theirs == record
        assert ours.model_fields_set == theirs.model_fields_set
        assert ours.__pydantic_private__ == theirs.__pydantic_private__
        assert ours.__pydantic_extra__ == theirs.__pydantic_extra__


def test_a_copy_with_another_value_leaves_the_record_as_it_is() -> None:
    changed = MENTION.model_copy(update={"zone": "headline"})

    assert (changed.zone, changed.span, changed.kind) == ("headline", MENTION.span, MENTION.kind)
    assert changed.model_fields_set == {"span", "kind", "zone"}
    assert MENTION.zone == "body"
    assert MENTION.model_fields_set == {"span", "kind"}


def test_a_copy_with_other_values_is_what_pydantic_makes() -> None:
    for record, update in ((MENTION, {"zone": "headline"}), (ENTITY, {"name": "Ann", "score": 0.5}), (ENTITY, None)):
        ours, theirs = record.model_copy(update=update), BaseModel.model_copy(record, update=update)
        assert ours == theirs
        assert ours.model_fields_set == theirs.model_fields_set
        assert ours.__pydantic_private__ == theirs.__pydantic_private__
        assert ours.model_dump_json() == theirs.model_dump_json()
    deep = ENTITY.model_copy(deep=True)
    assert deep == ENTITY and deep.mentions[0] is not MENTION
