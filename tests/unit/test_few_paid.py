"""Events with a large amount are the same, whether the amount finds them or they are tested."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from service.domain.query import Filter, Page
from service.store import Store
from service.store.bounds import whole_bounds
from service.store.few_paid import walk_of_paid
from service.store.read import Reader
from service.store.sizes import Sizes
from tests.unit.test_histogram import filters, store

__all__ = ["store"]
SORTS = ("date", "-date", "updated", "-updated")
ALWAYS, NEVER = Sizes(paid=1_000_000), Sizes(paid=0)


@given(
    filters(), st.sampled_from(("0.15", "0.2", "25000000", "30000000")),
    st.sampled_from((None, "USD", "KZT")), st.sampled_from(SORTS),
)  # fmt: skip
def test_both_plans_find_the_same(
    store: Store, filter_: Filter, least: str, currency: str | None, sort: str
) -> None:
    asked = filter_.with_values(min_amount=least)
    if currency is not None:
        asked = asked.with_values(currency=currency)
    found = []
    for sizes in (ALWAYS, NEVER):
        reader = Reader(store.database, sizes)
        pages = [reader.events(asked, Page(sort, limit, count="exact")) for limit in (3, 500)]
        pages.append(
            reader.events(asked, Page(sort, 3, pages[0].next)) if pages[0].next else pages[0]
        )
        found.append((
            [(each.rows, each.next) for each in pages], [each.total for each in pages[:2]],
            list(reader.stream(asked, sort)),
        ))  # fmt: skip
    assert found[0] == found[1]


def test_few_events_are_found_by_their_amount(store: Store) -> None:
    few, many = (Filter().with_values(min_amount=each) for each in ("30000000", "0.1"))
    bounds = whole_bounds(few)
    assert walk_of_paid(Reader(store.database), few, bounds) is not None
    assert walk_of_paid(Reader(store.database), Filter(), bounds) is None
    assert walk_of_paid(Reader(store.database, Sizes(paid=1)), many, bounds) is None
