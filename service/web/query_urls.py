"""The URLs of queries on the explorer."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlencode

from service.api.access import with_key
from service.api.addresses import prefix
from service.api.language import language, with_language
from service.domain.vocabulary import ROLES
from service.schemas.country_roles import split_role
from service.web.form_values import Pairs

VIEW = ("cursor", "window")
"""Parameters that show a part of the results and do not narrow the query."""


@dataclass(frozen=True, slots=True)
class Choice:
    """Another query: its text, its parameters, and the number of its events if that is known.

    ``more`` says that there are more events than ``found``.
    """

    words: str
    pairs: Pairs
    found: int | None = None
    more: bool = False

    @property
    def count(self) -> str | None:
        """The number of its events for the reader: ``12``, ``1,000+``."""
        if self.found is None:
            return None
        return f"{language().number(self.found)}{'+' if self.more else ''}"

    @property
    def address(self) -> str:
        """The URL of the query."""
        return explore(self.pairs)


def explore(pairs: Pairs) -> str:
    """The explorer's URL with this query."""
    query = encoded(pairs)
    return with_language(with_key(prefix() + (f"/?{query}" if query else "/")))


def encoded(pairs: Pairs) -> str:
    """The query string of a URL, percent-encoded only if necessary."""
    return "&".join(urlencode([each], safe=_plain(*each)) for each in pairs)


def _plain(name: str, text: str) -> str:
    """The characters of a value that need no percent-encoding; a colon only before a role."""
    if name != "country":
        return "/,"
    roles = (split_role(each)[1] for each in text.split(","))
    return "/,:" if all(role is None or role in ROLES for role in roles) else "/,"


def without(pairs: Pairs, *names: str) -> list[tuple[str, str]]:
    """``pairs`` without these parameters, without a cursor and without a window."""
    return [each for each in pairs if each[0] not in (*names, *VIEW)]
