"""The frame lexicon: which words tell an act, what must stand beside them, and who takes part.

There is one file a type in ``wiredesk/nlp/events/frames``, and users add rows with a knowledge file. A row is a line
with ``|`` between its columns::

    type | trigger | pattern | actor | recipient | roles | flags
    ACCUSE | accuse | obj | subj | obj | | accuses
    AID | send | obj:AID | subj | to/iobj | amount=obj |
    ASSAULT | attack.n | | by/poss/mod | on/against | |
    MOBILIZE | call_up | obj:TROOPS | subj | | |

``trigger`` is a lemma; ``.n`` marks a noun and ``.a`` an adjective, and a particle follows ``_``. Triggers of the same
frame share a row, with ``/`` between them: ``condemn/denounce``.

``pattern`` holds conditions, all of which must be met, with blanks between them; ``;`` stands between patterns of which
one is enough. A condition is a slot, or a slot with
what may fill it: ``obj:TALKS/deal`` (a class of ``lexicon/event_classes.toml``, or a lemma), ``subj:@STATE`` (a kind of
participant, see :data:`KINDS`). ``!`` before it says that it must not be so.

``actor`` and ``recipient`` name the slots of the participants: ``to/iobj`` is the first of two that is filled,
``subj+with`` both together. ``roles`` has more of them by name: ``price=for stake=obj``.

Slots are the places beside a trigger. They are those of the active: the subject of a passive is ``obj``, and its "by"
is ``subj``.

- ``subj`` ``obj`` ``iobj``: subject, object, and the one to whom ("gave Chad aid").
- ``comp``: what the subject or object is said to be ("was named chairman", "found guilty").
- any preposition: what stands behind it. It may depend on the verb, or on its object ("launched an attack on Chad").
- ``inf``, ``that``, ``ing``: a clause: "to", "that", a gerund (also behind a preposition: "accused of arming"). The
  participants of the act in it are ``inf.actor``, ``inf.recipient``.
- ``subjunctive``: a "that" clause of what shall be done: "insisted that Chad pay".
- ``poss``, ``mod``: whose the noun is ("Chad's offer"), and the name or adjective before it ("Chadian troops").
- ``obj.poss``, ``obj.mod``, ``as.of``: the same of the noun in a slot, and what a preposition adds to it ("resigned as
  head of Acme").
- ``adv``: an adverb or a particle that is no part of the trigger.
- ``source``: who says the clause ("Acme said profit rose").

``flags`` say what a row does beside that:

- ``reciprocal``: all sides do it: both subjects, or subject and recipient, become actors.
- ``commits`` ``refuses`` ``demands`` ``threatens`` ``accuses`` ``allows``: it is about the act in its clause. See
  :mod:`wiredesk.nlp.events.speech_acts`.
- ``planned`` ``hypothetical`` ``denied``: the status of the act, whatever the verb's tense.
- ``sport``: the row also holds in a story of sport. Acts of the ``wire`` ontology need no such flag.
- ``restates``: the row is for a figure; it gives way if an earlier act of this type has the same actor.
- ``person``: the doer is the person, not the state that the person is of: who resigns.
- ``private``: the row also holds where no participant is a state, a body or a person in office.

A line that begins with ``*`` holds for all rows of its file: the slots, in order, in which the recipient stands where
those of a row name nobody ("rejected Chad's offer", "a truce with Chad"), and flags::

    * obj.poss obj.mod with against | personal

- ``personal``: what is done to one private person is not done to the state before the noun: "an American tourist".
- ``scores``: a number is no recipient: the score of a game.

A line that begins with ``+`` or ``-`` is an example, which runs as a test: it has the trigger in brackets; a row of
this type must or must not be found there. A status, the actor and the recipient may follow, each after ``|``::

    + The ministry [accused] Chad of arming rebels. | occurred | ministry | Chad
    - The report [accused] nobody.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

from wiredesk.contract import EventStatus, EventType, RoleName

Pos = Literal["v", "n", "a"]
KINDS = frozenset({"PERSON", "STATE", "BODY", "COMPANY", "ACTOR", "PLACE", "NUMBER", "MONEY", "PERCENT"})
"""Kinds of participants: a person or people, named or not; a state or its government; an organisation or a state; a
company; any of them; a place; and what holds a number, money or a percentage."""
FLAGS = frozenset(
    {
        "reciprocal",
        "commits",
        "refuses",
        "demands",
        "threatens",
        "accuses",
        "allows",
        "planned",
        "hypothetical",
        "denied",
        "sport",
        "private",
        "person",
        "restates",
        "personal",
        "scores",
    }
)
STATUSES: tuple[EventStatus, ...] = get_args(EventStatus)

Slots = tuple[tuple[str, ...], ...]
"""Alternatives, the first that is filled counts; each is one slot or several together."""


@dataclass(frozen=True, slots=True)
class SlotCondition:
    """What must, or must not, stand in a slot."""

    slot: str
    words: frozenset[str] = frozenset()
    """Lemmas of its head, one of which it must be; empty: any."""
    kinds: frozenset[str] = frozenset()
    """Kinds of participants, one of which it must be."""
    negated: bool = False


@dataclass(frozen=True, slots=True)
class EventFrame:
    """A row of the lexicon with one of its triggers and patterns."""

    type: EventType
    lemma: str
    particle: str
    pos: Pos
    conditions: tuple[SlotCondition, ...]
    actor: Slots
    recipient: Slots
    roles: tuple[tuple[RoleName, Slots], ...]
    flags: frozenset[str]
    name: str
    """Type, trigger and pattern: what ``rule`` of an event says."""
    needs: frozenset[str] = frozenset()
    """Slots of the predicate that must be filled, or else no condition on them can be met."""
    further: tuple[str, ...] = ()
    """Slots in which the recipient stands where those of the row name nobody."""


@dataclass(frozen=True, slots=True)
class FrameExample:
    """A sentence with its trigger in brackets, in which a row of the type must or must not be found."""

    type: EventType
    text: str
    expected: bool
    status: str = ""
    actor: str = ""
    recipient: str = ""


EventFrames = dict[tuple[Pos, str], tuple[EventFrame, ...]]
"""The rows of a trigger, those with most conditions first."""
