"""The small words of a question in other languages whose months are known, in English."""

from __future__ import annotations

import re

_SEASONS = {
    "spring": "printemps primavera frühling frühjahr весна весной весны весною навесні көктем",
    "summer": "été verano sommer лето летом лета літо літа влітку жаз",
    "autumn": "automne otoño otono herbst осень осенью осени осінь осені восени күз",
    "winter": "hiver invierno зима зимой зимы взимку қыс",
    "today": "aujourd'hui hoy heute сегодня сьогодні бүгін",
    "yesterday": "hier ayer gestern вчера вчора кеше",
    "tomorrow": "demain mañana morgen завтра ертең",
}
_WORDS = {word: english for english, words in _SEASONS.items() for word in words.split()}
_KNOWN = re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, _WORDS))})(?!\w)")
_FORMS = tuple(
    (re.compile(pattern), form)
    for pattern, form in (
        (r"(?:de|du|desde|von|vom|с|со|от|з|із|від) (.+?) (?:à|au|a|al|hasta|bis|по|до) (.+)",
         r"from \1 to \2"),
        (r"(?:entre|zwischen|между|між) (.+?) (?:et|y|e|und|и|та|і|й) (.+)", r"between \1 and \2"),
        (r"(?:depuis|desde|seit|с|со|з|із|від) (.+)", r"since \1"),
        (r"(?:avant|antes del?|vor|до|перед) (.+)", r"before \1"),
        (r"(?:après|apres|después del?|despues del?|nach|после|після) (.+)", r"after \1"),
        (r"(?:jusqu['’](?:en|à|au)|hasta|bis|по) (.+)", r"until \1"),
    )
)  # fmt: skip
_YEAR = re.compile(r"(?<=\d) ?(?:г\.?|гг\.?|года|году|годов|року|роки|р\.)(?= |$)")


def english(text: str) -> str:
    """``text`` (in lower case) with the words for seasons, "since", "until" and the like in
    English; months and numbers stay."""
    text = _YEAR.sub("", text)
    for pattern, form in _FORMS:
        if match := pattern.fullmatch(text):
            text = match.expand(form)
            break
    return re.sub(
        r"(spring|summer|autumn|winter) (?:de|del|des|en|der) ", r"\1 of ",
        _KNOWN.sub(lambda match: _WORDS[match[0]], text),
    )  # fmt: skip
