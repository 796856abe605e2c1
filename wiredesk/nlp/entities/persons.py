"""People: full names and short names of one person, and two people of one surname kept apart."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from typing import NamedTuple

from wiredesk.nlp.gazetteer.fold import fold
from wiredesk.nlp.knowledge import Gazetteer, Lexicon
from wiredesk.nlp.knowledge.word_lists import Sex
from wiredesk.nlp.mentions import Cluster, Name, TokenMention
from wiredesk.nlp.names.name_words import GENERATIONS, HONORIFICS, PARTICLES, STYLES
from wiredesk.nlp.tokens import Tokens

_PATRONYMIC = re.compile(r"(?:[oe]vich|[oe]vna|inichna)$")
"""How a Russian father's name ends, which stands for the surname in polite address."""
FATHERS_NAME = "first name and father's name"
"""The rule of such a mention; it is nobody's full name."""
CROWD = 40
"""People of one surname that are compared with each other; of a longer list the latest are."""


_HEADS = frozenset({"president", "premier", "chancellor", "king", "queen", "pope"})
"""Offices of which a country has one holder."""


class Parts(NamedTuple):
    """A person's name taken apart, lower case: ``Dr George W. Bush Jr`` is (george, w, bush), jr."""

    words: tuple[str, ...]
    generation: str


def bare(word: str) -> str:
    """A word without accents: agencies write ``Erdogan`` for ``Erdoğan``."""
    return word if word.isascii() else fold(word)


def parts(tokens: Tokens, name: Name) -> Parts:
    """Take a name apart: initials lose their full stop, particles go with the surname."""
    kept: list[str] = []
    generation = ""
    for at in range(name.start, name.end):
        word = bare(tokens.lower[at].strip(".'’‘\"“”`"))
        if word in GENERATIONS:
            generation = word
        elif word and word not in HONORIFICS and any(map(str.isalnum, word)):
            if kept and (tokens.text[at - 1] == "-" or (kept[-1] in {"o", "d"} and tokens.text[at - 1] in {"'", "’"})):
                kept[-1] += "-" + word
            elif len(word) == 3 and word[1] == "." and word[0].isalpha():
                kept += [word[0], word[2]]
            else:
                kept.append(word)
    return Parts(tuple(kept), generation)


def surname(given: Parts) -> str:
    """The last word that is not a particle."""
    return next((word for word in reversed(given.words) if word not in PARTICLES), "")


def people(tokens: Tokens, names: list[Name], known: Gazetteer, lexical: Lexicon) -> list[Cluster]:
    """Clusters of the people's names, in no order."""
    taken_apart = {name: parts(tokens, name) for name in names}
    alone = frozenset(given.words[0] for given in taken_apart.values() if len(given.words) == 1)
    book = _Book(known, lexical, alone)
    full = [name for name in names if len(taken_apart[name].words) > 1]
    for name in full:
        book.enter(tokens, name, taken_apart[name])
    clusters = book.clusters
    single: dict[tuple[str, Sex], Cluster] = {}
    for name in names:
        given = taken_apart[name]
        if name in book.of:
            cluster = book.of[name]
        else:
            sex = styled(tokens, name)
            found, rule = book.match(tokens, name, given, sex)
            key = " ".join(given.words)
            alone_so_far = single.get((key, sex)) or single.get((key, ""))
            if alone_so_far is None and not sex:
                alone_so_far = single.get((key, "m")) or single.get((key, "f"))
            if alone_so_far is not None and (found is None or _nearer([found, alone_so_far]) is alone_so_far):
                found, rule = alone_so_far, "same name"
            if found is None:
                found = Cluster("PERSON", sex=sex or lexical.sexes.get(tokens.text[name.start], ""))
                clusters.append(found)
                single[key, sex] = found
                rule = name.rule
            cluster = found
            cluster.mentions.append(TokenMention(name.start, name.end, "name", rule))
        cluster.last = name.start
        cluster.seen += 1
        cluster.sex = cluster.sex or styled(tokens, name)
    return clusters


class _Book:
    """Full names by each of their words."""

    def __init__(self, known: Gazetteer, lexical: Lexicon, alone: frozenset[str]) -> None:
        self.known, self.lexical, self.alone = known, lexical, alone
        self.offices: dict[int, str] = {}
        """Titles in office of those whom the knowledge base has, lower case."""
        self.clusters: list[Cluster] = []
        self.of: dict[Name, Cluster] = {}
        self.by_fact: dict[str, Cluster] = {}
        """People whom the knowledge base has, by the name that all variants share."""
        self.names: dict[int, list[Parts]] = {}
        self.titles: dict[int, set[str]] = {}
        self.kin: set[int] = set()
        """People who are named as somebody's wife or son: their surname alone is the other's."""
        self.by_surname: dict[str, list[Cluster]] = defaultdict(list)
        self.by_word: dict[str, list[Cluster]] = defaultdict(list)

    def enter(self, tokens: Tokens, name: Name, given: Parts) -> None:
        """Put a full name with the person of that name, or begin a new person."""
        last = surname(given)
        if (father := _PATRONYMIC.search(last)) and len(given.words) == 2 and (whom := self._called(given, father[0])):
            whom.mentions.append(TokenMention(name.start, name.end, "name", FATHERS_NAME))
            self.of[name] = whom
            return
        fact = self.known.facts.get(tokens.string(name.start, name.end))
        known_as = fact.name if fact and fact.type == "PERSON" else ""
        cluster, rule = self._entered(given, last, known_as)
        if cluster is None:
            cluster, rule = Cluster("PERSON", sex=_sex(given, self.lexical)), name.rule
            self.clusters.append(cluster)
            self.names[id(cluster)] = []
            if fact and fact.title:
                self.offices[id(cluster)] = fact.title.lower()
            if _is_kin(tokens, name, self.lexical):
                self.kin.add(id(cluster))
        if known_as:
            self.by_fact.setdefault(known_as, cluster)
        if cluster not in self.by_surname[last][-CROWD:]:
            self.by_surname[last].append(cluster)
        cluster.mentions.append(TokenMention(name.start, name.end, "name", rule))
        self.of[name] = cluster
        title = _title(tokens, name, self.lexical)
        if title:
            self.titles.setdefault(id(cluster), set()).add(title)
        if given not in self.names[id(cluster)]:
            self.names[id(cluster)].append(given)
            for word in given.words:
                pieces = {word, *word.split("-")} if "-" in word else {word}
                for piece in pieces:
                    if len(piece) > 1 and cluster not in self.by_word[piece][-CROWD:]:
                        self.by_word[piece].append(cluster)

    def _entered(self, given: Parts, last: str, known_as: str) -> tuple[Cluster | None, str]:
        """The person of a full name among those entered, and the rule; ``known_as`` is the knowledge base's name."""
        for cluster in reversed(self.by_surname[last][-CROWD:]):
            if any(same_person(given, other, self.lexical) for other in self.names[id(cluster)]):
                return cluster, "same name" if given in self.names[id(cluster)] else "name variant"
        return self.by_fact.get(known_as), "known by both names"

    def _called(self, given: Parts, ending: str) -> Cluster | None:
        """The one person of that first name: ``Vladimir Vladimirovich`` is Vladimir Putin."""
        first, last = given.words
        if last in self.alone:
            # Who is called Abramovich alone bears it as a surname.
            return None
        sex = "f" if ending.endswith("a") else "m"
        fits = [
            cluster
            for cluster in self.by_word.get(first, ())
            if cluster.sex in {"", sex} and any(name.words[0] == first for name in self.names[id(cluster)])
        ]
        return fits[0] if len(fits) == 1 else None

    def match(self, tokens: Tokens, name: Name, given: Parts, sex: Sex) -> tuple[Cluster | None, str]:
        """The person whom a short name means: by surname, else by another part of the name."""
        if not given.words:
            return None, ""
        title = _title(tokens, name, self.lexical)
        key = surname(given)
        ranked = self.by_surname.get(key, [])[-CROWD:]
        rule = "surname"
        if not any(_fits(cluster, sex) for cluster in ranked):
            ranked, rule = self.by_word.get(key, [])[-CROWD:], "part of the name"
        fitting = [cluster for cluster in ranked if _fits(cluster, sex) and self._may_be(cluster, title)]
        if not fitting:
            return None, ""
        several = len(fitting) > 1
        fitting = [cluster for cluster in fitting if id(cluster) not in self.kin] or fitting
        titled = [cluster for cluster in fitting if title and title in self.titles.get(id(cluster), ())]
        fitting = titled or fitting
        seen = [cluster for cluster in fitting if cluster.last >= 0]
        if seen:
            return _nearer(seen), rule
        first = min(fitting, key=lambda cluster: cluster.first)
        if several and tokens.paragraph[first.first] == tokens.paragraph[name.start]:
            # A headline may run ahead of the full name; "President Trump" is not the Eric Trump named after him.
            return None, ""
        return first, rule

    def _may_be(self, cluster: Cluster, title: str) -> bool:
        """``President Clinton`` is not Hillary Clinton, whose office is another."""
        office = self.offices.get(id(cluster))
        return office is None or title not in _HEADS or title in office.split()


def _nearer(seen: Sequence[Cluster]) -> Cluster:
    """The one mentioned last, unless another is mentioned more than twice as often."""
    near = max(seen, key=lambda cluster: cluster.last)
    main = max(seen, key=lambda cluster: cluster.seen)
    return main if main.seen > 2 * near.seen else near


def _fits(cluster: Cluster, sex: Sex) -> bool:
    return not sex or not cluster.sex or sex == cluster.sex


def same_person(one: Parts, two: Parts, lexical: Lexicon) -> bool:
    """Whether two full names of one surname can be one person's: ``Bob Dole``, ``Robert J. Dole``, ``R. Dole``."""
    if one.generation and two.generation and one.generation.rstrip(".") != two.generation.rstrip("."):
        return False
    if one.words == two.words:
        return True
    shorter, longer = sorted((one.words, two.words), key=len)
    a, b = shorter[0], longer[0]
    first = a == b or a in lexical.nicknames.get(b, ()) or (1 in (len(a), len(b)) and a[0] == b[0])
    if not first:
        return len(shorter) > 1 and len(shorter) < len(longer) and set(shorter) <= set(longer)
    middle, other = shorter[1:-1], longer[1:-1]
    if middle and other and len(middle[0]) == len(other[0]) == 1:
        return middle[0] == other[0]
    return all(any(x[0] == y[0] for y in other) for x in middle) or not middle or not other


def styled(tokens: Tokens, name: Name) -> Sex:
    """Sex told by Mr, Mrs, Lady before the name or in it."""
    for at in (name.start - 1, name.start):
        if at >= 0 and tokens.paragraph[at] == tokens.paragraph[name.start]:
            word = tokens.lower[at].rstrip(".")
            if word in {"mr", "sir", "lord", "king", "prince", "herr", "monsieur"}:
                return "m"
            if word in {"mrs", "ms", "miss", "lady", "dame", "queen", "princess", "mme", "frau", "madame"}:
                return "f"
    return ""


def _sex(given: Parts, lexical: Lexicon) -> Sex:
    for word in given.words[:-1]:
        pieces = [piece.capitalize() for piece in word.split("-")]
        sex = lexical.sexes.get("-".join(pieces), lexical.sexes.get(pieces[0]))
        if sex is not None:
            return sex
    return ""


def _title(tokens: Tokens, name: Name, lexical: Lexicon) -> str:
    """The word of a title right before a name: ``President [Clinton]``."""
    word = tokens.lower[name.start - 1] if name.start > tokens.sentence_start[name.start] else ""
    return word if word in lexical.role_words and word not in STYLES else ""


def _is_kin(tokens: Tokens, name: Name, lexical: Lexicon) -> bool:
    """``his wife, Terry Saban``, ``Jane Roe's son Tom Roe``."""
    return any(lexical.roles.get(word) == "kin" for word in tokens.lower[max(0, name.start - 2) : name.start])
