"""URLs of SQLite files."""

from __future__ import annotations

from service.errors import Invalid

PREFIX = "sqlite:///"


def path_of(url: str) -> str:
    """The path in ``sqlite:///relative``, ``sqlite:////absolute`` or ``sqlite:///:memory:``.

    Raises ``Invalid`` if there is no path, or something after it: a file may have ``?`` in its
    name, but nobody means such a file here.
    """
    path, mark, _ = url.removeprefix(PREFIX).partition("?")
    if not path:
        raise Invalid(f"DATELINE_DATABASE_URL: {url!r} must look like sqlite:///path/to.db")
    if mark:
        what = f"{url!r} must have no parameters; did you mean {PREFIX}{path}?"
        raise Invalid(f"DATELINE_DATABASE_URL: {what}")
    return path
