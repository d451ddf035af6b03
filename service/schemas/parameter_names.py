"""The names of parameters in other programs, for the hint of an unknown one."""

from __future__ import annotations

from collections.abc import Collection

from service.domain.near_spellings import nearest
from service.schemas.other_words import OtherWords

_OTHER_WORDS = OtherWords({
    "date": "year month day when dates period on_date datetime",
    "from": "since after start begin start_date date_from min_date from_date gte",
    "to": "until till before end end_date date_to max_date to_date lte",
    "q": "search query text keyword keywords term s word words find fulltext title summary",
    "country": "nation state iso iso2 iso3 country_code participant participants",
    "category": "type kind event_type class",
    "actor": "person people who name organisation organization author",
    "tag": "label labels topic topics subject hashtag",
    "bbox": "bounds box extent area geometry within",
    "min_amount": "amount money value sum amount_min minamount",
    "updated_since": "modified_since updated updated_after modified_after changed_since",
    "sort": "order order_by orderby sort_by sortby sort_order ordering",
    "limit": "per_page page_size pagesize size n max maxrecords top rows take",
    "cursor": "page offset skip startindex start_index p",
    "fields": "select columns include properties only",
    "lang": "language locale hl",
    "since": "cursor after last_cursor",
    "interval": "granularity bucket resolution step unit",
    "by": "facet facets group groups group_by groupby split split_by breakdown dimension field",
    "measure": "metric aggregate aggregation",
    "compare": "versus vs comparison",
    "on": "month_day monthday anniversary day_of_year",
    "starts": "q prefix startswith begins_with name search",
    "field": "type kind by",
})  # fmt: skip
"""Words of other programs, by the parameter that means the same here."""
FORMATS = frozenset(("format", "f", "fmt", "output", "outputformat"))
"""Words of other programs for the format of the reply."""


def near_names(name: str, known: Collection[str]) -> tuple[str, ...]:
    """The known parameters that an unknown one may be: those that mean the same, or else those
    that are spelt nearly so."""
    return _OTHER_WORDS.meant(name, known) or nearest(name, known)
