"""Names that are labelled in one place of a story and missed in another, and the shorter names of the same things."""

from __future__ import annotations

from wiredesk.contract import EntityType
from wiredesk.nlp.entities.discourse import SUBJECT
from wiredesk.nlp.entities.other_entities import tells
from wiredesk.nlp.knowledge import Gazetteer, Lexicon
from wiredesk.nlp.mentions import Name
from wiredesk.nlp.names.expand import is_capital
from wiredesk.nlp.names.name_words import ARTICLES, ENDINGS, HEADS, OWNED
from wiredesk.nlp.tokens import Tokens


def with_repeats(
    tokens: Tokens,
    names: list[Name],
    people: dict[str, float],
    known: Gazetteer,
    lexical: Lexicon,
) -> list[Name]:
    """Put in what has the text of a name, or is the surname of a person, and was not labelled."""
    taken = [False] * len(tokens)
    for name in names:
        for at in range(name.start, name.end):
            taken[at] = True
    wanted = _wanted(tokens, names, people, known, lexical)
    upper = {text.upper(): kind for text, kind in wanted.items() if len(text) > 3}
    begin: dict[str, list[str]] = {}
    for text in (*wanted, *upper):
        begin.setdefault(text.split()[0][:3], []).append(text)
    for texts in begin.values():
        texts.sort(key=len, reverse=True)
    ends = tokens.token_after
    added: list[Name] = []
    skip = 0
    for at, word in enumerate(tokens.text):
        if taken[at] or at < skip or word[:3] not in begin or word.islower():
            continue
        source = upper if tokens.all_caps[at] else wanted
        for text in begin[word[:3]]:
            if text not in source or not tokens.masked.startswith(text, tokens.start[at]):
                continue
            end = ends.get(tokens.start[at] + len(text))
            if (
                end
                and not any(taken[at:end])
                and (tokens.all_caps[at] or _is_repeat(tokens, at, end, source[text], lexical))
            ):
                added.append(Name(at, end, source[text], "repeated"))
                skip = end
                break
    return sorted(names + added)


def _wanted(
    tokens: Tokens, names: list[Name], people: dict[str, float], known: Gazetteer, lexical: Lexicon
) -> dict[str, EntityType]:
    """Texts to look for, with their types."""
    wanted: dict[str, EntityType] = {}
    for name in names:
        if name.type not in {"NORP", "LAW", "WORK_OF_ART"} or name.end - name.start > 1:
            wanted[tokens.string(name.start, name.end)] = name.type
    for text in people:
        if text not in wanted and len(text) > 2 and text not in known.facts:
            wanted[text] = "PERSON"
    for text, kind in list(wanted.items()):
        short = team(text, wanted, known) if kind == "ORG" else None
        if short and short not in wanted:
            wanted[short] = "ORG"
        if kind == "ORG":
            for known_as in short_forms(text, known, lexical):
                wanted.setdefault(known_as, "ORG")
    return wanted


def short_forms(text: str, known: Gazetteer, lexical: Lexicon) -> tuple[str, ...]:
    """``Kinder Morgan`` and ``Kinder`` of ``Kinder Morgan Ltd``; none of what is no company's full name."""
    first, _, last = text.rpartition(" ")
    if not first or last.lower() not in ENDINGS or not tells(first.split()[0], known, lexical):
        return ()
    return tuple(dict.fromkeys((first.rstrip(","), first.split()[0].rstrip(","))))


def team(text: str, types: dict[str, EntityType], known: Gazetteer) -> str | None:
    """``Heat`` of ``Miami Heat``: the last word of a body that is named after its town."""
    place, _, last = text.rpartition(" ")
    if not place or last.lower() in HEADS or last.lower() in ENDINGS or not last[:1].isupper() or len(last) < 3:
        return None
    fact = known.facts.get(place)
    town = types.get(place) == "GPE" or (fact is not None and fact.type == "GPE")
    plural = last.endswith("s") and not last.endswith(("ss", "us", "is"))
    return last if town or plural else None


def _is_repeat(tokens: Tokens, start: int, end: int, kind: EntityType, lexical: Lexicon) -> bool:
    """Whether the tokens are a name here too, and not part of a longer one or a common word."""
    if end - start > 1:
        return True
    text = tokens.text[start]
    if not is_capital(tokens, start) and not (text.isupper() and len(text) > 2):
        opening = start == tokens.sentence_start[start] or tokens.text[start - 1] in {"“", '"', "``", "''", "‘"}
        noun = tokens.tag[start] in {"NN", "NNS", "NNP", "NNPS", "VBG", "JJ"} and tokens.text[start][:1].isupper()
        if not noun or (opening and tokens.dep[start] != "nsubj"):
            return False
    if tokens.lower[start] in lexical.role_words or tokens.lower[start] in lexical.groups:
        opening = start == tokens.sentence_start[start]
        before = ("the" if tokens.dep[start] not in SUBJECT else "") if opening else tokens.lower[start - 1]
        return (
            kind == "PERSON"
            and before not in ARTICLES
            and before not in OWNED
            and not (end < len(tokens) and is_capital(tokens, end))
        )
    follows = (
        end < len(tokens) and tokens.sentence_start[end] == tokens.sentence_start[start] and is_capital(tokens, end)
    )
    leads = start > tokens.sentence_start[start] and is_capital(tokens, start - 1)
    inner = leads and tokens.head[start - 1] == start and tokens.lower[start - 1] not in lexical.role_words
    return not ((follows and tokens.head[start] == end) or inner)
