"""Modules that moved: an import by the old name works for one more release and warns with the new name.

Python hides a ``DeprecationWarning`` that another module causes. The authors of extractor packages must see it, so the
programs call :func:`show_moved_names`, which prints each message once, in one line.
"""

from __future__ import annotations

import importlib
import sys
import warnings
from collections.abc import Callable, Mapping
from typing import Any, TextIO


class MovedNameWarning(DeprecationWarning):
    """A module was imported by the name that it had in an earlier release."""


def warn_moved(old: str, new: str, *, stacklevel: int = 3) -> None:
    """Warn about an import of the module ``old``; by default the caller's caller is named as its place."""
    warnings.warn(f"{old} has moved to {new}; the old name will be removed in 0.3", MovedNameWarning, stacklevel)


def moved_module(old: str, new: str, renamed: Mapping[str, str] | None = None) -> Callable[[str], Any]:
    """Return a module ``__getattr__`` (PEP 562) that takes every public name from the module ``new``.

    Args:
        renamed: old name to new name, where a name has changed too.
    """

    def forward(name: str) -> Any:
        if name.startswith("_"):
            raise AttributeError(f"module {old!r} has no attribute {name!r}")
        value = getattr(importlib.import_module(new), (renamed or {}).get(name, name))
        warn_moved(old, new)
        return value

    return forward


def show_moved_names() -> None:
    """Print each :class:`MovedNameWarning` of this process once, as one line on stderr."""
    warnings.filterwarnings("once", category=MovedNameWarning)
    show_other = warnings.showwarning

    def show(
        message: Warning | str, category: type[Warning], filename: str, lineno: int,
        file: TextIO | None = None, line: str | None = None,
    ) -> None:  # fmt: skip
        if issubclass(category, MovedNameWarning):
            sys.stderr.write(f"wiredesk: warning: {filename}, line {lineno}: {message}\n")
        else:
            show_other(message, category, filename, lineno, file, line)

    warnings.showwarning = show
