"""English for the words of a question in another language: the languages of the pages, German and
Ukrainian.

The reader of questions knows English forms (``service.domain.written.phrase``). Each language has
rules for a whole text (``since 2015``, ``the 1960s``), whose parts are translated in turn, and
words. Names of months are known in every language (``service.domain.written.names``).
"""

from __future__ import annotations

import re
from functools import cache, reduce
from itertools import chain

from service.domain.written.names import LANGUAGES_OF, single_months
from service.domain.written.translations import ar, de, es, fr, kk, ru, zh
from service.domain.written.translations.rules import Form

LANGUAGES = {"fr": fr, "es gl pt": es, "de": de, "ru uk": ru, "kk": kk, "ar": ar, "zh": zh}
_OF_ALL = sorted(
    (
        *((*rule, codes) for codes, each in LANGUAGES.items() for rule in each.RULES),
        ("(.+?) [–—] (.+)", "{0} – {1}", ""),
    ),
    key=lambda rule: rule[1] == "{0}",
)
"""All rules, each with its languages. Those that only leave words out come last: "en" is left out
in French, and "en dos años" is Spanish."""
_WORDS = {
    word: english
    for english, words in chain.from_iterable(each.WORDS.items() for each in LANGUAGES.values())
    for word in words.split()
}
_KNOWN = re.compile(
    rf"(?<!\w)(?:{'|'.join(map(re.escape, sorted(_WORDS, key=len, reverse=True)))})(?!\w)"
)
_YEAR = re.compile(r"(?<=\d{3}) ?(?:гг?\.?|год(?:а|у|ов|ами)?|рок(?:у|и|ами)|році|рр?\.)(?= |$)")
_WORD = re.compile(r"[^\W\d_]+")
_EVERY = frozenset().union(*LANGUAGES_OF.values())
_SPACES = re.compile(r"\s+")


def translate(text: str) -> str:
    """``text`` (in lower case) in English, as far as it has words of another language; months and
    numbers stay."""
    plain = _YEAR.sub("", zh.in_digits(single_months(text)))
    return _translated(_SPACES.sub(" ", plain).strip(" ،。"))


@cache
def _rules() -> list[tuple[re.Pattern[str], Form, frozenset[str]]]:
    """All rules; compiled for the first question, because this takes longer than the start of a
    command."""
    return [
        (re.compile(pattern), form, frozenset(codes.split())) for pattern, form, codes in _OF_ALL
    ]


def _languages_of_months(text: str) -> frozenset[str]:
    """The languages that have the months in ``text``; empty if there is none, or if one is English
    too, because such a month stands beside words of every language."""
    words = (LANGUAGES_OF[word] for word in _WORD.findall(text) if word in LANGUAGES_OF)
    found = reduce(frozenset.intersection, words, _EVERY)
    return frozenset() if "en" in found else found


def _translated(text: str) -> str:
    others = _languages_of_months(text)
    for pattern, form, languages in _rules():
        if others and languages and languages.isdisjoint(others):
            continue  # "до" is "before" in Russian and "until" in Bulgarian
        if match := pattern.fullmatch(text):
            if not isinstance(form, str):
                return str(form(*match.groups()))
            # Each group is shorter than the text, so this comes to an end.
            return form.format(*map(_translated, match.groups()))
    return _KNOWN.sub(lambda match: _WORDS[match[0]], text)
