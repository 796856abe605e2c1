"""The labelled stories that train the ranker of pronouns."""

from __future__ import annotations

from pathlib import Path

from benchmarks.labelled_references import has_word, read_stories


def test_labels_leave_the_text(tmp_path: Path) -> None:
    file = tmp_path / "stories.jsonl"
    file.write_text('{"id": "x", "style": "court", "text": "Rossi said [she=Rossi] saw [it=-]."}\n')
    story = next(read_stories(file))
    assert story.body == "Rossi said she saw it."
    assert {story.body[start:end]: label for (start, end), label in story.labels.items()} == {"she": "Rossi", "it": "-"}


def test_every_name_in_a_label_stands_in_its_story() -> None:
    stories = list(read_stories())
    assert len(stories) > 150
    for story in stories:
        for label in story.labels.values():
            assert not label[0].isupper() or has_word(
                story.body.replace("\u2019s", " ").replace("'s", " ").replace(",", " ").replace(".", " "), label
            ), (story.id, label)
