"""Names of peoples that stand for one person: ``the Italian`` won, the ``American`` hit back."""

from __future__ import annotations

from wiredesk.nlp.mentions import Cluster, TokenMention
from wiredesk.nlp.tokens import NOMINAL_SUBJECTS, Tokens

_REFERRING = frozenset({"nsubj", "nsubjpass", "dobj", "pobj", "dative", "poss"})
_SEVERAL = ("s", "ese", "ish", "ch", "ss", "men")
"""Endings of the names of peoples that are several persons: the Germans, the Chinese, the British, the French."""
_PLURAL_VERB = frozenset({"are", "were", "have", "'re", "’re", "'ve", "’ve"})
_ONE = frozenset({"a", "an", "another"})
_DETERMINERS = _ONE | {"the"}
_MAX_NAMES_READ = 8


def is_people(cluster: Cluster) -> bool:
    """Return whether a cluster is that of the people of a country."""
    return cluster.type == "NORP" and cluster.known_as is not None and cluster.known_as.kind == "demonym"


def is_one_of_people(tokens: Tokens, mention: TokenMention) -> bool:
    """Return whether the name of a people is used of one person: ``the Italian``, ``an American``."""
    at, end = mention.start, mention.end
    if at == 0 or end - at != 1 or tokens.lower[at - 1] not in _DETERMINERS or tokens.lower[at].endswith(_SEVERAL):
        return False
    if tokens.dep[at] not in _REFERRING or tokens.tag[at] not in {"NNP", "NN", "JJ"}:
        return False
    if end < len(tokens) and (tokens.tag[end][:2] in {"NN", "CD", "JJ"} or tokens.text[end] == "-"):
        return False
    return tokens.dep[at] not in NOMINAL_SUBJECTS or not _is_plural(tokens, tokens.head[at])


def may_be_named(tokens: Tokens, mention: TokenMention, people: Cluster) -> bool:
    """Return whether one of a people may be somebody named before.

    Not if the story tells of somebody of that people without a name: "an Italian was hurt", "an Italian tourist".
    """
    if tokens.lower[mention.start - 1] in _ONE:
        return False
    earlier = [other for other in people.mentions[:_MAX_NAMES_READ] if other.start < mention.start]
    return not any(_tells_of_another(tokens, other) for other in earlier)


def _is_plural(tokens: Tokens, verb: int) -> bool:
    helpers = [verb, *tokens.children_with(verb, "aux", "auxpass")]
    return any(tokens.tag[at] == "VBP" or tokens.lower[at] in _PLURAL_VERB for at in helpers)


def _tells_of_another(tokens: Tokens, mention: TokenMention) -> bool:
    """Return whether a name of a people describes somebody without a name: ``an Italian``, ``an Italian tourist``."""
    at = mention.start
    if at and tokens.lower[at - 1] in _ONE:
        head = tokens.head[at]
        return tokens.dep[at] not in {"amod", "compound"} or tokens.pos[head] != "PROPN"
    return False
