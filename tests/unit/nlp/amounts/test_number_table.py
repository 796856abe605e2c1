"""Numbers with scale, currency, percent and hundredths: one row a spelling, without the model."""

from __future__ import annotations

import pytest

from wiredesk.nlp.amounts.numbers import find_numbers, spread_ranges

PLAIN = [
    ("7", 7),
    ("0", 0),
    ("12", 12),
    ("1,000", 1000),
    ("12,345,678", 12_345_678),
    ("1,00,000", 100_000),
    ("0.5", 0.5),
    ("3.14", 3.14),
    ("1,234.56", 1234.56),
    ("3/4", 0.75),
    ("2 1/2", 2.5),
    ("2-1/2", 2.5),
    ("10-3/8", 10.375),
    ("two", 2),
    ("eleven", 11),
    ("twenty", 20),
    ("twenty-one", 21),
    ("ninety nine", 99),
    ("two hundred", 200),
    ("one hundred and ten", 110),
    ("three thousand", 3000),
    ("five hundred thousand", 500_000),
    ("a hundred", 100),
    ("a thousand", 1000),
    ("a million", 1e6),
    ("a dozen", 12),
    ("half a million", 5e5),
    ("half a dozen", 6),
    ("two dozen", 24),
    ("six and a half", 6.5),
    ("6 thousand", 6e3),
    ("6 million", 6e6),
    ("6 mln", 6e6),
    ("6 billion", 6e9),
    ("6 bln", 6e9),
    ("6 trillion", 6e12),
    ("6 trln", 6e12),
    ("6 lakh", 6e5),
    ("6 crore", 6e7),
    ("6 lakh crore", 6e12),
    ("6 million.", 6e6),
    ("1.5 million", 1.5e6),
    ("6k", 6e3),
    ("6bn", 6e9),
    ("6mn", 6e6),
    ("6tn", 6e12),
    ("six million", 6e6),
    ("twenty-five billion", 25e9),
    ("6 Million", 6e6),
    ("SIX MILLION", 6e6),
]


@pytest.mark.parametrize(("text", "value"), PLAIN)
def test_a_number_has_its_value(text: str, value: float) -> None:
    [number] = find_numbers(text, range(len(text)))
    assert number.amount() == pytest.approx(value)
    assert number.kind is None


MONEY = [
    ("$7", 7, "USD"),
    ("$7.50", 7.5, "USD"),
    ("$7 million", 7e6, "USD"),
    ("$7m", 7e6, "USD"),
    ("$7bn", 7e9, "USD"),
    ("$7b", 7e9, "USD"),
    ("$7-million", 7e6, "USD"),
    ("$7.5 trillion", 7.5e12, "USD"),
    ("U.S.$7", 7, "USD"),
    ("A$7", 7, "AUD"),
    ("AU$7", 7, "AUD"),
    ("C$7", 7, "CAD"),
    ("CA$7", 7, "CAD"),
    ("HK$7", 7, "HKD"),
    ("NZ$7", 7, "NZD"),
    ("S$7", 7, "SGD"),
    ("NT$7", 7, "TWD"),
    ("R$7", 7, "BRL"),
    ("MX$7", 7, "MXN"),
    ("£7", 7, "GBP"),
    ("£7 million", 7e6, "GBP"),
    ("€7", 7, "EUR"),
    ("€7.5bn", 7.5e9, "EUR"),
    ("¥700", 700, "JPY"),
    ("₹7 crore", 7e7, "INR"),
    ("₽700", 700, "RUB"),
    ("₩700", 700, "KRW"),
    ("₺700", 700, "TRY"),
    ("₴700", 700, "UAH"),
    ("₪700", 700, "ILS"),
    ("₦700", 700, "NGN"),
    ("฿700", 700, "THB"),
    ("₫700", 700, "VND"),
    ("₱700", 700, "PHP"),
    ("Rs 700", 700, "INR"),
    ("Rs. 700", 700, "INR"),
    ("DM 700", 700, "DEM"),
    ("USD 700", 700, "USD"),
    ("EUR 700", 700, "EUR"),
    ("GBP 700", 700, "GBP"),
    ("CHF 700", 700, "CHF"),
    ("SEK 700", 700, "SEK"),
    ("JPY 700", 700, "JPY"),
    ("PLN 700", 700, "PLN"),
    ("700 USD", 700, "USD"),
    ("700 NOK", 700, "NOK"),
    ("700 ZAR", 700, "ZAR"),
    ("7 million USD", 7e6, "USD"),
    ("7 dollars", 7, "USD"),
    ("7 dlrs", 7, "USD"),
    ("one dollar", 1, "USD"),
    ("seven dollars", 7, "USD"),
    ("seven million dollars", 7e6, "USD"),
    ("7 U.S. dollars", 7, "USD"),
    ("7 US dollars", 7, "USD"),
    ("7 American dollars", 7, "USD"),
    ("7 Australian dollars", 7, "AUD"),
    ("7 Hong Kong dollars", 7, "HKD"),
    ("7 H.K. Dlrs", 7, "HKD"),
    ("7 N.Z. dlrs", 7, "NZD"),
    ("7 New Zealand dollars", 7, "NZD"),
    ("7 Singapore dollars", 7, "SGD"),
    ("7 Taiwan dollars", 7, "TWD"),
    ("7 Jamaican dollars", 7, "JMD"),
    ("7 Namibian dollars", 7, "NAD"),
    ("7 euros", 7, "EUR"),
    ("7 euro", 7, "EUR"),
    ("700 yen", 700, "JPY"),
    ("7 billion yen", 7e9, "JPY"),
    ("7 yuan", 7, "CNY"),
    ("7 renminbi", 7, "CNY"),
    ("7 million sterling", 7e6, "GBP"),
    ("7 million stg", 7e6, "GBP"),
    ("7 million Egyptian pounds", 7e6, "EGP"),
    ("7 Lebanese pounds", 7, "LBP"),
    ("7 Syrian pounds", 7, "SYP"),
    ("7 Irish pounds", 7, "IEP"),
    ("7 rupees", 7, "INR"),
    ("7 Indian rupees", 7, "INR"),
    ("7 Pakistani rupees", 7, "PKR"),
    ("7 Sri Lankan rupees", 7, "LKR"),
    ("7 roubles", 7, "RUB"),
    ("7 rubles", 7, "RUB"),
    ("7 Finnish marks", 7, "FIM"),
    ("7 francs", 7, None),
    ("7 French francs", 7, "FRF"),
    ("7 Belgian francs", 7, "BEF"),
    ("7 CFA francs", 7, "XOF"),
    ("7 crowns", 7, None),
    ("7 Swedish crowns", 7, "SEK"),
    ("7 Norwegian crowns", 7, "NOK"),
    ("7 Danish crowns", 7, "DKK"),
    ("7 Czech crowns", 7, "CZK"),
    ("7 kroner", 7, None),
    ("7 kronor", 7, "SEK"),
    ("7 Mexican pesos", 7, "MXN"),
    ("7 Chilean pesos", 7, "CLP"),
    ("7 Argentine pesos", 7, "ARS"),
    ("7 Colombian pesos", 7, "COP"),
    ("7 Philippine pesos", 7, "PHP"),
    ("7 dinars", 7, None),
    ("7 Kuwaiti dinars", 7, "KWD"),
    ("7 Iraqi dinars", 7, "IQD"),
    ("7 Jordanian dinars", 7, "JOD"),
    ("7 Serbian dinars", 7, "RSD"),
    ("7 shillings", 7, None),
    ("7 Ugandan shillings", 7, "UGX"),
    ("7 Tanzanian shillings", 7, "TZS"),
    ("7 Austrian schillings", 7, "ATS"),
    ("7 won", 7, "KRW"),
    ("7 North Korean won", 7, "KPW"),
    ("7 baht", 7, "THB"),
    ("7 ringgit", 7, "MYR"),
    ("7 rupiah", 7, "IDR"),
    ("7 dong", 7, "VND"),
    ("7 taka", 7, "BDT"),
    ("7 rand", 7, "ZAR"),
    ("7 naira", 7, "NGN"),
    ("7 cedis", 7, "GHS"),
    ("7 shekels", 7, "ILS"),
    ("7 dirhams", 7, "AED"),
    ("7 riyals", 7, "SAR"),
    ("7 Qatari riyals", 7, "QAR"),
    ("7 rials", 7, "IRR"),
    ("7 Omani rials", 7, "OMR"),
    ("7 reais", 7, "BRL"),
    ("7 zlotys", 7, "PLN"),
    ("7 hryvnia", 7, "UAH"),
    ("7 forints", 7, "HUF"),
    ("7 lei", 7, "RON"),
    ("7 leva", 7, "BGN"),
    ("7 tenge", 7, "KZT"),
    ("7 pesetas", 7, "ESP"),
    ("7 escudos", 7, "PTE"),
    ("7 drachmas", 7, "GRD"),
    ("7 guilders", 7, "NLG"),
    ("7 million lire", 7e6, "ITL"),
    ("7 Italian lira", 7, "ITL"),
    ("7 cents", 0.07, "USD"),
    ("75 cts", 0.75, "USD"),
    ("7 Canadian cents", 0.07, "CAD"),
    ("7 pence", 0.07, "GBP"),
    ("7 kopecks", 0.07, "RUB"),
    ("7 paise", 0.07, "INR"),
]


@pytest.mark.parametrize(("text", "value", "unit"), MONEY)
def test_a_sum_of_money_has_its_currency(text: str, value: float, unit: str | None) -> None:
    [number] = find_numbers(text, range(len(text)))
    assert (number.start, number.end) == (0, len(text))
    assert (number.kind, number.amount(), number.unit) == ("money", pytest.approx(value), unit)


PERCENT = [
    ("7%", 7, "percent"),
    ("7 %", 7, "percent"),
    ("7.25%", 7.25, "percent"),
    ("-7%", -7, "percent"),
    ("7 percent", 7, "percent"),
    ("7 per cent", 7, "percent"),
    ("7 per-cent", 7, "percent"),
    ("7 pct", 7, "percent"),
    ("7pc", 7, "percent"),
    ("7-percent", 7, "percent"),
    ("seven percent", 7, "percent"),
    ("7-1/4 pct", 7.25, "percent"),
    ("7 percentage points", 7, "percentage point"),
    ("7 percent points", 7, "percentage point"),
    ("7 per cent points", 7, "percentage point"),
    ("7 pct points", 7, "percentage point"),
    ("7 ppts", 7, "percentage point"),
    ("a percentage point", 1, "percentage point"),
    ("7 basis points", 0.07, "percentage point"),
    ("75-basis-point", 0.75, "percentage point"),
    ("75 bps", 0.75, "percentage point"),
]


@pytest.mark.parametrize(("text", "value", "unit"), PERCENT)
def test_a_share_is_percent_or_percentage_points(text: str, value: float, unit: str) -> None:
    [number] = find_numbers(text, range(len(text)))
    assert (number.start, number.end) == (0, len(text))
    assert (number.kind, number.amount(), number.unit) == ("percent", pytest.approx(value), unit)


RANGES = [
    ("$5-$7", [(5, "USD"), (7, "USD")]),
    ("$5 to $7 million", [(5e6, "USD"), (7e6, "USD")]),
    ("$5 million to $7 million", [(5e6, "USD"), (7e6, "USD")]),
    ("5-7 million dollars", [(5e6, "USD"), (7e6, "USD")]),
    ("5 or 7 million dollars", [(5e6, "USD"), (7e6, "USD")]),
    ("5 to 7 percent", [(5, "percent"), (7, "percent")]),
    ("5-7%", [(5, "percent"), (7, "percent")]),
    ("5% to 7%", [(5, "percent"), (7, "percent")]),
    ("5–7%", [(5, "percent"), (7, "percent")]),
    ("5 to 7 basis points", [(0.05, "percentage point"), (0.07, "percentage point")]),
    ("between 5 and 7 million euros", [(5e6, "EUR"), (7e6, "EUR")]),
    ("€5 to €7 billion", [(5e9, "EUR"), (7e9, "EUR")]),
    ("5 to 7 cents", [(0.05, "USD"), (0.07, "USD")]),
    ("five to seven percent", [(5, "percent"), (7, "percent")]),
    ("5, 7 percent", [(5, None), (7, "percent")]),
    ("5 dollars and 7 percent", [(5, "USD"), (7, "percent")]),
]


@pytest.mark.parametrize(("text", "ends"), RANGES)
def test_both_ends_of_a_range_have_a_unit(text: str, ends: list[tuple[float, str | None]]) -> None:
    numbers = find_numbers(text, range(len(text)))
    spread_ranges(text, numbers)
    assert [(one.amount(), one.unit) for one in numbers] == [(pytest.approx(value), unit) for value, unit in ends]


NO_MONEY = [
    "7 weeks",
    "7 people",
    "7 pounds",
    "7 million pounds of flour",
    "7 mark",
    "7 crown",
    "7 real",
    "7 buck",
    "7 Dollarama shops",
    "7 euroskeptics",
    "7 yenisei",
    "7 percentages",
    "7 centimeters",
    "7 pesky men",
    "7 million",
    "7 m",
    "7 b",
]


@pytest.mark.parametrize("text", NO_MONEY)
def test_a_number_before_another_word_is_no_money(text: str) -> None:
    assert [number.kind for number in find_numbers(text, range(len(text)))] == [None]


NO_NUMBERS = ["1st", "22nd", "3rd place", "44th", "9:30", "A-4", "B52", "v2", "10/12/2024", "zero", "hundreds"]


@pytest.mark.parametrize("text", NO_NUMBERS)
def test_figures_inside_a_word_are_no_number(text: str) -> None:
    assert find_numbers(text, range(len(text))) == []
