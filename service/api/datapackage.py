"""``GET /v1/datapackage.json``: the columns of ``/v1/events.csv`` under the same query."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import orjson
from flask import Response

from service.api.access import with_key
from service.api.addresses import root
from service.api.event_reads import LIST_OF
from service.api.request import Request
from service.api.responses import as_json
from service.domain.calendar import LAST_OF_DATETIME
from service.domain.edtf import parse
from service.domain.query import Filter, Page
from service.formats import datapackage
from service.store import Store

PARAMETERS = LIST_OF["csv"]
BEYOND = LAST_OF_DATETIME + 1
MOST = 200
"""The maximum number of events before the year 1, and of events after 9999, that are checked."""


def describe(request: Request) -> Response:
    """A Data Package. Its only resource is the CSV of this query."""
    query, text = request.query, request.text
    address = with_key(f"{root()}/v1/events.csv" + (f"?{text}" if text else ""))
    title = request.instance.settings.title
    return as_json(
        datapackage.package(
            title, address, query.fields, _all_days(request.instance.store, query.filter)
        )
    )


def _all_days(store: Store, filter_: Filter) -> bool:
    """Whether every first and last day certainly lies in the years 1 to 9999."""
    since, until = filter_.since, filter_.until
    whole = replace(filter_, certain=False, undated=False)
    early = replace(whole, since=None, until=0 if until is None else min(0, until))
    late = replace(whole, until=None, since=BEYOND if since is None else max(BEYOND, since))
    return not (
        _any(store, early, lambda event: since is None or (_last(event) or BEYOND) >= since)
        or _any(store, late, lambda event: _last(event) is not None)
    )


def _any(store: Store, filter_: Filter, judged: Callable[[dict[str, Any]], bool]) -> bool:
    """Whether ``judged`` is true of some event, or there are too many events to check."""
    page = store.events(filter_, Page(limit=MOST, count="none"))
    return page.next is not None or any(judged(orjson.loads(each)) for each in page.rows)


def _last(event: dict[str, Any]) -> int | None:
    return None if event["latest"] is None else parse(event["latest"]).latest
