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

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from pathlib import Path
from sys import intern
from typing import Any, Literal, TypeVar, get_args

from wiredesk.contract import EventStatus, EventType, RoleName
from wiredesk.errors import ConfigError
from wiredesk.nlp.lexicon import word_set
from wiredesk.toml_tables import read_table

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
_TYPES = frozenset(name for part in get_args(EventType) for name in get_args(part) or (part,))
_ROLE_NAMES = frozenset(get_args(RoleName))
_COLUMNS = 7
_SLOTS = frozenset({"subj", "obj", "iobj", "comp", "inf", "that", "subjunctive", "ing", "poss", "mod", "adv", "source"})
_OF_NOUN = frozenset({"poss", "mod"})
_OF_CLAUSE = frozenset(f"{clause}.{part}" for clause in ("inf", "that", "ing") for part in ("actor", "recipient"))

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


@cache
def own_lines() -> tuple[tuple[str, int, str], ...]:
    """Return every line of the lexicon with its file and number, blank lines and comments left out."""
    folder = files(__package__).joinpath("frames")
    found: list[tuple[str, int, str]] = []
    for file in sorted(folder.iterdir(), key=lambda entry: entry.name):
        if file.name.endswith(".tsv"):
            found += _numbered(file.name, file.read_text(encoding="utf-8").splitlines())
    return tuple(found)


@cache
def own_frames() -> tuple[EventFrame, ...]:
    """Return the frames of the lexicon."""
    return tuple(
        frame
        for file, number, line in own_lines()
        if line[0] not in "+-*"
        for frame in _of_type(parse_frames(line, f"{file}, line {number}"))
    )


@cache
def _rules_of_types() -> dict[str, tuple[tuple[str, ...], frozenset[str]]]:
    """Return the further slots and the flags that hold for all rows of a type."""
    found: dict[str, tuple[tuple[str, ...], frozenset[str]]] = {}
    for file, number, line in own_lines():
        if line[0] == "*":
            slots, _, flags = line[1:].partition("|")
            for slot in slots.split():
                _check_slot(slot, f"{file}, line {number}")
            found[file.removesuffix(".tsv").upper()] = (tuple(slots.split()), frozenset(flags.split()))
    return found


def _of_type(frames: Iterable[EventFrame]) -> Iterator[EventFrame]:
    """Yield frames with what holds for all rows of their type."""
    for frame in frames:
        slots, flags = _rules_of_types().get(frame.type, ((), frozenset()))
        yield replace(frame, further=slots, flags=_joined(frame.flags, flags)) if slots or flags else frame


@cache
def _joined(some: frozenset[str], others: frozenset[str]) -> frozenset[str]:
    return some | others


def examples() -> Iterator[FrameExample]:
    """Yield the examples of the lexicon."""
    for file, _, line in own_lines():
        if line[0] in "+-":
            cells = [cell.strip() for cell in line[1:].split("|")] + [""] * 3
            kind = next(one for one in _TYPES if one == file.removesuffix(".tsv").upper())
            yield FrameExample(kind, cells[0], line[0] == "+", *cells[1:4])


def frame_table(frames: Iterable[EventFrame]) -> EventFrames:
    """Return the rows by trigger."""
    found: dict[tuple[Pos, str], list[EventFrame]] = {}
    for frame in frames:
        found.setdefault((frame.pos, frame.lemma), []).append(frame)
    return {
        key: tuple(sorted(rows, key=lambda row: (not row.particle, -len(row.conditions))))
        for key, rows in found.items()
    }


def user_frames(paths: Sequence[Path]) -> tuple[EventFrame, ...]:
    """Return the rows of events in the user's knowledge files.

    Raises:
        ConfigError: a row is wrong; it names the file, the line and the reason.
    """
    found: list[EventFrame] = []
    for path in paths:
        for name, number, line in _numbered(str(path), path.read_text(encoding="utf-8").splitlines()):
            if is_frame(line):
                found += _of_type(parse_frames(line, f"knowledge file {name}, line {number}"))
    return tuple(found)


def is_frame(line: str) -> bool:
    """Return whether a line of a knowledge file is a row of an event type."""
    return line.partition("|")[0].strip() in _TYPES


def parse_frames(line: str, subject: str) -> tuple[EventFrame, ...]:
    """Return the frames of a row: one for each trigger with each pattern.

    Raises:
        ConfigError: the row has a wrong type, trigger, condition, slot, role or flag.
    """
    cells = [*line.split("|"), "", ""]
    return tuple(
        parse_frame("|".join((cells[0], trigger, pattern, *cells[3:-2])), subject)
        for trigger in cells[1].split("/")
        for pattern in cells[2].split(";")
    )


def parse_frame(line: str, subject: str) -> EventFrame:
    """Return the frame of a row with one trigger and one pattern.

    Raises:
        ConfigError: the row has a wrong type, trigger, condition, slot, role or flag.
    """
    cells = [cell.strip() for cell in line.split("|")]
    if len(cells) > _COLUMNS:
        raise ConfigError(subject, f"has {len(cells)} columns", f"write at most {_COLUMNS}")
    kind, trigger, pattern, actor, recipient, roles, flags = cells + [""] * (_COLUMNS - len(cells))
    if kind not in _TYPES:
        raise ConfigError(subject, f"{kind!r} is no event type", "wiredesk events --types lists them")
    if not trigger:
        raise ConfigError(subject, "has no trigger", "write a lemma in the second column")
    lemma, _, particle = trigger.partition("_")
    lemma, _, pos = lemma.partition(".")
    if pos not in {"", "n", "a"} or not lemma or " " in lemma:
        raise ConfigError(
            subject, f"trigger {trigger!r} cannot be read", "write accuse, carry_out, attack.n or ready.a"
        )
    conditions, needs = _once(_pattern, pattern, subject)
    return EventFrame(
        type=intern(kind),  # type: ignore[arg-type]
        lemma=intern(lemma),
        particle=intern(particle),
        pos=intern(pos or "v"),  # type: ignore[arg-type]
        conditions=conditions,
        actor=_once(_slots, actor, subject),
        recipient=_once(_slots, recipient, subject),
        roles=_once(_roles, roles, subject),
        flags=_once(_flags, flags, subject),
        name=" ".join(filter(None, (kind, trigger, pattern))),
        needs=needs,
    )


_Read = TypeVar("_Read")
_KNOWN: dict[tuple[Callable[[str, str], Any], str], Any] = {}
"""What a cell says: thousands of rows have a few hundred different ones."""


def _once(read: Callable[[str, str], _Read], cell: str, subject: str) -> _Read:
    """Return what a cell says; rows with the same cell share it, in the memory of a worker's children, too."""
    found: _Read | None = _KNOWN.get((read, cell))
    if found is None:
        found = _KNOWN[read, cell] = read(cell, subject)
    return found


def _numbered(name: str, lines: Iterable[str]) -> list[tuple[str, int, str]]:
    stripped = ((number, line.strip()) for number, line in enumerate(lines, 1))
    return [(name, number, line) for number, line in stripped if line and not line.startswith("#")]


def _pattern(cell: str, subject: str) -> tuple[tuple[SlotCondition, ...], frozenset[str]]:
    """Return the conditions of a pattern and the slots that it needs."""
    conditions = tuple(_once(_condition, part, subject) for part in cell.split())
    needs = sorted({one.slot.partition(".")[0] for one in conditions if not one.negated})
    return conditions, _once(_set_of_words, " ".join(needs), subject)


def _set_of_words(cell: str, _: str) -> frozenset[str]:
    return frozenset(cell.split())


def _flags(cell: str, subject: str) -> frozenset[str]:
    flags = frozenset(cell.split())
    if unknown := flags - FLAGS:
        raise ConfigError(subject, f"flag {min(unknown)!r} is unknown", f"the flags are {', '.join(sorted(FLAGS))}")
    return flags


def _condition(part: str, subject: str) -> SlotCondition:
    slot, _, values = part.removeprefix("!").partition(":")
    _check_slot(slot, subject)
    words: set[str] = set()
    kinds: set[str] = set()
    for value in filter(None, values.split("/")):
        if value.startswith("@"):
            if value[1:] not in KINDS:
                raise ConfigError(subject, f"{value} is no kind of participant", f"they are {', '.join(sorted(KINDS))}")
            kinds.add(value[1:])
        elif value.isupper():
            if value not in read_table("wiredesk.nlp.lexicon", "event_classes"):
                raise ConfigError(subject, f"{value} is no class of nouns", "lexicon/event_classes.toml has them")
            words |= word_set("event_classes", value)
        else:
            words.add(intern(value))
    return SlotCondition(intern(slot), frozenset(words), frozenset(kinds), part.startswith("!"))


def _roles(cell: str, subject: str) -> tuple[tuple[RoleName, Slots], ...]:
    return tuple(_role(part, subject) for part in cell.split())


def _role(part: str, subject: str) -> tuple[RoleName, Slots]:
    name, _, slots = part.partition("=")
    if name not in _ROLE_NAMES:
        raise ConfigError(subject, f"{name!r} is no role", f"the roles are {', '.join(sorted(_ROLE_NAMES))}")
    return name, _once(_slots, slots, subject)  # type: ignore[return-value]


def _slots(cell: str, subject: str) -> Slots:
    found = tuple(tuple(map(intern, one.split("+"))) for one in cell.split("/") if one)
    for group in found:
        for slot in group:
            _check_slot(slot, subject)
    return found


def _check_slot(slot: str, subject: str) -> None:
    """Raise an error for what is neither a slot nor a preposition."""
    if slot in _OF_CLAUSE:
        return
    prepositions = word_set("function_words", "prepositions")
    outer, _, inner = slot.partition(".")
    if outer not in _SLOTS | prepositions or (inner and inner not in _OF_NOUN | prepositions):
        hint = f"the slots are {', '.join(sorted(_SLOTS))}, and prepositions"
        raise ConfigError(subject, f"{slot!r} is no slot", hint)
