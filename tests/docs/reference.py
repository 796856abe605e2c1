"""Generate the reference pages from the code: ``python -m tests.docs.reference``; a test finds outdated pages."""

from __future__ import annotations

import ast
import inspect
import json
import re
import textwrap
from collections.abc import Callable, Iterator
from itertools import pairwise
from pathlib import Path
from types import ModuleType
from typing import Any, get_args

from tests.support.cli_syntax import verbs
from tests.support.paths import ROOT

FOLDER = ROOT / "docs" / "reference"
MADE = "<!-- made by: python -m tests.docs.reference -->"


def pages() -> dict[Path, str]:
    """Return every page with its text."""
    makers: dict[str, Callable[[], Iterator[str]]] = {
        "settings": settings, "cli": command_line, "endpoints": endpoints, "schema": schema, "exit-codes": exit_codes,
        "python": python_api, "modules": modules, "event-types": events, "query": query_language,
    }  # fmt: skip
    return {FOLDER / f"{name}.md": "\n".join(make()).rstrip() + "\n" for name, make in makers.items()}


def settings() -> Iterator[str]:
    """Return the page of all settings with their variables, defaults and descriptions."""
    from wiredesk.settings import FOREIGN, Settings

    yield from _head(
        "Settings",
        "Each is an environment variable, a line `name = value` in the table `[settings]` of `wire.toml`\n"
        "(`WIREDESK_CONFIG` names another file), or a flag; flags win over the environment, the environment over the\n"
        "file. `wiredesk doctor` shows each with its value and where that comes from. Times are seconds, sizes bytes,\n"
        "unless said otherwise.",
    )
    yield from _row("variable", "default", "what")
    yield from _row("---", "---", "---")
    for name, field in Settings.model_fields.items():
        default = "none" if field.default in (None, ()) else f"`{field.default}`"
        others = ", ".join(f"`{other}`" for other in FOREIGN.get(name, ()))
        what = _sentence(field.description or "") + (f" Also read from {others}." if others else "")
        choices = get_args(field.annotation)
        if choices and all(isinstance(choice, str) for choice in choices):
            what += f" {' or '.join(f'`{choice}`' for choice in choices)}."
        yield from _row(f"`WIREDESK_{name.upper()}`", default, what)
    yield ""
    yield "`WIREDESK_CONFIG` is read from the environment only. In the file the same names stand in small letters:"
    yield ""
    yield "```toml\n[settings]\nconcurrency = 4\nstory_seconds = 60\n```"


def command_line() -> Iterator[str]:
    """Return the page of all verbs with their arguments, options and examples."""
    yield from _head(
        "Command line",
        "`--json` gives programs what people read. On a terminal long output goes through the pager (`PAGER`);\n"
        "`NO_COLOR` switches colours off. `wiredesk --install-completion` teaches the shell the verbs, options\n"
        "and ids. A search without a match exits with 1 and says so on stderr, as grep does. The start of an id, or\n"
        "of the hash in it, stands for the id where it fits one story only: `wiredesk show d55084b`.",
    )
    for name, command in verbs().items():
        yield f"## {name}"
        yield ""
        about, _, examples = inspect.cleandoc(command.help or "").partition("Example:")
        yield from (about.strip(), "")
        context = _context(name, command)
        yield f"```text\n{' '.join([name, *command.collect_usage_pieces(context)])}\n```"
        yield ""
        rows = [record for one in command.params if (record := one.get_help_record(context)) and not one.hidden]
        if rows:
            yield from _row("argument, option", "what")
            yield from _row("---", "---")
            for left, right in rows:
                yield from _row(f"`{left}`", right)
            yield ""
        told = [line.strip() for line in examples.replace("Example:", "\n").splitlines() if line.strip()]
        if told:
            yield "<!-- not run: an example -->"
            yield "```sh\n" + "\n".join(told) + "\n```"
            yield ""


def _context(name: str, command: Any) -> Any:
    return command.context_class(command, info_name=name)


def endpoints() -> Iterator[str]:
    """Return the page of all operations of the JSON API with their parameters, from the OpenAPI description."""
    from desk.web.app import create_app
    from wiredesk.settings import Settings
    from wiredesk.store import Store

    document = create_app(Settings(), store=Store("sqlite://")).openapi()
    enumerations = document["components"]["schemas"]
    yield from _head(
        "Endpoints",
        "What `/api/openapi.json` says, for people; [the JSON API](api.md) says how to page, cache and follow.",
    )
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            yield f"## {method.upper()} {path}"
            yield ""
            yield _sentence(operation.get("description") or operation.get("summary", ""))
            yield ""
            parameters = operation.get("parameters", ())
            if parameters:
                yield from _row("parameter", "in", "type", "default", "what")
                yield from _row("---", "---", "---", "---", "---")
            for one in parameters:
                default = one["schema"].get("default")
                shown = "" if default in (None, "") else f"`{default}`"
                what = _sentence(one.get("description", ""))
                kind = _type(_resolved(one["schema"], enumerations))
                yield from _row(f"`{one['name']}`", one["in"], kind, shown, what)
            if parameters:
                yield ""
            yield "Answers: " + ", ".join(
                f"{code} {answer['description']}" for code, answer in operation["responses"].items()
            )
            yield ""


def _resolved(field: dict[str, Any], parts: dict[str, Any]) -> dict[str, Any]:
    """Return a schema with its references replaced by the parts that they name."""
    if "$ref" in field:
        return dict(parts[field["$ref"].rpartition("/")[2]])
    return field | {"anyOf": [_resolved(one, parts) for one in field["anyOf"]]} if "anyOf" in field else field


def schema() -> Iterator[str]:
    """Return the page of the two documents of the contract, field by field."""
    from wiredesk import contract

    about = inspect.cleandoc(contract.__doc__ or "").replace(":attr:`Extraction.text`", "`text`")
    yield from _head("Documents", about.replace("``", "`"))
    yield "`wiredesk schema article` and `wiredesk schema extraction` print the JSON Schemas."
    yield ""
    notes = _attribute_notes(contract)
    for model, title in ((contract.Article, "Article"), (contract.Extraction, "Extraction")):
        document = model.model_json_schema(by_alias=True, mode="serialization")
        yield from _object(title, document, notes)
        for name, part in document.get("$defs", {}).items():
            if part.get("type") == "object":
                yield from _object(name, part, notes, level="###")


def _attribute_notes(module: ModuleType) -> dict[tuple[str, str], str]:
    """Return the strings below the fields of a module's classes."""
    found = {}
    for one in ast.parse(inspect.getsource(module)).body:
        for field, note in pairwise(one.body) if isinstance(one, ast.ClassDef) else ():
            if isinstance(field, ast.AnnAssign) and isinstance(note, ast.Expr) and isinstance(note.value, ast.Constant):
                found[one.name, ast.unparse(field.target)] = inspect.cleandoc(str(note.value.value))
    return found


def _object(
    title: str, document: dict[str, Any], notes: dict[tuple[str, str], str], level: str = "##"
) -> Iterator[str]:
    yield f"{level} {title}"
    yield ""
    if about := document.get("description"):
        yield from (_sentence(about), "")
    yield from _row("field", "type", "default", "what")
    yield from _row("---", "---", "---", "---")
    for name, field in document["properties"].items():
        default = f"`{json.dumps(field['default'])}`" if "default" in field else "given"
        if isinstance(field.get("default"), dict):
            default = "all null"
        yield from _row(
            f"`{name}`", _type(field), default, _sentence(notes.get((title, name)) or field.get("description", ""))
        )
    yield ""


def exit_codes() -> Iterator[str]:
    """Return the page of all exit codes with their errors."""
    from wiredesk import errors

    yield from _head(
        "Exit codes",
        "A command ends with 0, or writes one line to stderr that says what is wrong, where, and how to fix it, and\n"
        "ends with one of these. They follow `sysexits.h` where it has one.",
    )
    names = {value: name for name, value in vars(errors).items() if name.startswith("EXIT_")}
    classes = [one for one in vars(errors).values() if inspect.isclass(one) and issubclass(one, errors.WiredeskError)]
    yield from _row("code", "meaning", "errors")
    yield from _row("---", "---", "---")
    for code, name in sorted(names.items()):
        found = [
            _sentence(inspect.cleandoc(one.__doc__ or "").splitlines()[0]) for one in classes if one.exit_code == code
        ]
        meaning = {"EXIT_CONFIG": "configuration"}.get(name, name.removeprefix("EXIT_").lower().replace("_", " "))
        yield from _row(str(code), meaning, " ".join(found))
    yield ""
    yield "What a worker does with a story whose processing raises one of them:"
    yield ""
    yield from _row("policy", "errors")
    yield from _row("---", "---")
    for policy in ("quarantine", "retry", "stop", None):
        names_of_policy = ", ".join(f"`{one.__name__}`" for one in classes if one.policy == policy)
        yield from _row(policy or "none: only commands raise them", names_of_policy)
    yield ""
    yield "`wiredesk health` ends with 1 where the process should be restarted, with 69 where that would not help."


def python_api() -> Iterator[str]:
    """Every public name of the package ``wiredesk``: functions with their signatures, classes with their methods."""
    import wiredesk

    yield from _head(
        "Python API",
        "The public names of `import wiredesk`; [how to use them](../how-to/python.md). Names that are not here may\n"
        "change in any release.",
    )
    found = {name: getattr(wiredesk, name) for name in wiredesk.__all__ if name != "__version__"}
    for name, value in found.items():
        if inspect.isfunction(value):
            yield from _function(f"wiredesk.{name}", value, "##")
    yield from ("## StoreReader", "", "What `wiredesk.open` returns.", "")
    for method, value in vars(found["StoreReader"]).items():
        if inspect.isfunction(value) and not method.startswith("_"):
            yield from _function(f"StoreReader.{method}", value, "###")
    yield from ("## Classes", "", *_rows_of_classes(found), "")
    yield "`wiredesk.__version__` is the release as text."


def modules() -> Iterator[str]:
    """Return the page of all modules: what each is for, and what it defines for others."""
    yield from _head(
        "Modules",
        "Where each thing is in the code: one line a module, with the public functions and classes that it defines.\n"
        "`wiredesk` is the library; `worker`, `producer` and `desk` are the programs on it. The words are in the\n"
        "[glossary](../glossary.md).",
    )
    for package in ("wiredesk", "worker", "producer", "desk"):
        for folder in sorted({path.parent for path in (ROOT / package).rglob("*.py")}):
            files = sorted(path for path in folder.glob("*.py") if "migrations" not in path.parts)
            if not files:
                continue
            yield f"## `{folder.relative_to(ROOT)}/`"
            yield ""
            yield from _row("module", "what it is for", "defines")
            yield from _row("---", "---", "---")
            for path in files:
                tree = ast.parse(path.read_text("utf-8"))
                about = " ".join((ast.get_docstring(tree) or "").split("\n\n")[0].split())
                names = [
                    f"`{node.name}`"
                    for node in tree.body
                    if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef)
                    and not node.name.startswith("_")
                ]
                yield from _row(f"`{path.name}`", about, ", ".join(dict.fromkeys(names)))
            yield ""


def events() -> Iterator[str]:
    """Return the page of the types of events with their roles and examples."""
    from tests.docs.event_reference import event_types

    yield from _head(
        "Types of events",
        "What `type` and `role` of an [event](schema.md#event) can be. The examples are tests of the frame\n"
        "lexicon in `wiredesk/nlp/events/frames`; bold is the word that tells the act.",
    )
    yield from event_types()


def query_language() -> Iterator[str]:
    """Return the page of the query language: its fields and what they take."""
    from desk.queries.language.query_fields import ALIASES, FIELDS

    yield from _head(
        "Query language",
        "The query of the search page, of `wiredesk search` and `wiredesk tail`, of `q` in the API, in the stream, in\n"
        "filters of sinks and in watches. [Search](../how-to/search.md) shows how to use it.",
    )
    yield from _row("form", "finds stories")
    yield from _row("---", "---")
    forms = (
        ("ferry strike", "with both words, in any form: *strikes* too"),
        ('"interest rate"', "with these words in this order; a mark that is not closed ends with the query"),
        ("ferry -soccer, ferry NOT soccer", "without a word, a phrase, a field or a group"),
        ("ferry or crane, ferry OR crane", "with one of the two; `a b or c` is `(a b) or c`"),
        ("ferry (strike or delay)", "with one of the group"),
        ("oil*", "with a word that begins so; at least three letters"),
        ("source:Reuters", "that a field describes; fields combine as words do"),
        ('person:"Amina Otieno"', "whose value has a space"),
    )
    for form, finds in forms:
        yield from _row(", ".join(f"`{one}`" for one in form.split(", ")), finds)
    yield "\n## Fields\n"
    yield from _row("field", "finds stories by", "value", "example")
    yield from _row("---", "---", "---", "---")
    for name, field in FIELDS.items():
        others = "".join(f", `{other}`" for other, of in ALIASES.items() if of == name)
        example = field.example if field.example[0] in "<>" else f":{field.example}"
        yield from _row(f"`{name}`{others}", field.means, field.takes, f"`{name}{example}`")
    ordered = ", ".join(f"`{name}`" for name, field in FIELDS.items() if field.is_ordered)
    yield f"\n{ordered} also take `>`, `>=`, `<` and `<=`. Names of fields and of agencies may have any case."
    yield "\n## Times\n"
    yield from _row("form", "means")
    yield from _row("---", "---")
    times = (
        ("2026-11-23, today, yesterday, monday", "a day, in UTC; a weekday is the last one"),
        ("2026-11, 2026, 2026-W48", "a month, a year, a week"),
        ("this week, last week, last month, last year", "a period of the calendar"),
        ("30d, 12h, 2w, 45min, 3 months, 1y, 2 days ago", "an age, counted back from now"),
        ("now, 2026-11-23T10:30, 2026-11-23T10:30+02:00", "a moment; in UTC without a zone"),
    )
    for form, means in times:
        yield from _row(", ".join(f"`{one}`" for one in form.split(", ")), means)
    yield (
        "\nAll options and parameters that take a time take these forms: `--since`, `--until`, `--older-than`.\n"
        "`published` takes a period, an age (*in the last 30 days*), or two with `..` between."
    )


def _function(name: str, value: Callable[..., Any], level: str) -> Iterator[str]:
    about, *sections = re.split(r"(?m)^(Args|Returns|Raises):\n", inspect.getdoc(value) or "")
    signature = _signature(value).replace("self, ", "").replace("(self)", "()")
    yield from (f"{level} {name}", "", f"```text\n{name}{signature}\n```", "")
    yield from (_sentence(part) + "\n" for part in about.strip().split("\n\n"))
    for title, text in zip(sections[::2], sections[1::2], strict=True):
        yield from (f"{title}:", "")
        items = re.split(r"\n(?=\S)", textwrap.dedent(text).strip())
        yield from ("- " + re.sub(r"^(\w+):", r"`\1`:", _sentence(item)) for item in items)
        yield ""


class _Unquoted(str):
    """An annotation, which ``from __future__ import annotations`` keeps as text; shown without quotation marks."""

    __slots__ = ()
    __repr__ = str.__str__


def _signature(function: Callable[..., Any]) -> str:
    found = inspect.signature(function)
    parameters = [
        one if one.annotation is one.empty else one.replace(annotation=_Unquoted(one.annotation))
        for one in found.parameters.values()
    ]
    return str(found.replace(parameters=parameters, return_annotation=_Unquoted(found.return_annotation)))


def _rows_of_classes(found: dict[str, Any]) -> Iterator[str]:
    yield from _row("class", "what")
    yield from _row("---", "---")
    for name, value in found.items():
        if inspect.isclass(value):
            yield from _row(f"`{name}`", _sentence((inspect.getdoc(value) or "").split("\n\n")[0]))


def _head(title: str, about: str) -> Iterator[str]:
    yield from (f"# {title}", "", MADE, "", about, "")


def _row(*cells: str) -> Iterator[str]:
    yield "| " + " | ".join(cell.replace("|", "\\|").replace("\n", " ") for cell in cells) + " |"


def _sentence(words: str) -> str:
    words = re.sub(r"``", "`", re.sub(r":\w+:`([^`]+)`", r"`\1`", " ".join(words.split())))
    return words if not words or words.endswith((".", "?", ":")) else f"{words}."


def _type(field: dict[str, Any]) -> str:
    """Return the type of a JSON Schema in one or two words."""
    if "$ref" in field:
        return f"[{(name := field['$ref'].rpartition('/')[2])}](#{name.lower()})"
    if "anyOf" in field:
        return " or ".join(dict.fromkeys(_type(one) for one in field["anyOf"]))
    if "enum" in field:
        return ", ".join(f"`{one}`" for one in field["enum"])
    if "const" in field:
        return f"`{json.dumps(field['const'])}`"
    if "prefixItems" in field:
        return f"[{', '.join(_type(one) for one in field['prefixItems'])}]"
    if field.get("type") == "array":
        return f"list of {_type(field.get('items', {}))}"
    words = {"date-time": "time", "date": "day"}.get(field.get("format", ""), field.get("type", "any"))
    low, high = field.get("minimum"), field.get("maximum")
    low = field.get("minLength", low) if field.get("minLength", 0) > 1 else low
    if low is not None and high is not None:
        words += f" {low}–{high}"
    elif low is not None:
        words += f" ≥ {low}"
    return words


def stale() -> list[Path]:
    """Return the committed pages that differ from the generated ones."""
    return [path for path, text in pages().items() if not path.is_file() or path.read_text(encoding="utf-8") != text]


def main() -> None:
    for path, text in pages().items():
        path.write_text(text, encoding="utf-8")
        print(path)


if __name__ == "__main__":
    main()
