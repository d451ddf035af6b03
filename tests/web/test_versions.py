"""``/events/{id}/versions``: a page with the changes from version to version."""

from __future__ import annotations

import re
from html import unescape

import pytest
from flask.testing import FlaskClient

BROWSER = {"Accept": "text/html"}
EVENT = {
    "id": "a", "title": "A meeting", "date": "2024-05-01", "category": "meeting",
    "countries": [{"code": "KZ", "role": "host"}, {"code": "US", "role": "participant"}],
    "amounts": [{"value": "5", "currency": "USD", "stage": "announced"}], "tags": ["a", "b"],
    "actors": [{"name": "Ann <b>", "type": "person", "title": "Minister", "country": "KZ"}],
    "place": {"name": "Astana", "country": "KZ"},
}  # fmt: skip
Headers = dict[str, str]


@pytest.fixture
def corrected(client: FlaskClient, write_key: Headers) -> FlaskClient:
    """The event ``a``, corrected once."""
    assert client.put("/v1/events/a", json=EVENT, headers=write_key).status_code == 201
    change(client, write_key, title="Another meeting", date="2024-05", tags=["b", "c"], amounts=[],
           countries=[{"code": "KZ", "role": "host"}, {"code": "KZ", "role": "signatory"}],
           place={"name": "Almaty"})  # fmt: skip
    return client


def change(client: FlaskClient, key: Headers, **fields: object) -> None:
    tag = client.get("/v1/events/a").headers["ETag"]
    reply = client.patch("/v1/events/a", json=fields, headers={**key, "If-Match": tag})
    assert reply.status_code == 200, reply.text


def read(client: FlaskClient, path: str = "/events/a/versions", **headers: str) -> str:
    reply = client.get(path, headers={**BROWSER, **headers})
    assert (reply.status_code, reply.mimetype) == (200, "text/html")
    return reply.text


def marked(cells: str, tag: str) -> list[str]:
    return [unescape(each) for each in re.findall(rf"<{tag}[^>]*>(.*?)</{tag}>", cells)]


def changes(text: str) -> dict[str, tuple[list[str], list[str]]]:
    """The removed and the added texts of each field."""
    rows = re.findall(r'<th scope="row">(.*?)</th>(.*?)</tr>', text, re.DOTALL)
    return {name: (marked(cells, "del"), marked(cells, "ins")) for name, cells in rows}


def test_each_field_is_shown_old_and_new(corrected: FlaskClient) -> None:
    assert changes(read(corrected)) == {
        "Title": (["A meeting"], ["Another meeting"]),
        "Date": (["2024-05-01"], ["2024-05"]),
        "Countries": (
            ["Kazakhstan: host", "United States: participant"],
            ["Kazakhstan: host and signatory"],
        ),
        "Place": (["Astana, Kazakhstan"], ["Almaty, Kazakhstan"]),
        "Money": (["USD, 5, announced"], []),
        "Tags": (["a"], ["c"]),
    }


def test_the_event_leads_there_and_back(corrected: FlaskClient) -> None:
    assert 'href="/events/a/versions"' in read(corrected, "/events/a")
    text = read(corrected)
    assert 'href="/events/a"' in text
    assert 'href="/v1/events/a/versions/1"' in text
    assert text.index("Version 2 <small>Changed") < text.index("Version 1 <small>Created")


def test_who_it_was_is_for_readers_with_a_key(corrected: FlaskClient, write_key: Headers) -> None:
    assert "editor" not in read(corrected)
    assert "by <bdi>editor</bdi>" in read(corrected, **write_key)


def test_a_deleted_event_tells_of_its_end_and_its_page_leads_there(
    corrected: FlaskClient, write_key: Headers
) -> None:
    tag = corrected.get("/v1/events/a").headers["ETag"]
    assert (
        corrected.delete("/v1/events/a", headers={**write_key, "If-Match": tag}).status_code == 204
    )
    gone = corrected.get("/events/a", headers=BROWSER)
    assert gone.status_code == 410
    assert 'href="/events/a/versions"' in gone.text
    text = read(corrected)
    assert "The event was taken back." in text
    assert "Versions of <bdi>Another meeting</bdi>" in text
    assert 'href="/events/a"' not in text
    restored = {**write_key, "If-None-Match": "*"}
    assert corrected.put("/v1/events/a", json=EVENT, headers=restored).status_code == 201
    assert "was restored" in read(corrected)


def test_many_versions_are_shown_page_by_page(client: FlaskClient, write_key: Headers) -> None:
    client.put("/v1/events/a", json=EVENT, headers=write_key)
    for number in range(2, 46):
        change(client, write_key, title=f"Meeting {number}")
    seen, path = [], "/events/a/versions"
    while path:
        text = read(client, path)
        found = [int(each) for each in re.findall(r"<h2>Version (\d+)", text)]
        titles = changes(text)
        assert len(found) <= 20
        assert titles == {} or set(titles) == {"Title"}
        seen += found
        more = re.search(r'<a href="([^"]+)">Earlier versions', text)
        path = more[1] if more else ""
    assert seen == list(range(45, 0, -1))
    assert "The event as it was first recorded." in text


@pytest.mark.parametrize(("path", "status"), [
    ("/events/nothing/versions", 404), ("/events/No.Such/versions", 404),
    ("/events/a/versions?before=x", 400), ("/events/a/versions?after=1", 400),
])  # fmt: skip
def test_what_is_not_there_is_a_page_too(corrected: FlaskClient, path: str, status: int) -> None:
    reply = corrected.get(path, headers=BROWSER)
    assert (reply.status_code, reply.mimetype) == (status, "text/html")


def test_nothing_in_it_is_markup(corrected: FlaskClient, write_key: Headers) -> None:
    change(corrected, write_key, title="<script>1</script>", actors=[])
    text = read(corrected)
    assert "<script>1" not in text
    assert changes(text)["People and organisations"][0] == ["Ann <b>, Minister, person, Kazakhstan"]
