"""URLs of SQLite files."""

from __future__ import annotations

import os
import re
from pathlib import Path

from service.errors import Invalid

PREFIX = "sqlite:///"
_NOT_READ = {
    re.compile(r"\?"): "has options after '?', and SQLite has none here",
    re.compile(r"^/*~"): "begins with ~, which is not read as a folder; write the whole path",
    re.compile(r"%[0-9A-Fa-f]{2}"): "has an escaped character; write the path as it is, without %",
    re.compile(
        r"\s$|[\x00-\x1f\x7f]"
    ): "has a space or a line break at its end, or a control character",
    re.compile(r"^file:"): "names the file twice; leave out file:",
}
"""Parts of URLs that other programs read, and that would become part of the file's name here."""


def path_of(url: str) -> str:
    """The path in ``sqlite:///relative``, ``sqlite:////absolute`` or ``sqlite:///:memory:``.

    Raises ``Invalid`` if there is no path, or one that other programs would read otherwise.
    """
    path = url.removeprefix(PREFIX)
    if not path:
        raise Invalid(f"DATELINE_DATABASE_URL: {url!r} must look like sqlite:///path/to.db")
    for sign, reason in _NOT_READ.items():
        if sign.search(path):
            raise Invalid(f"DATELINE_DATABASE_URL: {url!r} {reason}")
    return path


def followed(path: Path) -> Path:
    """The file that a link names, which need not exist; any other path as it is. A file that gets
    its name when it is complete would otherwise replace the link, perhaps on another disk."""
    return Path(os.path.realpath(path)) if path.is_symlink() else path
