"""Results that are kept, within a bound in bytes.

``functools.lru_cache`` bounds how many results are kept, and nothing else: where the argument is
a text that a client chose, a few hundred of them can be all the memory there is. Long texts are
rare and cost their work each time.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache, wraps
from inspect import signature
from typing import Any, ParamSpec, TypeVar, cast

P = ParamSpec("P")
T = TypeVar("T")
LONGEST = 128


def remembered(maxsize: int, longest: int = LONGEST) -> Callable[[Callable[P, T]], Callable[P, T]]:
    """Keep the last ``maxsize`` results of a function, but none of a call with a text (``str`` or
    ``bytes``) of over ``longest`` characters or bytes among its arguments."""

    def around(work: Callable[P, T]) -> Callable[P, T]:
        kept: Any = lru_cache(maxsize)(work)
        plain: Any = work

        def of_one(text: Any) -> Any:
            return kept(text) if len(text) <= longest else plain(text)

        def of_two(one: Any, other: Any) -> Any:
            if type(one) is type(other) is str:
                short = len(one) <= longest >= len(other)
                return kept(one, other) if short else plain(one, other)
            return of_several(one, other)

        def of_several(*arguments: Any, **named: Any) -> Any:
            for each in (*arguments, *named.values()):
                if isinstance(each, str | bytes) and len(each) > longest:
                    return plain(*arguments, **named)
            return kept(*arguments, **named)

        # The one argument of a function of one is a text; that way is the quickest.
        ways: dict[int, Any] = {1: of_one, 2: of_two}
        parameters = signature(work).parameters.values()
        fixed = all(each.default is each.empty for each in parameters)
        way = ways.get(len(parameters), of_several) if fixed else of_several
        made: Any = wraps(work)(way)
        made.cache_info, made.bound = kept.cache_info, longest
        made.cache_clear = kept.cache_clear
        return cast("Callable[P, T]", made)

    return around
