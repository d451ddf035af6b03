"""The stored JSON of an event equals the output of ``orjson``."""

from __future__ import annotations

from typing import Any

import orjson
from hypothesis import given
from hypothesis import strategies as st
from playhouse.migrations import Migration

from service.domain import edtf
from service.domain.event import Actor, Amount, CountryRole, Event, Place, Relation, Source
from service.resources import MIGRATIONS
from service.schemas.event import render
from service.store.rows import content

SHORTER = next(
    each.load()
    for each in Migration.load_directory(str(MIGRATIONS))
    if each.name == "0014_shorter_content"
)
texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
maybe = st.none() | texts
degrees = st.floats(-180, 180)
events = st.builds(
    Event,
    st.just("e1"),
    texts,
    st.sampled_from(["2022-09", "2022-09-14/..", "1962-21~"]).map(edtf.parse),
    st.just("meeting"),
    summary=maybe,
    date_as_reported=maybe,
    countries=st.lists(st.builds(CountryRole, st.just("KZ"), st.just("host")), max_size=1).map(
        tuple
    ),
    actors=st.lists(st.builds(Actor, texts, title=maybe, country=maybe), max_size=2).map(tuple),
    place=st.none() | st.builds(Place, maybe, maybe, st.none() | degrees, st.none() | degrees),
    amounts=st.lists(
        st.builds(
            Amount, st.decimals(0, 10**18, places=2), st.just("USD"), st.just("pledged"), maybe
        ),
        max_size=2,
    ).map(tuple),
    sources=st.lists(
        st.builds(Source, texts, maybe, maybe, maybe, st.sampled_from([(), ("date", "title")])),
        max_size=2,
    ).map(tuple),
    related=st.lists(st.builds(Relation, st.just("part_of"), st.just("e2")), max_size=1).map(tuple),
    tags=st.lists(texts, max_size=2).map(tuple),
)


@given(events)
def test_a_document_is_the_same_in_any_library(event: Event) -> None:
    document = render(event, 1, "2026-01-01T00:00:00Z", "2026-01-01T00:00:00Z")
    assert orjson.dumps(orjson.loads(document)) == document
    stored = content(event).encode()
    assert orjson.dumps(orjson.loads(stored)) == stored
    for name in ("actors", "place", "amounts", "sources", "tags"):
        said = orjson.dumps(getattr(event, name), default=str)
        assert orjson.dumps(orjson.loads(document)[name]) == said
        said = without_empty(orjson.loads(said))
        if said in (None, []):
            assert name not in orjson.loads(stored)
        else:
            assert orjson.dumps(orjson.loads(stored)[name]) == orjson.dumps(said)


def without_empty(value: Any) -> Any:
    """The value without members that are ``None`` or empty lists."""
    if isinstance(value, list):
        return [without_empty(each) for each in value]
    if isinstance(value, dict):
        return {name: part for name, part in value.items() if part not in (None, [])}
    return value


@given(events)
def test_the_migration_writes_the_stored_form_and_its_way_back_all_members(event: Event) -> None:
    stored = orjson.loads(content(event))
    whole = SHORTER.whole(stored)
    assert all(len(each) == 4 for each in whole["actors"])
    assert list(whole) == list(SHORTER.FIELDS)
    assert orjson.dumps(SHORTER.shorter(whole)).decode() == content(event)
    assert orjson.dumps(SHORTER.whole(SHORTER.shorter(whole))) == orjson.dumps(whole)
