"""Labels and phrases of agencies: kinds, urgency, datelines, credits, sign-offs, notes."""

from __future__ import annotations

import pytest

from producer.formats import notes
from producer.formats.codes import language, status, subject, urgency, version
from producer.formats.plain_text import revision_labels
from producer.formats.text import credits
from producer.formats.text.line_layout import paragraphs, plain_paragraphs, without_closing
from producer.formats.text.markup import html_paragraphs
from wiredesk.datelines import dateline_agency
from wiredesk.layout import is_preformatted


@pytest.mark.parametrize(
    ("headline", "kind"),
    [
        ("UPDATE 2-Norland bank cuts rates", "update"),
        ("WRAPUP 1-Norland votes", "update"),
        ("RPT-Norland bank cuts rates", "update"),
        ("CORRECTED-Norland bank cuts rates", "correction"),
        ("UPDATE 3-CORRECTED-Norland bank cuts rates", "correction"),
        ("CORRECTED (OFFICIAL)-Norland's budget", "correction"),
        ("REFILE-Norland bank cuts rates", "correction"),
        ("REFILE-UPDATE 1-LEAD Norland bank", "update"),
        ("Correction: Norland-Tunnel story", "correction"),
        ("ADVISORY-Norland budget", "advisory"),
        ("KILL: Norland budget story", "advisory"),
        ("Norland bank cuts rates", None),
        ("Update on the ferry strike", None),
        ("Correction officers strike in Norland", None),
        ("Killed in action: Norland mourns", None),
        ("Adviser resigns", None),
        ("Leading bank cuts rates", None),
    ],
)
def test_kinds_by_headline(headline: str, kind: str | None) -> None:
    assert revision_labels.kind_of_headline(headline) == kind


@pytest.mark.parametrize(
    ("take", "kind"),
    [
        *(("1stLd-Writethru", "update"), ("2ND LEAD", "update"), ("3RD NET", "update"), ("URGENT 1stLd", "update")),
        *(
            ("CORRECTION", "correction"),
            ("Corrects", "correction"),
            ("REFILE", "correction"),
            ("REFILE 2ND LEAD", "update"),
        ),
        *(("Advisory", "advisory"), ("(Advisory)", "advisory"), ("ADV", "advisory"), ("(Achtung)", "advisory")),
        *(("FLASH", None), ("BULLETIN", None), ("EXTRA", None), ("1st Add", "update"), ("2nd Ld", "update")),
    ],
)
def test_kinds_by_take(take: str, kind: str | None) -> None:
    assert revision_labels.kind_of_take(take) == kind


def test_urgency_by_words() -> None:
    assert revision_labels.urgency_of_take("FLASH") == 1
    assert revision_labels.urgency_of_take("URGENT 1stLd") == 2
    assert revision_labels.urgency_of_headline("FLASH: government resigns") == 1
    assert revision_labels.urgency_of_headline("BULLETIN-Ferry sinks") == 2
    assert revision_labels.urgency_of_headline("FLASH FLOODS KILL FOUR") is None
    assert revision_labels.urgency_of_headline("Urgent appeal for aid") is None


@pytest.mark.parametrize(
    ("paragraph", "agency"),
    [
        ("MOSCOW, May 8 (Reuters) - Leaders met.", "Reuters"),
        ("GROSSETO, Italy (AP) -- The trial", "AP"),
        ("Lindholm (nor) - Norland voted.", "nor"),
        ("BERLIN/PARIS, Nov. 14 (Xample Press) — Talks began.", "Xample Press"),
        ("Madrid, 8 may (EFE).- El Gobierno", "EFE"),
        ("MOSCOW, May 8. /TASS/. The minister", "TASS"),
        ("(XP) - Norland voted.", "XP"),
        ("\tMadrid, 8 may (EFE).- El Gobierno", "EFE"),
        ("   (XP) - Norland voted.", "XP"),
        ("The bank (founded in 1900) - the largest - said", None),
        ("Xi Jinping told Vladimir Putin on Thursday (his second day) - they", None),
        ("Norland voted.", None),
    ],
)
def test_agencies_of_datelines(paragraph: str, agency: str | None) -> None:
    assert dateline_agency(paragraph) == agency


@pytest.mark.parametrize(
    "line", ["hh/ph/ts/hd", "bur-dar-gl/fz", "dpa wsz jln npr", "nor el ab", "(ANSA)", "EFE jm-ms/ra"]
)
def test_sign_offs(line: str) -> None:
    assert credits.is_sign_off(line)


@pytest.mark.parametrize(
    "line", ["The end.", "it was the end", "yes/no", "Norland", "He said so", "and/or", "2-1", "media@xp.example"]
)
def test_prose_is_not_a_sign_off(line: str) -> None:
    closing = without_closing(["Norland voted.", line])
    assert closing[-1] == line or line in ("yes/no", "and/or")


@pytest.mark.parametrize(
    "end", ["its rate.", "of it all", "so he did", "in 24/7", "the UK", "more money", "the story ends", "ends.", "more"]
)
def test_the_last_line_of_wrapped_prose_is_not_a_sign_off(end: str) -> None:
    block = f"The bank said on Thursday that it would cut\n{end}"
    assert without_closing(["Norland voted.", block]) == ["Norland voted.", block]


@pytest.mark.parametrize("end", ["(more)", "(MORE) nor", "-30-", "###", "ENDS", "END", "- ends -"])
def test_end_marks_are_removed(end: str) -> None:
    assert without_closing(["Norland voted.", end]) == ["Norland voted."]


def test_credits() -> None:
    assert credits.credit_agency("(This is a Reuters' story)") == "Reuters"
    assert credits.credit_agency("This is an Xample Press story.") == "Xample Press"
    assert credits.credit_agency("This is a sad story of a man who lost.") is None
    assert not credits.is_copyright("copyrights, patents and telecommunications goods.")
    assert credits.is_copyright("Copyright 2025 Xample Press")
    assert credits.is_copyright("© 2025 Xample Press. All rights reserved.")


def test_notes_to_editors() -> None:
    assert notes.is_note("Eds: With XP Photos.")
    assert notes.is_note("EMBARGOED FOR 0001 GMT FRIDAY")
    assert not notes.is_note("Embargo on oil takes effect")
    assert notes.without_notes(["Eds: new.", "Norland voted.", "# Notebook", "- desk"]) == (
        ["Norland voted."],
        ["Eds: new.", "# Notebook", "- desk"],
    )


def test_controlled_values() -> None:
    assert [language(tag) for tag in ("EN", "nl-nl", "zh-hans", "swe", "", "not a tag")] == [
        "en",
        "nl-NL",
        "zh-Hans",
        "sv",
        None,
        None,
    ]
    assert [urgency(value) for value in (1, "4", "8", 9, 0, "high", None, 2.0)] == [1, 4, 8, None, None, None, None, 2]
    assert [version(value) for value in ("04", 978556838, "3N", 0, -1, "", 10**30, True)] == [
        4,
        978556838,
        3,
        None,
        None,
        None,
        None,
        None,
    ]
    assert status("stat:canceled") == status("Cancelled") == "canceled"
    assert status("http://cv.iptc.org/newscodes/pubstatusg2/withheld") == "withheld"
    assert status("stat:unheard") is None
    assert subject("http://cv.iptc.org/newscodes/mediatopic/20000378") == "medtop:20000378"
    assert subject("01000000", "http://cv.iptc.org/newscodes/mediatopic/") == "medtop:01000000"
    assert subject("07001000") == "subj:07001000"
    assert subject("MCC:OEC") is None


def test_tables_are_distinguished_from_prose() -> None:
    table = html_paragraphs(
        "<p>Results:</p><table><tr><th>Team</th><th>Pts</th></tr><tr><td>Lindholm</td><td>3</td></tr></table>"
    )
    assert [is_preformatted(block) for block in table] == [False, True]
    results = html_paragraphs("<pre>1. Larsen   NOR   1:31.20\n2. Berg     SVE   1:31.95</pre>")
    assert results == ["1. Larsen   NOR   1:31.20\n2. Berg     SVE   1:31.95"]
    assert is_preformatted(results[0])
    page = html_paragraphs("<table><tr><td><p>One long story.</p><p>Told in two paragraphs.</p></td></tr></table>")
    assert page == ["One long story.", "Told in two paragraphs."]


def test_indented_paragraphs() -> None:
    assert paragraphs("   One goes\non here.\n   Two.") == ["One goes\non here.", "Two."]
    assert plain_paragraphs(f"{'One ' * 40}.\nTwo ends.\nThree ends.") == [
        "One " * 40 + ".",
        "Two ends.",
        "Three ends.",
    ]


def test_inline_elements_do_not_separate_words() -> None:
    assert html_paragraphs("<p>Applebee&#8217;s<sup>®</sup> <b>lun</b>ch<br>to<br/><br/>go</p>") == [
        "Applebee’s® lunch\nto",
        "go",
    ]


@pytest.mark.parametrize("end", [" EFE", " (ANSA).", " (ANSA)", "\nEFE jm-ms/ra", " EFE abc def"])
def test_an_agencys_name_at_the_very_end_is_removed(end: str) -> None:
    assert credits.without_agency(f"El puente abre.{end}", ["EFE", "ANSA", None]) == "El puente abre."


@pytest.mark.parametrize("text", ["He said so. EFE did it.", "He told EFE", "He left. The EFE office", "He left (EFE)"])
def test_an_agencys_name_in_a_sentence_is_kept(text: str) -> None:
    assert credits.without_agency(text, ["EFE"]) == text
