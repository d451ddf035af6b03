"""Finds the field that is meant by a member that an event does not have."""

from __future__ import annotations

from collections.abc import Container, Iterable

from service.domain.near_spellings import nearest
from service.schemas.other_words import OtherWords

_OTHER_WORDS = OtherWords({
    "title": "name headline heading label event subject what",
    "summary": "description desc text notes note details body content abstract",
    "date": "start begin when year day time datetime timestamp start_date startdate event_date "
    "end end_date enddate finish until",
    "category": "kind type class genre",
    "status": "state",
    "countries": "country nations nation states parties",
    "actors": "people persons person participants organizations organisations who",
    "place": "location venue where city geo coordinates",
    "amounts": "money sum sums funding value values",
    "sources": "source references reference links link url urls citations",
    "related": "relations links_to see_also",
    "tags": "keywords labels topics",
    "latitude": "lat y coordinates geometry geo point",
    "longitude": "lon lng long x coordinates geometry geo point",
    "code": "country country_code iso iso2 iso3 cc",
    "event": "id event_id target ref href",
    "value": "amount number",
    "url": "link href address uri",
    "publisher": "outlet media newspaper",
    "published": "pubdate publication_date",
})  # fmt: skip


def meant(name: str, there: Container[str], known: Iterable[str]) -> tuple[str, ...]:
    """The fields among ``known`` that a member ``name`` may mean; empty if none is near.

    A field that is ``there`` already is not meant by another word.
    """
    fields = [*known]
    found = tuple(each for each in _OTHER_WORDS.meant(name, fields) if each not in there)
    return found or nearest(name, fields)
