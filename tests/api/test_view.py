"""The view of every route: it refuses wrong requests before it calls a resource, and the resource
gets the values that the view has read."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from flask import Flask, Response
from werkzeug.test import TestResponse

from service.api import problems, view
from service.api.request import Request
from service.api.route import QueryReading, Route
from service.errors import Invalid
from service.formats.registry import NEGOTIABLE
from service.schemas.parameters import FILTERS, LANG
from service.store import Store

Ask = Callable[..., TestResponse]


class Resource:
    """A resource that only keeps the requests that it gets."""

    def __init__(self) -> None:
        self.entered: list[Request] = []

    def __call__(self, request: Request) -> Response:
        self.entered.append(request)
        return Response("here")


@pytest.fixture
def resource() -> Resource:
    return Resource()


@pytest.fixture
def ask(app: Flask, resource: Resource) -> Ask:
    """A function that sends a request to the only route of a private application."""

    def asking(
        route: Route, address: str = "/it", key: str = "", accept: str = "*/*", method: str = "GET"
    ) -> TestResponse:
        here = app.extensions["dateline"]
        made = Flask("one route")
        made.extensions["dateline"] = replace(
            here, settings=replace(here.settings, public_reads=False)
        )
        problems.register(made, lambda environ: None)
        view.serve(made, [replace(route, resource=resource)])
        headers = {"Accept": accept} | ({"Authorization": f"Bearer {key}"} if key else {})
        return made.test_client().open(address, method=method, headers=headers)

    return asking


@pytest.fixture
def reader(store: Store) -> str:
    return store.keys.create("reader", ("read",))


def bare(request: Request) -> Response:
    raise AssertionError("the fixture puts another in its place")


PLAIN = Route("GET", "/it", bare, "A row that says nothing of access or parameters")
NAMED = Route("GET", "/it/{id}/{n}", bare, "One with names", parameters=(*FILTERS, LANG))
WRITTEN = Route("POST", "/it", bare, "One that writes", scope="write")
OFFERING = Route("GET", "/it", bare, "One with formats", offers=NEGOTIABLE,
                 of_format={each.suffix: FILTERS for each in NEGOTIABLE})  # fmt: skip
OPEN = Route("GET", "/it", bare, "One for everybody", scope=None)


def test_a_row_that_says_nothing_needs_a_key_and_takes_no_parameter(
    ask: Ask, resource: Resource, reader: str
) -> None:
    assert ask(PLAIN).status_code == 401
    assert ask(PLAIN, "/it?country=KZ", reader).status_code == 400
    assert not resource.entered
    assert ask(PLAIN, "/it", reader).status_code == 200
    assert len(resource.entered) == 1


def test_access_comes_before_the_format_and_that_before_the_query(
    ask: Ask, resource: Resource, reader: str
) -> None:
    wrong = "/it?nothing=1"
    assert ask(OFFERING, wrong, accept="x/y").status_code == 401
    assert ask(OFFERING, wrong, reader, accept="x/y").status_code == 406
    assert ask(OFFERING, wrong, reader, accept="text/csv").status_code == 400
    assert not resource.entered
    assert ask(OFFERING, "/it?country=KZ", reader, accept="text/csv").status_code == 200
    (request,) = resource.entered
    assert request.format is not None
    assert (request.format.suffix, request.negotiated) == ("csv", True)


def test_a_writer_is_known_by_the_name_of_a_key_that_may_write(
    ask: Ask, resource: Resource, store: Store, reader: str
) -> None:
    assert ask(WRITTEN, method="POST").status_code == 401
    assert ask(WRITTEN, key=reader, method="POST").status_code == 403
    assert not resource.entered
    ask(WRITTEN, key=store.keys.create("desk", ("write",)), method="POST")
    assert resource.entered[0].author == "desk"


def test_the_resource_gets_who_query_and_names(ask: Ask, resource: Resource, reader: str) -> None:
    ask(NAMED, "/it/a-visit/2?country=KZ&lang=fr", reader)
    (request,) = resource.entered
    assert request.who.key is not None
    assert request.who.key.name == "reader"
    assert (request.id, request.names["n"]) == ("a-visit", "2")
    assert request.query.filter.groups[0][0].value == "KZ"
    assert request.options == {"lang": "fr"}
    assert request.pairs == (("country", "KZ"), ("lang", "fr"))
    assert request.text == "country=KZ&lang=fr"


def test_an_open_route_needs_no_key(ask: Ask, resource: Resource, reader: str) -> None:
    assert ask(OPEN).status_code == ask(OPEN, key=reader).status_code == 200
    assert [each.who.key for each in resource.entered] == [None, None]
    assert ask(OPEN, "/it?x=1").status_code == 400


@pytest.mark.parametrize(
    ("read", "sent", "status"),
    [(QueryReading.ALL, "lang=fr&x=1", 400), (QueryReading.ALL, "lang=xx", 400),
     (QueryReading.OWN_ONLY, "lang=fr&x=1", 200), (QueryReading.OWN_ONLY, "lang=xx&x=1", 400),
     (QueryReading.WITH_ERRORS, "lang=fr&x=1", 200), (QueryReading.WITH_ERRORS, "lang=%ff", 400),
     (QueryReading.NONE, "lang=xx&x=1", 200), (QueryReading.NONE, "lang=%ff", 200)],
)  # fmt: skip
def test_a_row_says_how_much_of_the_query_is_read(
    ask: Ask, resource: Resource, read: QueryReading, sent: str, status: int
) -> None:
    row = replace(OPEN, parameters=(LANG,), query=read)
    assert ask(row, f"/it?{sent}").status_code == status
    assert len(resource.entered) == (status == 200)
    if status == 200:
        (request,) = resource.entered
        assert isinstance(request.error, Invalid) == (read is QueryReading.WITH_ERRORS)
        assert request.options == ({"lang": "fr"} if read is QueryReading.OWN_ONLY else {})
        assert ("x", "1") in request.pairs or read is QueryReading.NONE
