"""Days of the week by the tense of their verb, for a story of Thursday 8 May 2025."""

from __future__ import annotations

from collections.abc import Callable

import pytest

WEEKDAYS = [
    ("The court ruled on [Monday].", "DATE", "2025-05-05"),
    ("They voted to support the law [Tuesday].", "DATE", "2025-05-06"),
    ("He flew there to meet her [Tuesday].", "DATE", "2025-05-06"),
    ("They want to support the law [Tuesday].", "DATE", "2025-05-13"),
    ("The court ruled on [Tuesday].", "DATE", "2025-05-06"),
    ("The court ruled [Wednesday].", "DATE", "2025-05-07"),
    ("The court ruled on [Thursday].", "DATE", "2025-05-08"),
    ("The court ruled on [Friday].", "DATE", "2025-05-02"),
    ("The court ruled on [Saturday].", "DATE", "2025-05-03"),
    ("The court ruled on [Sunday].", "DATE", "2025-05-04"),
    ("The court will rule on [Monday].", "DATE", "2025-05-12"),
    ("The court will rule on [Tuesday].", "DATE", "2025-05-13"),
    ("The court will rule on [Wednesday].", "DATE", "2025-05-14"),
    ("The court will rule on [Thursday].", "DATE", "2025-05-08"),
    ("The court will rule on [Friday].", "DATE", "2025-05-09"),
    ("The court will rule on [Saturday].", "DATE", "2025-05-10"),
    ("The court will rule on [Sunday].", "DATE", "2025-05-11"),
    ("The court is to rule on [Monday].", "DATE", "2025-05-12"),
    ("The court is expected to rule [Monday].", "DATE", "2025-05-12"),
    ("The court is due to rule on [Tuesday].", "DATE", "2025-05-13"),
    ("The court plans to rule on [Tuesday].", "DATE", "2025-05-13"),
    ("The court should rule by [Wednesday].", "DATE", "2025-05-14"),
    ("The court may rule on [Saturday].", "DATE", "2025-05-10"),
    ("The court had ruled on [Monday].", "DATE", "2025-05-05"),
    ("The court has sat since [Monday].", "DATE", "2025-05-05"),
    ("The hearing is scheduled for [Tuesday].", "DATE", "2025-05-13"),
    ("The hearing, set for [Monday], was moved.", "DATE", "2025-05-12"),
    ("The hearing ended [Monday].", "DATE", "2025-05-05"),
    ("The hearing is open until [Tuesday].", "DATE", "2025-05-13"),
    ("The fleet sailed [last Monday].", "DATE", "2025-05-05"),
    ("The fleet sailed [last Thursday].", "DATE", "2025-05-01"),
    ("The fleet sailed [last Saturday].", "DATE", "2025-05-03"),
    ("The fleet will sail [next Monday].", "DATE", "2025-05-12"),
    ("The fleet will sail [next Thursday].", "DATE", "2025-05-15"),
    ("The fleet will sail [this Saturday].", "DATE", "2025-05-10"),
    ("The fleet will sail [this coming Sunday].", "DATE", "2025-05-11"),
    ("The fleet sailed [this past Tuesday].", "DATE", "2025-05-06"),
    ("The fleet sailed on [Monday morning].", "TIME", "2025-05-05TMO"),
    ("The fleet sailed on [Monday afternoon].", "TIME", "2025-05-05TAF"),
    ("The fleet sailed on [Monday evening].", "TIME", "2025-05-05TEV"),
    ("The fleet sailed on [Monday night].", "TIME", "2025-05-05TNI"),
    ("The fleet sailed [early Monday].", "DATE", "2025-05-05"),
    ("The fleet sailed [late Monday].", "DATE", "2025-05-05"),
    ("The fleet sailed early on [Monday morning].", "TIME", "2025-05-05TMO"),
    ("The fleet sailed [late Tuesday night].", "TIME", "2025-05-06TNI"),
    ("The fleet will sail on [Friday night].", "TIME", "2025-05-09TNI"),
    ("The fleet will sail [Saturday morning].", "TIME", "2025-05-10TMO"),
    ("The fleet sails [every Monday].", "SET", "XXXX-WXX-1"),
    ("The fleet sails on [Mondays].", "SET", "XXXX-WXX-1"),
    ("The fleet sails on [Wednesdays].", "SET", "XXXX-WXX-3"),
    ("The fleet sails [each Friday].", "SET", "XXXX-WXX-5"),
    ("The fleet sails [every Sunday].", "SET", "XXXX-WXX-7"),
    ("The fleet sails on [Saturdays].", "SET", "XXXX-WXX-6"),
    ("Officials spoke after [Tuesday]'s raid.", "DATE", "2025-05-06"),
    ("Officials spoke ahead of [Friday]'s parade.", "DATE", "2025-05-09"),
    ("Officials met on [Monday] and Tuesday.", "DATE", "2025-05-05"),
    ("Officials met on Monday and [Tuesday].", "DATE", "2025-05-06"),
    ("Officials met from [Monday] to Wednesday.", "DATE", "2025-05-05"),
]


@pytest.mark.parametrize(("sentence", "kind", "value"), WEEKDAYS)
def test_a_weekday_lies_on_the_side_of_its_verb(
    marked_date: Callable[[str], object], sentence: str, kind: str, value: str | None
) -> None:
    assert marked_date(sentence) == (kind, value)
