"""Countries and blocs found by the beginnings of the words of any of their names."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from service.domain import countries
from service.domain.blocs import Bloc
from service.domain.completion import MOST_WORDS, compared


@dataclass(frozen=True, slots=True)
class _Country:
    code: str
    name: frozenset[str]
    others: frozenset[str]


_made: list[tuple[object, list[_Country]]] = []


def _all() -> list[_Country]:
    known = countries.generation()
    if not _made or _made[0][0] is not known:
        _made[:] = [(known, list(_read()))]
    return _made[0][1]


def _read() -> Iterator[_Country]:
    for each in countries.all_countries():
        texts = (each.code, each.alpha3 or "", *countries.texts(each.code))
        words = frozenset(word for text in texts for word in compared(text))
        yield _Country(each.code, frozenset(compared(each.name)), words)


def countries_like(text: str, uses: Mapping[str, int]) -> list[str]:
    """Codes of countries: the one of which ``text`` is a code, the one of which it is a whole
    name, those whose usual name has its words, those of which another name has; of these the
    most used first."""
    asked = compared(text)[:MOST_WORDS]
    ranked = sorted(_all(), key=lambda each: (-uses.get(each.code, 0), each.code))
    exact = [countries.by_code(text), countries.find(text)] if text.strip() else []
    usual = [each.code for each in ranked if _has(asked, each.name)]
    other = [each.code for each in ranked if _has(asked, each.others)]
    return list(dict.fromkeys(code for code in (*exact, *usual, *other) if code))


def blocs_like(text: str, blocs: Iterable[Bloc]) -> list[Bloc]:
    """Blocs whose code or name has the words of ``text``, the one of that code first."""
    asked, code = compared(text)[:MOST_WORDS], text.strip().upper()
    found = [each for each in blocs if _has(asked, compared(f"{each.code} {each.name}"))]
    return sorted(found, key=lambda each: each.code != code)


def words_like(text: str, words: Mapping[str, str]) -> list[str]:
    """Keys of ``words`` that, or whose description, has the words of ``text``; keys first."""
    asked = compared(text)[:MOST_WORDS]
    found = [key for key, about in words.items() if _has(asked, compared(f"{key} {about}"))]
    return sorted(found, key=lambda key: not _has(asked, compared(key)))


def _has(asked: Iterable[str], names: Iterable[str]) -> bool:
    """Whether each word that is asked for begins one of the names."""
    return all(any(name.startswith(word) for name in names) for word in asked)
