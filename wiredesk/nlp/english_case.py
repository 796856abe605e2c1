"""The case of prose for English text in capitals, in small letters, or in headline case."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from spacy.language import Language

from wiredesk.layout import TextLayout
from wiredesk.nlp.headline_case import HeadlineCase
from wiredesk.nlp.knowledge import load_known_names
from wiredesk.nlp.truecase import TrueCase


@dataclass(frozen=True, slots=True)
class EnglishCase:
    """Restores the case of both kinds of text, by the words of an English model."""

    headline_case: HeadlineCase
    true_case: TrueCase

    @classmethod
    def of(cls, nlp: Language, knowledge: Sequence[Path]) -> EnglishCase:
        """Read the words of an English model and the names of the knowledge base."""
        headline_case = HeadlineCase.of(nlp)
        return cls(headline_case, TrueCase.of(nlp, load_known_names(tuple(knowledge)), headline_case.is_verb_form))

    def restored(self, layout: TextLayout) -> TextLayout:
        """Return the layout as the parser is to read it."""
        return self.headline_case.in_prose_case(self.true_case.in_mixed_case(layout))
