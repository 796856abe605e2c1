"""Phrases that hold a title: its noun, the names before it and after it.

The text is read by its part-of-speech tags, which hold on wire copy where the parse does not.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from wiredesk.nlp.knowledge import Lexicon
from wiredesk.nlp.mentions import Cluster, TitleSpan, TokenMention
from wiredesk.nlp.names.name_words import ARTICLES, OWNED, words_of
from wiredesk.nlp.tokens import Tokens

REACH = 12
"""Tokens that a title may run over on either side of its noun."""
STYLES = words_of("mr mr. mrs mrs. ms ms. miss mister madam haji encik")
NOMINAL = words_of("NN NNS NNP NNPS JJ JJR JJS POS HYPH VBN VBG CD FW")
_FORMER = words_of(
    """former ex acting deputy interim outgoing incoming then late assistant associate vice senior junior chief
    incumbent longtime veteran new current designate caretaker honorary retired founding co"""
)
"""Words before a title that belong to it."""
LISTED = "of each of a list"
"""The rule of a title that one phrase gives for several bodies."""
PREPOSITIONS = words_of("of for at with in to on from")
_PLACING = words_of("in at near from to into on")
_WITHIN = PREPOSITIONS | ARTICLES | {"&", "-", "and"}


class Phrases:
    """Reads titles out of a story; ``owner`` and ``at`` tell for a token what is mentioned there."""

    def __init__(self, tokens: Tokens, clusters: Sequence[Cluster], lexical: Lexicon) -> None:
        self.tokens, self.clusters, self.lexical = tokens, clusters, lexical
        self.owner = [-1] * len(tokens)
        self.at: dict[int, TokenMention] = {}
        self.note(range(len(clusters)))
        self.country = {
            cluster.fact.country: number
            for number, cluster in reversed(list(enumerate(clusters)))
            if cluster.fact and cluster.fact.kind == "country"
        }

    def note(self, numbers: Sequence[int]) -> None:
        """Mark the tokens of the clusters' mentions."""
        for number in numbers:
            for mention in self.clusters[number].mentions:
                for token in range(mention.start, mention.end):
                    self.owner[token] = number
                    self.at[token] = mention

    def _role_ending(self, end: int, plural: bool = False) -> int:
        """Tokens of the longest role that ends before ``end``; of several people's where ``plural``."""
        tokens, roles = self.tokens, self.lexical.roles
        last = tokens.lower[end - 1]
        if plural and last.endswith("s"):
            last = last[:-1]
        elif plural:
            return 0
        if last not in self.lexical.role_ends:
            return 0
        floor = tokens.sentence_start[end - 1]
        for size in range(min(self.lexical.longest, end - floor), 0, -1):
            text = tokens.string(end - size, end).lower()
            if (text[:-1] if plural else text) in roles:
                return size
        return 0

    def _with_names_before(self, start: int, end: int) -> TitleSpan:
        """The title with what stands before its noun: names of bodies and peoples, nouns, ``former``."""
        tokens = self.tokens
        floor = max(tokens.sentence_start[start], start - REACH)
        at, first, of = start - 1, start, -1
        while at >= floor:
            owner = self.owner[at]
            if owner >= 0:
                mention = self.at[at]
                if self.clusters[owner].type == "PERSON" and tokens.text[mention.end] not in {"'s", "’s"}:
                    break
                if not self._bound(mention):
                    break
                if of < 0 or (self.clusters[of].type == "NORP" and self.clusters[owner].type in {"ORG", "GPE"}):
                    of = owner
                first, at = mention.start, mention.start - 1
            elif tokens.text[at] == ")" and tokens.text[max(at - 2, 0)] == "(":
                at -= 3
            elif tokens.lower[at] in _FORMER or tokens.tag[at] in {"NN", "NNP", "NNPS"}:
                first, at = at, at - 1
            elif tokens.tag[at] in {"POS", "HYPH", "JJ", "VBN", "CD"} or tokens.text[at] == "&":
                at -= 1
            else:
                break
        if first < start and tokens.text[first - 1] == "-" and tokens.end[first - 1] == tokens.start[first]:
            # "right-[wing Likud politician]": half a word is no beginning; "ex-" is.
            first = first - 2 if tokens.lower[first - 2] in _FORMER else first + 1
        while first < start and tokens.lower[first] in {"'s", "’s", "-"}:
            first += 1
        return TitleSpan(first, end, self._whose(of), "")

    def _bound(self, mention: TokenMention) -> bool:
        """Whether a name before a title belongs to it, and not to a phrase before: ``In Moscow President Lee said``."""
        tokens = self.tokens
        if any(tokens.head[token] >= mention.end for token in range(mention.start, mention.end)):
            return True
        return tokens.lower[mention.start - 1] not in _PLACING if mention.start else True

    def _whose(self, number: int) -> int | None:
        """The thing a title is of: a people's country where the story names it."""
        if number < 0:
            return None
        cluster = self.clusters[number]
        if cluster.fact and cluster.fact.kind == "demonym":
            return self.country.get(cluster.fact.country, number)
        return number

    def _phrase(self, at: int) -> TitleSpan | None:
        """The title whose noun phrase begins at ``at``: ``the former president of Acme``."""
        tokens, count = self.tokens, len(self.tokens)
        while at < count and (tokens.lower[at] in ARTICLES or tokens.lower[at] in OWNED or tokens.lower[at] == "also"):
            at += 1
        end = at
        while end < count and end - at < REACH and tokens.sentence[end] == tokens.sentence[at]:
            owner = self.owner[end]
            if owner >= 0 and self.clusters[owner].type == "PERSON":
                break
            if owner < 0 and tokens.tag[end] not in NOMINAL and tokens.text[end] not in {"&", "-"}:
                break
            end += 1
        while end > at and tokens.tag[end - 1] in {"VBN", "VBG", "CD"}:
            end -= 1
        if end == at or (end < count and self.owner[end] >= 0 and self.clusters[self.owner[end]].type == "PERSON"):
            return None
        size = self._role_ending(end) if end < count else 0
        if not size or tokens.lower[end - 1] in STYLES:
            return None
        kind = self.lexical.roles[tokens.string(end - size, end).lower()]
        if kind in {"kin", "person"} and not tokens.text[end - 1].islower():
            return None
        role = self._with_names_before(end - size, end)
        return self._with_names_after(role._replace(start=max(role.start, at)))

    def _with_names_after(self, role: TitleSpan) -> TitleSpan:
        """Take in ``of the Acme Foundation``, ``for research at Acme``."""
        tokens, count = self.tokens, len(self.tokens)
        at = role.end
        if at >= count or tokens.lower[at] not in PREPOSITIONS:
            return role
        limit, found = min(count, at + REACH), role
        while at < limit and tokens.sentence[at] == tokens.sentence[role.start]:
            owner = self.owner[at]
            if owner >= 0:
                mention = self.at[at]
                if self.clusters[owner].type == "PERSON":
                    return found
                following = self.owner[mention.end] if mention.end < count else -1
                if following >= 0 and following != owner and self.clusters[following].type == "ORG":
                    owner, mention = following, self.at[mention.end]
                if found is role or self.clusters[owner].type == "ORG":
                    found = TitleSpan(role.start, mention.end, self._whose(owner), "")
                if tokens.lower[mention.start - 1] != "in" or self.clusters[owner].type == "ORG":
                    return found
                at = mention.end
                continue
            if tokens.tag[at] not in NOMINAL and tokens.lower[at] not in _WITHIN:
                break
            at += 1
        return found

    def listed(self, role: TitleSpan) -> Iterator[TitleSpan]:
        """The same title of the other bodies of a list: ``a member of the Acme Trust and [the Bo Ek Foundation]``."""
        tokens, mention = self.tokens, self.at.get(role.end - 1)
        if role.of is None or mention is None or mention.end != role.end or self.clusters[role.of].type != "ORG":
            return
        at = self._root(mention)
        for _ in range(4):
            at = next((kid for kid in tokens.children[at] if tokens.dep[kid] == "conj"), -1)
            if at < 0 or self.owner[at] < 0 or self.clusters[self.owner[at]].type != "ORG":
                return
            yield role._replace(of=self.owner[at], rule=LISTED)

    def _root(self, mention: TokenMention) -> int:
        for token in range(mention.end - 1, mention.start - 1, -1):
            if not mention.start <= self.tokens.head[token] < mention.end:
                return token
        return mention.end - 1
