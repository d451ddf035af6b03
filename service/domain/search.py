"""What the words of a search mean (``q=``).

Every word has to be there, in some form. The last one, while it is being typed, and one with a
``*`` may be the beginning of a word. ``"words in quotes"`` stand beside each other just so, and
what has a hyphen before it may not be there.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from service.domain.result_cache import remembered
from service.domain.tokenizer import pairs, units, unspaced, ways, words

LEAST_TYPED = 3
"""Letters of the word that is being typed, from which on it may be a beginning."""


@dataclass(frozen=True, slots=True)
class Word:
    """A folded word: any form of it where ``forms``, and where ``begins`` any word that begins
    with it."""

    text: str
    forms: bool = True
    begins: bool = False


@dataclass(frozen=True, slots=True)
class Phrase:
    """Folded words that stand beside each other, the last perhaps the beginning of one."""

    words: tuple[str, ...]
    begins: bool = False


@dataclass(frozen=True, slots=True)
class All:
    """Each of these."""

    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class Some:
    """One of these at least."""

    parts: tuple[Part, ...]


Part = Word | Phrase | All | Some


@dataclass(frozen=True, slots=True)
class Search:
    """What has to be there, and what may not be."""

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


@remembered(256, longest=200)
def parse(text: str) -> Search:
    """The meaning of ``text``; one without any word to find matches nothing."""
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
                found = [All(tuple(found))]
            (unwanted if refuse else wanted).extend(found)
    return Search(tuple(dict.fromkeys(wanted)), tuple(dict.fromkeys(unwanted)))


def _phrase(text: str) -> Part | None:
    found = words(text)
    if not found:
        return None
    whole = units(text)[-1]
    if unspaced(whole) and len(whole) > 1:
        found.pop()  # the pairs before it hold it already
    alone = unspaced(whole) and len(whole) == 1
    if len(found) == 1:
        return Word(found[0], forms=False, begins=alone)
    return Phrase(tuple(found), begins=alone)


def _parts(chunk: str, typed: bool) -> Iterator[Part]:
    """What a text without spaces asks for; ``typed`` says that it may go on."""
    star = chunk.endswith("*")
    found = units(chunk.rstrip("*"))
    for number, unit in enumerate(found):
        if unspaced(unit):
            yield Word(unit, False, True) if len(unit) == 1 else _run(unit)
            continue
        last = number == len(found) - 1
        yield _unit(unit, star and last, typed and last)


def _run(unit: str) -> Part:
    found = pairs(unit)[:-1]
    return Phrase(tuple(found)) if len(found) > 1 else Word(found[0], False)


def _unit(unit: str, star: bool, typed: bool) -> Part:
    def word(text: str, last: bool) -> Word:
        begins = last and (star or (typed and len(text) >= LEAST_TYPED))
        return Word(text, forms=not (star and last), begins=begins)

    def each(texts: Sequence[str]) -> Iterator[Part]:
        return (word(text, n == len(texts) - 1) for n, text in enumerate(texts))

    together, others = ways(unit)
    parts = tuple(each(together))
    first = parts[0] if len(parts) == 1 else All(parts)
    # Letters of an abbreviation are no other way to write it: U.S.S.R. begins with U.S.
    others = [way for way in others if len(way) == 1 or max(map(len, way)) > 1]
    rest = [next(each(way)) if len(way) == 1 else Phrase(tuple(way), star) for way in others]
    return Some((first, *rest)) if rest else first
