"""A source that is a noun with a name in apposition has the named one as its speaker."""

from __future__ import annotations

import pytest

from wiredesk.contract import Article, Extraction
from wiredesk.nlp.pipeline import Pipeline


def speakers(found: Extraction) -> list[str | None]:
    names = {entity.id: entity.name for entity in found.entities}
    return [names.get(quote.speaker or "") for quote in found.quotes]


# fmt: off
SENTENCES = [
    ("The secretary of state, Ann Poole, said on Monday that the talks would end.", "Ann Poole"),
    ("The prime minister, Keir Starmer, said the ships would sail.", "Keir Starmer"),
    ("“The talks will end,” said the secretary of state, Ann Poole.", "Ann Poole"),
    ('"The ships will sail," said the prime minister, Keir Starmer.', "Keir Starmer"),
    ("Its spokeswoman, Ruth Abernethy, said the plant would close.", "Ruth Abernethy"),
    ('"The plant will close," its spokeswoman, Ruth Abernethy, said.', "Ruth Abernethy"),
    ("The company's chief executive, Paula Henk, told reporters the plant would close.", "Paula Henk"),
    ("A spokesman for the ministry, Olaf Brandt, told Reuters that the road was open.", "Olaf Brandt"),
    ('"He is innocent," said his lawyer, Jonas Weber.', "Jonas Weber"),
    ('"He is innocent," said his lawyer, Jonas Weber, who spoke outside the court.', "Jonas Weber"),
    ("The minister, Ana Roth, who arrived on Monday, said the talks would end.", "Ana Roth"),
    ("The bank's governor, Taro Mori, warned that prices would rise.", "Taro Mori"),
    ("According to the mayor, Ana Roth, the wall holds.", "Ana Roth"),
    ('"It holds," according to the town\'s engineer, Paula Henk.', "Paula Henk"),
    ("The party's leader in parliament, Mara Lind, denied the report.", "Mara Lind"),
    ("A neighbour, Beth Sorel, 54, said she heard a bang.", "Beth Sorel"),
    ("One of the witnesses, Beth Sorel, said she heard a bang.", "Beth Sorel"),
    ("The foreign minister of Orva, Ana Roth, said on Monday that the talks would end.", "Ana Roth"),
    ("Starmer's deputy, David Lammy, added that the ships would sail.", "David Lammy"),
    ("The secretary general, António Guterres, called for a ceasefire.", "António Guterres"),
    ("The police chief, Col. Henk Berg, said two men were held.", "Henk Berg"),
    ("Kenya's president, William Ruto, said in Nairobi that the road was open.", "William Ruto"),
    ("The group, Greenpeace, said the river was dirty.", "Greenpeace"),
    ("Ana Roth, the mayor, said the talks would end.", "Ana Roth"),
    ("The lawyer of Ana Roth, Jonas Weber, said the talks would end.", "Jonas Weber"),
    ("The minister for Women and Equalities Nicola Morton said the law would change.", "Nicola Morton"),
    ("The minister for Culture Maria Lopes said the hall would close.", "Maria Lopes"),
    ("The commissioner for Trade and Economic Security Lars Holm said the deal was close.", "Lars Holm"),
    ("The spokesman for Doctors Without Borders Paul Renner said the road was open.", "Paul Renner"),
    ("The wall holds, according to the mayor, Ana Roth.", "Ana Roth"),
    ("Two men were hurt, according to the fire chief, Capt. Bill Roe.", "Bill Roe"),
    ("Another resident, 81-year-old Beth Sorel, said she lost everything.", "Beth Sorel"),
    ("The mayor, Ana Roth, had this to say: “The wall holds.”", "Ana Roth"),
    ("Ana Roth had this to say about the wall: “It holds.”", "Ana Roth"),
    ("The translator Beatrice Langford, who turned six novels into English, said the talks would end.",
     "Beatrice Langford"),
    ("Her sister-in-law, Rehema Mushi, who keeps the books, said the talks would end.", "Rehema Mushi"),
    ("The study's author, Dr Annika Feld of the Orva Institute in Hobart, said the ice was old.", "Annika Feld"),
    ("The analyst – Jane Doe of Merrill Lynch – said shares would fall.", "Jane Doe"),
    ("“It holds,” said Acme's chief executive, Jane Doe.", "Jane Doe"),
    ("A lawyer in Boston, Massachusetts, Olaf Brandt, said the road was open.", "Olaf Brandt"),
    ("Former Nevada senator and Reagan confidant Paul Laxalt said the talks would end.", "Paul Laxalt"),
    ("The Bank of Tokyo's economic adviser Koei Narusawa said prices would fall.", "Koei Narusawa"),
    ("Coach Ana Roth's assistant, Olaf Brandt, said the team was ready.", "Olaf Brandt"),
    ("The victim's sister, 34-year-old Thandi Nkosi, told the court she heard a shot.", "Thandi Nkosi"),
    # None of these names the speaker.
    ("Ships stay away, according to police, but Ana Roth, 43, was rescued.", None),
    ("The lawyer for Mr. Paul Renner said the road was open.", None),
    ("The brother of Congressman Paul Renner said the road was open.", None),
    ("A spokesman for Paul Renner said the road was open.", None),
    ("A spokesman, speaking on Monday, said the road was open.", None),
    ("The minister, a friend of Ana Roth, said the road was open.", None),
    ("The minister, Ana Roth's rival, said the road was open.", None),
    ("An aide to Agriculture Secretary Richard Lyng said prices would fall.", None),
    ("The lawyer for Acme's chief executive Paul Renner said the case was closed.", None),
    ("A driver from Oslo, Norway, said the road was open.", None),
    ("Officials, Ana Roth among them, said the road was open.", None),
]
# fmt: on


@pytest.mark.parametrize(("sentence", "speaker"), SENTENCES)
def test_the_speaker_of_a_source_with_a_name(pipeline: Pipeline, sentence: str, speaker: str | None) -> None:
    assert speakers(pipeline(Article(id="x", body=sentence, language="en"))) == [speaker]


def test_the_name_decides_over_the_noun(pipeline: Pipeline) -> None:
    body = "The prime minister, Keir Starmer, arrived. The prime minister, Mette Frederiksen, said the road was open."
    assert speakers(pipeline(Article(id="x", body=body, language="en"))) == ["Mette Frederiksen"]


def test_a_name_in_apposition_is_no_content(pipeline: Pipeline) -> None:
    found = pipeline(Article(id="x", body="According to the mayor, Ana Roth, the wall holds.", language="en"))
    [quote] = found.quotes
    assert [found.text[start:end] for start, end in quote.content] == ["the wall holds"]
    assert quote.source is not None
    assert found.text[slice(*quote.source)] == "the mayor, Ana Roth"
