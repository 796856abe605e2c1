"""Amounts of other languages than English."""

from __future__ import annotations

import pytest

from wiredesk.nlp.languages.local_amounts import read_amounts

CASES = [
    ("de", "Der Umsatz stieg um [5,3 Prozent].", 5.3, "percent"),
    ("de", "Er zahlte [12.500 Euro].", 12500, "EUR"),
    ("de", "Der Gewinn lag bei [1,2 Milliarden Euro].", 1.2e9, "EUR"),
    ("de", "Sie erhielt [300 000 Franken].", 300000, "CHF"),
    ("de", "Rund [4 Millionen] Menschen sind betroffen.", 4e6, None),
    ("fr", "Le chiffre a reculé de [5,3 %].", 5.3, "percent"),
    ("fr", "Il a versé [12 500 euros].", 12500, "EUR"),
    ("fr", "La dette atteint [1,2 milliard d'euros].", 1.2e9, "EUR"),
    ("fr", "Une aide de [30 millions de dollars] est prévue.", 3e7, "USD"),
    ("fr", "Une hausse de [3 pour cent] est attendue.", 3, "percent"),
    ("es", "La deuda llega a [1.200 millones de euros].", 1.2e9, "EUR"),
    ("es", "Costó [$45 millones].", 4.5e7, "USD"),
    ("it", "Il costo è di [30 milioni di euro].", 3e7, "EUR"),
    ("pt", "O custo é de [R$ 30 milhões].", 3e7, "BRL"),
    ("nl", "De schuld is [1,2 miljard euro].", 1.2e9, "EUR"),
    ("ru", "Выручка составила [1,2 млрд рублей].", 1.2e9, "RUB"),
    ("ar", "بلغت الأرباح [30 مليون دولار].", 3e7, "USD"),
    ("zh", "营收达到[1.2万亿元]。", 1.2e12, "CNY"),
    ("ja", "売上高は[1兆2000億円]だった。", 1.2e12, "JPY"),
    ("da", "Det koster [30 millioner kroner].", 3e7, "DKK"),
]


@pytest.mark.parametrize(("language", "marked", "value", "unit"), CASES, ids=[case[1] for case in CASES])
def test_an_amount_has_its_value_and_unit(language: str, marked: str, value: float, unit: str | None) -> None:
    text = marked.replace("[", "").replace("]", "")
    (found,) = read_amounts(text, language)
    assert text[slice(*found.span)] == marked[marked.index("[") + 1 : marked.index("]")]
    assert (found.value, found.unit) == (value, unit)


@pytest.mark.parametrize(
    ("language", "text"), [("de", "Am 20.8.2026 kamen 30 Gäste."), ("fr", "Il a 54 ans."), ("de", "Tel. 0471 925925")]
)
def test_a_bare_number_is_no_amount(language: str, text: str) -> None:
    assert read_amounts(text, language) == ()
