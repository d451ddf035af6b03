"""Reads a search that is a question in a sentence, as filters.

``meetings of Kazakhstan and the US since 2021 about energy`` has no event with all of these words.
Its countries, its time, its category and its least amount can be filters, and the other words stay
words. The page offers this if the words find nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from itertools import groupby

from marshmallow import ValidationError

from service import languages
from service.api.instance import Instance
from service.api.language import language
from service.deadline import check
from service.domain.amount_words import CURRENCIES_CALLED, FACTORS
from service.domain.countries import all_countries
from service.domain.country_lookup import fold
from service.domain.hemispheres import SOUTHERN
from service.domain.vocabulary import CATEGORY_CODES
from service.domain.written.question import UnclearDate, plain_question
from service.domain.written_amounts import AmountError
from service.domain.written_amounts import read as read_amount
from service.schemas.parameter_values import currency
from service.schemas.query_description import code_of
from service.web.form_values import Pairs
from service.web.sentence_words import ABOVE, EITHER, EMPTY, EXCLUDED

FEWER = (("min_amount", "currency"), ("category",), ("date", "on"))
"""The filters that are left out in turn if a sentence has more than ``MANY``."""
MANY = 2
MOST_WORDS, LONGEST_PART, LONGEST_NAME = 40, 8, 5
MOST_DATES = 40
"""The most parts of a sentence that are read as a time, because each costs up to a millisecond."""
_SIGN = "[\u3040-\u30ff\u3400-\u9fff]"
_LETTER = rf"(?:(?!{_SIGN})[^\W_]|[\u0300-\u036f])"
_TOKEN = re.compile(rf"{_SIGN}|[$€£¥₽₸]|\d{_LETTER}*(?:[-.,:/]\d{_LETTER}*)*|{_LETTER}+")
"""A word; each sign of Chinese and Japanese is one."""
_MONEY = re.compile(r"(?P<sign>[$€£¥₽₸]?)\s*(?P<number>\d.*)")
JOINED = ("و", "ل", "ب")
"""Words of one letter that Arabic writes together with the next."""
INFLECTED = frozenset(("ru", "kk"))
"""Languages that put endings to the names of countries."""
LONGEST_CODE = 3
ENDING = 4
"""The most letters that an inflected word may have behind the word."""


@dataclass(slots=True)
class _Sentence:
    """The words of a sentence with their places, and what has been read of them."""

    text: str
    spans: list[tuple[int, int]]
    used: list[bool]
    countries: list[str] = field(default_factory=list)
    filters: dict[str, str] = field(default_factory=dict)

    def part(self, first: int, last: int) -> str:
        """The words ``first`` to ``last``, as written."""
        return self.text[self.spans[first][0] : self.spans[last][1]]

    def free(self, longest: int) -> Iterator[tuple[int, int]]:
        """The parts of which nothing has been read, the longest first."""
        for length in range(min(longest, len(self.spans)), 0, -1):
            for first in range(len(self.spans) - length + 1):
                if not any(self.used[first : first + length]):
                    yield first, first + length - 1

    def rest(self, words: list[str]) -> Iterator[str]:
        """The words of which nothing has been read, but for those that say nothing. Words that
        stand together are one text."""
        kept = [
            place for place, word in enumerate(words) if not self.used[place] and word not in EMPTY
        ]
        for _, together in groupby(enumerate(kept), lambda each: each[1] - each[0]):
            places = [place for _, place in together]
            yield self.part(places[0], places[-1])

    def use(self, first: int, last: int) -> None:
        """Note that the words have been read."""
        self.used[first : last + 1] = [True] * (last - first + 1)


def as_filters(here: Instance, pairs: Pairs, place: int, today: date) -> Iterator[Pairs]:
    """The query with filters in place of the words of the search at ``place``: with the other
    words, without them, and then without one filter. Nothing if the search is no such sentence, or
    excludes something."""
    text = pairs[place][1]
    spans = [each.span() for each in _TOKEN.finditer(text)]
    words = [_word(text[first:last], text) for first, last in spans]
    if '"' in text or not 1 < len(words) <= MOST_WORDS or EXCLUDED & {*words, *text.casefold()}:
        return
    sentence = _Sentence(text, spans, [False] * len(spans))
    given = {name for name, _ in pairs}
    if "category" not in given:
        _read_category(sentence)
    if not given & {"min_amount", "currency"}:
        _read_amount(sentence, words)
    _read_countries(here, sentence, words)
    if not given & {"date", "from", "to", "on"}:
        _read_time(sentence, today)
    found = [("country", each) for each in sentence.countries] + list(sentence.filters.items())
    if not found:
        return
    rest = " ".join(sentence.rest(words))
    before, after = list(pairs[:place]), list(pairs[place + 1 :])
    if rest:
        yield [*before, *found, ("q", rest), *after]
    if not rest or (len(found) > 1 and not any(map(str.isdigit, rest))):
        yield [*before, *found, *after]
        for names in FEWER if len(found) > MANY else ():
            kept = [each for each in found if each[0] not in names]
            if kept and len(kept) < len(found):
                yield [*before, *kept, *after]


def _word(word: str, text: str) -> str:
    """A word in small letters; ``UN`` and ``IT`` stay, because they are no ``un`` and ``it``."""
    return word if word.isupper() and len(word) > 1 and not text.isupper() else word.casefold()


def _read_amount(sentence: _Sentence, words: list[str]) -> None:
    """An amount with a word that says that it is the least one. It has a currency, or the sentence
    is about funding: ``over 2 million refugees`` is no sum."""
    funding = sentence.filters.get("category") == "funding"
    for first, last in sentence.free(LONGEST_PART):
        match = _MONEY.fullmatch(sentence.part(first, last))
        around = [
            (begin, end)
            for begin, end in ((first - 2, first), (first - 1, first), (last + 1, last + 2))
            if begin >= 0 and " ".join(words[begin:end]) in ABOVE
        ]
        if match is None or not around:
            continue
        number, behind = match["number"], ""
        following = words[last + 1 : last + 2]
        if following and (
            following[0].casefold() in FACTORS or _currency(following[0]) is not None
        ):
            continue  # a shorter part of an amount that cannot be read
        for size in (2, 1):
            called = " ".join(words[last + 1 - size : last + 1])
            if last - first >= size and (code := _currency(called)) is not None:
                number, behind = sentence.part(first, last - size).lstrip("$€£¥₽₸ "), code
                break
        sign = _currency(match["sign"]) if match["sign"] else ""
        try:
            value = read_amount(number)
        except AmountError:
            continue
        if match["sign"] == "" and number == match["number"] and not funding:
            continue
        sentence.filters["min_amount"] = value
        if behind or sign:
            sentence.filters["currency"] = behind or sign or ""
        sentence.use(first, last)
        sentence.use(around[0][0], around[0][1] - 1)
        return


def _currency(word: str) -> str | None:
    """The code of a currency, empty if the word means several currencies, ``None`` if none."""
    word = word.casefold()
    called = CURRENCIES_CALLED.get(word)
    if called is not None:
        return called[0] if len(called) == 1 else ""
    try:
        return currency(word.upper()) if len(word) == len("USD") else None
    except ValidationError:
        return None


def _read_time(sentence: _Sentence, today: date) -> None:
    """The longest part that is a time. One word must have a digit: ``may`` is no month."""
    south = not SOUTHERN.isdisjoint(",".join(sentence.countries).split(","))
    tries = 0
    for digits in (True, False):
        for first, last in sentence.free(LONGEST_PART if digits else LONGEST_NAME):
            part = sentence.part(first, last)
            if any(map(str.isdigit, part)) != digits or not (digits or last > first):
                continue
            tries += 1
            check()
            if tries > MOST_DATES:
                return
            try:
                found = plain_question(part, today, south)
            except UnclearDate:
                return  # it can mean several times
            if found is not None:
                name, value = ("on", found.on) if found.on else ("date", found.date)
                sentence.filters[name] = value
                sentence.use(first, last)
                return


def _read_countries(here: Instance, sentence: _Sentence, words: list[str]) -> None:
    """All countries and blocs. A word for *or* between two of them makes one value of both."""
    found: dict[int, tuple[int, str]] = {}
    for first, last in sentence.free(LONGEST_NAME):
        if any(sentence.used[first : last + 1]) or (first == last and words[first] in EMPTY):
            continue
        code = _country(here, sentence.part(first, last))
        if code is not None:
            hosted = words[max(0, first - 2) : first] == ["hosted", "by"]
            found[first] = (last, f"{code}:host" if hosted else code)
            sentence.use(first - 2 if hosted else first, last)
    end, values = -2, list[str]()
    for first in sorted(found):
        last, code = found[first]
        between = words[end + 1 : first] if end >= 0 else []
        if values and between and set(between) <= EITHER | EMPTY and EITHER & set(between):
            values[-1] += f",{code}"
            for place in range(end + 1, first):
                sentence.used[place] = True
        elif code not in values:
            values.append(code)
        end = last
    sentence.countries = values


def _country(here: Instance, text: str) -> str | None:
    """The country or bloc of a name, also if it is inflected. A code must have capital letters,
    because ``in`` and ``us`` are words."""
    if len(text) <= LONGEST_CODE and text.isascii() and not text.isupper():
        return None
    code = code_of(text, here.blocs)
    lang = language().code
    if code is None and lang == "ar" and text.startswith(JOINED):
        code = code_of(text[1:], here.blocs)
    return code or (_inflected(lang, fold(text)) if lang in INFLECTED else None)


def _inflected(lang: str, text: str) -> str | None:
    """The only country whose name in the language, but for endings, is ``text``."""
    best: dict[int, set[str]] = {}
    words = text.split()
    for name, code in _names(lang):
        if len(name) == len(words) and (common := _alike(words, name)):
            best.setdefault(common, set()).add(code)
    codes = best[max(best)] if best else set()
    return codes.pop() if len(codes) == 1 else None


def _alike(words: list[str], name: tuple[str, ...]) -> int:
    """The number of letters that the words have in common with those of a name; 0 if they are
    other words."""
    common = 0
    for word, known in zip(words, name, strict=True):
        size = _common(word, known)
        if size < max(4, len(known) - 2) or len(word) > len(known) + ENDING:
            return 0
        common += size
    return common


def _common(one: str, other: str) -> int:
    return next(
        (at for at, (left, right) in enumerate(zip(one, other, strict=False)) if left != right),
        min(len(one), len(other)),
    )


@lru_cache(maxsize=len(languages.NAMES))
def _names(lang: str) -> tuple[tuple[tuple[str, ...], str], ...]:
    spoken = languages.language(lang)
    named = ((fold(spoken.country(each.code)), each.code) for each in all_countries())
    return tuple((tuple(name.split()), code) for name, code in named if name)


def _read_category(sentence: _Sentence) -> None:
    """The only category that the sentence names."""
    spoken = language()
    known = {spoken.term("category", each).casefold(): each for each in CATEGORY_CODES[:-1]}
    known |= {each: each for each in CATEGORY_CODES[:-1]}
    found: dict[str, tuple[int, int]] = {}
    for first, last in sentence.free(3):
        part = sentence.part(first, last).casefold()
        for word, code in known.items():
            whole = part == word if len(word) < 4 else _alike([part], (word,)) > 0
            if whole and code not in found:
                found[code] = (first, last)
    if len(found) == 1:
        ((code, places),) = found.items()
        sentence.filters["category"] = code
        sentence.use(*places)
