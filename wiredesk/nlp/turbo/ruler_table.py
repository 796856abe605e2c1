"""The attribute ruler as a table look-up.

Nearly all patterns of spaCy's English attribute rulers describe one or two tokens by tag, word and dependency label.
Stock spaCy runs the general Matcher over them: 7 to 10 ms of a story of 406 tokens.  The effect of such a pattern on a
token depends on a few attributes of the token.  The result is kept in a table indexed by those attributes, with all
values that no pattern names counted as one.  Other patterns (a regular expression, an operator) run in the stock
Matcher, and only in docs that contain a word which these patterns require.
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

from wiredesk.nlp.turbo.patch import NotApplicable, component, replace
from wiredesk.nlp.turbo.token_patterns import ATTRIBUTES_READ, TokenConditions, conditions_of, met_by, trigger

ATTRIBUTES_SET = (TAG, POS, MORPH, LEMMA, DEP)
"""Attributes that a pattern may set."""

MAX_CELLS = 4_000_000
"""Cells of the table (four bytes each); spaCy's English rulers need about 300,000."""

MAX_QUIET_WORDS = 100_000
"""Words remembered as triggering no pattern of the Matcher."""

MAX_CHAIN_CONDITIONS = 62
"""Conditions in patterns of several tokens: one bit of a signed 64-bit number each."""

Codes = npt.NDArray[np.intp]
Outcome = tuple[tuple[int, ...], int]
"""The rules that apply to a token, and the conditions of longer patterns that it meets (one bit each)."""


def apply(nlp: Language) -> str:
    """Replace the pipeline's ``attribute_ruler`` with a table.

    Raises:
        NotApplicable: The component has another class, or a pattern sets another attribute.
    """
    name, pipe = component(nlp, AttributeRuler, "attribute_ruler")
    table = RulerTable(pipe)
    replace(nlp, name, table)
    return f"{len(table.rules) + len(table.chains)} patterns by look-up, {table.matcher_patterns} by the Matcher"


class RulerTable:
    """Sets the attributes that a stock ``AttributeRuler`` would set.

    A *rule* is a pattern of one token.  A *chain* is a pattern of several tokens whose conditions are known.  A *cell*
    is a combination of attribute values; its *outcome* is computed when it first occurs.
    """

    def __init__(self, ruler: Any) -> None:
        """Sort the patterns into rules, chains and patterns for the Matcher.

        Raises:
            NotApplicable: A pattern sets another attribute than tag, part of speech, morphology, lemma or dependency
                label, or the table would need more than ``MAX_CELLS`` cells.
        """
        self._strings = ruler.vocab.strings
        self._attrs = [dict(attrs) for attrs in ruler.attrs]
        self._index = list(ruler.indices)
        self._sets = sorted({attribute for attrs in self._attrs for attribute in attrs})
        if not self._sets or any(attribute not in ATTRIBUTES_SET for attribute in self._sets):
            raise NotApplicable("a pattern sets another attribute than TAG, POS, MORPH, LEMMA or DEP")
        self.rules: list[tuple[int, TokenConditions]] = []
        self.chains: list[tuple[int, int, list[int]]] = []
        self.matcher_patterns = 0
        self._chain_conditions: list[TokenConditions] = []
        self._matcher = Matcher(ruler.vocab)
        self._triggers: list[Callable[[str], object]] | None = []
        self._quiet_words: set[int] = set()
        for order, entry in enumerate(ruler.patterns):
            for pattern in entry["patterns"]:
                self._add(order, pattern)
        self._prepare_table()

    def _add(self, order: int, pattern: list[dict[str, Any]]) -> None:
        tokens = [conditions_of(token, self._strings) for token in pattern]
        index = self._index[order]
        position = index if index >= 0 else len(tokens) + index
        known = [conditions for conditions in tokens if conditions]
        if len(known) == len(tokens) == 1 and position == 0:
            self.rules.append((order, known[0]))
        elif self._fits_chain(known, tokens, position):
            first = len(self._chain_conditions)
            self._chain_conditions += known
            self.chains.append((order, position, list(range(first, first + len(tokens)))))
        else:
            self.matcher_patterns += 1
            self._matcher.add(str(order), [pattern])
            test = trigger(pattern)
            self._triggers = None if test is None or self._triggers is None else [*self._triggers, test]

    def _fits_chain(self, known: list[TokenConditions], tokens: list[TokenConditions | None], position: int) -> bool:
        has_room = len(self._chain_conditions) + len(tokens) <= MAX_CHAIN_CONDITIONS
        return len(known) == len(tokens) > 1 and 0 <= position < len(tokens) and has_room

    def _prepare_table(self) -> None:
        """Find the attributes that patterns test and the values that they name; allocate the table of outcomes."""
        all_conditions = [*self._chain_conditions, *(conditions for _, conditions in self.rules)]
        tests = [test for conditions in all_conditions for test in conditions]
        values = {
            name: {value for test in tests if test.name == name for value in test.values} for name in ATTRIBUTES_READ
        }
        tested = {test.name for test in tests} - {"LOWER"}
        self._names = ["LOWER", *(name for name in ATTRIBUTES_READ if name in tested)]
        self._reads = [IDS[name] for name in self._names]
        self._known = [np.array(sorted(values[name]), dtype=np.uint64) for name in self._names]
        cells = prod(len(known) + 1 for known in self._known)
        if cells > MAX_CELLS:
            raise NotApplicable(f"its patterns name {cells} combinations of values")
        self._met_by = [
            met_by(all_conditions, name, [None, *known.tolist()])
            for name, known in zip(self._names, self._known, strict=True)
        ]
        self._lock = Lock()
        self._outcome_of_cell = np.full(cells, -1, dtype=np.int32)
        self._outcomes: dict[Outcome, int] = {}
        self._rules_of: list[tuple[int, ...]] = []
        self._values = np.zeros((0, len(self._sets)), dtype=np.uint64)
        self._given = np.zeros((0, len(self._sets)), dtype=bool)
        self._bits = np.zeros(0, dtype=np.int64)

    def __call__(self, doc: Doc) -> bool:
        """Set the attributes of a doc.

        Returns False for an empty doc, and if the index of a rule lies outside its match: stock spaCy reports that.
        """
        if not len(doc):
            return False
        values: Any = doc.to_array(self._reads).reshape(len(doc), len(self._reads))
        cells = self._cells(values)
        outcomes = self._outcome_of_cell[cells]
        if outcomes.min() < 0:
            self._compute_outcomes(cells)
            outcomes = self._outcome_of_cell[cells]
        extra: dict[int, set[int]] = {}
        if not self._add_matches(doc, values[:, 0], extra):
            return False
        self._add_chains(outcomes, extra)
        found = doc.to_array(self._sets).reshape(len(doc), len(self._sets))
        result: Any = np.where(self._given[outcomes], self._values[outcomes], found)
        for token, orders in extra.items():
            for order in sorted({*self._rules_of[outcomes[token]], *orders}):
                for attribute, value in self._attrs[order].items():
                    result[token, self._sets.index(attribute)] = value
        doc.from_array(self._sets, result)
        return True

    def _cells(self, values: npt.NDArray[np.uint64]) -> Codes:
        """Return the cell of each token.

        The position of each attribute value among the known values (0 for an unknown one) is one digit of the number.
        """
        cells = np.zeros(len(values), dtype=np.intp)
        for known, column in zip(self._known, values.T, strict=True):
            if len(known):
                position = known.searchsorted(column)
                position[position == len(known)] = 0
                cells *= len(known) + 1
                cells += np.where(known[position] == column, position + 1, 0)
        return cells

    def _add_chains(self, outcomes: npt.NDArray[np.int32], extra: dict[int, set[int]]) -> None:
        """Add the rules of patterns of several tokens to ``extra``, a mapping of token to rules."""
        bits = self._bits[outcomes]
        present = int(np.bitwise_or.reduce(bits))
        for order, position, chain in self.chains:
            if len(bits) >= len(chain) and all(present >> bit & 1 for bit in chain):
                last = len(bits) - len(chain) + 1
                matches = np.ones(last, dtype=bool)
                for offset, bit in enumerate(chain):
                    matches &= (bits[offset : offset + last] >> bit & 1).astype(bool)
                for start in np.flatnonzero(matches).tolist():
                    extra.setdefault(start + position, set()).add(order)

    def _add_matches(self, doc: Doc, lower: npt.NDArray[np.uint64], extra: dict[int, set[int]]) -> bool:
        """Add the rules of the Matcher's patterns to ``extra``; return False if an index lies outside its match."""
        if not self.matcher_patterns or not self._is_triggered(set(lower.tolist())):
            return True
        for match, start, end in self._matcher(doc, allow_missing=True):
            order = int(self._strings[match])
            index = self._index[order]
            token = start + index if index >= 0 else end + index
            if not start <= token < end:
                return False
            extra.setdefault(token, set()).add(order)
        return True

    def _is_triggered(self, words: set[int]) -> bool:
        """Whether a pattern of the Matcher may match a doc with these words."""
        if self._triggers is None:
            return True
        new = words - self._quiet_words
        texts = [(word, self._strings[word]) for word in new]
        triggering = {word for search in self._triggers for word, text in texts if search(text)}
        if len(self._quiet_words) > MAX_QUIET_WORDS:
            self._quiet_words.clear()
        self._quiet_words |= new - triggering
        return bool(triggering)

    def _compute_outcomes(self, cells: Codes) -> None:
        with self._lock:
            for cell in np.unique(cells[self._outcome_of_cell[cells] < 0]).tolist():
                outcome = self._evaluate(cell)
                if outcome not in self._outcomes:
                    self._store(outcome)
                self._outcome_of_cell[cell] = self._outcomes[outcome]

    def _store(self, outcome: Outcome) -> None:
        merged = {name: value for order in outcome[0] for name, value in self._attrs[order].items()}
        row = np.array([[merged.get(name, 0) for name in self._sets]], dtype=np.uint64)
        self._rules_of.append(outcome[0])
        self._values = np.concatenate([self._values, row])
        self._given = np.concatenate([self._given, [[name in merged for name in self._sets]]])
        self._bits = np.append(self._bits, outcome[1])
        self._outcomes[outcome] = len(self._outcomes)

    def _evaluate(self, cell: int) -> Outcome:
        """Evaluate all conditions for the attribute values that a cell represents."""
        met = -1
        for masks in reversed(self._met_by):
            cell, code = divmod(cell, len(masks))
            met &= masks[code]
        chains = len(self._chain_conditions)
        bits, met = met & (1 << chains) - 1, met >> chains
        return tuple(sorted({order for bit, (order, _) in enumerate(self.rules) if met >> bit & 1})), bits
