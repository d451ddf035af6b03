"""Countries and blocs found by the beginnings of the words of any of their names."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping

from service.domain import countries
from service.domain.blocs import Bloc
from service.domain.completion import MOST_WORDS, compared


class _Words:
    """Codes by the words of their names."""

    def __init__(self, names: Iterable[tuple[str, str]]) -> None:
        codes: dict[str, set[str]] = {}
        for code, name in names:
            for word in compared(name):
                codes.setdefault(word, set()).add(code)
        self._words = sorted(codes)
        self._codes = [codes[word] for word in self._words]
        self._all = set[str]().union(*self._codes)

    def having(self, asked: Iterable[str]) -> set[str]:
        """The codes that have, for each asked word, a name with a word that begins with it."""
        found = self._all
        for word in asked:
            first = bisect_left(self._words, word)
            last = bisect_left(self._words, word + "\U0010ffff", first)
            found = found & set[str]().union(*self._codes[first:last])
        return found


_made: list[tuple[object, _Words, _Words]] = []


def _all() -> tuple[_Words, _Words]:
    """The words of the usual names of all countries, and those of all their names and codes."""
    known = countries.generation()
    if not _made or _made[0][0] is not known:
        every = countries.all_countries()
        usual = _Words((each.code, each.name) for each in every)
        _made[:] = [(known, usual, _Words(_texts(every)))]
    return _made[0][1:]


def _texts(every: Iterable[countries.Country]) -> Iterator[tuple[str, str]]:
    for each in every:
        for text in (each.code, each.alpha3 or "", *countries.search_texts(each.code)):
            yield each.code, text


def countries_like(text: str, uses: Mapping[str, int]) -> list[str]:
    """Codes of countries, in this order: the country with ``text`` as its code; the one with
    ``text`` as a whole name; those whose usual name has the words of ``text``; those that have
    them in another name. Within the last two groups the most used come first."""
    asked = compared(text)[:MOST_WORDS]
    exact = [countries.by_code(text), countries.resolve_or_none(text)] if text.strip() else []
    found = [
        sorted(names.having(asked), key=lambda code: (-uses.get(code, 0), code)) for names in _all()
    ]
    return list(dict.fromkeys(code for code in (*exact, *found[0], *found[1]) if code))


def blocs_like(text: str, blocs: Iterable[Bloc]) -> list[Bloc]:
    """Blocs that have the words of ``text`` in their code or a name; the one of that code first."""
    asked, code = compared(text)[:MOST_WORDS], text.strip().upper()
    found = [
        each
        for each in blocs
        if _has(asked, compared(" ".join((each.code, each.name, *each.aliases))))
    ]
    return sorted(found, key=lambda each: each.code != code)


def words_like(text: str, words: Mapping[str, str]) -> list[str]:
    """Keys of ``words`` that have the words of ``text`` in the key or its description; those with
    all of them in the key first."""
    asked = compared(text)[:MOST_WORDS]
    found = [key for key, about in words.items() if _has(asked, compared(f"{key} {about}"))]
    return sorted(found, key=lambda key: not _has(asked, compared(key)))


def _has(asked: Iterable[str], names: Iterable[str]) -> bool:
    """Whether each asked word is the beginning of one of the names."""
    return all(any(name.startswith(word) for name in names) for word in asked)
