"""Serves the front page, which draws and lists the events of the query in its URL."""

from __future__ import annotations

from collections.abc import Container, Sequence
from dataclasses import replace
from typing import Any

from flask import Response, redirect
from werkzeug.wrappers import Response as BaseResponse

from service import map_tiles
from service.api import series
from service.api.feeds import feed_links
from service.api.instance import Instance
from service.api.language import gettext, language, link_to
from service.api.request import Request
from service.domain.intervals import INTERVALS
from service.domain.vocabulary import CATEGORIES, ROLES
from service.errors import FieldError, Invalid
from service.formats.chart_words import UNITS
from service.reply_dependencies import today
from service.schemas.charts import KINDS
from service.schemas.parameters import LANG
from service.schemas.query import EventsQuery
from service.schemas.query_description import QueryDescriber
from service.schemas.timeline import WINDOW, parse_window
from service.store import EventPage
from service.web import (
    chart,
    did_you_mean,
    facets,
    filter_chips,
    form,
    form_errors,
    labels,
    listing,
    query_urls,
)
from service.web.chart_parts import Chart
from service.web.form_values import Pairs, normalised
from service.web.html import POLICY, page
from service.web.problems import by_a_person
from service.web.sharing import of_query, query_citation_styles
from service.web.use_this_view import ways_to_use

PARAMETERS = (*form.EXPLORED, WINDOW)
EVERYTHING = [("sort", "date")]
"""A query without filters that is not empty, so that readers can leave the default query."""
ROUNDS = 3
"""The number of times that wrong parameters are left out before the page gives up.

More than one round is needed, because a role without its country is an error too.
"""


def explorer(request: Request) -> BaseResponse:
    """``GET /``: the explorer.

    The status is 200, or 302 to the URL without useless parameters, or 400. With 400 a person
    sees the errors beside their fields, and a program gets a problem.
    """
    here = request.instance
    default = here.settings.default_query
    given = [each for each in request.pairs if each[0] != LANG.name]
    if not given and default:
        return redirect(link_to(f"/?{default}"), 302)
    asked = normalised(given, today(), here.blocs) or (EVERYTHING if default else [])
    asked = did_you_mean.complete_names(here.store, asked)
    if asked != given:
        return redirect(query_urls.explore(asked), 302)
    error = request.error
    if error is None:
        return _found(here, asked, request.query)
    if not isinstance(error, Invalid) or not by_a_person():
        raise error
    return _of_the_rest(here, asked, error.errors)


def _of_the_rest(here: Instance, pairs: Pairs, errors: list[FieldError]) -> Response:
    """The page with the errors beside their fields, and the results of the rest of the query.

    So the page does not go blank while a reader corrects one of its fields.
    """
    found, rest = errors, pairs
    for _ in range(ROUNDS):
        names = {each.parameter for each in found}
        rest = [each for each in query_urls.without(rest) if each[0] not in names]
        if None in names:
            break
        try:
            parsed = here.parser.parse(rest, PARAMETERS)
        except Invalid as error:
            found = error.errors
            continue
        return _found(here, rest, parsed, pairs, errors)
    state = form.read(pairs, errors, here.blocs, today())
    did_you_mean.counted(here, state)
    return _shown(here, pairs, state, 400)


def _found(
    here: Instance,
    applied: Pairs,
    parsed: EventsQuery,
    asked: Pairs | None = None,
    errors: Sequence[FieldError] = (),
) -> Response:
    """The page of the query ``applied``, which is ``asked`` without its wrong parts."""
    asked = applied if asked is None else asked
    found = here.store.events(parsed.filter, parsed.page)
    # A later page only continues the list; the reader has seen the chart on the first page.
    drawn, wrong = _chart(here, parsed, applied) if parsed.page.after is None else (None, [])
    errors = [*errors, *wrong]
    total, exactly = found.total, found.total_is == "exact"
    if drawn is not None and drawn.total is not None and not exactly:
        total, exactly = drawn.total, True
    around = None
    if parsed.page.after is None:
        around = facets.facet_panel(here, applied, parsed, (total or 0, exactly))
    if around is not None and around.exactly:
        total, exactly = around.total, True
    bare = drawn is None and not wrong and found.rows and parsed.page.after is None
    window = parse_window(dict(parsed.options).get("window"))
    state = form.read(asked, errors, here.blocs, today())
    did_you_mean.note_unknown_names(here.store, applied, state)
    did_you_mean.counted(here, state)
    nothing = not found.rows and parsed.page.after is None
    return _shown(
        here,
        asked,
        state,
        400 if errors else 200,
        ways=did_you_mean.alternatives(here, applied, parsed, state, _chips(here, applied))
        if nothing
        else None,
        dropped=[
            labels.parameter(name)
            for name in dict(asked)
            if name not in dict(applied) and name not in query_urls.VIEW
        ],
        applied=applied,
        years=listing.by_year_and_date(found.rows, parsed.page.sort),
        shown=len(found.rows),
        chart=drawn,
        undrawn=series.in_sentences(here, parsed, None, language())[0] if bare else None,
        beside=around,
        next_page=_next_page(here, applied, parsed, found),
        first_page=query_urls.explore(query_urls.without(applied)) if parsed.page.after else None,
        total=total,
        exactly=exactly,
        window=window,
        shared=of_query(applied, window, total, exactly, parsed.page.after is not None),
    )


def _next_page(here: Instance, pairs: Pairs, parsed: EventsQuery, found: EventPage) -> str | None:
    """The URL of the page after this one; ``None`` on the last."""
    if found.next is None:
        return None
    cursor = here.store.seal().list(found.next, parsed.identity, found.reached)
    return query_urls.explore([*query_urls.without(pairs), ("cursor", cursor)])


def _chart(
    here: Instance, parsed: EventsQuery, pairs: Pairs
) -> tuple[Chart | None, list[FieldError]]:
    """The chart and the errors of its parameters; with errors it is the default chart."""
    try:
        return chart.chart(here, parsed, pairs), []
    except Invalid as error:
        usual = tuple(each for each in parsed.options if each[0] not in form.CHART)
        plain = query_urls.without(pairs, *form.CHART)
        return chart.chart(here, replace(parsed, options=usual), plain), error.errors


def _chips(here: Instance, pairs: Pairs, wrong: Container[str] = ()) -> list[filter_chips.Chip]:
    return filter_chips.chips(pairs, wrong, QueryDescriber(here.blocs, language()))


def _shown(
    here: Instance,
    pairs: Pairs,
    state: form.Form,
    status: int = 200,
    applied: Pairs | None = None,
    **values: Any,
) -> Response:
    def changed(**parts: str | None) -> str:
        """The URL of this query with other values of some parameters."""
        kept = query_urls.without(pairs, *parts)
        return query_urls.explore([*kept, *((name, text) for name, text in parts.items() if text)])

    values.setdefault("shared", of_query(pairs, None, None, False, True))
    wrong = {str(each) for each in state.errors} | {str(e.parameter) for e in state.general}
    response = page(
        "explorer.html",
        status,
        chips=_chips(here, pairs, wrong),
        styles=query_citation_styles(pairs),
        feeds=feed_links(pairs if status == 200 else ()),
        form=state,
        searched=applied is not None,
        changed=changed,
        categories=CATEGORIES,
        roles=ROLES,
        use=ways_to_use(
            query_urls.without(pairs, *form.CHART),
            [each for each in pairs if each[0] in form.CHART],
        )
        if status == 200
        else None,
        everything=query_urls.explore(EVERYTHING if here.settings.default_query else []),
        picture=changed(
            sort=None, limit=None, count=None, fields=None, **dict.fromkeys(form.CHART)
        ).partition("?")[2],
        words=query_urls.explore(query_urls.without(applied or (), *form.CHART)).partition("?")[2],
        groups=KINDS,
        intervals=INTERVALS,
        unit_of=lambda each: gettext(UNITS[each]).lower(),
        parameter=labels.parameter,
        sentence=form_errors.sentence,
        **values,
    )
    tiled = map_tiles.origin(here.settings)
    if tiled:
        response.headers["Content-Security-Policy"] = POLICY.replace("data:", f"data: {tiled}")
    return response
