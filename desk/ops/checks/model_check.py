"""The spaCy model, loaded as a worker loads it."""

from __future__ import annotations

import warnings
from typing import Any

from desk.ops.checks.check import Check, worst
from wiredesk.errors import EXIT_CONFIG
from wiredesk.settings import Settings

NEEDED = ("tagger", "parser", "lemmatizer", "ner")
"""Components of a pipeline that the extractors ask."""


def model(settings: Settings) -> Check:
    """It is there, was trained for this spaCy, has what the extractors ask, and runs as fast as it can."""
    from wiredesk.nlp.threads import single_threaded

    single_threaded()
    from wiredesk.nlp.pipeline import load

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # spaCy's own word about versions: said below, with a way out
        pipeline = load(settings)
    nlp: Any = pipeline.nlp
    patches = ", ".join(f"{patch.name} {'on' if patch.applied else 'off: ' + patch.reason}" for patch in pipeline.turbo)
    missing = [name for name in NEEDED if name not in nlp.pipe_names]
    off = [patch for patch in pipeline.turbo if not patch.applied and patch.name != "blas"]  # that one is a choice
    return worst(
        "model",
        f"{pipeline.engine.model}; turbo: {patches or settings.turbo}",
        ("error", f"has no {', '.join(missing)}", "set WIREDESK_MODEL to a whole English pipeline", EXIT_CONFIG)
        if missing
        else None,
        _age(nlp),
        (
            "warning",
            f"runs as stock spaCy, more slowly: {', '.join(patch.name for patch in off)}",
            _faster([patch.reason for patch in off]),
            0,
        )
        if off
        else None,
    )


def _age(nlp: Any) -> tuple[Any, str, str, int] | None:
    """A model that was trained for another spaCy."""
    from spacy import about
    from spacy.util import is_compatible_version

    wanted = nlp.meta.get("spacy_version", "")
    if not wanted or is_compatible_version(about.__version__, wanted) is not False:
        return None
    name = nlp.meta.get("name", "model")
    words = f"was made for spaCy {wanted}, this is {about.__version__}"
    return "warning", words, f"install the release of {name} for spaCy {about.__version__}", 0


def _faster(reasons: list[str]) -> str:
    if any("umba" in reason for reason in reasons):
        return "pip install 'wiredesk[turbo]'"
    return "docs/explanation/speed.md says what a model must have; WIREDESK_TURBO=off says that it may be slow"
