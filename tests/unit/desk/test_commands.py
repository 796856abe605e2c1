"""The command line: its table of verbs, what a verb's module brings, options that have another name now."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from typer import Context
from typer.testing import CliRunner

from desk import commands
from desk.cli import VERBS, app, load_verb
from desk.cli_context import settings_of
from tests.support import desk_stories
from tests.support.cli_syntax import verbs

FOLDER = Path(commands.__file__).parent


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("commands")
    desk_stories.filled(home).close()
    return home


@pytest.mark.parametrize("verb", VERBS)
def test_the_table_has_the_first_line_of_the_verbs_own_help(verb: str) -> None:
    command = load_verb(verb)
    assert (command.help or "").splitlines()[0] == VERBS[verb]


def test_the_paragraphs_of_help_flow_with_the_width() -> None:
    text = CliRunner(env={"COLUMNS": "80", "NO_COLOR": "1"}).invoke(app, ["run", "--help"]).output
    assert "Progress goes to stderr, the summary to stdout." in text


def test_every_module_is_a_verb() -> None:
    assert {path.stem for path in FOLDER.glob("*.py")} - {"__init__"} == VERBS.keys()


def test_help_lists_the_verbs_in_order_without_loading_them() -> None:
    text = CliRunner(env={"COLUMNS": "200", "NO_COLOR": "1"}).invoke(app, ["--help"]).output
    listed = [line.split()[0] for line in text.partition("Commands:")[2].splitlines() if line[:3].strip()]
    assert [verb for verb in listed if verb in VERBS] == list(VERBS)
    whole = " ".join(text.split())
    assert all(summary in whole for summary in VERBS.values())


def test_verbs_of_a_verb_are_listed_with_all_words() -> None:
    text = CliRunner(env={"COLUMNS": "80", "NO_COLOR": "1"}).invoke(app, ["watch", "--help"]).output
    assert "nothing is sent or kept." in " ".join(text.split())
    assert "..." not in text.partition("Commands:")[2]


def test_a_misspelt_verb_is_corrected() -> None:
    done = CliRunner(env={"COLUMNS": "200", "NO_COLOR": "1"}).invoke(app, ["serach"])
    assert done.exit_code == 2 and "Did you mean 'search'" in done.output


@pytest.mark.parametrize("verb", VERBS)
@pytest.mark.parametrize("option", ["-h", "--help"])
def test_every_verb_has_both_help_options(verb: str, option: str) -> None:
    done = CliRunner(env={"COLUMNS": "200", "NO_COLOR": "1"}).invoke(app, [verb, option])
    assert done.exit_code == 0 and f" {verb} " in done.output
    assert "--install-completion" not in done.output


@pytest.mark.parametrize(("words", "command"), verbs().items(), ids=verbs())
def test_arguments_are_named_in_capitals_without_brackets_of_their_own(words: str, command: Any) -> None:
    for one in command.params:
        if one.param_type_name == "argument":
            assert re.fullmatch(r"[A-Z|-]+(\.[a-z]+)?", one.metavar or ""), f"{words}: {one.name}"


def test_the_old_name_of_timeout_still_works(home: Path) -> None:
    words = ["--home", str(home), "health", "web", "--address", "http://127.0.0.1:1"]
    old = CliRunner().invoke(app, [*words, "--patience", "5"])
    new = CliRunner().invoke(app, [*words, "--timeout", "5"])
    assert (old.exit_code, new.exit_code) == (1, 1)
    assert old.stderr == "wiredesk: --patience is deprecated; use --timeout\n" + new.stderr
    assert "--patience" not in CliRunner().invoke(app, ["health", "--help"]).output


@pytest.mark.parametrize(
    ("words", "text"),
    [
        (["search", "cranes"], '… "We want the cranes of Mombasa port'),
        (["search", "--facets"], "Source\n       1  Coast\n       1  Harbour News"),
        (["search", "cranes", "--facets"], "       1  Kenya  place:KE"),
        (["search", "cranes", "--facets", "--json"], '"query":"cranes source:\\"Harbour News\\""'),
        (["search", "cranes", "--json"], '"snippet":{"text":"\\"We want the cranes'),
        (["events", "--type", "reject"], "Peter Lund rejected Kenya Ports Union"),
        (["events", "--json", "--quoted", "--status", "planned"], '"said_by":"Amina Otieno"'),
        (["events", "--types"], "criminal charge"),
        (["events", "--types", "--json"], '"type":"ACQUIRE","ontology":"wire"'),
        (["quarantine", "list", "--error", "x"], "no quarantined stories"),
        (["stats"], "3 stories"),
        (["tail", "-n", "1"], "Ferry sinks off Mombasa"),
        (["show", desk_stories.HARBOUR], "Harbour talks resume in Nairobi"),
        (["show", desk_stories.HARBOUR], "What happened\n  Peter Lund rejected Kenya Ports Union"),
        (["show", desk_stories.HARBOUR, "--json"], '"shown":'),
        (["status", "--json"], '"oldest_pending_seconds"'),
        (["schema", "article"], '"title": "Article"'),
        (["reprocess", "--all", "--dry-run"], "6 stories would be extracted again"),
        (["prune", "--older-than", "1d", "--dry-run"], "0 versions accepted before"),
    ],
)
def test_what_a_verb_prints(home: Path, words: list[str], text: str) -> None:
    done = CliRunner(env={"COLUMNS": "200"}).invoke(app, ["--home", str(home), *words])
    assert done.exit_code == 0, done.output
    assert text in done.stdout


@pytest.mark.parametrize("json", [[], ["--json"]])
@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["search", "xylophone"], "no matching stories"),
        (["quotes", "nobody"], "no matching quotes"),
        (["events", "nobody"], "no matching events"),
        (["people", "nobody"], "no matching names"),
        (["threads", "--min-stories", "1000"], "no matching threads"),
    ],
)
def test_without_a_match_stdout_is_empty_and_the_exit_code_is_1(
    home: Path, words: list[str], sentence: str, json: list[str]
) -> None:
    done = CliRunner().invoke(app, ["--home", str(home), *words, *json])
    assert (done.exit_code, done.stdout, done.stderr) == (1, "", f"wiredesk: {sentence}\n")


def test_a_verb_does_not_change_the_flags_before_it(home: Path) -> None:
    given = {"home": home, "broker_url": None}
    context = Context(load_verb("run"), obj=dict(given))
    assert settings_of(context, concurrency=3).concurrency == 3
    assert settings_of(context, concurrency=None).home == home
    assert context.obj == given
