"""French."""

from __future__ import annotations

from service.domain.written.translations.rules import ROMAN, Rules, Words, century, count

_QUARTER = "(?:le |au )?(?:{}) trim(?:estre|\\.?) (?:de )?(.+)"
_DE = "(?:de la |de l['’]|de l'année |du |de |d['’])?"
_PERIOD = "(an|année|mois|semaine|trimestre|décennie|siècle|été|hiver|automne|printemps)"
_UNITS = "(jours?|semaines?|mois|trimestres?|ans?|années?|décennies?|siècles?)"

WORDS: Words = {
    "spring": "printemps", "summer": "été", "autumn": "automne", "winter": "hiver",
    "today": "aujourd'hui aujourd’hui", "yesterday": "hier", "tomorrow": "demain",
    "day": "jour", "days": "jours", "week": "semaine", "weeks": "semaines", "month": "mois",
    "quarter": "trimestre", "quarters": "trimestres", "year": "an année", "years": "ans années",
    "decade": "décennie", "decades": "décennies", "century": "siècle", "centuries": "siècles",
    "one": "un une", "two": "deux", "three": "trois", "four": "quatre", "five": "cinq",
    "ten": "dix",
}  # fmt: skip
_COUNT = count(WORDS)

RULES: Rules = (
    ("avant-hier", "day before yesterday"),
    ("après-demain", "day after tomorrow"),
    (f"(?:cette|ce|cet) {_PERIOD}(?:-ci)?", "this {0}"),
    (
        f"(?:l['’]|la |le |en )?{_PERIOD}"
        " (?:dernier|dernière|passée?|précédente?)",
        "last {0}",
    ),
    (
        f"(?:l['’]|la |le )?{_PERIOD}"
        " (?:prochaine?|suivante?)",
        "next {0}",
    ),
    (f"il y a {_COUNT} {_UNITS}", "{0} {1} ago"),
    (f"dans {_COUNT} {_UNITS}", "in {0} {1}"),
    (f"(?:(?:les|ces|au cours des|pendant les) )?{_COUNT} (?:derniers|dernières) {_UNITS}",
     "last {0} {1}"),
    (f"(?:les )?(?:derniers|dernières) {_COUNT} {_UNITS}", "last {0} {1}"),
    (f"(?:les )?{_COUNT} (?:prochains|prochaines) {_UNITS}", "next {0} {1}"),
    (f"(?:au |le )?(?:premier semestre|première moitié) {_DE}(.+)", "first half of {0}"),
    (f"(?:au |le )?(?:second semestre|deuxième semestre|seconde moitié) {_DE}(.+)",
     "second half of {0}"),
    (f"(?:au |le )?(?:début|commencement) {_DE}(.+)", "early {0}"),
    (f"(?:à la |la )?(?:mi-|mi |milieu {_DE}|au milieu {_DE})(.+)", "mid {0}"),
    (f"(?:à la |la )?fin {_DE}(.+)", "late {0}"),
    (_QUARTER.format("1er|1e|premier|i"), "Q1 {0}"),
    (_QUARTER.format("2e|2ème|deuxième|second|ii"), "Q2 {0}"),
    (_QUARTER.format("3e|3ème|troisième|iii"), "Q3 {0}"),
    (_QUARTER.format("4e|4ème|quatrième|iv"), "Q4 {0}"),
    ("t([1-4])[ -](\\d{4})", "Q{0} {1}"),
    ("(?:les |des |aux |dans les )?années ['’]?(\\d{4}|\\d0)", "{0}s"),
    (f"(?:le |au )?({ROMAN}|\\d\\d?)(?:e|er|ème|ᵉ) siècle", century),
    (f"(?:le |au )?({ROMAN}|\\d\\d?)(?:e|er|ème|ᵉ) siècle av(?:ant|\\.)? ?j\\.?-?c\\.?",
     lambda text: f"{century(text)} bc"),
    ("([^–]+?),? av(?:ant|\\.)? ?j\\.?[- ]?c\\.?", "{0} bc"),
    ("(.+) \\(incertain\\)", "{0}"),
    ("(.+) \\(hémisphère nord\\)", "northern {0}"),
    ("(.+) \\(hémisphère sud\\)", "southern {0}"),
    ("(.+?) de chaque année", "every {0}"),
    ("(?:vers|environ|env\\.?|autour de|aux environs de) (.+)", "around {0}"),
    ("(.+) environ", "around {0}"),
    ("(?:entre) (.+?) et (.+)", "between {0} and {1}"),
    ("(?:de|du|d['’]|depuis) (.+?) (?:à|au|jusqu['’](?:à|au|en)) (.+)", "from {0} to {1}"),
    (f"depuis {_COUNT} {_UNITS}", "since {0} {1} ago"),
    ("(?:depuis|dès|à partir d[eu]) (.+)", "since {0}"),
    ("(.+) ou après", "since {0}"),
    ("avant (.+)", "before {0}"),
    ("après (.+)", "after {0}"),
    ("jusqu['’](?:en|à|au|aux) (.+)", "until {0}"),
    ("(.+) ou avant", "until {0}"),
    ("(?:(?:en|au|aux|à|le|la|les|à l['’]|pendant|durant) |l['’]|à l['’])(.+)", "{0}"),
    (f"(printemps|été|automne|hiver) {_DE}(.+)", "{0} {1}"),
)  # fmt: skip
