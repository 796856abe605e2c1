"""Titles and roles of people: ``Chinese President Xi``, ``Ann Lee, a spokesman for Acme``, ``was elected mayor``.

A title is a token range with the entity that it belongs to.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from wiredesk.nlp.entities.affiliations import (
    OF_BODY,
    employer_after,
    led_organisation,
    organisation_after,
    organisation_in_brackets,
    party,
    previous_in_list,
)
from wiredesk.nlp.entities.score_lists import team_of_scorer
from wiredesk.nlp.entities.title_clauses import SEVERAL
from wiredesk.nlp.entities.title_context import TitleContext
from wiredesk.nlp.entities.title_office import is_former, is_office, is_style, office_of
from wiredesk.nlp.entities.title_phrases import (
    MAX_FIELD_TOKENS,
    MAX_TITLE_TOKENS,
    NOMINAL_TAGS,
    NOT_TITLES,
    PREPOSITIONS,
    each_of_list,
    role_ending,
    title_phrase_at,
    with_names_after,
    with_names_before,
)
from wiredesk.nlp.mentions import Cluster, TitleSpan, TokenMention
from wiredesk.nlp.names.name_words import DETERMINERS

_ELECT = frozenset({"elect", "designate"})
"""Words behind a hyphen of a title that somebody is still to take: ``Prime Minister-elect``."""
_AFTER_NAMES = ([","], ["("], ["-"], ["--"], ["—"], ["–"], ["_"])
"""Punctuation that may separate a name and its title."""
_BEFORE_TITLES = frozenset(mark for marks in _AFTER_NAMES for mark in marks)
_BEFORE_BODIES = frozenset({"of", "for", "Of", "For", "OF", "FOR"})
_NAME_ENDS = ([","], ["."], [")"])


def titles_beside_names(story: TitleContext) -> Iterator[tuple[int, TitleSpan]]:
    """Yield the titles beside people's names, each with the person's number."""
    for number, cluster in enumerate(story.clusters):
        if cluster.type != "PERSON":
            continue
        for mention in cluster.mentions:
            if mention.kind == "name":
                for title in _beside(story, mention):
                    for each in each_of_list(story, title):
                        yield number, each


def _beside(story: TitleContext, mention: TokenMention) -> Iterator[TitleSpan]:
    """Yield the titles around a name; a body behind the name is that of the office before it.

    "[Chief Executive] Ann Lee of Acme" is one title of Acme, not two.
    """
    found = _around(story, mention)
    if not found:
        return
    office = next((number for number, title in enumerate(found) if title.end == mention.start), -1)
    if office < 0 or office_of(story, found[office]) is None or not is_office(story, found[office]):
        yield from found
        return
    title = found[office]
    behind = next((other for other in found if other.rule == OF_BODY), None)
    of = behind.of if behind else employer_after(story, mention, title)
    if of is not None and of >= 0 and title.of in {None, of}:
        found[office] = title._replace(of=of)
        found = [other for other in found if other is not behind]
    yield from found


def _around(story: TitleContext, mention: TokenMention) -> list[TitleSpan]:
    """Return the titles around a name; each kind is sought only where its first word or mark stands."""
    text = story.tokens.text
    behind = text[mention.end] if mention.end < len(text) else ""
    found: list[TitleSpan] = []
    if behind == "(":
        found += organisation_in_brackets(story, mention)
    before = title_before(story, mention.start)
    if before and _describes_noun(story, mention):
        before = None
    if before:
        found += [title._replace(rule="before the name") for title in _each_before(story, before)]
    if behind in _BEFORE_TITLES:
        found += _after(story, mention)
    if not before and (shared := _shared(story, mention)):
        found.append(shared._replace(rule="before the names"))
    if apposed := _apposed(story, mention, before.start if before else mention.start):
        found.append(apposed._replace(rule="beside the name"))
    found += led_organisation(story, mention)
    found += party(story, mention)
    if behind in _BEFORE_BODIES:
        found += organisation_after(story, mention)
    if behind == "(" or behind[:1].isdigit():
        found += team_of_scorer(story, mention)
    return found


def _each_before(story: TitleContext, before: TitleSpan) -> Iterator[TitleSpan]:
    """Yield the two titles of ``[presidential candidate] [Sen.]``; else the one."""
    at = before.role_start
    size = role_ending(story, at) if before.start < at and is_style(story, before) else 0
    if not size:
        yield before
        return
    yield before._replace(start=at, of=None, tense="current")
    yield with_names_before(story, at - size, at)


def _describes_noun(story: TitleContext, mention: TokenMention) -> bool:
    """Return whether a name only describes a noun behind it: ``the billionaire [Harry Potter] author``."""
    tokens, end = story.tokens, mention.end
    if end >= len(tokens) or tokens.tag[end] not in {"NN", "NNS"} or story.owner[end] >= 0:
        return False
    return end <= tokens.head[end - 1] < end + MAX_TITLE_TOKENS and tokens.dep[end - 1] in {"compound", "nmod"}


def title_before(story: TitleContext, end: int) -> TitleSpan | None:
    """Return the title that ends right before token ``end``: ``[Chinese President] Xi``."""
    tokens, last = story.tokens, end - 1
    if last < tokens.sentence_start[min(end, len(tokens) - 1)]:
        return None
    if tokens.text[last] == ")" and last >= 3 and tokens.text[last - 2] == "(" and story.owner[last - 3] >= 0:
        return _title_of_name(story, last - 3)
    if story.owner[last] >= 0:
        return _title_of_name(story, last)
    if tokens.lower[last] in _ELECT and last >= 2 and tokens.text[last - 1] == "-":
        title = title_before(story, last - 1)
        return title._replace(end=end, tense="elect") if title else None
    size = role_ending(story, end)
    if not size:
        return _title_with_field(story, end)
    return with_names_before(story, end - size, end) if tokens.lower[last] not in NOT_TITLES else None


def _title_with_field(story: TitleContext, end: int) -> TitleSpan | None:
    """``[Director of Public Prosecutions] Ann Lee``: the title ends with the field of the office."""
    tokens, at = story.tokens, end - 1
    floor = max(tokens.sentence_start[at], end - MAX_FIELD_TOKENS - 1)
    while at > floor and story.owner[at] < 0 and tokens.tag[at] in {"NNP", "NNPS"}:
        at -= 1
    if at in {floor, end - 1} or tokens.lower[at] != "of" or not (size := role_ending(story, at)):
        return None
    title = with_names_before(story, at - size, at)
    return title._replace(end=end)


def _title_of_name(story: TitleContext, last: int) -> TitleSpan | None:
    """``the [governor of Illinois] Adlai Stevenson``: the title ends with a name of its own."""
    tokens, mention = story.tokens, story.mention_at[last]
    if story.type_at(last) not in {"GPE", "ORG"}:
        return None
    at = mention.start - 1
    if at > 0 and tokens.lower[at] == "the":
        at -= 1
    if at < 1 or tokens.lower[at] not in {"of", "for", "to"}:
        return None
    size = role_ending(story, at)
    return TitleSpan(at - size, mention.end, story.owner[last], "", at - size, at) if size else None


def _after(story: TitleContext, mention: TokenMention) -> Iterator[TitleSpan]:
    """``Ann Lee, [a spokesman for Acme] and [mayor of Lund]``, ``Ann Lee, [chairman] and [director of Acme]``."""
    after = _title_after(story, mention.end)
    if not after:
        return
    tokens = story.tokens
    joined = tokens.lower[after.end : after.end + 1] == ["and"]
    more = title_phrase_at(story, after.end + 1) if joined else None
    if more and tokens.lower[after.end + 1] not in DETERMINERS:
        # One article, so one "former" and one body for both.
        more = more._replace(tense="former") if is_former(story, after) else more
        after = after._replace(of=more.of) if after.of is None and after.end == after.role_end else after
    yield after._replace(rule="after the name")
    if more:
        yield more._replace(rule="after the name")


def _title_after(story: TitleContext, start: int) -> TitleSpan | None:
    """Return the title that begins after a comma: ``Ann Lee[,] 45, [a spokesman for Acme]``."""
    tokens = story.tokens
    if tokens.lower[start : start + 3] == [",", "who", "as"]:
        return title_phrase_at(story, start + 3)
    if tokens.text[start : start + 1] not in _AFTER_NAMES:
        return None
    at = start + 1
    if tokens.tag[at : at + 1] == ["CD"] and tokens.text[at + 1 : at + 2] == [","]:
        at += 2
    return title_phrase_at(story, at)


def _shared(story: TitleContext, mention: TokenMention) -> TitleSpan | None:
    """``[Acme leaders] Ann Lee and Bo Ek``: a plural title belongs to everybody in the list."""
    tokens, at, listed = story.tokens, mention.start, False
    word = tokens.lower[at - 1]
    if word[-1:] != "s" and word != "," and word != "and":
        return None
    sentence_start = tokens.sentence_start[mention.start]
    for _ in range(MAX_TITLE_TOKENS):
        size = role_ending(story, at, plural=True) if at > sentence_start else 0
        if size and tokens.lower[at - 1] not in NOT_TITLES:
            return with_names_before(story, at - size, at)
        if (
            listed
            and at > sentence_start
            and tokens.text[at - 1] == ":"
            and (size := role_ending(story, at - 1, plural=True))
        ):
            return with_names_before(story, at - 1 - size, at - 1)
        before = previous_in_list(story, at, sentence_start)
        if before < 0 or (listed and "and" in tokens.lower[before + 1 : at]) or story.type_at(before) != "PERSON":
            return None
        listed = True
        at = story.mention_at[before].start
    return None


def _apposed(story: TitleContext, mention: TokenMention, start: int) -> TitleSpan | None:
    """Return the title in the phrase that the name is an apposition of: ``The head of Acme, Ann Lee, said``."""
    tokens = story.tokens
    if start < 2 or tokens.text[start - 1] != "," or tokens.sentence[start - 1] != tokens.sentence[start]:
        return None
    closed = tokens.text[mention.end : mention.end + 1] in _NAME_ENDS
    if not closed and tokens.dep[tokens.name_head(mention.start, mention.end)] != "appos":
        return None
    floor = max(tokens.sentence_start[start], start - 1 - MAX_TITLE_TOKENS)
    for end in range(start - 1, floor, -1):
        if story.owner[end - 1] >= 0:
            if story.type_at(end - 1) == "PERSON":
                return None
        elif size := role_ending(story, end):
            if end < start - 1 and tokens.lower[end] not in PREPOSITIONS:
                return None
            title = with_names_after(story, with_names_before(story, end - size, end))
            return title if title.end <= start - 1 else None
        elif not _may_follow_title(story, end - 1):
            return None
    return None


def _may_follow_title(story: TitleContext, token: int) -> bool:
    """Return whether a token may be between a title and a name that is its apposition."""
    lower = story.tokens.lower[token]
    if lower in PREPOSITIONS or lower in DETERMINERS or lower == "and":
        return True
    return story.tokens.tag[token] in NOMINAL_TAGS or lower in {"&", "(", ")"}


def link_organisations(story: TitleContext) -> None:
    """Add the organisation or country of a title where other words name it."""
    for cluster in story.clusters:
        for number, title in enumerate(cluster.titles):
            if title.of is None and (of := _organisation_elsewhere(story, cluster, title)) >= 0:
                cluster.titles[number] = title._replace(of=of)


def _organisation_elsewhere(story: TitleContext, cluster: Cluster, title: TitleSpan) -> int:
    """``its leader Ann Lee``; ``the company's chief Ann Lee``; ``Foreign Minister Ann Lee of Norland``; -1 for none."""
    tokens, before = story.tokens, title.start - 1
    if before > 0 and tokens.tag[before] == "POS" and story.is_type(story.owner[before - 1], "ORG", "GPE"):
        return story.owner[before - 1]
    if before >= 0 and tokens.lower[before] == "its":
        return story.owner[before] if story.owner[before] >= 0 else _only_organisation_before(story, before)
    if _is_office_of_head_of_state(story, cluster, title) and cluster.known_as:
        return story.country.get(cluster.known_as.country, -1)
    at = next((mention.end for mention in cluster.mentions if mention.start == title.end), -1)
    if 0 <= at < len(tokens) - 1 and tokens.lower[at] == "of" and story.type_at(at + 1) == "GPE":
        return story.owner[at + 1] if _is_office(story, title) else -1
    return -1


def _is_office_of_head_of_state(story: TitleContext, cluster: Cluster, title: TitleSpan) -> bool:
    """Return whether the knowledge base has the title and its country: the text need not name the country."""
    known_as = cluster.known_as
    if not known_as or not known_as.country or not known_as.title:
        return False
    return story.tokens.lower[title.end - 1] == known_as.title.lower().split()[-1]


def _is_office(story: TitleContext, title: TitleSpan) -> bool:
    """Return whether a title is an office of a state or a post."""
    tokens, roles = story.tokens, story.lexicon.roles
    last_two = tokens.string(max(title.start, title.end - 2), title.end).lower()
    kind = roles.get(last_two, "") or roles.get(tokens.lower[title.end - 1], "")
    return kind in {"state", "post"}


def _only_organisation_before(story: TitleContext, at: int) -> int:
    """Return the one organisation named in the sentence before a token, -1 if there is none or several."""
    owners = {story.owner[token] for token in range(story.tokens.sentence_start[at], at)}
    organisations = [number for number in owners if story.is_type(number, "ORG")]
    return organisations[0] if len(organisations) == 1 else -1


def without_repeated_bodies(titles: Sequence[TitleSpan]) -> list[TitleSpan]:
    """Return the titles without the bare names of bodies in which the person has an office.

    "Acme lawyer Ann Lee ... Lee of [Acme]" is one title.
    """
    bodies = {title.of for title in titles if title.office is not None and title.of is not None}
    return [title for title in titles if title.office is not None or title.of not in bodies]


def assign_titles(clusters: Sequence[Cluster], found: Iterable[tuple[int, TitleSpan]]) -> None:
    """Give titles to their people: each range once, or once for each of several organisations (``served on A and B``).

    The first of overlapping titles is kept.
    """
    for number, title in found:
        titles = clusters[number].titles
        over = [other for other in titles if title.start < other.end and other.start < title.end]
        if all(other[:2] == title[:2] and other.of != title.of and title.rule in SEVERAL for other in over):
            titles.append(title)
