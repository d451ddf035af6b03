"""English for the words of a question in another language: the languages of the pages, German and
Ukrainian.

The reader of questions knows English forms (``service.domain.written.phrase``). Each language has
rules for a whole text (``since 2015``, ``the 1960s``), whose parts are translated in turn, and
words. Names of months are known in every language (``service.domain.written.names``).
"""

from __future__ import annotations

import re
from functools import cache
from itertools import chain

from service.domain.written.names import single_months
from service.domain.written.translations import ar, de, es, fr, kk, ru, zh
from service.domain.written.translations.rules import Form

LANGUAGES = (fr, es, de, ru, kk, ar, zh)
_OF_ALL = sorted(
    (*(rule for each in LANGUAGES for rule in each.RULES), ("(.+?) [–—] (.+)", "{0} – {1}")),
    key=lambda rule: rule[1] == "{0}",
)
"""The rules that only leave words out come last: "en" is left out in French, and "en dos años" is
Spanish."""
_WORDS = {
    word: english
    for english, words in chain.from_iterable(each.WORDS.items() for each in LANGUAGES)
    for word in words.split()
}
_KNOWN = re.compile(
    rf"(?<!\w)(?:{'|'.join(map(re.escape, sorted(_WORDS, key=len, reverse=True)))})(?!\w)"
)
_YEAR = re.compile(r"(?<=\d{3}) ?(?:гг?\.?|год(?:а|у|ов|ами)?|рок(?:у|и|ами)|році|рр?\.)(?= |$)")
_SPACES = re.compile(r"\s+")


def translate(text: str) -> str:
    """``text`` (in lower case) in English, as far as it has words of another language; months and
    numbers stay."""
    plain = _YEAR.sub("", zh.in_digits(single_months(text)))
    return _translated(_SPACES.sub(" ", plain).strip(" ،。"))


@cache
def _rules() -> list[tuple[re.Pattern[str], Form]]:
    """All rules; compiled for the first question, because this takes longer than the start of a
    command."""
    return [(re.compile(pattern), form) for pattern, form in _OF_ALL]


def _translated(text: str) -> str:
    for pattern, form in _rules():
        if match := pattern.fullmatch(text):
            if not isinstance(form, str):
                return str(form(*match.groups()))
            # Each group is shorter than the text, so this comes to an end.
            return form.format(*map(_translated, match.groups()))
    return _KNOWN.sub(lambda match: _WORDS[match[0]], text)
