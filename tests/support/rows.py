"""One test for all rows of a large table."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable
from typing import Any

import pytest

Check = Callable[..., None]


def each_row(names: str | tuple[str, ...], table: Iterable[Any]) -> Callable[[Check], Check]:
    """Checks all rows of a table in one test, and shows each row that fails. ``names`` are the
    arguments of the check that a row has values for; its other arguments are fixtures.

    ``pytest.mark.parametrize`` makes one test of each row. With thousands of rows, pytest needs
    more time for its tests than the tests need.
    """
    rows: list[dict[str, Any]] = [
        {names: row} if isinstance(names, str) else dict(zip(names, row, strict=True))
        for row in table
    ]

    def decorated(check: Check) -> Check:
        def test(*own: object, **fixtures: object) -> None:
            wrong = []
            for row in rows:
                try:
                    check(*own, **fixtures, **row)
                except (Exception, pytest.fail.Exception) as error:
                    wrong.append(f"{row}: {error!r}")
            assert rows
            assert not wrong, "\n\n".join(wrong)

        given = inspect.signature(check).parameters
        assert rows and rows[0].keys() <= given.keys()
        test.__name__, test.__qualname__ = check.__name__, check.__qualname__
        test.__module__, test.__doc__ = check.__module__, check.__doc__
        fixtures = [each for name, each in given.items() if name not in rows[0]]
        test.__signature__ = inspect.Signature(fixtures)  # type: ignore[attr-defined] # for pytest
        return test

    return decorated
