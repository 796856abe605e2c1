"""Titles that a clause gives: ``she was elected mayor of Lund``, ``who led Acme``, ``ran for the Greens``."""

from __future__ import annotations

from collections.abc import Iterator

from wiredesk.nlp.entities.title_phrases import LISTED, PREPOSITIONS, REACH, Phrases
from wiredesk.nlp.mentions import TitleSpan
from wiredesk.nlp.names.name_words import words_of

_BEING = words_of("be become remain")
_MAKING = words_of(
    """elect re-elect reelect name appoint nominate choose make install declare crown proclaim select hire reappoint
    confirm pick designate promote"""
)
_SERVING = words_of("serve work act resign retire run stand campaign quit continue begin return play sit")
_LEADING = words_of("lead head chair found co-found own captain coach represent join command govern rule run manage")
_JOINING = frozenset(
    (verb, preposition)
    for verbs, prepositions in (
        ("run stand campaign play work fight", ("for",)),
        ("play", ("with", "at")),
        ("elect re-elect reelect appoint name nominate return", ("to",)),
        ("serve sit", ("on", "in", "with", "at")),
        ("work", ("at", "with")),
    )
    for verb in verbs.split()
    for preposition in prepositions
)
"""Verbs with a preposition that say what body a person belongs to."""


SEVERAL = frozenset({"serves", "leads", LISTED})
"""Rules whose words may be said of several bodies at once."""


class Clauses(Phrases):
    """Titles of the subjects of verbs."""

    def in_clauses(self) -> Iterator[tuple[int, TitleSpan]]:
        """Titles that a clause gives: ``she was elected mayor of Lund``, ``who led Acme``."""
        tokens = self.tokens
        for token, dep in enumerate(tokens.dep):
            if dep in {"attr", "oprd", "pobj", "conj", "appos"} and self.owner[token] < 0:
                verb = self._giving(token)
                if verb < 0 or any(tokens.dep[kid] == "neg" for kid in tokens.children[verb]):
                    continue
                person = self._bearer(verb, dep)
                if person >= 0:
                    size = self._role_ending(token + 1)
                    role = self._with_names_after(self._with_names_before(token + 1 - size, token + 1))
                    role = role._replace(rule="said of the person")
                    yield from ((person, each) for each in (role, *self.listed(role)))
            elif dep in {"pobj", "conj"} and (body := self._body_at(token)) >= 0:
                yield from self._serving(token, body)
            elif dep == "dobj" and tokens.lemma[tokens.head[token]] in _LEADING:
                body, verb = self.owner[token], tokens.head[token]
                person = self._bearer(verb, "attr") if body >= 0 else -1
                if person >= 0 and self.clusters[body].type in {"ORG", "GPE"} and person != body:
                    yield person, TitleSpan(verb, verb + 1, body, "leads")

    def _body_at(self, token: int) -> int:
        """Number of the body that a noun is or names: ``the Senate``, ``the [Ontario] legislature``; -1 for none."""
        owner = self.owner[token]
        if owner >= 0:
            return owner if self.clusters[owner].type == "ORG" else -1
        if self.lexical.groups.get(self.tokens.lower[token]) != "ORG":
            return -1
        kids = (
            self.owner[kid]
            for kid in self.tokens.children[token]
            if self.tokens.dep[kid] in {"compound", "amod", "poss"}
        )
        return next((kid for kid in kids if kid >= 0 and self.clusters[kid].type in {"ORG", "GPE", "NORP"}), -1)

    def _serving(self, token: int, body: int) -> Iterator[tuple[int, TitleSpan]]:
        """``Lee [ran for] the Greens``, ``was [elected to] the Senate``, ``[serves on the board of] Acme``."""
        tokens, at, verb = self.tokens, token, -1
        for _ in range(6):
            # From one body of a list to the one before it: "elected to the Senate and [the Academy]".
            if tokens.dep[at] != "conj" or self.owner[tokens.head[at]] < 0:
                break
            at = tokens.head[at]
        governor = tokens.lower[tokens.head[at]] if tokens.dep[at] == "pobj" else ""
        for _ in range(6):
            at = tokens.head[at]
            if tokens.tag[at][:2] == "VB":
                verb = at
                break
            if tokens.dep[at] not in {"prep", "pobj", "conj"} or (self.owner[at] >= 0 and tokens.dep[at] != "conj"):
                return
        if verb < 0 or verb > token or token - verb > 4 * REACH:
            return
        words_between = tokens.lower[verb + 1 : token]
        first = next((word for word in words_between if word in PREPOSITIONS), "")
        if {(tokens.lemma[verb], first), (tokens.lemma[verb], governor)} & _JOINING:
            person = self._bearer(verb, "attr")
            if person >= 0:
                yield person, TitleSpan(verb, verb + 1, self._whose(body), "serves")

    def _giving(self, token: int) -> int:
        """The verb that gives the title whose noun is ``token``, -1 where none does."""
        tokens = self.tokens
        if tokens.lower[token] not in self.lexical.role_ends or not self._role_ending(token + 1):
            return -1
        for _ in range(4):
            if tokens.dep[token] not in {"conj", "appos"}:
                break
            token = tokens.head[token]
        verb, dep = tokens.head[token], tokens.dep[token]
        if dep in {"conj", "appos"}:
            return -1
        if dep == "pobj":
            if tokens.lower[verb] != "as":
                return -1
            verb = tokens.head[verb]
            return verb if tokens.lemma[verb] in _MAKING or tokens.lemma[verb] in _SERVING else -1
        lemma = tokens.lemma[verb]
        if dep == "oprd":
            return verb if lemma in _MAKING else -1
        return verb if lemma in _BEING else -1

    def _bearer(self, verb: int, dep: str) -> int:
        """Number of the person whom the clause of ``verb`` is about, -1 where it is nobody known."""
        tokens = self.tokens
        for _ in range(3):
            passive = [kid for kid in tokens.children[verb] if tokens.dep[kid] == "nsubjpass"]
            objects = (
                [kid for kid in tokens.children[verb] if tokens.dep[kid] == "dobj"] if dep in {"oprd", "pobj"} else []
            )
            subjects = [kid for kid in tokens.children[verb] if tokens.dep[kid] == "nsubj"]
            if dep == "oprd" and not passive and objects:
                subjects = objects
            for kid in passive or subjects:
                who = tokens.lower[kid] in {"who", "that"} and tokens.dep[verb] == "relcl"
                owner = self._antecedent(tokens.head[verb]) if who else self.owner[kid]
                if owner >= 0 and self.clusters[owner].type == "PERSON":
                    return owner
            if passive or subjects:
                return -1
            if tokens.dep[verb] not in {"conj", "xcomp", "advcl"}:
                return -1
            verb = tokens.head[verb]
        return -1

    def _antecedent(self, noun: int) -> int:
        """Number of the person whom a relative clause is about: ``Ann Lee is a [lawyer] who …``; -1 for nobody."""
        tokens = self.tokens
        if self.owner[noun] < 0 and tokens.dep[noun] == "appos":
            noun = tokens.head[noun]
        elif self.owner[noun] < 0 and tokens.dep[noun] == "attr":
            noun = next((kid for kid in tokens.children[tokens.head[noun]] if tokens.dep[kid] == "nsubj"), noun)
        return self.owner[noun]
