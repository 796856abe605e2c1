"""The dateline: ``MOSCOW, May 8 (Reuters) -``."""

from __future__ import annotations

from spacy.tokens import Doc
from spacy.vocab import Vocab

from worker.contract import Dateline
from worker.extract import Extractor, Options, Run, Story


def build(_vocab: Vocab, _options: Options) -> Run:
    return dateline


def dateline(_doc: Doc, _story: Story) -> Dateline | None:
    """The story's dateline, or None."""
    return None


DATELINE = Extractor("dateline", "place, date and agency a story was filed from", build)
