"""Terms by which stories of other languages are found."""

from __future__ import annotations

import pytest

from wiredesk.search_terms import (
    STEMMERS,
    asked_terms,
    fold_accents,
    has_terms,
    languages_of,
    spelled_words,
    stem_term,
    story_terms,
    word_terms,
)


def _words(text: str) -> list[str]:
    return [word for word, _ in spelled_words(text)]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("L'État a dit : « Non »", ["l", "état", "a", "dit", "non"]),
        ("部长2026年", ["部", "长", "2026", "年"]),
        ("정부는", ["정", "부", "는"]),
        ("किताबें मिलीं", ["किताबें", "मिलीं"]),
        ("ＡＢＣ ﾃｽﾄ", ["abc", "テ", "ス", "ト"]),
        ("e\u0301cole", ["école"]),
        ("\U0001f600 … _", []),
    ],
)
def test_words_of_a_text(text: str, words: list[str]) -> None:
    assert _words(text) == words
    assert all(text[start:end].strip() for _, (start, end) in spelled_words(text))


@pytest.mark.parametrize(
    ("written", "folded"),
    [("Ministère", "Ministere"), ("Łódź", "Lodz"), ("Ёлка", "Елка"), ("مُعَلِّم", "معلم"),
     ("Straße", "Strasse"), ("œuvre", "oeuvre"), ("½ – “x”", "½ – “x”"), ("किताबें", "किताबें")],
)  # fmt: skip
def test_letters_without_accents(written: str, folded: str) -> None:
    assert fold_accents(written).casefold() == folded.casefold()


def test_each_language_has_a_stemmer() -> None:
    for code in STEMMERS:
        assert stem_term("test", code).partition(":")[0] in STEMMERS


def test_english_and_what_cannot_be_told_have_no_terms() -> None:
    assert languages_of(["en-GB", None, "und", "fr-CA", "fr", "nb"]) == ("fr", "nb")
    assert story_terms("The minister", languages_of(["en"])).is_empty()


def test_a_story_in_two_languages_has_the_stems_of_both() -> None:
    streams = story_terms("écoles", ("fr", "es")).words
    assert streams == ((":ecoles",), ("fr:ecol",), ("es:ecol",))


def test_the_ends_of_compounds() -> None:
    assert "de:minist" in story_terms("Verkehrsministerin", ("de",)).parts
    assert not {"de:fuhrung", "de:fuhr"} & set(story_terms("Durchführung", ("de",)).parts)
    assert not story_terms("Verkehrsministerin", ("fr",)).parts


def test_a_query_asks_in_each_language_of_its_script() -> None:
    assert (":ministres",) in asked_terms("ministres")
    assert ("fr:ministr",) in asked_terms("ministres")
    assert {one[0].partition(":")[0] for one in asked_terms("министр")} == {"", "ru"}
    assert asked_terms("部长") == [(":部", ":长")]
    assert asked_terms("verkehr", is_prefix=True) == [(":verkehr",)]
    assert asked_terms("…") == []


def test_words_are_compared_in_the_language_of_the_text() -> None:
    def fits(text: str, query: str, language: str, *, is_prefix: bool = False) -> bool:
        words, wanted = ([word_terms(one, language) for one in _words(part)] for part in (text, query))
        return has_terms(words, wanted, is_prefix=is_prefix)

    assert fits("ministres", "ministre", "fr")
    assert fits("Verkehrsministerin", "Ministerin", "de")
    assert fits("Verkehrsministerin", "Verkehr", "de", is_prefix=True)
    assert not fits("ministère", "ministre", "fr")
    assert not fits("écoles", "écoles de", "fr")
