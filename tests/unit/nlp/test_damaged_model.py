"""A model that is missing or damaged is an error of the configuration, in one line."""

from __future__ import annotations

import gc
import shutil
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest
import spacy

from tests.support.models import blank_model, name_model
from wiredesk.errors import ConfigError, ModelMissing
from wiredesk.nlp.model import load_model, model_name


def cut(file: Path) -> None:
    file.write_bytes(file.read_bytes()[: file.stat().st_size // 2])


def fill(file: Path) -> None:
    file.write_bytes(bytes(range(256)) * 8)


def empty(file: Path) -> None:
    file.write_bytes(b"")


@pytest.mark.parametrize("damage", [cut, fill, empty])
@pytest.mark.parametrize(
    ("name", "model"),
    [
        ("meta.json", blank_model),
        ("config.cfg", blank_model),
        ("tokenizer", blank_model),
        ("vocab/vectors", blank_model),
        ("vocab/strings.json", partial(name_model, (("Zybrantine", "ORG"),))),  # others do without its strings
    ],
)
def test_a_damaged_file_of_a_model(
    name: str, model: Callable[[], Path], damage: Callable[[Path], None], tmp_path: Path
) -> None:
    folder = tmp_path / "model"
    shutil.copytree(model(), folder)
    damage(folder / name)
    with pytest.raises(ConfigError) as caught:
        load_model(str(folder))
    assert str(folder) in caught.value.subject and "\n" not in str(caught.value)
    assert caught.value.exit_code == 78
    assert gc.isenabled()


def test_a_model_that_is_not_installed() -> None:
    with pytest.raises(ModelMissing, match="is not installed; pip install it"):
        load_model("en_core_web_none")


def test_a_model_of_ones_own_is_told_from_the_one_it_was_made_from(tmp_path: Path) -> None:
    nlp = spacy.blank("en", meta={"name": "core_web_md", "version": "3.7.1"})
    names = []
    for folder in ("en_core_web_md-3.7.1", "house-model"):
        nlp.to_disk(tmp_path / folder)
        names.append(model_name(load_model(str(tmp_path / folder))))
    assert [model_name(nlp), *names] == [
        "en_core_web_md 3.7.1", "en_core_web_md 3.7.1", "en_core_web_md 3.7.1 (house-model)",
    ]  # fmt: skip
