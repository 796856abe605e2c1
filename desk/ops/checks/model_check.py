"""The spaCy models, loaded as a worker loads them."""

from __future__ import annotations

from typing import Any

from desk.ops.checks.check import Check, Problem, first_problem
from wiredesk.errors import EXIT_CONFIG
from wiredesk.settings import Settings

REQUIRED_PIPES = ("tagger", "parser", "lemmatizer", "ner")
"""Pipeline components that the extractors of English use."""
REQUIRED_BY_OTHERS = ("ner",)
"""Pipeline components without which a model of another language adds nothing."""
MAIN = "en"


def model(settings: Settings) -> Check:
    """Check that each model exists, fits this spaCy, has the required components and is accelerated."""
    from wiredesk.nlp.threads import single_threaded  # lazy: before NumPy is imported

    single_threaded()
    from wiredesk.nlp.pipeline import load  # lazy: it imports spaCy, and the desk never does at import

    pipeline = load(settings)
    if not pipeline.languages:
        return first_problem("model", f"none: {', '.join(settings.languages)} without a model, at tier 0")
    texts: list[str] = []
    problems: list[Problem | None] = []
    for code in sorted(pipeline.languages, key=lambda code: (code != pipeline.language, code)):
        reader = pipeline.reader(code)
        applied = ", ".join(
            f"{patch.name} {'on' if patch.applied else 'off: ' + patch.reason}" for patch in pipeline.patches[code]
        )
        depth = "" if code == MAIN else f" reads {code} at tier {int(reader.tier)}"
        texts.append(f"{reader.model}{depth}; turbo: {applied or settings.turbo}")
        problems += _problems(code, reader.nlp, [patch for patch in pipeline.patches[code] if not patch.applied])
    return first_problem("model", " | ".join(texts), *problems)


def _problems(code: str, nlp: Any, off: list[Any]) -> list[Problem | None]:
    """Return what is wrong with the model of one language."""
    problems: list[Problem | None] = [_version_problem(nlp)]
    required = REQUIRED_PIPES if code == MAIN else REQUIRED_BY_OTHERS
    if missing := [name for name in required if name not in nlp.pipe_names]:
        hint = f"set WIREDESK_MODEL{'' if code == MAIN else 'S'} to a complete pipeline for {code}"
        problems.append(("error", f"has no {', '.join(missing)}", hint, EXIT_CONFIG))
    off = [patch for patch in off if patch.name != "blas"]  # blas may be chosen off
    if off and code == MAIN:  # models of other languages have components of their own, which stay as they are
        names = ", ".join(patch.name for patch in off)
        hint = _acceleration_hint([patch.reason for patch in off])
        problems.append(("warning", f"not accelerated, runs as stock spaCy: {names}", hint, 0))
    return problems


def _version_problem(nlp: Any) -> Problem | None:
    """Return a warning for a model that was trained for another version of spaCy."""
    from wiredesk.nlp.model import version_conflict  # lazy: as above

    conflict = version_conflict(nlp)
    return (
        ("warning", conflict, f"install the release of {nlp.meta.get('name', 'model')} for it", 0) if conflict else None
    )


def _acceleration_hint(reasons: list[str]) -> str:
    if any("umba" in reason for reason in reasons):
        return "pip install 'wiredesk[turbo]'"
    return "docs/explanation/speed.md lists what a model needs; WIREDESK_TURBO=off accepts the lower speed"
