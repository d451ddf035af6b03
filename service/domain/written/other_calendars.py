"""Dates of other calendars, which are refused with the name of the calendar.

The months of these calendars begin on other days than Gregorian months. Some depend on a sighting
of the moon, so no table gives the exact day.
"""

from __future__ import annotations

import re

from service.domain import edtf
from service.domain.written.eras import is_plain
from service.domain.written.names import MONTHS
from service.domain.written.part import Ambiguous, Hints, Part

_YEARS_OF_OUR_TIME = range(1300, 1480)
"""In the Iranian calendar 1921 to 2101, in the Islamic one 1882 to 2058."""
_DOUBTED = ("13", "14", "207", "208", "209", "24", "25", "26", "55", "56", "57", "58", "59")
"""The beginnings of the years of ``other_calendar``."""
_OTHER_DIGITS = re.compile(r"[۰-۹]{4}|[٠-٩]{4}|[০-৯]{4}|[०-९]{4}")
_YEARS_OF_DIGITS = {
    "۰": range(1200, 1500),
    "٠": range(1200, 1500),
    "০": range(1200, 1500),
    "०": range(2050, 2110),
}
"""The years that are perhaps those of another calendar, in the digits with this zero."""
_ISLAMIC = re.compile(
    r"\d\s?(?:هـ|ه\u200d|ه)(?!\w)|هجري|للهجرة|محرم|صفر(?!\w)|ربيع (?:ال)?(?:أول|اول|ثاني|آخر|اخر)"
    r"|جماد[ىي]|(?<!\w)رجب|شعبان|رمضان|(?<!\w)شوال|ذ[ويى] (?:ال)?(?:قعدة|حجة)"
    r"|(?<!\w)a\.?h\.? ?\d|\d ?a\. ?h\.(?!\w)|\d ?ah(?!\w)"
    r"|(?<!\d{4} )(?<!\d{4}, )(?<!\d)1[2-5]\d\d ?h\.?(?!\w)(?!.*\d{4})"  # not the time 1400h
    r"|(?<!\d)1[2-5]\d\d[-/.]\d{1,2}[-/.]\d{1,2} ?h\.?(?!\w)|\d ?n\. ?h\.(?!\w)"
    r"|\bhij[ri]{2}|\bhicri\b|\bh[ée]gir[ea]\b|\bhidschra\b|хиджр|г\. ?х\.|伊历|回历|伊斯蘭曆|回曆"
    r"|\b(?:mu[hḥ]arr?[ae]m|moharr[ae]m|safar|rabia?|jo?um[aā]da|jamadi|yumada|ra[jy]ab|radjab"
    r"|s[hy]a?['’ʿ]?b[aáā]n|chaabane?|ramad[hḍ]?[aáā]n|ramaz[aā]n|sh?y?awwal|syawal|chawwal"
    r"|chaoual|[dz]h?o?u['’]? ?['’]?(?:al|l)[- ]|[dz]h?ul[- ]?(?:hijjah?|hijah|qa\w*)"
    r"|rebiül\w*|cemaziy\w*|zilkade|zilhicce|şevval|şaban)\b|\b(?:мухаррам|сафар|раби|джумада|раджаб|шаабан|шабан"
    r"|рамадан|рамазан|шавваль|зуль)",
    re.IGNORECASE,
)
_IRANIAN = re.compile(
    r"(?<![^\W\d_])ه[ـ\u200d\u200c]{0,2} ?\.? ?ش(?!\w)|شمسی|خورشیدی|شمسي"
    r"|(?<!\w)(?:فروردین|اردیبهشت|خرداد|تیر|مرداد|شهریور|مهر|آبان|آذر|دی|بهمن|اسفند)(?!\w)"
    r"|\b(?:farvardin|ordibehesht|khordad|tir|mordad|shahrivar|mehr|[aā]b[aā]n|[aā]zar|dey|bahman"
    r"|esfand)\b.*\b1[1-4]\d\d\b|\b1[1-4]\d\d (?:farvardin|ordibehesht|khordad|tir|mordad"
    r"|shahrivar|mehr|[aā]b[aā]n|[aā]zar|dey|bahman|esfand)\b"
    r"|\b(?:sh|ap) ?1[1-4]\d\d\b|\b1[1-4]\d\d ?(?:sh|ap|a\. ?p\.|s\. ?h\.)(?!\w)"
    r"|\bsolar hijri|\bjalali\b",
    re.IGNORECASE,
)
_IRANIAN_MONTHS = (
    "فروردین|farvardin", "اردیبهشت|ordibehesht", "خرداد|khordad", "تیر|tir", "مرداد|mordad",
    "شهریور|shahrivar", "مهر|mehr", "آبان|aban", "آذر|azar", "دی|dey", "بهمن|bahman",
    "اسفند|esfand",
)  # fmt: skip
_IRANIAN_DAY = re.compile(
    rf"(?:(\d{{1,2}}) )?({'|'.join(_IRANIAN_MONTHS)})(?: ماه)?,? (\d{{4}})", re.IGNORECASE
)
_HEBREW = re.compile(
    r"\b(?:tishr(?:ei|i)|(?:mar)?[ch]he?shvan|kislev|tevet|sh[e']?vat|adar|iyy?ar|sivan|elul) ?\d"
    r"|\d (?:tishr(?:ei|i)|(?:mar)?[ch]he?shvan|kislev|tevet|sh[e']?vat|adar|iyy?ar|sivan|elul)\b"
    r"|\b(?:nisan|tammuz|av),? 5[5-9]\d\d\b|\ba\.?m\.? ?5[5-9]\d\d\b|\b5[5-9]\d\d ?a\.?m\.?(?!\w)"
    r"|תש[א-ת\"״'׳]*[א-ת]|תשרי|חשו?ון|כסלו|טבת|שבט|אדר|ניסן|אייר|סיוון|תמוז|אלול",
    re.IGNORECASE,
)
_BYZANTINE = re.compile(
    r"от сотворения мира|от с\. ?м\.|\bл[еѣ]та? 7[0-3]\d\d|\ba\.?m\.? ?(?:6\d|7[0-5])\d\d\b"
    r"|\b(?:6\d|7[0-5])\d\d ?a\.?m\.?(?!\w)|\banno mundi\b|\bbyzantine\b",
    re.IGNORECASE,
)
_REPUBLICAN = re.compile(
    r"vend[ée]miaire|brumaire|frimaire|niv[ôo]se|pluvi[ôo]se|vent[ôo]se|\bgerminal\b|flor[ée]al"
    r"|prairial|messidor|thermidor|fructidor|\b(?:an|year) [ivx]+\b",
    re.IGNORECASE,
)
_ETHIOPIAN = re.compile(
    r"\b(?:meskerem|ti[kq]imt|hidar|tahsas|yekatit|megabit|miyaz[iy]a|ginbot|hamle|nehas[es]e?"
    r"|pagume)\b|\b\d{4} ?(?-i:E\.? ?C\.?)(?!\w)|\bethiopian\b|ዓ\.? ?ም",
    re.IGNORECASE,
)
_INDIAN = re.compile(
    r"\b(?:ś|s)aka \d|\d (?:ś|s)aka\b|[vb]ikram|\d ?(?:b\.?s|v\.?s)\.?(?!\w)"
    r"|\b(?:b\.?s|v\.?s)\.? ?\d{4}\b|वि ?\.? ?सं|शक"
    r"|\b(?:ba?isakh|jestha|shrawan|bhadra|ashwin|[ck]arti[ck]a?|mangsir|poush|magh|falgun"
    r"|phalguna|chaitra|vaisakha) ?\d{1,4}|\d (?:ba?isakh|jestha|shrawan|mangsir|falgun|chaitra)\b",
    re.IGNORECASE,
)
_CHINESE = re.compile(
    r"民[國国]?前|农历|農曆|旧历|舊曆|旧暦|阴历|陰曆|正月|腊月|臘月|[闰閏].?月|初[一二三四五六七八九十]"
    r"|[甲乙丙丁戊己庚辛壬癸][子丑寅卯辰巳午未申酉戌亥]年"
    r"|(?:光绪|光緒|宣统|宣統|同治|咸丰|咸豐|道光|嘉庆|嘉慶|乾隆|雍正|康熙|顺治|順治|崇祯|崇禎|万历|萬曆"
    r"|慶応|慶應|元治|文久|安政|嘉永|天保|文政|享保|元禄|宝暦|寛政|文化)\s?(?:元|\d|[一二三四五六七八九十])",
)  # fmt: skip


def in_numbers(text: str) -> str:
    """A day or a month of the Iranian calendar with the name of its month, in numbers."""
    match = _IRANIAN_DAY.fullmatch(" ".join(text.split()))
    if match is None:
        return text
    names = (each.split("|") for each in _IRANIAN_MONTHS)
    month = next(number for number, name in enumerate(names, 1) if match[2].lower() in name)
    day = f"-{int(match[1]):02}" if match[1] else ""
    return f"{int(match[3]):04}-{month:02}{day}"


def refuse_other_calendars(text: str) -> None:
    """Raises ``edtf.DateError`` if ``text`` names another calendar than the Gregorian one."""
    if is_plain(text):
        return
    if _IRANIAN.search(text):
        raise edtf.DateError(
            f"{text!r} is a date of the Iranian calendar (Solar Hijri); write the Gregorian date"
        )
    if _ISLAMIC.search(text):
        raise edtf.DateError(
            f"{text!r} is a date of the Islamic calendar (Hijri); write the Gregorian date"
        )
    if _HEBREW.search(text):
        raise edtf.DateError(f"{text!r} is a date of the Hebrew calendar; write the Gregorian date")
    if _BYZANTINE.search(text):
        raise edtf.DateError(
            f"{text!r} counts the years since the creation of the world; write the Gregorian date"
        )
    if _REPUBLICAN.search(text):
        raise edtf.DateError(
            f"{text!r} is a date of the French Republican calendar; write the Gregorian date"
        )
    if _ETHIOPIAN.search(text):
        raise edtf.DateError(
            f"{text!r} is a date of the Ethiopian calendar; write the Gregorian date"
        )
    if _INDIAN.search(text):
        raise edtf.DateError(
            f"{text!r} is a date of an Indian or Nepali calendar; write the Gregorian date"
        )
    if _CHINESE.search(text):
        raise edtf.DateError(
            f"{text!r} is a date of the traditional calendar of China or Japan; write the "
            "Gregorian date"
        )
    _refuse_other_digits(text)


def _refuse_other_digits(text: str) -> None:
    """Raises for ``۱۴۰۲/۰۶/۱۵``. Who writes such years with these digits most often means another
    calendar. A Gregorian month or a mark of the era says that the year is Gregorian."""
    for match in _OTHER_DIGITS.finditer(text):
        zero = chr(ord(match[0][0]) - int(match[0][0]))
        words = set(re.findall(r"[^\W\d_]+", text))
        if int(match[0]) not in _YEARS_OF_DIGITS[zero]:
            continue
        if words & {*MONTHS, "م", "ميلادي", "ميلادية"}:
            continue
        if zero == "۰":
            raise edtf.DateError(
                f"{text!r} can be a date of the Iranian calendar (Solar Hijri); write the "
                "Gregorian date with the digits 0 to 9"
            )
        if zero == "٠":
            raise edtf.DateError(
                f"{text!r} can be a date of the Islamic calendar (Hijri); write the Gregorian date "
                "with the digits 0 to 9"
            )
        if zero == "০":
            raise edtf.DateError(
                f"{text!r} can be a date of the Bengali calendar; write the Gregorian date with "
                "the digits 0 to 9"
            )
        raise edtf.DateError(
            f"{text!r} can be a date of the calendar of Nepal (Bikram Sambat); write the Gregorian "
            "date with the digits 0 to 9"
        )


def refuse_unclear_calendar(text: str, found: Part) -> None:
    """Raises ``Ambiguous`` for a day or a month in numbers whose year is one of our time in the
    Iranian and in the Islamic calendar: ``1402/06/15``, ``06/1402``. Such a date is seldom one of
    the Middle Ages. A date in the form of ISO 8601 is Gregorian."""
    year = found.year
    if year is None or found.month is None or year not in _YEARS_OF_OUR_TIME:
        return
    iranian, islamic = _gregorian(year)
    try:
        day = found.text(Hints())
    except edtf.DateError:
        raise edtf.DateError(
            f"{text!r} can be a date of the Iranian calendar ({iranian}) or one of the Islamic "
            f"calendar ({islamic}); write the Gregorian date as YYYY-MM-DD"
        ) from None
    raise Ambiguous(
        text, {f"the year {year}": day, "another calendar": ""}, "calendar",
        error=f"{text!r} can be {day}, a date of the Iranian calendar ({iranian}) or one of the "
        f"Islamic calendar ({islamic}); write the Gregorian date as YYYY-MM-DD",
    )  # fmt: skip


def other_calendar(date: str) -> str:
    """A warning for an EDTF date whose year may be one of another calendar; empty for any other
    date."""
    if not (date.startswith(_DOUBTED) and date[:4].isdecimal()):
        return ""
    year, day = int(date[:4]), len(date) == len("1402-06-15")
    if day and year in _YEARS_OF_OUR_TIME:
        iranian, islamic = _gregorian(year)
        return (
            f"the year {year} is long ago; in the Iranian calendar it is {iranian}, "
            f"in the Islamic calendar {islamic}"
        )
    if day and 2070 <= year < 2100:
        return (
            f"the year {year} is far ahead; in the calendar of Nepal it is {year - 57}/{year - 56}"
        )
    if 2443 <= year < 2700:  # from 1900 on
        return f"the year {year} is far ahead; in the calendar of Thailand it is {year - 543}"
    if 5500 <= year < 6000:
        return (
            f"the year {year} is far ahead; "
            f"in the Hebrew calendar it is {year - 3761}/{year - 3760}"
        )
    return ""


def _gregorian(year: int) -> tuple[str, str]:
    """The Gregorian years of a year of the Iranian and of the Islamic calendar."""
    begins = year + 621, int(621.58 + 0.970224 * year)
    iranian, islamic = (f"{each}/{each + 1}" for each in begins)
    return iranian, islamic
