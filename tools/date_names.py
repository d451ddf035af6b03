"""Make ``service/domain/written/cldr_names.py``, the names of months and weekdays in many
languages, from the data of CLDR in Babel.

Run ``python -m tools.date_names`` after a change to ``LANGUAGES``.
"""

from __future__ import annotations

import re
import textwrap
import unicodedata
from collections.abc import Iterable, Iterator
from pathlib import Path

from babel import Locale

from service.domain.cldr import OwnLocale

MADE = Path(__file__).resolve().parents[1] / "service/domain/written/cldr_names.py"
LANGUAGES = (
    *("af", "am", "ar", "ar_DZ", "ar_SY", "az", "az_Cyrl", "be", "bg", "bn", "bs", "bs_Cyrl", "ca"),
    *("cs", "da", "de", "de_AT", "el", "en", "es", "et", "eu", "fa", "fa_AF", "fi", "fil", "fr"),
    *("gl", "gu", "he", "hi", "hr", "hu", "hy", "id", "is", "it", "ka", "kk", "km", "kn", "ky"),
    *("lt", "lv", "mk", "ml", "mr", "ms", "mt", "my", "nb", "ne", "nl", "nn", "pa", "pl"),
    *("ps", "pt", "ro", "ru", "si", "sk", "sl", "sq", "sr", "sr_Latn", "sv", "sw", "ta", "te"),
    *("tg", "tk", "tr", "uk", "ur", "uz", "uz_Cyrl"),
)
"""Languages whose months have names of their own, not numbers; Thai months are read in
``service.domain.written.eras``."""
WITH_WEEKDAYS = (*LANGUAGES, "th", "vi")
WITH_SHORT_WEEKDAYS = tuple(each for each in (*LANGUAGES, "th") if each not in ("eu", "nn"))
"""Without those whose short weekdays are mostly other words (``or``, ``on``)."""
HEAD = '''"""Names of months and weekdays in many languages; made by ``tools/date_names.py``.

Origin: the wide and the abbreviated months and weekdays of CLDR, in small letters and without the
dot of an abbreviation. seed/SOURCES.md says under which licence. A line begins with the code of a
language. A bar stands between two months or weekdays, a semicolon between two forms of
one. The week begins on Monday.
"""

'''
_OF = re.compile("^(?:de |d’)")


def plain(name: str) -> str:
    """A name as the table has it: without the preposition that Catalan puts before a month, and
    without the sign of an abbreviation."""
    low = unicodedata.normalize("NFC", name.lower()).strip()
    return _OF.sub("", low).strip(".").rstrip("׳॰")


def months(language: str) -> Iterator[list[str]]:
    """The forms of each month."""
    known: Locale = OwnLocale.parse(language)
    for number in range(1, 13):
        forms = [
            plain(known.months[use][width][number])
            for use in ("format", "stand-alone")
            for width in ("wide", "abbreviated")
        ]
        yield [*dict.fromkeys(forms)]


def weekdays(language: str, width: str = "wide") -> Iterator[list[str]]:
    """The forms of each weekday; ``width`` is ``wide`` or ``abbreviated``."""
    known: Locale = OwnLocale.parse(language)
    for number in range(7):
        uses = ("format", "stand-alone")
        yield [*dict.fromkeys(plain(known.days[use][width][number]) for use in uses)]


def _table(name: str, lines: Iterable[tuple[str, Iterable[list[str]]]]) -> str:
    text = ""
    for language, forms in lines:
        joined = "|".join(";".join(each) for each in forms).replace(" ", "_")
        spaced = f"{language}:{joined}".replace("|", "| ").replace(";", "; ")
        whole = textwrap.wrap(spaced, 98, break_long_words=False, break_on_hyphens=False)
        text += "\n".join(each.replace(" ", "") for each in whole) + "\n"
    return f'{name} = """\\\n{text}"""\n'


def module() -> str:
    """The text of the module."""
    parts = (
        _table("MONTH_NAMES", ((each, months(each)) for each in LANGUAGES)),
        _table("WEEKDAY_NAMES", ((each, weekdays(each)) for each in WITH_WEEKDAYS)),
        _table(
            "SHORT_WEEKDAYS",
            ((each, weekdays(each, "abbreviated")) for each in WITH_SHORT_WEEKDAYS),
        ),
    )
    return HEAD + "".join(parts)


if __name__ == "__main__":
    MADE.write_text(module(), "utf-8")
