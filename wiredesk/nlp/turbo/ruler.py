"""The attribute ruler as a table look-up.

Nearly all patterns of spaCy's English rulers describe a token or two by tag, word and dependency label, yet stock
spaCy runs the general Matcher over them: 7 to 10 ms of a 406-token story.  What such patterns do to a token depends
on a few of its attributes, so the answer is kept under those, with all values that no pattern names counted as one.
Other patterns (a regular expression, an operator) run in the stock Matcher, and only in docs with a word they call for.
"""

from __future__ import annotations

from collections.abc import Callable
from math import prod
from threading import Lock
from typing import Any

import numpy as np
import numpy.typing as npt
from spacy.attrs import DEP, IDS, LEMMA, MORPH, POS, TAG  # type: ignore[import-not-found]
from spacy.language import Language
from spacy.matcher import Matcher
from spacy.pipeline import AttributeRuler
from spacy.tokens import Doc

from wiredesk.nlp.turbo.patch import Unfit, component, replace
from wiredesk.nlp.turbo.patterns import READS, Spec, call, passes, spec

SETS = (TAG, POS, MORPH, LEMMA, DEP)

LARGEST = 4_000_000
"""Cells of the table (four bytes each); spaCy's English rulers need about 300,000."""

QUIET = 100_000
"""Words remembered as calling for no pattern of the Matcher."""

MOST_SPECS = 62
"""Conditions within patterns of several tokens: one bit of a signed 64-bit number each."""

Codes = npt.NDArray[np.intp]
Answer = tuple[tuple[int, ...], int]
"""The rules that apply to a token, and which conditions of longer patterns it meets (a bit each)."""


def install(nlp: Language) -> str:
    """Put the table in the place of the pipeline's ``attribute_ruler``.

    Raises:
        Unfit: it is not what this was written for.
    """
    name, pipe = component(nlp, AttributeRuler, "attribute_ruler")
    table = Table(pipe)
    replace(nlp, name, table)
    return f"{len(table.rules) + len(table.chains)} patterns by look-up, {table.rest} by the Matcher"


class Table:
    """What a stock ``AttributeRuler`` would set, by look-up."""

    def __init__(self, ruler: Any) -> None:
        """Sort the patterns.

        Raises:
            Unfit: a pattern sets something else than tag, part of speech, morphology, lemma or dependency label.
        """
        self._strings = ruler.vocab.strings
        self._attrs = [dict(attrs) for attrs in ruler.attrs]
        self._index = list(ruler.indices)
        self._sets = sorted({attribute for attrs in self._attrs for attribute in attrs})
        if not self._sets or any(attribute not in SETS for attribute in self._sets):
            raise Unfit("a pattern sets another attribute than TAG, POS, MORPH, LEMMA or DEP")
        self.rules: list[tuple[int, Spec]] = []
        self.chains: list[tuple[int, int, list[int]]] = []
        self.rest = 0
        self._specs: list[Spec] = []
        self._matcher = Matcher(ruler.vocab)
        self._calls: list[Callable[[str], bool]] | None = []
        self._quiet: set[int] = set()
        for order, entry in enumerate(ruler.patterns):
            for pattern in entry["patterns"]:
                self._add(order, pattern)
        self._prepare()

    def _add(self, order: int, pattern: list[dict[str, Any]]) -> None:
        specs = [spec(token, self._strings) for token in pattern]
        index = self._index[order]
        place = index if index >= 0 else len(specs) + index
        known = [conditions for conditions in specs if conditions]
        if len(known) == len(specs) == 1 and place == 0:
            self.rules.append((order, known[0]))
        elif len(known) == len(specs) > 1 and 0 <= place < len(specs) and len(self._specs) + len(specs) <= MOST_SPECS:
            first = len(self._specs)
            self._specs += known
            self.chains.append((order, place, list(range(first, first + len(specs)))))
        else:
            self.rest += 1
            self._matcher.add(str(order), [pattern])
            test = call(pattern)
            self._calls = None if test is None or self._calls is None else [*self._calls, test]

    def _prepare(self) -> None:
        """Which attributes are read, which values of each are told apart, and the (still empty) table of answers."""
        tests = [test for conditions in [*self._specs, *(rule for _, rule in self.rules)] for test in conditions]
        values = {name: {value for test in tests if test.name == name for value in test.values} for name in READS}
        self._names = ["LOWER", *(name for name in READS if values[name] and name != "LOWER")]
        self._reads = [IDS[name] for name in self._names]
        self._known = [np.array(sorted(values[name]), dtype=np.uint64) for name in self._names]
        cells = prod(len(known) + 1 for known in self._known)
        if cells > LARGEST:
            raise Unfit(f"{cells} combinations of the values that its patterns name")
        self._lock = Lock()
        self._answer = np.full(cells, -1, dtype=np.int32)
        self._answers: dict[Answer, int] = {}
        self._rules_of: list[tuple[int, ...]] = []
        self._values = np.zeros((0, len(self._sets)), dtype=np.uint64)
        self._given = np.zeros((0, len(self._sets)), dtype=bool)
        self._bits = np.zeros(0, dtype=np.int64)

    def __call__(self, doc: Doc) -> bool:
        """Set the attributes; False where a rule's index lies outside its match, which stock spaCy reports."""
        if not len(doc):
            return False
        values: Any = doc.to_array(self._reads).reshape(len(doc), len(self._reads))
        cells = self._cells(values)
        answers = self._answer[cells]
        if answers.min() < 0:
            self._learn(cells)
            answers = self._answer[cells]
        extra: dict[int, set[int]] = {}
        if not self._matched(doc, values[:, 0], extra):
            return False
        self._chained(answers, extra)
        found = doc.to_array(self._sets).reshape(len(doc), len(self._sets))
        result: Any = np.where(self._given[answers], self._values[answers], found)
        for token, orders in extra.items():
            for order in sorted({*self._rules_of[answers[token]], *orders}):
                for attribute, value in self._attrs[order].items():
                    result[token, self._sets.index(attribute)] = value
        doc.from_array(self._sets, result)
        return True

    def _cells(self, values: npt.NDArray[np.uint64]) -> Codes:
        """Each token's cell: its values' places among the known ones (0 for any other), as digits of one number."""
        cells = np.zeros(len(values), dtype=np.intp)
        for known, column in zip(self._known, values.T, strict=True):
            if len(known):
                place = known.searchsorted(column)
                place[place == len(known)] = 0
                cells *= len(known) + 1
                cells += np.where(known[place] == column, place + 1, 0)
        return cells

    def _chained(self, answers: npt.NDArray[np.int32], extra: dict[int, set[int]]) -> None:
        """Add the rules of patterns of several tokens to ``extra``."""
        bits = self._bits[answers]
        present = int(np.bitwise_or.reduce(bits))
        for order, place, specs in self.chains:
            if len(bits) >= len(specs) and all(present >> bit & 1 for bit in specs):
                last = len(bits) - len(specs) + 1
                meets = np.ones(last, dtype=bool)
                for offset, bit in enumerate(specs):
                    meets &= (bits[offset : offset + last] >> bit & 1).astype(bool)
                for start in np.flatnonzero(meets).tolist():
                    extra.setdefault(start + place, set()).add(order)

    def _matched(self, doc: Doc, lower: npt.NDArray[np.uint64], extra: dict[int, set[int]]) -> bool:
        """Add the rules of the Matcher's patterns to ``extra``; False where an index lies outside its match."""
        if not self.rest or not self._called(set(lower.tolist())):
            return True
        for match, start, end in self._matcher(doc, allow_missing=True):
            order = int(self._strings[match])
            index = self._index[order]
            token = start + index if index >= 0 else end + index
            if not start <= token < end:
                return False
            extra.setdefault(token, set()).add(order)
        return True

    def _called(self, words: set[int]) -> bool:
        """Whether one of a doc's words is such that a pattern of the Matcher may match."""
        if self._calls is None:
            return True
        new = words - self._quiet
        loud = {word for word in new if any(test(self._strings[word]) for test in self._calls)}
        if len(self._quiet) > QUIET:
            self._quiet.clear()
        self._quiet |= new - loud
        return bool(loud)

    def _learn(self, cells: Codes) -> None:
        with self._lock:
            for cell in np.unique(cells[self._answer[cells] < 0]).tolist():
                answer = self._apply(cell)
                if answer not in self._answers:
                    self._store(answer)
                self._answer[cell] = self._answers[answer]

    def _store(self, answer: Answer) -> None:
        folded = {name: value for order in answer[0] for name, value in self._attrs[order].items()}
        row = np.array([[folded.get(name, 0) for name in self._sets]], dtype=np.uint64)
        self._rules_of.append(answer[0])
        self._values = np.concatenate([self._values, row])
        self._given = np.concatenate([self._given, [[name in folded for name in self._sets]]])
        self._bits = np.append(self._bits, answer[1])
        self._answers[answer] = len(self._answers)

    def _apply(self, cell: int) -> Answer:
        """What holds for the attribute values that a cell stands for."""
        token: dict[str, int | None] = {}
        for name, known in zip(reversed(self._names), reversed(self._known), strict=True):
            cell, code = divmod(cell, len(known) + 1)
            token[name] = int(known[code - 1]) if code else None
        rules = {order for order, conditions in self.rules if passes(conditions, token)}
        bits = sum(1 << bit for bit, conditions in enumerate(self._specs) if passes(conditions, token))
        return tuple(sorted(rules)), bits
