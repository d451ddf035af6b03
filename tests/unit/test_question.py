"""Times in words in a query: how they are read, and which readings an unclear time has."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.domain import edtf
from service.domain.written.question import AskedTime, UnclearDate, read_question
from tests.support.rows import each_row

TODAY = date(2026, 11, 26)  # a Thursday

READ = """
autumn 2022                           2022-09/2022-11
the autumn of 2022                    2022-09/2022-11
fall 2022                             2022-09/2022-11
spring of 2014                        2014-03/2014-05
summer 2020                           2020-06/2020-08
southern autumn 2022                  2022-03/2022-05
winter 2022-23                        2022-12/2023-02
September 2022                        2022-09
in September 2022                     2022-09
Sep 2022 to Nov 2022                  2022-09/2022-11
Sep to Nov 2022                       2022-09/2022-11
Sep. 2022 – Mar. 2023                 2022-09/2023-03
September 2022 until March 2023       2022-09/2023-03
1960-1990                             1960/1990
1960–1990                             1960/1990
1960 — 1990                           1960/1990
1960-90                               1960/1990
1960 to 1990                          1960/1990
1960s                                 196X
the 1960s                             196X
1960s to 1980s                        196X/198X
early 1990s                           1990/1993
mid-1990s                             1994/1996
the late 1990s                        1997/1999
second half of the 1990s              1995/1999
early 2022                            2022-01/2022-04
mid 2022                              2022-05/2022-08
late 2022                             2022-09/2022-12
late February 2020                    2020-02-21/2020-02-29
early 19th century                    1800/1832
first half of 2022                    2022-01/2022-06
H2 2022                               2022-07/2022-12
Q3 2022                               2022-07/2022-09
third quarter of 2022                 2022-07/2022-09
since 2015                            2015/..
from May 2015                         2015-05/..
2015 onwards                          2015/..
2015 to present                       2015/..
2015-                                 2015/..
>= 2015                               2015/..
since spring 2014                     2014-03/..
before March 2020                     ../2020-02
before 1990                           ../1989
before 1 March 2020                   ../2020-02-29
prior to the 1960s                    ../1959
after 9 May 1945                      1945-05-10/..
after December 1999                   2000-01/..
post-1990                             1991/..
until March 2020                      ../2020-03
by 2015                               ../2015
up to autumn 2022                     ../2022-11
from X to Y: from May 2020 to June 2021   2020-05/2021-06
between 2010 and 2012                 2010/2012
between 5 and 9 May 2022              2022-05-05/2022-05-09
between 24 February and 1 March 2022  2022-02-24/2022-03-01
from 24 February to 1 March 2022      2022-02-24/2022-03-01
from spring 2014 until yesterday      2014-03/2026-11-25
Feb 24-28, 2022                       2022-02-24/2022-02-28
24/02/2022                            2022-02-24
last 30 days                          2026-10-28/2026-11-26
in the last 30 days                   2026-10-28/2026-11-26
past week                             2026-11-20/2026-11-26
past 6 months                         2026-05-27/2026-11-26
over the past two years               2024-11-27/2026-11-26
the last year                         2025-11-27/2026-11-26
last year                             2025
this year                             2026
next year                             2027
last month                            2026-10
this month                            2026-11
last week                             2026-11-16/2026-11-22
this week                             2026-11-23/2026-11-29
next week                             2026-11-30/2026-12-06
next 2 weeks                          2026-11-26/2026-12-09
last quarter                          2026-07/2026-09
this decade                           202X
last century                          19XX
today                                 2026-11-26
Yesterday                             2026-11-25
tomorrow                              2026-11-27
the day before yesterday              2026-11-24
3 days ago                            2026-11-23
two weeks ago                         2026-11-09/2026-11-15
6 months ago                          2026-05
since 3 months ago                    2026-08/..
since yesterday                       2026-11-25/..
before last month                     ../2026-09
year to date                          2026-01-01/2026-11-26
last 48 hours                         2026-11-24/2026-11-26
last March                            2026-03
last November                         2025-11
next March                            2027-03
this autumn                           2026-09/2026-11
last autumn                           2025-09/2025-11
last winter                           2025-12/2026-02
next summer                           2027-06/2027-08
last Monday                           2026-11-23
last Thursday                         2026-11-19
next Friday                           2026-11-27
24 February                           on=02-24
February 24th                         on=02-24
24.02.                                on=02-24
02-24                                 on=02-24
every 24 February                     on=02-24
24 February of any year               on=02-24
29 February                           on=02-29
9 мая                                 on=05-09
24 de febrero                         on=02-24
9 мая 1945                            1945-05-09
сентябрь 2022                         2022-09
осень 2022 года                       2022-09/2022-11
с мая по июль 2020                    2020-05/2020-07
до 2015 года                          ../2014
после мая 2015                        2015-06/..
24 février 2022                       2022-02-24
automne 2022                          2022-09/2022-11
depuis 2015                           2015/..
jusqu'en 2015                         ../2015
entre 2010 et 2012                    2010/2012
otoño de 2022                         2022-09/2022-11
Herbst 2022                           2022-09/2022-11
zwischen 2010 und 2012                2010/2012
bis März 2020                         ../2020-03
500 BC to 44 BC                       -0499/-0043
circa 1990                            1990
Q1 to Q3 2022                         2022-01/2022-09
spring-autumn 2022                    2022-03/2022-11
1945..1991                            1945/1991
1945 → 1991                           1945/1991
all of 2022                           2022
as of 2015                            2015/..
в сентябре 2022                       2022-09
за последние 30 дней                  2026-10-28/2026-11-26
im Herbst 2022                        2022-09/2022-11
el 9 de mayo de 1945                  1945-05-09
2022-09                               2022-09
2022-09/2022-11                       2022-09/2022-11
../2022                               ../2022
2022-21                               2022-21
196X                                  196X
2022-09-01T10:00Z                     2022-09-01T10:00Z
"""
ASKED_BACK = {
    "03/04/2022": {"2022-04-03", "2022-03-04"},
    "12/11/10": {"2010-11-12", "2010-12-11", "1910-11-12", "1910-12-11", "2012-11-10",
                 "1912-11-10"},
    "5/6": {"on=06-05", "on=05-06"},
    "-44": {"-0043", "-0044", "../2044", "../1944"},
    "-199": {"-0198", "-0199"},
    "60s": {"196X", "186X"},
    "the 20s": {"192X", "202X", "182X"},
    "1900s": {"19XX", "190X"},
    "1990s-2000s": {"199X/20XX", "199X/200X"},
    "1990s to 2000s": {"199X/20XX", "199X/200X"},
    "between the 1900s and the 1920s": {"19XX/192X", "190X/192X"},
    "19th century to 1914": {"18XX/1914", "1801/1914"},
    "19th century": {"18XX", "1801/1900"},
    "winter 2022": {"2021-12/2022-02", "2022-12/2023-02"},
    "last decade": {"201X", "2016-11-27/2026-11-26"},
    "September": {"2026-09", "2025-09"},
    "Sep to Nov": {"2026-09/2026-11", "2025-09/2025-11"},
    "autumn": {"2026-09/2026-11", "2025-09/2025-11"},
    "Monday": {"2026-11-23", "2026-11-30"},
    "May 99": {"1999-05"},
    "'22": {"2022", "1922"},
    "1990 or 1995": {"1990", "1995", "1990/1995"},
    "2021 and 2022": {"2021/2022", "2021", "2022"},
    "2008/12": {"2008-12", "2008/2012"},
    "Septmber 2022": {"2022-09"},
    "autum 2022": {"2022-09/2022-11"},
    "sinse 2015": {"2015/.."},
    "2023-02-29": {"2023-02"},
    "29 February 2023": {"2023-02"},
    "late September": {"2026-09-21/2026-09-30", "2025-09-21/2025-09-30"},
    "since September": {"2026-09/..", "2025-09/.."},
    "May/June 2022": {"2022-05/2022-06", "2022-05", "2022-06"},
    "Sep-22": {"2022-09", "1922-09", "on=09-22"},
    "summer of '69": {"1969-06/1969-08"},
    "banana": set(),
    "30 February": set(),
    "XXXX": set(),
    "": set(),
    "last 0 days": set(),
    "last 9999 years": set(),
    "2022-11/2022-09": set(),
    "since before 2015": set(),
    "x" * 101: set(),
}  # fmt: skip


def table() -> list[tuple[str, str]]:
    lines = [line.rpartition(" ") for line in READ.strip().splitlines()]
    return [(said.strip().removeprefix("from X to Y: "), code) for said, _, code in lines]


@each_row(("said", "code"), table())
def test_words_are_read(said: str, code: str) -> None:
    found = read_question(said, TODAY)
    assert found.code == code
    if found.date:
        assert read_question(found.date, TODAY) == found


@each_row(("said", "codes"), ASKED_BACK.items())
def test_what_is_not_clear_is_asked_back_with_every_reading(said: str, codes: set[str]) -> None:
    with pytest.raises(UnclearDate) as caught:
        read_question(said, TODAY)
    assert {each.code for each in caught.value.readings} == codes
    assert str(caught.value)


class TestSides:
    """A season is that of the north. In a query about the south it is unclear, and is refused."""

    @pytest.mark.parametrize("said", ["autumn 2022", "winter 2022", "since summer 2020"])
    def test_in_the_south_it_is_asked_back(self, said: str) -> None:
        with pytest.raises(UnclearDate) as caught:
            read_question(said, TODAY, south=True)
        assert len(caught.value.readings) >= 2

    @pytest.mark.parametrize("said", ["northern autumn 2022", "September 2022", "2022-21"])
    def test_what_names_its_side_or_no_season_is_read(self, said: str) -> None:
        assert read_question(said, TODAY, south=True) == read_question(said, TODAY)


days = st.dates(date(1000, 1, 1), date(2100, 1, 1))
points = st.one_of(
    days.map(lambda day: day.isoformat()),
    days.map(lambda day: day.isoformat()[:7]),
    days.map(lambda day: day.isoformat()[:4]),
)
ranges = (
    st.tuples(points, points).map(sorted).filter(lambda ends: ends[0] < ends[1][: len(ends[0])])
)


@given(
    st.one_of(points, ranges.map("/".join), points.map("{}/..".format), points.map("../{}".format))
)
def test_the_words_for_a_reading_are_read_the_same(code: str) -> None:
    again = read_question(AskedTime(code).words, TODAY).date
    known, found = edtf.parse(code), edtf.parse(again)
    assert (found.earliest, found.latest) == (known.earliest, known.latest)


@given(st.integers(1, 400), st.sampled_from(["day", "week", "month", "year"]), days)
def test_so_many_units_end_today(number: int, unit: str, today: date) -> None:
    found = edtf.parse(read_question(f"last {number} {unit}s", today).date)
    assert found.latest == today.toordinal()
    length = today.toordinal() - (found.earliest or 0) + 1
    low, high = {"day": (1, 1), "week": (7, 7), "month": (28, 31), "year": (365, 366)}[unit]
    assert low * number <= length <= high * number


@given(st.text(max_size=40))
def test_any_text_is_read_or_refused_with_a_reason(text: str) -> None:
    try:
        found = read_question(text, TODAY)
    except UnclearDate as error:
        assert str(error)
        assert all(edtf.parse(each.date) for each in error.readings if each.date)
    else:
        assert found.on or edtf.parse(found.date)


OTHER_LANGUAGES = """
vor 3 Jahren                          2023
vor einem Jahr                        2025
letzter Monat                         2026-10
nächste Woche                         2026-11-30/2026-12-06
die 1960er Jahre                      196X
Anfang 2022                           2022-01/2022-04
Ende der 1990er                       1997/1999
Mitte September 2022                  2022-09-11/2022-09-20
3. Quartal 2022                       2022-07/2022-09
44 v. Chr.                            -0043
il y a 3 ans                          2023
le mois dernier                       2026-10
ce mois-ci                            2026-11
les années 1960                       196X
début 2022                            2022-01/2022-04
3e trimestre 2022                     2022-07/2022-09
44 av. J.-C.                          -0043
hace 3 años                           2023
el mes pasado                         2026-10
principios de 2022                    2022-01/2022-04
tercer trimestre de 2022              2022-07/2022-09
desde el 24 de febrero de 2022        2022-02-24/..
44 a. C.                              -0043
3 года назад                          2023
год назад                             2025
в прошлом году                        2025
на прошлой неделе                     2026-11-16/2026-11-22
между маем и июлем 2022               2022-05/2022-07
1960-е                                196X
в конце 1990-х                        1997/1999
в третьем квартале 2022 года          2022-07/2022-09
44 г. до н. э.                        -0043
قبل 3 سنوات                           2023
الشهر الماضي                          2026-10
هذا العام                             2026
خريف 2022                             2022-09/2022-11
سبتمبر 2022                           2022-09
أيلول 2022                            2022-09
٢٠٢٢                                  2022
منذ 24 فبراير 2022                    2022-02-24/..
بين مايو ويوليو 2022                  2022-05/2022-07
من 2015 إلى 2020                      2015/2020
حتى ديسمبر 2022                       ../2022-12
قبل 1990                              ../1989
الربع الثالث من 2022                  2022-07/2022-09
44 ق.م                                -0043
3年前                                 2023
上个月                                2026-10
最近30天                              2026-10-28/2026-11-26
2022年秋                              2022-09/2022-11
自2015年                              2015/..
2022年9月以来                         2022-09/..
截至2022年12月                        ../2022-12
1990年以前                            ../1989
1990年前                              ../1989
2022年5月至7月                        2022-05/2022-07
2022年9月5日至7日                     2022-09-05/2022-09-07
20世纪60年代                          196X
2022年初                              2022-01/2022-04
2022年第三季度                        2022-07/2022-09
公元前44年                            -0043
3 жыл бұрын                           2023
өткен ай                              2026-10
соңғы 30 күн                          2026-10-28/2026-11-26
2022 күз                              2022-09/2022-11
2022 жылғы 24 ақпан күнінен бастап    2022-02-24/..
2022 ж. 3-тоқсан                      2022-07/2022-09
б.з.д. 44                             -0043
"""


@pytest.mark.parametrize(
    ("text", "expected"),
    [tuple(line.rsplit(maxsplit=1)) for line in OTHER_LANGUAGES.strip().splitlines()],
)
def test_a_question_in_the_language_of_a_page_is_read(text: str, expected: str) -> None:
    assert read_question(text, TODAY).date == expected


@pytest.mark.parametrize(
    "text", ["vor dem Krieg", "vor langer Zeit", "depuis la guerre", "давно", "ende"]
)
def test_words_of_another_language_are_no_slips(text: str) -> None:
    with pytest.raises(UnclearDate) as refused:
        read_question(text, TODAY)
    assert not refused.value.readings


@pytest.mark.parametrize("text", ["XXe siècle", "siglo XX", "XX век", "20世纪", "20. Jahrhundert"])
def test_a_century_has_its_two_readings_in_every_language(text: str) -> None:
    with pytest.raises(UnclearDate) as refused:
        read_question(text, TODAY)
    assert [each.date for each in refused.value.readings] == ["19XX", "1901/2000"]
