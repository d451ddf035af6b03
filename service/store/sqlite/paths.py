"""URLs of SQLite files."""

from __future__ import annotations

import re

from service.errors import Invalid

PREFIX = "sqlite:///"
_NOT_READ = {
    re.compile(r"\?[a-z_]+="): "has options after '?', and SQLite has none here",
    re.compile(r"^/*~"): "begins with ~, which is not read as a folder; write the whole path",
    re.compile(r"%[0-9A-Fa-f]{2}"): "has an escaped character; write the path as it is, without %",
    re.compile(r"^file:"): "names the file twice; leave out file:",
}
"""Parts of URLs that other programs read, and that would become part of the file's name here."""


def path_of(url: str) -> str:
    """The path in ``sqlite:///relative``, ``sqlite:////absolute`` or ``sqlite:///:memory:``.

    Raises ``Invalid`` for any other kind of URL.
    """
    if not url.startswith(PREFIX) or len(url) == len(PREFIX):
        raise Invalid(
            f"DATELINE_DATABASE_URL: {url!r} must look like sqlite:///path/to.db"
            " or postgresql://user@host/name"
        )
    path = url.removeprefix(PREFIX)
    for sign, reason in _NOT_READ.items():
        if sign.search(path):
            raise Invalid(f"DATELINE_DATABASE_URL: {url!r} {reason}")
    return path
