"""Nominal mentions: ``the company``, ``the Chinese leader``, ``the 33-year-old`` for what was named before."""

from __future__ import annotations

from typing import NamedTuple

from wiredesk.nlp.entities.discourse import Memory
from wiredesk.nlp.knowledge import Lexicon
from wiredesk.nlp.knowledge.word_lists import Sex
from wiredesk.nlp.names.name_words import words_of
from wiredesk.nlp.tokens import Tokens

_DEFINITE = words_of("the this that")
_LEADERS = words_of("president minister premier chancellor king queen leader taoiseach ruler dictator secretary")
_AFTER = words_of("of who whose which that for in at on")
"""Words after a noun that say which one is meant, so that it need not be one named before."""


class Phrase(NamedTuple):
    """A definite noun phrase in the singular: ``the [award-winning] singer``."""

    start: int
    noun: int
    end: int
    role: str
    """The role that its noun, with the words before it, names; else empty."""
    nation: str
    """ISO 3166-1 code of the people or country in it: ``the Chinese leader``."""
    plain: bool
    """Nothing stands between the article and the noun."""


def phrase_at(tokens: Tokens, start: int, owner: list[int], nations: dict[int, str], lexical: Lexicon) -> Phrase | None:
    """The definite noun phrase whose article stands at ``start``, None where there is none that can mean a name."""
    if tokens.lower[start] not in _DEFINITE:
        return None
    at, count, nation = start + 1, len(tokens), ""
    while at < count and at - start <= 6 and tokens.sentence[at] == tokens.sentence[start]:
        if owner[at] >= 0:
            if owner[at] not in nations:
                return None
            nation = nations[owner[at]]
        elif tokens.tag[at] not in {"JJ", "NN", "HYPH", "CD", "VBN", "VBG", "JJS", "NNP", "RB"}:
            break
        at += 1
    noun = at - 1
    if noun == start or owner[noun] >= 0 or tokens.tag[noun] not in {"NN", "NNP", "JJ"}:
        return None
    role = _role(tokens, start + 1, at, lexical)
    if tokens.tag[noun] == "JJ" and not tokens.lower[noun].endswith("old"):
        return None
    return Phrase(start, noun, at, role, nation, noun == start + 1 or tokens.string(start + 1, at).lower() == role)


def _role(tokens: Tokens, start: int, end: int, lexical: Lexicon) -> str:
    if tokens.lower[end - 1] not in lexical.role_ends:
        return ""
    for at in range(start, end):
        text = tokens.string(at, end).lower()
        if text in lexical.roles:
            return text
    return ""


class Nominals:
    """Resolves definite noun phrases; ``told`` has the roles of each person, last words of their titles."""

    def __init__(self, tokens: Tokens, memory: Memory, lexical: Lexicon) -> None:
        self.tokens, self.memory, self.lexical = tokens, memory, lexical
        self.told: list[frozenset[str]] = []
        self.nation_of: list[str] = []
        self.heads: dict[str, list[int]] = {}
        clusters = list(enumerate(memory.clusters))
        self.works = [number for number, cluster in clusters if cluster.type == "WORK_OF_ART"]
        self.countries = [number for number, each in clusters if each.fact is not None and each.fact.kind == "country"]
        for number, cluster in enumerate(memory.clusters):
            roles = frozenset(tokens.lower[role.end - 1] for role in cluster.roles) | frozenset(
                text for role in cluster.roles for text in self._phrases(role.start, role.end)
            )
            self.told.append(roles)
            self.nation_of.append(self._nation(number))
            if cluster.type not in {"PERSON", "GPE", "NORP"}:
                for mention in cluster.mentions[:3]:
                    if mention.end - mention.start > 1:
                        for word in self._nouns(mention.start, mention.end):
                            if number not in (numbers := self.heads.setdefault(word, []))[-5:]:
                                numbers.append(number)

    def _nouns(self, start: int, end: int) -> set[str]:
        """Words of a name that it may be called again by: its first, its last, and what stands before ``of``."""
        lower = self.tokens.lower
        found = {lower[start], lower[end - 1]}
        if "of" in lower[start + 1 : end]:
            found.add(lower[lower.index("of", start + 1) - 1])
        return found

    def _phrases(self, start: int, end: int) -> set[str]:
        """Every run of words of a title that is a role: ``former prime minister`` has minister and prime minister."""
        tokens, roles = self.tokens, self.lexical.roles
        found = set()
        for first in range(start, min(end, start + 8)):
            for last in range(first + 1, min(end, first + 4) + 1):
                text = tokens.string(first, last).lower()
                if text in roles:
                    found.add(text)
        return found

    def _nation(self, number: int) -> str:
        """Country that a person speaks for, by title or by what is known."""
        cluster = self.memory.clusters[number]
        if cluster.type != "PERSON":
            return ""
        for role in cluster.roles:
            of = self.memory.clusters[role.of].fact if role.of is not None else None
            if of and of.country:
                return of.country
        return (cluster.fact.country or "") if cluster.fact else ""

    def meant(self, phrase: Phrase) -> tuple[int, str] | None:
        """Number of what a phrase means, and the rule; None where nothing named before fits."""
        tokens, noun = self.tokens, self.tokens.lower[phrase.noun]
        after = tokens.lower[phrase.end] if phrase.end < len(tokens) else ""
        if tokens.dep[phrase.noun] in {"attr", "appos", "compound", "amod", "nmod", "oprd"} or after in _AFTER - {
            "who"
        }:
            return None
        if noun.endswith("-old") or noun == "old":
            return self._person(phrase, "age")
        if phrase.role and self.lexical.roles[phrase.role] != "kin":
            common = tokens.text[phrase.noun].islower() or self.lexical.roles[phrase.role] in {"state", "rank", "post"}
            return self._bearer(phrase) if common else None
        kind = self.lexical.groups.get(noun)
        if kind and phrase.plain:
            return self._named(phrase, noun, kind)
        return None

    # ------------------------------------------------------------------ people

    def _bearer(self, phrase: Phrase) -> tuple[int, str] | None:
        """A person of that title or trade, the latest first."""
        noun = self.tokens.lower[phrase.noun]
        for seen in self.memory.back(self.tokens.sentence[phrase.start], 60):
            if seen.number < 0 or self.memory.clusters[seen.number].type != "PERSON":
                continue
            cluster = self.memory.clusters[seen.number]
            sex = self.lexical.role_sex.get(phrase.role, "")
            if sex and cluster.sex and sex != cluster.sex:
                continue
            told = self.told[seen.number]
            nation = self.nation_of[seen.number]
            if phrase.nation and nation and nation != phrase.nation:
                continue
            if phrase.role in told or noun in told:
                return seen.number, "the bearer of the title"
            if noun == "leader" and phrase.nation and nation == phrase.nation and told & _LEADERS:
                return seen.number, "the leader of the country"
        if self.lexical.roles[phrase.role] in {"trade", "rank"} and not phrase.nation:
            return self._person(phrase, "the person last named")
        return None

    def _person(self, phrase: Phrase, rule: str) -> tuple[int, str] | None:
        """The only person of the last two sentences, where the phrase is a subject that goes on with him or her."""
        sentence = self.tokens.sentence[phrase.start]
        sex = self.lexical.role_sex.get(phrase.role, "")
        found = [
            seen
            for seen in self.memory.back(sentence, 2)
            if seen.number < 0 or self.memory.clusters[seen.number].type == "PERSON"
        ]
        found = [seen for seen in found if seen.number < 0 or self._of_sex(seen.number, sex)]
        if sex and any(seen.number >= 0 and self.memory.clusters[seen.number].sex == sex for seen in found):
            found = [seen for seen in found if seen.number < 0 or self.memory.clusters[seen.number].sex == sex]
        return (found[0].number, rule) if len(found) == 1 and found[0].number >= 0 else None

    def _of_sex(self, number: int, sex: Sex) -> bool:
        return not sex or self.memory.clusters[number].sex in {"", sex}

    # ------------------------------------------------------------------ bodies and places

    def _named(self, phrase: Phrase, noun: str, kind: str) -> tuple[int, str] | None:
        """What has the noun in its name; else the latest thing of the kind that was a subject."""
        sentence = self.tokens.sentence[phrase.start]
        heads = set(self.heads.get(noun, ()))
        nearest: int | None = None
        for seen in self.memory.back(sentence, 12):
            if seen.number in heads:
                return seen.number, "its name has the noun"
            if seen.number < 0:
                continue
            cluster = self.memory.clusters[seen.number]
            if (
                nearest is None
                and cluster.type == kind
                and sentence - seen.sentence <= 3
                and self._fits(seen.number, noun)
            ):
                nearest = seen.number
        if nearest is None and kind == "WORK_OF_ART":
            nearest = self._only_work()
        elif nearest is None and noun in {"country", "nation"}:
            nearest = self._main_country()
        return (nearest, "the last of its kind") if nearest is not None else None

    def _only_work(self) -> int | None:
        """The one work of the story."""
        numbers = self.works
        return numbers[0] if len(numbers) == 1 and self.memory.count[numbers[0]] > 1 else None

    def _main_country(self) -> int | None:
        """The country that the story has named twice as often as any other."""
        counts = sorted(
            ((self.memory.count[number], number) for number in self.countries),
            reverse=True,
        )
        if not counts or counts[0][0] < 2 or (len(counts) > 1 and counts[0][0] < 2 * counts[1][0]):
            return None
        return counts[0][1]

    def _fits(self, number: int, noun: str) -> bool:
        cluster = self.memory.clusters[number]
        country = cluster.fact is not None and cluster.fact.kind == "country"
        if noun in {"country", "nation", "republic", "kingdom", "superpower"}:
            return country
        if cluster.type == "GPE":
            region = cluster.fact is not None and cluster.fact.kind == "region"
            return (
                not country
                and not region
                and noun in {"city", "town", "village", "capital"}
                and self.memory.count[number] > 0
            )
        return noun in {"company", "firm", "group", "airline", "bank", "retailer", "carmaker", "automaker"}
