"""Classes of values that nothing changes, and that cost little to make."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeVar, dataclass_transform

T = TypeVar("T")


@dataclass_transform(frozen_default=True)
def value_class(cls: type[T]) -> type[T]:
    """A dataclass with slots, equality and a hash, whose fields nobody may set.

    Every request makes several of them. With ``frozen=True`` each field would be set by a call of a
    function, which takes six times as long. Here only the check of types refuses to set a field.
    """
    return dataclass(slots=True, unsafe_hash=True)(cls)
