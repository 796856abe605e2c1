"""Acts of speech about another act: promises and refusals are of those who say so themselves."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from wiredesk.contract import Extraction

CASES = (
    ("France will [support] the treaty.", "AGREE", "SUPPORT", "planned"),
    ("President Maria Lopez said she would [support] the treaty.", "AGREE", "SUPPORT", "planned"),
    ("“I'm going to [support] the treaty,” said President Maria Lopez.", "AGREE", "SUPPORT", "planned"),
    ("Newspaper reports said France would [support] the treaty.", "SUPPORT", None, "planned"),
    ("Analysts said France would [support] the treaty.", "SUPPORT", None, "planned"),
    ("President Maria Lopez expects that France will [support] the treaty.", "SUPPORT", None, "planned"),
    ("France will not [support] the treaty.", "REJECT", "SUPPORT", "occurred"),
    ("President Maria Lopez said she would not [support] the treaty.", "REJECT", "SUPPORT", "occurred"),
    ("President Maria Lopez said France would not [support] her.", "SUPPORT", None, "denied"),
    ("Analysts said France would not [support] the treaty.", "SUPPORT", None, "denied"),
    ("Iran said it would [attack] Israel.", "THREATEN", "ASSAULT", "occurred"),
    ("Analysts said Iran would [attack] Israel.", "ASSAULT", None, "planned"),
)


@pytest.mark.parametrize(("sentence", "kind", "of", "status"), CASES, ids=lambda value: str(value)[:50])
def test_an_announced_act_is_a_promise_a_threat_or_a_refusal_of_who_announces_it(
    sentence: str, kind: str, of: str | None, status: str, extract: Callable[..., Extraction]
) -> None:
    found = extract(sentence.replace("[", "").replace("]", ""))
    events = [event for event in found.events if event.trigger[0] == sentence.index("[")]
    assert [(event.type, event.of, event.status) for event in events] == [(kind, of, status)]
