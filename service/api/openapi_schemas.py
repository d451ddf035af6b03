"""The schemas of replies, as JSON Schema under ``components.schemas`` of the OpenAPI document."""

from __future__ import annotations

from typing import Any

from service.api.problems import TITLES
from service.domain.intervals import INTERVALS
from service.domain.vocabulary import PRECISIONS
from service.schemas.charts import KINDS as GROUPS
from service.schemas.documents import (
    CODE,
    DOCUMENTS,
    EXAMPLE,
    ID,
    RECORDED,
    Kind,
    flag,
    many,
    moment,
    number,
    or_null,
    record,
    ref,
    text,
    text_or_null,
    word,
)
from service.store import FACETS

KINDS = ("created", "updated", "deleted")
NOTES = ("rejected", "folded", "warning", "duplicate")
USE: dict[str, Kind] = {
    "events": number("How many events have it."),
    "first": text_or_null("First day of any of them (ISO 8601)."),
    "last": text_or_null("Last day of any of them (ISO 8601)."),
}
STAY: dict[str, Kind] = {
    "since": text_or_null("First day of the membership (ISO 8601); null if it is open."),
    "until": text_or_null("Last day of the membership (ISO 8601); null if it is open."),
}
SUMS = many(ref("Sum"), "Sums of money, for each currency and stage separately.")
SPREAD: dict[str, Kind] = {
    "interval": word(INTERVALS, "Width of a bucket."),
    "buckets": many(ref("Bucket"), "Stretches of time with events, in order."),
    "imprecise": many(ref("Imprecise"), "Events whose date is wider than a bucket."),
}
ERROR = {
    "type": "object",
    "description": "One error.",
    "properties": {
        "detail": text("The error, in words."),
        "pointer": text("JSON Pointer (RFC 6901) to the error in the body."),
        "parameter": text("Name of the parameter that has the error, as it was sent."),
        "nearest": many({"type": "string"}, "Right spellings that come nearest."),
    },
    "required": ["detail"],
    "additionalProperties": False,
}
PROBLEM = {
    "type": "object",
    "description": "Why a request was refused (RFC 9457).",
    "properties": {
        "type": text("about:blank: the status names the problem.", enum=["about:blank"]),
        "title": text("The status in words."),
        "status": {"type": "integer", "enum": list(TITLES), "description": "The HTTP status."},
        "detail": text("The error, in words."),
        "errors": many(ref("FieldError"), "The errors of parameters and of places in the body."),
    },
    "required": ["type", "title", "status", "detail"],
    "additionalProperties": False,
    "examples": [{
        "type": "about:blank", "title": "Bad Request", "status": 400,
        "detail": "the query has errors",
        "errors": [{"detail": "'Kazahkstan' is not a country we know; did you mean Kazakhstan?",
                    "parameter": "country", "nearest": ["Kazakhstan"]}],
    }],
}  # fmt: skip
PROBLEMS: dict[str, Kind] = {"Problem": PROBLEM, "FieldError": ERROR}
"""The two schemas that every document has, also that of OpenAPI 3.0."""


def _vocabulary(name: str, about: str, **more: Kind) -> Kind:
    return record(about, {"items": many(ref(name), "All of them, in order."), **more})


SCHEMAS: dict[str, Kind] = {
    **DOCUMENTS,
    "Sum": record("A sum of money.", {
        "currency": text("ISO 4217 code."),
        "stage": text("Stage of the money."),
        "value": text("A decimal number, as text.", format="decimal"),
    }),
    "Bucket": record("A stretch of time.", {
        "start": text("First day (ISO 8601)."), "end": text("Last day (ISO 8601)."),
        "count": number("How many events fall in it."), "amounts": SUMS,
    }),
    "Imprecise": record("Events that share a date which is wider than a bucket.", {
        "date": text("That date, in EDTF.", format="edtf"),
        "precision": word(PRECISIONS, "How exactly the date is known."),
        "count": number("How many events have it."), "amounts": SUMS,
    }),
    "Histogram": record("Counts and money over time.", SPREAD, examples=[{
        "interval": "month",
        "buckets": [{"start": "2022-09-01", "end": "2022-09-30", "count": 1, "amounts": [
            {"currency": "USD", "stage": "announced", "value": "25000000"}]}],
        "imprecise": [{"date": "2022", "precision": "year", "count": 2, "amounts": []}],
    }]),
    "Series": record("The histogram of one value.", {
        "value": text("The value that its events have: a code, perhaps with a role, or a word."),
        **SPREAD,
    }),
    "HistogramBy": record("A histogram for each value of the kind that by= names.", {
        "interval": SPREAD["interval"],
        "by": word(GROUPS, "Kind of the values."),
        "series": many(ref("Series"), "One histogram for each value."),
    }),
    "FacetValue": record("A value, and how many events have it.", {
        "value": text("Value for the filter; a date for decades, years and months."),
        "name": text("Name for people."),
        "count": number("How many events the same query finds with this value added."),
    }),
    "Facet": record("The values of one kind, the most frequent first.", {
        "by": word(FACETS, "Kind of the values."),
        "count_is": word(("exact", "estimate"), "Whether the counts are exact, or estimated from "
                         "an even sample of the events and rounded to two digits."),
        "sample": {"type": ["integer", "null"], "minimum": 0,
                   "description": "How many events the sample has; null if counts are exact."},
        "complete": flag("Whether there are no other values."),
        "values": many(ref("FacetValue"), "At most as many as limit says."),
    }),
    "FacetCounts": record("Counts of the values of the matching events.", {
        "total": number("How many events match."),
        "total_is": word(("exact", "estimate"), "Whether that is exact."),
        "facets": many(ref("Facet"), "The facets, in the order of by=."),
    }, examples=[{"total": 9, "total_is": "exact", "facets": [
        {"by": "country", "count_is": "exact", "sample": None, "complete": False,
         "values": [{"value": "KZ", "name": "Kazakhstan", "count": 9}]}]}]),
    "Anniversary": record("A day on which an event has its anniversary.", {
        "on": text("The day.", format="date"), "years": number("Years since the event.", 1),
        "event": ref("Event"),
    }),
    "Anniversaries": record("The anniversaries in a window.", {
        "from": text("First day of the window.", format="date"),
        "to": text("Last day of the window.", format="date"),
        "items": many(ref("Anniversary"), "The anniversaries, in order of the days."),
        "complete": flag("Whether these are all; otherwise narrow the filters."),
    }),
    "CountryUse": record("A country that events have.", {
        "code": text(CODE), "name": text("Common English name."), **USE,
    }),
    "CountryList": _vocabulary("CountryUse", "Countries that events have."),
    "Membership": record("A period of membership in a bloc.", {
        "code": text("Code of the bloc."), **STAY,
    }),
    "Country": record("A country.", {
        "code": text(CODE), "alpha3": text_or_null("ISO 3166-1 alpha-3."),
        "numeric": text_or_null("ISO 3166-1 numeric."), "name": text("Common English name."),
        "official_name": text("Official English name."),
        "since": text_or_null("First day of the state (ISO 8601), where it is known to have one."),
        "until": text_or_null("Last day of the state (ISO 8601); null for a state of today."),
        "gleditsch_ward": {"type": ["integer", "null"],
                           "description": "Number of Gleditsch and Ward."},
        "wikidata": text_or_null("Item of Wikidata."),
        "blocs": many(ref("Membership"), "Its memberships."), **USE,
    }),
    "Member": record("A country's period of membership in a bloc.", {
        "code": text(CODE), "name": text("Common English name."), **STAY,
    }),
    "Bloc": record("A group of countries with dated membership.", {
        "code": text("Code."), "name": text("Name."), "description": text("A sentence about it."),
        "members": many(ref("Member"), "Its members, one entry for each membership."),
        "sources": many({"type": "object", "additionalProperties": {"type": "string"}},
                        "Where the memberships are recorded."),
    }),
    "BlocList": _vocabulary("Bloc", "All blocs."),
    "Category": record("A kind of event.", {
        "code": text("Code."), "description": text("The events that belong to it, in words."),
        "plover": text_or_null("Nearest root of PLOVER."),
        "cameo": text_or_null("Nearest root of CAMEO."),
        **USE,
    }),
    "CategoryList": _vocabulary("Category", "All categories."),
    "Word": record("An actor or a tag.", {
        "value": text("Value for the filter."), "name": text("Name for people."), **USE,
    }),
    "WordList": _vocabulary("Word", "Actors or tags.",
                            complete=flag("Whether these are all; otherwise narrow with starts.")),
    "Completion": {
        "type": "object",
        "description": "A country, a bloc, an actor, a tag or a category.",
        "properties": {
            "field": word(("country", "bloc", "actor", "tag", "category"), "Kind of the value."),
            "value": text("Value for the filter, in quotes if it has a comma."),
            "name": text("Name for people."),
            "events": {"type": ["integer", "null"], "minimum": 0,
                       "description": "How many events have it; null for a bloc."},
            "members": many(text("Name of a country."), "Members of a bloc today."),
        },
        "required": ["field", "value", "name", "events"],
        "additionalProperties": False,
    },
    "Completions": _vocabulary("Completion", "Completions of the typed text.",
                               complete=flag("Whether these are all.")),
    "Version": record("A version of an event.", {
        "version": number("Its number.", 1), "type": word(KINDS, "What happened."),
        "at": moment("When."),
        "author": text_or_null("Name of the key that wrote it; null if there was none, or if the"
                               " reader may not see it."),
        "changed": many({"type": "string"}, "Fields that an update changed."),
    }),
    "Versions": record("The versions of an event, oldest first.", {
        "items": many(ref("Version"), "Versions of this page."),
        "next": text_or_null("URL of the next page; null on the last."),
    }, examples=[{"items": [{"version": 1, "type": "created", "at": RECORDED,
                             "author": None, "changed": []}], "next": None}]),
    "Change": record("One entry of the change log.", {
        "cursor": text("The cursor to continue from, with since=."),
        "type": word(KINDS, "What happened."), "id": text("Identifier of the event.", pattern=ID),
        "version": number("Version that the change made.", 1), "at": moment("When."),
        "event": or_null(ref("Event"), "The event as the change left it; null if it was "
                         "deleted or has left the filter."),
    }),
    "Changes": record("Entries of the change log, oldest first.", {
        "items": many(ref("Change"), "The entries."),
        "cursor": text("The cursor to continue from, with since=."),
        "more": flag("Whether there are more already."),
        "next": text("URL to continue from."),
    }, examples=[{"items": [{"cursor": "AAAAB3", "type": "created", "id": EXAMPLE["id"],
                             "version": 1, "at": RECORDED, "event": EXAMPLE}],
                  "cursor": "AAAAB3", "more": False,
                  "next": "https://dateline.example/v1/changes?since=AAAAB3"}]),
    "ImportEntry": record("An entry of the report, about one row.", {
        "kind": word(NOTES, "rejected: not stored; folded: has the event of an earlier row;"
                            " warning: stored, with something left out; duplicate: stored, may"
                            " be the same as another event."),
        "file": text("Name of the file in the body."), "line": number("First line of the row."),
        "id": text_or_null("Identifier of the event."), "field": text("Column or JSON Pointer."),
        "value": text_or_null("The value that was there, shortened."),
        "reason": text("The error, in words."),
        "nearest": many({"type": "string"}, "Right spellings that come nearest."),
    }),
    "ImportReport": record("The result of an import.", {
        "created": number("New events."), "updated": number("Events that were changed."),
        "unchanged": number("Events that were stored already."),
        "rejected": number("Rows that were not stored."),
        "folded": number("Rows with the event of an earlier row."),
        "warnings": number("Rows of which something was left out."),
        "duplicates": number("Events that look like another."),
        "dry_run": flag("Whether it was a dry run, which stores nothing."),
        "stopped": flag("Whether it ended before the last row."),
        "entries": many(ref("ImportEntry"), "At most 1,000 of a kind."),
        "problem": or_null(ref("Problem"), "Why it ended early; null if it did not."),
    }, examples=[{
        "created": 1, "updated": 0, "unchanged": 0, "rejected": 1, "folded": 0, "warnings": 0,
        "duplicates": 0, "dry_run": False, "stopped": False, "problem": None,
        "entries": [{"kind": "rejected", "file": "body", "line": 3, "id": None, "field": "/date",
                     "value": "2022-13", "reason": "there is no month 13", "nearest": []}],
    }]),
    "Health": record("State of the service.", {
        "status": word(("alive", "ready"), "alive: the process answers; ready: so does the "
                       "database."),
    }),
    **PROBLEMS,
}  # fmt: skip


def described(name_or_schema: Any) -> Kind:
    """The schema of a reply: a reference to a name in the document, or the given schema."""
    return ref(name_or_schema) if isinstance(name_or_schema, str) else dict(name_or_schema)
