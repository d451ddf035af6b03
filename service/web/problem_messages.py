"""Messages of faults in the reader's language.

A fault is worded in English where it is found, deep in the domain, and programs get it so. The
catalogues have each such message as a key with places in it (``tools.faults``); here the key is
found again from a message, and what stood in its places goes into the translation.
"""

from __future__ import annotations

import ast
import re
from functools import cache

from service import languages
from service.api.language import gettext, language

LONGEST = 1000
"""Characters of a message that is looked up; a longer one stays as it is."""
_PLACE = re.compile(r"%\((\w+)\)s")
_QUOTED = re.compile(r"""(['"]).*\1""", re.DOTALL)
_ANY = re.compile(r" or (?=['\"]|\w)")


def told(message: str) -> str:
    """The message, in English where there is no translation of it."""
    return _told(message) or message


def _told(message: str) -> str | None:
    if len(message) > LONGEST:
        return None
    for pattern, key in _patterns(language().code):
        match = pattern.fullmatch(message)
        if match is not None:
            values = {name: _value(name, text) for name, text in match.groupdict().items()}
            return language().pgettext(languages.FAULT, key) % values
    return None


def _value(name: str, text: str) -> str:
    """What stood in a place, with this language's quotes and its *or*."""
    if name.startswith("any"):
        return language().one_of([_unquoted(each) for each in _ANY.split(text)])
    return _told(text) or _unquoted(text)


def _unquoted(text: str) -> str:
    """A text in the quotes of Python, in those of this language."""
    if not _QUOTED.fullmatch(text):
        return text
    try:
        words = str(ast.literal_eval(text))
    except (SyntaxError, ValueError):
        return text
    return gettext("“%(words)s”", words=words)


@cache
def _patterns(code: str) -> tuple[tuple[re.Pattern[str], str], ...]:
    """What finds each message, the most telling first, and its key."""
    keys = sorted(languages.language(code).faults, key=lambda key: -len(_PLACE.sub("", key)))
    return tuple((_pattern(key), key) for key in keys)


def _pattern(key: str) -> re.Pattern[str]:
    pieces = _PLACE.split(key)
    made = [
        f"(?P<{piece}>.*?)" if place % 2 else re.escape(piece.replace("%%", "%"))
        for place, piece in enumerate(pieces)
    ]
    return re.compile("".join(made), re.DOTALL)
