"""Years of other eras become Gregorian years; dates of other calendars are refused by name."""

from __future__ import annotations

import re
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.domain import edtf
from service.domain.written import Ambiguous, Hints, era_error, read
from service.domain.written.other_calendars import other_calendar
from service.domain.written.question import UnclearDate, read_question
from tests.support.rows import each_row

TODAY = date(2026, 11, 26)

READ = """
令和5年                      2023
令和5年9月                   2023-09
令和5年9月1日                2023-09-01
令和五年九月一日             2023-09-01
令和５年９月１日             2023-09-01
令和 5 年 9 月 1 日          2023-09-01
令和5.9.1                    2023-09-01
令和5年(2023年)9月1日        2023-09-01
2023年(令和5年)9月1日        2023-09-01
㋿5年                        2023
昭和二十年八月十五日         1945-08-15
昭和64年1月7日               1989-01-07
平成31年4月30日              2019-04-30
令和元年5月                  2019-05
大正12年                     1923
明治6年1月1日                1873-01-01
Reiwa 5                      2023
September Reiwa 5            2023-09
1 September Reiwa 5          2023-09-01
May Reiwa 1                  2019-05
Shōwa 20                     1945
R5.9.1                       2023-09-01
R05/09/01                    2023-09-01
H31.4.30                     2019-04-30
S20.8.15                     1945-08-15
T12.9.1                      1923-09-01
R5年9月1日                   2023-09-01
令5.9.1                      2023-09-01
昭60年4月                    1985-04
民國112年                    2023
民国112年9月                 2023-09
中華民國112年9月1日          2023-09-01
民國一百一十二年九月一日     2023-09-01
民國112/9/1                  2023-09-01
民國元年                     1912
民國99年                     2010
Minguo 112                   2023
ROC 112                      2023
พ.ศ. 2566                    2023
ปี พ.ศ.2566                  2023
พ.ศ. ๒๕๖๖                    2023
15 กันยายน พ.ศ. 2566         2023-09-15
15 ก.ย. พ.ศ. 2566            2023-09-15
15 กันยายน ค.ศ. 2023         2023-09-15
15 ก.ย. 2023                 2023-09-15
Juche 112                    2023
주체112(2023)년              2023
주체112년 9월 9일            2023-09-09
단기 4356년                  2023
西暦2023年9月                2023-09
西元2023年9月1日             2023-09-01
公元2023年9月                2023-09
公元112年                    0112
西元前221年                  -0220
""".strip().splitlines()
PART_OF_A_YEAR = {
    "令和元年": "2019-05-01 2019-12-31",
    "Heisei 31": "2019-01-01 2019-04-30",
    "昭和64年": "1989-01-01 1989-01-07",
    "昭和64年1月": "1989-01-01 1989-01-07",
    "平成元年1月": "1989-01-08 1989-01-31",
    "大正15年12月": "1926-12-01 1926-12-25",
    "明治45年": "1912-01-01 1912-07-30",
}
RANGES = """
since 令和元年               2019-05-01/..
令和元年以来                 2019-05-01/..
before 令和元年              ../2019-04-30
令和元年至令和5年            2019-05-01/2023
from Reiwa 1 to Reiwa 5      2019-05-01/2023
平成31年 – 令和元年          2019
R5.9.1 - R5.10.1             2023-09-01/2023-10-01
民國110年至112年             2021/2023
民國112年上半年              2023-01/2023-06
民國112年第三季              2023-07/2023-09
before พ.ศ. 2500             ../1956
最近100年                    1926-11-27/2026-11-26
""".strip().splitlines()
OTHER_CALENDARS = {
    "Islamic": "15 Ramadan 1444 AH|15 رمضان 1444|1444 هـ|١٤٤٤هـ|1444 A.H.|AH 1444|1444H"
    "|Muharram 1445|Dhu al-Hijjah 1444|1 Sha'ban 1442|ربيع الأول 1445|1445/9/15 هـ|1445 hijri"
    "|1444 г.х.|伊历1444年|1444/9/15 AH"
    "|15-9-1444 H|15 de ramadán de 1444|15 Rebiülevvel 1445|joumada al oula 1445|Syawal 1445"
    "|منذ 1444 هـ|1er Moharram 1445|Рамадан 1444|١٤٤٤/٠١/٠١|١٤٤٤",
    "Iranian": "15 Mehr 1402|۱۵ مهر ۱۴۰۲|۱۴۰۲/۰۶/۱۵|1402 SH|SH 1402|1402 هجری شمسی|1402 ه.ش"
    "|1 Farvardin 1402",
    "Hebrew": "15 Tishrei 5783|Tishri 5783|AM 5783|5783 A.M.|Nisan 5783|תשפ״ג|ט״ו בתשרי תשפ״ג",
    "creation of the world": "лета 7208|7208 от сотворения мира|AM 7208",
    "French Republican": "18 brumaire an VIII|9 Thermidor Year II|an XII",
    "Ethiopian": "1 Meskerem 2016|2016 E.C.",
    "Indian or Nepali": "2080 BS|Vikram Samvat 2080|Saka 1945|15 Baisakh 2080",
    "traditional calendar of China or Japan": "农历八月十五|癸卯年|光緒34年|慶応4年|明治5年"
    "|2023年正月|民國前1年",
}  # fmt: skip
OUTSIDE = (
    "昭和65年", "平成32年", "令和0年", "大正16年", "平成31年5月", "令和元年4月30日",
    "平成元年1月7日", "明治45年8月",
)  # fmt: skip


@each_row("row", READ)
def test_a_year_of_another_era_is_read(row: str) -> None:
    text, found = row.rsplit(maxsplit=1)
    assert read(text.strip()) == found
    assert read_question(text.strip(), TODAY).date == found


@each_row(("text", "days"), PART_OF_A_YEAR.items())
def test_a_year_has_only_the_days_of_its_era(text: str, days: str) -> None:
    first, last = days.split()
    assert read(text) == f"[{first}..{last}]"
    assert read_question(text, TODAY).date == f"{first}/{last}"


@each_row("row", RANGES)
def test_a_question_may_have_such_years_among_other_words(row: str) -> None:
    text, found = row.rsplit(maxsplit=1)
    assert read_question(text.strip(), TODAY).date == found


@each_row(
    ("name", "text"),
    [(name, text) for name, texts in OTHER_CALENDARS.items() for text in texts.split("|")],
)
def test_a_date_of_another_calendar_is_refused_with_its_name(name: str, text: str) -> None:
    with pytest.raises(edtf.DateError, match=name):
        read(text)
    with pytest.raises(UnclearDate, match=name):
        read_question(text, TODAY)


@each_row("text", OUTSIDE)
def test_a_date_outside_its_era_is_refused(text: str) -> None:
    with pytest.raises(edtf.DateError, match="the era"):
        read(text)
    with pytest.raises(UnclearDate, match="the era"):
        read_question(text, TODAY)


def test_two_different_years_are_refused() -> None:
    with pytest.raises(edtf.DateError, match="two different years: 2023 and 2022"):
        read("令和5年(2022年)")


@each_row(
    ("text", "readings"),
    {
        "112年": "0112 2023",
        "112年9月1日": "0112-09-01 2023-09-01",
        "112/09/01": "0112-09-01 2023-09-01",
        "112.9.1": "0112-09-01 2023-09-01",
        "110年至112年": "0110/0112 2021/2023",
        "15 กันยายน 2566": "2023-09-15 2566-09-15",
        "2566 BE": "2023",
        "15 September 2566 B.E.": "2023-09-15",
        "佛曆2566年": "2023",
        "R5": "2023",
        "S20.8": "1945-08",
    }.items(),
)
def test_a_year_of_an_unsure_era_is_refused_with_each_meaning(text: str, readings: str) -> None:
    with pytest.raises(Ambiguous) as several:
        read(text)
    assert [*filter(None, several.value.readings.values())] == readings.split()
    with pytest.raises(UnclearDate) as unclear:
        read_question(text, TODAY)
    assert [each.date for each in unclear.value.readings] == readings.split()


@pytest.mark.parametrize(
    "text", ["5 May 2023 1400h", "5 May 2023, 1400 h", "1400h, 5 May 2023", "1945 e. c."]
)
def test_a_time_or_the_common_era_is_not_taken_for_another_calendar(text: str) -> None:
    with pytest.raises(edtf.DateError, match="is not an EDTF date"):
        read(text)


@pytest.mark.parametrize("text", ["5年9月1日", "99年9月"])
def test_a_short_year_without_an_era_is_refused(text: str) -> None:
    with pytest.raises(edtf.DateError, match="names no era"):
        read(text)
    with pytest.raises(UnclearDate, match="names no era"):
        read_question(text, TODAY)


@each_row(
    ("text", "found"),
    {
        "5 May 2023 10:30 AM": "2023-05-05T10:30:00",
        "ربيع 2023": "2023-21",
        "الربع الأول 2023": "2023-33",
        "٢٨ شباط ١٤٤٥": "1445-02-28",
        "١٤٤٤م": "1444",
        "۲۰۲۳/۰۵/۰۵": "2023-05-05",
        "nisan 2022": "2022-04",
        "一九四九年十月一日": "1949-10-01",
        "H1 2022": "[2022-01..2022-06]",
        "877年": "0877",
        "1402-06-15": "1402-06-15",
        "1299/06/15": "1299-06-15",
        "15.09.1480": "1480-09-15",
        "15 September 1445": "1445-09-15",
    }.items(),
)
def test_gregorian_dates_that_look_alike_are_read_as_before(text: str, found: str) -> None:
    assert read(text) == found


@each_row(
    ("text", "said"),
    {
        "1402/06/15": "1402-06-15, a date of the Iranian calendar (2023/2024) or one of the"
        " Islamic calendar (1981/1982)",
        "15/09/1445": "or one of the Islamic calendar (2023/2024)",
        "1445.9.15": "can be 1445-09-15",
        "09/1445": "can be 1445-09, a date of the Iranian calendar",
        "6.1402": "can be 1402-06, a date",
        "1402/06/xx": "can be 1402-06, a date",
        "1402-6-15 10:30": "can be 1402-06-15",
        "1402/06/15 - 1402/06/20": "can be 1402-06-15",
        "since 1402/06/15": "can be 1402-06-15",
    }.items(),
)
def test_a_day_in_numbers_may_be_one_of_another_calendar(text: str, said: str) -> None:
    with pytest.raises(Ambiguous, match=re.escape(said)):
        read(text)
    with pytest.raises(UnclearDate, match="of the Iranian calendar"):
        read_question(text, TODAY)
    assert said in (era_error(text) or "")
    assert read("1445/09/15", Hints(calendar="julian")) == "1445-09-24"


def test_a_day_that_only_another_calendar_has_names_that_calendar() -> None:
    with pytest.raises(edtf.DateError, match=r"of the Iranian calendar \(2023/2024\)"):
        read("1402/02/31")


ERAS = {
    "明治": (1867, date(1873, 1, 1), date(1912, 7, 30)),
    "大正": (1911, date(1912, 7, 30), date(1926, 12, 25)),
    "昭和": (1925, date(1926, 12, 25), date(1989, 1, 7)),
    "平成": (1988, date(1989, 1, 8), date(2019, 4, 30)),
    "令和": (2018, date(2019, 5, 1), date(2099, 12, 31)),
}
"""The year before each era, and its first and last day. A day of accession is in two eras."""


@given(st.sampled_from(sorted(ERAS)), st.dates(date(1873, 1, 1), date(2099, 12, 31)))
def test_a_day_is_read_in_its_era_and_refused_in_any_other(era: str, day: date) -> None:
    before, first, last = ERAS[era]
    written = f"{era}{day.year - before}年{day.month}月{day.day}日"
    if first <= day <= last:
        assert read(written) == day.isoformat()
    elif 0 < day.year - before < 1000:
        with pytest.raises(edtf.DateError, match="the era"):
            read(written)


@given(st.text(max_size=64))
def test_any_text_is_a_date_or_an_error(text: str) -> None:
    try:
        assert edtf.parse(read(text))
    except edtf.DateError as error:
        assert str(error)


@each_row(
    ("date", "warning"),
    {
        "2566": "the year 2566 is far ahead; in the calendar of Thailand it is 2023",
        "5783": "the year 5783 is far ahead; in the Hebrew calendar it is 2022/2023",
        "2080-05-15": "the year 2080 is far ahead; in the calendar of Nepal it is 2023/2024",
        "1402-06-15": "the year 1402 is long ago; in the Iranian calendar it is 2023/2024,"
        " in the Islamic calendar 1981/1982",
        "1402": "", "1402-06": "", "1299-06-15": "", "2026-01-01": "", "2080": "", "9999": "",
    }.items(),
)  # fmt: skip
def test_a_year_of_another_time_is_a_warning_with_the_calendar_that_has_it(
    date: str, warning: str
) -> None:
    assert other_calendar(date) == warning
