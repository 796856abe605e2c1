"""What stands in front of a story or in its place is no story; an article about it is one.

Each file in ``pages/`` is a test: its name begins with the kind of the page.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from producer.formats import parse
from producer.formats.phrases import find, plain, table
from producer.formats.walls import PageSigns, is_notice, wall_of, without_notices
from wiredesk.errors import NoStory

PAGES = sorted((Path(__file__).parent / "pages").glob("*.html"))
OTHERS = {"headlines": "a page of headlines", "empty": "a page without text"}


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.stem)
def test_a_page_is_what_its_name_says(path: Path) -> None:
    kind = path.name.partition(".")[0]
    if kind == "story":
        assert len(parse(path.read_bytes(), path.name).articles) == 1
        return
    name = OTHERS.get(kind) or table("walls")[kind]["name"]
    with pytest.raises(NoStory) as caught:
        parse(path.read_bytes(), path.name)
    assert str(caught.value) == f"{path.name}: {name}, not a story"


TEXTS = [
    ("Service temporarily down for maintenance. We will be back shortly.", "maintenance"),
    ("Wegen Wartungsarbeiten ist unsere Seite derzeit nicht erreichbar. Bitte versuchen Sie es später.", "maintenance"),
    ("Site en maintenance. Merci de votre patience.", "maintenance"),
    ("Sitio en mantenimiento. Disculpe las molestias.", "maintenance"),
    ("Sito in manutenzione. Ci scusiamo per il disagio.", "maintenance"),
    ("Estamos em manutenção. Voltaremos em breve.", "maintenance"),
    ("We zijn zo terug. De site is in onderhoud.", "maintenance"),
    ("503 Service Unavailable", "error"),
    ("502 Bad Gateway", "error"),
    ("Too many requests. Please try again later.", "error"),
    ("Error establishing a database connection", "error"),
    ("SQLSTATE[HY000] [2002] Connection refused", "error"),
    ('Traceback (most recent call last):\n  File "a.py", line 3\nKeyError: x', "error"),
    ("Internal Server Error", "error"),
    ("Access denied", "error"),
    ("404 page not found", "missing"),
    ("Not Found", "missing"),
    ("Please log in to access this feed.", "login"),
    ("Please enable JS and disable any ad blocker", "script"),
    ("no healthy upstream", "error"),
    ("Unauthorized: invalid API key", "error"),
    ("Feed not found", "missing"),
    ("451: Unavailable due to legal reasons. Access cannot be granted at this time.", "error"),
    ("Сайт временно недоступен. На сайте ведутся технические работы.", "maintenance"),
    ("Sprawdzamy, czy jesteś człowiekiem. Proszę czekać, trwa weryfikacja przeglądarki.", "bot-check"),
    ("Vi är snart tillbaka. Webbplatsen är tillfälligt nere för underhåll.", "maintenance"),
    ("Please enable JavaScript to view this page.", "script"),
    ("Checking your browser before accessing wire.example. This may take a few seconds.", "bot-check"),
]


@pytest.mark.parametrize(("text", "kind"), TEXTS)
def test_a_message_of_a_server_is_no_story(text: str, kind: str) -> None:
    with pytest.raises(NoStory) as caught:
        parse(text.encode(), "x.txt")
    assert table("walls")[kind]["name"] in str(caught.value)


STORIES = [
    "Page not found: library loses its oldest book\n\nThe library of Nore has lost a book, it said on Tuesday.",
    "Please wait: trains late again\n\nNORE, Nov 24 (AP) - Trains were late on Tuesday.\n\nPassengers had to wait.",
    "Access denied: blind passengers turned away\n\nAccess was denied to passengers in Nore on Tuesday.",
    "Account suspended: minister leaves network\n\nThe account of the minister was suspended on Tuesday.",
    "Проверка браузера займёт год\n\nПроверка браузера продлится до декабря, сообщило ведомство во вторник.",
    "The ferry service to Nore will be down for maintenance until Monday, the operator said. Passengers use buses.",
    "Orva's website is temporarily unavailable after hackers attacked it, the town said.",
    "URGENT - Nore ferry temporarily unavailable after engine fire",
    "FLASH - Quake of magnitude 7.1 hits Orva",
    "Error in court file frees man\n\nA man from Orva was freed on Tuesday because of an error in his file.",
    "LUND, Nov 24 (XP) - Page not found: what was missing was on page 404 of the report.",
    "OK",
    'A banner that says "We use cookies" is no consent, a court in Orva said on Tuesday.',
]


@pytest.mark.parametrize("text", STORIES)
def test_news_that_mentions_such_things_stays_news(text: str) -> None:
    assert len(parse(text.encode(), "x.txt").articles) == 1


HEADLINES = [
    (
        "Are you a robot? Town hall replaces clerks",
        "The town hall of Nore replaced four clerks by machines on Tuesday.",
    ),
    (
        "Verify you are human, says the priest",
        "A priest in Nore asks callers who they are before he hears a confession.",
    ),
    ("We value your privacy, says spy chief", "The chief of the agency values the privacy of citizens. Many laughed."),
    (
        "We use cookies to lure bears, hunters admit",
        "Hunters in Nore lure bears with cookies. The town forbids it now.",
    ),
    (
        "This domain is for sale: king offers lands",
        "The king offers his lands for sale. They are worth a million crowns.",
    ),
    (
        "Account suspended: minister leaves network",
        "The account of the minister was suspended on Tuesday, and she left.",
    ),
]


@pytest.mark.parametrize(("headline", "text"), HEADLINES)
def test_a_headline_that_begins_like_a_wall_is_a_headline(headline: str, text: str) -> None:
    page = f"<title>{headline} | Nore Post</title><article><h1>{headline}</h1><p>{text}</p></article>"
    (article,) = parse(f"<html>{page}</html>".encode(), "x.html").articles
    assert (article.headline, article.body) == (headline, text)
    assert len(parse(f"{headline}\n\n{text}\n".encode(), "x.txt").articles) == 1


NOTICES = [
    ("We and our 842 partners store and access personal data, like browsing data, on your device.", "consent"),
    ("We use cookies to improve your experience.", "consent"),
    ("Wir und unsere 213 Partner verwenden Cookies. Sie können Ihre Einwilligung jederzeit widerrufen.", "consent"),
    ("Nous et nos partenaires utilisons des cookies. Vous pouvez retirer votre consentement.", "consent"),
    ("Utilizamos cookies propias y de terceros. Puede aceptar todas o configurar cookies.", "consent"),
    ("You need to enable JavaScript to run this app.", "script"),
    ("Subscribe now to read the full story. First month free. Already a subscriber? Sign in.", "paywall"),
    ("The court said: “We and our partners store and access information on your device” is no consent.", None),
    ("The company's partners store data on servers in Norland, its spokesman said.", None),
    ("Subscribers of the Orva Times rose by four percent in 2025, its publisher said on Tuesday.", None),
    ("The town of Orva will build a bridge.", None),
]


@pytest.mark.parametrize(("block", "kind"), NOTICES)
def test_a_paragraph_is_a_notice_or_text(block: str, kind: str | None) -> None:
    assert is_notice(block) == kind


POINTERS = [
    ("READ ALSO: Mayor of Orva resigns over bridge", True),
    ("Read more : Storm to hit the coast on Friday", True),
    ("Lesen Sie auch: Bürgermeister von Orva tritt zurück", True),
    ("À lire aussi : Le maire d'Orva démissionne", True),
    ("Lea también: Dimite el alcalde de Orva", True),
    ("Related: four more people were arrested. The police searched two houses.", False),
    ("The minister read more: he read all.", False),
    ("Read more books, says the minister", False),
    ("Recommended dose", False),
]


@pytest.mark.parametrize(("block", "expected"), POINTERS)
def test_a_paragraph_that_only_names_another_story_is_left_out(block: str, expected: bool) -> None:
    assert without_notices(["The dam holds.", block, "It rains."])[0] == (
        ["The dam holds.", "It rains."] if expected else ["The dam holds.", block, "It rains."]
    )


def test_notices_are_left_out() -> None:
    kept, name = without_notices(["The dam holds.", "We use cookies to improve your experience.", "It will hold."])
    assert kept == ["The dam holds.", "It will hold."]
    assert name == "a consent notice"


def test_an_item_whose_description_is_a_consent_text_keeps_its_headline_only() -> None:
    text = "We value your privacy. We and our partners use cookies. Accept all or manage your preferences."
    item = f"<item><title>Dam holds</title><guid>urn:x:1</guid><description>{text}</description></item>"
    (article,) = parse(f"<rss><channel><title>J</title>{item}</channel></rss>".encode(), "x").articles
    assert (article.headline, article.body) == ("Dam holds", "")


def test_metadata_of_an_article_speaks_for_a_story() -> None:
    text = "Something went wrong. We are sorry." + " The dam of Orva holds." * 12
    assert wall_of(PageSigns("Error", text)) == "an error page"
    assert wall_of(PageSigns("Error", text, is_article=True)) is None


def test_phrases_are_whole_words_in_the_form_in_which_texts_are_compared() -> None:
    assert {hit.at for hit in find("walls", plain("CAPTCHA’s  captchas CAPTCHA")) if hit.phrase == "captcha"} == {0, 19}
    for name in ("walls", "placeholders"):
        for keys in table(name).values():
            phrases = [phrase for value in keys.values() if isinstance(value, list) for phrase in value]
            assert [phrase for phrase in phrases if plain(phrase) != phrase.strip()] == []
