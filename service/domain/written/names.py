"""The words of dates: months, weekdays, seasons and the small words around them."""

from __future__ import annotations

import re

from service.domain.date_words import en

ENGLISH = tuple(each.lower() for each in en.WORDS.months)
_RUSSIAN = (
    "январь января", "февраль февраля", "март марта", "апрель апреля", "май мая", "июнь июня",
    "июль июля", "август августа", "сентябрь сентября", "октябрь октября", "ноябрь ноября",
    "декабрь декабря",
)  # fmt: skip
_UKRAINIAN = (
    "січень січня", "лютий лютого", "березень березня", "квітень квітня", "травень травня",
    "червень червня", "липень липня", "серпень серпня", "вересень вересня", "жовтень жовтня",
    "листопад листопада", "грудень грудня",
)  # fmt: skip
_KAZAKH = (
    "қаңтар қаңтарда", "ақпан ақпанда", "наурыз наурызда", "сәуір сәуірде", "мамыр мамырда",
    "маусым маусымда", "шілде шілдеде", "тамыз тамызда", "қыркүйек қыркүйекте", "қазан қазанда",
    "қараша қарашада", "желтоқсан желтоқсанда",
)  # fmt: skip
_GERMAN = (
    "januar jänner", "februar", "märz maerz mrz mär", "april", "mai", "juni", "juli", "august",
    "september", "oktober okt", "november", "dezember dez",
)  # fmt: skip
_FRENCH = (
    "janvier", "février fevrier", "mars", "avril", "mai", "juin", "juillet", "août aout",
    "septembre", "octobre", "novembre", "décembre decembre",
)  # fmt: skip
_SPANISH = (
    "enero", "febrero", "marzo", "abril", "mayo", "junio", "julio", "agosto",
    "septiembre setiembre", "octubre", "noviembre", "diciembre",
)  # fmt: skip
_PORTUGUESE = (
    "janeiro", "fevereiro", "março marco", "abril", "maio", "junho", "julho", "agosto", "setembro",
    "outubro", "novembro", "dezembro",
)  # fmt: skip
_ITALIAN = (
    "gennaio", "febbraio", "marzo", "aprile", "maggio", "giugno", "luglio", "agosto", "settembre",
    "ottobre", "novembre", "dicembre",
)  # fmt: skip
_DUTCH = (
    "januari", "februari", "maart", "april", "mei", "juni", "juli", "augustus", "september",
    "oktober", "november", "december",
)  # fmt: skip
_SCANDINAVIAN = (
    "januari januar", "februari februar", "mars marts", "april", "maj mai", "juni", "juli",
    "augusti august", "september", "oktober", "november", "december desember",
)  # fmt: skip
_TURKISH = (
    "ocak", "şubat", "mart", "nisan", "mayıs", "haziran", "temmuz", "ağustos", "eylül", "ekim",
    "kasım", "aralık",
)  # fmt: skip
_RUSSIAN_SHORT = (
    "янв", "фев февр", "мар", "апр", "май", "июн", "июл", "авг", "сен сент", "окт", "ноя нояб",
    "дек",
)  # fmt: skip
_UKRAINIAN_SHORT = (
    "січ", "лют", "бер берез", "кві квіт", "тра трав", "чер черв", "лип", "сер серп", "вер верес",
    "жов жовт", "лис лист листоп", "гру груд",
)  # fmt: skip
_KAZAKH_SHORT = (
    "қаң", "ақп", "нау", "сәу", "мам", "мау", "шіл", "", "қыр", "қаз", "қар", "жел",
)  # fmt: skip
_FRENCH_SHORT = (
    "janv", "févr fevr fév fev", "", "avr", "", "", "juil", "", "", "", "", "déc",
)  # fmt: skip
_SPANISH_SHORT = ("ene", "", "", "abr", "", "", "", "", "", "", "", "dic")
"""Without "ago", which is an English word."""
_ARABIC = (
    "يناير جانفي", "فبراير شباط فيفري", "مارس آذار", "أبريل ابريل إبريل نيسان أفريل",
    "مايو أيار ماي", "يونيو يونيه حزيران جوان", "يوليو يوليه تموز جويلية", "أغسطس اغسطس آب أوت",
    "سبتمبر أيلول", "أكتوبر اكتوبر", "نوفمبر", "ديسمبر",
)  # fmt: skip
_TWO_WORDS = {"كانون الثاني": "يناير", "تشرين الأول": "أكتوبر", "تشرين الثاني": "نوفمبر",
              "كانون الأول": "ديسمبر"}  # fmt: skip
_TWO_WORDS_OF_A_MONTH = re.compile("|".join(_TWO_WORDS))
# Polish, Czech and Croatian share names for different months: listopad is October or November.
MONTHS: dict[str, int] = {"sept": 9}
for _number, _name in enumerate(ENGLISH, 1):
    MONTHS[_name] = MONTHS[_name[:3]] = _number
for _names in (
    _RUSSIAN, _UKRAINIAN, _KAZAKH, _GERMAN, _FRENCH, _SPANISH, _PORTUGUESE, _ITALIAN, _DUTCH,
    _SCANDINAVIAN, _TURKISH, _RUSSIAN_SHORT, _UKRAINIAN_SHORT, _KAZAKH_SHORT, _FRENCH_SHORT,
    _SPANISH_SHORT, _ARABIC,
):  # fmt: skip
    for _number, _forms in enumerate(_names, 1):
        MONTHS.update(dict.fromkeys(_forms.split(), _number))

DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
WEEKDAYS = {each: number for number, each in enumerate(DAYS)}
WEEKDAYS |= {each[:3]: number for number, each in enumerate(DAYS)}
WEEKDAYS |= {"tues": 1, "thur": 3, "thurs": 3}
for _week in (
    "montag dienstag mittwoch donnerstag freitag samstag sonntag",
    "lundi mardi mercredi jeudi vendredi samedi dimanche",
    "lunes martes miércoles jueves viernes sábado domingo",
    "lunedì martedì mercoledì giovedì venerdì sabato domenica",
    "понедельник вторник среда четверг пятница суббота воскресенье",
    "дүйсенбі сейсенбі сәрсенбі бейсенбі жұма сенбі жексенбі",
):
    WEEKDAYS |= {each: number for number, each in enumerate(_week.split())}
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
    "del", "den", "der", "le",
})  # fmt: skip
BEFORE_CHRIST = frozenset({"bc", "bce"})
OF_THE_LORD = frozenset({"ad", "ce"})
NOT_OVER = ("present", "the present", "present day", "the present day", "now", "ongoing",
            "still ongoing", "continuing", "current", "open")  # fmt: skip
"""Words at the end of a range that is not over, as in ``1990 to present``."""
UNTIL_TODAY = ("today", "this day")
"""They mean the same in an event's date; in a question they are a day."""
_DIGITS = {zero + digit: str(digit) for zero in (0x0660, 0x06F0, 0x0E50, 0xFF10)
           for digit in range(10)}  # fmt: skip
"""The digits of Arabic, of Persian, of Thai, and of Chinese and Japanese keyboards in full width.
"""

_VOWEL_SIGNS = dict.fromkeys(range(0x064B, 0x0653))
"""Arabic is mostly written without them: يومًا is يوما."""
_PLAIN: dict[int, str | None] = {**_DIGITS, **_VOWEL_SIGNS}


def single_months(text: str) -> str:
    """``text`` with European digits, without the vowel signs of Arabic, and with one word for each
    month."""
    if text.isascii():
        return text
    text = text.translate(_PLAIN)
    return _TWO_WORDS_OF_A_MONTH.sub(lambda match: _TWO_WORDS[match[0]], text)
