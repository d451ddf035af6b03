"""Schemathesis makes values of the formats of the OpenAPI document with these strategies."""

from __future__ import annotations

import schemathesis
from hypothesis import strategies as st

from service.domain.countries import all_countries
from service.schemas.money_fields import CURRENCIES

day = st.dates().map(lambda each: each.isoformat())
month = day.map(lambda each: each[:7])
edtf = st.one_of(day, month, day.map(lambda each: each[:4]), day.map(lambda each: f"{each}/.."),
                 month.map(lambda each: f"{each}~"))  # fmt: skip
names = [each.name for each in all_countries() if "," not in each.name]
longitude = st.integers(-180, 180)


@st.composite
def bbox(draw: st.DrawFn) -> str:
    south, north = sorted(draw(st.tuples(st.integers(-90, 90), st.integers(-90, 90))))
    return f"{draw(longitude)},{south},{draw(longitude)},{north}"


schemathesis.openapi.format("edtf", edtf)
moment = st.datetimes().map(lambda each: each.isoformat(timespec="seconds") + "Z")
milliseconds = st.integers(10_000, 4_000_000_000_000).map(str)
schemathesis.openapi.format("iso-moment", moment)
schemathesis.openapi.format("epoch-or-edtf", st.one_of(milliseconds, moment, day, month))
schemathesis.openapi.format("country", st.sampled_from(names))
schemathesis.openapi.format("iso-4217", st.sampled_from(sorted(CURRENCIES)))
schemathesis.openapi.format("bbox", bbox())
expressions = (
    "category = 'meeting'",
    "NOT country IN ('KZ', 'US') OR title LIKE '%talks%'",
    "T_AFTER(date, DATE('2022-01-01'))",
    "S_INTERSECTS(geometry, BBOX(46,35,88,56))",
)
schemathesis.openapi.format("cql2", st.sampled_from(expressions))
schemathesis.openapi.format("ogc-datetime", st.one_of(day, day.map(lambda each: f"{each}/..")))


@schemathesis.hook
def map_query(context: object, query: dict[str, object] | None) -> dict[str, object] | None:
    """Makes an array of numbers a valid bbox: all are degrees, and south is below north."""
    box = (query or {}).get("bbox")
    if query is None or not isinstance(box, list) or not 4 <= len(box) <= 6:
        return query
    if all(isinstance(each, int | float) for each in box):
        west, east = (max(-180, min(180, int(box[at]))) for at in (0, 2))
        south, north = sorted(max(-90, min(90, int(box[at]))) for at in (1, 3))
        return {**query, "bbox": [west, south, east, north]}
    return query
