"""Passwords in URLs, which no message and no log may show."""

from __future__ import annotations

import re

HIDDEN = "***"
_NAMED = re.compile(r"(password\s*=\s*)('(?:\\.|[^'\\])*'|[^\s&]*)", re.IGNORECASE)
"""A password as a parameter of a URL or of a connection string of libpq."""


def without_password(url: str) -> str:
    """``url`` with ``***`` in place of its passwords. The text may have any form, because it is
    shown above all if it is wrong: everything from the colon after the user to the last ``@`` is
    hidden."""
    url = _NAMED.sub(rf"\g<1>{HIDDEN}", url)
    before, at, host = url.rpartition("@")
    if not at:
        return url
    scheme, slashes, user = before.rpartition("://") if "://" in before else ("", "", before)
    name, colon, _ = user.partition(":")
    return f"{scheme}{slashes}{name}{colon}{HIDDEN if colon else ''}@{host}"
