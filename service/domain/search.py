"""The meaning of the words of a search (``q=``).

Every word must be in the event, in some form. The last word, while it is being typed, and a word
with a ``*`` may be the beginning of a word. ``"words in quotes"`` must stand beside each other
exactly as written, and a part with a hyphen before it must not be there.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from service.domain.result_cache import cached
from service.domain.tokenizer import bigrams, is_unspaced, units, variants, words

_NUMBERED = re.compile(r"([^\W\d_]+)(-?)(\d{1,4})")
"""Letters with a number, which people write together or apart: ``G20``, ``F-16``, ``S-400``."""
LEAST_TYPED = 3
"""The minimum number of letters of a word that is being typed and may be the beginning of a
word."""


@dataclass(frozen=True, slots=True)
class Word:
    """A folded word. With ``forms`` any form of it counts, with ``begins`` any word that begins
    with it."""

    text: str
    forms: bool = True
    begins: bool = False


@dataclass(frozen=True, slots=True)
class Phrase:
    """Folded words beside each other; with ``begins`` the last may be the beginning of a word."""

    words: tuple[str, ...]
    begins: bool = False


@dataclass(frozen=True, slots=True)
class AllOf:
    """All of these parts."""

    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class AnyOf:
    """At least one of these parts."""

    parts: tuple[Part, ...]


Part = Word | Phrase | AllOf | AnyOf


@dataclass(frozen=True, slots=True)
class Search:
    """The parts that must be there, and those that must not."""

    wanted: tuple[Part, ...] = ()
    unwanted: tuple[Part, ...] = ()

    def leaves(self) -> Iterator[Word | Phrase]:
        """Every word and phrase in it."""
        for part in (*self.wanted, *self.unwanted):
            yield from leaves(part)


def leaves(part: Part) -> Iterator[Word | Phrase]:
    """The words and phrases in a part."""
    if isinstance(part, Word | Phrase):
        yield part
    else:
        for each in part.parts:
            yield from leaves(each)


@cached(256, longest=200)
def parse(text: str) -> Search:
    """The meaning of ``text``. A text without any word to find matches nothing."""
    wanted: list[Part] = []
    unwanted: list[Part] = []
    pieces = text.split('"')
    refused = False
    for number, piece in enumerate(pieces):
        if number % 2:
            part = _phrase(piece)
            if part is not None:
                (unwanted if refused else wanted).append(part)
            continue
        refused = piece.endswith("-") and (piece == "-" or piece[-2].isspace())
        chunks = piece.split()
        for chunk in chunks:
            last = number == len(pieces) - 1 and chunk is chunks[-1] and not piece[-1].isspace()
            refuse = chunk[0] == "-"
            found = list(_parts(chunk, typed=last and not refuse))
            if refuse and len(found) > 1:
                found = [AllOf(tuple(found))]
            (unwanted if refuse else wanted).extend(found)
    return Search(tuple(dict.fromkeys(wanted)), tuple(dict.fromkeys(unwanted)))


def _phrase(text: str) -> Part | None:
    found = words(text)
    if not found:
        return None
    whole = units(text)[-1]
    if is_unspaced(whole) and len(whole) > 1:
        found.pop()  # the pairs before it contain it already
    alone = is_unspaced(whole) and len(whole) == 1
    if len(found) == 1:
        return Word(found[0], forms=False, begins=alone)
    return Phrase(tuple(found), begins=alone)


def _parts(chunk: str, typed: bool) -> Iterator[Part]:
    """The parts of a text without spaces; ``typed`` says that its last word may be unfinished."""
    star = chunk.endswith("*")
    found = units(chunk.rstrip("*"))
    for number, unit in enumerate(found):
        if is_unspaced(unit):
            yield Word(unit, False, True) if len(unit) == 1 else _run(unit)
            continue
        last = number == len(found) - 1
        yield _unit(unit, star and last, typed and last)


def _run(unit: str) -> Part:
    found = bigrams(unit)[:-1]
    return Phrase(tuple(found)) if len(found) > 1 else Word(found[0], False)


def _unit(unit: str, star: bool, typed: bool) -> Part:
    def word(text: str, last: bool) -> Word:
        begins = last and (star or (typed and len(text) >= LEAST_TYPED))
        return Word(text, forms=not (star and last), begins=begins)

    def each(texts: Sequence[str]) -> Iterator[Part]:
        return (word(text, n == len(texts) - 1) for n, text in enumerate(texts))

    together, others = variants(unit)
    parts = tuple(each(together))
    first = parts[0] if len(parts) == 1 else AllOf(parts)
    # Single letters are not another spelling of an abbreviation: U.S.S.R. begins with U.S.
    others = [way for way in others if len(way) == 1 or max(map(len, way)) > 1]
    if numbered := _NUMBERED.fullmatch(unit):
        letters, sign, number = numbered.groups()
        others.append([letters + number] if sign else [letters, number])
    rest = [next(each(way)) if len(way) == 1 else Phrase(tuple(way), star) for way in others]
    return AnyOf((first, *rest)) if rest else first
