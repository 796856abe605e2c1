"""Shared by every command line of wiredesk: one-line errors with their exit code, broken pipes, Ctrl-C."""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NoReturn

import typer

from wiredesk.deprecation import show_moved_names
from wiredesk.errors import EXIT_DONE, EXIT_INTERRUPTED, ConfigError, WiredeskError
from wiredesk.safe_line import safe_line

_ONLY_TELL = {"-h", "--help", "--version"}
"""Options with which a command neither logs nor reads settings."""


def command_line(**attributes: Any) -> typer.Typer:
    """Return a Typer app whose help is plain text: with rich, help would take three times as long.

    Args:
        attributes: those of Typer.
    """
    return typer.Typer(rich_markup_mode=None, pretty_exceptions_enable=False, **attributes)


def run_app(app: typer.Typer) -> NoReturn:
    """Run a command line and exit with its code.  An error of ours is one line on stderr, never a traceback."""
    show_moved_names()
    arguments = sys.argv[1:]
    if arguments and not _ONLY_TELL & set(arguments):
        _log_to_stderr()
    try:
        _check_settings(arguments)
        app()
    except WiredeskError as error:
        sys.stderr.write(f"wiredesk: {safe_line(str(error))}\n")
        code = error.exit_code
    except KeyboardInterrupt:
        sys.stderr.write("\nwiredesk: interrupted; accepted stories are safe\n")
        code = EXIT_INTERRUPTED
    except BrokenPipeError:  # the reader of the pipe has closed it: no output is possible
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        code = EXIT_DONE
    else:
        code = EXIT_DONE
    finally:
        # the interpreter searches all that is alive for cycles before it ends: a second with a model loaded
        gc.freeze()
    raise SystemExit(code)


def _log_to_stderr() -> None:
    """Keep logs out of the results on stdout."""
    from wiredesk.log_set_up import set_up_logs  # lazy: a third of the time that help takes

    set_up_logs(sys.stderr)


def _check_settings(arguments: Sequence[str]) -> None:
    """Warn about unknown settings, also before a verb that reads no settings.

    A configuration file that cannot be read is ignored here: the verbs that need it raise the error themselves.
    """
    has_some = any(name.upper().startswith("WIREDESK_") for name in os.environ) or Path("wire.toml").is_file()
    if not has_some or not arguments or _ONLY_TELL & set(arguments):
        return
    from wiredesk.settings import warn_of_unknown  # lazy: help and version must not wait for pydantic

    try:
        warn_of_unknown()
    except ConfigError:
        return
