"""Known names by their text: what a name is, and the one name that all its variants share."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from wiredesk.contract import EntityType
from wiredesk.nlp.knowledge.countries import countries
from wiredesk.nlp.knowledge.known_entities import things
from wiredesk.nlp.knowledge.tsv_rows import own, rows, values
from wiredesk.nlp.knowledge.word_lists import lexicon

LONG, SHORT = 4, 2
"""First letters by which names are found: names of four letters and more by four, shorter ones by two."""


class Fact(NamedTuple):
    """What is known of a name."""

    type: EntityType
    name: str
    """The name that all variants of one thing share."""
    wikidata: str | None
    country: str | None
    """ISO 3166-1 alpha-2: its own of a country and of a people, else the country it belongs to."""
    kind: str
    """country, demonym, capital, seat, region, thing"""
    sure: bool
    """Whether the word alone tells: ``Kremlin``, not ``Apple`` or ``Jordan``."""
    title: str | None = None
    """Of a person: the title in office."""


@dataclass(frozen=True, slots=True)
class Gazetteer:
    """Facts by exact text, and the texts by their first letters, longest first."""

    facts: dict[str, Fact]
    begin: dict[str, tuple[str, ...]]
    upper_facts: dict[str, Fact]
    """The same in capitals, for text that is set in capitals."""
    upper_begin: dict[str, tuple[str, ...]]


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


DOUBTFUL = _words(
    """Male CAR Lao Pole Finn Dane Turk Kiwi Shell Apple Amazon Meta Oracle ETA WHO Lords Commons Guardian Beehive
    Chancellery Victoria Hamilton Douglas Stanley Kingston Jordan Chad Georgia Israel Jersey Turkey Niger Reunion
    Nassau Lima Sofia Santiago Alexandria Colombo Delta Intel Ansa ANSA Spiegel Tass Pepsi Roche Fitch Amnesty Nike ING
    Siam Bonn Westminster Carthage AP BA PA GE GM HP FT ABC PRI CIS EC IS ISIS Isis BIS SCO CME LSE PTI RIA NPC MIT FCA
    CPS PLA Tobago Grenada Dominica Emirates Persian Swede Brit Lome Majuro Dakar Government Lincoln Jackson Columbia
    Salem Madison Austin Houston Denver Phoenix Concord Augusta Helena Regina Perth Hobart Darwin Adelaide Dover Trenton
    Raleigh Pierre Charleston Springfield Columbus Providence Washington Virginia Carolina Montana Nevada Maine Ind.
    Ore. Miss. Mass. Wash. Ill. Mo. Man. Ark. Kan. Ga. La. Pa. Md. Va. Cal. Del. Mich. Congress Senate Stanford Harvard
    Yale Merck Honda Siemens Philips Boeing Disney Lloyds Barclays Dell Chrysler Daimler Ericsson Renault Peugeot Nestle
    Nestlé Morgan Bloomberg DuPont ROK PRC FRG BRD GDR
    Vatican Celtic Dow CAC Dax DAX"""
)
"""Names that are as often something else: a first name, a surname, a common word, a short form of several things.

They type what the model found, and the model's word is needed to find them.
"""


def gazetteer(more: Sequence[Path] = ()) -> Gazetteer:
    """Our own knowledge with the user's files; what comes first wins, a user's file over our own."""
    facts: dict[str, Fact] = {}
    given = things(more)
    own_count = len(things())
    for thing in given[own_count:] + given[:own_count]:
        fact = Fact(thing.type, thing.name, thing.wikidata, thing.country, "thing", True, thing.title)
        _add(facts, fact, (thing.name, *thing.variants))
    for country in countries():
        place = Fact("GPE", country.name, country.wikidata, country.code, "country", True)
        people = Fact("NORP", "", country.wikidata, country.code, "demonym", True)
        _add(facts, place, (country.name, *country.variants))
        for demonym in country.demonyms:
            _add(facts, people._replace(name=country.demonyms[0]), (demonym, *_plural(demonym)))
        for capital in country.capitals:
            _add(
                facts,
                Fact("GPE", _spelled(country.capitals[0], capital), None, country.code, "capital", True),
                (capital,),
            )
        for seat in country.seats:
            _add(facts, Fact("FAC", seat, None, country.code, "seat", True), (seat,))
    for code, name, short, _ in rows(own("regions.tsv"), 4, "regions.tsv"):
        _add(facts, Fact("GPE", name, None, code, "region", True), (name, *values(short)))
    upper = {name.upper(): fact for name, fact in facts.items() if len(name) > 3}
    return Gazetteer(facts, _index(facts), upper, _index(upper))


def _spelled(capital: str, name: str) -> str:
    """Spellings of one city share a name: Brasilia and Brasília, Washington and Washington, D.C."""
    return capital if name[:2].lower() == capital[:2].lower() else name


def _add(facts: dict[str, Fact], fact: Fact, names: Sequence[str]) -> None:
    firsts = lexicon().sexes
    for name in names:
        if name and name not in facts:
            doubtful = name in DOUBTFUL or name in {"Holy See"} or (name in firsts and fact.type != "PERSON")
            facts[name] = fact._replace(sure=not doubtful)


def _plural(demonym: str) -> tuple[str, ...]:
    """Names of several of a people: Germans, Britons; none for the Chinese, the Dutch."""
    if demonym.endswith(("ese", "ish", "ch", "ss", "men", "hman", "woman", "s", "sh")):
        return ()
    return (demonym + "s",)


def _index(names: Iterable[str]) -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    for name in names:
        found.setdefault(name[: LONG if len(name) >= LONG else SHORT], []).append(name)
    return {key: tuple(sorted(group, key=len, reverse=True)) for key, group in found.items()}
