"""Splits a cell with several countries into their names."""

from __future__ import annotations

from collections.abc import Container, Iterable

from service.domain import countries


def parted(cell: str, signs: Iterable[str], own: Container[str] = ()) -> list[str]:
    """The names in a cell, split at each of ``signs`` in turn.

    A sign inside a name does not split it. ``Bosnia and Herzegovina`` and ``Korea, South`` stay
    whole, because their halves are not both known names. ``Serbia and Montenegro`` is two
    countries. ``own`` has the names of countries that only this source uses.
    """
    names = [cell]
    for sign in signs:
        names = [name for each in names for name in _split(each, sign, own)]
    return names if cell else []


def _split(text: str, sign: str, own: Container[str]) -> list[str]:
    pieces = [piece for piece in text.split(sign) if piece.strip()]
    found: list[str] = []
    while pieces:
        piece = pieces.pop(0)
        if pieces and not (_known(piece, own) and _known(pieces[0], own)):
            whole = sign.join((piece, pieces[0]))
            if _known(whole, own):
                piece = whole
                pieces.pop(0)
        found.append(piece.strip())
    return found


def _known(name: str, own: Container[str]) -> bool:
    name = name.strip()
    return name in own or countries.resolve_or_none(name) is not None
