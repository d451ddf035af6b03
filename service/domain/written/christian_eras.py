"""The words of each language for BC and AD, and years before Christ of five digits and more.

The words are those of CLDR and of encyclopedias. They count only beside a number.
"""

from __future__ import annotations

import re
from functools import cache

from service.domain.calendar import year_text

_BEFORE = (
    r"v\.?\s?chr\.?|vor christus|v\.\s?u\.\s?z\.?|av(?:ant|\.)?\s?j\.?[- ]?c\.?|avant notre ère",
    r"a\.?\s?(?:de\s)?c\.|a\.\s?e\.\s?c\.?|a\.\s?n\.\s?e\.?|antes de cristo|avanti cristo",
    r"p\.?\s?n\.\s?e\.?|przed naszą erą|př\.\s?n\.\s?l\.?|př\.\s?kr\.?|pred\s?n\.\s?l\.?",
    r"pr\.\s?n\.\s?(?:e|št)\.?|pr\.\s?kr\.?|пр\.\s?н\.\s?е\.?|п\.\s?н\.\s?е\.?|до\s?н\.\s?[эе]\.?",
    r"до нашей эры|до нашої ери|î\.\s?(?:e\.\s?n|hr)\.?|i\.\s?e\.\s?n\.?|f\.\s?kr\.?|eaa\.?|ekr\.?",
    r"v\.\s?c\.|π\.\s?χ\.?|m\.?ö\.?|milattan önce|ق\.?\s?م\.?|قبل الميلاد|پیش از میلاد",
    r"לפנה[\"״]ס|לפני הספירה|ई\.?\s?पू\.?|ईसा पूर्व|ก่อนคริสตกาล|tcn|trước công nguyên",
    r"sebelum masehi|기원전|公元前|紀元前|西元前",
)
_AFTER = (
    r"n\.?\s?chr\.?|nach christus|u\.\s?z\.?|apr?\.?\s?j\.?[- ]?c\.?|après j\.?[- ]?c\.?",
    r"de notre ère|d\.\s?(?:de\s)?c\.|después de cristo|dopo cristo|n\.\s?e\.|n\.\s?l\.",
    r"н\.\s?[эе]\.?|нашей эры|нашої ери|e\.\s?n\.|d\.\s?hr\.?|e\.\s?kr\.?|jaa\.?|jkr\.?|μ\.\s?χ\.?",
    r"milattan sonra|بعد الميلاد|לספירה|ईस्वी|sau công nguyên|기원후|西暦|公元|西元",
)
_YEAR = re.compile(r"(?<=\d)\s?[年년](?=\s|$)")
_LONG = re.compile(r"(?<![\d.,])(\d{1,3}(?:[,.']\d{3})+|\d{5,9}) bce?\b")

_RANGE = re.compile(r"(Y-\d+) ?[-–—] ?(?=Y-)")
"""Two such years; other signs between them could be a minus."""


def in_english(text: str) -> str:
    """The text, in small letters, with ``bc`` and ``ad`` for the eras. Years of five digits and
    more become those of EDTF."""
    for words, era in _words():
        text = words.sub(f" {era} ", text)
    text = " ".join(_YEAR.sub(" ", text).split())
    text = _LONG.sub(lambda found: year_text(1 - int(re.sub(r"\D", "", found[1]))), text)
    return _RANGE.sub(r"\1/", text)


@cache
def _words() -> tuple[tuple[re.Pattern[str], str], ...]:
    """The words of each era as one pattern, made when they are first needed."""
    return tuple(
        (re.compile(rf"(?<![^\W\d_])(?:{'|'.join(words)})(?![^\W\d_])(?:\s?[年년])?"), era)
        for words, era in ((_BEFORE, "bc"), (_AFTER, "ad"))
    )
