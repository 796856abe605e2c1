"""People and the bodies they lead or belong to: ``Acme, led by Ann Lee``, ``Ann Lee of the Labour Party``."""

from __future__ import annotations

from wiredesk.nlp.entities.title_phrases import NOMINAL, REACH, Phrases
from wiredesk.nlp.mentions import TitleSpan, TokenMention
from wiredesk.nlp.names.name_words import words_of

_APOSTROPHES = words_of("' ’ 's ’s s")
_BETWEEN = words_of("which that who is was are were been has had have , and ; ( ) the a an")
_LED = words_of("led headed chaired founded co-founded owned captained coached run managed represented commanded")


class Affiliations(Phrases):
    """Bodies named beside a person's name.  The title is the words that say so, as they stand."""

    def _led(self, mention: TokenMention) -> TitleSpan | None:
        """``Acme, led by Ann Lee``: the word that says so, of the body before it."""
        tokens, at = self.tokens, mention.start - 1
        floor = max(tokens.sentence_start[mention.start], at - REACH)
        while at > floor and tokens.lower[at] not in {"by", ","} and tokens.tag[at][:2] not in {"VB", "IN"}:
            at -= 1
        if at >= 3 and tokens.lower[at - 3 : at + 1] == ["under", "the", "leadership", "of"]:
            owner = self.owner[at - 4] if at >= 4 else -1
            return TitleSpan(at - 1, at, owner, "led by") if owner >= 0 and self.clusters[owner].type == "ORG" else None
        if at <= floor or tokens.lower[at] != "by" or tokens.lower[at - 1] not in _LED:
            return None
        verb = at - 1
        for at in range(verb - 1, max(tokens.sentence_start[verb], verb - 12) - 1, -1):
            owner = self.owner[at]
            if owner >= 0:
                fits = self.clusters[owner].type in {"ORG", "GPE", "NORP"}
                return TitleSpan(verb, verb + 1, owner, "led by") if fits else None
            if tokens.lower[at] not in _BETWEEN and tokens.tag[at] not in NOMINAL:
                return None
        return None

    def _led_with_others(self, mention: TokenMention) -> TitleSpan | None:
        """``led by Ann Lee [and Bo Ek]``."""
        at = self._listed_before(mention)
        return self._led(self.at[at]) if at >= 0 else None

    def _listed_before(self, mention: TokenMention) -> int:
        """First person of the list that a name ends or goes on with; -1 where it stands alone."""
        tokens, at, first = self.tokens, mention.start, -1
        for _ in range(REACH):
            before = at - 1
            while before >= tokens.sentence_start[mention.start] and tokens.lower[before] in {",", "and"}:
                before -= 1
            if before == at - 1 or before < tokens.sentence_start[mention.start] or self.owner[before] < 0:
                break
            if self.clusters[self.owner[before]].type != "PERSON" or ("and" in tokens.lower[before:at] and first >= 0):
                break
            at = first = self.at[before].start
        return first

    def _party(self, mention: TokenMention) -> TitleSpan | None:
        """``[Labour Party] Ann Lee``, ``Ann Lee's [Labour Party]``: a party's name right beside its member's."""
        lower, last, after = self.tokens.lower, mention.start - 1, mention.end
        while last >= 0 and lower[last] in _APOSTROPHES:
            last -= 1
        if last >= self.tokens.sentence_start[mention.start] and self.owner[last] >= 0 and lower[last] == "party":
            return self._named_party(last)
        while after < len(lower) and lower[after] in _APOSTROPHES:
            after += 1
        if after == mention.end or after >= len(lower) or self.owner[after] < 0:
            return None
        return self._named_party(after) if "party" in lower[after : self.at[after].end] else None

    def _enclosed(self, mention: TokenMention) -> TitleSpan | None:
        """``Ann Lee ([Social Democratic and Labour Party])``."""
        start, tokens = mention.end + 1, self.tokens
        if tokens.text[mention.end : start] != ["("] or start >= len(tokens) or self.owner[start] < 0:
            return None
        body = self.at[start]
        if self.clusters[self.owner[start]].type != "ORG" or tokens.text[body.end : body.end + 1] not in ([")"], [","]):
            return None
        return TitleSpan(body.start, body.end, self.owner[start], "in brackets")

    def _named_party(self, token: int) -> TitleSpan | None:
        mention, owner = self.at[token], self.owner[token]
        return (
            TitleSpan(mention.start, mention.end, owner, "of a party") if self.clusters[owner].type == "ORG" else None
        )

    def _of_body(self, mention: TokenMention) -> TitleSpan | None:
        """``Ann Lee of Acme``, ``Ann Lee for the Liberal Party``: an affiliation, as it stands."""
        tokens, at = self.tokens, mention.end
        if at + 1 >= len(tokens) or tokens.lower[at] not in {"of", "for"}:
            return None
        end = at + 2 if tokens.lower[at + 1] == "the" else at + 1
        owner = self.owner[end] if end < len(tokens) else -1
        if owner < 0 or self.clusters[owner].type != "ORG":
            return None
        attached = mention.start <= tokens.head[at] < mention.end
        party = tokens.lower[self.at[end].end - 1] == "party" or "party" in tokens.lower[end : self.at[end].end]
        if tokens.lower[at] == "for" and not attached and not party:
            return None
        return TitleSpan(at, self.at[end].end, owner, "of a body")
