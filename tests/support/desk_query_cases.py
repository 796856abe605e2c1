"""The result of each query of the desk for the stories of ``desk_stories``, the same on both databases."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from sqlalchemy import Connection

from desk.queries.change_feed import told_changes
from desk.queries.counting_window import Window
from desk.queries.event_counts import count_events
from desk.queries.event_search import search_events
from desk.queries.filters import Filters
from desk.queries.found_passages import found_cards
from desk.queries.found_stories import find_stories
from desk.queries.language.query_edits import with_condition
from desk.queries.mentioned_dates import search_dates
from desk.queries.quote_search import search_quotes
from desk.queries.result_facets import result_facets
from desk.queries.statistics import (
    count_quotes,
    count_sources,
    longest_story,
    newest_quarantined,
    statistics,
    throughput,
    totals_by_type,
)
from desk.queries.stories import find_story, visible_stories
from desk.queries.story_list import cards
from desk.queries.story_order import StoryOrder
from desk.queries.story_search import list_stories, matching, newest_stories, search_stories
from desk.queries.thing_pages import ThingPage
from desk.queries.thing_profile import ThingProfile, thing_profile
from desk.queries.thing_ranking import rank_things, top_things
from desk.queries.versions import unfinished_version, visible_story
from desk.queries.word_passages import marked
from tests.support.desk_stories import BROKEN, EMBARGOED, HARBOUR, HOSTILE, RESCUE
from wiredesk.identity.thing_key import ThingKind
from wiredesk.store.changes.change_log import page
from wiredesk.store.directory.find_things import find_things, the_thing
from wiredesk.store.event_filters import EventFilters
from wiredesk.store.types import database_time


def found(connection: Connection, **filters: Any) -> list[str]:
    """The ids of a search's stories."""
    return [card.id for card in cards(connection, search_stories(connection, Filters(**filters)))]


def paged(connection: Connection, sort: str, **filters: Any) -> int:
    """The number of stories on pages of one story, each of which is there once."""
    cursor: str | None = ""
    seen: list[int] = []
    while cursor is not None and len(seen) < 10:
        page = list_stories(connection, Filters(**filters), sort=sort, cursor=cursor, limit=1)
        seen += page.seqs
        cursor = page.next
    return len(set(seen)) if len(set(seen)) == len(seen) else -1


def names(
    connection: Connection, page: ThingPage, words: str = "", window: Window = Window.all
) -> list[tuple[str, int]]:
    return [(one.name, one.stories) for one in rank_things(connection, page.kinds, window, words=words)]


def quotes(connection: Connection, **given: Any) -> list[tuple[str, str | None]]:
    return [(row.kind, row.speaker) for row in search_quotes(connection, **given)]


def events(connection: Connection, **filters: Any) -> list[str]:
    return [one.type for one in search_events(connection, EventFilters(**filters))]


def profile(connection: Connection, page: ThingPage, name: str) -> ThingProfile:
    return thing_profile(connection, the_thing(connection, name, page.kinds).id)


def facets(connection: Connection, **filters: Any) -> dict[str, list[tuple[str, int]]]:
    """The facets of a search: value and number of stories."""
    asked = Filters(**filters)
    found = result_facets(connection, find_stories(connection, asked), asked.tree())
    return {name: [(one.value, one.stories) for one in values] for name, values in found.values.items()}


def narrowed(connection: Connection, **filters: Any) -> list[tuple[str, str]]:
    """The values of facets by which a search does not find as many stories as the facet says."""
    q = filters.get("q", "")
    return [
        (name, value)
        for name, values in facets(connection, **filters).items()
        for value, number in values
        if len(find_stories(connection, Filters(**filters | {"q": with_condition(q, name, value)}))) != number
    ]


def passages(connection: Connection, **filters: Any) -> list[str]:
    """The words that the headlines and passages of a search mark."""
    asked = Filters(**filters)
    shown = found_cards(connection, asked, list_stories(connection, asked).seqs)
    texts = [(one.card.title, one.title_marks) for one in shown]
    texts += [(one.passage.text, one.passage.marks) for one in shown if one.passage]
    return [piece for text, marks in texts for piece, is_marked in marked(text, marks) if is_marked]


ALL = [RESCUE, HARBOUR, HOSTILE]
"""The visible stories, newest first."""
SEARCHED = (
    {"q": "ferry or cranes"}, {"q": "cran* -source:Coast"}, {"q": "published:2026"}, {"q": "kind:update vote"},
    {"q": "-kind:update"}, {"place": "KE"}, {"since": "2026-11-20", "q": "(cranes or urgency:1) -ferry"},
)  # fmt: skip
"""Forms of searches."""
CASES: dict[str, tuple[Callable[[Connection], Any], Any]] = {
    "no filter finds every visible story, newest first": (lambda c: found(c), ALL),
    "a page starts after the story before it": (
        lambda c: [card.id for card in cards(c, newest_stories(c, before=newest_stories(c)[0], limit=1))], [HARBOUR]),
    "versions match by the filters of a search": (
        lambda c: sorted(matching(c, (one := Filters(q="cranes")), newest_stories(c))) == search_stories(c, one), True),
    "no version matches a name that nobody has": (
        lambda c: matching(c, Filters(thing="Nobody At All"), newest_stories(c)), set()),
    "a limit limits": (lambda c: len(newest_stories(c, limit=2)), 2),
    "a word": (lambda c: found(c, q="cranes"), [HARBOUR]),
    "a phrase in the order of its words": (lambda c: found(c, q='"cranes of Mombasa"'), [HARBOUR]),
    "a phrase in another order": (lambda c: found(c, q='"Mombasa of cranes"'), []),
    "an excluded word": (lambda c: found(c, q="cranes -friday"), []),
    "alternatives": (lambda c: found(c, q="ferry or cranes"), [RESCUE, HARBOUR]),
    "alternatives in parentheses": (lambda c: found(c, q="(ferry or cranes) -nairobi"), [RESCUE]),
    "a prefix": (lambda c: found(c, q="cran*"), [HARBOUR]),
    "a prefix at the end of a phrase": (lambda c: found(c, q='"cranes of momb*"'), [HARBOUR]),
    "a field in any case": (lambda c: found(c, q="source:coast"), [RESCUE]),
    "a source in any case": (lambda c: found(c, source="harbour NEWS"), [HARBOUR]),
    "an excluded field": (lambda c: found(c, q="-source:Coast"), [HARBOUR, HOSTILE]),
    "an excluded urgency keeps stories without one": (lambda c: RESCUE in found(c, q="-urgency:4"), True),
    "fields joined by or": (lambda c: found(c, q='source:Coast OR speaker:"Amina Otieno"'), [RESCUE, HARBOUR]),
    "words and fields joined by or": (lambda c: found(c, q="cranes or source:Coast"), [RESCUE, HARBOUR]),
    "a word beside alternatives of fields": (
        lambda c: found(c, q='friday (place:KE or place:NO) -source:Coast'), [HARBOUR]),
    "words excluded from a field": (lambda c: found(c, q='-cranes source:"Harbour News"'), []),
    "a person, an organisation and a ticker": (
        lambda c: (found(c, q='person:"Peter Lund"'), found(c, q='org:"Kenya Ports Union"'), found(c, q="ticker:XX.Y")),
        ([HARBOUR], [HARBOUR], [])),
    "a thing that nobody has, excluded or beside another": (
        lambda c: (found(c, q="-person:nobody"), found(c, q="person:nobody or cranes")), (ALL, [HARBOUR])),
    "an urgency, compared": (lambda c: (found(c, q="urgency<=2"), found(c, q="urgency:4")), ([RESCUE], [HARBOUR])),
    "a language": (lambda c: (HARBOUR in found(c, q="language:EN"), found(c, q="language:fr")), (True, [])),
    "a type and a kind": (lambda c: (found(c, q="type:fac"), found(c, q="kind:advisory")), ([HARBOUR], [])),
    "an event": (lambda c: len(found(c, q=f"event:{events(c)[0]}")) > 0, True),
    "a period": (
        lambda c: [found(c, q=f"published:{one}") for one in ("2026-11-20", "2026-11", "2026-11-19..", "..2026-11-19")],
        [ALL, ALL, ALL, []]),
    "a period, compared": (
        lambda c: [found(c, q=one) for one in ("published<2026-11-20", "published>2026-11-20", "published>=2026-11-20",
                                               "since:2026-11-20 until:2026-11-20", "until:2026-11-19")],
        [[], [], ALL, ALL, []]),
    "the latest publication first": (
        lambda c: search_stories(c, Filters(), order=StoryOrder.published)
        == [one.seq for one in sorted(cards(c, newest_stories(c)), key=lambda one: (one.moment, one.seq))[::-1]], True),
    "pages by publication have each story once": (lambda c: paged(c, "published"), 3),
    "pages by arrival have each story once": (lambda c: paged(c, "arrived"), 3),
    "pages by relevance have each story once": (lambda c: paged(c, "relevance", q="friday or ferry or cranes"), 2),
    "a search and the condition of a watch agree": (
        lambda c: [sorted(matching(c, Filters(q=q), newest_stories(c))) == sorted(search_stories(c, Filters(q=q)))
                   for q in ("cranes or source:Coast", "-urgency:4", "cran* -(a b)", "published:2026 -place:NO")],
        [True] * 4),
    "a speaker in any case": (lambda c: found(c, speaker="amina OTIENO"), [HARBOUR]),
    "a name": (lambda c: found(c, entity="Peter Lund"), [HARBOUR]),
    "a name of another type": (lambda c: found(c, entity="Peter Lund", type="ORG"), []),
    "a type alone": (lambda c: found(c, type="FAC"), [HARBOUR]),
    "a place": (lambda c: found(c, place="Nairobi"), [HARBOUR]),
    "a country code": (lambda c: found(c, place="KE"), [RESCUE, HARBOUR]),
    "a source": (lambda c: found(c, source="Coast"), [RESCUE]),
    "a topic": (lambda c: found(c, topic="medtop:04000000"), ALL),
    "both days are included": (lambda c: found(c, since=date(2026, 11, 20), until=date(2026, 11, 20)), ALL),
    "before the first day": (lambda c: found(c, until=date(2026, 11, 19)), []),
    "after the last day": (lambda c: found(c, since=date(2026, 11, 21)), []),
    "an urgency": (lambda c: found(c, urgency=2), [RESCUE]),
    "every filter narrows": (
        lambda c: found(c, q="cranes", entity="Amina Otieno", speaker="Amina Otieno", place="KE", urgency=4,
                        source="Harbour News", topic="medtop:04000000", since=date(2026, 1, 1)), [HARBOUR]),
    "hidden stories are not found by their words": (lambda c: found(c, q="wrong or withheld or embargoed"), []),
    "a card": (
        lambda c: [(card.title, card.flash, card.version, [n.name for n in card.names][:2])
                   for card in cards(c, search_stories(c, Filters(source="Harbour News")))],
        [("Harbour talks resume in Nairobi", "", 2, ["Amina Otieno", "Nairobi"])]),
    "the flash is marked": (lambda c: [card.flash for card in cards(c, newest_stories(c, limit=1))], ["Flash"]),
    "no stories, no cards": (lambda c: cards(c, []), []),
    "things by stories": (
        lambda c: (names(c, ThingPage.places)[0], sorted(names(c, ThingPage.places)[1:])),
        (("Mombasa", 2), [("Kenya", 1), ("Mombasa port", 1), ("Nairobi", 1)])),
    "things of the last hour": (
        lambda c: names(c, ThingPage.people, window=Window.hour) == names(c, ThingPage.people), True),
    "names that contain words": (lambda c: names(c, ThingPage.people, "otieno"), [("Amina Otieno", 1)]),
    "a name in capitals only in its dateline": (
        lambda c: [one for one, _ in names(c, ThingPage.places) if one.lower() == "nairobi"], ["Nairobi"]),
    "the top of every page": (
        lambda c: [one.name for one in top_things(c, Window.day, 1)[ThingPage.places]], ["Mombasa"]),
    "a profile": (
        lambda c: (lambda one: (one.thing.name, one.thing.type, one.stories, [role.words for role in one.roles],
                                one.point))(profile(c, ThingPage.people, "amina otieno")),
        ("Amina Otieno", "PERSON", 1, ["Transport Minister, 2026"], None)),
    "a place on the map": (lambda c: profile(c, ThingPage.places, "Nairobi").point, (-1.28, 36.82)),
    "a place's link": (lambda c: profile(c, ThingPage.places, "Nairobi").links, (
        ("GeoNames", "184745", "https://www.geonames.org/184745"),)),
    "who a thing is mentioned with": (
        lambda c: sorted(one.name for one in profile(c, ThingPage.people, "Peter Lund").neighbours)[:3],
        ["Amina Otieno", "Kenya", "Kenya Ports Union"]),
    "where a place is": (lambda c: profile(c, ThingPage.places, "Nairobi").where, "city in Kenya"),
    "stories per day": (lambda c: profile(c, ThingPage.places, "Mombasa").days, ((date(2026, 11, 20), 2),)),
    "a person is not a place": (
        lambda c: [one.name for one in find_things(c, "amina otieno", ThingPage.places.kinds)], []),
    "a thing by its GeoNames id": (lambda c: the_thing(c, "184745").name, "Nairobi"),
    "a surname leads to its only bearer": (lambda c: the_thing(c, "otieno").name, "Amina Otieno"),
    "a hidden story's names are of nothing": (lambda c: find_things(c, "Withheld"), []),
    "quotes in the order of the text": (
        lambda c: quotes(c, speaker="Amina Otieno"), [("direct", "Amina Otieno"), ("indirect", "Amina Otieno")]),
    "quotes of a kind": (lambda c: quotes(c, kind="mixed"), [("mixed", None)]),
    "quotes with words": (lambda c: quotes(c, words="cranes"), [("direct", "Amina Otieno")]),
    "quotes that a name said together with another": (
        lambda c: [(one.speaker, one.with_whom) for one in search_quotes(c, speaker="Peter Lund")],
        [("Amina Otieno", ("Peter Lund",))]),
    "stories in which a name is quoted together with another": (lambda c: found(c, speaker="Peter Lund"), [HARBOUR]),
    "all quotes, thoughts too": (
        lambda c: [one.mode for one in search_quotes(c, speaker="Peter Lund", every=True)], ["said", "thinks"]),
    "sure quotes": (lambda c: len(search_quotes(c, min_score=0.9)), 1),
    "sure names": (
        lambda c: [one.name for one in rank_things(c, tuple(ThingKind), Window.all, min_score=0.9)], ["Amina Otieno"]),
    "stories with a sure name": (lambda c: found(c, entity="Amina Otieno", min_score=0.9), [HARBOUR]),
    "stories with an unsure name": (lambda c: found(c, entity="Kenya Ports Union", min_score=0.9), []),
    "stories in which a sure quote is": (lambda c: found(c, speaker="Amina Otieno", min_score=0.9), [HARBOUR]),
    "a quote's page starts after its cursor": (
        lambda c: quotes(c, speaker="Amina Otieno", cursor=search_quotes(c, speaker="Amina Otieno")[0].cursor),
        [("indirect", "Amina Otieno")]),
    "events, newest story first": (lambda c: events(c), ["DISASTER", "REJECT", "ELECT", "AGREE", "THREATEN"]),
    "events of a type": (lambda c: events(c, type="REJECT"), ["REJECT"]),
    "events of an ontology": (lambda c: events(c, ontology="wire"), ["DISASTER", "ELECT"]),
    "events of a status": (lambda c: events(c, status="planned"), ["ELECT"]),
    "what a name did": (lambda c: events(c, actor="Peter LUND"), ["REJECT"]),
    "what was done to a name": (lambda c: events(c, recipient="kenya ports union"), ["REJECT"]),
    "what a name did or was done to it": (lambda c: events(c, participant="kenya ports union"), ["REJECT", "AGREE"]),
    "events at a place": (lambda c: events(c, place="Mombasa"), ["DISASTER"]),
    "events in a country": (lambda c: events(c, place="KE"), ["DISASTER", "REJECT"]),
    "events of a day": (
        lambda c: events(c, since="2026-11-20", until="2026-11-20"), ["DISASTER", "REJECT", "ELECT"]),
    "events of a type, a status and a day": (
        lambda c: events(c, type="REJECT", status="occurred", since="2026-11-20", until="2026-11-20"), ["REJECT"]),
    "events until a day": (lambda c: events(c, until="2026-11-19"), ["THREATEN"]),
    "events since a day": (lambda c: events(c, since="2026-11-21"), []),
    "events that a quote tells": (lambda c: events(c, quoted=True), ["ELECT", "THREATEN"]),
    "events that no quote tells": (lambda c: events(c, quoted=False), ["DISASTER", "REJECT", "AGREE"]),
    "background": (lambda c: events(c, background=True), ["AGREE"]),
    "news only": (lambda c: events(c, background=False, quoted=False), ["DISASTER", "REJECT"]),
    "events of an agency": (lambda c: events(c, source="Coast"), ["DISASTER"]),
    "sure events": (lambda c: events(c, min_score=0.9), ["DISASTER", "REJECT"]),
    "events after a cursor": (
        lambda c: (lambda all: [one.type for one in search_events(c, EventFilters(), cursor=all[1].cursor, limit=2)])(
            search_events(c, EventFilters())), ["ELECT", "AGREE"]),
    "an event with its parts and its story": (
        lambda c: (lambda one: (one.trigger_words, one.id, one.said_by,
                                [(part.role, part.words, part.name, part.key) for part in one.parts]))(
            search_events(c, EventFilters(type="REJECT"))[0]),
        ("rejected", HARBOUR, None, [
            ("place", "Nairobi", "Nairobi", "nairobi"), ("actor", "Peter Lund", "Peter Lund", "peter lund"),
            ("recipient", "Kenya Ports Union", "Kenya Ports Union", "kenya ports union")])),
    "who says that an event happened": (
        lambda c: [one.said_by for one in search_events(c, EventFilters(type="ELECT"))], ["Amina Otieno"]),
    "the number of events by type": (
        lambda c: [(one.type, one.events, len(one.days)) for one in count_events(c)],
        [("DISASTER", 1, 14), ("REJECT", 1, 14)]),
    "dates within two days": (
        lambda c: [(one.value, one.id) for one in search_dates(c, "2026-11-20", "2026-11-20")],
        [("2026-11-20", HARBOUR), ("2026-11-20", HARBOUR)]),
    "dates after a cursor": (
        lambda c: len(search_dates(c, "2026-01-01", "2026-12-31",
                                   cursor=search_dates(c, "2026-01-01", "2026-12-31")[0].cursor)), 1),
    "no dates in another month": (lambda c: search_dates(c, "2026-12-01", "2026-12-31"), []),
    "a story without a version": (lambda c: find_story(c, HARBOUR).article.version, 2),
    "a story with a version in its id": (lambda c: find_story(c, f"{HARBOUR}@1").article.version, 1),
    "a hidden story for the command line": (lambda c: find_story(c, EMBARGOED).article.version, 1),
    "all visible stories": (lambda c: [story.article.id for story in visible_stories(c, range(1, 100))], ALL[::-1]),
    "visible stories after one": (
        lambda c: [story.article.id for story in visible_stories(c, newest_stories(c)[:1])], [RESCUE]),
    "the history of a story": (lambda c: [one.version for one in visible_story(c, HARBOUR)[1]], [2, 1]),
    "an earlier version": (
        lambda c: visible_story(c, HARBOUR, 1)[0].article.headline, "Harbour talks stall in Nairobi"),
    "a quarantined story shows its state": (
        lambda c: (lambda one: one and (one.state, one.headline))(unfinished_version(c, BROKEN)),
        ("quarantined", "Broken story")),
    "an embargoed story shows nothing": (lambda c: unfinished_version(c, EMBARGOED), None),
    "a finished story is not unfinished": (lambda c: unfinished_version(c, HARBOUR), None),
    "an unknown story is not unfinished": (lambda c: unfinished_version(c, "none"), None),
    "what arrived": (
        lambda c: [one.card.id for one in told_changes(c, page(c, 0, 100)) if one.card], ALL[::-1]),
    "what arrived and fits": (
        lambda c: [(one.change.id, one.change.version) for one in told_changes(
            c, page(c, 0, 100), Filters(speaker="Peter Lund", place="KE", topic="medtop:04000000"))],
        [(HARBOUR, 1), (HARBOUR, 2)]),
    "no story fits": (lambda c: told_changes(c, page(c, 0, 100), Filters(q="nothing", copies="first")), []),
    "the database's clock is in UTC": (lambda c: database_time(c).tzinfo is not None, True),
    "the counts": (
        lambda c: (lambda one: (one.visible, one.states["quarantined"], one.hours[-1][1] + one.hours[-2][1] > 0))(
            statistics(c, Window.all)), (3, 1, True)),
    "the throughput": (
        lambda c: (lambda one: (one.stories > 0, one.words > 0, one.delay(0.5) is not None))(throughput(c)),
        (True, True, True)),
    "the sources": (
        lambda c: {name: number for name, number in count_sources(c) if not name.startswith("<")},
        {"Coast": 1, "Harbour News": 1}),
    "the quarantined stories": (
        lambda c: [(row["id"], row["attempts"]) for row in newest_quarantined(c)], [(BROKEN, 3)]),
    "the number of quotes": (lambda c: count_quotes(c)[1] >= 3, True),
    "the longest visible story": (longest_story, HARBOUR),
    "names in all visible stories": (
        lambda c: [(one.type, one.names, one.top) for one in totals_by_type(c, ("GPE", "LAW"), 1)],
        [("GPE", 3, (("Mombasa", 2),))]),
    "hits are counted": (lambda c: [len(find_stories(c, Filters(q=q))) for q in ("", "cranes", "absent")], [3, 1, 0]),
    "hits are those of the list": (
        lambda c: [list(find_stories(c, one).seqs) == search_stories(c, one, order=StoryOrder.published)
                   for one in map(Filters.from_form, SEARCHED)], [True] * len(SEARCHED)),
    "no more hits than the limit": (
        lambda c: [(len(one), one.is_whole) for one in (find_stories(c, Filters(), limit=n) for n in (2, 3))],
        [(2, False), (3, True)]),
    "facets of a word": (
        lambda c: {name: values[:1] for name, values in facets(c, q="cranes").items() if name != "topic"},
        {"source": [("Harbour News", 1)], "person": [("Amina Otieno", 1)], "organisation": [("Kenya Ports Union", 1)],
         "place": [("KE", 1)], "event": [("AGREE", 1)], "kind": [("update", 1)], "urgency": [("4", 1)],
         "language": [("en", 1)]}),
    "facets lead to as many stories as they say": (lambda c: [narrowed(c), narrowed(c, q="ferry or cranes")], [[], []]),
    "no stories have no facets": (lambda c: facets(c, q="absent"), {}),
    "the words of a query are marked": (lambda c: passages(c, q="crane harbour*"), ["Harbour", "Harbour", "cranes"]),
    "the words inside a quote are marked": (lambda c: passages(c, speaker="Amina Otieno", said="cranes"), ["cranes"]),
    "a query without words marks nothing": (lambda c: passages(c, q="source:coast"), []),
}  # fmt: skip
"""Case → the query and its result."""
