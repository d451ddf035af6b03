"""The front page: the query in the address, drawn and listed."""

from __future__ import annotations

from typing import Any

from flask import Response, redirect
from werkzeug.wrappers import Response as BaseResponse

from service.api.access import authorize
from service.api.context import instance, pairs, prefix, query
from service.api.feeds import feeds
from service.domain.vocabulary import CATEGORIES, ROLES
from service.errors import Invalid
from service.schemas.query import EventsQuery
from service.web import chart, facets, form, listing
from service.web.html import page
from service.web.problems import by_a_person
from service.web.use import use

EVERYTHING = [("sort", "date")]
"""Asks nothing, yet is not empty: so an operator's default query can be left."""


def explorer() -> BaseResponse:
    """``GET /``: 200, 302 to the address without what asks nothing, 400 with the faults
    beside their fields, or as a problem for a program."""
    authorize("read")
    default = instance().settings.default_query
    given = pairs()
    if not given and default:
        return redirect(f"{prefix()}/?{default}", 302)
    asked = form.tidy(given) or (EVERYTHING if default else [])
    if asked != given:
        return redirect(form.explore(asked), 302)
    try:
        parsed = query()
    except Invalid as error:
        if not by_a_person():
            raise
        return _shown(asked, form.read(asked, error.errors, instance().blocs), 400)
    return _found(asked, parsed)


def _found(asked: form.Pairs, parsed: EventsQuery) -> Response:
    store = instance().store
    found = store.events(parsed.filter, parsed.page)
    # A later page goes on with the list; what stands above it is known from the first.
    drawn = chart.chart(store, parsed.filter) if parsed.page.after is None else None
    next_page = None
    if found.next is not None:
        cursor = store.seal().list(found.next, parsed.identity)
        kept = [each for each in asked if each[0] != "cursor"]
        next_page = form.explore([*kept, ("cursor", cursor)])
    total, exactly = found.total, found.total_is == "exact"
    if drawn is not None and not exactly and not parsed.filter.undated:
        total, exactly = drawn.total, True
    around = facets.beside(asked, parsed.filter) if parsed.page.after is None else None
    if around is not None and around.exactly:
        total, exactly = around.total, True
    return _shown(
        asked,
        form.read(asked, (), instance().blocs),
        years=listing.arranged(found.rows, parsed.page.sort),
        shown=len(found.rows),
        chart=drawn,
        beside=around,
        next_page=next_page,
        first_page=form.explore(form.without(asked)) if parsed.page.after else None,
        total=total,
        exactly=exactly,
    )


def _shown(asked: form.Pairs, state: form.Form, status: int = 200, **values: Any) -> Response:
    def changed(**parts: str | None) -> str:
        """The address of this query with some parameters other."""
        kept = form.without(asked, *parts)
        return form.explore([*kept, *((name, text) for name, text in parts.items() if text)])

    return page(
        "explorer.html",
        status,
        feeds=feeds(asked if status == 200 else ()),
        form=state,
        faulty=status != 200,
        changed=changed,
        suggestions=lambda fault: form.suggestions(asked, fault),
        categories=CATEGORIES,
        roles=ROLES,
        use=use(form.without(asked)) if status == 200 else None,
        everything=form.explore(EVERYTHING if instance().settings.default_query else []),
        words=form.explore(form.without(asked)).partition("?")[2],
        **values,
    )
