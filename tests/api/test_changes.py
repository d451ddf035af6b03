"""The change log: its order, its cursors, and mirrors of a part of the events."""

from __future__ import annotations

from typing import Any

import pytest
from flask.testing import FlaskClient

EVENT = {"title": "A meeting", "date": "2024-05-01", "category": "meeting"}
Headers = dict[str, str]


class Editor:
    """Writes through the API and keeps the ETag of each event."""

    def __init__(self, client: FlaskClient, key: Headers) -> None:
        self.client, self.key, self.tags = client, key, dict[str, str]()

    def put(self, name: str, **change: Any) -> None:
        seen = {"If-Match": self.tags[name]} if name in self.tags else {"If-None-Match": "*"}
        reply = self.client.put(f"/v1/events/{name}", json=EVENT | change, headers=self.key | seen)
        assert reply.status_code in (200, 201), reply.text
        self.tags[name] = reply.headers["ETag"]

    def delete(self, name: str) -> None:
        seen = {"If-Match": self.tags.pop(name)}
        assert self.client.delete(f"/v1/events/{name}", headers=self.key | seen).status_code == 204


@pytest.fixture
def editor(client: FlaskClient, write_key: Headers) -> Editor:
    return Editor(client, write_key)


@pytest.fixture
def start(client: FlaskClient) -> str:
    return str(client.get("/v1/changes?limit=1000").get_json()["cursor"])


Followed = tuple[dict[str, Any], list[dict[str, Any]]]
"""The events of a mirror by their ids, and all entries of the log that it read."""


def follow(client: FlaskClient, words: str, since: str, limit: int = 2) -> Followed:
    mirror: dict[str, Any] = {}
    entries: list[dict[str, Any]] = []
    link = f"/v1/changes?{words}&since={since}&limit={limit}".replace("?&", "?")
    while True:
        page = client.get(link).get_json()
        for entry in page["items"]:
            entries.append(entry)
            if entry["type"] == "deleted":
                assert entry["event"] is None
                mirror.pop(entry["id"], None)
            else:
                mirror[entry["id"]] = entry["event"]
        if not page["more"]:
            return mirror, entries
        link = page["next"]


def test_each_change_is_one_entry_in_order_with_the_event_as_it_was_then(
    client: FlaskClient, editor: Editor, start: str
) -> None:
    editor.put("a")
    editor.put("b", title="B")
    editor.put("a", title="Corrected")
    editor.put("a", title="Corrected")
    editor.delete("b")
    editor.put("b", title="Back")
    _, entries = follow(client, "", start)
    assert [(e["type"], e["id"], e["version"], e["event"] and e["event"]["title"])
            for e in entries] == [
        ("created", "a", 1, "A meeting"), ("created", "b", 1, "B"),
        ("updated", "a", 2, "Corrected"), ("deleted", "b", 2, None), ("created", "b", 3, "Back"),
    ]  # fmt: skip
    epoch, number, _ = start.split("-")
    cursors = [entry["cursor"] for entry in entries]
    begun = [f"{epoch}-{n:012}" for n in range(int(number) + 1, int(number) + 6)]
    assert [cursor.rpartition("-")[0] for cursor in cursors] == begun
    assert cursors == sorted(cursors)
    assert all(e["event"] is None or e["event"]["version"] == e["version"] for e in entries)


def test_a_mirror_from_the_beginning_holds_every_event(client: FlaskClient) -> None:
    mirror, _ = follow(client, "", "0", 500)
    assert len(mirror) == client.get("/v1/events?undated=1&count=exact").get_json()["total"] > 10


@pytest.mark.parametrize("words", ["country=KZ", "date=2024-05", "q=corrected", "category=visit"])
def test_a_mirror_of_a_part_forgets_what_leaves_it(
    client: FlaskClient, editor: Editor, words: str
) -> None:
    kazakhstan = {"countries": [{"code": "KZ", "role": "host"}]}
    editor.put("in", **kazakhstan)
    editor.put("out")
    editor.put("comes")
    editor.put("comes", **kazakhstan, category="visit", title="Corrected")
    editor.put("goes", **kazakhstan, category="visit", title="Corrected")
    editor.put("goes", date="2025")
    editor.put("stays-out", date="2023")
    editor.put("stays-out", date="2022")
    editor.put("dies", **kazakhstan, category="visit", title="Corrected")
    editor.delete("dies")
    mirror, entries = follow(client, words, "0")
    listed = client.get(f"/v1/events?{words}&limit=1000").get_json()["items"]
    assert mirror == {each["id"]: each for each in listed}
    assert "comes" in mirror
    assert not {"goes", "dies", "stays-out"} & mirror.keys()
    assert {"deleted"} < {entry["type"] for entry in entries}
    assert "stays-out" not in {entry["id"] for entry in entries}


def test_what_is_no_cursor_is_refused_and_one_of_another_log_is_gone(
    client: FlaskClient, start: str
) -> None:
    epoch, number, mark = start.split("-")
    foreign = f"{(int(mark, 16) + 1) % 2**32:08x}"
    other = "0" * 12 if epoch != "0" * 12 else "1" * 12
    for wrong, status in (
        ("x", 400), ("-1", 400), ("1.5", 400), (f"{epoch}-", 400), (f"{epoch[1:]}-1", 400),
        (f"{epoch}-{int(number) + 1:012}", 410), (f"{other}-{number}", 410), (f"{other}-0", 410),
        (f"{start}0", 400), (start[:-1], 400), (f"{start}-", 400), (f"{epoch}-{number}-", 400),
        # Another entry has that number.
        (f"{epoch}-{number}-{foreign}", 410), (f"{epoch}-{int(number) - 1:012}-{mark}", 410),
        # A cursor of an earlier version has no mark.
        (f"{epoch}-{number}", 200),
        # Cursors of old versions have no epoch, so their log is unknown.
        (str(int(number)), 410), ("1", 410), ("0", 200), (start, 200),
    ):  # fmt: skip
        for path, name in (("/v1/changes", "since"), ("/v1/changes/stream", "Last-Event-ID")):
            if name == "since":
                reply = client.get(f"{path}?since={wrong}")
            else:
                reply = client.get(path, headers={name: wrong})
            assert reply.status_code == status, (wrong, path)
            if status >= 400:
                assert reply.content_type == "application/problem+json"
                assert reply.get_json()["errors"][0]["parameter"] == name
            if status == 410:
                assert "begin again" in reply.get_json()["detail"]
