"""The timeline of a window: the rules of its layout, and counts that equal those of the lists."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from html import escape
from urllib.parse import parse_qsl, urlsplit

import orjson
import pytest
from flask.testing import FlaskClient
from hypothesis import given, settings
from hypothesis import strategies as st

from bench.generate import events
from service.app import create_app
from service.domain import calendar
from service.domain.query import Filter
from service.domain.timeline import (
    CUT,
    MARK,
    Count,
    Mark,
    Window,
    lay,
    stretches,
)
from service.schemas.event import load_event, render
from service.schemas.parameter_values import days
from service.schemas.parameters import FILTERS
from service.settings import Settings
from service.store import Store
from service.store.bounded_queries import BoundedQueries, Costs
from service.store.timeline import timeline
from tests.support.engines import Fresh
from tests.support.sizes import size
from tests.unit.test_filter_match import DATES, PARSER, QUESTIONS

DAY = st.integers(calendar.ordinal(1970, 1, 1), calendar.ordinal(2030, 1, 1))
WINDOWS = st.tuples(DAY, st.one_of(st.integers(0, 40), st.integers(0, 20_000)))
WIDTHS = st.integers(200, 4000)


@pytest.fixture(scope="module")
def filled(fresh: Fresh) -> Iterator[tuple[FlaskClient, Store]]:
    """A client of a service with 1,500 events, with all kinds of dates, and its store."""
    url = fresh()
    store = Store(url, render)
    made = list(events(1500))
    for number, date in enumerate(DATES * 8):
        made[number]["date"] = date
    store.import_batch([load_event(each) for each in made])
    app = create_app(Settings(database_url=url))
    yield app.test_client(), store
    app.extensions["dateline"].store.close()
    store.close()


def edtf(window: tuple[int, int]) -> str:
    first, length = window
    return f"{calendar.iso(first)}/{calendar.iso(first + length)}"


def total(client: FlaskClient, address: str) -> tuple[int, dict[str, str]]:
    path = urlsplit(address)
    reply = client.get(f"{path.path}?{path.query}&count=exact&limit=1")
    assert reply.status_code == 200, reply.text
    return reply.get_json()["total"], dict(parse_qsl(path.query))


@settings(deadline=None, max_examples=size(10, 25))
@given(st.sampled_from(QUESTIONS), st.none() | WINDOWS, WIDTHS, st.integers(1, 24),
       st.sampled_from((1, 40, 500)), st.booleans())  # fmt: skip
def test_labelled_and_clustered_are_what_the_list_counts(
    filled: tuple[FlaskClient, Store],
    question: str,
    window: tuple[int, int] | None,
    width: int,
    lanes: int,
    most: int,
    newest: bool,
) -> None:
    client, _ = filled
    query = f"{question}&width={width}&lanes={lanes}&most={most}" + "&sort=-date" * newest
    if window is not None:
        query += f"&window={edtf(window)}"
    reply = client.get(f"/v1/timeline?{query}")
    assert reply.status_code == 200, reply.text
    found = reply.get_json()
    assert len(reply.data) < 60_000 + 400 * most
    assert found["labelled"] == len(found["marks"]) <= most
    assert found["clustered"] == sum(each["count"] for each in found["clusters"])
    assert found["total_is"] == found["clustered_is"] == "exact"
    inside = found["labelled"] + found["clustered"]
    assert found["total"] == inside + found["before"] + found["after"] + found["undated"]
    assert found["total"] == total(client, f"/v1/events?{question}")[0]
    if found["list"] is not None:
        listed, asked = total(client, found["list"])
        # An event without a date has no beginning, so ``begins`` leaves it out.
        assert listed == inside + ("begins" not in asked and found["undated"])
    for each in found["clusters"]:
        listed, _ = total(client, each["list"])
        if each["first"] is None and found["list"] is None:  # no filter selects exactly these
            assert listed >= each["count"] + each["labelled"]
        else:
            assert listed == each["count"] + each["labelled"]
        if each["events"] is not None:
            assert len(each["events"]) == each["count"]
            vague = [one["precision"] not in ("day", "time", "interval") for one in each["events"]]
            assert sum(vague) == each["imprecise"]


@settings(deadline=None, max_examples=size(10, 25))
@given(st.sampled_from(QUESTIONS), WINDOWS, WIDTHS, st.integers(0, 3))
def test_a_bounded_count_is_exact_or_says_that_it_is_less(
    filled: tuple[FlaskClient, Store],
    question: str,
    window: tuple[int, int],
    width: int,
    tight: int,
) -> None:
    _, store = filled
    pairs = parse_qsl(question)
    filter_ = PARSER.parse(pairs, FILTERS).filter
    span = days(edtf(window))
    exact = timeline(store.reader, filter_, span, width, most=5)
    costs = Costs(gathered=10 * tight, rows=200 * tight, lookups=90, looked=60, running=20 * tight)
    bounded = timeline(store.reader, filter_, span, width, most=5, costs=costs)
    numbers = [
        (one, other)
        for part, same in zip(exact.parts, bounded.parts, strict=True)
        for one, other in ((part.count, same.count), (part.imprecise, same.imprecise))
    ]
    numbers += [(exact.before, bounded.before), (exact.after, bounded.after)]
    for truth, told in numbers:
        assert truth.exact
        assert told.number <= truth.number
        assert not told.exact or told == truth
    for part in bounded.parts:
        if part.count.exact:
            assert len(part.documents) <= part.count.number
        if part.stretch is not None:
            for document in part.documents:
                begun = days(orjson.loads(document)["earliest"])[0]
                assert begun is not None
                assert part.stretch.first <= begun <= part.stretch.last


@given(st.data())
def test_the_events_of_which_no_day_is_known_are_those_of_such_a_precision(
    filled: tuple[FlaskClient, Store], data: st.DataObject
) -> None:
    _, store = filled
    rows = store.database.execute_sql("SELECT position, precision FROM event").fetchall()
    some = data.draw(st.sets(st.sampled_from(rows)))
    vague = {position for position, known in some if known not in ("day", "time", "interval")}
    looking = BoundedQueries(store.reader, Filter(), latest_first=False)
    assert looking.vague(sorted(position for position, _ in some)) == vague


@given(WINDOWS, WIDTHS)
def test_the_stretches_fill_the_window_and_have_room(window: tuple[int, int], width: int) -> None:
    first, length = window
    shown = Window(first, first + length, width)
    _, found = stretches(shown)
    assert (found[0].first, found[-1].last) == (first, first + length)
    assert all(one.last + 1 == other.first for one, other in itertools.pairwise(found))
    widths = [shown.at(each.last + 1) - shown.at(each.first) for each in found]
    assert min(widths) >= min(CUT, width) - 0.001


@settings(deadline=None, max_examples=size(20, 50))
@given(WINDOWS, WIDTHS, st.integers(1, 24), st.data())
def test_no_label_lies_on_another(
    window: tuple[int, int], width: int, lanes: int, data: st.DataObject
) -> None:
    first, length = window
    shown = Window(first, first + length, width)
    day = st.integers(first - 50, first + length)
    marks = []
    for number in range(data.draw(st.integers(1, 80))):
        begin = data.draw(day)
        end = data.draw(st.none() | st.integers(max(begin, first), first + length + 90))
        marks.append(Mark(number % 7, begin, end, data.draw(st.integers(1, 90))))
    places = lay(marks, shown, lanes, 60)
    taken: dict[int, list[tuple[float, float]]] = {}
    for number, slot in places.items():
        mark = marks[number]
        left = max(0.0, shown.at(mark.first or first))
        right = width if mark.last is None else min(shown.at(mark.last + 1), width)
        right = max(right, left + MARK)
        if slot.side == "right":
            right += slot.room
        elif slot.side == "left":
            left -= slot.room
        else:
            assert right - left >= slot.room
        assert left >= 0
        taken.setdefault(slot.lane, []).append((left, right))
    assert all(0 <= lane < lanes for lane in taken)
    for spans in taken.values():
        spans.sort()
        assert all(one[1] <= other[0] for one, other in itertools.pairwise(spans))


def test_the_rule_is_the_same_each_time(filled: tuple[FlaskClient, Store]) -> None:
    client, _ = filled
    query = "/v1/timeline?window=2010/2020&width=900&lanes=2"
    found = client.get(query)
    assert found.get_json()["unit"] == "P1Y"
    assert found.get_json()["labelled"] >= 4
    assert client.get(query).data == found.data


def test_the_event_in_which_most_countries_take_part_is_labelled_first(
    filled: tuple[FlaskClient, Store],
) -> None:
    client, _ = filled
    query = "/v1/timeline?begins=2015&window=2015&width=240"
    (mark,) = client.get(f"{query}&lanes=1&most=1").get_json()["marks"]
    every = client.get(f"{query}&lanes=24").get_json()
    first = [each for each in every["marks"] if each["earliest"] < "2015-04-01"]
    ids = [each["id"] for each in (*first, *(every["clusters"][0]["events"] or ()))]
    counts = {each: len(client.get(f"/v1/events/{each}").get_json()["countries"]) for each in ids}
    assert counts[mark["id"]] == max(counts.values()) > min(counts.values())


def test_the_picture_has_all_of_the_time_and_says_what_has_no_label(
    filled: tuple[FlaskClient, Store],
) -> None:
    client, _ = filled
    found = client.get("/v1/timeline?country=AF&lanes=12").get_json()
    picture = client.get("/v1/timeline.svg?country=AF&width=960").text
    assert f">{found['labelled']} of {found['total']} labelled<" in picture
    for each in found["marks"]:
        assert escape(each["title"][: each["room"] // 7 - 3], quote=True) in picture
    years = sorted(int(each["earliest"][:4]) for each in found["marks"] if each["earliest"])
    assert years[0] < 1990 < 2010 < years[-1]


def test_counts_add_up() -> None:
    assert Count(2) + Count(3, exact=False) == Count(5, exact=False)
    assert Count(2).less(5) == Count(0)
