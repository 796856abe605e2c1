"""What an amount measures, whose it is, whether it rose, and for which period; and numbers that are no amounts."""

from __future__ import annotations

from typing import NamedTuple

import pytest

from wiredesk.contract import Amount, Article, Extraction
from wiredesk.nlp.amounts.not_amounts import NOT_AMOUNTS
from wiredesk.nlp.pipeline import Pipeline

LAST_SENTENCE = " The council said that it had not met with them and would not say more."


def extraction(pipeline: Pipeline, body: str) -> Extraction:
    return pipeline(
        Article(id="x", body=body, language="en", published="2025-05-08T15:00:00+00:00")  # type: ignore[arg-type]
    )


class Row(NamedTuple):
    marked: str
    measure: str | None
    entity: str | None = None
    direction: str | None = None
    period: str | None = None


ROWS = [
    # companies
    Row("The profit of Microsoft rose [12 %] to $3 bn in Q2 2024.", "profit", "Microsoft", "up"),
    Row("The profit of Microsoft rose 12 % to [$3 bn] in Q2 2024.", "profit", "Microsoft", "up", "2024-Q2"),
    Row("Profit at Volkswagen was $3 bn, up from [$1.2 bn] a year earlier.", "profit", "Volkswagen", None, "2024"),
    Row("Microsoft's revenue fell to [$5 million] in the first quarter.", "revenue", "Microsoft", "down", "2025-Q1"),
    Row("Shares of Volkswagen were down [3.4 percent] on Monday.", "shares", "Volkswagen", "down"),
    Row("Volkswagen shares rose [91 cents].", "shares", "Volkswagen", "up"),
    Row("Microsoft rose [3 percent].", "shares", "Microsoft", "up"),
    Row("Microsoft bought a [30 %] stake in Nokia.", "stake", "Nokia"),
    Row("Microsoft owns [30 percent] of Nokia.", "stake", "Nokia"),
    Row("Microsoft raised its stake in Nokia to [30 percent].", "stake", "Nokia", "up"),
    Row("Microsoft bought Nokia for [$2 billion].", "price", "Nokia"),
    Row("Microsoft made a bid of [$2 bn].", "bid", "Microsoft"),
    Row("Microsoft posted a net loss of [$3 million].", "net loss", "Microsoft"),
    Row("Microsoft posted a loss of $3 million, or [12 cents] a share.", "loss per share", "Microsoft"),
    Row("Microsoft earned [$2 million] in 2024.", "profit", "Microsoft", None, "2024"),
    Row("Microsoft was fined [$5 million] on Monday.", "fine", "Microsoft"),
    Row("Microsoft cut [500 jobs].", "jobs", "Microsoft", "down"),
    Row("Microsoft laid off [300 workers].", "job cuts", "Microsoft"),
    Row("Microsoft said sales rose [4 percent].", "sales", "Microsoft", "up"),
    Row("Microsoft raised its dividend by [5 percent].", "dividend", "Microsoft", "up"),
    Row("Microsoft invested [$5 billion] in the plant.", "investment", "Microsoft"),
    Row("Microsoft borrowed [$1 billion].", "debt", "Microsoft"),
    Row("The bank has assets of [$40 billion].", "assets"),
    Row("The ticket cost [$40].", "cost"),
    Row("A [5 percent] drop in profit was reported.", "profit", None, "down"),
    Row("An increase of [5 percent] in output was reported.", "output", None, "up"),
    Row("Sales were unchanged at [$5 million].", "sales", None, "unchanged"),
    # economies
    Row("Germany's unemployment rate rose to [5.2 percent] in March.", "unemployment", "Germany", "up", "2025-03"),
    Row("Exports from Japan dropped by [a quarter of a percentage point].", "exports", "Japan", "down"),
    Row("Interest rates rose [half a percent].", "interest rate", None, "up"),
    Row("Consumer prices rose [3.1 percent] last month.", "inflation", None, "up", "2025-04"),
    Row("Inflation fell to [2 percent] in 2024.", "inflation", None, "down", "2024"),
    Row("The budget deficit widened to [$40 billion].", "budget deficit", None, "up"),
    Row("Spain's exports grew [4 percent] in the first half of 2024.", "exports", "Spain", "up", "2024-H1"),
    Row("The economy's growth slowed to [1 percent].", "growth"),
    Row("Nokia blamed delayed orders from [two customers].", None),
    Row("Output of [5,000 barrels] was reported.", "output"),
    Row("Nokia, which cut its forecast last month, rose [1.8 percent].", "shares", "Nokia", "up"),
    Row("Analysts expected earnings of [$1.31] a share.", "earnings per share"),
    # rates
    Row("Oil rose to [$79.14] a barrel.", "price per barrel", None, "up"),
    Row("She is paid [$20] an hour.", "pay per hour"),
    Row("Gold cost [$1,900] per ounce.", "cost per ounce"),
    Row("The rent is [$500] a month.", "rate per month"),
    # people
    Row("The blast killed [12 people].", "deaths"),
    Row("At least [40 civilians] were wounded.", "injured"),
    Row("[12 miners] died in the fire.", "deaths"),
    Row("[One woman] was killed.", "deaths"),
    Row("Police arrested [12 suspects].", "arrests"),
    Row("The raid led to [12 arrests].", "arrests"),
    Row("The flood displaced [3,000 people].", "displaced"),
    Row("It had [12 people] killed in the blast.", "deaths"),
    Row("They met [12 people].", None),
    # votes
    Row("Turnout was [65 percent].", "turnout"),
    Row("Ann Lee won [43 percent] of the vote.", "vote share", "Ann Lee"),
    # ranges and spelled numbers
    Row("Revenue of [10] to 12 million euros is expected.", "revenue"),
    Row("[one hundred and ten sheep] were sold.", None),
]
"""The amount in brackets, its measure, the entity's name, direction and period."""


def marked_amount(pipeline: Pipeline, marked: str) -> tuple[Amount | None, Extraction]:
    span = marked[marked.index("[") + 1 : marked.index("]")]
    found = extraction(pipeline, marked.replace("[", "").replace("]", "") + LAST_SENTENCE)
    one = next((one for one in found.amounts if found.text[slice(*one.span)] == span), None)
    return one, found


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.marked)
def test_an_amount_has_its_measure_entity_direction_and_period(pipeline: Pipeline, row: Row) -> None:
    one, found = marked_amount(pipeline, row.marked)
    assert one is not None, [found.text[slice(*each.span)] for each in found.amounts]
    names = {entity.id: entity.name for entity in found.entities}
    assert (one.measure, names.get(one.entity or ""), one.direction, one.period) == row[1:]
    assert one.rule


NO_AMOUNTS = [
    "Rovers 1 won.",
    "They had a 31-0 win and a 3-0 defeat.",
    "He won 6-4 6-3 in the final.",
    "He won 7-6 (7-4) in the final.",
    "The Senate passed it in a 52-48 vote.",
    "It was a 5-4 decision.",
    "He met one woman and one man.",
    "There is one thing to say.",
    "Flight 370 passengers boarded.",
    "See page 12 photos.",
    "Call 555-1234 now.",
    "They live at 12 Baker Street.",
    "He was with a 9/11 widow.",
    "In 1986 net profit fell.",
    "They fled in the 80’s.",
    "A magnitude 7.0 quake shook the town.",
]


@pytest.mark.parametrize("sentence", [*NO_AMOUNTS, *(row.yes for row in NOT_AMOUNTS)])
def test_a_number_is_no_amount(pipeline: Pipeline, sentence: str) -> None:
    found = extraction(pipeline, sentence)
    assert [found.text[slice(*one.span)] for one in found.amounts] == []


@pytest.mark.parametrize("sentence", [row.no for row in NOT_AMOUNTS])
def test_a_number_like_it_is_an_amount(pipeline: Pipeline, sentence: str) -> None:
    assert extraction(pipeline, sentence).amounts


@pytest.mark.parametrize(
    ("sentence", "value"),
    [
        ("It rose half a percent.", 0.5),
        ("It rose a quarter of a percentage point.", 0.25),
        ("It rose a percentage point.", 1.0),
        ("They sold one hundred and ten sheep.", 110.0),
        ("They sold two hundred and five sheep.", 205.0),
        ("They sold half a million sheep.", 500_000.0),
    ],
)
def test_spelled_numbers(pipeline: Pipeline, sentence: str, value: float) -> None:
    assert [one.value for one in extraction(pipeline, sentence + LAST_SENTENCE).amounts] == [value]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("Shr 72 cts vs 58 cts\n\nRevs 83.0 mln dlrs vs 70.1 mln dlrs", ["earnings per share"] * 2 + ["revenue"] * 2),
        ("Shr loss 30 cts vs profit 12 cts", ["loss per share", "earnings per share"]),
    ],
)
def test_a_table_of_results_names_its_measures(pipeline: Pipeline, body: str, expected: list[str]) -> None:
    assert [one.measure for one in extraction(pipeline, body).amounts] == expected


TIES = [
    # the noun nearest to the amount decides, no noun beyond it
    Row("Peru agreed to defer payments on a [500 million dollar] pipeline.", None),
    Row("The contract provides for the delivery of [48,000 tonnes].", None),
    Row("The notes have a margin of [one percentage point].", None),
    Row("Nokia cut fares on its [40-state] network.", None),
    Row("Shares were lower, but Nokia recovered [3 percent].", "shares", "Nokia", "up"),
    Row("Orders begin on Friday and the phone ships in [31 countries].", None),
    # what a sum consists of
    Row("Microsoft was ordered to pay [$80 million] in damages.", "damages", "Microsoft"),
    Row("Nokia sold [$85 million] of notes.", "bond", "Nokia"),
    # those who were asked are no measure
    Row("The poll showed that [54 percent] expect prices to rise.", None),
    # the size of a thing is not its change
    Row("The [$925 million] loan came up again.", "loan"),
    Row("Nokia cut its [$2 billion] budget.", "budget", "Nokia"),
    Row("Nokia lost [$14 million].", "loss", "Nokia"),
    Row("Nokia lost [6 percent].", "shares", "Nokia", "down"),
    Row("Nokia lifted debt to [$5 billion].", "debt", "Nokia", "up"),
    # the old value, and the same in another currency
    Row("Nokia's revenue rose 5 percent to $3 billion from [$2.8 billion].", "revenue", "Nokia"),
    Row("Inflation was 3 percent, compared with [5 percent] in 2024.", "inflation", None, None, "2024"),
    Row("Unemployment rose from [6 percent] to 7 percent.", "unemployment"),
    Row("Nokia's profit fell to 1.2 billion euros ([$1.3 billion]).", "profit", "Nokia", "down"),
    Row(
        "Nokia's profit fell to $12 million, or [3 cents] a share, from $15 million.",
        "earnings per share",
        "Nokia",
        "down",
    ),
    # more than one, or another one
    Row("Payments constitute [2 percent] of the reserves.", None),
    Row("Nokia paid Microsoft [$2 million] for a plant.", "price", "Nokia"),
    Row("Rents are high at an average of [2,400 euros].", None),
    Row("The Fed cut its growth forecast to [1.7 percent].", "growth", "Fed", "down"),
    Row("Ann Lee earned [$10 million] a year.", "pay per year", "Ann Lee"),
    Row("Police seized cocaine worth [$80 million].", "value"),
    Row("September wheat lost [4 cents].", None, None, "down"),
    Row("Nokia cut its forecast of revenue, blaming orders from [two customers].", None),
    # whose
    Row("Argentina's Merval index fell [5.2 percent].", "index", "Merval", "down"),
    Row("Nokia said the banks' share will be cut to [74 percent].", "share", None, "down"),
    Row("The yen fell [2 percent].", "exchange rate", None, "down"),
    Row("Nokia's cash flow fell [2 percent].", "cash flow", "Nokia", "down"),
    # when
    Row("Nokia sold 5 percent notes due 2035 for [$2 billion].", "price", "Nokia"),
    Row("Nokia cut the price of last year's phone by [$100].", "price", "Nokia", "down"),
    Row("The plan comes in [two stages] in July.", None),
]


@pytest.mark.parametrize("row", TIES, ids=lambda row: row.marked)
def test_an_amount_is_tied_to_what_its_own_clause_says(pipeline: Pipeline, row: Row) -> None:
    one, found = marked_amount(pipeline, row.marked)
    assert one is not None, [found.text[slice(*each.span)] for each in found.amounts]
    names = {entity.id: entity.name for entity in found.entities}
    assert (one.measure, names.get(one.entity or ""), one.direction, one.period) == row[1:]


@pytest.mark.parametrize(
    ("sentence", "unit"),
    [
        ("Kenya paid 5 million shillings for it.", "KES"),
        ("Argentina borrowed 5 million pesos.", "ARS"),
        ("Kenya and Uganda paid 5 million shillings.", None),
        ("They paid 5 million shillings for it.", None),
        ("Pakistan borrowed 5 million rupees.", "PKR"),
        ("They borrowed 5 million rupees.", "INR"),
        ("It arose from the 300-million-Canadian-dollar purchase of an airline.", "CAD"),
    ],
)
def test_the_country_of_a_story_settles_a_currency_that_several_countries_have(
    pipeline: Pipeline, sentence: str, unit: str | None
) -> None:
    assert [one.unit for one in extraction(pipeline, sentence + LAST_SENTENCE).amounts] == [unit]
