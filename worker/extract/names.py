"""Names of a story: the model's, repaired, with those that it missed, each of one type throughout the story."""

from __future__ import annotations

from spacy.tokens import Doc
from spacy.vocab import Vocab

from worker.extract import Extractor, Options, Run, Story
from worker.extract.consistency import consistent
from worker.extract.growing import grown
from worker.extract.matching import known_names, stands_alone
from worker.extract.spans import Name, model_names
from worker.extract.words import Words
from worker.knowledge import Gazetteer, Lexicon, gazetteer, lexicon


def build(_vocab: Vocab, options: Options) -> Run:
    known = gazetteer(options.knowledge)
    lexical = lexicon()

    def run(doc: Doc, story: Story) -> tuple[Name, ...]:
        return names(doc, story.found["words"], known, lexical)

    return run


def names(doc: Doc, words: Words, known: Gazetteer, lexical: Lexicon) -> tuple[Name, ...]:
    """Names in the order of the text; none overlap."""
    found = model_names(doc, words, known, lexical)
    found = with_known(words, found, known)
    found = grown(words, found, known, lexical)
    return tuple(consistent(words, found, known, lexical))


def with_known(words: Words, found: list[Name], known: Gazetteer) -> list[Name]:
    """Put in the known names: one that the model cut short is made whole, one that it mistook is put right."""
    taken: dict[int, Name] = {at: name for name in found for at in range(name.start, name.end)}
    gone: set[Name] = set()
    added: list[Name] = []
    for name, fact in known_names(words, known):
        over = {taken[at] for at in range(name.start, name.end) if at in taken}
        if not over:
            if stands_alone(words, name, fact):
                added.append(name)
        elif all(name.start <= other.start and other.end <= name.end for other in over):
            if len(over) == 1 and (same := next(iter(over)))[:2] == name[:2]:
                if fact.sure and same.type != name.type and not (fact.kind == "seat" and same.type == "ORG"):
                    gone |= over
                    added.append(name)
            elif fact.sure:
                gone |= over
                added.append(name)
    kept = [name for name in found if name not in gone]
    return sorted(kept + added)


NAMES = Extractor("names", "spans of names, repaired and of one type throughout", build, needs=("words",))
