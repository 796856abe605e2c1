"""Titles and roles of people: ``Chinese President Xi``, ``Ann Lee, a spokesman for Acme``, ``was elected mayor``.

A title is a token range with the thing it is of.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from wiredesk.nlp.entities.title_bodies import Affiliations
from wiredesk.nlp.entities.title_clauses import SEVERAL, Clauses
from wiredesk.nlp.entities.title_phrases import NOMINAL, PREPOSITIONS, REACH, STYLES
from wiredesk.nlp.mentions import Cluster, TitleSpan, TokenMention
from wiredesk.nlp.names.name_words import ARTICLES


class Titles(Affiliations, Clauses):
    """Finds the titles of a story's people."""

    def beside_names(self) -> Iterator[tuple[int, TitleSpan]]:
        """Titles that stand beside a person's name, with the person's number."""
        for number, cluster in enumerate(self.clusters):
            if cluster.type == "PERSON":
                for mention in cluster.mentions:
                    if mention.kind == "name":
                        for role in self._beside(mention):
                            yield from ((number, each) for each in (role, *self.listed(role)))

    def _beside(self, mention: TokenMention) -> Iterator[TitleSpan]:
        enclosed = self._enclosed(mention)
        if enclosed:
            yield enclosed
        before = self._role_before(mention.start)
        if before:
            yield before._replace(rule="before the name")
        after = self._role_after(mention.end)
        if after:
            yield after._replace(rule="after the name")
            if self.tokens.lower[after.end : after.end + 1] == ["and"] and (more := self._phrase(after.end + 1)):
                yield more._replace(rule="after the name")
        shared = None if before else self._shared(mention)
        if shared:
            yield shared._replace(rule="before the names")
        apposed = self._role_apposed(mention, before.start if before else mention.start)
        if apposed:
            yield apposed._replace(rule="beside the name")
        led = self._led(mention) or self._led_with_others(mention)
        if led:
            yield led
        party = self._party(mention)
        if party:
            yield party
        body = self._of_body(mention)
        if body:
            yield body

    def _role_before(self, end: int) -> TitleSpan | None:
        """The title that ends right before token ``end``: ``[Chinese President] Xi``."""
        tokens, last = self.tokens, end - 1
        if last < tokens.sentence_start[min(end, len(tokens) - 1)]:
            return None
        if tokens.text[last] == ")" and last >= 3 and tokens.text[last - 2] == "(" and self.owner[last - 3] >= 0:
            return self._role_of_name(last - 3)
        if self.owner[last] >= 0:
            return self._role_of_name(last)
        size = self._role_ending(end)
        if not size or tokens.lower[last] in STYLES:
            return None
        return self._with_names_before(end - size, end)

    def _role_of_name(self, last: int) -> TitleSpan | None:
        """``the [governor of Illinois] Adlai Stevenson``: the title ends with a name of its own."""
        tokens, mention = self.tokens, self.at[last]
        if self.clusters[self.owner[last]].type not in {"GPE", "ORG"}:
            return None
        at = mention.start - 1
        if at > 0 and tokens.lower[at] == "the":
            at -= 1
        if at < 1 or tokens.lower[at] not in {"of", "for", "to"}:
            return None
        size = self._role_ending(at)
        return TitleSpan(at - size, mention.end, self.owner[last], "") if size else None

    def _shared(self, mention: TokenMention) -> TitleSpan | None:
        """``[Acme leaders] Ann Lee and Bo Ek``: a title in the plural is everybody's in the list."""
        tokens, at, listed = self.tokens, mention.start, False
        for _ in range(REACH):
            size = self._role_ending(at, plural=True) if at > tokens.sentence_start[mention.start] else 0
            if size and tokens.lower[at - 1] not in STYLES:
                return self._with_names_before(at - size, at)
            before = at - 1
            while before >= tokens.sentence_start[mention.start] and tokens.lower[before] in {",", "and"}:
                before -= 1
            if "and" in tokens.lower[before + 1 : at] and listed:
                return None
            listed = True
            if before == at - 1 or before < tokens.sentence_start[mention.start] or self.owner[before] < 0:
                return None
            if self.clusters[self.owner[before]].type != "PERSON":
                return None
            at = self.at[before].start
        return None

    def _role_after(self, start: int) -> TitleSpan | None:
        """The title that begins after a comma: ``Ann Lee[,] 45, [a spokesman for Acme]``."""
        tokens = self.tokens
        if tokens.lower[start : start + 3] == [",", "who", "as"]:
            return self._phrase(start + 3)
        if tokens.text[start : start + 1] not in ([","], ["("], ["-"], ["--"], ["—"], ["–"], ["_"]):
            return None
        at = start + 1
        if tokens.tag[at : at + 1] == ["CD"] and tokens.text[at + 1 : at + 2] == [","]:
            at += 2
        return self._phrase(at)

    def _role_apposed(self, mention: TokenMention, start: int) -> TitleSpan | None:
        """The title in the phrase that the name stands beside: ``The head of Acme, Ann Lee, said``."""
        tokens = self.tokens
        if start < 2 or tokens.text[start - 1] != "," or tokens.sentence[start - 1] != tokens.sentence[start]:
            return None
        closed = tokens.text[mention.end : mention.end + 1] in ([","], ["."], [")"])
        root = self._root(mention)
        apposed = tokens.dep[root] == "appos"
        if not closed and not apposed:
            return None
        floor = max(tokens.sentence_start[start], start - 1 - REACH)
        for end in range(start - 1, floor, -1):
            token = end - 1
            if self.owner[token] >= 0:
                if self.clusters[self.owner[token]].type == "PERSON":
                    return None
                continue
            size = self._role_ending(end)
            if size:
                if end < start - 1 and tokens.lower[end] not in PREPOSITIONS:
                    return None
                role = self._with_names_after(self._with_names_before(end - size, end))
                return role if role.end <= start - 1 else None
            nominal = (
                tokens.tag[token] in NOMINAL or tokens.lower[token] in PREPOSITIONS or tokens.lower[token] in ARTICLES
            )
            if not nominal and tokens.text[token] not in {"&", "(", ")"} and tokens.lower[token] != "and":
                return None
        return None

    def owned(self) -> None:
        """Fill in what a title is of where other words say so."""
        for cluster in self.clusters:
            for number, role in enumerate(cluster.roles):
                if role.of is None and (of := self._of_elsewhere(cluster, role)) >= 0:
                    cluster.roles[number] = role._replace(of=of)

    def _of_elsewhere(self, cluster: Cluster, role: TitleSpan) -> int:
        """``its leader Ann Lee``; ``Foreign Minister Ann Lee of Norland``; -1 where nothing says."""
        tokens, before = self.tokens, role.start - 1
        if before >= 0 and tokens.lower[before] == "its":
            return self.owner[before] if self.owner[before] >= 0 else self._only_body(before)
        fact = cluster.fact
        if fact and fact.country and fact.title and tokens.lower[role.end - 1] == fact.title.lower().split()[-1]:
            # Whose president a head of state is needs no saying.
            return self.country.get(fact.country, -1)
        at = next((mention.end for mention in cluster.mentions if mention.start == role.end), -1)
        if 0 <= at < len(tokens) - 1 and tokens.lower[at] == "of" and self.owner[at + 1] >= 0:
            owner = self.owner[at + 1]
            state = self.lexical.roles.get(tokens.string(max(role.start, role.end - 2), role.end).lower(), "") or (
                self.lexical.roles.get(tokens.lower[role.end - 1], "")
            )
            return owner if self.clusters[owner].type == "GPE" and state in {"state", "post"} else -1
        return -1

    def _only_body(self, at: int) -> int:
        """The one body named in the sentence before a token, -1 where there is none or several."""
        bodies = {self.owner[token] for token in range(self.tokens.sentence_start[at], at)} - {-1}
        bodies = {number for number in bodies if self.clusters[number].type == "ORG"}
        return bodies.pop() if len(bodies) == 1 else -1


def told(clusters: Sequence[Cluster], found: Iterator[tuple[int, TitleSpan]]) -> None:
    """Write titles to their people, each range once, or once for each of several bodies: ``served on A and B``."""
    for number, role in found:
        have = clusters[number].roles
        over = [other for other in have if role.start < other.end and other.start < role.end]
        if all(other[:2] == role[:2] and other.of != role.of and role.rule in SEVERAL for other in over):
            have.append(role)
