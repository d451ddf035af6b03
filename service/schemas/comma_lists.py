"""Lists of values with commas between them, as a query writes them.

A value that contains a comma, or begins with a double quote, stands in double quotes. A double
quote inside it is written twice, as in CSV (RFC 4180, 2). Other quotes are part of the value. If a
quote begins a value, does not end it, and a comma follows, the list is refused, because that comma
could be part of the value.

A name without quotes may not begin with a sign that means *not* elsewhere (``-Kazakhstan``,
``!Kazakhstan``). A filter cannot exclude a value, and names are compared without such signs, so the
reply would be the opposite of the question.
"""

from __future__ import annotations

import re

from service.schemas.fields import CONTROLS, field_error

_VALUE = r'\s*(?:"((?:[^"]|"")*)"\s*|([^\s",][^,]*|"[^,]*$|))'
_NEXT = re.compile(rf"{_VALUE}(?:,|$)")
NOT = "-!~^¬≠<\u2010-\u2015\u2212"
"""The signs for *not*, for a class of characters, and all signs that may be typed as a minus."""
_SPACE = r"[^\S\x0b\x0c\x1c-\x1f]*"
_LAST = rf'(?!"\s*"\s*$)"[^,{CONTROLS}]*'


def _pattern(refused: str) -> str:
    shown = (
        rf'(?:"{_SPACE}(?:[^\s"{CONTROLS}]|"")(?:[^"{CONTROLS}]|"")*"{_SPACE}'
        rf'|[^{refused}\s",{CONTROLS}][^,{CONTROLS}]*)'
    )
    return rf"^{_SPACE}(?:{shown},{_SPACE})*(?:{shown}|{_LAST})$"


PATTERN = _pattern("")
"""The same as JSON Schema: one or more values, none of them blank, without control characters."""
NAMES = _pattern(NOT.replace("-", r"\-", 1))
"""The same for names, which may not begin with a sign for *not*."""
_EXCLUDED = re.compile(rf"[{NOT}]")


def without_not(text: str) -> str | None:
    """The name after a sign for *not*; ``None`` if the text does not begin with one."""
    if not _EXCLUDED.match(text):
        return None
    return text.lstrip(text[0]).strip(" >")


def refuse_not(text: str) -> str:
    """The name. Raises ``ValidationError`` if it begins with a sign for *not*."""
    name = without_not(text)
    if name is None:
        return text
    raise field_error(
        f"{text[:64]!r} begins with {text[0]!r}, which does not exclude a value",
        (name,) if name else (),
    )


def excluded(text: str) -> str | None:
    """The first value without quotes that begins with a sign for *not*."""
    plain = [each.strip() for each in text.split(",")]
    if '"' in text:
        plain = [found[2].strip() for found in _NEXT.finditer(text) if found[1] is None]
    return next((each for each in plain if _EXCLUDED.match(each)), None)


def split_list(text: str) -> list[str]:
    """The values, without quotes and the spaces around them. Raises ``ValueError`` if it is not
    clear whether a comma is part of a value."""
    if '"' not in text:
        return [each.strip() for each in text.split(",")]
    found, at = [], 0
    while True:
        match = _NEXT.match(text, at)
        if match is None:
            raise ValueError(
                f"{text[at : at + 64].strip()!r} may be one value or several: a value that begins"
                " with a double quote must end with one before the next comma, and quotes inside it"
                " are doubled"
            )
        quoted, plain = match.groups()
        found.append((plain if quoted is None else quoted.replace('""', '"')).strip())
        at = match.end()
        if at == len(text) and not match[0].endswith(","):
            return found


def quote(value: str) -> str:
    """``value`` in the form that ``split_list`` reads."""
    if "," in value or value.startswith('"') or _EXCLUDED.match(value):
        return '"' + value.replace('"', '""') + '"'
    return value
