"""The language of a page: the reader's choice, else the browser's, else the setting; what is not a page is English."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import date, datetime

import pytest

from desk.queries.live import LiveUpdate
from desk.reader_formats import date_words, number_words
from desk.reader_language import LANGUAGES, gettext, ngettext, set_language
from desk.views.durations import duration
from desk.views.foreign_time_values import foreign_time_words
from desk.web import live_stream
from desk.web.language_choice import COOKIE, chosen_language
from tests.support import desk_stories
from tests.support.desk_client import Client, application
from wiredesk.settings import load
from wiredesk.store import Store

STORY = f"/story/{desk_stories.HARBOUR}"


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    store = desk_stories.filled(tmp_path_factory.mktemp("desk"))
    yield store
    store.close()


@pytest.fixture(scope="module")
def desk(store: Store) -> Client:
    return Client(application(store))


@pytest.fixture
def _english() -> Iterator[None]:
    yield
    set_language("en")


@pytest.mark.parametrize(
    ("cookie", "accepted", "language"),
    [
        ("", "", "en"), ("", "de", "de"), ("", "de-AT,de;q=0.9,en;q=0.5", "de"), ("", "en-GB,en;q=0.9,fr;q=0.8", "en"),
        ("", "fr;q=0.3, ru;q=0.8", "ru"), ("", "sv,da;q=0.9,nl;q=0.1", "nl"), ("", "de;q=0,fr", "fr"),
        ("", "sv", "en"), ("", "*", "en"), ("", "PT-br", "pt"), ("", "de;q=x", "de"), ("", ",;q=,", "en"),
        (f"{COOKIE}=ja", "de", "ja"), (f"a=b; {COOKIE}=fr; c=d", "", "fr"), (f"{COOKIE}=xx", "de", "de"),
    ],
)  # fmt: skip
def test_a_reader_gets_the_chosen_language_else_that_of_the_browser(cookie: str, accepted: str, language: str) -> None:
    assert chosen_language(cookie, accepted, "en") == language


def test_the_setting_is_for_readers_whose_browser_asks_for_no_language_of_the_desk(store: Store) -> None:
    dutch = Client(application(store, web_language="nl"))
    pages = [dutch.get("/", {"Accept-Language": accepted}).text for accepted in ("", "sv", "en")]
    assert [re.search('<html lang="(..)">', page)[1] for page in pages] == ["nl", "nl", "en"]  # type: ignore[index]


@pytest.mark.parametrize("language", sorted(set(LANGUAGES) - {"en"}))
@pytest.mark.parametrize("path", ["/", STORY, "/nowhere"])
def test_a_page_is_in_the_language_of_its_reader(desk: Client, language: str, path: str) -> None:
    set_language("en")
    page = desk.get(path, {"Accept-Language": language}).text
    direction = ' dir="rtl"' if language == "ar" else ""
    assert f'<html lang="{language}"{direction}>' in page and "Keyboard shortcuts" not in page
    block = re.search(r'<script type="application/json" id="texts">(.*?)</script>', page)
    texts = json.loads(block[1]) if block else {}
    assert texts["Pause"] != "Pause" and texts["Flash"] and all(texts.values())


def test_the_text_of_a_story_keeps_its_own_language(desk: Client) -> None:
    page = desk.get(STORY, {"Accept-Language": "de"}).text
    assert '<div class="body" lang="en">' in page and "Wer was sagte" in page
    assert '<a class="place" lang="en" href="#quote-' in page and 'lang="en"><span class="told' in page
    said = desk.get("/quotes", {"Accept-Language": "de"}).text
    assert re.search('<blockquote class="direct" dir="auto" lang="">', said)
    assert '<blockquote class="direct" dir="auto">' in desk.get("/quotes").text


@pytest.mark.parametrize("path", ["/", STORY])
def test_caches_never_mix_languages(desk: Client, path: str) -> None:
    answers = {one: desk.get(path, {"Accept-Language": one}) for one in ("en", "de", "fr")}
    assert len({one.headers["etag"] for one in answers.values()}) == 3
    assert answers["de"].headers["content-language"] == "de"
    assert {"Accept-Language", "Cookie"} <= set(answers["de"].headers["vary"].split(", "))
    held = {"If-None-Match": answers["en"].headers["etag"], "Accept-Language": "de"}
    assert desk.get(path, held).status_code == 200
    if path == STORY:  # the wire contains the time
        again = desk.get(path, held | {"If-None-Match": answers["de"].headers["etag"]})
        assert again.status_code == 304 and "Accept-Language" in again.headers["vary"]


def test_a_choice_is_kept_in_a_cookie_and_leads_back(desk: Client) -> None:
    answer = desk.send("POST", "/language", form={"language": "it", "back": "/search?q=oil"})
    assert (answer.status_code, answer.headers["location"]) == (303, "/search?q=oil")
    assert f"{COOKIE}=it;" in answer.headers["set-cookie"] and "HttpOnly" in answer.headers["set-cookie"]
    page = desk.get("/", {"Cookie": f"{COOKIE}=it", "Accept-Language": "de"}).text
    assert '<html lang="it">' in page and '<option value="it" lang="it" selected>Italiano</option>' in page


@pytest.mark.parametrize("back", ["//evil.example", "https://evil.example/", "/\\evil.example", ""])
def test_a_choice_leads_to_no_other_site(desk: Client, back: str) -> None:
    answer = desk.send("POST", "/language", form={"language": "xx", "back": back})
    assert (answer.status_code, answer.headers["location"]) == (303, "/") and "set-cookie" not in answer.headers


@pytest.mark.parametrize(
    "path",
    [
        "/api/stories", f"/api/stories/{desk_stories.HARBOUR}", "/api/stats", "/api/none", "/search.csv?q=nairobi",
        "/search.atom?q=nairobi", "/search.jsonfeed?q=nairobi", "/events.csv", "/quotes.csv", "/people.csv",
        "/topics.json", "/threads.json", "/sql.csv?sql=SELECT+kind+FROM+stories", "/api/openapi.json",
    ],
)  # fmt: skip
def test_what_is_no_page_is_the_same_in_every_language(desk: Client, path: str) -> None:
    texts = {re.sub(r"\d{4}-\d\d-\d\dT[\d:.]+|\d+\.\d+", "", desk.get(path, {"Accept-Language": one}).text)
             for one in ("en", "de")}  # fmt: skip
    assert len(texts) == 1


@pytest.mark.usefixtures("_english")
def test_the_live_wire_is_rendered_once_for_each_language() -> None:
    update = LiveUpdate(None)  # type: ignore[arg-type]
    for language in ("en", "de", "de"):
        set_language(language)
        live_stream.encode(update, "")
    assert set(update.rendered) == {"html  en", "html  de"}


@pytest.mark.usefixtures("_english")
@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", ["1,234,567", "2.5", "3 Nov 2026", "Nov 2026", "90.0 s", "3 min", "–"]),
        ("de", ["1.234.567", "2,5", "3. Nov. 2026", "Nov. 2026", "90 Sek.", "3 Min.", "–"]),
        ("ja", ["1,234,567", "2.5", "2026年11月3日", "2026年11月", "90 秒", "3 分", "–"]),
    ],
)
def test_numbers_days_and_durations_follow_the_language(language: str, words: list[str]) -> None:
    set_language(language)
    day = date(2026, 11, 3)
    found = [number_words(1234567), number_words(2.5), date_words(day), date_words(day, "MMM y")]
    assert [*found, duration(90), duration(170), duration(None)] == words
    assert date_words(datetime(2026, 11, 3, 23, 59)) == date_words(day)


@pytest.mark.usefixtures("_english")
@pytest.mark.parametrize(
    ("value", "words"),
    [
        ("P3W", "3 Wochen"), ("PT2H", "2 Stunden"), ("2026-Q3", "3. Quartal 2026"), ("2025-11", "November 2025"),
        ("2026-11-03", "Di., 3. Nov."), ("2025-11-03T14:30", "Mo., 3. Nov. 2025, 14:30"), ("2025", "2025"),
        ("2026-13", ""), ("P3W2D", ""), ("PAST_REF", ""), ("2026-SU", ""),
    ],
)  # fmt: skip
def test_values_of_time_in_another_language(value: str, words: str) -> None:
    set_language("de")
    assert foreign_time_words(value, 2026) == words


@pytest.mark.usefixtures("_english")
@pytest.mark.parametrize(("n", "words"), [(1, "сообщение"), (3, "сообщения"), (5, "сообщений"), (21, "сообщение")])
def test_a_number_takes_the_plural_form_of_the_language(n: int, words: str) -> None:
    set_language("ru")
    assert ngettext("%(n)s story", "%(n)s stories", n) % {"n": n} == f"{n} {words}"


def test_facets_have_names_of_the_language(desk: Client) -> None:
    page = desk.get("/search?q=nairobi", {"Accept-Language": "de"}).text
    assert ">Kenia</a>" in page and ">Zusage" not in page and ">Berichtigung" not in page
    assert ">Aktualisierung</a>" in page


@pytest.mark.usefixtures("_english")
def test_a_text_without_translation_stays_english() -> None:
    set_language("fr")
    assert gettext("no such text") == "no such text"


def test_every_language_of_the_settings_can_be_set() -> None:
    assert all(load(web_language=one).web_language == one for one in LANGUAGES)
