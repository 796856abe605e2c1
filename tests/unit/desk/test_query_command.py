"""A word of a query that begins with a dash is no option; a misspelt option is no word."""

from __future__ import annotations

from typing import Annotated

import pytest
import typer
from typer.testing import CliRunner

from desk.query_command import QueryCommand

app = typer.Typer(add_completion=False)


@app.command(cls=QueryCommand)
def find(
    words: Annotated[list[str] | None, typer.Argument()] = None,
    limit: Annotated[int, typer.Option("-n", "--limit")] = 20,
    source: str = "",
    follow: Annotated[bool, typer.Option("-f")] = False,
) -> None:
    print(words or [], limit, source, follow)


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("oil -gold", "['oil', '-gold'] 20  False"),
        ("oil -gold --source Reuters -f", "['oil', '-gold'] 20 Reuters True"),
        ("--source Reuters oil -gold -n 5", "['oil', '-gold'] 5 Reuters False"),
        ("oil -n5 -news", "['oil', '-news'] 5  False"),
        ("oil -n -5", "['oil'] -5  False"),
        ("oil -f -ferries", "['oil', '-ferries'] 20  True"),
        ("oil -source:Reuters --limit=3", "['oil', '-source:Reuters'] 3  False"),
        ("oil - gold", "['oil', '-', 'gold'] 20  False"),
        ("-n 2 -- -gold --limit", "['-gold', '--limit'] 2  False"),
        ("oil -- -f", "['oil', '-f'] 20  False"),
        ("", "[] 20  False"),
    ],
)
def test_options_and_words_may_stand_in_any_order(given: str, expected: str) -> None:
    found = CliRunner().invoke(app, given.split())
    assert (found.exit_code, found.stdout.strip()) == (0, expected)


@pytest.mark.parametrize("given", ["oil --sourec x", "oil --gold", "-gold oil", "oil --limit", "oil -n"])
def test_what_is_no_word_is_refused(given: str) -> None:
    assert CliRunner().invoke(app, given.split()).exit_code == 2


@pytest.mark.parametrize("given", ["--help", "oil --help"])
def test_help_is_still_an_option(given: str) -> None:
    assert "--limit" in CliRunner().invoke(app, given.split()).stdout
