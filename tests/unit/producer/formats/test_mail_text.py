"""Which part of a mail holds its text."""

from __future__ import annotations

import pytest

from producer.formats import parse
from producer.formats.mail_text import is_placeholder, without_placeholders

STORY = [
    "ORVA, Nov 24 (XP) - The dam of Orva holds, the mayor, Ana Roth, said on Tuesday after three days of rain.",
    '"Nobody needs to leave," she told reporters in the town hall.',
]
HTML = (
    "<html><head><title>x</title><style>.pre{{display:none}}</style></head><body>{before}<table><tr><td>"
    + "".join(f"<p>{paragraph}</p>" for paragraph in STORY)
    + "</td></tr></table>{after}</body></html>"
).format
HEAD = "From: Desk <a@b.example>\nSubject: Dam holds\n"


def mail(plain: str, html: str) -> bytes:
    head = HEAD + 'MIME-Version: 1.0\nContent-Type: multipart/alternative; boundary="b"\n'
    parts = "".join(
        f"\n--b\nContent-Type: text/{kind}; charset=utf-8\n\n{text}\n"
        for kind, text in (("plain", plain), ("html", html))
    )
    return f"{head}{parts}--b--\n".encode()


def body(plain: str, html: str) -> list[str]:
    (article,) = parse(mail(plain, html), "x.eml").articles
    return article.body.split("\n\n")


PLACEHOLDERS = [
    "",
    " \n\n\xa0\n",
    "View this email in your browser:\nhttps://agency.example/m/1",
    "Unsubscribe: https://agency.example/u",
    "Your mail client does not support HTML.",
    "This message is in HTML format. Please use an HTML-capable client to read it.",
    "If you cannot see this message, open https://agency.example/m/1",
    "Wenn diese E-Mail nicht richtig angezeigt wird, klicken Sie bitte hier: https://agency.example/m/1",
    "Si vous ne visualisez pas correctement ce message, voir dans votre navigateur https://agency.example/m",
    "Si no ve correctamente este mensaje, ver en el navegador: https://agency.example/m",
    "Se non visualizzi correttamente questa email, apri nel browser: https://agency.example/m",
    "Se não consegue ver este e-mail, veja a versão online: https://agency.example/m",
    "Bekijk deze nieuwsbrief in je browser: https://agency.example/m",
    "https://agency.example/m/1",
    "[image: logo]\n\nView online\n\nUnsubscribe",
    "Good morning from Orva. Today's briefing has one story on the dam. Read it at https://agency.example/m/1",
    "<html><body><p>" + "</p><p>".join(STORY) + "</p></body></html>",
    "<div><p>Loading</p><p>Click <a href='x'>here</a></p></div>",
]


@pytest.mark.parametrize("plain", PLACEHOLDERS)
def test_a_placeholder_yields_to_the_html_part(plain: str) -> None:
    assert body(plain, HTML(before="", after="")) == STORY


def test_the_plain_part_is_read_if_it_holds_the_text() -> None:
    wrapped = "* The dam of Orva *\n\n" + "\n\n".join(STORY)
    menu = "<ul>" + "<li>News</li>" * 40 + "</ul>"
    assert body(wrapped, HTML(before=menu, after=menu))[0] == "* The dam of Orva *"


def test_a_short_html_part_does_not_replace_a_long_plain_part() -> None:
    assert body("\n\n".join(STORY), "<p>Read more <a href='x'>online</a></p>") == STORY


def test_placeholders_around_the_text_are_left_out() -> None:
    plain = "\n\n".join(("View in browser: https://a.example/1", *STORY, "Unsubscribe: https://a.example/u"))
    assert body(plain, HTML(before="", after="")) == STORY
    before, after = "<p><a href='x'>View in browser</a></p>", "<p>You are receiving this because you subscribed.</p>"
    assert body("", HTML(before=before, after=after)) == STORY


INVISIBLE = [
    '<div style="display:none">{}</div>',
    '<div style="display: none !important; max-height: 0px; overflow: hidden">{}</div>',
    '<div class="pre">{}</div>',
    '<span style="font-size:1px;line-height:1px;color:#ffffff">{}</span>',
    '<div style="max-height:0;overflow:hidden;mso-hide:all">{}</div>',
    '<p style="color:#FFF;background-color:white">{}</p>',
    '<div style="visibility:hidden">{}</div>',
    '<div style="opacity:0">{}</div>',
    "<div hidden>{}</div>",
]


@pytest.mark.parametrize("wrapper", INVISIBLE)
def test_a_preheader_is_no_text(wrapper: str) -> None:
    before = wrapper.format("Preview text of the mail, which nobody sees in the mail itself")
    assert body("", HTML(before=before, after="")) == STORY


def test_html_in_the_only_part_is_read_as_html() -> None:
    data = f"{HEAD}Content-Type: text/plain\n\n<html><body><p>It holds.</p></body></html>"
    assert parse(data.encode(), "x.eml").articles[0].body == "It holds."


PROSE = [
    "The regulator said that readers who unsubscribe must be told within a day, and that mail programs may help.",
    "Norland voted to build a tunnel.",
    "1\t2\t3",
]


@pytest.mark.parametrize("block", PROSE)
def test_prose_that_mentions_mail_is_kept(block: str) -> None:
    assert not is_placeholder(block)
    assert without_placeholders([block, *STORY]) == [block, *STORY]
