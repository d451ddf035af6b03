"""Spanish."""

from __future__ import annotations

from service.domain.written.translations.rules import ROMAN, Rules, Words, century, count

_QUARTER = "(?:el )?(?:{}) trim(?:estre|\\.?) (?:de |del )?(.+)"
_DE = "(?:de la |de los |del |de )?"
_PERIOD = "(año|mes|semana|trimestre|década|siglo|verano|invierno|otoño|primavera)"
_UNITS = "(días?|semanas?|mes|meses|trimestres?|años?|décadas?)"

WORDS: Words = {
    "spring": "primavera", "summer": "verano", "autumn": "otoño otono", "winter": "invierno",
    "today": "hoy", "yesterday": "ayer", "tomorrow": "mañana",
    "day": "día dia", "days": "días dias", "week": "semana", "weeks": "semanas", "month": "mes",
    "months": "meses", "quarter": "trimestre", "quarters": "trimestres", "year": "año",
    "years": "años", "decade": "década", "decades": "décadas", "century": "siglo",
    "centuries": "siglos", "one": "un una", "two": "dos", "three": "tres", "four": "cuatro",
    "five": "cinco", "ten": "diez",
}  # fmt: skip
_COUNT = count(WORDS)

RULES: Rules = (
    (r"ago\. (?:de )?(\d{4})", "august {0}"),
    ("anteayer|antes de ayer", "day before yesterday"),
    ("pasado mañana", "day after tomorrow"),
    (f"(?:este|esta) {_PERIOD}", "this {0}"),
    (f"(?:el |la )?{_PERIOD} (?:pasad[oa]|anterior)", "last {0}"),
    (f"(?:el |la )?(?:último|última) {_PERIOD}", "last {0}"),
    (f"(?:el |la )?(?:próxim[oa]|siguiente) {_PERIOD}", "next {0}"),
    (f"(?:el |la )?{_PERIOD} (?:que viene|próxim[oa]|siguiente)", "next {0}"),
    (f"hace {_COUNT} {_UNITS}", "{0} {1} ago"),
    (f"(?:dentro de|en) {_COUNT} {_UNITS}", "in {0} {1}"),
    (f"(?:en )?(?:los |las )?últim[oa]s {_COUNT} {_UNITS}", "last {0} {1}"),
    (f"(?:en )?(?:los |las )?{_COUNT} últim[oa]s {_UNITS}", "last {0} {1}"),
    (f"(?:en )?(?:los |las )?próxim[oa]s {_COUNT} {_UNITS}", "next {0} {1}"),
    (f"(?:en )?(?:el |la )?(?:primer semestre|primera mitad) {_DE}(.+)", "first half of {0}"),
    (f"(?:en )?(?:el |la )?(?:segundo semestre|segunda mitad) {_DE}(.+)", "second half of {0}"),
    (f"(?:a )?(?:los )?(?:principios?|comienzos|inicios?) {_DE}(.+)", "early {0}"),
    (f"(?:a )?(?:los )?mediados {_DE}(.+)", "mid {0}"),
    (f"(?:a )?(?:los )?(?:finales|fines|final) {_DE}(.+)", "late {0}"),
    (_QUARTER.format("primer|1\\.?(?:er|º)|i"), "Q1 {0}"),
    (_QUARTER.format("segundo|2\\.?º|ii"), "Q2 {0}"),
    (_QUARTER.format("tercer|3\\.?(?:er|º)|iii"), "Q3 {0}"),
    (_QUARTER.format("cuarto|4\\.?º|iv"), "Q4 {0}"),
    ("(?:en )?los (\\d0)", "{0}s"),
    ("(?:en )?(?:la década de|la década del|década de|los años|años) ['’]?(\\d{4}|\\d0)", "{0}s"),
    (f"(?:en )?(?:el )?siglo ({ROMAN}|\\d\\d?)", century),
    (f"(?:en )?(?:el )?siglo ({ROMAN}|\\d\\d?) (?:a\\. ?c\\.?|antes de cristo)",
     lambda text: f"{century(text)} bc"),
    ("([^–]+?) (?:a\\. ?(?:de )?c\\.?|antes de cristo)", "{0} bc"),
    ("(.+) \\(dudoso\\)", "{0}"),
    ("(.+) \\(hemisferio norte\\)", "northern {0}"),
    ("(.+) \\(hemisferio sur\\)", "southern {0}"),
    ("(.+?) de cualquier año", "every {0}"),
    ("(?:hacia|alrededor de|aproximadamente|aprox\\.?|cerca de) (.+)", "around {0}"),
    ("entre (.+?) y (.+)", "between {0} and {1}"),
    ("(?:desde |de |del )(.+?) (?:hasta|al?) (.+)", "from {0} to {1}"),
    ("(?:desde|a partir de) (.+)", "since {0}"),
    ("(.+) o después", "since {0}"),
    ("antes del? (.+)", "before {0}"),
    ("(?:después|despues|tras) ?(?:del?)? (.+)", "after {0}"),
    ("hasta (.+)", "until {0}"),
    ("(.+) o antes", "until {0}"),
    ("(?:en|el|la|los|las|durante) (.+)", "{0}"),
    (f"(primavera|verano|otoño|otono|invierno) {_DE}(.+)", "{0} {1}"),
)  # fmt: skip
