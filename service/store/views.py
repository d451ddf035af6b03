"""The views for dashboards: a public interface, unlike the tables (docs/sql.md).

A migration creates them. This module describes each column, for the tables of a published file, its
indexes and the documentation.
"""

from __future__ import annotations

from typing import NamedTuple

VERSION = 1
"""The version of the views. It stays the same while columns are only added; any other change gets
the next number."""


class Column(NamedTuple):
    """A column: ``type`` is its type in a published file, ``help`` goes to the documentation."""

    name: str
    type: str
    help: str


class View(NamedTuple):
    """A view: the meaning of a row, its columns, and the columns with an index in a published
    file."""

    name: str
    row: str
    columns: tuple[Column, ...]
    key: tuple[str, ...] = ()
    indexes: tuple[str, ...] = ()


_EARLIEST = Column(
    "earliest", "TEXT", "First day that the date can mean, ISO 8601; empty where that end is open."
)
_LATEST = Column("latest", "TEXT", "Last day that the date can mean; empty where that end is open.")
_EARLIEST_DATE = Column(
    "earliest_date", "DATE", "`earliest`, where its year is 1 to 9999; otherwise empty."
)
_LATEST_DATE = Column("latest_date", "DATE", "`latest`, where its year is 1 to 9999.")
_EARLIEST_YEAR = Column("earliest_year", "INTEGER", "Year of `earliest`; 0 is 1 BC, -43 is 44 BC.")
_DATE = Column("date", "TEXT", "The date as EDTF, exactly as precise as it is known.")
_PRECISION = Column(
    "precision", "TEXT",
    "`time`, `day`, `month`, `season`, `quarter`, `year`, `decade`, `century`, `interval`, `set`.",
)  # fmt: skip
_CATEGORY = Column("category", "TEXT", "Category of the event.")
_STATUS = Column("status", "TEXT", "`occurred`, `announced`, `planned`, `cancelled` or `disputed`.")
_EVENT_ID = Column("event_id", "TEXT", "`id` of the event in `event_view`.")
_SHARED = (
    Column("title", "TEXT", "Title of the event."),
    _DATE, _EARLIEST, _LATEST, _EARLIEST_DATE, _LATEST_DATE, _EARLIEST_YEAR, _PRECISION, _CATEGORY,
    _STATUS,
)  # fmt: skip

VIEWS: tuple[View, ...] = (
    View("event_view", "an event", (
        Column("id", "TEXT", "Identifier; the event's page is `/events/` and this."),
        Column("title", "TEXT", "Title."),
        Column("summary", "TEXT", "Summary, if there is one."),
        _DATE,
        Column("date_as_reported", "TEXT", "The words in which the source gave the date."),
        _EARLIEST, _LATEST, _EARLIEST_DATE, _LATEST_DATE, _EARLIEST_YEAR,
        Column("latest_year", "INTEGER", "Year of `latest`."),
        Column("time_utc", "TIMESTAMP",
               "The instant in UTC, to the millisecond, where time and offset are known."),
        _PRECISION,
        Column("extent", "TEXT", "`span` for what lasts from `earliest` to `latest`, `instant` for "
               "one unknown day between them."),
        Column("approximate", "BOOLEAN", "1 where the date is approximate (`~`)."),
        Column("uncertain", "BOOLEAN", "1 where the date is uncertain (`?`)."),
        _CATEGORY, _STATUS,
        Column("place", "TEXT", "Name of the place."),
        Column("place_country", "TEXT", "Code of the country of the place."),
        Column("latitude", "REAL", "Degrees north, WGS 84."),
        Column("longitude", "REAL", "Degrees east, WGS 84."),
        Column("version", "INTEGER", "Version of the event; 1 is the first."),
        Column("created_at", "TIMESTAMP", "When the event was recorded, UTC."),
        Column("updated_at", "TIMESTAMP", "When its last version was recorded, UTC."),
    ), ("id",), ("earliest_date", "latest_date", "earliest_year", "category", "updated_at")),
    View("event_country_view", "a country of an event, in one role", (
        _EVENT_ID,
        Column("country", "TEXT", "Code: ISO 3166-1 alpha-2, ISO 3166-3, or ours (`x-`)."),
        Column("country_name", "TEXT", "English name."),
        Column("role", "TEXT", "Role in the event. A country with two roles has two rows."),
        *_SHARED,
    ), ("event_id", "country", "role"), ("country", "earliest_date", "earliest_year")),
    View("event_amount_view", "an amount of an event", (
        _EVENT_ID,
        Column("number", "INTEGER", "1 for the first amount of the event."),
        Column("amount", "REAL", "Nearest floating-point number, for charts."),
        Column("exact_amount", "TEXT", "The exact decimal."),
        Column("currency", "TEXT", "ISO 4217 code; sums of two currencies mean nothing."),
        Column("stage", "TEXT", "`announced`, `pledged`, `obligated` or `disbursed`; not to be "
               "added up either."),
        Column("purpose", "TEXT", "Purpose, if it is known."),
        *_SHARED,
    ), ("event_id", "number"), ("currency", "earliest_date", "earliest_year")),
    View("event_source_view", "a source of an event", (
        _EVENT_ID,
        Column("number", "INTEGER", "1 for the first source of the event."),
        Column("source_title", "TEXT", "Title of the source."),
        Column("publisher", "TEXT", "Publisher, if it is known."),
        Column("url", "TEXT", "URL, if there is one."),
        Column("published", "TEXT", "When it was published, as EDTF."),
        Column("supports", "TEXT", "Fields of the event that it supports, joined by `; `."),
        *_SHARED,
    ), ("event_id", "number"), ("publisher", "earliest_date", "earliest_year")),
)  # fmt: skip
