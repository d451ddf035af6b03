"""What Schemathesis needs to know of our formats to make values of them."""

from __future__ import annotations

import schemathesis
from hypothesis import strategies as st

from service.domain.countries import all_countries
from service.schemas.fields import CURRENCIES

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
