"""The spaCy model, loaded as a worker loads it."""

from __future__ import annotations

from typing import Any

from desk.ops.checks.check import Check, Problem, first_problem
from wiredesk.errors import EXIT_CONFIG
from wiredesk.settings import Settings

REQUIRED_PIPES = ("tagger", "parser", "lemmatizer", "ner")
"""Pipeline components that the extractors use."""


def model(settings: Settings) -> Check:
    """Check that the model exists, fits this spaCy, has the required components and is accelerated."""
    from wiredesk.nlp.threads import single_threaded  # lazy: before NumPy is imported

    single_threaded()
    from wiredesk.nlp.pipeline import load  # lazy: it imports spaCy, and the desk never does at import

    pipeline = load(settings)
    nlp: Any = pipeline.nlp
    patches = ", ".join(f"{patch.name} {'on' if patch.applied else 'off: ' + patch.reason}" for patch in pipeline.turbo)
    missing = [name for name in REQUIRED_PIPES if name not in nlp.pipe_names]
    off = [patch for patch in pipeline.turbo if not patch.applied and patch.name != "blas"]  # blas may be chosen off
    problems: list[Problem | None] = [_version_problem(nlp)]
    if missing:
        hint = "set WIREDESK_MODEL to a complete English pipeline"
        problems.append(("error", f"has no {', '.join(missing)}", hint, EXIT_CONFIG))
    if off:
        names = ", ".join(patch.name for patch in off)
        hint = _acceleration_hint([patch.reason for patch in off])
        problems.append(("warning", f"not accelerated, runs as stock spaCy: {names}", hint, 0))
    return first_problem("model", f"{pipeline.engine.model}; turbo: {patches or settings.turbo}", *problems)


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
