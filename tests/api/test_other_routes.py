"""Vocabulary, health, errors of any route, and the OpenAPI document."""

from __future__ import annotations

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient

from service.api.routes import ROUTES
from service.api.usual_paths import USUAL_PATHS
from service.store import Store
from tests.api.conftest import MakeClient


def test_the_vocabulary_counts_what_events_use(client: FlaskClient) -> None:
    for path in ("countries", "categories", "actors", "tags", "blocs"):
        assert client.get(f"/v1/{path}").get_json()["items"]
    kazakhstan = client.get("/v1/countries/Kazakhstan").get_json()
    assert kazakhstan["events"] == len(client.get("/v1/events?country=KZ").get_json()["items"])
    assert "C5" in {each["code"] for each in kazakhstan["blocs"]}
    unknown = client.get("/v1/countries/Kazakstan")
    assert unknown.status_code == 404
    assert "Kazakhstan" in unknown.get_json()["errors"][0]["nearest"]
    assert (
        client.get("/v1/actors?starts=Antony").get_json()["items"][0]["value"] == "antony-blinken"
    )


def test_health_says_whether_it_can_answer(client: FlaskClient, store: Store) -> None:
    assert client.get("/healthz").status_code == 200
    assert client.get("/readyz").status_code == 200
    store.migrate_down()
    assert client.get("/readyz").status_code == 503
    assert client.get("/healthz").status_code == 200


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [("get", "/nope", 404), ("delete", "/v1/events", 405), ("get", "/v1/events/x.pdf", 404),
     ("get", "/v1/events/none", 404), ("get", "/v1/events?q=%ff", 400)],
)  # fmt: skip
def test_every_error_is_a_problem(client: FlaskClient, method: str, path: str, status: int) -> None:
    reply = getattr(client, method)(path)
    assert reply.status_code == status == reply.json["status"]
    assert reply.mimetype == "application/problem+json"
    assert ("Allow" in reply.headers) == (status == 405)


@pytest.mark.parametrize(
    ("path", "nearest"),
    [
        ("/v1/event", "/v1/events"),
        ("/v1/events.jso", "/v1/events.json"),
        ("/v1/events/none.jsn", "/v1/events/none.json"),
        ("/v1/events/none.ical", "/v1/events/none.ics"),
        ("/v1/event/none", "/v1/events/none"),
        ("/v1/events/none/version", "/v1/events/none/versions"),
        ("/v1/events/none/version/2", "/v1/events/none/versions/2"),
        ("/v1/contries/KZ", "/v1/countries/KZ"),
        ("/event/none", "/events/none"),
        ("/events/none/", "/events/none"),
        ("/v1/events/none.ics/", "/v1/events/none.ics"),
        ("/embed/events/none/", "/embed/events/none"),
        ("/events/none/version/", "/events/none/versions"),
        ("/docs/", "/docs"),
    ],
)
def test_an_unknown_path_is_404_with_the_nearest(
    client: FlaskClient, path: str, nearest: str
) -> None:
    reply = client.get(path)
    assert reply.status_code == 404
    assert nearest in reply.get_json()["errors"][0]["nearest"]
    if path.rstrip("/") == nearest:
        assert reply.get_json()["errors"][0]["nearest"] == [nearest]


def test_a_usual_name_of_other_services_is_404_with_our_path(client: FlaskClient) -> None:
    for name, paths in USUAL_PATHS.items():
        for path in (f"/{name}", f"/{name.upper()}/", f"/v3/{name}"):
            if client.get(path).status_code == 200:  # it exists here too
                continue
            (error,) = client.get(path).get_json()["errors"]
            assert tuple(error["nearest"][: len(paths)]) == paths, path
        for path in paths:
            assert client.get(path).status_code == 200, path


def test_an_internal_error_shows_nothing_internal(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise RuntimeError("SELECT secret FROM /etc/passwd")

    monkeypatch.setattr(type(app.extensions["dateline"].store), "get", fail)
    reply = app.test_client().get("/v1/events/a")
    assert reply.status_code == 500
    assert reply.mimetype == "application/problem+json"
    assert not re.search("SELECT|passwd|Traceback", reply.text)


def test_an_unknown_accept_is_406(client: FlaskClient) -> None:
    reply = client.get("/v1/events", headers={"Accept": "image/png"})
    assert reply.status_code == 406
    assert client.get("/v1/events", headers={"Accept": "text/csv"}).mimetype == "text/csv"


def test_cors_lets_any_origin_read(client: FlaskClient) -> None:
    reply = client.get("/v1/events", headers={"Origin": "https://news.example"})
    assert reply.headers["Access-Control-Allow-Origin"] == "*"


def test_openapi_has_every_route(client: FlaskClient) -> None:
    described = client.get("/v1/openapi.json").get_json()
    assert described["openapi"] == "3.1.0"
    # A path with a slash at its end is a second path of the same route.
    routes = [each for each in ROUTES if not each.path.endswith("/")]
    assert len(ROUTES) - len(routes) == 1
    assert {(route.path, route.method.lower()) for route in routes} == {
        (path, method) for path, methods in described["paths"].items() for method in methods
    }


def test_the_docs_page_loads_nothing_from_other_hosts(client: FlaskClient) -> None:
    page = client.get("/docs")
    assert "default-src 'none'" in page.headers["Content-Security-Policy"]
    assert not re.search(r"(src|href)=\"(https?:)?//(?!localhost/)", page.text)
    for path in re.findall(r'(?:src|href)="(/docs/[^"]+)"', page.text):
        with client.get(path) as asset:
            assert asset.status_code == 200


def test_reading_may_need_a_key(make_client: MakeClient, store: Store) -> None:
    client = make_client(public_reads=False)
    assert client.get("/v1/events").status_code == 401
    key = {"Authorization": f"Bearer {store.keys.create('reader', ('read',))}"}
    assert client.get("/v1/events", headers=key).status_code == 200
