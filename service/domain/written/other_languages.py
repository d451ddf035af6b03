"""English for whole phrases of a question in other languages: ``vor 3 Jahren``, ``上个月``.

``service.domain.written.translations`` does the single words. Texts are in lower case.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from service.domain.written.names import ENGLISH

_UNITS = {
    "day": "tag tage tagen jour jours día días день дня дней дні днів күн يوم يوما يومًا أيام 天 日",
    "week": "woche wochen semaine semaines semana semanas неделя неделю недели недель неделе "
            "тиждень тижні тижнів апта أسبوع أسابيع الأسبوع 周 星期 个星期",
    "month": "monat monate monats monaten mois mes meses месяц месяца месяцев месяце місяць "
             "місяці місяців ай شهر أشهر شهور الشهر 个月 月",
    "quarter": "quartal trimestre квартал квартале тоқсан",
    "year": "jahr jahre jahres jahren an ans année années año años год года лет году рік роки "
            "років жыл عام سنة أعوام سنوات العام السنة 年",
}  # fmt: skip
_UNIT_OF = {word: unit for unit, words in _UNITS.items() for word in words.split()}
_UNIT = rf"({'|'.join(sorted(_UNIT_OF, key=len, reverse=True))})"
_NUMBERS = {
    word: number
    for number, words in enumerate((
        "", "ein eine einem einer eines un une una один одну одна бір", "zwei deux dos два две екі",
        "drei trois tres три үш", "vier quatre cuatro четыре төрт", "fünf cinq cinco пять бес",
        "sechs six seis шесть", "sieben sept siete семь", "acht huit ocho восемь",
        "neun neuf nueve девять", "zehn dix diez десять он",
    ))
    for word in words.split()
}  # fmt: skip
_NUMBER = rf"(\d{{1,3}}|{'|'.join(_NUMBERS)})"
_STEPS = {
    "last": r"letzte[mnrs]?|vergangene[mnrs]?|vorige[mnrs]?|прошл\w+|минул\w+|өткен",
    "this": r"diese[mnrs]?|ce|cette|este|esta|эт(?:от|ом|ой|а|у)|цього|осы",
    "next": r"nächste[mnrs]?|kommende[mnrs]?|próxim[oa]|следующ\w+|наступн\w+|келесі",
}
_BEHIND = {
    "last": r"derni[eè]re?|passée?|pasad[oa]|الماضية?|المنصرمة?",
    "next": r"prochaine?|que viene|المقبلة?|القادمة?",
}
_ROMAN = {"i": 1, "v": 5, "x": 10}
_ORDINALS = {
    word: number
    for number, words in enumerate((
        "", "premier primer первый первом الأول 一", "deuxième segundo второй втором الثاني 二",
        "troisième tercer третий третьем الثالث 三",
        "quatrième cuarto четвертый четвёртый четвертом الرابع 四",
    ))
    for word in words.split()
} | {"i": 1, "ii": 2, "iii": 3, "iv": 4}  # fmt: skip
_ORDINAL = rf"([1-4]|{'|'.join(_ORDINALS)})"
_ARABIC_MONTHS = (
    "يناير جانفي", "فبراير شباط فيفري", "مارس آذار", "أبريل إبريل نيسان أفريل", "مايو أيار",
    "يونيو حزيران جوان", "يوليو تموز جويلية", "أغسطس آب أوت", "سبتمبر أيلول", "أكتوبر",
    "نوفمبر", "ديسمبر",
)  # fmt: skip
_WORDS = {
    word: ENGLISH[number] for number, words in enumerate(_ARABIC_MONTHS) for word in words.split()
} | {
    "كانون الثاني": "january", "تشرين الأول": "october", "تشرين الثاني": "november",
    "كانون الأول": "december", "ربيع": "spring", "صيف": "summer", "خريف": "autumn",
    "شتاء": "winter", "الربيع": "spring", "الصيف": "summer", "الخريف": "autumn", "الشتاء": "winter",
    "أمس": "yesterday", "اليوم": "today", "غدا": "tomorrow", "غدًا": "tomorrow",
    "январем": "january", "январём": "january", "февралем": "february", "февралём": "february",
    "мартом": "march", "апрелем": "april", "маем": "may", "июнем": "june", "июлем": "july",
    "августом": "august", "сентябрем": "september", "сентябрём": "september",
    "октябрем": "october", "октябрём": "october", "ноябрем": "november", "ноябрём": "november",
    "декабрем": "december", "декабрём": "december", "биыл": "this year", "былтыр": "last year",
    "heuer": "this year",
}  # fmt: skip
_WORD = re.compile(rf"(?<!\w)(?:{'|'.join(sorted(_WORDS, key=len, reverse=True))})(?!\w)")
_CHINESE_WORDS = {
    "前天": "the day before yesterday", "昨天": "yesterday", "昨日": "yesterday", "今天": "today",
    "今日": "today", "明天": "tomorrow", "明日": "tomorrow", "去年": "last year",
    "今年": "this year", "本年": "this year", "明年": "next year", "上个月": "last month",
    "上月": "last month", "本月": "this month", "这个月": "this month", "下个月": "next month",
    "下月": "next month", "上周": "last week", "上星期": "last week", "上个星期": "last week",
    "本周": "this week", "这周": "this week", "这个星期": "this week", "下周": "next week",
    "下星期": "next week", "下个星期": "next week",
}  # fmt: skip
_CHINESE_SEASONS = {"春": "spring", "夏": "summer", "秋": "autumn", "冬": "winter"}
_CHINESE_DIGITS = {sign: str(number) for number, sign in enumerate("〇一二三四五六七八九")}
_CHINESE_DIGITS["零"] = "0"
_CHINESE = re.compile("[\u3400-\u9fff]")
_ARABIC = re.compile("[\u0600-\u06ff]")
_NORTHERN = re.compile(
    r" ?[(（](?:hémisphère nord|hemisferio norte|северное полушарие|نصف الكرة الشمالي|北半球"
    r"|солтүстік жарты шар)[)）]"
)
"""Behind a season. It is what a season means without it too, in a question about the north."""
_EASTERN = {code + number: str(number) for code in (0x660, 0x6F0) for number in range(10)}


def in_english(text: str) -> str:
    """``text`` with the phrases of other languages that count from today, name a part of a year, a
    quarter, a decade or a century, or count years before Christ, in English."""
    if text.isascii() and not _LATIN.search(text):
        return text
    text = _NORTHERN.sub("", text)
    if _ARABIC.search(text):
        text = _from_arabic(text.translate(_EASTERN))
    if _CHINESE.search(text):
        return _from_chinese(text)
    for pattern, form in _RULES:
        text = pattern.sub(form, text)
    return _WORD.sub(lambda match: _WORDS[match[0]], text)


def _ago(match: re.Match[str]) -> str:
    return f"{_count(match[1])} {_UNIT_OF[match[2]]}s ago"


def _last_few(match: re.Match[str]) -> str:
    return f"last {_count(match[1])} {_UNIT_OF[match[2]]}s"


def _count(word: str | None) -> int:
    return 1 if not word else _NUMBERS[word] if word in _NUMBERS else int(word)


def _step(step: str, group: int) -> Callable[[re.Match[str]], str]:
    return lambda match: f"{step} {_UNIT_OF[match[group]]}"


def _quarter(match: re.Match[str]) -> str:
    return f"q{_ORDINALS.get(match[1]) or match[1]} "


def _century(match: re.Match[str]) -> str:
    text = match[1]
    number = int(text) if text.isdecimal() else _roman(text)
    ending = {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th") if number // 10 != 1 else "th"
    return f"{number}{ending} century"


def _roman(text: str) -> int:
    values = [_ROMAN[sign] for sign in text]
    return sum(-a if a < b else a for a, b in zip(values, [*values[1:], 0], strict=True))


def _rule(
    pattern: str, form: str | Callable[[re.Match[str]], str]
) -> tuple[re.Pattern[str], str | Callable[[re.Match[str]], str]]:
    return re.compile(rf"(?<!\w)(?:{pattern})(?!\w)"), form


_KAZAKH_SEASONS = {"кө": "spring", "жа": "summer", "кү": "autumn", "қы": "winter"}
_RULES = (
    _rule(rf"(?:vor|il y a|hace|قبل) {_NUMBER} {_UNIT}", _ago),
    _rule(rf"قبل() {_UNIT}", _ago),
    _rule(rf"(?:{_NUMBER} )?{_UNIT} (?:назад|тому|бұрын)", _ago),
    _rule(rf"(?:соңғы|(?:خلال )?آخر|(?:(?:in )?(?:die|den) )?letzten|(?:los |las )?últim[oa]s"
          rf"|(?:за )?последни[ех]|(?:за )?останні[хм]?) {_NUMBER} {_UNIT}", _last_few),
    _rule(rf"(?:les |ces )?{_NUMBER} derni(?:er|ère)s {_UNIT}", _last_few),
    *(
        _rule(rf"(?:im |in der |in |в |на |el |la |le |l['’]?)?(?:{words}) {_UNIT}(?:-ci)?",
              _step(step, 1))
        for step, words in _STEPS.items()
    ),
    *(
        _rule(rf"(?:el |la |le |l['’]?)?{_UNIT} (?:{words})", _step(step, 1))
        for step, words in _BEHIND.items()
    ),
    _rule(rf"(?:هذا|هذه) {_UNIT}", _step("this", 1)),
    _rule(rf"(?:(?:au|le|el|в|im) )?{_ORDINAL}(?:\.|er|e|ère|ème|º|°|-й|-м)? ?"
          r"(?:quartals?|trimestre|кварталe?|квартале)(?: (?:de|del|des))?(?= )", _quarter),
    _rule(rf"(?:в )?الربع {_ORDINAL}(?: من)?(?= )", _quarter),
    _rule(r"(\d{4}) (?:жылғы |ж\. )?([1-4])-тоқсан", r"q\2 \1"),
    _rule(r"(?:(?:die|den|der) )?(\d{2,4})er(?: jahren?)?", r"the \1s"),
    _rule(r"(?:les |los )?(?:années|años) (\d{2,4})", r"the \1s"),
    _rule(r"(?:la )?(?:década|décennie) de(?: los)? (\d{2,4})", r"the \1s"),
    _rule(r"(\d{2,4})-(?:е|х)(?: (?:годы|годов|годах|гг\.?))?", r"the \1s"),
    _rule(r"(\d{4})-жылдар", r"the \1s"),
    _rule(r"([ivx]{1,5})e siècle", _century),
    _rule(r"siglo ([ivx]{1,5})", _century),
    _rule(r"([ivx]{1,5}|\d{1,2})(?:-й)? век", _century),
    _rule(r"(\d{1,2})\. jahrhundert", _century),
    _rule(r"(\d{1,4}) (?:v\. ?chr\.?|av(?:ant)?\.? ?j\.?-?c\.?|a\. ?c\.?|antes de cristo"
          r"|(?:г\.? )?до н\. ?э\.?|ق\.? ?م\.?)", r"\1 bc"),
    _rule(r"б\.з\.д\. (\d{1,4})(?: ж\.?)?", r"\1 bc"),
    _rule(r"(?:anfang|début(?: de)?|(?:a )?(?:principios|inicios|comienzos) de|(?:в )?начал[оеа]"
          r"|(?:في )?(?:بداية|أوائل|مطلع))(?= )", "early"),
    _rule(r"(?:mitte|milieu de|(?:a )?mediados de|(?:в )?середин[аеу]|(?:في )?منتصف)(?= )", "mid"),
    _rule(r"(?:ende|fin(?: de)?|(?:a )?(?:fines|finales) de|(?:в )?кон(?:ец|це)"
          r"|(?:في )?(?:نهاية|أواخر))(?= )", "late"),
    _rule(r"(\d{4}[^.]*?)(?: жылдан| күнінен| айынан)? (?:бері|бастап)", r"since \1"),
    _rule(r"(\d{4}[^.]*?)(?: жылға| күніне| айына)? дейін", r"until \1"),
    _rule(r"(\d{4}) (?:жылғы |жылдың |ж\. )?(көктемі?|жазы?|күзі?|қысы?)",
          lambda match: f"{_KAZAKH_SEASONS[match[2][:2]]} {match[1]}"),
)  # fmt: skip
_LATIN = re.compile(
    r"\bvor |\bil y a |\bhace |letzte|vergangene|vorige|diese|kommende|\bce mois|\bcette|\beste |"
    r"\besta |dernier|passe|pasad|prochain|que viene|quartal|trimestre|\der\b|siglo|jahrhundert|"
    r"v\. ?chr|av\.? ?j|a\. ?c|antes de cristo|anfang|principios|inicios|comienzos|mitte|mediados|"
    r"milieu|\bende |\bfin |fines de|finales de|heuer"
)
"""A quick look for phrases in the Latin alphabet without accents."""


def _from_arabic(text: str) -> str:
    text = re.sub(r"(?<!\w)(?:(?:في|شهر) )", "", text)
    text = re.sub(r"(?<!\w)(?:عام|سنة) (?=\d)", "", text)
    for pattern, form in (
        (r"من (.+?) (?:إلى|الى|حتى) (.+)", r"from \1 to \2"),
        (r"بين (.+?) و ?(.+)", r"between \1 and \2"),
        (rf"منذ (?!{_NUMBER} {_UNIT})(.+)", r"since \3"),
        (rf"قبل (?!(?:{_NUMBER} )?{_UNIT}$)(.+)", r"before \3"),
        (r"بعد (.+)", r"after \1"),
        (r"حتى (.+)", r"until \1"),
    ):
        if match := re.fullmatch(pattern, text):
            return match.expand(form)
    return text


def _from_chinese(text: str) -> str:
    text = text.replace(" ", "")
    if text in _CHINESE_WORDS:
        return _CHINESE_WORDS[text]
    text = re.sub(
        r"[〇零一二三四五六七八九]{4}(?=年)",
        lambda match: "".join(map(_CHINESE_DIGITS.__getitem__, match[0])),
        text,
    )
    text = re.sub(r"(十?[一二三四五六七八九]|十)(?=月)", lambda match: str(_tens(match[1])), text)
    unit = r"(个星期|星期|个月|周|年|天|日)"
    for pattern, make in (
        (rf"(\d{{1,3}}){unit}(?:以|之)?前", _ago),
        (rf"(?:最近|过去|近)(\d{{1,3}}){unit}", _last_few),
        (r"(\d{1,2})世纪", _century),
    ):
        if match := re.fullmatch(pattern, text):
            return make(match)
    for pattern, form in (
        (r"(?:截至|截止|直到)(.+)", "until {}"),
        (r"(?:从|自)?(.+?)(?:至|到)(?!今)(.+)", "from {} to {}"),
        (r"自(.+?)(?:以来|起)?", "since {}"),
        (r"(.+?)(?:以来|起|至今)", "since {}"),
        (r"(.+?)(?:以前|之前|(?<=年)前)", "before {}"),
        (r"(.+?)(?:以后|之后)", "after {}"),
    ):
        if match := re.fullmatch(pattern, text):
            ends = list(match.groups())
            if len(ends) == 2 and "年" not in ends[1]:
                shared = r"\d{4}年" if "月" in ends[1] else r"\d{4}年\d{1,2}月"
                ends[1] = "".join(re.findall(rf"^{shared}", ends[0])) + ends[1]
            return form.format(*map(_chinese_time, ends))
    return _chinese_time(text)


def _tens(text: str) -> int:
    return 10 * ("十" in text) + int(_CHINESE_DIGITS.get(text[-1], "0"))


def _chinese_time(text: str) -> str:
    """One time: a year, a month, a season, a quarter, a part of a year, a decade."""
    forms: tuple[tuple[str, Callable[[re.Match[str]], str]], ...] = (
        (r"(\d{4})年(\d{1,2})月", lambda m: f"{m[1]}-{int(m[2]):02}"),
        (r"(\d{4})年?(春|夏|秋|冬)[季天]?", lambda m: f"{_CHINESE_SEASONS[m[2]]} {m[1]}"),
        (rf"(\d{{4}})年?第?{_ORDINAL}季度", lambda m: f"q{_ORDINALS.get(m[2]) or m[2]} {m[1]}"),
        (r"(\d{4})年?初", lambda m: f"early {m[1]}"),
        (r"(\d{4})年?中", lambda m: f"mid {m[1]}"),
        (r"(\d{4})年?(?:底|末)", lambda m: f"late {m[1]}"),
        (r"(\d{2,4})年代", lambda m: f"the {m[1]}s"),
        (r"(\d{1,2})世纪(\d0)年代", lambda m: f"the {int(m[1]) - 1}{m[2]}s"),
        (r"公元前(\d{1,4})年?", lambda m: f"{m[1]} bc"),
        (r"(?:公元)?(\d{4})年", lambda m: m[1]),
    )
    for pattern, form in forms:
        if match := re.fullmatch(pattern, text):
            return form(match)
    return text
