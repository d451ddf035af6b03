"""Translates the messages of errors into the reader's language.

The domain words an error in English, and programs get it so. The catalogues have each such message
as a key with placeholders (``tools.error_messages``). This module finds the key of a message again
and puts the texts of its placeholders into the translation.
"""

from __future__ import annotations

import ast
import re
from functools import cache

from service import languages
from service.api.language import gettext, language
from service.domain import countries
from service.formats.chart_words import UNITS
from service.web.labels import NAMES

HINT = re.compile("; (?:nearest: |did you mean )")
"""Words before the near spellings at the end of a message. The catalogues have what is before."""
LONGEST = 1000
"""The most characters of a message that is translated; a longer one stays unchanged."""
_PLACE = re.compile(r"%\((\w+)\)s")
_QUOTED = re.compile(r"""(['"]).*\1""", re.DOTALL)
_CODES = {**UNITS, **NAMES}
"""The words for the codes that a message may name: intervals and parameters."""
_ANY = re.compile(r" or (?=['\"]|\w)")


def without_hint(message: str) -> str:
    """The message without the near spellings at its end."""
    return HINT.split(message, maxsplit=1)[0]


def translated(message: str) -> str:
    """The message in the reader's language; in English if there is no translation. Near spellings
    at its end are a sentence of their own."""
    what, *near = HINT.split(message, maxsplit=1)
    found = _translation(what)
    if found is None or not near:
        return found or message
    choices = ", ".join(map(_named, near[0].removesuffix("?").split(", ")))
    hint = gettext("Did you mean %(choices)s?", choices=choices)
    return gettext("%(what)s. %(hint)s", what=found, hint=hint)


def _translation(message: str) -> str | None:
    if len(message) > LONGEST:
        return None
    for pattern, key in _patterns(language().code):
        match = pattern.fullmatch(message)
        if match is not None:
            values = {name: _value(name, text) for name, text in match.groupdict().items()}
            return language().pgettext(languages.ERROR, key) % values
    return None


def _value(name: str, text: str) -> str:
    """The text of a placeholder, with the quotes and the *or* of this language."""
    if name.startswith("any"):
        return language().one_of([_named(_unquoted(each)) for each in _ANY.split(text)])
    if text in _CODES:
        return gettext(_CODES[text])
    return _translation(text) or _unquoted(text)


def _named(text: str) -> str:
    """The name of a country in this language, if the text is its name in English."""
    try:
        code = countries.resolve(text)
    except countries.UnknownCountry:
        return text
    return language().country(code) if countries.name(code) == text else text


def _unquoted(text: str) -> str:
    """A text in Python's quotes with the quotes of this language instead."""
    if not _QUOTED.fullmatch(text):
        return text
    try:
        words = str(ast.literal_eval(text))
    except (SyntaxError, ValueError):
        return text
    return gettext("“%(words)s”", words=words)


@cache
def _patterns(code: str) -> tuple[tuple[re.Pattern[str], str], ...]:
    """The pattern and the key of each message; those with the most fixed text come first."""
    keys = sorted(languages.language(code).errors, key=lambda key: -len(_PLACE.sub("", key)))
    return tuple((_pattern(key), key) for key in keys)


def _pattern(key: str) -> re.Pattern[str]:
    pieces = _PLACE.split(key)
    made = [
        f"(?P<{piece}>.*?)" if place % 2 else re.escape(piece.replace("%%", "%"))
        for place, piece in enumerate(pieces)
    ]
    return re.compile("".join(made), re.DOTALL)
