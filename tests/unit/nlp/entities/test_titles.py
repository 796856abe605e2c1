"""Titles and roles of people."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.support.extraction_views import titles
from wiredesk.contract import Extraction

Extract = Callable[..., Extraction]


@pytest.mark.parametrize(
    ("body", "name", "title", "of"),
    [
        ("Deputy Foreign Minister Ivan Horak of Slovakia left.", "Ivan Horak", "Deputy Foreign Minister", "Slovakia"),
        ("Lloyds Banking Group and its CEO, Charlie Nunn, will meet.", "Charlie Nunn", "CEO", "Lloyds Banking Group"),
        ("Chinese President Xi Jinping told China's ministers to wait.", "Xi Jinping", "Chinese President", "China"),
        (
            "Ann Hollis, a spokesman for Microsoft, declined to comment.",
            "Ann Hollis",
            "spokesman for Microsoft",
            "Microsoft",
        ),
        (
            "Peter Lang, president of the World Bank, spoke on Monday.",
            "Peter Lang",
            "president of the World Bank",
            "World Bank",
        ),
        (
            "Ford Motor chief executive Jane Doyle said sales rose.",
            "Jane Doyle",
            "Ford Motor chief executive",
            "Ford Motor",
        ),
        (
            "The head of the World Bank, Peter Lang, spoke on Monday.",
            "Peter Lang",
            "head of the World Bank",
            "World Bank",
        ),
        ("The former Finance Minister Carlos Reyes was arrested.", "Carlos Reyes", "former Finance Minister", None),
        ("Maria Torres was elected president of Panama on Sunday.", "Maria Torres", "president of Panama", "Panama"),
        (
            "David Kerr, who was chairman of the Labour Party, died.",
            "David Kerr",
            "chairman of the Labour Party",
            "Labour Party",
        ),
        ("Sen. Paul Mason voted against the bill on Friday.", "Paul Mason", "Sen.", None),
    ],
)
def test_a_title_and_what_it_is_of(extract: Extract, body: str, name: str, title: str, of: str | None) -> None:
    assert (title, of) in titles(extract(body), name)


def test_who_led_some_people_somewhere_leads_no_body(extract: Extract) -> None:
    result = extract("Marie-Claire Tabi led 90 guests up a hill. She said the navy of Vanuatu would come from Suva.")
    assert titles(result, "Marie-Claire Tabi") == []


def test_a_plural_title_is_everybodys(extract: Extract) -> None:
    result = extract("Labour Party leaders Tom Blake and Susan Park resigned on Monday.")
    assert [text for text, _ in titles(result, "Tom Blake")] == ["Labour Party leaders"]
    assert [text for text, _ in titles(result, "Susan Park")] == ["Labour Party leaders"]


def test_a_title_across_a_line_break_is_one_line(extract: Extract) -> None:
    result = extract("Chinese President\nXi Jinping told Russia to wait. China did not.")
    assert titles(result, "Xi Jinping") == [("Chinese President", "China")]


def test_what_somebody_is_not_is_no_title(extract: Extract) -> None:
    result = extract("John Barker is not the president of Acme, he said.")
    assert titles(result, "John Barker") == []


def test_mr_is_no_title(extract: Extract) -> None:
    assert titles(extract("Mrs Keane said on Monday that Mrs Keane was tired."), "Keane") == []
    assert titles(extract("Mr Keane said on Monday that Mr Keane was tired."), "Keane") == []


@pytest.mark.parametrize(
    ("body", "name", "bodies"),
    [
        (
            "Calestous Juma was elected to the Royal Society of London, the African Academy of Sciences and the "
            "New York Academy of Sciences.",
            "Calestous Juma",
            ["Royal Society of London", "African Academy of Sciences", "New York Academy of Sciences"],
        ),
        (
            "Tom Baker ran in the riding of York East for the Liberal Party of Canada.",
            "Tom Baker",
            ["Liberal Party of Canada"],
        ),
        ("Ann Lee is a lawyer who was elected to the House of Commons in 2006.", "Ann Lee", ["House of Commons"]),
        ("Alban Maginness (Labour Party) came third on Thursday.", "Alban Maginness", ["Labour Party"]),
    ],
)
def test_the_bodies_that_somebody_belongs_to(extract: Extract, body: str, name: str, bodies: list[str]) -> None:
    assert [of for _, of in titles(extract(body), name) if of] == bodies


def test_whose_president_a_head_of_state_is(extract: Extract) -> None:
    found = extract("President Barack Obama flew to Germany on Monday. The U.S. waited.")
    assert titles(found, "Barack Obama") == [("President", "U.S.")]
