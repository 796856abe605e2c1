"""A person's title, one sentence a row: sentence, person, title, and what the title belongs to."""
# ruff: noqa: E501 - one sentence a row

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.support.extraction_views import titles
from wiredesk.contract import Extraction

Extract = Callable[..., Extraction]

# fmt: off
TITLES = [
    ("Prime Minister Paul Berg spoke to reporters on Friday.", "Paul Berg", "Prime Minister", None),
    ("Finance Minister Anna Kovac opened the new bridge on Monday.", "Anna Kovac", "Finance Minister", None),
    ("Foreign Minister Tomas Novak left the meeting early.", "Tomas Novak", "Foreign Minister", None),
    ("Defence Minister Maria Torres rejected the offer.", "Maria Torres", "Defence Minister", None),
    ("Interior Minister David Kerr arrived in Geneva on Tuesday.", "David Kerr", "Interior Minister", None),
    ("Deputy Prime Minister Grace Mbeki met the delegation.", "Grace Mbeki", "Deputy Prime Minister", None),
    ("President Carlos Reyes signed the agreement.", "Carlos Reyes", "President", None),
    ("Vice President Ines Duarte apologised for the delay.", "Ines Duarte", "Vice President", None),
    ("Mayor Peter Lang spoke to reporters on Friday.", "Peter Lang", "Mayor", None),
    ("Deputy Mayor Leila Haddad opened the new bridge on Monday.", "Leila Haddad", "Deputy Mayor", None),
    ("Governor Martin Osei left the meeting early.", "Martin Osei", "Governor", None),
    ("Senator Claire Fenwick rejected the offer.", "Claire Fenwick", "Senator", None),
    ("Judge Henrik Dahl arrived in Geneva on Tuesday.", "Henrik Dahl", "Judge", None),
    ("Professor Ruth Callaghan met the delegation.", "Ruth Callaghan", "Professor", None),
    ("General Samuel Otieno signed the agreement.", "Samuel Otieno", "General", None),
    ("Colonel Helena Strand apologised for the delay.", "Helena Strand", "Colonel", None),
    ("Archbishop Luca Ferri spoke to reporters on Friday.", "Luca Ferri", "Archbishop", None),
    ("Ambassador Robert Hale left the meeting early.", "Robert Hale", "Ambassador", None),
    ("Chancellor Joan Pruitt rejected the offer.", "Joan Pruitt", "Chancellor", None),
    ("Queen Daniel Weiss arrived in Geneva on Tuesday.", "Daniel Weiss", "Queen", None),
    ("King Ingrid Moe met the delegation.", "Ingrid Moe", "King", None),
    ("Prince Omar Nasser signed the agreement.", "Omar Nasser", "Prince", None),
    ("Princess Nadia Rahman apologised for the delay.", "Nadia Rahman", "Princess", None),
    ("Dr. James Whitlock spoke to reporters on Friday.", "James Whitlock", "Dr.", None),
    ("Rev. Emma Lindqvist opened the new bridge on Monday.", "Emma Lindqvist", "Rev.", None),
    ("Sen. Andrew Pell left the meeting early.", "Andrew Pell", "Sen.", None),
    ("Rep. Laura Bassett rejected the offer.", "Laura Bassett", "Rep.", None),
    ("Gov. Stefan Brandt arrived in Geneva on Tuesday.", "Stefan Brandt", "Gov.", None),
    ("Lt. Gov. Julia Krantz met the delegation.", "Julia Krantz", "Lt. Gov.", None),
    ("Gen. Paul Berg signed the agreement.", "Paul Berg", "Gen.", None),
    ("Prof. Maria Torres opened the new bridge on Monday.", "Maria Torres", "Prof.", None),
    ("Pope David Kerr left the meeting early.", "David Kerr", "Pope", None),
    ("Police Chief Grace Mbeki rejected the offer.", "Grace Mbeki", "Police Chief", None),
    ("Attorney General Carlos Reyes arrived in Geneva on Tuesday.", "Carlos Reyes", "Attorney General", None),
    ("Secretary of State Ines Duarte met the delegation.", "Ines Duarte", "Secretary of State", None),
    ("Health Secretary Peter Lang signed the agreement.", "Peter Lang", "Health Secretary", None),
    ("Justice Minister Leila Haddad apologised for the delay.", "Leila Haddad", "Justice Minister", None),
    ("Captain Martin Osei spoke to reporters on Friday.", "Martin Osei", "Captain", None),
    ("Sheriff Claire Fenwick opened the new bridge on Monday.", "Claire Fenwick", "Sheriff", None),
    ("Councillor Henrik Dahl left the meeting early.", "Henrik Dahl", "Councillor", None),
    ("Trade Minister Ruth Callaghan rejected the offer.", "Ruth Callaghan", "Trade Minister", None),
    ("Education Minister Samuel Otieno arrived in Geneva on Tuesday.", "Samuel Otieno", "Education Minister", None),
    ("Transport Minister Helena Strand met the delegation.", "Helena Strand", "Transport Minister", None),
    ("Energy Minister Luca Ferri signed the agreement.", "Luca Ferri", "Energy Minister", None),
    ("Health Minister Sofia Marin apologised for the delay.", "Sofia Marin", "Health Minister", None),
    ("Agriculture Minister Robert Hale spoke to reporters on Friday.", "Robert Hale", "Agriculture Minister", None),
    ("Environment Minister Joan Pruitt opened the new bridge on Monday.", "Joan Pruitt", "Environment Minister", None),
    ("Chief Justice Daniel Weiss left the meeting early.", "Daniel Weiss", "Chief Justice", None),
    ("Admiral Ingrid Moe rejected the offer.", "Ingrid Moe", "Admiral", None),
    ("Cardinal Omar Nasser arrived in Geneva on Tuesday.", "Omar Nasser", "Cardinal", None),
    ("Lord James Whitlock signed the agreement.", "James Whitlock", "Lord", None),
    ("Lady Emma Lindqvist apologised for the delay.", "Emma Lindqvist", "Lady", None),
    ("Sir Andrew Pell spoke to reporters on Friday.", "Andrew Pell", "Sir", None),
    ("Dame Laura Bassett opened the new bridge on Monday.", "Laura Bassett", "Dame", None),
    ("Baroness Stefan Brandt left the meeting early.", "Stefan Brandt", "Baroness", None),
    ("Chairman Julia Krantz rejected the offer.", "Julia Krantz", "Chairman", None),
    ("Secretary-General Paul Berg arrived in Geneva on Tuesday.", "Paul Berg", "Secretary-General", None),
    ("Chief Executive Anna Kovac met the delegation.", "Anna Kovac", "Chief Executive", None),
    ("Commissioner Tomas Novak signed the agreement.", "Tomas Novak", "Commissioner", None),
    ("Coach Maria Torres apologised for the delay.", "Maria Torres", "Coach", None),
    ("Detective David Kerr spoke to reporters on Friday.", "David Kerr", "Detective", None),
    ("Lieutenant Grace Mbeki opened the new bridge on Monday.", "Grace Mbeki", "Lieutenant", None),
    ("Major Carlos Reyes left the meeting early.", "Carlos Reyes", "Major", None),
    ("Vice Admiral Ines Duarte rejected the offer.", "Ines Duarte", "Vice Admiral", None),
    ("Brigadier Peter Lang arrived in Geneva on Tuesday.", "Peter Lang", "Brigadier", None),
    ("Norwegian Prime Minister Anna Kovac spoke to reporters on Friday.", "Anna Kovac", "Norwegian Prime Minister", "Norwegian"),
    ("French President Maria Torres opened the new bridge on Monday.", "Maria Torres", "French President", "French"),
    ("German Chancellor Grace Mbeki left the meeting early.", "Grace Mbeki", "German Chancellor", "German"),
    ("Kenyan Foreign Minister Ines Duarte rejected the offer.", "Ines Duarte", "Kenyan Foreign Minister", "Kenyan"),
    ("Brazilian Finance Minister Leila Haddad arrived in Geneva on Tuesday.", "Leila Haddad", "Brazilian Finance Minister", "Brazilian"),
    ("Spanish Interior Minister Claire Fenwick met the delegation.", "Claire Fenwick", "Spanish Interior Minister", "Spanish"),
    ("Japanese Defence Minister Ruth Callaghan signed the agreement.", "Ruth Callaghan", "Japanese Defence Minister", "Japanese"),
    ("Polish President Helena Strand apologised for the delay.", "Helena Strand", "Polish President", "Polish"),
    ("Turkish Foreign Minister Sofia Marin spoke to reporters on Friday.", "Sofia Marin", "Turkish Foreign Minister", "Turkish"),
    ("Canadian Prime Minister Joan Pruitt opened the new bridge on Monday.", "Joan Pruitt", "Canadian Prime Minister", "Canadian"),
    ("Italian Health Minister Ingrid Moe left the meeting early.", "Ingrid Moe", "Italian Health Minister", "Italian"),
    ("Swedish Finance Minister Nadia Rahman rejected the offer.", "Nadia Rahman", "Swedish Finance Minister", "Swedish"),
    ("Indian Trade Minister Emma Lindqvist arrived in Geneva on Tuesday.", "Emma Lindqvist", "Indian Trade Minister", "Indian"),
    ("Chilean President Laura Bassett met the delegation.", "Laura Bassett", "Chilean President", "Chilean"),
    ("Danish Energy Minister Julia Krantz signed the agreement.", "Julia Krantz", "Danish Energy Minister", "Danish"),
    ("Microsoft chief executive Paul Berg spoke to reporters on Friday.", "Paul Berg", "Microsoft chief executive", "Microsoft"),
    ("Anna Kovac, chief executive of Microsoft, spoke to reporters on Friday.", "Anna Kovac", "chief executive of Microsoft", "Microsoft"),
    ("Peter Lang, chief executive of the Red Cross, opened the new bridge on Monday.", "Peter Lang", "chief executive of the Red Cross", "Red Cross"),
    ("Helena Strand, chief executive of Airbus, left the meeting early.", "Helena Strand", "chief executive of Airbus", "Airbus"),
    ("Toyota chairman Maria Torres opened the new bridge on Monday.", "Maria Torres", "Toyota chairman", "Toyota"),
    ("David Kerr, chairman of Toyota, opened the new bridge on Monday.", "David Kerr", "chairman of Toyota", "Toyota"),
    ("Claire Fenwick, chairman of Amnesty International, left the meeting early.", "Claire Fenwick", "chairman of Amnesty International", "Amnesty International"),
    ("Robert Hale, chairman of Siemens, rejected the offer.", "Robert Hale", "chairman of Siemens", "Siemens"),
    ("Ines Duarte, a spokesman for Volkswagen, left the meeting early.", "Ines Duarte", "spokesman for Volkswagen", "Volkswagen"),
    ("Samuel Otieno, a spokesman for Deutsche Bank, rejected the offer.", "Samuel Otieno", "spokesman for Deutsche Bank", "Deutsche Bank"),
    ("Ingrid Moe, a spokesman for the Labour Party, arrived in Geneva on Tuesday.", "Ingrid Moe", "spokesman for the Labour Party", "Labour Party"),
    ("Martin Osei, president of the World Bank, rejected the offer.", "Martin Osei", "president of the World Bank", "World Bank"),
    ("Sofia Marin, president of Goldman Sachs, arrived in Geneva on Tuesday.", "Sofia Marin", "president of Goldman Sachs", "Goldman Sachs"),
    ("James Whitlock, president of Human Rights Watch, met the delegation.", "James Whitlock", "president of Human Rights Watch", "Human Rights Watch"),
    ("Ruth Callaghan, a spokeswoman for the Red Cross, arrived in Geneva on Tuesday.", "Ruth Callaghan", "spokeswoman for the Red Cross", "Red Cross"),
    ("Daniel Weiss, a spokeswoman for Airbus, met the delegation.", "Daniel Weiss", "spokeswoman for Airbus", "Airbus"),
    ("Laura Bassett, a spokeswoman for Shell, signed the agreement.", "Laura Bassett", "spokeswoman for Shell", "Shell"),
    ("Luca Ferri, director of Amnesty International, met the delegation.", "Luca Ferri", "director of Amnesty International", "Amnesty International"),
    ("Nadia Rahman, director of Siemens, signed the agreement.", "Nadia Rahman", "director of Siemens", "Siemens"),
    ("Paul Berg, director of Nokia, apologised for the delay.", "Paul Berg", "director of Nokia", "Nokia"),
    ("Joan Pruitt, head of Deutsche Bank, signed the agreement.", "Joan Pruitt", "head of Deutsche Bank", "Deutsche Bank"),
    ("Andrew Pell, head of the Labour Party, apologised for the delay.", "Andrew Pell", "head of the Labour Party", "Labour Party"),
    ("Maria Torres, head of Harvard University, spoke to reporters on Friday.", "Maria Torres", "head of Harvard University", "Harvard University"),
    ("Omar Nasser, a lawyer for Goldman Sachs, apologised for the delay.", "Omar Nasser", "lawyer for Goldman Sachs", "Goldman Sachs"),
    ("Julia Krantz, a lawyer for Human Rights Watch, spoke to reporters on Friday.", "Julia Krantz", "lawyer for Human Rights Watch", "Human Rights Watch"),
    ("Carlos Reyes, a lawyer for Microsoft, opened the new bridge on Monday.", "Carlos Reyes", "lawyer for Microsoft", "Microsoft"),
    ("Emma Lindqvist, chief economist at Airbus, spoke to reporters on Friday.", "Emma Lindqvist", "chief economist at Airbus", "Airbus"),
    ("Tomas Novak, chief economist at Shell, opened the new bridge on Monday.", "Tomas Novak", "chief economist at Shell", "Shell"),
    ("Leila Haddad, chief economist at Toyota, left the meeting early.", "Leila Haddad", "chief economist at Toyota", "Toyota"),
    ("Stefan Brandt, an analyst at Siemens, opened the new bridge on Monday.", "Stefan Brandt", "analyst at Siemens", "Siemens"),
    ("Grace Mbeki, an analyst at Nokia, left the meeting early.", "Grace Mbeki", "analyst at Nokia", "Nokia"),
    ("Henrik Dahl, an analyst at Volkswagen, rejected the offer.", "Henrik Dahl", "analyst at Volkswagen", "Volkswagen"),
    ("Anna Kovac, vice president of the Labour Party, left the meeting early.", "Anna Kovac", "vice president of the Labour Party", "Labour Party"),
    ("Peter Lang, vice president of Harvard University, rejected the offer.", "Peter Lang", "vice president of Harvard University", "Harvard University"),
    ("Helena Strand, vice president of the World Bank, arrived in Geneva on Tuesday.", "Helena Strand", "vice president of the World Bank", "World Bank"),
    ("David Kerr, a professor at Human Rights Watch, rejected the offer.", "David Kerr", "professor at Human Rights Watch", "Human Rights Watch"),
    ("Claire Fenwick, a professor at Microsoft, arrived in Geneva on Tuesday.", "Claire Fenwick", "professor at Microsoft", "Microsoft"),
    ("Robert Hale, a professor at the Red Cross, met the delegation.", "Robert Hale", "professor at the Red Cross", "Red Cross"),
    ("Ines Duarte, founder of Shell, arrived in Geneva on Tuesday.", "Ines Duarte", "founder of Shell", "Shell"),
    ("Samuel Otieno, founder of Toyota, met the delegation.", "Samuel Otieno", "founder of Toyota", "Toyota"),
    ("Ingrid Moe, founder of Amnesty International, signed the agreement.", "Ingrid Moe", "founder of Amnesty International", "Amnesty International"),
    ("Martin Osei, secretary of Nokia, met the delegation.", "Martin Osei", "secretary of Nokia", "Nokia"),
    ("Sofia Marin, secretary of Volkswagen, signed the agreement.", "Sofia Marin", "secretary of Volkswagen", "Volkswagen"),
    ("James Whitlock, secretary of Deutsche Bank, apologised for the delay.", "James Whitlock", "secretary of Deutsche Bank", "Deutsche Bank"),
    ("Ruth Callaghan, treasurer of Harvard University, signed the agreement.", "Ruth Callaghan", "treasurer of Harvard University", "Harvard University"),
    ("Daniel Weiss, treasurer of the World Bank, apologised for the delay.", "Daniel Weiss", "treasurer of the World Bank", "World Bank"),
    ("Laura Bassett, treasurer of Goldman Sachs, spoke to reporters on Friday.", "Laura Bassett", "treasurer of Goldman Sachs", "Goldman Sachs"),
]
# fmt: on


@pytest.mark.parametrize(("sentence", "person", "title", "of"), TITLES)
def test_the_title_of_a_person(extract: Extract, sentence: str, person: str, title: str, of: str | None) -> None:
    assert titles(extract(sentence), person) == [(title, of)]


@pytest.mark.parametrize(
    ("body", "name", "expected"),
    [
        ("Cost-conscious chairman Paul Berg left.", "Paul Berg", [("chairman", None)]),
        ("Award-winning singer Elena Rossi left.", "Elena Rossi", [("singer", None)]),
        ("The company's chief scientist, Paul Berg, left.", "Paul Berg", [("chief scientist", None)]),
        ("Paul Berg, president of Microsoft's Skype unit, left.", "Paul Berg", [("president of Microsoft's Skype unit", "Skype")]),
        ("Paul Berg, head of European equities, left.", "Paul Berg", [("head of European equities", None)]),
        ("Microsoft lawyer Paul Berg left. Paul Berg of Microsoft said no.", "Paul Berg", [("Microsoft lawyer", "Microsoft")]),
        ("BONN, March 11 - Microsoft is against it, its chairman, Paul Berg, said.", "Paul Berg", [("chairman", "Microsoft")]),
    ],
)  # fmt: skip
def test_a_title_and_its_body_without_what_is_beside_them(
    extract: Extract, body: str, name: str, expected: list[tuple[str, str | None]]
) -> None:
    assert titles(extract(body), name) == expected


@pytest.mark.parametrize(
    ("body", "office"),
    [
        ("Mr Justice Holroyd jailed him.", "judge"),
        ("Lord Justice Farrow agreed.", "appeal judge"),
        ("Chief Justice Elena Rossi ruled.", "chief justice"),
    ],
)
def test_the_office_of_a_judge(extract: Extract, body: str, office: str) -> None:
    assert [title.office for entity in extract(body).entities for title in entity.titles] == [office]
