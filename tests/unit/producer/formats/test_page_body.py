"""Where the text of a page stands, and what stands around it."""

from __future__ import annotations

import json

import pytest

from producer.formats import parse
from producer.formats.envelope import Envelope
from producer.formats.page_scripts import script_values
from wiredesk.errors import NoStory

STORY = [
    "The dam of Orva holds, the mayor, Ana Roth, said on Tuesday after three days of rain that filled the lake.",
    '"Nobody needs to leave," she told reporters in the town hall, where she had met engineers from the capital.',
    "Some 4,000 people live below the wall, which was built in 1931 and raised by two metres after the flood of 1965.",
    "The Lund Institute of Hydrology said that the inflow would fall from Wednesday, when a high was to come.",
]
TEXT = "".join(f"<p>{paragraph}</p>" for paragraph in STORY)
CONSENT = (
    "<h2>Your privacy</h2><p>We and our 842 partners store and access personal data, like browsing data or unique "
    "identifiers, on your device. Selecting I Accept enables tracking technologies to support the purposes. You can "
    "resurface this menu to change your choices or withdraw consent at any time by clicking manage preferences.</p>"
    "<p>We and our partners process data to provide: use precise geolocation data, actively scan device features "
    "for identification, personalised advertising and content, audience research and services development.</p>"
    "<button>I accept</button>"
)


def page(body: str, head: str = "") -> list[str]:
    html = (
        f"<!doctype html><html lang=en><head><title>Dam holds - Orva FM</title>{head}</head><body>{body}</body></html>"
    )
    (article,) = parse(html.encode(), "x.html").articles
    return article.body.split("\n\n")


HOLDERS = [
    "<main><aside class=content><h1>Dam holds</h1>{}</aside></main>",
    "<div class=post-footer-wrapper><h1>Dam holds</h1>{}</div>",
    "<footer><h1>Dam holds</h1>{}</footer>",
    "<form action=x><div><h1>Dam holds</h1>{}</div></form>",
    "<header><h1>Dam holds</h1>{}</header>",
    "<div class=sidebar><h1>Dam holds</h1>{}</div>",
    "<section role=complementary><h1>Dam holds</h1>{}</section>",
    "<div id=menu-wrap><h1>Dam holds</h1>{}</div>",
    "<x-story><template shadowrootmode=open><h1>Dam holds</h1>{}</template></x-story>",
    "<h1>Dam holds</h1><div itemprop=articleBody>{}</div>",
    "<details open><summary>Dam holds</summary>{}</details>",
]


@pytest.mark.parametrize("holder", HOLDERS)
@pytest.mark.parametrize("box", ["<div class=cookie-consent>{}</div>", "<div>{}</div>", "<section id=x>{}</section>"])
def test_the_text_comes_from_where_it_stands(holder: str, box: str) -> None:
    found = page(holder.format(TEXT) + box.format(CONSENT))
    assert [block for block in found if block not in ("Dam holds", "Your privacy", "I accept")] == STORY


def test_paragraphs_divided_by_breaks_are_kept() -> None:
    assert page("<nav><a href=/>Home</a></nav><div><h1>Dam holds</h1>" + "<br><br>".join(STORY) + "</div>") == STORY


def test_comments_longer_than_the_story_are_not_the_story() -> None:
    comment = "<p>I was there in 1965 and can say that nobody told us anything at all before the water came.</p>"
    assert page(f"<article><h1>Dam holds</h1>{TEXT}</article><div id=comments>{comment * 20}</div>") == STORY


def ld(value: object, raw: str | None = None) -> str:
    return f'<script type="application/ld+json">{json.dumps(value) if raw is None else raw}</script>'


ARTICLE = {"@type": "NewsArticle", "headline": "Dam holds", "datePublished": "2026-11-24T08:00:00+01:00"}
FULL = {**ARTICLE, "articleBody": "\n\n".join(STORY)}
BREAKS = json.dumps(FULL).replace("\\n", "\n")
WALLS = [
    f"<div class=consent>{CONSENT}</div><div id=app></div>",
    f"<div>{CONSENT}</div>",
    "<div id=root></div><noscript>You need to enable JavaScript to run this app.</noscript>",
    "<div id=root></div><p>Please enable JavaScript in the settings of your browser and load this page again.</p>",
    f"<article><h1>Dam holds</h1><p>{STORY[0]}</p><div class=paywall><p>Subscribe now to read on.</p></div></article>",
    "<div id=app></div>",
]
SCRIPTS = [
    ld(FULL),
    ld([{"@type": "WebSite"}, FULL]),
    ld({"@context": "https://schema.org", "@graph": [{"@type": "WebSite", "name": "Orva FM"}, FULL]}),
    ld({"@type": "WebSite"}) + ld(FULL),
    ld(None, BREAKS),
    ld(None, BREAKS.replace("\n\n", "\n\t\n")),
    ld(None, f"<!-- {json.dumps(FULL)} -->"),
    ld(None, f"//<![CDATA[\n{json.dumps(FULL)}\n//]]>"),
    ld(None, json.dumps(FULL)[:-1] + ",}"),
    ld(None, json.dumps({"@type": "WebSite"}) + "\n" + json.dumps(FULL) + ";"),
    ld({**FULL, "articleBody": TEXT}),
    ld({**FULL, "articleBody": TEXT.replace("<", "&lt;").replace(">", "&gt;")}),
    ld({**FULL, "articleBody": "\n".join(STORY)}),
    ld({**FULL, "articleBody": STORY}),
    ld({"@type": "LiveBlogPosting", "liveBlogUpdate": [{"articleBody": text} for text in STORY]}),
    ld(None, json.dumps({**FULL, "alternativeHeadline": "Orva~s dam"}).replace("~", "\\'")),
    ld({**FULL, "articleBody": "\n\n".join(STORY).replace('"', "&quot;")}),
]


@pytest.mark.parametrize("wall", WALLS)
@pytest.mark.parametrize("script", SCRIPTS)
def test_behind_a_wall_the_text_is_that_of_json_ld(wall: str, script: str) -> None:
    assert page(wall, script) == STORY


def test_a_whole_visible_text_is_preferred_to_a_shorter_one_in_json_ld() -> None:
    assert page(f"<article><h1>Dam holds</h1>{TEXT}</article>", ld({**FULL, "articleBody": STORY[0]})) == STORY


@pytest.mark.parametrize("wall", WALLS[:4])
def test_a_wall_without_text_behind_it_is_no_story(wall: str) -> None:
    with pytest.raises(NoStory):
        page(wall, ld(ARTICLE))


def test_invisible_text_of_a_page_is_no_text() -> None:
    spam = "<p>Cheap loans for everybody who reads this page, today and always.</p>" * 9
    hidden = f'<div style="display:none">{spam}</div>'
    assert page(f"<article><h1>Dam holds</h1>{hidden}{TEXT}</article>") == STORY


def test_a_wrong_charset_in_the_header_gives_way_to_the_one_in_the_page() -> None:
    head = "<head><meta charset=windows-1251><title>Плотина</title></head>"
    html = f"<html>{head}<body><p>Плотина держится.</p>{TEXT}</body></html>"
    parsed = parse(html.encode("cp1251"), "x.html", envelope=Envelope(charset="utf-8"))
    assert parsed.articles[0].headline == "Плотина"


@pytest.mark.parametrize("text", ["", "{", "nonsense", "[1, 2", '{"a": "b" "c"}'])
def test_a_damaged_script_has_no_values(text: str) -> None:
    assert list(script_values(text)) == []
