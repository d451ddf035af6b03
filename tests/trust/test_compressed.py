"""Compressed replies of the server: the content is the same, and the headers are right."""

from __future__ import annotations

import gzip
import json
import shutil
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from bench.generate import events
from bench.soak.promises import UNPACK
from bench.soak.server_in_process import Answer, ServerInProcess
from service.app import SEED
from service.compression import CODINGS, LEAST
from service.formats.registry import FORMATS
from service.opening import open_store
from service.reply_cache import INLINE
from service.schemas.event import load_event
from service.settings import Settings
from tests.support.loops import run

EVENT = "c5plus1-ministerial-astana-2023"
PAGE = "/v1/events?limit=20"
LARGE = "/v1/openapi.json"
"""The path of a reply that is too large to be compressed on the event loop."""
SINGLE_PATHS = (
    "/v1/histogram.csv", "/v1/histogram?interval=day", "/v1/countries", "/v1/openapi.json",
    "/v1/timeline.svg", "/ogc/collections", "/ogc/api", "/", f"/events/{EVENT}", "/embed",
    "/docs/swagger-ui.css", "/static/page.css", f"/v1/events/{EVENT}",
)  # fmt: skip
TEXT_FORMATS = [each.suffix for each in FORMATS if each.suffix not in ("xlsx", "parquet")]
LIST_PATHS = [
    f"/v1/events.{suffix}{words}" for suffix in TEXT_FORMATS for words in ("?limit=20", "")
]


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    found = tmp_path_factory.mktemp("compressed") / "test.db"
    with closing(open_store(Settings(f"sqlite:///{found}"))) as store:
        store.migrate()
        seed = json.loads((SEED / "events.json").read_text("utf-8"))["events"]
        store.import_batch(load_event(each) for each in seed)
    return found


@pytest.fixture(scope="module")
def asking(path: Path) -> Iterator[ServerInProcess]:
    """A server for tests that write nothing."""
    with closing(ServerInProcess(Settings(f"sqlite:///{path}", stream_seconds=0))) as made:
        yield made


def ask(
    asking: ServerInProcess, target: str, coding: str = "", method: str = "GET", **more: str
) -> Answer:
    headers = {"accept_encoding": coding, **more} if coding else more
    return run(asking.ask(target, method, **headers))


def header(answer: Answer, name: str) -> str:
    return next((text for each, text in answer.headers if each.lower() == name.lower()), "")


@pytest.mark.parametrize("coding", CODINGS)
@pytest.mark.parametrize("target", [*SINGLE_PATHS, *LIST_PATHS])
def test_the_same_content_comes_in_every_coding(
    asking: ServerInProcess, target: str, coding: str
) -> None:
    plain = ask(asking, target)
    assert header(plain, "Content-Encoding") == ""
    assert "Accept-Encoding" in header(plain, "Vary")
    if len(plain.body) < LEAST:
        assert ask(asking, target, coding).body == plain.body
        return
    for _ in range(2):  # the first is made, the second comes from the cache
        packed = ask(asking, target, coding)
        assert header(packed, "Content-Encoding") == coding
        assert UNPACK[coding](packed.body) == plain.body
        assert len(packed.body) < len(plain.body)
        tag = header(plain, "ETag")
        assert header(packed, "ETag") == f'{tag[:-1]}-{coding}"'
        assert "Accept-Encoding" in header(packed, "Vary")
        length = header(packed, "Content-Length")
        assert length == (str(len(packed.body)) if header(plain, "Content-Length") else "")


@pytest.mark.parametrize("target", ["/v1/events.csv", "/v1/events.ndjson", PAGE, "/"])
@pytest.mark.parametrize("coding", CODINGS)
def test_either_tag_is_known_again(asking: ServerInProcess, target: str, coding: str) -> None:
    plain, packed = (header(ask(asking, target, each), "ETag") for each in ("", coding))
    for known in (plain, packed, f"W/{packed}", f'"x", {packed}'):
        for accepted in ("", coding):
            again = ask(asking, target, accepted, if_none_match=known)
            assert (again.status, again.body) == (304, b"")
            assert header(again, "Content-Encoding") == ""
            assert "Accept-Encoding" in header(again, "Vary")
    assert header(ask(asking, target, coding, if_none_match=packed), "ETag") == packed
    assert header(ask(asking, target, if_none_match=plain), "ETag") == plain


@pytest.mark.parametrize("target", ["/v1/events.csv", PAGE, f"/events/{EVENT}"])
def test_head_has_the_headers_of_get(asking: ServerInProcess, target: str) -> None:
    for prepared in (False, True):
        if prepared:
            got = ask(asking, target, "zstd")
        found = ask(asking, target, "zstd", "HEAD")
        assert (found.status, found.body) == (200, b"")
        assert header(found, "Content-Encoding") == "zstd"
    for name in ("ETag", "Vary", "Content-Type"):
        assert header(found, name) == header(got, name)
    # A length of 0 would say that the reply to GET is empty (RFC 9110, 8.6).
    assert header(found, "Content-Length") in ("", str(len(got.body)))


def test_small_replies_and_those_of_binary_formats_stay_as_they_are(
    asking: ServerInProcess,
) -> None:
    for target in ("/v1/events?limit=1&fields=id", "/healthz", "/v1/events.xlsx", "/logo"):
        found = ask(asking, target, "zstd, br, gzip")
        assert header(found, "Content-Encoding") == ""
    pytest.importorskip("pyarrow")
    assert header(ask(asking, "/v1/events.parquet", "gzip"), "Content-Encoding") == ""


def test_the_page_that_asks_for_a_key_and_streams_of_changes_are_not_packed(
    asking: ServerInProcess,
) -> None:
    assert len(ask(asking, "/signin").body) > LEAST
    for target in ("/signin", "/v1/changes/stream?since=0"):
        found = ask(asking, target, "gzip")
        assert (found.status, header(found, "Content-Encoding")) == (200, "")


def test_a_byte_range_is_of_the_uncompressed_file(asking: ServerInProcess) -> None:
    target = "/v1/events.csv?limit=20"
    plain, packed = ask(asking, target), ask(asking, target, "gzip")
    assert header(plain, "Accept-Ranges") == "bytes"
    assert header(packed, "Accept-Ranges") == ""
    part = ask(asking, target, "gzip", range="bytes=5-50")
    assert (part.status, part.body) == (206, plain.body[5:51])
    assert header(part, "Content-Encoding") == ""
    assert header(part, "ETag") == header(plain, "ETag")
    # The client has a compressed copy, and a part of the plain file does not fit it.
    tag = header(packed, "ETag")
    whole = ask(asking, target, "gzip", range="bytes=5-50", if_range=tag)
    assert (whole.status, whole.body) == (200, packed.body)
    beyond = ask(asking, target, "gzip", range="bytes=9999999-")
    assert beyond.status == 416


def test_a_reply_is_compressed_once(asking: ServerInProcess) -> None:
    def bodies() -> list[int]:
        return [
            id(each.bodies.get("br")) for each in asking.server.reply_cache.entries.all.values()
        ]

    ask(asking, PAGE, "br")
    before, made = asking.entered, bodies()
    for coding in ("br", "gzip;q=0.1, br"):
        assert header(ask(asking, PAGE, coding), "Content-Encoding") == "br"
    assert asking.entered == before
    assert bodies() == made


def test_a_large_reply_is_compressed_by_a_thread_and_once(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    worked = list[str]()
    with closing(ServerInProcess(Settings(f"sqlite:///{path}"))) as asking:
        run = asking.server.pools.streams.run

        async def noting(*given: Any) -> Any:
            worked.append("thread")
            return await run(*given)

        plain = ask(asking, LARGE).body
        assert len(plain) > INLINE
        monkeypatch.setattr(asking.server.pools.streams, "run", noting)
        for coding in ("gzip", "gzip", "zstd", "br", "zstd"):
            assert UNPACK[coding](ask(asking, LARGE, coding).body) == plain
    assert len(worked) == 3


def test_a_request_that_waits_for_compression_is_counted_once(path: Path) -> None:
    with closing(ServerInProcess(Settings(f"sqlite:///{path}", rate_limit="9/hour"))) as asking:
        some = [ask(asking, LARGE, each) for each in ("", "gzip", "gzip", "br")]
    assert len(some[0].body) > INLINE
    left = [header(each, "RateLimit") for each in some]
    assert [each.split(";")[1] for each in left] == ["r=8", "r=7", "r=6", "r=5"]


def test_a_reply_that_is_replaced_while_it_is_compressed_is_sent_whole(
    path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copy(path, tmp_path)
    page = "/v1/events?limit=200"
    with closing(ServerInProcess(Settings(f"sqlite:///{tmp_path}/test.db"))) as asking:
        store = asking.app.extensions["dateline"].store
        store.import_batch(load_event(each) for each in events(150))
        before, run = ask(asking, page).body, asking.server.pools.streams.run
        assert len(before) > INLINE

        async def overtaken(*given: Any) -> Any:
            monkeypatch.undo()
            title = {"title": "Another", "date": "1900", "category": "other"}
            store.import_batch([load_event({"id": "another", **title})])
            await asking.ask(page)  # this reply replaces the old one
            return await run(*given)

        monkeypatch.setattr(asking.server.pools.streams, "run", overtaken)
        found = ask(asking, page, "gzip")
        assert (found.status, gzip.decompress(found.body)) == (200, before)
        assert b"Another" in gzip.decompress(ask(asking, page, "gzip").body)
        entries = asking.server.reply_cache.entries
        assert entries.size == sum(each.size for each in entries.all.values())


def test_a_tag_of_a_packed_reply_is_good_for_a_write(path: Path, tmp_path: Path) -> None:
    shutil.copy(path, tmp_path)
    settings = Settings(f"sqlite:///{tmp_path}/test.db")
    with closing(ServerInProcess(settings)) as asking:
        store = asking.app.extensions["dateline"].store
        key = {"Authorization": f"Bearer {store.keys.create('editor', ('write',))}"}
        client, target = asking.app.test_client(), f"/v1/events/{EVENT}"
        for number, coding in enumerate(CODINGS):
            found = ask(asking, target, coding)
            assert header(found, "Content-Encoding") == coding
            sent = {**key, "If-Match": header(found, "ETag")}
            reply = client.patch(target, json={"title": f"title {number}"}, headers=sent)
            assert reply.status_code == 200
            assert client.patch(target, json={"title": "x"}, headers=sent).status_code == 412
            assert f"title {number}".encode() in UNPACK[coding](ask(asking, target, coding).body)


def test_a_page_of_fifty_is_a_sixth_of_its_bytes(path: Path, tmp_path: Path) -> None:
    shutil.copy(path, tmp_path)
    settings, target = Settings(f"sqlite:///{tmp_path}/test.db"), "/v1/events?limit=50"
    with closing(ServerInProcess(settings)) as asking:
        store = asking.app.extensions["dateline"].store
        store.import_batch(load_event(each) for each in events(60))
        plain = ask(asking, target)
        assert len(json.loads(plain.body)["items"]) == 50
        for coding in CODINGS:
            assert len(ask(asking, target, coding).body) * 6 < len(plain.body)
