"""How a row of the frame lexicon is read."""

from __future__ import annotations

from wiredesk.nlp.events.frame_rows import parse_frame, parse_frames


def test_a_row_is_read_with_its_particle_conditions_and_roles() -> None:
    row = parse_frame(
        "ACQUIRE | take_over | obj:@COMPANY !inf | subj+with | obj/of | price=for stake=obj | planned", "x"
    )
    assert (row.lemma, row.particle, row.pos) == ("take", "over", "v")
    assert [(one.slot, one.negated) for one in row.conditions] == [("obj", False), ("inf", True)]
    assert row.actor == (("subj", "with"),)
    assert row.recipient == (("obj",), ("of",))
    assert row.roles == (("price", (("for",),)), ("stake", (("obj",),)))
    assert row.name == "ACQUIRE take_over obj:@COMPANY !inf"


def test_a_slot_beside_the_noun_of_a_slot_is_read() -> None:
    row = parse_frame("LEAVE | resign | | subj | as.of/obj.poss", "x")
    assert row.recipient == (("as.of",), ("obj.poss",))


def test_a_row_holds_a_frame_for_each_trigger_with_each_pattern() -> None:
    frames = parse_frames("REJECT | turn_down/spurn | obj:OFFER ; obj from | subj | from/by", "x")
    assert [frame.name for frame in frames] == [
        "REJECT turn_down obj:OFFER",
        "REJECT turn_down obj from",
        "REJECT spurn obj:OFFER",
        "REJECT spurn obj from",
    ]
    assert {frame.recipient for frame in frames} == {(("from",), ("by",))}


def test_rows_share_what_their_cells_have_in_common() -> None:
    one, other = parse_frames("REJECT | spurn/refuse | obj:OFFER | subj | from/by | | planned", "x")
    assert one.conditions is other.conditions
    assert one.recipient is other.recipient
    assert one.flags is other.flags
    assert one.needs is other.needs
