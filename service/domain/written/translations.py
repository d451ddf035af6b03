"""English for the small words of a question, from the other languages whose months are known."""

from __future__ import annotations

import re

from service.domain.written.names import ENGLISH
from service.domain.written.other_languages import in_english

_SEASONS = {
    "spring": "printemps primavera frühling frühjahr весна весной весны весною навесні көктем",
    "summer": "été verano sommer лето летом лета літо літа влітку жаз",
    "autumn": "automne otoño otono herbst осень осенью осени осінь осені восени күз",
    "winter": "hiver invierno зима зимой зимы взимку қыс",
    "today": "aujourd'hui hoy heute сегодня сьогодні бүгін",
    "yesterday": "hier ayer gestern вчера вчора кеше",
    "tomorrow": "demain mañana morgen завтра ертең",
}
_UNITS = {
    "days": "дней дня днів дні tage tagen jours días dias",
    "weeks": "недель недели тижнів тижні wochen semaines semanas",
    "months": "месяцев месяца місяців місяці monate monaten mois meses",
    "years": "лет года років роки jahre jahren ans années años",
}
_UNIT = {word: english for english, words in _UNITS.items() for word in words.split()}
_COUNTED = re.compile(
    r"(?:за |в |die |den |in den |les |los |las )?(?:(\d+) )?"
    r"(?:последние|последних|останні|останніх|letzten?|derniers|dernières|últimos|últimas)"
    rf" (?:(\d+) )?({'|'.join(_UNIT)})"
)
_CASES = {
    # In Russian and Ukrainian a month stands in the locative after "in".
    "январе": 1, "феврале": 2, "марте": 3, "апреле": 4, "мае": 5, "июне": 6, "июле": 7,
    "августе": 8, "сентябре": 9, "октябре": 10, "ноябре": 11, "декабре": 12, "січні": 1,
    "лютому": 2, "березні": 3, "квітні": 4, "травні": 5, "червні": 6, "липні": 7, "серпні": 8,
    "вересні": 9, "жовтні": 10, "листопаді": 11, "грудні": 12,
}  # fmt: skip
_IN = re.compile(r"(?:en|im|am|in|au|à|le|el|в|во|у)(?: (?:le|el|den|der))? (?=\S)")
_WORDS = {word: english for english, words in _SEASONS.items() for word in words.split()}
_WORDS |= {word: ENGLISH[number - 1] for word, number in _CASES.items()}
_KNOWN = re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, _WORDS))})(?!\w)")
_FORMS = tuple(
    (re.compile(pattern), form)
    for pattern, form in (
        (r"(?:de|du|desde|von|vom|с|со|от|з|із|від) (.+?) (?:à|au|a|al|hasta|bis|по|до) (.+)",
         r"from \1 to \2"),
        (r"(?:entre|zwischen|между|між) (.+?) (?:et|y|e|und|и|та|і|й) (.+)", r"between \1 and \2"),
        (r"(?:depuis|desde|seit|с|со|з|із|від) (?:le |la |el |dem |der )?(.+)", r"since \1"),
        (r"(?:avant|antes del?|vor|до|перед) (.+)", r"before \1"),
        (r"(?:après|apres|después del?|despues del?|nach|после|після) (.+)", r"after \1"),
        (r"(?:jusqu['’](?:en|à|au)|hasta|bis|по) (?:le |la |el |zum |zur )?(.+)", r"until \1"),
    )
)  # fmt: skip
_YEAR = re.compile(r"(?<=\d) ?(?:г\.?|гг\.?|года|году|годов|року|роки|р\.)(?= |$)")


def translate(text: str) -> str:
    """``text`` (in lower case) with its words for seasons, "since", "until" and the like in
    English; months and numbers stay."""
    text = in_english(text)
    if match := _COUNTED.fullmatch(text):
        return f"last {match[1] or match[2] or ''} {_UNIT[match[3]]}".replace("  ", " ")
    text = _IN.sub("", _YEAR.sub("", text), count=1) if _IN.match(text) else _YEAR.sub("", text)
    for pattern, form in _FORMS:
        if match := pattern.fullmatch(text):
            text = match.expand(form)
            break
    return re.sub(
        r"(spring|summer|autumn|winter) (?:de|del|des|en|der) ", r"\1 of ",
        _KNOWN.sub(lambda match: _WORDS[match[0]], text),
    )  # fmt: skip
