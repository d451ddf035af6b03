"""The interface between the store and the full text of a database engine."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from contextlib import AbstractContextManager
from typing import TYPE_CHECKING, NamedTuple

from service.store.sql import EngineSearch, Sql, TextSearch

if TYPE_CHECKING:
    from service.store.engine import Engine

Text = tuple[int, str, str, str, str]
"""A row of the full text: the position, the words of title, summary and names, the marks."""


class Derived(NamedTuple):
    """The place where derived data is derived once more, for comparison. ``here`` is the schema of
    the database, ``there`` that of this place."""

    database: Engine
    here: str
    there: str


class FullText(ABC):
    """The index of the words of events and of the marks of their terms."""

    @abstractmethod
    def written(self, asked: TextSearch) -> EngineSearch:
        """A search, as an expression of this index."""

    @abstractmethod
    def holds(self, written: EngineSearch, *, rare: bool = False) -> Sql:
        """The search as a condition on ``event e``, for one event at a time. ``rare`` says that few
        events match."""

    @abstractmethod
    def few(self, written: EngineSearch, most: int) -> list[int] | None:
        """The positions of all events that match, if they are at most ``most``, and if the test of
        one event may cost as much as to find them all; ``None`` otherwise."""

    @abstractmethod
    def make(self, tokenizer: str) -> None:
        """Create the empty index, for migrations; ``tokenizer`` divides its texts into words."""

    @abstractmethod
    def drop(self) -> None:
        """Remove the index, for migrations."""

    @abstractmethod
    def add(self, rows: Sequence[Text]) -> None:
        """Index events."""

    @abstractmethod
    def remove(self, rows: Sequence[Text]) -> None:
        """Remove events that were added with exactly these rows."""

    @abstractmethod
    def clear(self) -> None:
        """Remove all events."""

    @abstractmethod
    def expect_many(self) -> None:
        """Announce many writes: the data that they scatter is left as it is until ``settle``."""

    @abstractmethod
    def settle(self) -> None:
        """Put the data that many writes have scattered in order; others can write meanwhile."""

    @abstractmethod
    def optimise(self) -> None:
        """The same in one step, within a transaction."""

    @abstractmethod
    def compared(self, derived: Derived) -> AbstractContextManager[dict[str, tuple[str, str]]]:
        """By name, two queries whose rows are the same if both indexes are the same."""
