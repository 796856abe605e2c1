"""The stories of the benchmarks: distinct ids and texts, so that no story is recognised as a duplicate of another."""

from __future__ import annotations

from itertools import count
from pathlib import Path

from benchmarks.article_files import read_json_lines
from wiredesk.contract import Article

_number = count()


def sample(corpus: Path | None, number: int, *, words: tuple[int, int] = (0, 10**9)) -> list[Article]:
    """Return ``number`` stories of a corpus or of the seeds, within a range of length; some repeat with another end."""
    if corpus:
        found = list(read_json_lines(corpus, 6000))[::3]
    else:
        from producer.ingest.file_reading import read_files

        found = [part[0] for part in read_files(["seeds"]) if isinstance(part, tuple) and part[0].body]
    fitting = [article for article in found if words[0] <= length(article) <= words[1]] or found
    return fresh([fitting[n % len(fitting)] for n in range(number)])


def fresh(articles: list[Article], *, urgency: int = 4) -> list[Article]:
    """Return copies of the stories with new ids and a new last sentence each."""
    return [
        article.model_copy(
            update={"id": f"b{n}", "body": f"{article.body}\n\nStory {n}.", "urgency": urgency, "version": 1,
                    "status": "usable", "embargo_until": None}
        )
        for n, article in zip(_number, articles, strict=False)
    ]  # fmt: skip


def stretched(corpus: Path | None, words: int, number: int) -> list[Article]:
    """Return ``number`` stories of about ``words`` words, joined from others."""
    sources = iter(sample(corpus, 60 + number * (2 + words // 60)))
    result = []
    for _ in range(number):
        body: list[str] = []
        while sum(map(len, map(str.split, body))) < words:
            body.append(next(sources).body)
        text = "\n\n".join(body)
        pieces, seen = text.split(" "), 0
        for at, piece in enumerate(pieces):
            seen += len(piece.split())
            if seen >= words:
                text = " ".join(pieces[: at + 1])
                break
        result.append(Article(id="long", headline="", body=text))
    return fresh(result)


def length(article: Article) -> int:
    """Count the words of a story."""
    return len(article.text.split())
