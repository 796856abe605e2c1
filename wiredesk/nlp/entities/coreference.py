"""One walk through the story that gives nominal mentions and pronouns to the things they mean."""

from __future__ import annotations

from wiredesk.nlp.entities.discourse import UNNAMED, Memory
from wiredesk.nlp.entities.nominals import Nominals, phrase_at
from wiredesk.nlp.entities.pronouns import FIRST, SEX, THINGS, ahead, person_meant, speakers, thing_meant
from wiredesk.nlp.knowledge import Lexicon
from wiredesk.nlp.knowledge.word_lists import Sex
from wiredesk.nlp.mentions import Cluster, TokenMention
from wiredesk.nlp.tokens import Tokens


def resolve(tokens: Tokens, clusters: list[Cluster], owner: list[int], lexical: Lexicon) -> None:
    """Add nominal and pronoun mentions to the clusters.  ``owner`` has the number of the name at each token."""
    memory = Memory(tokens, clusters)
    nominals = Nominals(tokens, memory, lexical)
    nations = {
        number: cluster.fact.country
        for number, cluster in enumerate(clusters)
        if cluster.fact and cluster.fact.kind in {"demonym", "country"} and cluster.fact.country
    }
    starts = {
        mention.start: (number, mention) for number, cluster in enumerate(clusters) for mention in cluster.mentions
    }
    titled = {token for cluster in clusters for role in cluster.roles for token in range(role.start, role.end)}
    count, at = len(tokens), 0
    while at < count:
        if at in starts:
            number, mention = starts[at]
            memory.see(number, mention.start, mention.end)
            at = mention.end
            continue
        word = tokens.lower[at]
        if word in SEX:
            _person(tokens, memory, at, SEX[word], owner, lexical)
        elif word in THINGS:
            meant = thing_meant(tokens, memory, at)
            if meant:
                _join(memory, at, at + 1, meant, "pronoun")
        elif word in {"the", "this", "that"} and owner[at] < 0:
            phrase = phrase_at(tokens, at, owner, nations, lexical)
            meant = nominals.meant(phrase) if phrase and phrase.noun not in titled else None
            if phrase and meant:
                _join(memory, phrase.start, phrase.end, meant, "nominal")
                at = phrase.end
                continue
        elif owner[at] < 0 and at not in titled and word in lexical.role_words and _stands_for_a_person(tokens, at):
            memory.see(UNNAMED, at, at + 1)
        at += 1
    _first_persons(tokens, clusters, owner)


def _stands_for_a_person(tokens: Tokens, at: int) -> bool:
    """``A witness said``: a person without a name, whom "he" may mean."""
    return tokens.tag[at] == "NN" and tokens.dep[at] in {"nsubj", "nsubjpass", "dobj", "pobj", "agent"}


def _first_persons(tokens: Tokens, clusters: list[Cluster], owner: list[int]) -> None:
    """Give I and my between quotation marks to the speaker."""
    places = list(owner)
    for number, cluster in enumerate(clusters):
        for mention in cluster.mentions:
            places[mention.start : mention.end] = [number] * (mention.end - mention.start)
    speaking = speakers(tokens, places)
    for token, word in enumerate(tokens.lower):
        if word in FIRST and tokens.quoted[token]:
            number = speaking.get(tokens.paragraph[token], -1)
            if number >= 0 and clusters[number].type == "PERSON":
                clusters[number].mentions.append(TokenMention(token, token + 1, "pronoun", "the speaker"))


def _person(tokens: Tokens, memory: Memory, at: int, sex: Sex, owner: list[int], lexical: Lexicon) -> None:
    meant = person_meant(tokens, memory, at, sex, lexical.role_sex)
    if meant is None or tokens.sentence[memory.latest[-1].token] < tokens.sentence[at]:
        subject = ahead(tokens, at)
        if subject >= 0 and owner[subject] >= 0:
            cluster = memory.clusters[owner[subject]]
            if cluster.type == "PERSON" and cluster.sex in {"", sex}:
                meant = owner[subject], "points ahead"
    if meant:
        cluster = memory.clusters[meant[0]]
        cluster.sex = cluster.sex or sex
        _join(memory, at, at + 1, meant, "pronoun")


def _join(memory: Memory, start: int, end: int, meant: tuple[int, str], kind: str) -> None:
    number, rule = meant
    memory.clusters[number].mentions.append(TokenMention(start, end, kind, rule))  # type: ignore[arg-type]
    memory.see(number, start, end, pronoun=kind == "pronoun")
