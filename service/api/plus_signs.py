"""Explains a plus sign in a query string.

It stands for a space there, as in forms (URL Standard, 5.1). People forget that when they type
``tag=C5+1`` or an offset from UTC. If such a value is refused, the reply says how the sign was
read. The offset of a time is understood in both forms. A value that has other characters escaped
was written by a program, which escapes a plus sign too: its signs are spaces. So are those between
the words of a name, such as ``country=Middle+East``.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from urllib.parse import unquote_plus

from service.errors import FieldError

NOTE = "the + in the URL was read as a space; write %2B for a plus sign"
_NAME = re.compile(r"country=(?:(?=.*[a-z]{3})[^\d&]+|[A-Z]{3,}(?:\+[A-Z]{3,})+)")
"""A name with small letters and without digits, or with only long words: ``KZ+US`` are codes."""


def explained(errors: Sequence[FieldError], query_string: str) -> list[FieldError]:
    """``errors``, with a note for each parameter that was sent with an unescaped plus sign and no
    escaped character."""
    if "+" not in query_string:
        return [*errors]
    parts = [part for part in query_string.split("&") if not _NAME.fullmatch(part)]
    sent = (part.partition("=") for part in parts)
    names = {unquote_plus(name) for name, _, value in sent if "+" in value and "%" not in value}
    return [
        replace(each, detail=f"{each.detail}; {NOTE}") if each.parameter in names else each
        for each in errors
    ]
