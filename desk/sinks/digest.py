"""Messages to people: one or more stories as a heading, plain text and HTML."""

from __future__ import annotations

import html
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from urllib.parse import quote

from desk.sinks.alert_message import Alert, AlertMessage
from desk.sinks.sink import Outgoing
from desk.views.sanitize import short
from desk.views.story import summary_of
from wiredesk.contract import flash_label

MAX_LISTED = 50
"""Stories that one message lists; of the others it has the number."""
MAX_LEAD_CHARS = 300
"""Characters of a story's first words in a message."""
_STEM_LETTERS = 5
"""Letters by which a label is known in a headline: ``Correction`` in ``CORRECTED-``."""
_WHAT = {"corrected": "Correction", "withdrawn": "Withdrawn", "replaced": "Update"}
"""What happened → the word before the headline; a story that is simply there has none."""


@dataclass(frozen=True, slots=True)
class DigestItem:
    """One story of a message."""

    heading: str
    about: str
    """The agency and the time, as far as they are known."""
    passages: tuple[str, ...]
    """The summary or the first words; of an alert, the sentences that were found."""
    link: str
    """The story's page in the desk; empty where the desk's address is not known."""


@dataclass(frozen=True, slots=True)
class Digest:
    """A message."""

    heading: str
    items: tuple[DigestItem, ...]
    more: int = 0
    """Number of further stories, which it does not list."""

    @property
    def rest(self) -> str:
        """``and 40 more`` where it does not list all; else empty."""
        return f"and {self.more:,} more" if self.more else ""

    @property
    def text(self) -> str:
        """The message as plain text."""
        blocks = ["\n".join(filter(None, (one.heading, one.about, *one.passages, one.link))) for one in self.items]
        return "\n\n".join(filter(None, (*blocks, self.rest))) + "\n"

    @property
    def html(self) -> str:
        """The message as HTML, without styles, pictures or anything that is fetched."""
        blocks = [_html_item(one) for one in self.items]
        rest = [f"<p>{self.rest}</p>"] if self.rest else []
        return "<!doctype html>\n<html><body>\n" + "\n".join([*blocks, *rest]) + "\n</body></html>\n"


def for_people(changes: Sequence[Outgoing]) -> list[Outgoing]:
    """Return the changes that people are told of: stories that can be read, and withdrawals.

    A version that a later one has replaced meanwhile comes with that one; housekeeping of the ledger is no news.
    """
    return [one for one in changes if one.story is not None or one.what == "withdrawn"]


def changes_digest(changes: Sequence[Outgoing], desk: str) -> Digest:
    """Return the message for some changes, in their order.

    Args:
        desk: the address of the desk, such as ``https://wire.example``; empty: no links.
    """
    items = tuple(_change_item(one, desk) for one in changes[:MAX_LISTED])
    heading = items[0].heading if len(changes) == 1 else f"{len(changes):,} stories: {items[0].heading}"
    return Digest(short(heading), items, more=len(changes) - len(items))


def alerts_digest(message: AlertMessage, desk: str) -> Digest:
    """Return the message of a watch: each story with the sentences or quotes by which it was found."""
    items = tuple(_alert_item(one, desk) for one in message.alerts)
    return Digest(short(message.title), items, message.more)


def story_link(desk: str, id: str) -> str:
    """Return the address of a story's page; empty without the desk's."""
    return f"{desk.rstrip('/')}/story/{quote(id, safe=':@,;=')}" if desk else ""


def about(source: str | None, moment: datetime | None) -> str:
    """Return the agency and the time of a story on one line."""
    at = moment.astimezone(UTC).strftime("%-d %b %Y %H:%M UTC") if moment else ""
    return ", ".join(filter(None, (short(source or ""), at)))


def _change_item(change: Outgoing, desk: str) -> DigestItem:
    if change.story is None:
        heading = f"{_WHAT.get(change.what, change.what.capitalize())}: {short(change.id)}"
        return DigestItem(heading, about(None, change.at), (), "")
    article, found = change.story.article, change.story.extraction
    words = flash_label(article.urgency), _WHAT.get(change.what, "")
    heading = labelled(short(article.headline or article.body[:100] or article.id), *words)
    lead = (summary_of(found) if found else "") or article.body.partition("\n\n")[0]
    moment = article.updated or article.published or change.at
    return DigestItem(
        heading, about(article.source, moment), (_cut(lead),) if lead else (), story_link(desk, change.id)
    )


def labelled(headline: str, *labels: str) -> str:
    """Return a headline behind labels, without those that it begins with itself: ``FLASH:``, ``UPDATE 1-``."""
    kept = [label for label in labels if label and not _opening(label[:_STEM_LETTERS]).match(headline)]
    return ": ".join([*kept, headline])


@cache
def _opening(stem: str) -> re.Pattern[str]:
    """Return a pattern of a label at the start of a headline; a hyphen without blanks follows capitals only."""
    number = r"(?: \d{1,2})?"
    return re.compile(rf"(?i:{stem}\w*){number}(?: ?:| [-–—] )|{stem.upper()}[A-Z]*{number}[-–—]")


def _alert_item(alert: Alert, desk: str) -> DigestItem:
    if (story := alert.story) is None:
        return DigestItem(short(alert.title), about(None, alert.at), (), "")
    passages = alert.passages or ((story.lead,) if story.lead else ())
    heading = labelled(short(alert.title), flash_label(story.urgency))
    line = about(story.source, story.published or alert.at)
    return DigestItem(heading, line, tuple(map(_cut, passages)), story_link(desk, alert.id))


def _cut(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= MAX_LEAD_CHARS else f"{line[:MAX_LEAD_CHARS].rsplit(' ', 1)[0]} …"


def _html_item(item: DigestItem) -> str:
    heading = html.escape(item.heading)
    linked = f'<a href="{html.escape(item.link)}">{heading}</a>' if item.link else heading
    lines = [f"<strong>{linked}</strong>", f"<small>{html.escape(item.about)}</small>" if item.about else ""]
    return "<p>" + "<br>\n".join(filter(None, [*lines, *map(html.escape, item.passages)])) + "</p>"
