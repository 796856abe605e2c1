"""Load the spaCy model."""

from __future__ import annotations

import logging
import warnings

import spacy
from spacy import about
from spacy.language import Language
from spacy.util import is_compatible_version, is_package

from wiredesk.errors import ConfigError, ModelMissing
from wiredesk.nlp.garbage import collection_paused
from wiredesk.nlp.model_parts import add_labels, unneeded_parts

log = logging.getLogger(__name__)

COMPARED = frozenset({"en_core_web_md 3.7.1"})
"""Models made for an older spaCy whose annotations on this one were compared with those on their own: the same on 3,000
stories of a newswire.  spaCy's warning W095 about them says nothing that a user could act on."""


def load_model(name: str, *, whole: bool = False) -> Language:
    """Load an installed spaCy model.

    A model made for another spaCy is loaded with a warning in the log, unless :data:`COMPARED` has it.

    Args:
        name: of a package, or the path of a folder.
        whole: also load what reading a story does not need, see :mod:`wiredesk.nlp.model_parts`.

    Raises:
        ModelMissing: no package of that name is installed.
        ConfigError: a file of the model is damaged.
    """
    try:
        # spaCy's reader of msgpack stops the garbage collector, and a damaged file ends it before it starts it again
        with collection_paused(), warnings.catch_warnings():
            warnings.filterwarnings("ignore", r"\[W095\]")  # version_conflict says the same in one line
            nlp = spacy.load(name, exclude=[] if whole else unneeded_parts(name))
            add_labels(nlp)
    except OSError as error:
        cause = "is not installed" if not is_package(name) else str(error)
        raise ModelMissing(
            f"model {name}", cause, "pip install it, or name another one in WIREDESK_MODEL or WIREDESK_MODELS"
        ) from error
    except MemoryError:
        raise
    except Exception as error:  # spaCy and its readers of JSON, msgpack and arrays have many names for a damaged file
        cause = f"cannot be loaded: {' '.join(str(error).split())[:200] or type(error).__name__}"
        hint = "install it again: pip install --force-reinstall, in a release for this spaCy"
        raise ConfigError(f"model {name}", cause, hint) from error
    if conflict := version_conflict(nlp):
        log.warning("model %s %s", name, conflict)
    return nlp


def version_conflict(nlp: Language) -> str:
    """Say for which spaCy a model was made, if not for this one; empty for a model that fits."""
    wanted = nlp.meta.get("spacy_version", "")
    if not wanted or _released_name(nlp) in COMPARED or is_compatible_version(about.__version__, wanted) is not False:
        return ""
    return f"was made for spaCy {wanted}, this is {about.__version__}"


def model_name(nlp: Language) -> str:
    """Return name and version as users know them: ``en_core_web_md 3.7.1``.

    A model of their own keeps the name of the model that it was made from, so its folder is told as well:
    ``en_core_web_md 3.7.1 (house-model)``.
    """
    released = _released_name(nlp)
    folder = nlp.path.name if nlp.path else ""
    return released if folder in {"", released.replace(" ", "-")} else f"{released} ({folder})"


def _released_name(nlp: Language) -> str:
    return f"{nlp.lang}_{nlp.meta.get('name', 'model')} {nlp.meta.get('version', '?')}"
