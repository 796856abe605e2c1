"""The name beside the noun of a source.

``its spokesman, Jane Doe,``, ``bank chief Jane Doe``, ``minister for Culture Jane Doe``, ``the Acme group``.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator

from wiredesk.contract import PLACE_TYPES, EntityType
from wiredesk.nlp.knowledge import entity_lexicon
from wiredesk.nlp.lexicon import word_set
from wiredesk.nlp.quotes.direct import Attribution
from wiredesk.nlp.quotes.speakers import Speakers
from wiredesk.nlp.tokens import Tokens

APPOSITION = "name in apposition to the source"
BESIDE_NOUN = "name right behind the noun"
OFFICE = "name behind an office"
BEFORE_KIND = "name before the noun for its kind"
BEFORE_MARK = "name before its mark on the exchange"

MAX_SOURCE_TOKENS = 40
"""Tokens behind the head of a source among which a name in apposition is looked for."""
MIN_OFFICE_TOKENS = 3
"""Tokens from an office to its holder's name: "minister for Culture"."""
MAX_TITLE_TOKENS = 5
"""Tokens between the comma and such a name: "the chief, [acting Col.] Henk Berg", "one, [81-year-old] Ana Roth"."""
MAX_NAMES = 10
"""Names of one source; more are a list that the parser has run together."""
MAX_KIND_TOKENS = 2
"""Tokens between the name of a body and the noun for its kind: "the Nordvik [oil] company"."""
TITLE_TAGS = frozenset({"DT", "JJ", "NN", "NNP", "HYPH", "CD", "PRP$"})
"""Tags of the words of a title or an age before a name."""
_NOUNS = frozenset({"NOUN", "PROPN", "NUM"})
_PLURAL_TAGS = frozenset({"NNS", "NNPS"})
_CHUNK_TAGS = frozenset({"JJ", "NN", "NNP", "NNPS", "NNS", "HYPH", "CD", "CC", "VBG", "VBN", ","})
"""Tags of the words of a title before the name of its bearer: "acting finance and trade minister Ana Roth"."""
_COMMAS = frozenset({",", "—", "–", "-", "--", "("})
_AFTER_NAME = word_set("quote_sources", "after_apposed_names") | _COMMAS | {")", ".", "”", '"', ";"}
_CLAUSE_TAGS = frozenset({"WP", "WDT", "WP$", "WRB"})
_HONORIFICS = word_set("honorifics", "before_names")
_OWNERS = word_set("quote_sources", "owners")
_KINDS = word_set("quote_sources", "kinds_of_bodies")
_OTHER_ONE = word_set("nominals", "other_one") | word_set("quote_sources", "owners")
_KIND_TAGS = frozenset({"NN", "NNS", "JJ", "HYPH"})
_ARTICLES = frozenset({"the", "a", "an"})
_BRACKETS = frozenset({"<", "(", "["})
_BODIES: frozenset[EntityType] = PLACE_TYPES | {"ORG"}


class NamesBesideNouns:
    """Finds the names beside the nouns of one story's sources."""

    def __init__(self, tokens: Tokens, speakers: Speakers) -> None:
        lexicon = entity_lexicon()
        self._tokens, self._speakers = tokens, speakers
        self._kinds, self._roles = lexicon.nominal_types, lexicon.roles

    def names_of(self, head: int, begin: int, end: int) -> tuple[list[int], str]:
        """Return the last tokens of the names that a noun stands beside, and the rule; no names for a name."""
        tokens = self._tokens
        known = self._speakers.at(tokens, head)
        if known is None and (listed := self._before_mark(head, begin, end)) is not None:
            return [listed], BEFORE_MARK
        if tokens.pos[head] not in _NOUNS or (known and known[1].kind == "name" and known[0].type != "NORP"):
            return [], ""
        if known is None and (body := self._before_kind(head, begin)) is not None:
            return [body], BEFORE_KIND
        last = min(end, head + MAX_SOURCE_TOKENS)
        plural = tokens.tag[head] in _PLURAL_TAGS
        behind = self._right_behind(head, begin, last)
        if behind:
            return behind if plural else behind[:1], BESIDE_NOUN
        apposed = self._in_apposition(head, last, plural=plural)
        if apposed:
            return apposed, APPOSITION
        holder = None if plural else self._holder_of_office(head, last)
        return ([holder], OFFICE) if holder is not None else ([], "")

    def bearer_at_end(self, head: int, begin: int, end: int) -> int | None:
        """Return the name at the end of a phrase that the parser has hung on a body: ``Bear and Co analyst Ana Roth``.

        The title must not follow the "and" directly ("Acme and president Ana Roth"), and the phrase has no article.
        """
        tokens, last = self._tokens, end
        while last > head + 1 and tokens.text[last - 1] in _COMMAS:
            last -= 1
        if last - 2 <= head or tokens.tag[begin] in {"DT", "PDT"} or tokens.pos[head] not in _NOUNS:
            return None
        found = self._speakers.at(tokens, last - 1)
        if found is None or found[0].type != "PERSON" or found[1].kind != "name":
            return None
        first, finish = tokens.covering(found[1].span)
        known = self._speakers.at(tokens, head)
        if finish != last or first - 1 <= head or (known and (known[0].type == "PERSON" or known[1].kind != "name")):
            return None
        title = first - 1
        if tokens.lower[title] not in self._roles or not self._heads(title, begin):
            return None
        joint = next((at for at in range(title, head, -1) if tokens.dep[at] == "cc"), None)
        if joint is None:
            return last - 1
        words = tokens.lower[joint + 1 : first]
        return None if " ".join(words) in self._roles or not tokens.text[joint + 1][:1].isupper() else last - 1

    def name_within_title(self, first: int, last: int, *types: EntityType) -> int | None:
        """Return the last token of a name behind nothing but the words of a title."""
        tokens = self._tokens
        for at in range(first, min(first + 1 + MAX_TITLE_TOKENS, last)):
            if name := self._speakers.name_at(tokens, at, *types):
                closed = name[1] >= last or tokens.lower[name[1]] in _AFTER_NAME
                return name[1] - 1 if closed else None
            if tokens.tag[at] not in TITLE_TAGS:
                return None
        return None

    def _before_mark(self, head: int, begin: int, end: int) -> int | None:
        """Return the name before a bracket that the parser takes for the head: ``Nordvik AG [NORV.F] said``."""
        tokens = self._tokens
        name = self._speakers.name_at(tokens, begin, "ORG")
        if name is None or not name[1] <= head < end:
            return None
        return name[1] - 1 if tokens.text[name[1]][:1] in _BRACKETS else None

    def _before_kind(self, head: int, begin: int) -> int | None:
        """Return the name of a body before the noun for its kind: ``the Nordvik oil company``, ``the SEIU union``.

        "The Nordvik sister channel", "Nordvik's unit" and "the Nordvik works council" are other bodies.
        """
        tokens = self._tokens
        if tokens.tag[head] not in {"NN", "NNP"} or tokens.lower[head] not in _KINDS:
            return None
        first = begin + 1 if tokens.lower[begin] in _ARTICLES else begin
        name = self._speakers.name_at(tokens, first, "ORG") if first < head else None
        if name is None or not name[1] <= head <= name[1] + MAX_KIND_TOKENS:
            return None
        between = range(name[1], head)
        if any(tokens.tag[at] not in _KIND_TAGS or tokens.lower[at] in _OTHER_ONE for at in between):
            return None
        return name[1] - 1

    def _in_apposition(self, head: int, last: int, *, plural: bool) -> list[int]:
        """Return the names between the comma behind a noun's phrase and the next comma or the end of the source.

        A noun in the plural has several names: "the ministers, Ana Roth and Olaf Brandt, said".
        """
        tokens = self._tokens
        wanted = self._types_beside(head)
        for at in range(head + 1, last):
            if tokens.tag[at] in _CLAUSE_TAGS:
                return []
            if tokens.text[at] not in _COMMAS:
                continue
            if plural:
                names = list(self._list_of_names(at + 1, last))
                return names if len(names) > 1 else []
            for kind in wanted[:1] if tokens.text[at] == "(" else wanted:
                if (name := self.name_within_title(at + 1, last, kind)) is not None:
                    return [name]
        return []

    def _types_beside(self, noun: int) -> tuple[EntityType, ...]:
        """Return the types of a name that can stand in apposition to a noun, the likelier first."""
        word = self._tokens.lower[noun]
        kind = self._kinds.get(word)
        role = self._roles.get(word)
        if kind in _BODIES and role is None:
            return (kind,)
        return ("PERSON", "ORG") if word in _OWNERS else ("PERSON",)

    def _list_of_names(self, first: int, last: int) -> Iterator[int]:
        """Yield the last tokens of the people's names of a list that fills the range: "Roth, 44, and Olaf Brandt"."""
        tokens, at = self._tokens, first
        names: list[int] = []
        while at < last and len(names) < MAX_NAMES:
            if name := self._speakers.name_at(tokens, at, "PERSON"):
                names.append(name[1] - 1)
                at = name[1]
                continue
            if tokens.tag[at] not in TITLE_TAGS and tokens.lower[at] not in {"and", "&", ",", "both", "(", ")"}:
                break
            at += 1
        closed = at >= last or tokens.text[at] in _COMMAS
        yield from names if closed else []

    def _right_behind(self, head: int, begin: int, last: int) -> list[int]:
        """Return the names right behind a noun for a person, without a comma: ``bank chief Jane Doe``.

        The noun must be what the phrase is about: in "an aide to minister Ana Roth" she does not speak. So no
        preposition stands before it, but that of a possessor ("the Bank of Orva's chief").
        """
        tokens = self._tokens
        for at in range(max(begin, head - MAX_TITLE_TOKENS), last):
            if tokens.tag[at] in _CLAUSE_TAGS or (at > head and tokens.text[at] in _COMMAS):
                return []
            name = self._speakers.name_at(tokens, at, "PERSON") if at > begin else None
            if name is None or tokens.lower[at - 1].rstrip("s") not in self._roles or not self._heads(at - 1, begin):
                continue
            rest = list(self._list_of_names(at, last)) if tokens.tag[at - 1] in _PLURAL_TAGS else []
            closed = name[1] >= last or tokens.lower[name[1]] in _AFTER_NAME or tokens.lower[name[1]] == "and"
            return rest or ([name[1] - 1] if closed else [])
        return []

    def _heads(self, noun: int, begin: int) -> bool:
        """Return whether nothing but a determiner or a possessor is before the words of a noun's title."""
        tokens, at = self._tokens, noun
        while at >= begin and tokens.tag[at] in _CHUNK_TAGS:
            at -= 1
        if at >= begin and tokens.tag[at] == "POS":
            return all(
                tokens.tag[before] in _CHUNK_TAGS or tokens.lower[before] in {"the", "a", "of", "'s", "’s"}
                for before in range(begin, at + 1)
            )
        return at < begin or (at == begin and tokens.tag[at] in {"DT", "PDT", "PRP$"})

    def _holder_of_office(self, head: int, last: int) -> int | None:
        """Return the last token of the name behind an office: ``minister for Women and Equalities [Nicola Morton]``.

        A name right behind the preposition or a title is that of another: "the lawyer for Mr. Morton".
        """
        tokens = self._tokens
        found = self._speakers.at(tokens, last - 1) if last - 1 > head else None
        if not found or found[0].type != "PERSON" or found[1].kind != "name" or tokens.lower[head] not in self._roles:
            return None
        first, end = tokens.covering(found[1].span)
        before = tokens.text[first - 1]
        word = before.lower().rstrip(".")
        is_portfolio = before[:1].isupper() and word not in self._roles and word not in _HONORIFICS
        follows = end == last and first - head >= MIN_OFFICE_TOKENS and tokens.lower[head + 1] in {"for", "of"}
        return last - 1 if follows and is_portfolio else None

    # ---- according to ------------------------------------------------------------------------------------------------

    def take_in_apposition(self, item: Attribution) -> None:
        """Move a name in commas from the start of the content to the source: "According to the mayor, Ana Roth, …".

        Behind the content the source ends with the name: "The wall holds, according to the mayor, Ana Roth."
        """
        assert item.source is not None
        assert item.subject is not None
        tokens = self._tokens
        comma = bisect_left(tokens.start, item.source[1])
        start, end = item.content[0]
        if comma + 1 >= len(tokens) or tokens.text[comma] != ",":
            return
        if all(finish <= item.source[0] for _, finish in item.content):
            last = tokens.sentence_end[comma]
            name = self.name_within_title(comma + 1, last, "PERSON") if self._is_role(item.subject) else None
            if name is not None:
                item.source = (item.source[0], tokens.end[name])
            return
        if tokens.start[comma + 1] != start:
            return
        last = bisect_left(tokens.start, end)
        name = self.name_within_title(comma + 1, last, "PERSON")
        if name is not None and name + 2 < last and tokens.text[name + 1] == ",":
            item.source = (item.source[0], tokens.end[name])
            item.content[0] = (tokens.start[name + 2], end)

    def _is_role(self, noun: int) -> bool:
        """Return whether a noun in the singular is what a person is: ``mayor``, ``lawyer``."""
        lower = self._tokens.lower[noun]
        return self._tokens.tag[noun] == "NN" and (lower in self._roles or self._kinds.get(lower) == "PERSON")
