"""The zone of a line by its form: one line a row, above or below a paragraph of prose."""

from __future__ import annotations

import pytest

from wiredesk.contract import Article
from wiredesk.layout import TextLayout, analyze
from wiredesk.zones.zone_span import zone_at

PROSE = (
    "The minister said on Monday that the money would be paid back to the people who had lost it in the flood, and "
    "that the work on the dam would begin in June."
)

# fmt: off
LINES = {
    "byline": [
        'By Jane Doe',
        'By Jane Doe and John Roe',
        'By Jane Doe, Associated Press',
        'BY JANE DOE',
        'By JANE DOE, Staff Writer',
        'By Jane Doe For The Daily Planet',
        'Written by Jane Doe',
        'By Jane Doe | May 8, 2025 | 3 min read',
        'Jane Doe, Political Editor',
        'By Jane Doe in Nairobi',
        'Jane Doe | Updated 5 May 2025',
        'By Our Correspondent',
        'By Siti binti Ahmad and Lee Kah-wai',
        'By Juan de la Cruz, Special to the Herald',
        'Story by Jane Doe, photos by John Roe',
        'By Jane Doe, BBC News, Washington',
        'By Staff Reporter',
        'Reported by Jane Doe; edited by John Roe',
    ],
    "caption": [
        'FILE PHOTO: Ann Lee speaks in Oslo, Norway, May 8, 2025. REUTERS/Jane Doe/File Photo',
        'Ann Lee arrives at court in Oslo. (Photo by Jane Doe/AFP via Getty Images)',
        'Pictured: Ann Lee leaves the court',
        'In this May 8, 2025, file photo, Ann Lee speaks in Oslo. (AP Photo/Jane Doe, File)',
        'Ann Lee in Oslo last month. Photograph: Jane Doe/AP',
        'Image caption: Ann Lee says she was tired',
        'This undated handout photo provided by Orva Police shows Bob Roe. (Orva Police via AP)',
        'Ann Lee scores the winner. Picture: Jane Doe',
        'Residents queue for water in Juba | Photo Credit: Jane Doe',
        'FILE - Ann Lee speaks in Oslo, May 8, 2025.',
        'Ann Lee at home in Cebu. — PHOTO: Jane Doe',
        'Rovers fans celebrate. Image: Jane Doe/Xample News',
        'Bengaluru: Ann Lee at the event on Monday. ANI/Jane Doe',
        'Ann Lee greets children in Orva. (Photo Jane Doe - WPA Pool/Getty Images)',
    ],
    "credit": [
        'REUTERS/Jane Doe',
        '(AP Photo/Jane Doe)',
        'Photo by Jane Doe',
        'Photo: Jane Doe/Xample Press',
        'Getty Images',
        'Jane Doe/AFP/Getty Images',
        'Image copyright Getty Images',
        'Photograph: Jane Doe for the Guardian',
        'Credit: Jane Doe',
        'Courtesy of Orva Museum',
        'Handout via REUTERS',
        'Jane Doe via Getty Images',
        'Illustration by Jane Doe',
        '© Jane Doe',
        'Image: Jane Doe.',
        'Photo courtesy of Acme Corp.',
        'Twitter/@janedoe',
        'Photo: Supplied',
    ],
    "signoff": [
        '(Reporting by Jane Doe; Editing by John Roe)',
        'Reporting by Jane Doe in Oslo and John Roe in London; Editing by Ann Lee',
        '(Additional reporting by Jane Doe in Oslo; writing by John Roe; editing by Ann Lee and Bob May)',
        '(This is a press release by Acme)',
        '(This story has been corrected to fix the name in paragraph 3)',
        '((jane.doe@example.org; +44 20 7542 1000))',
        '— with files from The Canadian Press',
        'With files from Jane Doe',
        'Contact the writer at jdoe@example.org',
        'Jane Doe is a columnist for the Orva Herald.',
        'Jane Doe in Oslo contributed to this report.',
        'The Associated Press contributed to this report.',
        'This article was amended on 3 May 2025 to correct a date.',
        'To contact the reporter on this story: Jane Doe in Oslo at jdoe@example.net',
        '(ab/cd)',
        "The views expressed are the author's own.",
        '(With inputs from agencies)',
        '(Adds details, quotes)',
        'Staff writer Jane Doe can be reached at 555-1234 or jdoe@example.org.',
        'Reporting By Jane Doe',
        'This story was first published on 3 May.',
        'Compiled by Jane Doe',
        '(Writing by Jane Doe)',
    ],
    "furniture": [
        'Slideshow',
        'Slideshow (3 Images)',
        '(3 Images)',
        'Read more',
        'READ MORE: Storm hits Orva',
        'Also read | Storm hits Orva',
        'Advertisement',
        'Share this',
        'Share this article',
        'Sign up for our newsletter',
        'Sign up for our daily newsletter to get the best of the news.',
        'Subscribe',
        'Follow us on Twitter @orva',
        'Related:',
        'Our Standards: The Thomson Reuters Trust Principles.',
        'We use cookies to improve your experience. Find out more.',
        'Click here',
        'Click here for more stories',
        'Last updated',
        'Last updated: 8 May 2025, 10:03 GMT',
        '1 Min Read',
        '3 min read',
        '12 comments',
        '4.4k shares',
        'Scroll down for video',
        '(STORY CAN END HERE. OPTIONAL MATERIAL FOLLOWS)',
        'Published 8 May 2025',
        'Updated 10:03 a.m. EST, May 8, 2025',
        '© 2025 Xample Press. All rights reserved.',
        'Image 1 of 5',
        'RELATED STORIES',
        'Join the conversation',
        'Story continues below advertisement',
        'Topics:',
        'PUBLISHED: THURSDAY, MAY 2, 2013, 1: 32 PM',
        'Enter your email address:',
        'Do you have a story for us? Email news@orva.example',
    ],
    "body": [
        'By Monday the river had risen by two metres',
        'By the time he left, she said, it was over.',
        'By 2030, the ministry says',
        'Image is everything, Ann Lee said.',
        'Photo exhibitions are rare in Orva.',
        'Follow the money, said Ann Lee, and you will find the thief.',
        'Reporting by the Herald has shown that the mayor lied.',
        'Editing by hand is slow, she said.',
        'Above all, the minister said, the money is gone.',
        'The photograph shows a house.',
        'In this picture, the director shows his village',
        'Credit Suisse and UBS said',
        'Credit: the new word of the boom',
        'Share prices fell in Oslo on Monday.',
        'Subscribe to the theory or not, the facts are clear, Lee said in May.',
        'Related party deals worth $3 million were found.',
        'Updated figures are due in May.',
        'He told Reuters',
        'This story is about a man who left.',
        'This is a story of love and war, she said.',
        'Ann Lee is a columnist, but she has never written about the case, the court was told on Monday.',
        'Watch the river, the mayor told people.',
        'Live music is back in Orva.',
        'Register of voters is to be closed in June.',
        'Top officials said so.',
        'More than 200 people died.',
        'Top: 3 goals',
        'Ann Lee, the editor of the Herald, said so.',
        'The Reuters/Ipsos poll found that most agree',
        'From Orva to Oslo, people wept.',
        'Published figures show a fall.',
        'Posted to Paris in 2019, she wrote a book.',
        'Print is dead, the editor said.',
        'Photo finish: Lee wins by a nose',
        'Save the Children said 300 were killed.',
        'Contact with the ship was lost at 10:03 GMT.',
        'Join the club, he said.',
        'Report: Acme to cut jobs in Oslo',
        'Home Secretary Ann Lee resigned.',
        'Video of the crash shows that the car',
        'Video: police find body of Bob Roe, says report by the army',
    ],
}
# fmt: on


def layout_of(zone: str, line: str) -> tuple[TextLayout, int]:
    """The layout of a story with the line, and where the line begins."""
    below = zone == "signoff"
    body = f"{PROSE}\n\n{line}" if below else f"{line}\n\n{PROSE}"
    found = analyze(Article(id="x", headline="Dam to be built", body=body))
    return found, found.text.index(line)


@pytest.mark.parametrize(("zone", "line"), [(zone, line) for zone, lines in LINES.items() for line in lines])
def test_the_zone_of_a_line(zone: str, line: str) -> None:
    found, at = layout_of(zone, line)
    inside = [span for span in found.zones if at <= span.start < at + len(line)]
    if zone == "body":
        assert inside == []
    elif zone == "caption":
        assert "caption" in {span.zone for span in inside} <= {"caption", "credit", "furniture"}
    else:
        assert zone_at(found.zones, at) == zone
    assert zone_at(found.zones, found.text.index(PROSE)) == "body"


NAMES = [
    ("By Jane Doe For The Daily Planet", "byline", ["Jane Doe PERSON", "Daily Planet ORG"]),
    ("By Jane Doe, BBC News, Washington", "byline", ["Jane Doe PERSON", "BBC News ORG"]),
    ("By JANE DOE and Juan de la Cruz, Staff Writers", "byline", ["JANE DOE PERSON", "Juan de la Cruz PERSON"]),
    ("By Jane Doe | May 8, 2025 | 3 min read", "byline", ["Jane Doe PERSON"]),
    ("REUTERS/Jane Doe/File Photo", "credit", ["REUTERS ORG", "Jane Doe PERSON"]),
    ("(AP Photo/Jane Doe, Pool)", "credit", ["AP ORG", "Jane Doe PERSON"]),
    ("(Photo by Jane Doe/AFP via Getty Images)", "credit", ["Jane Doe PERSON", "AFP ORG", "Getty Images ORG"]),
    ("Photograph: Jane Doe for the Guardian", "credit", ["Jane Doe PERSON", "Guardian ORG"]),
    ("Handout via REUTERS", "credit", ["REUTERS ORG"]),
    ("(Reporting by Jane Doe in Oslo and John Roe in New York; Editing by Ann Lee)", "signoff",
     ["Jane Doe PERSON", "Oslo GPE", "John Roe PERSON", "New York GPE", "Ann Lee PERSON"]),
    ("Writing by Jane Doe; reporting by John Roe in Oslo and Siti binti Ahmad", "signoff",
     ["Jane Doe PERSON", "John Roe PERSON", "Oslo GPE", "Siti binti Ahmad PERSON"]),
    ("— With files from Jane Doe and The Canadian Press", "signoff", ["Jane Doe PERSON", "Canadian Press ORG"]),
    ("Jane Doe in Oslo and John B. Roe contributed to this report.", "signoff",
     ["Jane Doe PERSON", "Oslo GPE", "John B. Roe PERSON"]),
]  # fmt: skip


@pytest.mark.parametrize(("line", "zone", "names"), NAMES)
def test_the_names_that_a_form_gives(line: str, zone: str, names: list[str]) -> None:
    found, at = layout_of(zone, line)
    [span] = [span for span in found.zones if span.start == at]
    assert [f"{found.text[name.start : name.end]} {name.type}" for name in span.names or ()] == names


def test_a_remark_on_the_story_gives_no_names_by_its_form() -> None:
    found, at = layout_of("signoff", "This story has been updated with a comment by Ann Lee.")
    [span] = [span for span in found.zones if span.start == at]
    assert span.names is None


def parts(body: str) -> list[tuple[str, str]]:
    """The zones of a body with their texts."""
    found = analyze(Article(id="x", body=body))
    return [(span.zone, found.text[span.start : span.end]) for span in found.zones]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (
            "FILE PHOTO: Ann Lee in Oslo, May 8. REUTERS/Jane Doe/File Photo",
            [
                ("furniture", "FILE PHOTO:"),
                ("caption", "Ann Lee in Oslo, May 8."),
                ("credit", "REUTERS/Jane Doe/File Photo"),
            ],
        ),
        (
            f"{PROSE} (Reporting by Jane Doe) Copyright 2025 Xample Press.",
            [("signoff", "(Reporting by Jane Doe)"), ("furniture", "Copyright 2025 Xample Press.")],
        ),
        (f"{PROSE} Slideshow (3 Images) {PROSE}", [("furniture", "Slideshow (3 Images)")]),
        (
            f"Ann Lee arrives. (AP Photo/Jane Doe) OSLO, Norway (AP) - {PROSE}",
            [("caption", "Ann Lee arrives."), ("credit", "(AP Photo/Jane Doe)")],
        ),
        (f"By Jane Doe OSLO, May 8 (Reuters) - {PROSE}", [("byline", "By Jane Doe")]),
        ("By Jane Doe | Updated May 8, 2025", [("byline", "By Jane Doe"), ("furniture", "Updated May 8, 2025")]),
        ("• Taxes fall\n\n• Rates rise\n\n• Wages stay",
         [("list", "• Taxes fall"), ("list", "• Rates rise"), ("list", "• Wages stay")]),
        ("Rovers 2 United 1\nCity 0 Albion 0\nTown 3 County 4",
         [("table", "Rovers 2 United 1\nCity 0 Albion 0\nTown 3 County 4")]),
        (f"{PROSE}\n\n(Additional reporting by Jane Doe in Oslo; editing by John\nRoe)",
         [("signoff", "(Additional reporting by Jane Doe in Oslo; editing by John\nRoe)")]),
    ],
)  # fmt: skip
def test_a_paragraph_of_several_zones(body: str, expected: list[tuple[str, str]]) -> None:
    assert parts(body) == expected


@pytest.mark.parametrize(
    "body",
    [
        "The note is a letter of\ncredit by Union Bank of Orva.",
        "It was the first time that the\nreport was originally\npublished by the bank.",
        "He lives in a house\nby Jane Street",
        f"{PROSE}\n\nBy Jane Doe",
        "According to a Reuters/Ipsos poll (April 2025) most agree (57 percent).",
    ],
)
def test_prose_stays_body(body: str) -> None:
    assert parts(body) == []


def test_the_byline_of_the_metadata_is_found_without_a_by() -> None:
    found = analyze(Article(id="x", byline="Jane Doe", body=f"Jane Doe\n\n{PROSE}"))
    assert [span.zone for span in found.zones] == ["byline"]
