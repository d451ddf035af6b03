"""Lists that are read page by page."""

from __future__ import annotations

from dataclasses import replace

import orjson

from service.domain.query import Filter, Page
from service.store.read import Reader


def ids_of_all_pages(reader: Reader, filter_: Filter, page: Page) -> list[str]:
    """The ids of the events of ``page`` and of all pages after it."""
    found: list[str] = []
    while True:
        got = reader.events(filter_, page)
        found += [orjson.loads(each)["id"] for each in got.rows]
        if got.next is None:
            return found
        page = replace(page, after=got.next)
