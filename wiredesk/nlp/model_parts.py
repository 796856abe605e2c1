"""What is left out of a model when it is loaded: components that are off, and the strings of the vocabulary.

spaCy keeps the string of each word that has a vector: 776,000 in a model of medium size.  To read them takes half of
the time in which it is loaded, and 130 MB.  They are for whoever has the hash of a word and no text with it, such as
the nearest neighbours of a vector.  A word of a text comes as a string, and spaCy adds it when it reads the text.
"""

from __future__ import annotations

import json
from configparser import ConfigParser, Error
from pathlib import Path

from spacy.language import Language
from spacy.util import get_model_meta, get_package_path, is_package

STRINGS = "strings"
"""spaCy's name for the strings of the vocabulary among what it leaves out.  A component may have it, too."""
FACTORIES = frozenset({"attribute_ruler", "lemmatizer", "ner", "parser", "senter", "sentencizer", "tagger", "tok2vec"})
"""spaCy's components that look up no string but their labels, those of their own tables, and the words of a text."""
_OWN_CLASSES = {"tokenizer": ("@tokenizers", "spacy.Tokenizer.v1"), "vectors": ("@vectors", "spacy.Vectors.v1")}
_CALLBACKS = ("before_creation", "after_creation", "after_pipeline_creation")


def unneeded_parts(name: str) -> list[str]:
    """Return what spaCy may leave out of a model: nothing, if a part of the model is not known.

    Args:
        name: of a package, or the path of a folder.
    """
    config = ConfigParser(delimiters="=", interpolation=None)
    try:
        with (_data_folder(name) / "config.cfg").open(encoding="utf-8") as file:
            config.read_file(file)
        parts = [section for section in config if section.startswith("components.") and section.count(".") == 1]
        factories = {json.loads(config[part]["factory"]) for part in parts}
        known = factories <= FACTORIES and f"components.{STRINGS}" not in parts and _is_usual(config)
        return [STRINGS, *json.loads(config["nlp"]["disabled"])] if known else []
    except (OSError, ValueError, KeyError, TypeError, Error):  # no folder, damaged, or a component of another model
        return []


def _is_usual(config: ConfigParser) -> bool:
    """Return whether a pipeline has spaCy's own tokenizer and vectors, and no code that runs when it is made."""
    pipeline = config["nlp"]
    for key, (registry, usual) in _OWN_CLASSES.items():
        inline = json.loads(pipeline.get(key, "{}"))  # how earlier releases of spaCy wrote it
        block = json.loads(config.get(f"nlp.{key}", registry, fallback="null"))
        if (block or inline.get(registry, usual)) != usual:
            return False
    return all(json.loads(pipeline.get(key, "null")) is None for key in _CALLBACKS)


def _data_folder(name: str) -> Path:
    """Return the folder of a model's files, which spaCy finds in the same way."""
    if not is_package(name):
        return Path(name)
    package = get_package_path(name)
    meta = get_model_meta(package)
    return package / f"{meta['lang']}_{meta['name']}-{meta['version']}"


def add_labels(nlp: Language) -> None:
    """Add the labels of all components, which they would look up among the strings of the vocabulary."""
    for _, component in nlp.components:
        for label in getattr(component, "labels", ()):
            nlp.vocab.strings.add(label)
