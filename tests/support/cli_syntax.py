"""Every verb of the two command lines, and the check that a shell script uses existing verbs and options."""

from __future__ import annotations

import re
import shlex
import subprocess
from collections.abc import Iterator
from typing import Any

from typer.main import get_command

from desk.cli import load_verb

OPERATORS = frozenset({"|", "||", "&&", ";", "&", "(", ")", "|&"})
STARTS = (["wiredesk"], ["python", "-m", "producer"])


def verbs() -> dict[str, Any]:
    """Return ``wiredesk search`` → its command, for every verb and its subcommands."""
    from desk.cli import app as desk
    from producer.cli import app as producer

    found: dict[str, Any] = {}
    for words, app in zip(STARTS, (desk, producer), strict=True):
        _collect(" ".join(words), get_command(app), found)
    return found


def _collect(name: str, command: Any, found: dict[str, Any]) -> None:
    found[name] = command
    for verb, below in getattr(command, "commands", {}).items():
        _collect(f"{name} {verb}", load_verb(verb) if name == "wiredesk" else below, found)


def syntax(script: str) -> str:
    """Return the shell's syntax errors for a script; empty if it has none."""
    done = subprocess.run(["bash", "-n"], input=script, capture_output=True, text=True, check=False)
    return done.stderr.strip()


def problems(script: str) -> Iterator[str]:
    """Return the verbs and options in a script that do not exist."""
    for words in simple_commands(script):
        for start in STARTS:
            if words[: len(start)] == start and (problem := _misfit(" ".join(start), words[len(start) :])):
                yield f"{shlex.join(words)}: {problem}"


def simple_commands(script: str) -> Iterator[list[str]]:
    """Return the words of each command, without assignments before it and redirections."""
    script = re.sub(r"(?s)<<'?(\w+)'?([^\n]*)\n.*?\n\1\n", r"\2\n", f"{script}\n")  # here-documents
    script = re.sub(r"(?m)(^|\s)#\s.*$", "", re.sub(r"\\\n", " ", script))  # comments, continued lines
    script = re.sub(r"\d?>&\d|&>|\d>(?=\D)", lambda found: "" if found[0][-1].isdigit() else ">", script)
    for inner in re.findall(r"\$\(([^()]*)\)", script):
        yield from simple_commands(inner)
    script = re.sub(r"\$\(([^()]*)\)", "substituted", script)
    lexer = shlex.shlex(script.replace("\n", " ; "), posix=True, punctuation_chars="|&;()<>")
    lexer.whitespace_split, lexer.commenters = True, ""
    words: list[str] = []
    skip = False
    for word in [*lexer, ";"]:
        if word in OPERATORS or set(word) <= {";", "&", "|"}:
            if words:
                yield words
            words = []
        elif set(word) <= {"<", ">", "&"}:
            skip = True
        elif skip:
            skip = False
        elif words or not re.match(r"\w+=", word):
            words.append(word)


def _misfit(name: str, words: list[str]) -> str:
    """Return the usage error of the command line for these words, without running anything."""
    command = verbs()[name]
    if {"--help", "-h", "--version"} & set(words):
        return ""
    try:
        while getattr(command, "commands", None):
            parser = command.make_context(name, list(words), resilient_parsing=True)
            rest = [*parser._protected_args, *parser.args]
            if not rest:
                return ""
            verb, *words = rest
            if verb not in command.commands:
                return f"there is no verb {verb}"
            name = f"{name} {verb}"
            command = verbs()[name]
        command.make_context(name, words)
    except Exception as error:
        if type(error).__module__.startswith(("typer", "click")):
            return getattr(error, "message", "") or str(error)
        raise
    return ""
