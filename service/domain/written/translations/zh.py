"""Chinese."""

from __future__ import annotations

import re

from service.domain.written.names import ENGLISH
from service.domain.written.translations.rules import Rules, Words, century

_DIGITS = {each: number for number, each in enumerate("〇一二三四五六七八九")} | {"两": 2, "零": 0}
_YEAR = re.compile("[〇零一二三四五六七八九]{4}(?=年)")
_MONTH_OR_DAY = re.compile("[一二三四五六七八九十]+(?=[月日号])")
_NUMBER = "\\d+|[一二三四五六七八九十两]+"
_COUNT = "(\\d{1,3}|[一二三四五六七八九十两]+)"
_UNITS = "(天|周|个?星期|个月|个?季度|年)"
"""Without 个, "9月前" is before September, and "5日前" may be before the fifth."""
_DAYS_TOO = _UNITS.replace("天", "天|日")
_QUARTERS = {"一": "1", "二": "2", "三": "3", "四": "4"}

WORDS: Words = {
    "spring": "春 春天 春季", "summer": "夏 夏天 夏季", "autumn": "秋 秋天 秋季",
    "winter": "冬 冬天 冬季", "today": "今天 今日", "yesterday": "昨天 昨日",
    "tomorrow": "明天 明日", "days": "天 日", "weeks": "周 星期 个星期", "months": "月 个月",
    "quarters": "季度 个季度", "years": "年",
}  # fmt: skip

WORD_OF = {word: english for english, words in WORDS.items() for word in words.split()}


def in_digits(text: str) -> str:
    """``text`` with digits in the place of Chinese numerals in years, months and days."""
    text = _YEAR.sub(lambda found: "".join(str(_DIGITS[each]) for each in found[0]), text)
    return _MONTH_OR_DAY.sub(lambda found: str(_number(found[0])), text)


def _number(text: str) -> int:
    """The number up to 99 that digits or Chinese numerals mean."""
    if text.isdecimal():
        return int(text)
    tens, mark, ones = text.rpartition("十")
    return (_DIGITS.get(tens, 1) * 10 if mark else 0) + _DIGITS.get(ones, 0)


def _named(year: str | None, month: str, day: str | None = None) -> str:
    name = ENGLISH[int(month) - 1] if 1 <= int(month) <= 12 else month
    return " ".join(each for each in (day, name, year) if each)


def _half(text: str) -> str:
    return "first" if text == "上" else "second"


def _part(text: str) -> str:
    return {"初": "early", "中": "mid"}.get(text[0], "late")


_STEPS = {"今": "this", "本": "this", "这": "this", "去": "last", "上": "last", "明": "next",
          "下": "next"}  # fmt: skip
_PERIODS = {"年": "year", "年度": "year", "月": "month", "周": "week", "星期": "week",
            "季度": "quarter", "世纪": "century"}  # fmt: skip

RULES: Rules = (
    ("前天", "day before yesterday"),
    ("后天", "day after tomorrow"),
    ("前年", "2 years ago"),
    ("([今去明本上下这])(?:一)?(?:个)?(年度?|月|周|星期|季度|世纪)",
     lambda way, unit: f"{_STEPS[way]} {_PERIODS[unit]}"),
    (f"(?:最近|过去|近)的?{_COUNT}{_DAYS_TOO}",
     lambda count, unit: f"last {_number(count)} {WORD_OF[unit]}"),
    (f"(?:未来|今后)的?{_COUNT}{_DAYS_TOO}",
     lambda count, unit: f"next {_number(count)} {WORD_OF[unit]}"),
    (f"{_COUNT}{_UNITS}(?:以|之)?前",
     lambda count, unit: f"{_number(count)} {WORD_OF[unit]} ago"),
    (f"{_COUNT}{_UNITS}(?:以|之)?后",
     lambda count, unit: f"in {_number(count)} {WORD_OF[unit]}"),
    ("(?:每年的?)(.+)", "every {0}"),
    ("(?:大约|大概|约)(?:在|于)?(.+)", "around {0}"),
    ("(.+?)(?:左右|前后)", "around {0}"),
    ("公元前(\\d+)年", "{0} bc"),
    ("前(\\d{3,4})年", "{0} bc"),
    ("公元前(" + _NUMBER + ")世纪", lambda text: f"{century(str(_number(text)))} bc"),
    ("(?:公元)?(" + _NUMBER + ")世纪", lambda text: century(str(_number(text)))),
    ("(\\d\\d?)世纪(\\d0)年代", lambda age, tens: f"{int(age) - 1}{tens}s"),
    ("(\\d{4}|\\d0)年代", "{0}s"),
    ("(\\d{4})年?(?:的)?第?([一二三四1-4])季度?",
     lambda year, quarter: f"Q{_QUARTERS.get(quarter, quarter)} {year}"),
    ("(\\d{4})年?([上下])半年", lambda year, half: f"{_half(half)} half of {year}"),
    ("(\\d{4})年(?:的)?([春夏秋冬])[天季]?", lambda year, name: f"{WORD_OF[name]} {year}"),
    ("(\\d{4})年年?(初|中期?|底|末)", lambda year, part: f"{_part(part)} {year}"),
    ("(.+?月)(?:初|上旬)", "early {0}"),
    ("(.+?月)(?:中旬|中)", "mid {0}"),
    ("(.+?月)(?:底|末|下旬)", "late {0}"),
    ("(?:在)?(.+?)(?:和|与|到|至)(.+?)之间", "between {0} and {1}"),
    ("(?:截至|截止到?)(.+?)(?:为止)?", "until {0}"),
    ("(.+)[(（](?:存疑)[)）]", "{0}"),
    ("(.+)[(（]北半球[)）]", "northern {0}"),
    ("(.+)[(（]南半球[)）]", "southern {0}"),
    ("(?:从|自)?(\\d{1,4})年(\\d\\d?)月(\\d\\d?)[日号]?(?:到|至|–|—|~|-)(\\d\\d?)[日号]",
     lambda year, month, first, last: f"{first} to {_named(year, month, last)}"),
    ("(?:从|自)?(\\d{1,4}年)(.+?)(?:到|至|–|—|~)(\\d\\d?月.*)", "from {1} {0} to {2} {0}"),
    ("(?=.*[年月日])(?:从|自)?(.+?)(?:到|至| ?[–—~] ?)(?!今|现)(.+?)(?:为止)?", "from {0} to {1}"),
    ("(?:从|自|自从)(.+?)(?:起|开始|以来|至今|到现在)?", "since {0}"),
    ("(.+?)(?:起|开始|以来|至今|或更晚)", "since {0}"),
    ("(.+?)(?:以前|之前|前)", "before {0}"),
    ("(.+?)(?:以后|之后|后)", "after {0}"),
    ("(?:到|至)(.+?)(?:为止)?", "until {0}"),
    ("(.+?)(?:为止|或更早)", "until {0}"),
    ("(?:在|于)(.+)", "{0}"),
    ("(\\d{1,4})年(\\d\\d?)月(\\d\\d?)[日号]", _named),
    ("(\\d{1,4})年(\\d\\d?)月份?", _named),
    ("(\\d\\d?)月(\\d\\d?)[日号]", lambda m, d: _named(None, m, d)),
    ("(\\d\\d?)月", lambda month: _named(None, month)),
    ("(\\d{3,4})年", "{0}"),
)  # fmt: skip
