"""The schema and the domain define the fields of an event. All other code agrees with them."""

from __future__ import annotations

from dataclasses import fields as members
from typing import Any

import marshmallow
import msgspec
import orjson
import pytest

from service.domain.event import Event
from service.formats.datapackage import COLUMNS as DESCRIBED
from service.formats.flat import columns, flat
from service.formats.ics import IN_CALENDARS, UNKNOWN_TO_CALENDARS
from service.importers.mapping import Mapping
from service.importers.mapping_targets import UNKNOWN_TO_TABLES, completed
from service.schemas import fields as own
from service.schemas.compiled_check import plain
from service.schemas.documents import DOCUMENTS, EXAMPLE, EXAMPLE_INPUT, kind_of
from service.schemas.event import (
    FIELDS,
    INPUT_FIELDS,
    EventSchema,
    Part,
    load_event,
    render,
)
from service.store import models
from service.store.rows import PLAIN, TRUTH, from_row, truth
from service.web.versions import CHANGEABLE, LABELS
from tests.support.rows import each_row

PARTS = [each for each in Part.__subclasses__() if each.__module__ == EventSchema.__module__]


@pytest.mark.parametrize("schema", PARTS, ids=lambda each: each.__name__)
class TestASchemaAndTheDomain:
    def test_have_the_same_fields_in_the_same_order(self, schema: type[Part]) -> None:
        assert [*schema().load_fields] == [each.name for each in members(schema.makes)]

    def test_have_a_document_with_all_of_them(self, schema: type[Part]) -> None:
        document = DOCUMENTS[schema.__name__.removesuffix("Schema")]
        assert [*document["properties"]] == document["required"] == [*schema().fields]
        assert all(each.get("description") for each in document["properties"].values()
                   if "$ref" not in each)  # fmt: skip


class TestTheFieldsOfADocument:
    def test_are_those_that_are_rendered_in_that_order(self) -> None:
        body = render(load_event(EXAMPLE_INPUT), 1, "2023", "2023")
        assert tuple(orjson.loads(body)) == FIELDS
        assert {*INPUT_FIELDS} < {*FIELDS}

    def test_each_have_a_column_in_tables(self) -> None:
        assert set(flat(EXAMPLE, FIELDS)) == set(columns(FIELDS)) == set(DESCRIBED)

    def test_are_in_a_calendar_or_beside_it(self) -> None:
        assert {*UNKNOWN_TO_CALENDARS} == {*INPUT_FIELDS} - IN_CALENDARS
        assert {*INPUT_FIELDS} >= IN_CALENDARS

    def test_have_a_name_where_versions_are_compared(self) -> None:
        assert {*LABELS} == {*CHANGEABLE}

    def test_may_be_filled_by_a_mapping(self) -> None:
        assert {*INPUT_FIELDS} - UNKNOWN_TO_TABLES <= {*Mapping.__struct_fields__}


class TestTheStore:
    def test_has_a_column_for_each_text_and_all_else_in_the_content(self) -> None:
        rest = set(orjson.loads(truth(load_event(EXAMPLE_INPUT))[-1]))
        assert {"id", "date", *PLAIN} | rest == {*INPUT_FIELDS}
        assert set(TRUTH) <= set(models.Event._meta.sorted_field_names)

    @each_row("name", INPUT_FIELDS)
    def test_gives_each_field_back(self, name: str) -> None:
        whole = load_event(EXAMPLE_INPUT)
        row = {"id": whole.id, **dict(zip(TRUTH, truth(whole), strict=True))}
        assert getattr(from_row(row), name) == getattr(whole, name)
        assert getattr(plain(EXAMPLE_INPUT), name) == getattr(whole, name)


class _Note(Part):
    """A note."""

    makes = dict
    text = own.Text(10, "What it says.", required=True)
    by = own.Text(10, "Who says it.", load_default=None, allow_none=True)


class _Wider(EventSchema):
    """An event with one additional field of each kind."""

    makes = Event
    mood = own.Text(20, "How it was.", load_default=None, allow_none=True)
    words = own.Distinct(own.Text(10), "Some words.", 9)
    note = marshmallow.fields.Nested(
        _Note, load_default=None, allow_none=True, metadata=own.described("A note.")
    )
    notes = own.Distinct(marshmallow.fields.Nested(_Note), "Notes.", 9)


WIDER = completed(Mapping, _Wider)
GIVEN = {"id": "{i}", "title": "{t}", "date": "{d}"}


class TestAMapping:
    """A mapping for an event with more fields has a key for each of them."""

    @pytest.mark.parametrize(
        ("name", "value"),
        [("mood", "{m}"), ("mood", ["{m}", "{n}"]), ("words", ["{a}", "{b}"]),
         ("note", {"text": "{x}"}), ("notes", [{"text": "{x}", "by": "{y}"}])],
    )  # fmt: skip
    def test_takes_it(self, name: str, value: Any) -> None:
        found = msgspec.convert({**GIVEN, name: value}, WIDER)
        assert msgspec.to_builtins(found) == {**GIVEN, name: value}

    @pytest.mark.parametrize("wrong", [{"mod": "{m}"}, {"note": {"txt": "{x}"}}, {"words": "{m}"}])
    def test_refuses_what_is_misspelt(self, wrong: dict[str, Any]) -> None:
        with pytest.raises(msgspec.ValidationError):
            msgspec.convert({**GIVEN, **wrong}, WIDER)

    def test_that_knows_every_field_stays_as_it_is(self) -> None:
        assert completed(Mapping, EventSchema) is Mapping


def test_a_kind_of_field_that_nobody_knows_is_an_error_at_once() -> None:
    with pytest.raises(TypeError, match="Boolean"):
        kind_of(marshmallow.fields.Boolean())
