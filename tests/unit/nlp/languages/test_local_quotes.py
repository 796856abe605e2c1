"""Direct quotes by the marks of each language."""

from __future__ import annotations

import pytest

from wiredesk.nlp.languages.local_quotes import read_quotes

CASES = [
    ("de", "„Wir haben das geschafft“, sagte er.", ["Wir haben das geschafft"]),
    ("de", "»Wir haben das geschafft«, sagte er.", ["Wir haben das geschafft"]),
    (
        "de",
        "„Wir haben das geschafft“, sagte er. „Das ist gut so“, sagte sie.",
        ["Wir haben das geschafft", "Das ist gut so"],
    ),
    ("de", "Der Film „Das Boot“ läuft.", []),
    ("fr", "« Nous avons gagné la partie », a-t-il dit.", ["Nous avons gagné la partie"]),
    ("fr", "« Le “grand” jour est venu », a-t-il dit.", ["Le “grand” jour est venu"]),
    ("fr", "« Ce jour est venu.\n\n« Et il reviendra. »", ["Ce jour est venu.", "Et il reviendra."]),
    ("fr", "« Une marque oubliée, a-t-il dit.\n\nLe reste.", []),
    ("es", "«Vamos a ganar esto», dijo.", ["Vamos a ganar esto"]),
    ("nl", "“Wij gaan dit winnen”, zei hij.", ["Wij gaan dit winnen"]),
    ("ru", "«Мы это сделали вместе», сказал он.", ["Мы это сделали вместе"]),
    ("ar", "وقال «إننا سنعمل معا من أجل السلام».", ["إننا سنعمل معا من أجل السلام"]),
    ("zh", "他说：“我们一定会努力完成任务。”", ["我们一定会努力完成任务。"]),
    ("ja", "首相は「我々は必ず成功させる」と述べた。", ["我々は必ず成功させる"]),
    ("da", "»Vi vinder det her«, sagde hun.", ["Vi vinder det her"]),
    ("pl", "„Wygramy ten mecz”, powiedział.", ["Wygramy ten mecz"]),
]


@pytest.mark.parametrize(("language", "text", "expected"), CASES, ids=[case[1][:40] for case in CASES])
def test_the_speech_inside_marks_is_a_quote(language: str, text: str, expected: list[str]) -> None:
    spans, at = [], 0
    for paragraph in text.split("\n\n"):
        spans.append((at, at + len(paragraph)))
        at += len(paragraph) + 2
    found = read_quotes(text, language, spans, spaced=language not in {"zh", "ja"})
    assert [text[slice(*one.content[0])] for one in found] == expected
    assert {(one.kind, one.speaker) for one in found} <= {("direct", None)}
