"""The texts that the linker keeps."""

from __future__ import annotations

from wiredesk.contract import Article
from wiredesk.store.linking.compared_text_cache import ComparedTextCache
from wiredesk.stories.copy_relation import ComparedStory, compared_story


def _text(number: int) -> ComparedStory:
    body = f"The board of Calder voted on Thursday to close pier {number} of its old harbour."
    return compared_story(Article(id=f"s{number}", headline="Pier closes", body=body))


def test_a_text_is_kept_until_as_many_others_were_needed() -> None:
    cache = ComparedTextCache(2, 3)
    for number in range(6):
        cache.put(number, "hash", _text(number))

    assert cache.get(0, "hash") is None  # two are ready, the three before them packed
    assert [cache.get(number, "hash") for number in range(1, 6)] == [_text(number) for number in range(1, 6)]
    assert cache.get(5, "another") is None


def test_a_packed_text_is_ready_again_when_it_was_needed() -> None:
    cache = ComparedTextCache(1, 1)
    for number in range(2):
        cache.put(number, "hash", _text(number))

    found = cache.get(0, "hash")
    assert found == _text(0)
    assert cache.get(0, "hash") is found
    assert cache.get(1, "hash") == _text(1)
