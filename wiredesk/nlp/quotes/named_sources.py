"""Who a source phrase names: a name beside its noun, and several names that say it together.

``its spokesman, Jane Doe,``, ``the analyst – Jane Doe of Acme –``, ``bank chief Jane Doe``; ``Roth and Berg``,
``Roth, together with Berg,``, ``the ministers, Roth and Berg,``.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator

from wiredesk.contract import PLACE_TYPES, EntityType
from wiredesk.nlp.knowledge import entity_lexicon
from wiredesk.nlp.lexicon import word_set
from wiredesk.nlp.quotes.direct import Attribution
from wiredesk.nlp.quotes.quote_frames import ACCORDING_TO
from wiredesk.nlp.quotes.speakers import Speakers
from wiredesk.nlp.tokens import Tokens

APPOSITION = "name in apposition to the source"
BESIDE_NOUN = "name right behind the noun"
OFFICE = "name behind an office"

MAX_SOURCE_TOKENS = 40
"""Tokens behind the head of a source among which a name in apposition is looked for."""
MIN_OFFICE_TOKENS = 3
"""Tokens from an office to its holder's name: "minister for Culture"."""
MAX_TITLE_TOKENS = 5
"""Tokens between the comma and such a name: "the chief, [acting Col.] Henk Berg", "one, [81-year-old] Ana Roth"."""
MAX_SPEAKERS = 10
"""Names of one source; more are a list that the parser has run together."""
_NOUNS = frozenset({"NOUN", "PROPN", "NUM"})
_PLURAL_TAGS = frozenset({"NNS", "NNPS"})
_TITLE_TAGS = frozenset({"DT", "JJ", "NN", "NNP", "HYPH", "CD", "PRP$"})
"""Tags of the words of a title or an age before a name."""
_CHUNK_TAGS = frozenset({"JJ", "NN", "NNP", "NNPS", "NNS", "HYPH", "CD", "CC", "VBG", "VBN", ","})
"""Tags of the words of a title before the name of its bearer: "acting finance and trade minister Ana Roth"."""
_COMMAS = frozenset({",", "—", "–", "-", "--", "("})
_AFTER_NAME = word_set("quote_sources", "after_apposed_names") | _COMMAS | {")", ".", "”", '"', ";"}
_CLAUSE_TAGS = frozenset({"WP", "WDT", "WP$", "WRB"})
_HONORIFICS = word_set("honorifics", "before_names")
_CHOICES = frozenset({"or", "nor", "but", "not", "versus"})
"""Conjunctions whose parts do not speak together."""
_COMPANIONS = word_set("quote_sources", "companions")
_OWNERS = word_set("quote_sources", "owners")
_LEGAL_FORMS = word_set("org_names", "legal_forms")
_BODIES: frozenset[EntityType] = PLACE_TYPES | {"ORG"}
_SPEAKING: tuple[EntityType, ...] = ("PERSON", "ORG", "GPE")
"""Types of the names that can say something together with others."""


def name_speakers(tokens: Tokens, found: Iterable[Attribution], speakers: Speakers) -> None:
    """Find the names of each source: the first takes the place of the noun that heads it, the others are partners."""
    names = _SourceNames(tokens, speakers)
    for item in found:
        if item.subject is None or item.source is None:
            continue
        if item.frame == ACCORDING_TO:
            names.take_in_apposition(item)
        names.read(item)


class _SourceNames:
    """Reads the source phrases of one story."""

    def __init__(self, tokens: Tokens, speakers: Speakers) -> None:
        lexicon = entity_lexicon()
        self._tokens, self._speakers = tokens, speakers
        self._kinds, self._roles = lexicon.nominal_types, lexicon.roles

    def read(self, item: Attribution) -> None:
        """Find the names of one source."""
        assert item.source is not None
        assert item.subject is not None
        tokens, head = self._tokens, item.subject
        begin, end = bisect_left(tokens.start, item.source[0]), bisect_left(tokens.start, item.source[1])
        if not begin <= head < end:
            return
        bearer = self._bearer_at_end(head, begin, end)
        if bearer is not None:
            item.noun, item.subject, item.speaker_rule = head, bearer, BESIDE_NOUN
            return
        heads = self._joint_heads(head, begin, end)
        edges = [*(min(tokens.left[other], other) for other in heads[1:]), end]
        named: list[int] = []
        rule = ""
        for at, edge in zip(heads, edges, strict=True):
            inside, how = self._names_of(at, begin if at == head else min(tokens.left[at], at), max(edge, at + 1))
            if inside:
                rule = how if at == head else rule
                named += inside
            elif at == head or self._is_partner(head, at):
                named.append(at)
        named += self._companions(item, head, end)
        unique = self._distinct(named, head)
        if unique[0] != head:
            item.noun = head
        item.subject, item.partners, item.speaker_rule = unique[0], tuple(unique[1:]), rule

    def _is_partner(self, head: int, token: int) -> bool:
        """Return whether a phrase that "and" joins to the head is a speaker of its own, and no part of the same name.

        "Rochester Gas and Electric Co" is one company. A head that is not mentioned as an entity must be a noun for
        people or bodies.
        """
        found, first = self._speakers.at(self._tokens, token), self._speakers.at(self._tokens, head)
        if found is None:
            return False
        if found[1].kind != "name" or found[0].type == "PERSON":
            return True
        if found[0].type not in _SPEAKING:
            return False
        words = self._tokens.masked[slice(*found[1].span)].lower().split()
        if first is None:
            lower = self._tokens.lower[head]
            return self._tokens.pos[head] == "NOUN" and (lower in self._roles or lower in self._kinds)
        if words[0] in _LEGAL_FORMS:
            return False
        if "and" in words and words[-1] in _LEGAL_FORMS and first[1].kind == "name":
            return first[0].name.lower().split()[-1] in _LEGAL_FORMS  # "Kidder, Peabody and Co"
        last = self._tokens.masked[slice(*first[1].span)].lower().split()[-1]
        return first[0].type != "ORG" or words[-1] not in _LEGAL_FORMS or last in _LEGAL_FORMS

    def _distinct(self, named: list[int], head: int) -> list[int]:
        """Return tokens of different entities, in the order of the text; a head that mentions none only if alone."""
        seen: dict[str, int] = {}
        for token in named[:MAX_SPEAKERS]:
            entity = self._speakers.of(self._tokens, token)
            if entity is not None:
                seen.setdefault(entity.id, token)
        return list(seen.values()) or [head]

    # ---- several sources ---------------------------------------------------------------------------------------------

    def _joint_heads(self, head: int, begin: int, end: int) -> list[int]:
        """Return the heads of the phrases that "and" joins to the source, itself first; itself alone for a choice."""
        tokens = self._tokens
        if not any(tokens.dep[child] == "conj" for child in tokens.children[head]):
            return [head]
        heads, waiting, joined = [head], [head], False
        for token in waiting:
            for child in tokens.children[token]:
                if not begin <= child < end:
                    continue
                if tokens.dep[child] == "cc" and tokens.lower[child] in _CHOICES:
                    return [head]
                joined = joined or tokens.dep[child] == "cc"
                if tokens.dep[child] == "conj" and len(heads) < MAX_SPEAKERS and child > head:
                    heads.append(child)
                    waiting.append(child)
        return sorted(heads) if joined else [head]

    def _companions(self, item: Attribution, head: int, end: int) -> Iterator[int]:
        """Yield the last token of the name behind "together with", in the source or between it and the cue."""
        tokens = self._tokens
        assert item.cue is not None or item.source is not None
        stop = end
        if item.cue is not None and item.source is not None and item.cue[0] >= item.source[1]:
            stop = max(end, bisect_left(tokens.start, item.cue[0]))
        for at in range(head + 1, min(stop, head + MAX_SOURCE_TOKENS) - 2):
            if tokens.lower[at] not in _COMPANIONS:
                continue
            words = " ".join(tokens.lower[at : at + 3])
            first = at + 3 if words == "as well as" else at + 2 if words.split()[1] == "with" else None
            if first is None and tokens.lower[at] == "alongside":
                first = at + 1
            if first is None:
                continue
            name = self._name_within_title(first, stop, *_SPEAKING)
            if name is None and (comma := self._comma_behind_title(first, stop)) is not None:
                name = self._name_within_title(comma + 1, stop, *_SPEAKING)
            if name is not None:
                yield name

    def _comma_behind_title(self, first: int, last: int) -> int | None:
        """Return the comma behind nothing but the words of a title: "her deputy, Olaf Brandt"."""
        tokens = self._tokens
        at = first
        while at < min(last, first + MAX_TITLE_TOKENS) and tokens.tag[at] in _TITLE_TAGS:
            at += 1
        return at if first < at < last and tokens.text[at] == "," else None

    def _name_within_title(self, first: int, last: int, *types: EntityType) -> int | None:
        """Return the last token of a name behind nothing but the words of a title."""
        tokens = self._tokens
        for at in range(first, min(first + 1 + MAX_TITLE_TOKENS, last)):
            if name := self._speakers.name_at(tokens, at, *types):
                closed = name[1] >= last or tokens.lower[name[1]] in _AFTER_NAME
                return name[1] - 1 if closed else None
            if tokens.tag[at] not in _TITLE_TAGS:
                return None
        return None

    # ---- the name beside a noun --------------------------------------------------------------------------------------

    def _names_of(self, head: int, begin: int, end: int) -> tuple[list[int], str]:
        """Return the last tokens of the names that a noun stands beside, and the rule; no names for a name."""
        tokens = self._tokens
        known = self._speakers.at(tokens, head)
        if tokens.pos[head] not in _NOUNS or (known and known[1].kind == "name" and known[0].type != "NORP"):
            return [], ""
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
                if (name := self._name_within_title(at + 1, last, kind)) is not None:
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
        while at < last and len(names) < MAX_SPEAKERS:
            if name := self._speakers.name_at(tokens, at, "PERSON"):
                names.append(name[1] - 1)
                at = name[1]
                continue
            if tokens.tag[at] not in _TITLE_TAGS and tokens.lower[at] not in {"and", "&", ",", "both", "(", ")"}:
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

    def _bearer_at_end(self, head: int, begin: int, end: int) -> int | None:
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
            name = self._name_within_title(comma + 1, last, "PERSON") if self._is_role(item.subject) else None
            if name is not None:
                item.source = (item.source[0], tokens.end[name])
            return
        if tokens.start[comma + 1] != start:
            return
        last = bisect_left(tokens.start, end)
        name = self._name_within_title(comma + 1, last, "PERSON")
        if name is not None and name + 2 < last and tokens.text[name + 1] == ",":
            item.source = (item.source[0], tokens.end[name])
            item.content[0] = (tokens.start[name + 2], end)

    def _is_role(self, noun: int) -> bool:
        """Return whether a noun in the singular is what a person is: ``mayor``, ``lawyer``."""
        lower = self._tokens.lower[noun]
        return self._tokens.tag[noun] == "NN" and (lower in self._roles or self._kinds.get(lower) == "PERSON")
