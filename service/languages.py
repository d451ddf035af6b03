"""The languages of the pages: their words, numbers and names, free of any web framework.

The words are in gettext catalogues, ``locales/<code>/LC_MESSAGES/dateline.po``, with the English
texts as their keys. A catalogue is compiled in memory when its language is first used, so there
are no compiled files to build or keep up to date. Names of countries and months, plurals, numbers
and lists come from Unicode's CLDR through Babel.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from decimal import Decimal
from functools import cache
from gettext import GNUTranslations, NullTranslations, c2py
from io import BytesIO
from pathlib import Path

from babel.lists import format_list
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.numbers import format_compact_decimal, format_decimal

from service.domain import calendar, countries, edtf
from service.domain.axis import shortly
from service.domain.cldr import locale
from service.domain.display import display
from service.domain.result_cache import cached
from service.domain.written.reading import AskedTime

DEFAULT = "en"
FOLDER = Path(__file__).with_name("locales")
NAMES = {
    "en": "English", "ar": "العربية", "es": "Español", "fr": "Français", "kk": "Қазақша",
    "ru": "Русский", "zh": "中文",
}  # fmt: skip
"""Each language by its code (BCP 47), in its own words."""
_OTHER_NAMES = {
    "en": "eng english", "ar": "ara arabic", "es": "spa spanish castellano",
    "fr": "fra fre french", "kk": "kaz kazakh", "ru": "rus russian", "zh": "zho chi chinese cn",
}  # fmt: skip
"""Their codes of three letters (ISO 639-2) and their English names, for the hint of an error."""
SAMPLES = range(200)
"""Numbers that together use every plural form."""
ERROR = "error"
"""The gettext context of the messages about errors."""
LONGEST_HEADER, MOST_RANGES = 1000, 40
"""The most characters and languages of ``Accept-Language`` that are read."""

_TAG = re.compile(r"([A-Za-z]{2,8})(?:[-_][A-Za-z0-9]{1,8}){0,8}", re.ASCII)


class Language:
    """One language: ``code``, its own ``name``, ``direction`` (``ltr`` or ``rtl``) and its words.

    English dates, counts and lists are written as in the United Kingdom: 28 February 2023.
    """

    def __init__(self, code: str) -> None:
        self.code = code
        self.name = NAMES[code]
        self.locale = locale(code, "GB" if code == DEFAULT else None)
        self.direction = "rtl" if self.locale.character_order == "right-to-left" else "ltr"
        self.catalogue, self.form, self.errors = _catalogue(code)

    def gettext(self, msgid: str, **values: object) -> str:
        """The text with ``values`` in its placeholders: ``"Remove %(name)s"``."""
        if not msgid:  # the key of a catalogue's own header
            return ""
        return _filled(self.catalogue.gettext(msgid), values)

    def pgettext(self, context: str, msgid: str, **values: object) -> str:
        """The same for a text that has another meaning in another context."""
        return _filled(self.catalogue.pgettext(context, msgid), values)

    def ngettext(self, one: str, many: str, n: int, **values: object) -> str:
        """The text for ``n`` things; the placeholder ``num`` is the formatted number."""
        found = self.catalogue.ngettext(one, many, n)
        return _filled(found, {"num": self.number(n), **values})

    def forms(self, one: str, many: str | None = None) -> list[str]:
        """A text in each plural form, in order; without ``many`` only its one form."""
        if many is None:
            return [self.catalogue.gettext(one)]
        found = {self.form(n): self.catalogue.ngettext(one, many, n) for n in SAMPLES}
        return [found[place] for place in sorted(found)]

    def term(self, kind: str, code: str) -> str:
        """A fixed word of the API (``service.domain.vocabulary``) in words for people."""
        return self.catalogue.pgettext(kind, code.replace("_", " "))

    def number(self, value: int) -> str:
        """A whole number with its thousands separated."""
        return format_decimal(value, locale=self.locale)

    def country(self, code: str) -> str:
        """The name of a country."""
        english = countries.name(code)
        if self.code == DEFAULT:
            return english
        ours = self.catalogue.pgettext("country", english)
        return ours if ours != english else self.locale.territories.get(code, english)

    def money(self, value: str, currency: str) -> str:
        """An amount (a decimal as text) with all its digits, and the code of its currency."""
        digits = len(value.partition(".")[2])
        pattern = "#,##0" + ("." + "0" * digits if digits else "")
        number = format_decimal(Decimal(value), pattern, self.locale)
        if self.locale.currency_formats["standard"].pattern.startswith("¤"):
            return f"{currency} {number}"
        return f"{number}\u00a0{currency}"

    def date(self, text: str, reported: str | None = None, within: str = "") -> str:
        """An EDTF text in words (``service.domain.display``)."""
        return display(edtf.parse(text), reported, self.code, within)

    def tick(self, year: int, month: int | None) -> str:
        """A short date on an axis: ``Feb 2023``, ``2023``; ``51 BC`` for the year -50 of EDTF."""
        if year < 1:
            text = calendar.year_text(year) + (f"-{month:02}" if month else "")
            return self.date(text)
        if month is None:
            return str(year)
        pattern = self.locale.datetime_skeletons["yMMM"].format
        names = self.locale.months["format"]["abbreviated"]
        alone = self.locale.months["stand-alone"]["abbreviated"]
        parts = {"y": year, "M": month, "MMM": names[month], "LLL": alone[month]}
        return str(pattern % parts)

    def time_in_words(self, asked: AskedTime) -> str:
        """The time that a query asks for, in words."""
        return asked.words if self.code == DEFAULT else asked.in_language(self.code)

    def short(self, value: int | Decimal) -> str:
        """A number in a few characters, as on an axis: ``20k``, ``1.5M``."""
        if self.code == DEFAULT:
            return shortly(Decimal(value))
        if value < 10_000:
            return str(format_decimal(value, "#,##0.#########", self.locale))
        return format_compact_decimal(value, fraction_digits=1, locale=self.locale)

    def all_of(self, words: Sequence[str]) -> str:
        """``host, sponsor and signatory``."""
        return self._list(words, "standard")

    def one_of(self, words: Sequence[str]) -> str:
        """``KZ, UZ or KG``."""
        return self._list(words, "or")

    def _list(self, words: Sequence[str], style: str) -> str:
        return format_list(list(words), style=style, locale=self.locale)  # type: ignore[arg-type]


@cache
def language(code: str) -> Language:
    """The language of that code, which is one of ``NAMES``."""
    return Language(code)


def named(name: str) -> str | None:
    """The code of the language with that name, or with that code of three letters."""
    folded = name.strip().casefold()
    for code, own in NAMES.items():
        if folded == own.casefold() or folded in _OTHER_NAMES[code].split():
            return code
    return None


def mark(text: str) -> str:
    """Returns the text; the call marks a text for the catalogues that is looked up only later."""
    return text


def _filled(text: str, values: dict[str, object]) -> str:
    return text % values if values else text


@cache
def _catalogue(code: str) -> tuple[NullTranslations, Callable[[int], int], tuple[str, ...]]:
    """The catalogue, the function from a number to its plural form, and the keys of the error
    messages."""
    if code == DEFAULT:
        return NullTranslations(), c2py("n != 1"), ()
    with (FOLDER / code / "LC_MESSAGES" / "dateline.po").open("rb") as file:
        read = read_po(file, locale=code)
    compiled = BytesIO()
    write_mo(compiled, read)
    compiled.seek(0)
    errors = tuple(str(each.id) for each in read if each.context == ERROR)
    return GNUTranslations(compiled), c2py(read.plural_expr), errors


def primary(tag: str) -> str:
    """The first part of a language tag (BCP 47), which names the language; empty if ``tag`` is no
    language tag."""
    found = _TAG.fullmatch(tag.strip())
    return found[1].lower() if found else ""


def matching(tag: str) -> str | None:
    """The code of the supported language that a tag asks for, or ``None``.

    The later parts of the tag are ignored, as in a lookup (RFC 4647, 3.4): ``fr`` for ``fr-CA``.
    """
    code = primary(tag)
    return code if code in NAMES else None


@cached(256, longest=LONGEST_HEADER)
def preferred(header: str) -> str:
    """The code of the language that ``Accept-Language`` prefers (RFC 9110, 12.5.4).

    It is English if the header names none of our languages, or accepts any.
    """
    ranges = header[:LONGEST_HEADER].split(",")[:MOST_RANGES]
    best, chosen = 0.0, DEFAULT
    for each in ranges:
        tag, _, parameter = each.partition(";")
        quality = _quality(parameter)
        code = DEFAULT if tag.strip() == "*" else matching(tag)
        if code is not None and quality > best:
            best, chosen = quality, code
    return chosen


def _quality(parameter: str) -> float:
    """The weight of a range, 0 to 1 (RFC 9110, 12.4.2); 0 if it is malformed."""
    name, _, text = parameter.replace(" ", "").partition("=")
    if not name:
        return 1.0
    try:
        quality = float(text) if name.lower() == "q" else 0.0
    except ValueError:
        return 0.0
    return quality if 0 <= quality <= 1 else 0.0
