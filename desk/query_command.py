"""A command whose arguments are a query: a word such as ``-gold`` after its first word is a part of the query."""

from __future__ import annotations

from typing import Any

from typer.core import TyperCommand


class QueryCommand(TyperCommand):
    """Takes what begins with one dash and is no option for a word, once the query has begun.

    What begins with two dashes stays an option, so that a misspelt one is refused.  An option before the query is told
    from ``-word`` by its name alone: ``wiredesk search -gold`` is a misspelt option, as it is with other programs.
    """

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Parse the arguments, with the words of the query after all options."""
        given = words_last(args, self.params, ctx.help_option_names)
        found: list[str] = super().parse_args(ctx, given)
        return found


def words_last(given: list[str], parameters: list[Any], help_names: list[str]) -> list[str]:
    """Return arguments with all words at the end, after ``--`` if one of them could be taken for an option.

    Args:
        parameters: those of the command; its arguments with one value, such as a name, come before the query.
    """
    takes_value = {
        name: not (one.is_flag or one.count)
        for one in parameters
        if one.param_type_name == "option"
        for name in (*one.opts, *one.secondary_opts)
    } | dict.fromkeys(help_names, False)
    before = sum(one.param_type_name == "argument" and one.nargs == 1 for one in parameters)
    options: list[str] = []
    words: list[str] = []
    rest = iter(given)
    for text in rest:
        if text == "--":
            words += rest
        elif not text.startswith("-") or text == "-" or (len(words) > before and not _is_option(text, takes_value)):
            words.append(text)
        else:
            options.append(text)
            if takes_value.get(text) and (value := next(rest, None)) is not None:
                options.append(value)
    return [*options, *(["--"] if any(one.startswith("-") for one in words) else []), *words]


def _is_option(text: str, takes_value: dict[str, bool]) -> bool:
    """Return whether a text that begins with a dash is an option: ``-n``, ``-n5``, or anything with two dashes."""
    if text.startswith("--"):
        return True
    name, value = text[:2], text[2:]
    if not value or not takes_value.get(name, False):
        return text in takes_value
    return value[0].isdigit() or value[0] == "="
