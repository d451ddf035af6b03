"""Cached results are those of the function, for all ways to pass its arguments."""

from __future__ import annotations

from typing import Any

from service.domain.result_cache import cached


def test_default_arguments_may_be_omitted() -> None:
    @cached(4)
    def greet(name: str, greeting: str = "Hello") -> str:
        return f"{greeting} {name}"

    assert greet("Ann") == greet("Ann", "Hello") == greet(name="Ann") == "Hello Ann"
    assert greet("Ann", greeting="Bye") == "Bye Ann"


def test_each_of_two_texts_counts() -> None:
    @cached(4, longest=3)
    def joined(one: str, other: str) -> str:
        return one + other

    assert [joined("a", "b"), joined("b", "a"), joined("long", "a")] == ["ab", "ba", "longa"]
    memory: Any = joined  # ``cached`` adds the attribute ``kept``
    assert len(memory.kept) == 2
