"""A capital in a headline says nothing about names: verbs in headline case are in no name."""

from __future__ import annotations

import pytest
from spacy.language import Language

from wiredesk.contract import Article
from wiredesk.layout import analyze
from wiredesk.nlp.headline_case import HeadlineCase, is_headline_case
from wiredesk.nlp.pipeline import Pipeline

BODY = "OSLO, Nov 24 (XP) - The council met on Tuesday to talk about the budget of the town and its roads."

# fmt: off
READ = [
    ("Senate Passes Farm Bill As Farmers Protest In Iowa", "Senate passes Farm Bill as Farmers protest in Iowa"),
    ("Mayor Roth Says Dam Holds After Three Days Of Rain", "Mayor Roth says dam holds after Three Days of Rain"),
    ("Microsoft And Apple Sue Samsung In California", "Microsoft and Apple sue Samsung in California"),
    ("Thousands Flee As Floods Hit Kenya", "Thousands flee as floods hit Kenya"),
    ("Police Arrest Three In Oslo", "Police arrest Three in Oslo"),
    ("Tim Cook Unveils Phone In California", "Tim Cook unveils Phone in California"),
    ("Scientists Find New Frog Species in Peru", "Scientists find New Frog Species in Peru"),
    ("Pope Leo Visits Turkey in Spring", "Pope Leo visits Turkey in Spring"),
    ("Why Voters in Ohio Turned Away From Roth", "Why Voters in Ohio turned away from Roth"),
    ("New York Bans Cars In Parks", "New York bans Cars in parks"),
    ("Manchester United Beats Leeds United", "Manchester United beats Leeds United"),
    ('Roth Reviews "The Man Who Left" In Oslo', 'Roth reviews "The Man Who Left" in Oslo'),
    ("BRITAIN TO SEND SHIPS TO UKRAINE, SAYS STARMER", "BRITAIN to send ships to UKRAINE, says STARMER"),
    # These are not in headline case.
    ("Senate passes farm bill as farmers protest in Iowa", "Senate passes farm bill as farmers protest in Iowa"),
    ("Ana Roth, Paula Henk, Olaf Brandt", "Ana Roth, Paula Henk, Olaf Brandt"),
]
WRONG = [
    ("Moody's Withdraws The Issuer Rating Of Isagen", "Withdraws Rating"),
    ("Avidel Joins NVIDIA In Silicon Valley To Show Video", "Joins Show"),
    ("Zigna Labs Names David Harbeck Chief Marketing Officer", "Names"),
    ("Senate Passes Farm Bill As Farmers Protest In Iowa", "Passes Protest"),
    ("Mayor Roth Says Dam Holds After Three Days Of Rain", "Holds Says"),
    ("UPDATE 1-Orva Holdings Shares Fall On Profit Warning", "Fall Shares"),
    ("Microsoft And Apple Sue Samsung In California", "Sue"),
    ("Police Arrest Three In Oslo Bank Robbery", "Arrest"),
    ("Trump Meets Putin In Helsinki", "Meets"),
    ("Oil Prices Rise As OPEC Cuts Output", "Rise Cuts"),
    ("Germany Bans Huawei From Networks", "Bans"),
    ("Apple Unveils New Phone With Better Camera", "Unveils With"),
    ("Court Rejects Appeal Of Former Mayor Paul Starke", "Rejects"),
    ("Toyota Recalls 300,000 Cars Over Brake Fault", "Recalls"),
    ("Thousands Flee As Floods Hit Kenya", "Flee Hit"),
    ("Acme Buys Berg Systems For $3 Billion", "Buys"),
    ("Kenya Votes In Presidential Election", "Votes"),
    ("Storm Leaves Five Dead In Norway", "Leaves"),
    ("Boeing Wins Order From Lufthansa", "Wins"),
    ("Nurses Strike Over Pay In London", "Strike"),
    ("Ana Roth Elected Mayor Of Orva", "Elected"),
]
# fmt: on


@pytest.mark.parametrize(("headline", "read"), READ)
def test_a_headline_is_read_in_the_case_of_prose(nlp: Language, headline: str, read: str) -> None:
    layout = HeadlineCase.of(nlp).in_prose_case(analyze(Article(id="x", headline=headline, body=BODY)))
    assert layout.masked[: len(headline)] == read
    assert len(layout.masked) == len(layout.text)


@pytest.mark.parametrize(("headline", "verbs"), WRONG)
def test_no_name_holds_a_verb_of_the_headline(pipeline: Pipeline, headline: str, verbs: str) -> None:
    found = pipeline(Article(id="x", headline=headline, body=BODY, language="en"))
    names = [found.text[slice(*mention.span)] for entity in found.entities for mention in entity.mentions]
    assert not [name for name in names if set(name.split()) & set(verbs.split())]


def test_the_story_tells_which_words_are_names(nlp: Language) -> None:
    body = "OSLO, Nov 24 (XP) - Shares in Orva Leaves fell after the town bought a camera from the firm in the north."
    article = Article(id="x", headline="Town Of Orva Leaves Buys Camera In North", body=body)
    read = HeadlineCase.of(nlp).in_prose_case(analyze(article)).masked
    assert read.startswith("Town of Orva Leaves buys camera in north")


@pytest.mark.parametrize("line", ["Rain Falls", "the rain falls on the town of Orva", "RAIN FALLS ON ORVA TODAY", ""])
def test_what_is_not_headline_case(line: str) -> None:
    assert not is_headline_case(line)
