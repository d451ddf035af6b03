"""The language of a reply for people.

It is that of ``lang=`` in the URL, else the browser's preferred one (``Accept-Language``), else
English.
"""

from __future__ import annotations

from flask import Response, request

from service import languages
from service.api import query_strings
from service.api.addresses import prefix
from service.api.proxy_headers import current
from service.languages import Language
from service.schemas.parameters import LANG

LANGUAGE = "dateline.language"
"""In the environment: the language of the reply."""
NAMED = "dateline.lang"
"""In the environment: the code of the language in the URL; empty if the URL names none."""
SPOKEN = "Accept-Language"
WITHOUT = ("/v1/", "/static/")
"""Paths whose replies do not depend on ``Accept-Language``, because programs send it by default."""


def language() -> Language:
    """The language of the reply to this request. The reader of the query refuses an unknown
    ``lang``; the page that says so is in the browser's language."""
    environ = request.environ
    found: Language | None = environ.get(LANGUAGE)
    if found is None:
        header = environ.get("HTTP_ACCEPT_LANGUAGE")
        code = _parameter() or preferred_on(request.path, header) or languages.DEFAULT
        found = environ[LANGUAGE] = languages.language(code)
    return found


def preferred_on(path: str, header: str | None) -> str:
    """The language in which a page at ``path`` answers an ``Accept-Language`` header; empty if the
    header makes no difference. The reply cache keeps replies in different languages apart."""
    return "" if path.startswith(WITHOUT) else languages.preferred(header or "")


def _parameter() -> str:
    environ = request.environ
    found: str | None = environ.get(NAMED)
    if found is None:
        found = environ[NAMED] = languages.matching(query_strings.first(current(), LANG.name)) or ""
    return found


def language_parameter() -> list[tuple[str, str]]:
    """``lang`` as a parameter of links, if the URL of this page has it."""
    code = _parameter()
    return [(LANG.name, code)] if code else []


def with_language(address: str) -> str:
    """A URL of this service with the language that the URL of this page names."""
    for name, code in language_parameter():
        path, mark, fragment = address.partition("#")
        address = f"{path}{'&' if '?' in path else '?'}{name}={code}{mark}{fragment}"
    return address


def link_to(path: str) -> str:
    """The link to a page of this service, with the prefix of a proxy and the language of the
    URL."""
    return with_language(prefix() + path)


def add_language_headers(response: Response) -> None:
    """Add headers that name the language of a page, and say if it depends on the browser's
    preference."""
    if response.status_code != 304:
        response.headers["Content-Language"] = language().code
    if not language_parameter():
        response.vary.add(SPOKEN)


def gettext(msgid: str, **values: object) -> str:
    """A text in the language of this reply."""
    return language().gettext(msgid, **values)


def ngettext(one: str, many: str, n: int, **values: object) -> str:
    """A text for a number of things. ``num`` in the text is the number as the language writes
    it."""
    return language().ngettext(one, many, n, **values)
