"""Hypothesis strategies for dates and events, for tests of what goes out and comes back."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from service.domain import edtf
from service.domain.calendar import month_end
from service.domain.vocabulary import CATEGORY_CODES, ROLES, STATUSES
from service.schemas.fields import CONTROL, VISIBLE
from tests.support.hostile import tag_of

years = st.one_of(
    st.integers(1900, 2100),
    st.integers(1, 9999),
    st.integers(-9999, 0),
    st.integers(-99_999, 99_999),
)
seconds = st.sampled_from(["", ":07"])
offsets = st.sampled_from(["", "Z", "+05:30", "-11:00"])


def _year(number: int) -> str:
    digits = f"{abs(number):04}"
    return f"{'Y' if len(digits) > 4 else ''}{'-' if number < 0 else ''}{digits}"


@st.composite
def points(draw: st.DrawFn, clock: bool = True) -> str:
    """One point: year, season, quarter, month, day or time, decades and centuries."""
    number, month = draw(years), draw(st.integers(1, 12))
    year = _year(number)
    kinds = ["year", "month", "day", "season", "quarter", "decade", "century", "unknown"]
    kind = draw(st.sampled_from([*kinds, "time"] if clock else kinds))
    day = f"{year}-{month:02}-{draw(st.integers(1, month_end(number, month))):02}"
    text = {
        "year": year,
        "month": f"{year}-{month:02}",
        "day": day,
        "season": f"{year}-{draw(st.integers(21, 32))}",
        "quarter": f"{year}-{draw(st.integers(33, 36))}",
        "decade": f"{abs(number) % 1000:03}X",
        "century": f"{abs(number) % 100:02}XX",
        "unknown": f"{year}-{month:02}-XX",
        "time": f"{day}T{draw(st.times()).isoformat()[:5]}{draw(seconds)}{draw(offsets)}",
    }[kind]
    return text + draw(st.sampled_from(["", "", "?", "~", "%"]))


def _good(text: str) -> bool:
    try:
        return not edtf.parse(text).undated
    except edtf.DateError:
        return False


_pairs = st.tuples(points(clock=False), points(clock=False))
dates = st.one_of(
    points(),
    _pairs.map("/".join),
    points(clock=False).map(lambda each: f"{each}/.."),
    points(clock=False).map(lambda each: f"../{each}"),
    points(clock=False).map(lambda each: f"{each}/"),
    _pairs.map(lambda pair: f"[{pair[0]},{pair[1]}]"),
).filter(_good)
"""EDTF of every kind that has a day."""


def texts(most: int) -> st.SearchStrategy[str]:
    """Texts of up to ``most`` characters that an event may have."""
    return st.text(min_size=1, max_size=most).filter(
        lambda each: bool(VISIBLE.search(each)) and not CONTROL.search(each)
    )


_nothing = st.none()
_countries = st.sampled_from(["KZ", "US", "UZ", "SUHH", "DE"])
_sources = st.fixed_dictionaries(
    {"title": texts(60)},
    optional={
        "publisher": texts(30),
        "url": st.just("https://a.example/x"),
        "published": st.just("2023-02"),
        "supports": st.just(["date", "title"]),
    },
)
events: st.SearchStrategy[dict[str, Any]] = st.fixed_dictionaries(
    {
        "id": st.from_regex(r"[a-z0-9][a-z0-9_-]{0,20}", fullmatch=True),
        "title": texts(120),
        "date": dates,
        "category": st.sampled_from(CATEGORY_CODES),
        "status": st.sampled_from(STATUSES),
    },
    optional={
        "summary": texts(200),
        "date_as_reported": texts(60),
        "countries": st.lists(
            st.fixed_dictionaries({"code": _countries, "role": st.sampled_from(ROLES)}), max_size=3
        ),
        "actors": st.lists(
            st.fixed_dictionaries(
                {"name": texts(30)}, optional={"title": texts(20), "country": _countries}
            ),
            max_size=2,
        ),
        "place": st.one_of(
            st.fixed_dictionaries({"name": texts(40)}, optional={"country": _countries}),
            st.fixed_dictionaries(
                {"latitude": st.floats(-90, 90), "longitude": st.floats(-180, 180)},
                optional={"name": texts(40), "country": _countries},
            ),
        ),
        "amounts": st.just([{"value": "12.50", "currency": "USD", "stage": "pledged"}]),
        "sources": st.lists(_sources, max_size=2),
        "related": st.just([{"type": "follows", "event": "other"}]),
        "tags": st.lists(texts(30).map(tag_of).filter(bool), max_size=3),
    },
)
"""Documents of events in all their parts."""
