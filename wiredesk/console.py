"""What every command line of wiredesk does alike: errors in one line with their exit code, quiet pipes, Ctrl-C."""

from __future__ import annotations

import os
import sys
from typing import NoReturn

import structlog
import typer

from wiredesk.deprecation import show_moved_names
from wiredesk.errors import EXIT_DONE, EXIT_INTERRUPTED, WiredeskError


def run_app(app: typer.Typer) -> NoReturn:
    """Run a command line and exit with its code.  One of our errors is one line on stderr, never a traceback."""
    app.pretty_exceptions_enable = False
    show_moved_names()
    structlog.configure(logger_factory=structlog.PrintLoggerFactory(sys.stderr))  # stdout is for results
    try:
        app()
    except WiredeskError as error:
        sys.stderr.write(f"wiredesk: {error}\n")
        code = error.exit_code
    except KeyboardInterrupt:
        sys.stderr.write("\nwiredesk: interrupted; what was accepted is safe\n")
        code = EXIT_INTERRUPTED
    except BrokenPipeError:  # the reader of a pipe has gone: nobody is left to write to
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        code = EXIT_DONE
    else:
        code = EXIT_DONE
    raise SystemExit(code)
