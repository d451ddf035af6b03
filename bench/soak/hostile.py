"""Generate hostile requests for every route and method with Hypothesis."""

from __future__ import annotations

import gzip
import json
from typing import Any
from urllib.parse import quote, quote_from_bytes

from hypothesis import strategies as st

from bench.soak.wire import Request
from service.api.routes import ROUTES
from service.schemas.parameters import FILTERS, PAGING

SAFE = ("GET", "HEAD", "OPTIONS", "TRACE")
UNSAFE = ("POST", "PUT", "PATCH", "DELETE", "CONNECT", "BREW")
METHODS = SAFE + UNSAFE
IDS = ("c5plus1-ministerial-astana-2023", "us-funding-central-asia-2022-09",
       *(f"case-{number}" for number in range(6)))  # fmt: skip
BAD = (
    "\x00", "a\x00b", "\r\nX-Injected: 1", "\ud800", "\udfff\ud800", "\ufffe", "\u202e", "é", "𝒳",
    "'", '"', "' OR 1=1 --", '" OR ""="', "*", "a*", '"a', "NEAR(", "a AND", "-a", "^a", "{a b}:c",
    "../../../../etc/passwd", "..%2f..%2f", "<script>", "${7*7}", "{{7*7}}", "%s%n", "=1+1",
    "9" * 30, "-1", "0", "1e999", "NaN", "Infinity", "٣", "1_000", "0x10", "+1", " 1", "true",
    "null", "[]", "{}", ",", ",,", "a,,b", ";", "&", "=", " ", "", "\t", "a" * 300, "𝒳" * 300,
    "2023-02-30", "-9999-01-01", "Y-17E7", "../..", "2023/2022", "XXXX", "[2020,2021]", "2023-02?",
    "1" * 64 + "/", "24:00", "2023-02-28T23:59:60Z", "-180,-90,180,90", "nan,nan,nan,nan", "1,2,3",
    "C5", "Kazakstan", "EU", "host", "meeting", "funding,meeting", "USD", "-0001",
    "-date", "updated", "none", "exact", "title,id", "html", "json", "day", "decade", "country",
)  # fmt: skip
GOOD = {
    "date": ("2022", "2022-09/2023-03", "../2023", "2023-02~"), "from": ("2022",), "to": ("2023",),
    "on": ("02-24", "02-29"), "country": ("KZ", "C5", "KZ,UZ"), "q": ("minister", '"foreign min"'),
    "match": ("possible", "certain"), "role": ("host", "participant"), "category": ("meeting",),
    "actor": ("Antony Blinken", "a"), "tag": ("c5plus1", "a"), "status": ("occurred", "planned"),
    "precision": ("day", "month,year"), "currency": ("USD",), "min_amount": ("1", "0.5"),
    "updated_since": ("2020-01-01", "2023-02-28T12:00:00Z"), "undated": ("0", "1"),
    "limit": ("1", "2", "1000"), "count": ("exact", "none"), "since": ("0", "3"), "wait": ("0",),
    "bbox": ("46,35,88,56", "170,-10,-170,10"), "interval": ("day", "month", "decade"),
    "by": ("country", "category", "bloc"), "sort": ("-date", "updated", "-updated"),
    "fields": ("id", "title,date"), "width": ("240", "2000"), "theme": ("dark",), "raw": ("1",),
    "dry_run": ("1",), "format": ("auto", "ics", "gdelt", "icews"), "mapping": ("visits",),
    "filter": ("category='meeting'", "title LIKE 'A%'"), "sortby": ("date", "-updated_at"),
    "properties": ("title", "title,date"),
    "start": ("2022-09-01T00:00:00-05:00",), "datetime": ("2022-09-01T00:00:00Z/..",),
    "f": ("html", "json"), "starts": ("a",), "after": ("a",), "end": ("2023-01-01",),
    "timeZone": ("UTC",), "on_error": ("skip", "stop"), "height": ("300",), "lang": ("kk", "ar"),
}  # fmt: skip
OWN = {
    path: tuple(sorted({each.name for r in ROUTES if r.path == path for each in r.parameters}))
    for path in {route.path for route in ROUTES}
}
NAMES = tuple(sorted({each.name for each in (*FILTERS, *PAGING)}.union(GOOD, *OWN.values())))
HEADERS: dict[bytes, tuple[bytes, ...]] = {
    b"Accept": (b"*/*", b"text/html", b"text/html,application/xhtml+xml,*/*;q=0.8", b"text/csv",
                b"application/json;q=nan", b"a/b;q=1e999, */*;q=0", b";;;,,,", b"text/calendar"),
    b"If-None-Match": (b"*", b'W/"x"', b'"', b"nonsense", b'"a", "b', b"W/*"),
    b"If-Match": (b'"v1-x"', b'"v2-x"', b'"v3-json-0"', b"*", b"v1", b'W/"v1-x"',
                  b'"v99999999999-x"'),
    b"If-Modified-Since": (b"Sat, 29 Oct 1994 19:43:31 GMT", b"yesterday", b"0"),
    b"If-Range": (b'"x"', b"never"),
    b"Range": (b"bytes=0-1", b"bytes=9999999999-", b"bytes=-0", b"lines=1-2", b"bytes=5-2,1-"),
    b"Content-Type": (b"application/json", b"application/merge-patch+json", b"text/csv",
                      b"application/x-ndjson", b"application/octet-stream", b"text/plain", b"/",
                      b"",
                      b"application/json; charset=utf-7", b"multipart/form-data; boundary=",
                      b"application/x-www-form-urlencoded"),
    b"Content-Encoding": (b"gzip", b"br", b"identity, gzip"),
    b"Accept-Encoding": (b"gzip", b"gzip;q=0", b"*", b"br;q=x", b"gzip;q=1e9"),
    b"Accept-Language": (b"kk", b"*;q=0", b"\xff"),
    b"Idempotency-Key": (b"one", b"two", b"a b", b"\xe9", b"k" * 201, b""),
    b"Last-Event-ID": (b"0", b"5", b"-1", b"9" * 16, b"9" * 40, b"x", b""),
    b"Authorization": (b"Bearer", b"Bearer ", b"Basic YTpi", b"Bearer \xff", b"bearer x y", b"\xfe",
                       b"Bearer dl_" + b"A" * 43),
    b"Host": (b"", b"a b", b'"><x', b"[::1", b"x:99999999", b"\xff", b"a/b", b"localhost"),
    b"X-Request-Id": (b"abc-1", b"a b", b"\xff" * 70, b"x" * 5000),
    b"X-Forwarded-For": (b"127.0.0.1", b"unknown"),
    b"X-Forwarded-Host": (b"evil.example",),
    b"X-HTTP-Method-Override": (b"DELETE",),
    b"Origin": (b"null", b"https://evil.example"),
    b"Access-Control-Request-Method": (b"PUT", b"GET"),
    b"Cookie": (b"a=b; " * 50, b"="),
    b"Upgrade": (b"websocket", b"h2c"),
    b"Connection": (b"Upgrade", b"keep-alive"),
    b"Expect": (b"100-continue",),
    b"X-Long": (b"x" * 30_000,),
}  # fmt: skip
TEXTS = st.sampled_from(BAD) | st.text(max_size=30)
# Characters of request targets that the server accepts: printable ones, encoded as UTF-8.
RAW = st.text(
    st.characters(exclude_categories=("Cs", "Cc"), exclude_characters=' "#<>\\^`{|}'), max_size=20
).map(lambda each: each.encode())
ENCODED = TEXTS.map(lambda each: quote_from_bytes(each.encode("utf-8", "surrogatepass")).encode())
BYTES = st.binary(max_size=20).map(lambda each: quote_from_bytes(each).encode())
BROKEN = st.sampled_from((b"%", b"%z", b"%F0%9F", b"%ff%fe", b"%u0041", b"%00", b"%25%30%30", b"+"))
VALUE = ENCODED | BYTES | BROKEN | RAW
LONG = st.sampled_from((b"a" * 8_000, b"%F0%9D%92%B3" * 2_000, b"(" * 20_000, b"a%20" * 5_000))


def _chance(one_in: int) -> st.SearchStrategy[bool]:
    return st.sampled_from((True, *(False,) * (one_in - 1)))


# Made once, because building a strategy takes longer than drawing from it.
HALF, QUARTER, FIFTH, TENTH, RARELY = map(_chance, (2, 4, 5, 10, 20))
NAMED = st.lists(st.sampled_from(sorted(HEADERS)), max_size=4)
GIVEN = {name: st.sampled_from(values) for name, values in HEADERS.items()}
# Any byte that a header may have (RFC 9110, 5.5).
HEADER = st.lists(
    st.sampled_from([bytes((each,)) for each in range(0x20, 0x100) if each != 0x7F]), max_size=20
).map(lambda each: b"".join(each).strip(b" "))
SEEN = st.integers(1, 4).map(lambda each: b'"v%d-x"' % each)
PAIRS = st.integers(1, 4)
ENDS = st.sampled_from((b"/", b"//", b"/..", b".json", b"%2f", b"/x", b".", b";a=b"))
USUAL = {
    name: st.sampled_from([quote(each).encode() for each in values])
    for name, values in (
        (b"{id}", IDS), (b"{code}", ("KZ", "kaz", "Kazakhstan", "SU")), (b"{n}", ("1", "2", "99")),
        (b"{name}", ("page.css", "dateline-timeline.js")),
    )
}  # fmt: skip
FIT = {name: st.sampled_from([quote(each).encode() for each in GOOD.get(name, ("1",))])
       for name in NAMES}  # fmt: skip
ANY_NAME = st.sampled_from(NAMES)
OWN_NAME = {path: st.sampled_from(names) for path, names in OWN.items() if names}


@st.composite
def requests(draw: st.DrawFn, route: str, method: str, keys: tuple[bytes, ...]) -> Request:
    """A request of ``method`` for a route such as ``/v1/events/{id}``, without a key or with one of
    ``keys``."""
    well = draw(HALF)  # half of them are valid except for their headers, and get further
    target = draw(_path(route, well)) + draw(_query(OWN_NAME.get(route, ANY_NAME), well))
    headers = []
    for name in draw(NAMED):
        headers.append((name, draw(HEADER) if draw(FIFTH) else draw(GIVEN[name])))
    named = {name for name, _ in headers}
    if keys and b"Authorization" not in named and not draw(QUARTER):
        headers.append((b"Authorization", draw(st.sampled_from(keys))))
    if b"Upgrade" in named and b"Connection" not in named:
        headers.append((b"Connection", b"Upgrade"))
    body = b""
    if method in ("POST", "PUT", "PATCH") or draw(RARELY):
        body = draw(FINE) if well else draw(BODIES)
        if b"Content-Type" not in named:
            headers.append((b"Content-Type", b"application/json"))
        if method in ("PUT", "PATCH", "DELETE") and draw(HALF):
            headers.append((b"If-Match", draw(SEEN)))
    return Request(route, method, target, tuple(headers), body)


@st.composite
def _path(draw: st.DrawFn, route: str, well: bool) -> bytes:
    path = route.encode()
    for name, usual in USUAL.items():
        if name in path:
            path = path.replace(name, draw(usual) if well or draw(HALF) else draw(VALUE))
    return path + draw(ENDS) if not well and draw(TENTH) else path


@st.composite
def _query(draw: st.DrawFn, own: st.SearchStrategy[str], well: bool) -> bytes:
    if draw(FIFTH):
        return b"" if well else b"?" + draw(RAW)
    pairs = []
    for _ in range(1 if draw(HALF) else draw(PAIRS)):
        name = draw(own) if well or not draw(FIFTH) else draw(ANY_NAME)
        value = draw(FIT[name]) if well or draw(HALF) else draw(VALUE)
        pairs.append((name.encode() if well or not draw(TENTH) else draw(VALUE)) + b"=" + value)
    if not well and draw(TENTH):
        pairs.append(b"q=" + draw(LONG))
    if not well and draw(TENTH):
        pairs *= 80
    return b"?" + b"&".join(pairs)[:60_000]


EVENT: dict[str, Any] = {
    "title": "A meeting", "date": "2023-02", "category": "meeting", "summary": "Words.",
    "countries": [{"code": "KZ", "role": "host"}], "actors": [{"name": "A", "type": "person"}],
    "place": {"name": "Astana", "latitude": 51.2, "longitude": 71.4}, "tags": ["a"],
    "amounts": [{"value": "1", "currency": "USD", "stage": "pledged"}],
    "sources": [{"title": "S", "url": "https://s.example/", "supports": ["date"]}],
    "related": [{"type": "part_of", "event": "case-1"}],
}  # fmt: skip
ODD: tuple[Any, ...] = (
    None, True, 0, -1, 1e308, 10**30, "", [], {}, [[]], [None], {"": None}, [{}], "javascript:x",
    {"name": {"name": []}}, ["a"] * 300, [{"code": "KZ"}], [{"code": 1, "role": []}],
    [{"url": "data:,x", "title": "t"}], {"latitude": 91, "longitude": "x"}, "\ud800", "\x00",
    [{"value": "1e5", "currency": "usd", "stage": "x"}], [{"type": "part_of", "event": "\x00"}],
)  # fmt: skip
FIELDS = (*EVENT, "id", "version", "earliest", "unknown", "__class__", "status", "date_as_reported")
ANY = st.sampled_from(ODD) | TEXTS | st.recursive(
    st.none() | st.booleans() | st.floats() | TEXTS,
    lambda below: st.lists(below, max_size=3) | st.dictionaries(TEXTS, below, max_size=3),
    max_leaves=6,
)  # fmt: skip


FIELD, ID, FEW = st.sampled_from(FIELDS), st.sampled_from(IDS), st.integers(0, 2)


@st.composite
def _event(draw: st.DrawFn) -> bytes:
    event = dict(EVENT)
    for _ in range(draw(FEW)):
        event[draw(FIELD)] = draw(ANY)
    if draw(HALF):
        event["id"] = draw(ID)
    return json.dumps(event).encode()


@st.composite
def _damaged(draw: st.DrawFn) -> bytes:
    whole = draw(_event())
    at = draw(st.integers(0, len(whole)))
    return whole[:at] + draw(st.binary(max_size=4)) + whole[at + draw(st.integers(0, 3)) :]


_line = json.dumps(EVENT).encode()
KEPT = (
    b"", b"null", b"[]", b"{}", b'"', b"\xff\xfe{\x00}", b"[" * 100_000, b'{"a":' * 20_000,
    b"1" * 5_000, b'{"title":1,"title":2}', b"\xef\xbb\xbf{}", b"NaN", b"[1e999]", b'"\\ud800"',
    b"a" * 200_000, b"\x00" * 1_000, gzip.compress(b"0" * 1_000_000), gzip.compress(_line),
    b"PK\x03\x04",
    b"\n".join([_line] * 5), _line + b"\nnonsense\n" + _line, b"[" + _line + b"," + _line,
    b"id,title,date\r\n1,=1+1,2023\r\n", b'id,title\n"', b"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\n",
    b"1\t2\t3\n", b"a=b&c=d", b'--x\r\nContent-Disposition: form-data; name="a"\r\n\r\n',
)  # fmt: skip
FINE = st.sampled_from((_line, json.dumps({**EVENT, "id": "case-1"}).encode(), b'{"tags":["b"]}'))
BODIES = _event() | _event() | _damaged() | st.sampled_from(KEPT) | st.binary(max_size=60)


@st.composite
def no_http(draw: st.DrawFn) -> Request:
    """Bytes that are hardly a request. The server refuses them, or finds a request in them and
    answers it."""
    whole = draw(st.sampled_from(NO_HTTP))
    for _ in range(draw(st.integers(0, 3))):
        at = draw(st.integers(0, len(whole)))
        whole = whole[:at] + draw(st.binary(max_size=3)) + whole[at + draw(st.integers(0, 2)) :]
    end = b"\r\n\r\n"
    return Request("no HTTP", whole[:8].decode("latin-1"), b"", whole=whole + end)


NO_HTTP = tuple(
    line + b"\r\nHost: a" + more
    for line in (
        b"GET /v1/events?limit=1 HTTP/1.1", b"GET /v1/events HTTP/9.9", b"GET  / HTTP/1.1",
        b"GET /v1/tags\x00 HTTP/1.1", b"GET http://[ HTTP/1.1", b"OPTIONS * HTTP/1.1",
        b"GET /v1/events?q=\xff HTTP/1.1", b"POST /v1/events HTTP/1.1", b"CONNECT a:80 HTTP/1.1",
        b"GET /" + b"a" * 70_000 + b" HTTP/1.1", b"\x16\x03\x01\x02\x00\x01", b"GET",
    )
    for more in (
        b"", b"\r\nHost: b", b"\r\nContent-Length: -1",
        b"\r\nContent-Length: 5\r\nContent-Length: 6",
        b"\r\nTransfer-Encoding: chunked\r\n\r\nzz", b"\r\nTransfer-Encoding: chunked, chunked",
        b"\r\nX: a\x00b", b"\r\n folded: x", b"\r\nX" + b"y" * 500_000, b"\r\nConnection: close",
        b"\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13"
        b"\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
    )
)  # fmt: skip
