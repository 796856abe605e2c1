"""Evidence for the type of a name: the rows of cues that vote, from its context, its words and the gazetteer.

Every mention of a text votes; the type with most votes wins. The weights of the rows are set by hand: 4 outvotes the
model's label (1) and other usual evidence, 2 to 3 outvotes the label alone, less than 1 only breaks a tie.
``wiredesk extract --explain`` prints the rows that voted.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

from wiredesk.contract import EntityType
from wiredesk.nlp.cues import Cue, CueIndex, votes
from wiredesk.nlp.gazetteer import Gazetteer
from wiredesk.nlp.knowledge import EntityLexicon, KnownNames
from wiredesk.nlp.lexicon.word_answers import WordAnswers
from wiredesk.nlp.mentions import Name
from wiredesk.nlp.names.beside_cues import BESIDE_CUES
from wiredesk.nlp.names.clause_cues import CLAUSE_CUES
from wiredesk.nlp.names.context_cues import CONTEXT_CUES
from wiredesk.nlp.names.form_cues import FORM_CUES, GAZETTEER_CUES, NameForm
from wiredesk.nlp.names.name_context import NameContext
from wiredesk.nlp.tokens import Tokens

MENTION_CUES = [*CONTEXT_CUES, *BESIDE_CUES, *CLAUSE_CUES]
"""The rows that look at one mention."""
_INDEX = CueIndex(MENTION_CUES)
_FORM_INDEX = CueIndex(FORM_CUES)
KNOWN_WEIGHT = 3.0
"""Weight of the type that the knowledge base has for an unambiguous name."""
MAYBE_KNOWN_WEIGHT = 0.8
"""Weight of the type of an organisation whose name is also a word or a surname: Apple, Fitch."""
ABBREVIATION_WEIGHT = 2.0
"""Weight of the short form of a region with a full stop: ``Mass.``, ``Ore.``"""
_MIN_LETTERS_ON_MAP = 4
TextVote = tuple[str, EntityType, float]
"""The name of a row, the type that it votes for, and its weight."""


class OwnVotes(NamedTuple):
    """What speaks for the type of a name whatever the story."""

    of_form: tuple[TextVote, ...]
    """The votes of its words and of the knowledge base."""
    of_gazetteer: tuple[TextVote, ...]
    """The rows that apply to the population of places of that name."""
    on_map: bool
    """Whether there are places of that name."""


class TextEvidence(WordAnswers[OwnVotes]):
    """The votes of the words of a name and of the places of that name, by its text."""

    def __init__(self, known: KnownNames, lexicon: EntityLexicon, gazetteer: Gazetteer) -> None:
        super().__init__(self._read)
        self.known, self.lexicon, self.gazetteer = known, lexicon, gazetteer

    def _read(self, text: str) -> OwnVotes:
        return OwnVotes(self._of_form(text), self._of_gazetteer(text), text in self.gazetteer)

    def _of_form(self, text: str) -> tuple[TextVote, ...]:
        found: list[TextVote] = []
        if " " in text:
            form = NameForm(text, self.known, self.lexicon)
            found += [(row.name, row.label, weight) for row, weight in _FORM_INDEX.votes(form)[:1]]  # type: ignore[misc]
        entry = self.known.by_text.get(text)
        if entry and entry.unambiguous:
            found.append(("the knowledge base", entry.type, KNOWN_WEIGHT))
        elif entry and entry.type == "ORG" and text not in self.lexicon.first_name_genders:
            found.append(("perhaps of the knowledge base", entry.type, MAYBE_KNOWN_WEIGHT))
        elif entry and entry.kind == "region" and text.endswith("."):
            found.append(("short for a region", entry.type, ABBREVIATION_WEIGHT))
        return tuple(found)

    def _of_gazetteer(self, text: str) -> tuple[TextVote, ...]:
        if len(text) < _MIN_LETTERS_ON_MAP or text in self.lexicon.first_name_genders or text.isupper():
            return ()
        entry = self.known.by_text.get(text)
        if entry and entry.type == "ORG":
            return ()
        rows = self.gazetteer.rows(text)
        if not len(rows):
            return ()
        population = int(self.gazetteer.columns.population[rows[0]])
        return tuple((row.name, "GPE", weight) for row, weight in votes(GAZETTEER_CUES, population))


@dataclass(frozen=True, slots=True)
class TypeEvidence:
    """The votes of a story's names by the words around them, each computed once."""

    tokens: Tokens
    known: KnownNames
    lexicon: EntityLexicon
    _context_votes: dict[tuple[int, int], list[tuple[Cue, float]]] = field(default_factory=dict)

    def of_context(self, name: Name) -> list[tuple[Cue, float]]:
        """Return the rows that vote for a mention by the words around it."""
        place = name[:2]
        found = self._context_votes.get(place)
        if found is None:
            context = NameContext(self.tokens, name.start, name.end, self.known, self.lexicon, name.type)
            found = self._context_votes[place] = _INDEX.votes(context)
        return found
