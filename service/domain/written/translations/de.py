"""German."""

from __future__ import annotations

from service.domain.written.translations.rules import Rules, Words, century, count

_PERIOD = "(jahr|monat|woche|quartal|jahrzehnt|sommer|winter|herbst|frühling|frühjahr)"
_UNITS = "(tag|tage|tagen|wochen?|monate?n?|quartalen?|jahre?n?|jahrzehnten?)"
_QUARTER = "(?:im )?(?:{}) (?:quartal|vierteljahr) (?:des jahres )?(.+)"

WORDS: Words = {
    "spring": "frühling frühjahr", "summer": "sommer", "autumn": "herbst",
    "today": "heute", "yesterday": "gestern", "tomorrow": "morgen",
    "day": "tag", "days": "tage tagen", "week": "woche", "weeks": "wochen",
    "month": "monat", "months": "monate monaten", "quarter": "quartal",
    "quarters": "quartale quartalen", "year": "jahr", "years": "jahre jahren",
    "decade": "jahrzehnt", "decades": "jahrzehnte jahrzehnten", "century": "jahrhundert",
    "one": "ein eine einem einer", "two": "zwei", "three": "drei", "four": "vier",
    "five": "fünf", "ten": "zehn",
}  # fmt: skip
_COUNT = count(WORDS)

RULES: Rules = (
    ("vorgestern", "day before yesterday"),
    ("übermorgen", "day after tomorrow"),
    (f"(?:in )?diese[mnrs]?s? {_PERIOD}", "this {0}"),
    (f"(?:im |in der )?(?:letzte|vorige|vergangene)[mnrs]? {_PERIOD}", "last {0}"),
    (f"(?:im |in der )?(?:nächste|kommende)[mnrs]? {_PERIOD}", "next {0}"),
    (f"vor {_COUNT} {_UNITS}", "{0} {1} ago"),
    (f"in {_COUNT} {_UNITS}", "in {0} {1}"),
    (f"(?:in den |die |den )?(?:letzten|vergangenen) {_COUNT} {_UNITS}", "last {0} {1}"),
    (f"(?:in den |die |den )?(?:nächsten|kommenden) {_COUNT} {_UNITS}", "next {0} {1}"),
    ("(?:im )?(?:1\\.|erste[sn]?) halbjahr (?:des jahres )?(.+)", "first half of {0}"),
    ("(?:im )?(?:2\\.|zweite[sn]?) halbjahr (?:des jahres )?(.+)", "second half of {0}"),
    ("(?:in der |die )?erste hälfte (?:des |der )?(.+)", "first half of {0}"),
    ("(?:in der |die )?zweite hälfte (?:des |der )?(.+)", "second half of {0}"),
    ("(?:zu )?(?:anfang|beginn) (?:des |der )?(.+)", "early {0}"),
    ("mitte (?:des |der )?(.+)", "mid {0}"),
    ("ende (?:des |der )?(.+)", "late {0}"),
    (_QUARTER.format("1\\.|erste[sn]?|i\\."), "Q1 {0}"),
    (_QUARTER.format("2\\.|zweite[sn]?|ii\\."), "Q2 {0}"),
    (_QUARTER.format("3\\.|dritte[sn]?|iii\\."), "Q3 {0}"),
    (_QUARTER.format("4\\.|vierte[sn]?|iv\\."), "Q4 {0}"),
    ("(?:die |den |in den )?(\\d{4}|\\d0)e?r(?:n)?(?:[ -]jahren?)?", "{0}s"),
    ("(?:das |im )?(\\d\\d?)\\. jahrhunderts?", century),
    ("(?:das |im )?(\\d\\d?)\\. jahrhunderts? v\\. ?chr\\.?", lambda text: f"{century(text)} bc"),
    ("([^–]+?) (?:v\\. ?chr\\.?|vor christus)", "{0} bc"),
    ("(?:um|circa|etwa|ungefähr|gegen) (.+)", "around {0}"),
    ("zwischen (.+?) und (.+)", "between {0} and {1}"),
    ("(?:von|vom) (.+?) bis (?:zum )?(.+)", "from {0} to {1}"),
    (f"seit {_COUNT} {_UNITS}", "since {0} {1} ago"),
    ("(?:seit|ab) (?:dem )?(.+)", "since {0}"),
    ("vor (?:dem )?(.+)", "before {0}"),
    ("nach (?:dem )?(.+)", "after {0}"),
    ("(.+?) bis (?:zum )?(.+)", "{0} to {1}"),
    ("bis (?:zum )?(.+)", "until {0}"),
    ("(?:im|am|in der|in den|der|die|das|den) (.+)", "{0}"),
)  # fmt: skip
