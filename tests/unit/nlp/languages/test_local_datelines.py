"""Datelines of other languages than English."""

from __future__ import annotations

from datetime import date

import pytest

from wiredesk.nlp.languages.exonyms import exonyms
from wiredesk.nlp.languages.local_datelines import read_local_dateline

PUBLISHED = date(2026, 8, 20)
CASES = [
    ("fr", "PARIS, 20 août (AFP) - Le ministre a démissionné.", "PARIS", "2026-08-20", "AFP"),
    ("fr", "Paris (AFP) – Le ministre a démissionné.", "Paris", None, "AFP"),
    ("fr", "BRUXELLES, le 20 août - Le premier ministre a démissionné.", "BRUXELLES", "2026-08-20", None),
    ("fr", "MARSEILLE (Bouches-du-Rhône), 20 août 2026 (AFP) - Un homme est mort.", "MARSEILLE", "2026-08-20", "AFP"),
    ("fr", "Genève, 19 août (ats) - Le conseil a voté.", "Genève", "2026-08-19", "ats"),
    ("de", "BERLIN, 20. August (dpa) - Der Kanzler tritt zurück.", "BERLIN", "2026-08-20", "dpa"),
    ("de", "Berlin (dpa) – Der Kanzler tritt zurück.", "Berlin", None, "dpa"),
    ("de", "Bozen - Der Landeshauptmann hat den Plan vorgestellt.", "Bozen", None, None),
    ("de", "BERLIN. Der Kanzler hat den Plan vorgestellt.", "BERLIN", None, None),
    ("es", "MADRID, 20 ago (EFE).- El presidente ha dimitido.", "MADRID", "2026-08-20", "EFE"),
    ("es", "Buenos Aires, 19 de agosto (Télam) - El presidente renunció.", "Buenos Aires", "2026-08-19", "Télam"),
    ("it", "(ANSA) - ROMA, 20 AGO - Il ministro si è dimesso.", "ROMA", "2026-08-20", "ANSA"),
    ("pt", "BRASÍLIA, 20 ago (Reuters) - O ministro renunciou.", "BRASÍLIA", "2026-08-20", "Reuters"),
    ("nl", "DEN HAAG (ANP) - De minister treedt af.", "DEN HAAG", None, "ANP"),
    ("ru", "МОСКВА, 20 авг – РИА Новости. Министр подал в отставку.", "МОСКВА", "2026-08-20", "РИА Новости"),
    ("ru", "МОСКВА, 20 августа. /ТАСС/. Министр подал в отставку.", "МОСКВА", "2026-08-20", "ТАСС"),
    ("ru", "Москва. 20 августа. INTERFAX.RU - Министр ушел.", "Москва", "2026-08-20", "INTERFAX.RU"),
    ("ar", "القاهرة 20 أغسطس (رويترز) - قال الوزير إنه استقال.", "القاهرة", "2026-08-20", "رويترز"),
    ("zh", "新华社北京8月20日电（记者张三）部长辞职。", "北京", "2026-08-20", "新华社"),
    ("ja", "［東京 ２０日 ロイター］ - 首相は辞任した。", "東京", "2026-08-20", "ロイター"),
    ("ja", "【北京共同】中国の首相は辞任した。", "北京", None, "共同"),
    ("da", "KØBENHAVN, 20. august (Ritzau) - Ministeren går af.", "KØBENHAVN", "2026-08-20", "Ritzau"),
]


@pytest.mark.parametrize(("language", "text", "place", "day", "agency"), CASES, ids=[case[1][:40] for case in CASES])
def test_the_parts_of_a_dateline(language: str, text: str, place: str, day: str | None, agency: str | None) -> None:
    found = read_local_dateline(
        text, 0, len(text), language=language, published=PUBLISHED, is_place=_names(text, language)
    )
    assert found is not None
    assert found.place is not None
    assert text[slice(*found.place)] == place
    assert (found.date, found.agency) == (day, agency)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("de", "Der Kanzler - seit Montag im Amt - tritt zurück."),
        ("fr", "Le ministre, 54 ans, a démissionné lundi."),
        ("ru", "Министр подал в отставку 20 августа."),
        ("zh", "部长8月20日辞职。"),
    ],
)
def test_a_first_sentence_is_no_dateline(language: str, text: str) -> None:
    is_place = _names(text, language)
    assert read_local_dateline(text, 0, len(text), language=language, published=PUBLISHED, is_place=is_place) is None


def _names(text: str, language: str):  # type: ignore[no-untyped-def]
    names = {form for name in exonyms(language) for form in (name, name.upper())}
    return lambda start, end: text[start:end] in names
