"""Words that can report, in sentences where they report nothing; and the same words where they do."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from wiredesk.contract import Extraction

Extract = Callable[..., Extraction]


@pytest.mark.parametrize(
    "text",
    [
        "Keller saw the body in the river.",
        "Keller found the body in the river.",
        "Rovers celebrated the victory in the pub.",
        "Keller enjoyed the game.",
        "Moreno shared six goals with Diaz this season.",
        "Rovers claimed victory in the second half.",
        "The dog attacked her in the park.",
        "The critics attacked her on Monday.",
        "The phone shows a map of the town.",
        "The company unveiled a new car on Monday.",
        "The engine failed to say goodbye to the old days.",
        "The storm threatened the coast.",
        "The match promised excitement.",
        "The goal confirmed the win for Rovers.",
        "The minister tried to explain the delay.",
        "The senator who backs the bill left the room.",
        "Keller won the support of the union.",
        "Did Keller say the bridge was safe?",
        "Keller leads in the polls by 5 points.",
        "Wages are maintained by the council.",
        "The judge dismissed some claims in a lawsuit against the carmaker.",
        "The raids in three towns were authorized by a magistrate.",
        "The company had not shown how the part failed.",
        "The nominee must be confirmed by the National Assembly.",
        "The Kestrel was named car of the year by Motor Monthly.",
    ],
)
def test_what_is_no_report(extract: Extract, text: str) -> None:
    result = extract(text, language="en")
    assert [(quote.rule, result.text[slice(*quote.content[0])]) for quote in result.quotes] == []


@pytest.mark.parametrize(
    "text",
    [
        "Keller saw that the bridge was closed.",
        "The inquiry found a breach of the rules.",
        "The union demanded a vote.",
        "She recalled the night of the fire.",
        "The minister dismissed some claims in the report.",
        "The report has shown how the part failed.",
        "The report shows a rise in crime.",
        "Keller claimed that the victory was hers.",
        "Keller criticised the decision of the court.",
        "Keller began to criticise the decision of the court.",
        "Keller would welcome a new vote.",
        "Keller did not mention the fire.",
        "Berg, who denied the charge, left the court.",
        "The senator, who said the bridge was safe, left the room.",
        "The critics attacked her “reckless plan” on Monday.",
        "The government rejected the claim.",
        "The ministry warned of floods in the north.",
        "The scholarship board said the bridge was safe.",
        "Keller asked whether the bridge was safe.",
        "Keller called farmers from the north “cowards” in a speech.",
        "Keller called Wednesday for the mayor to resign.",
        "Keller would not say when, or if, the bank will vote on the plan.",
        "He leads by 5 points in a new poll.",
    ],
)
def test_what_is_one(extract: Extract, text: str) -> None:
    assert len(extract(text, language="en").quotes) == 1
