"""Russian: dates stand in the genitive after most prepositions, in the accusative after "по"."""

from dataclasses import replace

from service.domain.date_words import DateWords, Form

_ALONE = Form(
    year="{n} г.",
    bc="{n} г. до н. э.",
    day="{d} {month}[ {y}]",
    month="{Month}[ {y}]",
    season="{season}[ {y}]",
    quarter="{quarter} квартал[ {y}]",
    decade="{first}-е гг.",
    century="{first}–{last} гг.",
    time="{day}, {time}",
    seasons=("весна", "лето", "осень", "зима"),
    quarters=("1-й", "2-й", "3-й", "4-й"),
)
WORDS = DateWords(
    code="ru",
    forms={
        "alone": _ALONE,
        "genitive": Form(
            year="{n} г.", bc="{n} г. до н. э.", day="{d} {month}[ {y}]", month="{month}[ {y}]",
            season="{season}[ {y}]", quarter="{quarter} квартала[ {y}]",
            decade="{first}-х гг.", century="{first}–{last} гг.", time="{day}, {time}",
            seasons=("весны", "лета", "осени", "зимы"),
            quarters=("1-го", "2-го", "3-го", "4-го"),
        ),
        "accusative": replace(_ALONE, seasons=("весну", "лето", "осень", "зиму")),
    },
    unknown="дата неизвестна",
    about=("genitive", "около {}"),
    about_around="примерно {}",
    unsure="{} (предположительно)",
    since=("genitive", "с {}"),
    until=("accusative", "по {}"),
    from_unknown=("genitive", "с {} (окончание неизвестно)"),
    to_unknown=("accusative", "по {} (начало неизвестно)"),
    between="{} – {}",
    days="{d}–{to} {month}[ {y}]",
    years="{first}–{last} гг.",
    one_of="одна из дат: {}",
    either=" или ",
    or_earlier="{} или ранее",
    or_later="{} или позднее",
    some_between="{} – {}",
    northern="{} (северное полушарие)",
    southern="{} (южное полушарие)",
    zone="{} (UTC{zone})",
    old_style="{} по ст. ст.",
    known_to={
        "month": "с точностью до месяца",
        "season": "с точностью до времени года",
        "quarter": "с точностью до квартала",
        "year": "с точностью до года",
        "decade": "с точностью до десятилетия",
        "century": "с точностью до века",
    },
    any_year="{} любого года",
)  # fmt: skip
