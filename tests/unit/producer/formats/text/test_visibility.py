"""What a reader of HTML does not see."""

from __future__ import annotations

import pytest

from producer.formats.text.markup import html_paragraphs
from producer.formats.text.visibility import box_of

BOXES = [
    ("display:none", "none"),
    ("Display : NONE !important", "none"),
    ("max-height:0px;overflow:hidden", "none"),
    ("height:1px;width:1px;overflow:hidden", "none"),
    ("position:absolute;left:-9999px", "none"),
    ("text-indent:-9999px", "none"),
    ("clip:rect(0 0 0 0)", "none"),
    ("mso-hide:all", "none"),
    ("opacity:0", "faded"),
    ("opacity:0.5", ""),
    ("display:block", "seen"),
    ("width:100%;overflow:hidden", ""),
    ("height:auto", ""),
    ("", ""),
]


@pytest.mark.parametrize(("style", "box"), BOXES)
def test_a_style_says_whether_a_box_is_drawn(style: str, box: str) -> None:
    assert box_of(style) == box


TEXTS = [
    ('<p>One <span style="display:none">not</span> two.</p>', ["One two."]),
    ("<p hidden>Not</p><p>Yes.</p>", ["Yes."]),
    ("<dialog>Not</dialog><p>Yes.</p>", ["Yes."]),
    ("<dialog open>Yes.</dialog>", ["Yes."]),
    ('<div style="font-size:0"><div style="font-size:13px">Yes.</div>not</div>', ["Yes."]),
    ('<div style="font-size:0;color:red">not <b style="color:blue">not</b></div>Yes.', ["Yes."]),
    ('<div style="font-size:0"><b style="font-size:2em">not</b></div>Yes.', ["Yes."]),
    ('<div style="visibility:hidden">not<p style="visibility:visible">Yes.</p></div>', ["Yes."]),
    ('<table bgcolor="#ffffff"><tr><td style="color:#FFF">not</td></tr></table><p>Yes.</p>', ["Yes."]),
    ('<p style="color:rgba(0,0,0,0)">not</p><p>Yes.</p>', ["Yes."]),
    ('<p class="sr-only">not</p><p>Yes.</p>', ["Yes."]),
    (
        "<style>.a{display:none} #b,p.c{display:none!important}</style><p class=a>x<p id=b>x<p class=c>x<p>Yes.",
        ["Yes."],
    ),
    (
        "<style>@media print{.a{display:none}} .x .b{display:none}</style><p class=a>Yes.</p><p class=b>Yes.</p>",
        ["Yes."] * 2,
    ),
    ('<style>.a{display:none}</style><p class=a style="display:block">Yes.</p>', ["Yes."]),
    ('<body style="opacity:0"><p>Yes.</p></body>', ["Yes."]),
    ('<div style="opacity:0"><h1>Yes.</h1></div><p>Yes.</p>', ["Yes."] * 2),
    ('<p style="opacity:0">not</p><p>Yes.</p>', ["Yes."]),
    ('<p aria-hidden="true">Yes.</p>', ["Yes."]),
    ('<div style="display:none">All that there is.</div>', ["All that there is."]),
]


@pytest.mark.parametrize(("html", "found"), TEXTS)
def test_only_visible_text_is_text(html: str, found: list[str]) -> None:
    assert html_paragraphs(html) == found
