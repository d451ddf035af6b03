"""The error for a member that an event does not have names the field that is meant."""

from __future__ import annotations

import io
import json
from typing import Any

import pytest

from service.importers.documents import read_ndjson
from service.schemas.unknown_members import meant
from tests.support.rows import each_row

FIELDS = ["id", "title", "summary", "date", "category", "countries", "place", "sources", "tags"]


@each_row(
    ("name", "field"),
    [("name", "title"), ("Headline", "title"), ("kind", "category"), ("type", "category"),
     ("start-date", "date"), ("year", "date"), ("description", "summary"), ("location", "place"),
     ("country", "countries"), ("url", "sources"), ("keywords", "tags"), ("tilte", "title"),
     ("end_date", "date")],
)  # fmt: skip
def test_another_word_for_a_field_is_known(name: str, field: str) -> None:
    assert meant(name, {name}, FIELDS)[:1] == (field,)


def test_a_field_that_is_there_is_not_meant_by_another_word() -> None:
    assert meant("name", {"name", "title"}, FIELDS) == ()
    assert meant("heat", {"heat"}, FIELDS) == ()


@pytest.mark.parametrize(
    ("part", "pointer", "field"),
    [({"name": "Talks"}, "/name", "title"),
     ({"title": "Talks", "place": {"lat": 1, "longitude": 2}}, "/place/lat", "latitude"),
     ({"title": "T", "countries": [{"iso": "KZ", "role": "host"}]}, "/countries/0/iso", "code"),
     ({"title": "T", "related": [{"id": "b", "type": "follows"}]}, "/related/0/id", "event")],
)  # fmt: skip
def test_an_import_says_which_field_is_meant(
    part: dict[str, Any], pointer: str, field: str
) -> None:
    event = {"id": "a", "date": "2001-02-03", "category": "other", **part}
    (record,) = read_ndjson(io.BytesIO(json.dumps(event).encode() + b"\n"))
    (error,) = [each for each in record.errors if each.field == pointer]
    assert error.nearest == (field,)
    assert f"did you mean {field}?" in error.reason
