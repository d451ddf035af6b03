"""Kazakh.

A suffix follows the last word of a date, so the phrases add a fixed last word: "from the day of",
"to the month of".
"""

from service.domain.date_words import DateWords, Form

_QUARTERS = ("1", "2", "3", "4")

WORDS = DateWords(
    code="kk",
    forms={
        "alone": Form(
            year="{n} ж.", bc="б.з.д. {n} ж.", day="[{y} ]{d} {month}", month="[{y} ]{month}",
            season="[{y} ]{season}", quarter="[{y} ]{quarter}-тоқсан",
            decade="{first}-жылдар", century="{first}–{last} жж.", time="{day}, {time}",
            seasons=("көктем", "жаз", "күз", "қыс"),
            quarters=_QUARTERS,
        ),
        "from": Form(
            year="{n} жылдан", bc="б.з.д. {n} жылдан",
            of_year="{n} жылғы", of_bc="б.з.д. {n} жылғы",
            day="[{y} ]{d} {month} күнінен", month="[{y} ]{month} айынан", season="[{y} ]{season}",
            quarter="[{y} ]{quarter}-тоқсаннан", decade="{first}-жылдардан",
            century="{first}–{last} жылдардан", time="[{y} ]{d} {month}, {time} сәтінен",
            seasons=("көктемнен", "жаздан", "күзден", "қыстан"),
            quarters=_QUARTERS,
        ),
        "to": Form(
            year="{n} жылға", bc="б.з.д. {n} жылға",
            of_year="{n} жылғы", of_bc="б.з.д. {n} жылғы",
            day="[{y} ]{d} {month} күніне", month="[{y} ]{month} айына", season="[{y} ]{season}",
            quarter="[{y} ]{quarter}-тоқсанға", decade="{first}-жылдарға",
            century="{first}–{last} жылдарға", time="[{y} ]{d} {month}, {time} сәтіне",
            seasons=("көктемге", "жазға", "күзге", "қысқа"),
            quarters=_QUARTERS,
        ),
    },
    unknown="күні белгісіз",
    about=("alone", "шамамен {}"),
    about_around="шамамен {}",
    unsure="{} (болжамды)",
    since=("from", "{} бастап"),
    until=("to", "{} дейін"),
    from_unknown=("from", "{} бастап (аяқталуы белгісіз)"),
    to_unknown=("to", "{} дейін (басталуы белгісіз)"),
    between="{} – {}",
    days="[{y} ]{d}–{to} {month}",
    years="{first}–{last} жж.",
    one_of="мына күндердің бірі: {}",
    either=" немесе ",
    or_earlier="{} немесе одан бұрын",
    or_later="{} немесе одан кейін",
    some_between="{} – {}",
    northern="{} (солтүстік жарты шар)",
    southern="{} (оңтүстік жарты шар)",
    zone="{} (UTC{zone})",
    old_style="{} ескі стиль бойынша",
    known_to={
        "month": "ай дәлдігімен",
        "season": "жыл мезгілі дәлдігімен",
        "quarter": "тоқсан дәлдігімен",
        "year": "жыл дәлдігімен",
        "decade": "онжылдық дәлдігімен",
        "century": "ғасыр дәлдігімен",
    },
    any_year="жыл сайынғы {}",
    year_first=True,
)  # fmt: skip
