"""The web desk over HTTP: what readers see, what nobody may see, and how attacks are answered."""

from __future__ import annotations

import csv
import io
import json
import random
import re
import socket
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote, urlsplit

import httpx
import pyarrow.parquet
import pytest

from tests.support import desk_stories
from tests.support.requirements import need_postgresql
from tests.support.servers import PostgresServer
from tests.support.web_server import serving
from wiredesk.store import Store

HIDDEN = ("Wrong story", "Withheld story", "Embargoed story", "secret traceback")
PAGES = (
    "/", "/search", "/search?q=nairobi", "/people", "/people/amina%20otieno", "/organisations", "/places",
    "/places/nairobi", "/things", "/quotes", "/quotes?speaker=amina+otieno", "/stats", "/api",
    f"/story/{desk_stories.HARBOUR}", f"/story/{desk_stories.HARBOUR}?compare=1",
    f"/story/{quote(desk_stories.HOSTILE, safe='')}", f"/story/{desk_stories.BROKEN}",
)  # fmt: skip


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def store(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, Store]]:
    home = tmp_path_factory.mktemp("desk")
    if request.param == "sqlite":
        store = desk_stories.filled(home)
        yield home, store
        store.close()
        return
    need_postgresql()
    server = PostgresServer(fsync="off", full_page_writes="off").create()
    try:
        store = desk_stories.filled(home, server.database("desk"))
        yield home, store
        store.close()
    finally:
        server.remove()


def environment(store: Store) -> dict[str, str]:
    return {} if store.dialect == "sqlite" else {"WIREDESK_STORE_URL": store.url}


@pytest.fixture(scope="module")
def desk(store: tuple[Path, Store]) -> Iterator[httpx.Client]:
    with serving(store[0], **environment(store[1])) as address, httpx.Client(base_url=address, timeout=20) as client:
        yield client


def test_it_listens_on_the_loopback_only(desk: httpx.Client) -> None:
    assert urlsplit(str(desk.base_url)).hostname == "127.0.0.1"


@pytest.mark.parametrize("page", PAGES)
def test_every_page_answers_escapes_and_forbids(desk: httpx.Client, page: str) -> None:
    answer = desk.get(page, follow_redirects=True)
    assert answer.status_code == 200, answer.text
    for attack in (desk_stories.SCRIPT, desk_stories.IMAGE, desk_stories.SVG, "javascript:alert"):
        assert attack not in answer.text
    assert not any(word in answer.text for word in HIDDEN)
    policy = answer.headers["content-security-policy"]
    assert "default-src 'none'" in policy and "unsafe" not in policy
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert "server" not in answer.headers
    assert not re.search(r"<(script|style)>|\sstyle=|\son[a-z]+=\"", answer.text)
    assert desk.head(page, follow_redirects=True).status_code == 200


def test_the_wire_folds_versions_and_marks_flashes(desk: httpx.Client) -> None:
    text = desk.get("/").text
    assert text.count("Harbour talks resume in Nairobi") == 1
    assert "Harbour talks stall" not in text
    assert '<strong class="flag">Flash</strong>' in text
    assert text.index("Ferry sinks") < text.index("Harbour talks resume")


def test_a_story_page_says_all_that_was_found(desk: httpx.Client) -> None:
    text = desk.get(f"/story/{desk_stories.HARBOUR}").text
    for words in ("Who said what", "Amina Otieno", "Transport Minister", "2026-11-20", "World map with Nairobi",
                  "medtop", "In the ledger", "host/1/2/3"):  # fmt: skip
        assert words in text, words


def test_versions_with_what_changed(desk: httpx.Client) -> None:
    text = desk.get(f"/story/{desk_stories.HARBOUR}?compare=1").text
    assert "<del>welcomed </del><ins>rejected </ins>" in text
    assert "current version 2" in desk.get(f"/story/{desk_stories.HARBOUR}?version=1").text


@pytest.mark.parametrize(
    ("id", "status"),
    [
        (desk_stories.WITHDRAWN, 410),
        (desk_stories.WITHHELD, 404),
        (desk_stories.EMBARGOED, 404),
        ("urn:test:none", 404),
    ],
)
def test_what_may_not_be_shown(desk: httpx.Client, id: str, status: int) -> None:
    for path in (f"/story/{id}", f"/story/{id}?version=1", f"/api/stories/{id}", f"/api/versions/{id}"):
        answer = desk.get(path)
        assert answer.status_code == status
        assert not any(word in answer.text for word in HIDDEN)


SEARCHES = [
    ("q=cranes", 1), ('q="cranes+of+mombasa"', 1), ('q="mombasa+of+cranes"', 0), ("q=cranes+-friday", 0),
    ("q=ferry+or+cranes", 2), ("speaker=Amina+OTIENO", 1), ("entity=peter+lund", 1), ("entity=peter+lund&type=ORG", 0),
    ("place=KE", 2), ("place=nairobi", 1), ("source=Coast", 1), ("topic=medtop:04000000", 3),
    ("since=2026-11-20&until=2026-11-20", 3), ("until=2026-11-19", 0), ("urgency=2", 1), ("type=FAC", 1),
    ("q=cranes&entity=amina+otieno&speaker=amina+otieno&place=KE&source=Harbour+News&urgency=4&since=2026-01-01", 1),
]  # fmt: skip


@pytest.mark.parametrize(("query", "number"), SEARCHES)
def test_search(desk: httpx.Client, query: str, number: int) -> None:
    assert desk.get(f"/search?{query}").text.count("<article") == number
    assert len(desk.get(f"/api/stories?{query}").json()["stories"]) == number


@pytest.mark.parametrize(
    "query",
    ["q=" + "x" * 1100, "q=-only", "since=soon", "urgency=9", "type=CAT", "before=1e9", "q=" + "a+" * 140],
)
def test_searches_that_are_refused(desk: httpx.Client, query: str) -> None:
    answer = desk.get(f"/search?{query}")
    assert answer.status_code == 400
    assert 'role="alert"' in answer.text


@pytest.mark.parametrize(
    "words", ['"', "'", "a AND b", "NEAR(a b)", "^x", "12:30", "http://x", "abc*", "\\", "%", "日本", "-", '""']
)
def test_no_syntax_of_the_databases_leaks_in(desk: httpx.Client, words: str) -> None:
    for path in ("/search", "/quotes", "/people", "/api/search", "/api/quotes", "/api/entities"):
        assert desk.get(path, params={"q": words}).status_code == 200, path


@pytest.mark.parametrize("words", ["a AND (b", "col:x", "*", "a*", "o*l", "sorce:Reuters"])
def test_what_is_not_understood_is_refused_with_its_place(desk: httpx.Client, words: str) -> None:
    for path in ("/search", "/quotes", "/api/search", "/api/quotes"):
        answer = desk.get(path, params={"q": words})
        assert answer.status_code == 400, path
        assert "search, column " in answer.text
    for path in ("/people", "/api/entities"):
        assert desk.get(path, params={"q": words}).status_code == 200, path


@pytest.mark.parametrize("host", ["evil.example", "localhost.evil.example", "127.0.0.1@evil.example", ""])
def test_a_wrong_host_gets_nothing(desk: httpx.Client, host: str) -> None:
    answer = desk.get("/", headers={"Host": host})
    assert answer.status_code == 400
    assert "Nairobi" not in answer.text


@pytest.mark.parametrize(
    "path",
    [
        "/static/../app.py",
        "/static/..%2fapp.py",
        "/static/%2e%2e/%2e%2e/cli.py",
        "/static//etc/passwd",
        "/static/..\\app.py",
    ],
)
def test_no_path_leaves_the_static_folder(desk: httpx.Client, path: str) -> None:
    url = urlsplit(str(desk.base_url))
    assert raw(url.hostname or "", url.port or 0, f"GET {path} HTTP/1.1\r\nHost: localhost\r\n\r\n").startswith(
        ("HTTP/1.1 404", "HTTP/1.1 400")
    )


def test_oversized_and_odd_requests(desk: httpx.Client) -> None:
    assert desk.get("/search?q=" + "x" * 5000).status_code == 414
    assert desk.get("/search?q=%00").status_code == 200
    assert desk.get("/story/a%00b").status_code == 404
    assert desk.post("/search", content=b"x" * 100_000).status_code == 413
    assert desk.delete("/").status_code == 405
    assert desk.get("/people/%FF%FE").status_code == 404
    assert desk.get("/nothing/at/all").status_code == 404
    answer = desk.get("/search", params={"q": "x\r\nSet-Cookie: a=b"})
    assert "set-cookie" not in answer.headers


@pytest.mark.parametrize(
    "path",
    ["/people/x%0d%0aSet-Cookie:%20a=b", "/search?q=%0d%0aSet-Cookie:%20a=b", "//evil.example/search/", "/search/",
     "/%5c%5cevil.example/stats/", "/story/%0d%0aLocation:%20http://evil.example"],
)  # fmt: skip
def test_no_header_and_no_redirect_of_an_attacker(desk: httpx.Client, path: str) -> None:
    url = urlsplit(str(desk.base_url))
    head = raw(url.hostname or "", url.port or 0, f"GET {path} HTTP/1.1\r\nHost: localhost\r\n\r\n").split("\r\n\r\n")[
        0
    ]
    names = [line.partition(":")[0].lower() for line in head.splitlines()[1:]]
    assert "set-cookie" not in names
    assert all(line.startswith("location: http://localhost/") for line in head.splitlines() if "ocation:" in line)


def test_a_slow_client_delays_nobody(desk: httpx.Client) -> None:
    url = urlsplit(str(desk.base_url))
    slow = [socket.create_connection((url.hostname or "", url.port or 0)) for _ in range(60)]
    for one in slow:
        one.sendall(b"GET / HTTP/1.1\r\nHost: local")
    assert desk.get("/").status_code == 200
    for one in slow:
        one.close()


def test_api_documents_and_etags(desk: httpx.Client) -> None:
    answer = desk.get(f"/api/stories/{desk_stories.HARBOUR}")
    document = answer.json()
    assert document["article"]["headline"] == "Harbour talks resume in Nairobi"
    assert document["ledger"]["state"] == "done"
    again = desk.get(f"/api/stories/{desk_stories.HARBOUR}", headers={"If-None-Match": answer.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert desk.get(f"/api/versions/{desk_stories.HARBOUR}").json()["versions"][1]["version"] == 1
    assert desk.get("/api/entities/people/amina otieno").json()["titles"] == ["Transport Minister"]
    assert desk.get("/api/dates?since=2026-11-01&until=2026-11-30").json()["dates"][0]["value"] == "2026-11-20"
    assert desk.get(f"/api/stories/{quote(desk_stories.HOSTILE, safe='')}").json()["id"] == desk_stories.HOSTILE


def test_api_pages_follow_their_cursors(desk: httpx.Client) -> None:
    for path, key in (("/api/stories", "stories"), ("/api/quotes", "quotes"),
                      ("/api/dates?since=2026-01-01&until=2026-12-31", "dates")):  # fmt: skip
        whole = desk.get(path, params=params(path, limit=200)).json()[key]
        found, cursor = [], ""
        while cursor is not None:
            answer = desk.get(path, params=params(path, limit=1, cursor=cursor)).json()
            found += answer[key]
            cursor = answer["next"]
        assert found == whole and len(whole) > 1


def params(path: str, **more: object) -> dict[str, object]:
    given = dict(pair.split("=") for pair in path.partition("?")[2].split("&") if pair)
    return given | more


def test_export_as_lines_and_as_a_table_without_formulas(desk: httpx.Client) -> None:
    lines = [json.loads(line) for line in desk.get("/api/export").text.splitlines()]
    assert {line["id"] for line in lines} == {desk_stories.HARBOUR, desk_stories.RESCUE, desk_stories.HOSTILE}
    rows = list(csv.reader(io.StringIO(desk.get("/api/export?format=csv").text)))
    assert len(rows) == 4
    assert not any(cell[:1] in {"=", "+", "-", "@"} for row in rows for cell in row)


def test_export_as_parquet(desk: httpx.Client) -> None:
    answer = desk.get("/api/export?format=parquet")
    assert answer.headers["content-type"] == "application/vnd.apache.parquet"
    table = pyarrow.parquet.read_table(io.BytesIO(answer.content)).to_pylist()
    harbour = next(row for row in table if row["id"] == desk_stories.HARBOUR)
    assert len(table) == 3
    assert (harbour["people"], harbour["version"], harbour["quotes"]) == (["Amina Otieno", "Peter Lund"], 2, 2)
    assert harbour["published"].isoformat() == "2026-11-20T09:30:00+00:00"


def test_the_stream_reports_new_and_withdrawn_stories(store: tuple[Path, Store], desk: httpx.Client) -> None:
    with desk.stream("GET", "/live") as page, desk.stream("GET", "/api/stream") as api:
        pages, events = page.iter_lines(), api.iter_lines()
        next(pages), next(events)
        desk_stories.write(store[1], [desk_stories.article("urn:test:live", headline=f"Live {desk_stories.SCRIPT}")])
        line = next(line for line in pages if line.startswith("data: {"))
        (arrived,) = json.loads(line[5:])["rows"]
        assert desk_stories.SCRIPT not in arrived["html"] and "&lt;script&gt;" in arrived["html"]
        assert json.loads(next(line for line in events if line.startswith("data: {"))[5:])["id"] == "urn:test:live"
        desk_stories.write(store[1], [desk_stories.article("urn:test:live", 2, status="canceled")])
        line = next(line for line in pages if line.startswith("data: {"))
        assert "urn:test:live" in json.loads(line[5:])["gone"]


def test_a_reader_that_reconnects_gets_what_it_missed(store: tuple[Path, Store], desk: httpx.Client) -> None:
    moment = re.search(r'data-since="([^"]+)"', desk.get("/").text)
    assert moment
    desk_stories.write(store[1], [desk_stories.article("urn:test:missed", headline="Missed")])
    with desk.stream("GET", "/live", headers={"Last-Event-ID": moment[1]}) as page:
        assert "urn:test:missed" in next(line for line in page.iter_lines() if line.startswith("data: {"))


def test_a_reader_reconnects_while_others_follow(store: tuple[Path, Store], desk: httpx.Client) -> None:
    """They are served from the updates that the desk keeps, not by a separate query."""
    with desk.stream("GET", "/live") as other:
        lines, positions = other.iter_lines(), []
        next(lines)
        for number in range(3):
            desk_stories.write(store[1], [desk_stories.article(f"urn:test:kept-{number}", headline="Kept")])
            event = [next(line for line in lines if line.startswith(start)) for start in ("id:", "data: {")]
            assert f"urn:test:kept-{number}" in event[1]
            positions.append(event[0][4:])
        headers = {"Last-Event-ID": positions[1]}
        with desk.stream("GET", "/live", headers=headers) as page:
            assert "urn:test:kept-2" in next(line for line in page.iter_lines() if line.startswith("data: {"))


def test_health_and_metrics(desk: httpx.Client) -> None:
    assert desk.get("/healthz").status_code == desk.get("/readyz").status_code == 200
    text = desk.get("/metrics").text
    assert 'wiredesk_versions{state="quarantined"} 1.0' in text
    assert "wiredesk_publish_to_stored_seconds_bucket" in text
    assert "wiredesk_broker_up 0.0" in text


def test_a_word_of_a_megabyte(store: tuple[Path, Store], desk: httpx.Client) -> None:
    word = "".join(random.Random(2).choices("abcdefgh", k=1_000_000))
    id = "urn:test:megabyte"
    desk_stories.write(store[1], [desk_stories.article(id, headline=word[:200_000], body=word, source=word[:500])])
    for page in ("/", f"/story/{id}", "/search?source=" + word[:300], "/quotes", "/stats", "/api/stories"):
        answer = desk.get(page)
        assert answer.status_code == 200 and len(answer.content) < 800_000, page
    assert len(desk.get(f"/api/stories/{id}").json()["article"]["body"]) == len(word)


def test_under_a_prefix_with_a_token_on_another_name(store: tuple[Path, Store]) -> None:
    secret = "correct-horse"
    with serving(
        store[0],
        "--prefix",
        "/desk",
        WIREDESK_WEB_TOKEN=secret,
        WIREDESK_WEB_HOSTS='["desk.example"]',
        **environment(store[1]),
    ) as address:
        desk = httpx.Client(base_url=address.removesuffix("/desk"), headers={"Host": "desk.example"}, timeout=20)
        page = desk.get("/desk/").text
        assert 'href="/desk/static/desk.css"' in page and 'data-from="/desk/live"' in page
        assert desk.get("/desk/static/desk.js").status_code == 200
        for path in ("/desk/api/stories", "/desk/metrics", "/desk/api/export", "/desk/api/stream"):
            assert desk.get(path).status_code == 401
            assert desk.get(path, headers={"Authorization": "Bearer wrong"}).status_code == 401
        answer = desk.get("/desk/api/stories", headers={"Authorization": f"Bearer {secret}"})
        assert answer.status_code == 200
        assert secret not in answer.text + page
        desk.close()


def raw(host: str, port: int, request: str) -> str:
    with socket.create_connection((host, port), 10) as one:
        one.sendall(request.encode())
        return one.recv(4096).decode()
