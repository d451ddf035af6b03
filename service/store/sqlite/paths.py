"""URLs of SQLite files."""

from __future__ import annotations

from service.errors import Invalid

PREFIX = "sqlite:///"


def path_of(url: str) -> str:
    """The path in ``sqlite:///relative``, ``sqlite:////absolute`` or ``sqlite:///:memory:``.

    Raises ``Invalid`` for any other kind of URL.
    """
    if not url.startswith(PREFIX) or len(url) == len(PREFIX):
        raise Invalid(
            f"DATELINE_DATABASE_URL: {url!r} must look like sqlite:///path/to.db"
            " or postgresql://user@host/name"
        )
    return url.removeprefix(PREFIX)
