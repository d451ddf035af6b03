"""Questions in other languages: each is read as its English, and as the page shows it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

import service
from service.domain import edtf
from service.domain.display import display
from service.domain.written import Ambiguous, read
from service.domain.written.date_ranges import without_marks
from service.domain.written.question import (
    EXAMPLES,
    AskedTime,
    UnclearDate,
    plain_question,
    read_question,
)
from service.languages import NAMES
from tests.support.rows import each_row

LOCALES = Path(service.__file__).parent / "locales"
EXAMPLE = re.compile("<em>(.+?)</em>")
TODAY = date(2026, 11, 26)

QUESTIONS = """
last year | letztes Jahr | im letzten Jahr | l'année dernière | l’an dernier | el año pasado | в прошлом году | минулого року | 去年 | العام الماضي | في السنة الماضية | былтыр | өткен жыл
this year | dieses Jahr | cette année | este año | в этом году | 今年 | 本年度 | هذا العام | биыл | осы жыл
next year | nächstes Jahr | l'année prochaine | el próximo año | el año que viene | в следующем году | 明年 | العام المقبل | келесі жыл
last month | letzten Monat | le mois dernier | el mes pasado | в прошлом месяце | 上个月 | 上月 | الشهر الماضي | өткен ай
this month | dieser Monat | ce mois-ci | este mes | в этом месяце | 本月 | 这个月 | هذا الشهر | осы ай
next week | nächste Woche | la semaine prochaine | la próxima semana | на следующей неделе | 下周 | 下个星期 | الأسبوع القادم | келесі апта
this quarter | dieses Quartal | ce trimestre | este trimestre | в этом квартале | 本季度 | هذا الربع | осы тоқсан
last summer | letzten Sommer | l'été dernier | el verano pasado | прошлым летом | прошлое лето | الصيف الماضي | өткен жаз
3 years ago | vor 3 Jahren | vor drei Jahren | il y a 3 ans | hace tres años | 3 года назад | три года назад | 3 роки тому | 3年前 | 三年前 | قبل 3 سنوات | 3 жыл бұрын
20 days ago | vor 20 Tagen | قبل 20 يومًا | قبل 20 يوما
100 years ago | vor 100 Jahren | il y a 100 ans | hace 100 años | 100 лет назад | 100年前 | قبل 100 سنة | 100 жыл бұрын
in 2 years | in zwei Jahren | dans deux ans | en dos años | dentro de 2 años | через два года | 2年后 | بعد 2 سنوات | 2 жылдан кейін
in a year | in einem Jahr | dans un an | en un año | через год
2 months ago | vor 2 Monaten | il y a deux mois | hace 2 meses | 2 месяца назад | 两个月前 | قبل شهرين | قبل 2 أشهر | 2 ай бұрын
last 10 days | die letzten 10 Tage | les 10 derniers jours | los últimos 10 días | за последние 10 дней | останні 10 днів | 最近10天 | 过去十天 | آخر 10 أيام | الأيام ال10 الماضية | соңғы 10 күн
last 6 months | in den letzten 6 Monaten | les 6 derniers mois | los últimos 6 meses | последние 6 месяцев | 近6个月 | آخر 6 أشهر | соңғы 6 ай
yesterday | gestern | hier | ayer | вчера | вчора | 昨天 | أمس | кеше
the day before yesterday | vorgestern | avant-hier | anteayer | позавчера | 前天 | أول أمس | алдыңғы күні
since 2020 | seit 2020 | ab 2020 | depuis 2020 | à partir de 2020 | desde 2020 | с 2020 | с 2020 года | начиная с 2020 года | 自2020年以来 | 2020年以来 | 从2020年起 | منذ 2020 | منذ عام 2020 | 2020 жылдан бастап | 2020 жылдан бері
since 3 years ago | seit 3 Jahren | depuis trois ans | desde hace 3 años
since May 2020 | seit Mai 2020 | depuis mai 2020 | desde mayo de 2020 | с мая 2020 года | 自2020年5月以来 | منذ مايو 2020 | منذ أيار 2020
before 1950 | vor 1950 | avant 1950 | antes de 1950 | до 1950 | до 1950 года | 1950年以前 | 1950年之前 | قبل 1950 | قبل عام 1950 | 1950 жылдан бұрын
after 1950 | nach 1950 | après 1950 | después de 1950 | после 1950 года | 1950年以后 | بعد عام 1950 | 1950 жылдан кейін
until 1950 | bis 1950 | jusqu'en 1950 | hasta 1950 | по 1950 год | 截至1950年 | حتى 1950 | 1950 жылға дейін
the 1960s | in den 1960er Jahren | 1960er | les années 1960 | dans les années 1960 | los años 1960 | la década de 1960 | 1960-е | в 1960-х годах | 1960-х гг. | 1960年代 | 20世纪60年代 | ستينيات القرن العشرين | 1960-жылдар | 1960 жылдары
the 60s | die 60er Jahre | les années 60 | los años 60 | los 60 | 60-е годы | 60年代 | الستينيات
19th century | das 19. Jahrhundert | XIXe siècle | au 19e siècle | siglo XIX | en el siglo XIX | XIX век | в XIX веке | в 19 веке | 19世纪 | 十九世纪 | القرن التاسع عشر | القرن 19 | XIX ғасыр | ХІХ ғасыр
early 2022 | Anfang 2022 | début 2022 | au début de 2022 | principios de 2022 | a principios de 2022 | начало 2022 | в начале 2022 года | 2022年初 | مطلع 2022 | في بداية عام 2022 | 2022 жылдың басы | 2022 жылдың басында
mid 2022 | Mitte 2022 | mi-2022 | mediados de 2022 | середина 2022 года | 2022年中 | منتصف 2022 | 2022 жылдың ортасы
late 2022 | Ende 2022 | fin 2022 | à la fin de 2022 | finales de 2022 | конец 2022 года | в конце 2022 года | 2022年底 | 2022年末 | أواخر 2022 | 2022 жылдың соңы
early May 2022 | Anfang Mai 2022 | début mai 2022 | principios de mayo de 2022 | начало мая 2022 | 2022年5月初 | مطلع مايو 2022
first half of 2022 | 1. Halbjahr 2022 | premier semestre 2022 | primer semestre de 2022 | первая половина 2022 года | 2022年上半年 | النصف الأول من عام 2022 | 2022 жылдың бірінші жартысы
Q3 2022 | 3. Quartal 2022 | T3 2022 | 3e trimestre 2022 | troisième trimestre de 2022 | tercer trimestre de 2022 | третий квартал 2022 | 3-й квартал 2022 года | III квартал 2022 | 2022年第三季度 | 2022年三季度 | الربع الثالث 2022 | الربع الثالث من عام 2022 | 2022 жылдың үшінші тоқсаны
spring 2022 | Frühling 2022 | Frühjahr 2022 | im Frühling 2022 | printemps 2022 | au printemps 2022 | primavera de 2022 | весна 2022 | весной 2022 года | навесні 2022 | 2022年春 | 2022年春天 | ربيع 2022 | في ربيع 2022 | 2022 жылғы көктем
September 2022 | septembre 2022 | en septembre 2022 | septiembre de 2022 | сентябрь 2022 | в сентябре 2022 года | у вересні 2022 | 2022年9月 | 2022年9月份 | ２０２２年９月 | سبتمبر 2022 | أيلول 2022 | شهر سبتمبر 2022 | ٢٠٢٢ سبتمبر | қыркүйек 2022 | 2022 жылғы қыркүйек
24 Feb 2022 | 24. Februar 2022 | le 24 février 2022 | el 24 de febrero de 2022 | 24 февраля 2022 года | 2022年2月24日 | 2022年2月24号 | 24 فبراير 2022 | يوم 24 شباط 2022 | ٢٤ فبراير ٢٠٢٢ | 24 ақпан 2022 | 2022 жылғы 24 ақпан
5 Jan 2023 | 5 كانون الثاني 2023 | 5 يناير 2023
24 Feb 2022 to 3 Mar 2022 | vom 24. Februar bis 3. März 2022 | du 24 février au 3 mars 2022 | del 24 de febrero al 3 de marzo de 2022 | с 24 февраля по 3 марта 2022 года | 2022年2月24日至3月3日 | 从2022年2月24日到2022年3月3日 | من 24 فبراير إلى 3 مارس 2022 | 24 ақпан – 3 наурыз 2022
24 to 27 Feb 2022 | 24–27 февраля 2022 | 2022年2月24日至27日 | 24–27 février 2022
2019 to 2021 | von 2019 bis 2021 | de 2019 à 2021 | de 2019 a 2021 | с 2019 по 2021 год | 2019年至2021年 | 从2019年到2021年 | من 2019 إلى 2021 | 2019 жылдан 2021 жылға дейін
between 2019 and 2021 | zwischen 2019 und 2021 | entre 2019 et 2021 | entre 2019 y 2021 | между 2019 и 2021 | между 2019 и 2021 годами | 2019年和2021年之间 | بين 2019 و 2021 | بين عامي 2019 و2021 | 2019 мен 2021 аралығында
around 1943 | um 1943 | circa 1943 | vers 1943 | 1943 environ | hacia 1943 | alrededor de 1943 | около 1943 | примерно 1943 | 大约1943年 | 1943年左右 | حوالي 1943 | نحو عام 1943 | шамамен 1943
500 BC | 500 v. Chr. | 500 av. J.-C. | 500 a. C. | 500 до н. э. | 500 г. до н. э. | 公元前500年 | 500 ق.م | 500 قبل الميلاد | б.з.д. 500 | б.з.д. 500 ж.
24 February | 24. Februar | le 24 février | el 24 de febrero | 24 февраля | 2月24日 | 24 فبراير | 24 ақпан
every 24 February | le 24 février de chaque année | el 24 de febrero de cualquier año | 24 февраля любого года | 每年2月24日 | 24 فبراير من كل عام | жыл сайынғы 24 ақпан
September | septembre | septiembre | сентябрь | 9月 | سبتمبر | қыркүйек
"""  # noqa: E501
ROWS = [
    (english.strip(), text.strip())
    for line in QUESTIONS.strip().splitlines()
    for english, *others in [line.split(" | ")]
    for text in others
]
SHOWN = """2022 2022-09 2022-09-14 196X 2022-21 2022-27 2022-31 2022-23 2022-33 2022-36 2015/..
    2015-05/.. 2015-05-09/.. ../1950 ../1950-03 ../1950-03-09 1960/1990 2022-02/2022-04
    2021-12/2022-02 2022-02-24/2022-03-03 2022-02-24/2022-02-27 2021-12-24/2022-01-03 1943~
    1943-05~ -0499 -0499/-0043 2022-09-14? 2014-21/.. ../2014-33 2022-02-24/2023"""


def answer(text: str) -> object:
    try:
        return read_question(text, TODAY)
    except UnclearDate as error:
        assert error.readings, f"{text!r}: {error}"
        return set(error.readings)


@each_row(("english", "text"), ROWS)
def test_a_question_is_read_as_its_english(english: str, text: str) -> None:
    assert answer(text) == answer(english)


def known(text: str) -> object:
    """How a text is read as the date of an event; ``None`` if it is no such date."""
    try:
        return read(text)
    except Ambiguous as error:
        return error.readings
    except edtf.DateError:
        return None


@each_row(("english", "text"), ROWS)
def test_a_date_of_an_event_is_read_as_its_english(english: str, text: str) -> None:
    assert known(text) == known(english)


@pytest.mark.parametrize("lang", [each for each in NAMES if each != "en"])
def test_the_examples_of_the_page_are_read_as_the_english_ones(lang: str) -> None:
    with (LOCALES / lang / "LC_MESSAGES" / "dateline.po").open("rb") as file:
        catalogue = read_po(file)
    (hint,) = (each for each in catalogue if "<em>last 30 days</em>" in str(each.id))
    for given, meant in zip(*map(EXAMPLE.findall, map(str, (hint.string, hint.id))), strict=True):
        assert answer(given) == answer(meant), given


@pytest.mark.parametrize("lang", [each for each in NAMES if each != "en"])
def test_the_examples_of_the_error_are_read_as_the_english_ones(lang: str) -> None:
    with (LOCALES / lang / "LC_MESSAGES" / "dateline.po").open("rb") as file:
        catalogue = read_po(file)
    (error,) = (each for each in catalogue if EXAMPLES in str(each.id))
    assert [*times_in(str(error.string))] == [*times_in(EXAMPLES)]


def times_in(text: str) -> Iterator[AskedTime]:
    """The times of a list. Other words may stand before the first one."""
    for each in re.split(r"[,、]| (?:or|или|ou|o|أو|немесе|或) ", text):
        words = each.split()
        ends = (" ".join(words[place:]) for place in range(len(words)))
        found = (plain_question(end, TODAY) for end in ends)
        if time := next(filter(None, found), None):
            yield time


def test_words_with_two_meanings_are_asked_back() -> None:
    found = answer("منذ 3 سنوات")
    assert found == {AskedTime("2023"), AskedTime("2023/..")}


@pytest.mark.parametrize("text", ["9月前", "5日前", "前3年", "前10年"])
def test_chinese_that_may_mean_another_time_is_not_guessed(text: str) -> None:
    with pytest.raises(UnclearDate):
        read_question(text, TODAY)
    assert known(text) is None


@pytest.mark.parametrize("lang", NAMES)
def test_a_date_is_read_as_the_page_shows_it(lang: str) -> None:
    for known in SHOWN.split():
        shown = display(edtf.parse(known), lang=lang)
        try:
            found = read_question(shown, TODAY).date
        except UnclearDate as error:
            pytest.fail(f"{shown!r}: {error}")
        same = {"196X": ("196X", "1960/1969")}.get(known, (without_marks(known),))
        assert found in same, shown


@pytest.mark.parametrize(
    ("text", "known"),
    [("24 فبراير 2022", "2022-02-24"), ("٢٤ فبراير ٢٠٢٢", "2022-02-24"), ("٢٠٢٢", "2022"),
     ("كانون الثاني 2023", "2023-01"), ("3 تشرين الأول 1973", "1973-10-03"),
     ("۱۹۷۹", "1979"), ("آذار 2011", "2011-03"), ("14–16 أيلول 2022", "2022-09-14/2022-09-16")],
)  # fmt: skip
def test_dates_of_events_are_read_in_arabic(text: str, known: str) -> None:
    assert read(text) == known
