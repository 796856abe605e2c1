"""The ``wiredesk`` command: the table of its verbs; the module of a verb is imported when the verb is used."""

from __future__ import annotations

import gc
from functools import cache
from importlib import import_module
from inspect import cleandoc
from pathlib import Path
from typing import Annotated, Any

import typer
from typer.core import TyperCommand, TyperGroup
from typer.main import get_command

from desk.query_command import QueryCommand
from wiredesk.console import command_line, run_app

VERBS: dict[str, str] = {
    "run": "Feed the sources and extract every story, on this machine, in one command.",
    "feed": "Publish every story of the sources: write it to the ledger, then send it to the workers.",
    "worker": "Run a worker on this host until Ctrl-C or SIGTERM; further options go to Celery.",
    "extract": "Extract stories without a queue; write one extraction document per line to stdout.",
    "replay": "Publish a corpus at the pace of its own timestamps; workers anywhere extract it.",
    "tail": "Print the newest stories, newest last; with -f, continue with each new story.",
    "search": "Find stories, the latest publication first; every option narrows the search.",
    "show": "Print a story with its entities in colour, its quotations, its ledger state and its notes.",
    "people": "List the people, organisations or places that most stories mention.",
    "thing": "Print what is known of a person, an organisation, a place or another thing.",
    "things": "Merge, split, name and correct people, organisations, places and other things.",
    "quotes": "Print quotations, those of the latest publication first.",
    "events": "Print who did what to whom, the latest publication first.",
    "threads": "List the threads: stories of one happening, the one with the latest publication first.",
    "thread": "Print one thread: its stories, sources and times, and what the sources tell differently.",
    "stats": "Print story counts, throughput, delays and the things that most stories mention.",
    "status": "Print stories by state, queue lengths and the age of the oldest pending story.",
    "export": "Write the results of a search to stdout: documents, a table, or a format of the trade.",
    "sql": "Print the rows of a SELECT over visible stories and what was found in them.",
    "watch": "Searches that are asked of each new story, and what they found.",
    "star": "Star stories, or take their stars away.",
    "note": "Notes on stories, for all readers of the desk.",
    "users": "Who may sign in to the desk, and what each may do.",
    "deliver": "Send every change to the sinks of wire.toml, and ask the watches, until Ctrl-C or SIGTERM.",
    "sinks": "List sinks, pause and resume them, and send changes again.",
    "sources": "List the sources, and set up, pause, resume, try and remove those of the desk.",
    "reconcile": "Compare an agency's list of ids with the ledger: what is there, and what is missing.",
    "mcp": "Serve five read-only tools for agents: search, story, who_said_what, events, timeline.",
    "web": "Serve the web desk, the JSON API and the metrics.",
    "metrics": "Print the Prometheus metrics once; the web desk serves them at /metrics.",
    "flower": "Serve Flower, the monitor of workers and queues, at port 5555; its options follow.",
    "health": "Report whether a process on this host makes progress; exit with 0 or 1.",
    "doctor": "Check broker, queues, workers, store, model and settings, and say how to fix problems.",
    "config": "Print the settings that apply with their origin, and the sources, sinks and watches of wire.toml.",
    "formats": "List the input formats: how each is recognised, its usual names of files, and what is read.",
    "schema": "Print the JSON Schema of a document.",
    "kb": "Build a knowledge base of your own, and look into it.",
    "extractors": "List the extractors in the order in which they run, including those of other packages.",
    "migrate": "Create the store, or migrate it to the schema of this release.",
    "reprocess": "Send stories through the workers again, after the live wire.",
    "prune": "Delete stories whose newest version is older than a date, with their results.",
    "backup": "Copy the store into a file while producers and workers continue.",
    "identity": "Keep the directory of people, organisations and places.",
    "quarantine": "List, show, release or drop quarantined stories.",
}
"""The verbs in the order of ``wiredesk --help``, each with the first line of its own help.

``desk.commands.<verb>`` holds the function of the same name, or a Typer app called ``app`` where the verb has verbs
of its own.
"""


QUERY_VERBS = frozenset({"search", "tail", "export"})
"""Verbs whose arguments are the words of a query."""
PASSING_ON = frozenset({"worker", "flower"})
"""Verbs whose further options are those of another program."""


@cache
def load_verb(name: str) -> Any:
    """Import a verb's module and return its command."""
    module = import_module(f"desk.commands.{name}")
    if hasattr(module, "app"):
        return _with_whole_help(get_command(module.app))
    single = command_line(add_completion=False)
    passes_on = {"allow_extra_args": True, "ignore_unknown_options": True} if name in PASSING_ON else {}
    kind = QueryCommand if name in QUERY_VERBS else TyperCommand
    single.command(name, cls=kind, context_settings=passes_on)(getattr(module, name))
    return _with_whole_help(get_command(single))


def _with_whole_help(command: Any) -> Any:
    """Let paragraphs of a command's help, and of its verbs', flow with the width, and list the verbs with all words."""
    if command.help:
        parts = [" ".join(part.split()) for part in cleandoc(command.help).split("\n\n")]
        command.short_help, command.help = parts[0], "\n\n".join(parts)
    for verb in getattr(command, "commands", {}).values():
        _with_whole_help(verb)
    return command


class LazyGroup(TyperGroup):
    """The group of all verbs: it lists them from :data:`VERBS` and loads one only to run it."""

    def __init__(self, **attributes: Any) -> None:
        super().__init__(**attributes)
        for name, summary in VERBS.items():
            self.add_command(TyperCommand(name, short_help=summary))

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        """Find the verb that the arguments name, as Typer does, and load it."""
        name, _placeholder, rest = super().resolve_command(ctx, args)
        return name, name and load_verb(name), rest


app = command_line(
    name="wiredesk",
    cls=LazyGroup,
    epilog="Exit codes: 0 done, 1 failure or no match, 2 usage, 65 bad data, 69 service down, 78 configuration, "
    "130 interrupted.",
    no_args_is_help=True,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)


def _print_version(wanted: bool) -> None:
    if wanted:
        from importlib.metadata import version  # lazy: it takes longer to import than the rest of this module

        typer.echo(f"wiredesk {version('wiredesk')}")
        raise typer.Exit


@app.callback()
def settings(
    context: typer.Context,
    home: Annotated[
        Path | None, typer.Option(help="folder of the embedded broker and store", show_default=False)
    ] = None,
    broker: Annotated[str | None, typer.Option(help="Redis URL", show_default=False)] = None,
    store: Annotated[str | None, typer.Option(help="SQLAlchemy URL of the store", show_default=False)] = None,
    _version: Annotated[
        bool, typer.Option("--version", callback=_print_version, is_eager=True, help="print the version")
    ] = False,
) -> None:
    """A wire desk: live news in; who, what, when, where and who-said-what out.

    The flags before the verb override the environment and wire.toml.

    Example: wiredesk run seeds
    """
    context.obj = {"home": home, "broker_url": broker, "store_url": store}


def main() -> None:
    """Run the ``wiredesk`` command."""
    gc.set_threshold(50_000, 20, 100)  # a command is short-lived: collecting while it imports took a sixth of its time
    run_app(app)
