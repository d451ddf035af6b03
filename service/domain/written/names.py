"""The words of dates: months, weekdays, seasons and the small words around them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from typing import Literal, cast

from service.domain.date_words import en
from service.domain.written.cldr_names import MONTH_NAMES, WEEKDAY_NAMES

Language = Literal["bs", "cs", "de", "hr", "pl", "sk", "sl", "sr"]
ENGLISH = tuple(each.lower() for each in en.WORDS.months)
_MORE_MONTHS = """\
ar:|||||يونيه|يوليه
de:||maerz;mrz
en:||||||||sept
es:||||||||setiembre
fr:|fév
hi:|||||||||अक्तूबर;अक्तू
kk:қаңтарда|ақпанда|наурызда|сәуірде|мамырда|маусымда|шілдеде|тамызда|қыркүйекте|қазанда|қарашада|
желтоқсанда
uk:||берез|кві|тра|чер||сер|верес|жов|лис;листоп|гру
"""
"""Forms that CLDR does not have."""
_MARKS = dict.fromkeys((*range(0x0300, 0x0370), 0x0653, 0x0654, 0x0655, 0x093C, 0x09BC))
"""Accents, the hamza and madda of Arabic, and the dots of Hindi and Bengali, which many texts leave
out."""
_LANGUAGE = re.compile(r"^([a-z]+)(?: \w+)?:", re.MULTILINE)


def bare(word: str) -> str:
    """``word`` as texts without accents have it, and in Turkish without the dotless ``ı``."""
    kept = unicodedata.normalize("NFD", word).translate(_MARKS)
    return unicodedata.normalize("NFC", kept).replace("ı", "i")


def _forms(table: str) -> Iterator[tuple[str, int, str]]:
    """The language, the number from 0 and the word of each name in a table like ``cldr_names``, as
    it is and without accents."""
    for spelt in (table, bare(table)):
        found = _LANGUAGE.split(spelt.replace("_", " "))[1:]
        for language, forms in zip(found[::2], found[1::2], strict=True):
            for number, each in enumerate(forms.replace("\n", "").split("|")):
                for word in each.split(";") if each else ():
                    yield language, number, word


def _months() -> dict[str, dict[int, set[str]]]:
    """Each word for a month, the numbers that it can have, and the languages in which it has
    them."""
    found: dict[str, dict[int, set[str]]] = {}
    for language, number, word in _forms(MONTH_NAMES + _MORE_MONTHS):
        # A date in Hebrew has "in" before the month, as one word.
        for each in (word, f"ב{word}") if language == "he" else (word,):
            found.setdefault(each, {}).setdefault(number + 1, set()).add(language)
    return found


_ALL_MONTHS = _months()
MONTHS = {word: next(iter(each)) for word, each in _ALL_MONTHS.items() if len(each) == 1}
"""The number of each word for a month, in every language that is known."""
SEVERAL_MONTHS: dict[str, dict[Language, int]] = {
    word: {
        cast("Language", language): number
        for number, those in sorted(each.items())
        for language in sorted(those)
    }
    for word, each in _ALL_MONTHS.items()
    if len(each) > 1
}
"""Words for different months in different languages, such as ``listopad``."""
LANGUAGES_OF = {word: frozenset().union(*each.values()) for word, each in _ALL_MONTHS.items()}
"""The languages that have a word for a month."""
LANGUAGES: dict[Language, str] = {
    "bs": "Bosnian", "cs": "Czech", "de": "German", "hr": "Croatian", "pl": "Polish",
    "sk": "Slovak", "sl": "Slovenian", "sr": "Serbian",
}  # fmt: skip
"""The languages in which a word of a date means something else than in another, with their names:
these months, and ``do``."""
UNTIL_OR_THURSDAY = re.compile(r"do\s(?=\d)", re.IGNORECASE)
"""In Slavic languages "until", in German short for Thursday if it has no dot and no comma."""
_SEVERAL = re.compile(
    rf"\b(?:{'|'.join(SEVERAL_MONTHS)})\b|^{UNTIL_OR_THURSDAY.pattern}", re.IGNORECASE
)
_BESIDE_MONTH = re.compile(r"^(?:de\s|d['’])")
_WORD = re.compile(r"[^\W\d_]+")
NEED_A_DAY = frozenset({
    "ag", "ago", "ara", "des", "fra", "gen", "joulu", "kesa", "kesä", "kol", "led", "out", "pri",
    "pro", "sen", "set", "sht", "sie", "sub", "svi", "tem", "tra", "там",
})  # fmt: skip
"""Short months that are also another word: ``fra 2022`` is "from 2022" in Danish, and ``kesä 2022``
summer in Finnish. They are a month only in a whole date."""


def month_of(word: str, language: Language | None = None) -> int | None:
    """The number of the month that ``word`` (in lower case) is in ``language``, or in any language
    if that makes no difference; ``None`` if it is none."""
    return MONTHS.get(word) or (SEVERAL_MONTHS.get(word, {}).get(language) if language else None)


def month_word(text: str) -> str:
    """The word of a cell that has only a month, without what stands beside it in a date."""
    return _BESIDE_MONTH.sub("", text.strip().lower()).rstrip(".׳॰")


def depends_on_language(text: str) -> bool:
    """Whether ``text`` has a word that means something else in another language."""
    return bool(_SEVERAL.search(text))


def languages_of(texts: Iterable[str]) -> frozenset[Language]:
    """The languages of such words that have all the words for months and weekdays in ``texts``."""
    found: frozenset[str] = frozenset(LANGUAGES)
    for text in texts:
        for word in _WORD.findall(text.lower()):
            found &= LANGUAGES_OF.get(word) or _LANGUAGES_OF_WEEKDAY.get(word, found)
    return cast("frozenset[Language]", found)


DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
WEEKDAYS = {each: number for number, each in enumerate(DAYS)}
WEEKDAYS |= {each[:3]: number for number, each in enumerate(DAYS)}
WEEKDAYS |= {"tues": 1, "thur": 3, "thurs": 3}
_ALL_WEEKDAYS = [*_forms(WEEKDAY_NAMES)]
WEEKDAYS |= {word: number for _, number, word in _ALL_WEEKDAYS}
_ONE_WORD = {name: bare(name).replace(" ", "") for name in (*MONTHS, *WEEKDAYS) if " " in name}
"""Names of two words, each as one word."""
_TWO_WORDS = re.compile(rf"(?<!\w)(?:{'|'.join(_ONE_WORD)})(?!\w)", re.IGNORECASE)
MONTHS |= {one: MONTHS[name] for name, one in _ONE_WORD.items() if name in MONTHS}
WEEKDAYS |= {one: WEEKDAYS[name] for name, one in _ONE_WORD.items() if name in WEEKDAYS}
_LANGUAGES_OF_WEEKDAY: dict[str, frozenset[str]] = dict.fromkeys(
    ("mo", "di", "mi", "fr", "sa", "so"), frozenset({"de"})
)
for _language, _, _weekday in _ALL_WEEKDAYS:
    _known = _LANGUAGES_OF_WEEKDAY.get(_weekday, frozenset())
    _LANGUAGES_OF_WEEKDAY[_weekday] = _known | {_language}
SEASONS = {"spring": 21, "summer": 22, "autumn": 23, "fall": 23, "winter": 24}
SIDES = {"northern": 0, "southern": 4}
QUARTERS = {"first": 1, "1st": 1, "second": 2, "2nd": 2, "third": 3, "3rd": 3, "fourth": 4,
            "4th": 4}  # fmt: skip
PARTS = frozenset({"early", "mid", "middle", "late", "end", "beginning", "start", "begin",
                   "morning", "evening", "night", "noon", "first", "second", "latter"})  # fmt: skip
"""Words for a part of a longer time, for which EDTF has no form."""
FISCAL = frozenset({"fy", "fiscal", "financial", "academic", "school", "marketing"})
FILLERS = frozenset({
    "of", "the", "in", "on", "at", "year", "years", "г", "года", "р", "року", "ж", "жылғы", "de",
    "del", "den", "der", "le", "il", "rok", "roku", "dnia", "dne", "dňa", "dana", "god", "godine",
    "год", "године", "година", "leta", "gada", "metų", "én", "án", "yil", "yilning", "жыл",
    "жылдын", "թ", "թվականի", "წ", "წლის", "tahun", "tanggal", "سال",
})  # fmt: skip
"""Words for a day or a year, and articles and prepositions before one, that change nothing."""
BEFORE_CHRIST = frozenset({"bc", "bce"})
OF_THE_LORD = frozenset({"ad", "ce"})
NOT_OVER = ("present", "the present", "present day", "the present day", "now", "ongoing",
            "still ongoing", "continuing", "current", "open")  # fmt: skip
"""Words at the end of a range that is not over, as in ``1990 to present``."""
UNTIL_TODAY = ("today", "this day")
"""They mean the same in an event's date; in a question they are a day."""
_DIGITS = {zero + digit: str(digit) for zero in (
    0x0660, 0x06F0, 0x0966, 0x09E6, 0x0A66, 0x0AE6, 0x0BE6, 0x0C66, 0x0CE6, 0x0D66, 0x0E50, 0x0ED0,
    0x1040, 0x17E0, 0xFF10,
) for digit in range(10)}  # fmt: skip
"""The digits of Arabic, Persian, of the scripts of India, of Thai, Lao, Burmese and Khmer, and of
Chinese and Japanese keyboards in full width."""

_VOWEL_SIGNS = dict.fromkeys(range(0x064B, 0x0653))
"""Arabic is mostly written without them: يومًا is يوما."""
_PLAIN: dict[int, str | None] = {**_DIGITS, **_VOWEL_SIGNS}


def single_months(text: str) -> str:
    """``text`` with European digits, without the vowel signs of Arabic, and with one word for each
    month and weekday."""
    if text.isascii():
        return text
    text = unicodedata.normalize("NFC", text.translate(_PLAIN).replace("İ", "I"))
    return _TWO_WORDS.sub(lambda match: _ONE_WORD[match[0].lower()], text)
