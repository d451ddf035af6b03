"""Caches of results with a bound in bytes.

``functools.lru_cache`` bounds only the number of results. If the argument is a text that a client
chose, a few hundred long texts can fill the memory. Long texts are rare, so their results are
computed each time.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from functools import wraps
from inspect import signature
from typing import Any, ParamSpec, TypeVar, cast
from weakref import WeakValueDictionary

P = ParamSpec("P")
T = TypeVar("T")
K = TypeVar("K", bound=Hashable)
LONGEST = 128
_all: WeakValueDictionary[int, ResultCache[Any, Any]] = WeakValueDictionary()


def clear_all() -> None:
    """Remove every result from every cache, because the data behind them has changed."""
    for each in list(_all.values()):
        each.clear()


class ResultCache(dict[K, T]):
    """The last results of a function of one argument, by that argument. A result in the cache
    costs no more than a look into a dictionary; an import does this most.

    At most ``maxsize`` results are kept. A result is not kept if its argument is, or contains, a
    text (``str`` or ``bytes``) of over ``longest`` characters or bytes.
    """

    def __init__(self, work: Callable[[K], T], maxsize: int, longest: int = LONGEST) -> None:
        super().__init__()
        self.work, self.maxsize, self.longest = work, maxsize, longest
        _all[id(self)] = self

    def __missing__(self, key: K) -> T:
        found = self.work(key)
        if not _long(key, self.longest):
            if len(self) >= self.maxsize:
                # Remove many at once, because finding the oldest one walks past all.
                for each in list(self)[: self.maxsize // 4 + 1]:
                    self.pop(each, None)
            self[key] = found
        return found


def _long(key: object, longest: int) -> bool:
    kind = key.__class__
    if kind is str or kind is bytes:
        return len(cast("str", key)) > longest
    if isinstance(key, tuple):
        return True in [_long(each, longest) for each in key]
    return isinstance(key, str | bytes) and len(key) > longest


def cached(maxsize: int, longest: int = LONGEST) -> Callable[[Callable[P, T]], Callable[P, T]]:
    """Keep the last ``maxsize`` results of a function, except of calls with a text (``str`` or
    ``bytes``) of over ``longest`` characters or bytes among their arguments."""

    def around(work: Callable[P, T]) -> Callable[P, T]:
        plain: Any = work

        def of_one(one: Any) -> Any:
            return kept[one]

        def of_two(one: Any, other: Any) -> Any:
            return kept[one, other]

        def of_several(*arguments: Any, **named: Any) -> Any:
            return kept[arguments, tuple(named.items())]

        parameters = signature(work).parameters.values()
        number = len(parameters) if all(each.default is each.empty for each in parameters) else 0
        # One or two positional arguments have their own path, which is the quickest.
        ways: dict[int, tuple[Any, Callable[[Any], Any]]] = {
            1: (of_one, plain),
            2: (of_two, lambda key: plain(*key)),
        }
        several = of_several, lambda key: plain(*key[0], **dict(key[1]))
        way, answer = ways.get(number, several)
        kept: ResultCache[Any, Any] = ResultCache(answer, maxsize, longest)
        made: Any = wraps(work)(way)
        made.kept, made.cache_clear = kept, kept.clear
        return cast("Callable[P, T]", made)

    return around
