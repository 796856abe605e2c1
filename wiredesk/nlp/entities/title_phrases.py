"""Phrases that contain a title: its noun, and the names before and after it.

The rules use part-of-speech tags, which on wire copy are more reliable than the dependency parse.
"""

from __future__ import annotations

from collections.abc import Iterator

from wiredesk.nlp.entities.title_context import TitleContext
from wiredesk.nlp.lexicon import table, word_set
from wiredesk.nlp.mentions import TitleSpan, TokenMention
from wiredesk.nlp.names.name_words import DETERMINERS, POSSESSIVES
from wiredesk.nlp.tokens import Tokens

MAX_TITLE_TOKENS = 12
"""Maximum tokens of a title on either side of its noun."""
LISTED = "of each of a list"
"""The rule of a title that one phrase gives for several organisations."""
NOT_TITLES = word_set("honorifics", "not_titles")
PREPOSITIONS = word_set("titles", "prepositions")
NOMINAL_TAGS = frozenset({"NN", "NNS", "NNP", "NNPS", "JJ", "JJR", "JJS", "POS", "HYPH", "VBN", "VBG", "CD", "FW"})
_NOUN_TAGS = frozenset({"NN", "NNP", "NNPS"})
_SKIPPED_TAGS = frozenset({"POS", "HYPH", "JJ", "VBN", "CD"})
_MODIFIERS = word_set("titles", "modifiers")
_LOCATIVE = word_set("titles", "locative")
_FIELD_ENDINGS = ("al", "ic", "ive", "ary")
"""Endings of adjectives that name a field: political, athletic, defensive, military."""
NO_FIELD = frozenset(table("offices")["adjectives"]["no_field"].split())
_QUALITY_TAGS = frozenset({"JJ", "VBG", "VBN", "VBD"})
_FIELD_TAGS = frozenset({"NN", "NNS", "JJ", "NNP"})
_MAX_NOUNS_AFTER = 3
"""Maximum nouns between a name behind a title and the noun that it belongs to: "the U.S. [military]"."""
MAX_FIELD_TOKENS = 3
"""Maximum words of a field between "of" and a name: "Director of [Public Prosecutions] Ann Lee"."""
_WITHIN = PREPOSITIONS | DETERMINERS | {"&", "-", "and"}
_DASHES = frozenset({"-", "--", "–", "—"})
_DAYS = (
    word_set("calendar", "months") | word_set("calendar", "weekdays") | frozenset(table("time_words")["relative_days"])
)
"""Words of a date that stand before a title and are no part of it: "said today President"."""
WITH_PORTFOLIO = frozenset({"minister", "secretary"})
_INITIALS = frozenset({"pm", "fm"})
"""Roles that are also a time of day and a radio band: only in capitals, and not behind a number."""
_MAX_LISTED = 4
"""Maximum number of further organisations of a list that share a title."""


def role_ending(story: TitleContext, end: int, plural: bool = False) -> int:
    """Return the tokens of the longest role that ends before ``end``, 0 for none; of several people if ``plural``."""
    tokens, lexicon = story.tokens, story.lexicon
    last = tokens.lower[end - 1]
    if plural:
        if not last.endswith("s"):
            return 0
        last = last[:-1]
    if last not in lexicon.role_last_words:
        return 0
    if last in _INITIALS and (not tokens.text[end - 1].isupper() or (end > 1 and tokens.tag[end - 2] == "CD")):
        return 0
    floor = tokens.sentence_start[end - 1]
    for size in range(min(lexicon.max_role_tokens, end - floor), 0, -1):
        text = tokens.string(end - size, end).lower()
        if (text[:-1] if plural else text) in lexicon.roles:
            return size
    return 0


def with_names_before(story: TitleContext, start: int, end: int) -> TitleSpan:
    """Extend a title to the words before its noun: names of organisations and peoples, nouns, ``former``."""
    tokens = story.tokens
    floor = max(tokens.sentence_start[start], start - MAX_TITLE_TOKENS)
    at, first, of = start - 1, start, -1
    while at >= floor and not is_detached_dash(tokens, at) and tokens.lower[at] not in _DAYS:
        owner = story.owner[at]
        if owner >= 0:
            mention = story.mention_at[at]
            if not _is_part_of_title(story, mention, owner):
                break
            if _is_portfolio(story, mention, start, end):
                first, at = mention.start, mention.start - 1
                continue
            if of < 0 or (story.is_type(of, "NORP") and story.is_type(owner, "ORG", "GPE")):
                of = owner
            first, at = mention.start, mention.start - 1
        elif tokens.text[at] == ")" and tokens.text[max(at - 2, 0)] == "(":
            at -= 3
        elif tokens.lower[at] in _MODIFIERS or tokens.tag[at] in _NOUN_TAGS or names_field(tokens, at, start):
            if _is_quality(tokens, at, start) or _owns(story, at):
                break
            first, at = at, at - 1
        elif tokens.tag[at] in _SKIPPED_TAGS or tokens.text[at] == "&":
            at -= 1
        else:
            break
    return TitleSpan(_whole_words(tokens, first, start), end, organisation_of(story, of), "", start, end)


def _is_quality(tokens: Tokens, at: int, role: int) -> bool:
    """Return whether a noun begins an adjective with a hyphen: ``[cost]-conscious``, ``[award]-winning``."""
    if at + 2 >= role or tokens.text[at + 1] != "-" or tokens.lower[at] in _MODIFIERS:
        return False
    return tokens.tag[at + 2] in _QUALITY_TAGS and tokens.text[at + 2].islower()


def _owns(story: TitleContext, at: int) -> bool:
    """Return whether a noun without a name owns the office behind it: ``the [company]'s chief scientist``."""
    tag = story.tokens.tag
    return tag[at] == "NN" and tag[at + 1] == "POS" and (at == 0 or story.owner[at - 1] < 0)


def is_detached_dash(tokens: Tokens, at: int) -> bool:
    """Return whether a token is a dash between blanks, as behind a dateline, and not the hyphen of a word."""
    return tokens.text[at] in _DASHES and (at == 0 or tokens.end[at - 1] != tokens.start[at])


def _is_portfolio(story: TitleContext, mention: TokenMention, start: int, end: int) -> bool:
    """Return whether a name right before "minister" or "secretary" is the field of the office: ``Commerce``."""
    if mention.end != start:
        return False
    ministry = story.tokens.text[end - 1] == "Minister" and mention.end - mention.start < MAX_FIELD_TOKENS
    if mention.end - mention.start > 1 and (not ministry or story.tokens.lower[start - 1] == "party"):
        return False
    if story.tokens.lower[end - 1] not in WITH_PORTFOLIO:
        return False
    owner = story.owner[mention.start]
    named = story.clusters[owner].known_as is not None or story.tokens.text[mention.start].isupper()
    return story.is_type(owner, "ORG") and not named


def names_field(tokens: Tokens, at: int, role: int) -> bool:
    """Return whether a word before a role says of what: ``[civil rights] activist``, ``[athletic] director``."""
    tag = tokens.tag[at]
    if tag == "NNS":
        return tokens.head[at] > at
    if tag not in {"JJ", "CD"} or tokens.text[at + 1] == "-":
        return False
    if at < tokens.head[at] < role:
        return True
    word = tokens.lower[at]
    return tag == "JJ" and word.endswith(_FIELD_ENDINGS) and word not in NO_FIELD and tokens.text[at] == word


def _whole_words(tokens: Tokens, first: int, start: int) -> int:
    """Return where a title begins, so that no word is cut: "right-[wing Likud politician]"; "ex-" stays."""
    if first < start and tokens.text[first - 1] == "-" and tokens.end[first - 1] == tokens.start[first]:
        first = first - 2 if tokens.lower[first - 2] in _MODIFIERS else first + 1
    while first < start and tokens.lower[first] in {"'s", "’s", "-"}:
        first += 1
    return first


def _is_part_of_title(story: TitleContext, mention: TokenMention, owner: int) -> bool:
    """Return whether a name before a title belongs to it, not to a phrase before: ``In Moscow President Lee said``."""
    tokens = story.tokens
    if story.is_type(owner, "PERSON") and tokens.text[mention.end] not in {"'s", "’s"}:
        return False
    if any(tokens.head[token] >= mention.end for token in range(mention.start, mention.end)):
        return True
    return not mention.start or tokens.lower[mention.start - 1] not in _LOCATIVE


def organisation_of(story: TitleContext, number: int) -> int | None:
    """Return the entity that a title belongs to; for a people, its country if the story names it."""
    if number < 0:
        return None
    known_as = story.clusters[number].known_as
    if known_as and known_as.kind == "demonym":
        return story.country.get(known_as.country, number)
    return number


def title_phrase_at(story: TitleContext, at: int) -> TitleSpan | None:
    """Return the title whose noun phrase begins at ``at``: ``the former president of Acme``."""
    tokens, count = story.tokens, len(story.tokens)
    while at < count and (
        tokens.lower[at] in DETERMINERS or tokens.lower[at] in POSSESSIVES or tokens.lower[at] == "also"
    ):
        at += 1
    end = _phrase_end(story, at)
    if end == at or story.type_at(end) == "PERSON":
        return None
    size = role_ending(story, end) if end < count else 0
    if not size or tokens.lower[end - 1] in NOT_TITLES:
        return None
    kind = story.lexicon.roles[tokens.string(end - size, end).lower()]
    if kind in {"kin", "person"} and not tokens.text[end - 1].islower():
        return None
    title = with_names_before(story, end - size, end)
    return with_names_after(story, title._replace(start=max(title.start, at)))


def _phrase_end(story: TitleContext, at: int) -> int:
    """Return the end of the nouns, adjectives and names from ``at`` on, before a person's name."""
    tokens, end = story.tokens, at
    while end < len(tokens) and end - at < MAX_TITLE_TOKENS and tokens.sentence[end] == tokens.sentence[at]:
        if story.owner[end] >= 0:
            if story.type_at(end) == "PERSON":
                break
        elif tokens.tag[end] not in NOMINAL_TAGS and tokens.text[end] not in {"&", "-"}:
            break
        end += 1
    while end > at and tokens.tag[end - 1] in {"VBN", "VBG", "CD"}:
        end -= 1
    return end


def with_names_after(story: TitleContext, title: TitleSpan) -> TitleSpan:
    """Extend a title to ``of the Acme Foundation``, ``for research at Acme``, ``of public protection``."""
    tokens, at, found = story.tokens, title.end, title
    if at >= len(tokens) or tokens.lower[at] not in PREPOSITIONS:
        return title
    limit = min(len(tokens), at + MAX_TITLE_TOKENS)
    while at < limit and tokens.sentence[at] == tokens.sentence[title.start]:
        if story.owner[at] < 0:
            if tokens.tag[at] not in NOMINAL_TAGS and tokens.lower[at] not in _WITHIN:
                break
            at += 1
            continue
        if story.type_at(at) == "PERSON":
            break
        if _describes_field(story, at):
            at += 1
            continue
        owner, mention = _organisation_from(story, at)
        end = _whole_phrase(story, mention)
        if found is title or story.is_type(owner, "ORG"):
            found = title._replace(end=end, of=organisation_of(story, owner))
        if tokens.lower[mention.start - 1] != "in" or story.is_type(owner, "ORG"):
            break
        at = mention.end
    return found if found is not title else _with_field_after(story, title)


def _describes_field(story: TitleContext, at: int) -> bool:
    """Return whether the name of a people only describes what is behind it: ``head of [European] equities``."""
    if story.type_at(at) != "NORP":
        return False
    tokens, end = story.tokens, story.mention_at[at].end
    if end >= len(tokens) or story.owner[end] >= 0 or tokens.tag[end] not in {"NN", "NNS"}:
        return False
    return tokens.lower[end] not in story.lexicon.nominal_types  # "the Russian league" is a body


def _with_field_after(story: TitleContext, title: TitleSpan) -> TitleSpan:
    """Extend a title to the field behind "of": ``minister [of finance]``, ``head [of public protection]``."""
    tokens, at = story.tokens, title.end + 1
    if tokens.lower[title.end] != "of":
        return title
    while at < len(tokens) and at - title.end <= _MAX_NOUNS_AFTER + 1 and tokens.tag[at] in _FIELD_TAGS:
        if story.owner[at] >= 0 and story.type_at(at) != "NORP":
            return title
        at += 1
    ends = at > title.end + 1 and tokens.tag[at - 1] in {"NN", "NNS", "NNP", "NNPS"}
    return title._replace(end=at) if ends else title


def _whole_phrase(story: TitleContext, mention: TokenMention) -> int:
    """Return the end of the noun phrase that a name begins: ``the U.S. [military]``, ``Lund-[based firm]``."""
    tokens, at = story.tokens, mention.end
    while at < len(tokens) and at - mention.end < _MAX_NOUNS_AFTER and story.owner[at] < 0:
        if tokens.tag[at] not in {"NN", "NNS", "HYPH"} and tokens.lower[at] != "based":
            break
        at += 1
    while at > mention.end and tokens.tag[at - 1] not in {"NN", "NNS"}:
        at -= 1
    inside = at > mention.end and at > tokens.head[mention.end - 1] >= mention.end
    return at if inside else mention.end


def _organisation_from(story: TitleContext, at: int) -> tuple[int, TokenMention]:
    """Return the entity named at a token, or the organisation that its noun phrase goes on to.

    ``the Lund [Housing Board]``, ``Singapore tannery [Heng Long]``, ``Lund-based [Acme]``, ``Acme's [Ek Mining] unit``.
    """
    tokens, owner, mention = story.tokens, story.owner[at], story.mention_at[at]
    if story.is_type(owner, "ORG") and tokens.tag[mention.end : mention.end + 1] != ["POS"]:
        return owner, mention
    token = mention.end
    while token < len(tokens) and token - mention.end <= _MAX_NOUNS_AFTER and story.owner[token] < 0:
        if tokens.tag[token] not in {"NN", "HYPH", "JJ", "VBN", "POS"}:
            return owner, mention
        token += 1
    following = story.owner[token] if token < len(tokens) else -1
    if following != owner and story.is_type(following, "ORG"):
        return following, story.mention_at[token]
    return owner, mention


def each_of_list(story: TitleContext, title: TitleSpan) -> Iterator[TitleSpan]:
    """Yield a title, and the same of the others of a list: ``a member of the Acme Trust and [the Ek Foundation]``."""
    yield title
    tokens, mention = story.tokens, story.mention_at.get(title.end - 1)
    if title.of is None or mention is None or mention.end != title.end or not story.is_type(title.of, "ORG"):
        return
    at = tokens.name_head(mention.start, mention.end)
    for _ in range(_MAX_LISTED):
        at = next(tokens.children_with(at, "conj"), -1)
        if story.type_at(at) != "ORG":
            return
        yield title._replace(of=story.owner[at], rule=LISTED)
