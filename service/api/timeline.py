"""``/v1/timeline``: a window of time with labelled events and clusters of the others."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Response

from service.api.access import with_key
from service.api.addresses import address
from service.api.instance import Instance
from service.api.request import Request
from service.api.responses import as_json
from service.domain import calendar
from service.domain.query import Filter
from service.domain.timeline import Stretch, Window
from service.formats.timeline import Drawing, drawing, render
from service.schemas.parameter_values import days
from service.schemas.parameters import FILTERS, LANG
from service.schemas.query import EventsQuery
from service.schemas.timeline import LANES, MOST, OWN, WIDTH
from service.store.bounded_queries import COSTS, Costs

PARAMETERS = (*FILTERS, *OWN, LANG)
_CARRIED = frozenset((*(each.name for each in FILTERS), "sort", LANG.name))
_NOTHING = Window(1, 1, 1)
Days = tuple[int | None, int | None]


def timeline(request: Request) -> Response:
    """``GET /v1/timeline``."""
    query = request.query
    drawn = draw(request.instance, query)
    window = drawn.sight.window
    given = [each for each in request.pairs if each[0] in _CARRIED]
    lists = _Lists(given, query.filter, window or _NOTHING)
    everything = lists.window() if window else None
    return as_json(render(drawn, lists.stretch, everything, query.lang))


def draw(
    here: Instance,
    query: EventsQuery,
    width: int = WIDTH,
    lanes: int = LANES,
    costs: Costs = COSTS,
) -> Drawing:
    """The drawing that a query asks for with the parameters of ``/v1/timeline``. ``width`` and
    ``lanes`` are used if the query has none. ``costs`` limits the work."""
    options = dict(query.options)
    window = options.get("window")
    width = int(options.get("width") or width)
    most = int(options.get("most") or MOST)
    latest_first = query.page.sort == "-date"
    found = here.store.timeline(
        query.filter,
        days(window) if window else (None, None),
        width,
        most=most,
        latest_first=latest_first,
        costs=costs,
    )
    lanes = int(options.get("lanes") or lanes)
    return drawing(found, width, lanes, most, latest_first=latest_first, lang=query.lang)


@dataclass(frozen=True, slots=True)
class _Lists:
    """Makes URLs of lists of events, with the parameters of the filter."""

    given: list[tuple[str, str]]
    filter: Filter
    drawn: Window

    def stretch(self, stretch: Stretch | None) -> str:
        """The URL of the events of the stretch; without a stretch, of the events that began before
        the window and last into it.

        A filter with ``match=certain`` or with times of day cannot say that an event lasts so long.
        Then the list also has events that end before the window.
        """
        window = self.drawn
        low, high = self.filter.begins
        if stretch is not None:
            first = stretch.first if low is None else max(low, stretch.first)
            last = stretch.last if high is None else min(high, stretch.last)
            return self._address(begins=(first, last))
        last = window.first - 1 if high is None else min(high, window.first - 1)
        if self.filter.by_possible_days:
            since, until = self.filter.since, self.filter.until
            last = last if until is None else min(last, until)
            first = window.first if since is None else max(since, window.first)
            return self._address(begins=(low, last), date=(first, None))
        return self._address(begins=(low, last))

    def window(self) -> str | None:
        """The URL of all events of the window; ``None`` if no filter can say that, or if no event
        can match."""
        window, filter_ = self.drawn, self.filter
        if not self.filter.by_possible_days:
            return None
        first = window.first if filter_.since is None else max(filter_.since, window.first)
        last = window.last if filter_.until is None else min(filter_.until, window.last)
        if first <= last:
            return self._address(date=(first, last))
        low, high = filter_.begins
        last = last if high is None else min(high, last)
        if low is not None and low > last:
            return None
        return self._address(begins=(low, last), date=(first, None))

    def _address(self, **spans: Days) -> str:
        dropped = {*spans, *(("from", "to") if "date" in spans else ())}
        kept = [each for each in self.given if each[0] not in dropped]
        more = [(name, _edtf(*span)) for name, span in spans.items()]
        return with_key(address("/v1/events", [*kept, *more]))


def _edtf(*days: int | None) -> str:
    first, last = (".." if each is None else calendar.iso(each) for each in days)
    return first if first == last else f"{first}/{last}"
