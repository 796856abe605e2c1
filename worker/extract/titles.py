"""Titles and roles of people: ``Chinese President Xi``, ``Ann Lee, a spokesman for Acme``, ``was elected mayor``.

A title is a token range with the thing it is of.  The text around a name is read by its part-of-speech tags, which
hold on wire copy; the parse is asked only where the title stands in a clause of its own.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from worker.extract.cluster import Cluster, Mentioned, Role
from worker.extract.name_words import ARTICLES, OWNED, words_of
from worker.extract.words import Words
from worker.knowledge import Lexicon

REACH = 12
"""Tokens that a title may run over on either side of its noun."""

_STYLES = words_of("mr mr. mrs mrs. ms ms. miss mister madam haji encik")
_NOMINAL = words_of("NN NNS NNP NNPS JJ JJR JJS POS HYPH VBN VBG CD FW")
_FORMER = words_of(
    """former ex acting deputy interim outgoing incoming then late assistant associate vice senior junior chief
    incumbent longtime veteran new current designate caretaker honorary retired founding co"""
)
"""Words before a title that belong to it."""
_PREPOSITIONS = words_of("of for at with in to on from")
_PLACING = words_of("in at near from to into on")
_WITHIN = _PREPOSITIONS | ARTICLES | {"&", "-", "and"}
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
_APOSTROPHES = words_of("' ’ 's ’s s")
_BETWEEN = words_of("which that who is was are were been has had have , and ; ( ) the a an")
_LED = words_of("led headed chaired founded co-founded owned captained coached run managed represented commanded")


class Titles:
    """Finds the titles of a story's people; ``owner`` and ``mention`` tell for a token what is mentioned there."""

    def __init__(self, words: Words, clusters: Sequence[Cluster], lexical: Lexicon) -> None:
        self.words, self.clusters, self.lexical = words, clusters, lexical
        self.owner = [-1] * len(words)
        self.at: dict[int, Mentioned] = {}
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

    def beside_names(self) -> Iterator[tuple[int, Role]]:
        """Titles that stand beside a person's name, with the person's number."""
        for number, cluster in enumerate(self.clusters):
            if cluster.type == "PERSON":
                for mention in cluster.mentions:
                    if mention.kind == "name":
                        yield from ((number, role) for role in self._beside(mention))

    def _beside(self, mention: Mentioned) -> Iterator[Role]:
        before = self._role_before(mention.start)
        if before:
            yield before._replace(rule="before the name")
        after = self._role_after(mention.end)
        if after:
            yield after._replace(rule="after the name")
            if self.words.lower[after.end : after.end + 1] == ["and"] and (more := self._phrase(after.end + 1)):
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

    # ------------------------------------------------------------------ before the name

    def _role_before(self, end: int) -> Role | None:
        """The title that ends right before token ``end``: ``[Chinese President] Xi``."""
        words, last = self.words, end - 1
        if last < words.opens[min(end, len(words) - 1)]:
            return None
        if words.text[last] == ")" and last >= 3 and words.text[last - 2] == "(" and self.owner[last - 3] >= 0:
            return self._role_of_name(last - 3)
        if self.owner[last] >= 0:
            return self._role_of_name(last)
        size = self._role_ending(end)
        if not size or words.lower[last] in _STYLES:
            return None
        return self._with_names_before(end - size, end)

    def _role_of_name(self, last: int) -> Role | None:
        """``the [governor of Illinois] Adlai Stevenson``: the title ends with a name of its own."""
        words, mention = self.words, self.at[last]
        if self.clusters[self.owner[last]].type not in {"GPE", "ORG"}:
            return None
        at = mention.start - 1
        if at > 0 and words.lower[at] == "the":
            at -= 1
        if at < 1 or words.lower[at] not in {"of", "for", "to"}:
            return None
        size = self._role_ending(at)
        return Role(at - size, mention.end, self.owner[last], "") if size else None

    def _shared(self, mention: Mentioned) -> Role | None:
        """``[Acme leaders] Ann Lee and Bo Ek``: a title in the plural is everybody's in the list."""
        words, at, listed = self.words, mention.start, False
        for _ in range(REACH):
            size = self._role_ending(at, plural=True) if at > words.opens[mention.start] else 0
            if size:
                return self._with_names_before(at - size, at)
            before = at - 1
            while before >= words.opens[mention.start] and words.lower[before] in {",", "and"}:
                before -= 1
            if "and" in words.lower[before + 1 : at] and listed:
                return None
            listed = True
            if before == at - 1 or before < words.opens[mention.start] or self.owner[before] < 0:
                return None
            if self.clusters[self.owner[before]].type != "PERSON":
                return None
            at = self.at[before].start
        return None

    def _role_ending(self, end: int, plural: bool = False) -> int:
        """Tokens of the longest role that ends before ``end``; of several people's where ``plural``."""
        words, roles = self.words, self.lexical.roles
        last = words.lower[end - 1]
        if plural and last.endswith("s"):
            last = last[:-1]
        elif plural:
            return 0
        if last not in self.lexical.role_ends:
            return 0
        floor = words.opens[end - 1]
        for size in range(min(self.lexical.longest, end - floor), 0, -1):
            text = words.string(end - size, end).lower()
            if (text[:-1] if plural else text) in roles:
                return size
        return 0

    def _with_names_before(self, start: int, end: int) -> Role:
        """The title with what stands before its noun: names of bodies and peoples, nouns, ``former``."""
        words = self.words
        floor = max(words.opens[start], start - REACH)
        at, first, of = start - 1, start, -1
        while at >= floor:
            owner = self.owner[at]
            if owner >= 0:
                mention = self.at[at]
                if self.clusters[owner].type == "PERSON" and words.text[mention.end] not in {"'s", "’s"}:
                    break
                if not self._bound(mention):
                    break
                if of < 0 or (self.clusters[of].type == "NORP" and self.clusters[owner].type in {"ORG", "GPE"}):
                    of = owner
                first, at = mention.start, mention.start - 1
            elif words.text[at] == ")" and words.text[max(at - 2, 0)] == "(":
                at -= 3
            elif words.lower[at] in _FORMER or words.tag[at] in {"NN", "NNP", "NNPS"}:
                first, at = at, at - 1
            elif words.tag[at] in {"POS", "HYPH", "JJ", "VBN", "CD"} or words.text[at] == "&":
                at -= 1
            else:
                break
        if first < start and words.text[first - 1] == "-" and words.end[first - 1] == words.start[first]:
            # "right-[wing Likud politician]": half a word is no beginning; "ex-" is.
            first = first - 2 if words.lower[first - 2] in _FORMER else first + 1
        while first < start and words.lower[first] in {"'s", "’s", "-"}:
            first += 1
        return Role(first, end, self._whose(of), "")

    def _bound(self, mention: Mentioned) -> bool:
        """Whether a name before a title belongs to it, and not to a phrase before: ``In Moscow President Lee said``."""
        words = self.words
        if any(words.head[token] >= mention.end for token in range(mention.start, mention.end)):
            return True
        return words.lower[mention.start - 1] not in _PLACING if mention.start else True

    def _whose(self, number: int) -> int | None:
        """The thing a title is of: a people's country where the story names it."""
        if number < 0:
            return None
        cluster = self.clusters[number]
        if cluster.fact and cluster.fact.kind == "demonym":
            return self.country.get(cluster.fact.country, number)
        return number

    # ------------------------------------------------------------------ after the name

    def _role_after(self, start: int) -> Role | None:
        """The title that begins after a comma: ``Ann Lee[,] 45, [a spokesman for Acme]``."""
        words = self.words
        if words.lower[start : start + 3] == [",", "who", "as"]:
            return self._phrase(start + 3)
        if words.text[start : start + 1] not in ([","], ["("], ["-"], ["--"], ["—"], ["–"], ["_"]):
            return None
        at = start + 1
        if words.tag[at : at + 1] == ["CD"] and words.text[at + 1 : at + 2] == [","]:
            at += 2
        return self._phrase(at)

    def _phrase(self, at: int) -> Role | None:
        """The title whose noun phrase begins at ``at``: ``the former president of Acme``."""
        words, count = self.words, len(self.words)
        while at < count and (words.lower[at] in ARTICLES or words.lower[at] in OWNED or words.lower[at] == "also"):
            at += 1
        end = at
        while end < count and end - at < REACH and words.sentence[end] == words.sentence[at]:
            owner = self.owner[end]
            if owner >= 0 and self.clusters[owner].type == "PERSON":
                break
            if owner < 0 and words.tag[end] not in _NOMINAL and words.text[end] not in {"&", "-"}:
                break
            end += 1
        while end > at and words.tag[end - 1] in {"VBN", "VBG", "CD"}:
            end -= 1
        if end == at or (end < count and self.owner[end] >= 0 and self.clusters[self.owner[end]].type == "PERSON"):
            return None
        size = self._role_ending(end) if end < count else 0
        if not size or words.lower[end - 1] in _STYLES:
            return None
        kind = self.lexical.roles[words.string(end - size, end).lower()]
        if kind in {"kin", "person"} and not words.text[end - 1].islower():
            return None
        role = self._with_names_before(end - size, end)
        return self._with_names_after(role._replace(start=max(role.start, at)))

    def _with_names_after(self, role: Role) -> Role:
        """Take in ``of the Acme Foundation``, ``for research at Acme``."""
        words, count = self.words, len(self.words)
        at = role.end
        if at >= count or words.lower[at] not in _PREPOSITIONS:
            return role
        limit, found = min(count, at + REACH), role
        while at < limit and words.sentence[at] == words.sentence[role.start]:
            owner = self.owner[at]
            if owner >= 0:
                mention = self.at[at]
                if self.clusters[owner].type == "PERSON":
                    return found
                following = self.owner[mention.end] if mention.end < count else -1
                if following >= 0 and following != owner and self.clusters[following].type == "ORG":
                    owner, mention = following, self.at[mention.end]
                if found is role or self.clusters[owner].type == "ORG":
                    found = Role(role.start, mention.end, self._whose(owner), "")
                if words.lower[mention.start - 1] != "in" or self.clusters[owner].type == "ORG":
                    return found
                at = mention.end
                continue
            if words.tag[at] not in _NOMINAL and words.lower[at] not in _WITHIN:
                break
            at += 1
        return found

    # ------------------------------------------------------------------ beside the name

    def _role_apposed(self, mention: Mentioned, start: int) -> Role | None:
        """The title in the phrase that the name stands beside: ``The head of Acme, Ann Lee, said``."""
        words = self.words
        if start < 2 or words.text[start - 1] != "," or words.sentence[start - 1] != words.sentence[start]:
            return None
        closed = words.text[mention.end : mention.end + 1] in ([","], ["."], [")"])
        root = self._root(mention)
        apposed = words.dep[root] == "appos"
        if not closed and not apposed:
            return None
        floor = max(words.opens[start], start - 1 - REACH)
        for end in range(start - 1, floor, -1):
            token = end - 1
            if self.owner[token] >= 0:
                if self.clusters[self.owner[token]].type == "PERSON":
                    return None
                continue
            size = self._role_ending(end)
            if size:
                if end < start - 1 and words.lower[end] not in _PREPOSITIONS:
                    return None
                role = self._with_names_after(self._with_names_before(end - size, end))
                return role if role.end <= start - 1 else None
            nominal = (
                words.tag[token] in _NOMINAL or words.lower[token] in _PREPOSITIONS or words.lower[token] in ARTICLES
            )
            if not nominal and words.text[token] not in {"&", "(", ")"} and words.lower[token] != "and":
                return None
        return None

    def _root(self, mention: Mentioned) -> int:
        for token in range(mention.end - 1, mention.start - 1, -1):
            if not mention.start <= self.words.head[token] < mention.end:
                return token
        return mention.end - 1

    # ------------------------------------------------------------------ bodies led and joined

    def _led(self, mention: Mentioned) -> Role | None:
        """``Acme, led by Ann Lee``: the word that says so, of the body before it."""
        words, at = self.words, mention.start - 1
        floor = max(words.opens[mention.start], at - REACH)
        while at > floor and words.lower[at] not in {"by", ","} and words.tag[at][:2] not in {"VB", "IN"}:
            at -= 1
        if at >= 3 and words.lower[at - 3 : at + 1] == ["under", "the", "leadership", "of"]:
            owner = self.owner[at - 4] if at >= 4 else -1
            return Role(at - 1, at, owner, "led by") if owner >= 0 and self.clusters[owner].type == "ORG" else None
        if at <= floor or words.lower[at] != "by" or words.lower[at - 1] not in _LED:
            return None
        verb = at - 1
        for at in range(verb - 1, max(words.opens[verb], verb - 12) - 1, -1):
            owner = self.owner[at]
            if owner >= 0:
                fits = self.clusters[owner].type in {"ORG", "GPE", "NORP"}
                return Role(verb, verb + 1, owner, "led by") if fits else None
            if words.lower[at] not in _BETWEEN and words.tag[at] not in _NOMINAL:
                return None
        return None

    def _led_with_others(self, mention: Mentioned) -> Role | None:
        """``led by Ann Lee [and Bo Ek]``."""
        at = self._listed_before(mention)
        return self._led(self.at[at]) if at >= 0 else None

    def _listed_before(self, mention: Mentioned) -> int:
        """First person of the list that a name ends or goes on with; -1 where it stands alone."""
        words, at, first = self.words, mention.start, -1
        for _ in range(REACH):
            before = at - 1
            while before >= words.opens[mention.start] and words.lower[before] in {",", "and"}:
                before -= 1
            if before == at - 1 or before < words.opens[mention.start] or self.owner[before] < 0:
                break
            if self.clusters[self.owner[before]].type != "PERSON" or ("and" in words.lower[before:at] and first >= 0):
                break
            at = first = self.at[before].start
        return first

    def _party(self, mention: Mentioned) -> Role | None:
        """``[Labour Party] Ann Lee``, ``Ann Lee's [Labour Party]``: a party's name right beside its member's."""
        lower, last, after = self.words.lower, mention.start - 1, mention.end
        while last >= 0 and lower[last] in _APOSTROPHES:
            last -= 1
        if last >= self.words.opens[mention.start] and self.owner[last] >= 0 and lower[last] == "party":
            return self._named_party(last)
        while after < len(lower) and lower[after] in _APOSTROPHES:
            after += 1
        if after == mention.end or after >= len(lower) or self.owner[after] < 0:
            return None
        return self._named_party(after) if "party" in lower[after : self.at[after].end] else None

    def _named_party(self, token: int) -> Role | None:
        mention, owner = self.at[token], self.owner[token]
        return Role(mention.start, mention.end, owner, "of a party") if self.clusters[owner].type == "ORG" else None

    def _of_body(self, mention: Mentioned) -> Role | None:
        """``Ann Lee of Acme``, ``Ann Lee for the Liberal Party``: an affiliation, as it stands."""
        words, at = self.words, mention.end
        if at + 1 >= len(words) or words.lower[at] not in {"of", "for"}:
            return None
        end = at + 2 if words.lower[at + 1] == "the" else at + 1
        owner = self.owner[end] if end < len(words) else -1
        if owner < 0 or self.clusters[owner].type != "ORG":
            return None
        attached = mention.start <= words.head[at] < mention.end
        party = words.lower[self.at[end].end - 1] == "party" or "party" in words.lower[end : self.at[end].end]
        if words.lower[at] == "for" and not attached and not party:
            return None
        return Role(at, self.at[end].end, owner, "of a body")

    def owned(self) -> None:
        """Fill in what a title is of where a pronoun says so: ``its leader Massoud Amin``."""
        for cluster in self.clusters:
            for number, role in enumerate(cluster.roles):
                before = role.start - 1
                if role.of is None and before >= 0 and self.words.lower[before] == "its" and self.owner[before] >= 0:
                    cluster.roles[number] = role._replace(of=self.owner[before])

    # ------------------------------------------------------------------ clauses

    def in_clauses(self) -> Iterator[tuple[int, Role]]:
        """Titles that a clause gives: ``she was elected mayor of Lund``, ``who led Acme``."""
        words = self.words
        for token, dep in enumerate(words.dep):
            if dep in {"attr", "oprd", "pobj", "conj", "appos"} and self.owner[token] < 0:
                verb = self._giving(token)
                if verb < 0 or any(words.dep[kid] == "neg" for kid in words.kids[verb]):
                    continue
                person = self._bearer(verb, dep)
                if person >= 0:
                    size = self._role_ending(token + 1)
                    role = self._with_names_after(self._with_names_before(token + 1 - size, token + 1))
                    yield person, role._replace(rule="said of the person")
            elif dep in {"pobj", "conj"} and (body := self._body_at(token)) >= 0:
                yield from self._serving(token, body)
            elif dep == "dobj" and words.lemma[words.head[token]] in _LEADING:
                body, verb = self.owner[token], words.head[token]
                person = self._bearer(verb, "attr")
                if person >= 0 and self.clusters[body].type in {"ORG", "GPE"} and person != body:
                    yield person, Role(verb, verb + 1, body, "leads")

    def _body_at(self, token: int) -> int:
        """Number of the body that a noun is or names: ``the Senate``, ``the [Ontario] legislature``; -1 for none."""
        owner = self.owner[token]
        if owner >= 0:
            return owner if self.clusters[owner].type == "ORG" else -1
        if self.lexical.groups.get(self.words.lower[token]) != "ORG":
            return -1
        kids = (
            self.owner[kid] for kid in self.words.kids[token] if self.words.dep[kid] in {"compound", "amod", "poss"}
        )
        return next((kid for kid in kids if kid >= 0 and self.clusters[kid].type in {"ORG", "GPE", "NORP"}), -1)

    def _serving(self, token: int, body: int) -> Iterator[tuple[int, Role]]:
        """``Lee [ran for] the Greens``, ``was [elected to] the Senate``, ``[serves on the board of] Acme``."""
        words, at, verb = self.words, token, -1
        for _ in range(6):
            at = words.head[at]
            if words.tag[at][:2] == "VB":
                verb = at
                break
            if words.dep[at] not in {"prep", "pobj", "conj"} or (
                self.owner[at] >= 0 and words.dep[at] != "conj" and at != token
            ):
                return
        if verb < 0 or verb > token or token - verb > 2 * REACH:
            return
        words_between = words.lower[verb + 1 : token]
        first = next((word for word in words_between if word in _PREPOSITIONS), "")
        if (words.lemma[verb], first) in _JOINING:
            person = self._bearer(verb, "attr")
            if person >= 0:
                yield person, Role(verb, verb + 1, self._whose(body), "serves")

    def _giving(self, token: int) -> int:
        """The verb that gives the title whose noun is ``token``, -1 where none does."""
        words = self.words
        if words.lower[token] not in self.lexical.role_ends or not self._role_ending(token + 1):
            return -1
        for _ in range(4):
            if words.dep[token] not in {"conj", "appos"}:
                break
            token = words.head[token]
        verb, dep = words.head[token], words.dep[token]
        if dep in {"conj", "appos"}:
            return -1
        if dep == "pobj":
            if words.lower[verb] != "as":
                return -1
            verb = words.head[verb]
            return verb if words.lemma[verb] in _MAKING or words.lemma[verb] in _SERVING else -1
        lemma = words.lemma[verb]
        if dep == "oprd":
            return verb if lemma in _MAKING else -1
        return verb if lemma in _BEING else -1

    def _bearer(self, verb: int, dep: str) -> int:
        """Number of the person whom the clause of ``verb`` is about, -1 where it is nobody known."""
        words = self.words
        for _ in range(3):
            passive = [kid for kid in words.kids[verb] if words.dep[kid] == "nsubjpass"]
            objects = [kid for kid in words.kids[verb] if words.dep[kid] == "dobj"] if dep in {"oprd", "pobj"} else []
            subjects = [kid for kid in words.kids[verb] if words.dep[kid] == "nsubj"]
            if dep == "oprd" and not passive and objects:
                subjects = objects
            for kid in passive or subjects:
                who = words.lower[kid] in {"who", "that"} and words.dep[verb] == "relcl"
                owner = self.owner[words.head[verb] if who else kid]
                if owner >= 0 and self.clusters[owner].type == "PERSON":
                    return owner
            if passive or subjects:
                return -1
            if words.dep[verb] not in {"conj", "xcomp", "advcl"}:
                return -1
            verb = words.head[verb]
        return -1


def told(clusters: Sequence[Cluster], found: Iterator[tuple[int, Role]]) -> None:
    """Write titles to their people, each range once."""
    for number, role in found:
        have = clusters[number].roles
        if not any(role.start < other.end and other.start < role.end for other in have):
            have.append(role)
