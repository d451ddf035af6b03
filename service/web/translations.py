"""Gives templates the words of the pages in the reader's language.

A template writes ``{{ _("No events found.") }}``. A text and its translations may contain HTML
elements. The values of its placeholders are escaped.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from io import BytesIO
from urllib.parse import quote, urlencode

import orjson
from babel.dates import format_date, format_time
from babel.messages.extract import extract_javascript
from flask import Flask, request
from markupsafe import Markup
from werkzeug.local import LocalProxy

from service import languages
from service.api import query_strings
from service.api.addresses import prefix
from service.api.language import language, language_parameter, link_to
from service.api.proxy_headers import current
from service.domain.written.question import AskedTime
from service.languages import Language
from service.schemas.parameters import LANG
from service.web import assets
from service.web.query_urls import Choice

ALONE = ("dateline-timeline.js",)
"""Scripts for the pages of other sites, which contain their own words."""
KEYWORDS = {"_": None, "ngettext": (1, 2)}
COUNTED = range(1000)
"""Numbers that together use every plural form."""


def register(app: Flask) -> None:
    """Make the functions of this module known to the templates."""
    app.jinja_env.add_extension("jinja2.ext.i18n")
    app.jinja_env.globals.update(
        language=LocalProxy(language), language_parameter=language_parameter, link_to=link_to,
        _=gettext, gettext=gettext, ngettext=ngettext, pgettext=pgettext, term=term, number=number,
        country=country, isolated=isolated, listed=listed, day=day, moment=moment, money=money,
        in_words=in_words, time_in_words=time_in_words, script_words=script_words,
        languages=languages_to_choose,
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class LanguageChoice:
    """A language to choose: its code, its own name, and the URL of this page in it.

    The URL is ``None`` for the current language.
    """

    code: str
    name: str
    address: str | None


def languages_to_choose() -> list[LanguageChoice]:
    """All languages of the pages; their URLs have no key, because others may follow them."""
    kept = [each for each in query_strings.every(current()) if each[0] != LANG.name]
    here = prefix() + quote(request.path)
    return [
        LanguageChoice(
            code,
            name,
            None
            if code == language().code
            else f"{here}?{urlencode([*kept, (LANG.name, code)], safe='/,')}",
        )
        for code, name in languages.NAMES.items()
    ]


def gettext(msgid: str, **values: object) -> Markup:
    """The text in the reader's language, as markup."""
    return _filled(language().gettext(msgid), values)


def pgettext(context: str, msgid: str, **values: object) -> Markup:
    """The same for a text that has another meaning in another context."""
    return _filled(language().pgettext(context, msgid), values)


def ngettext(one: str, many: str, n: int, **values: object) -> Markup:
    """The text for ``n`` things; the placeholder ``num`` is that number."""
    found = language().catalogue.ngettext(one, many, n)
    return _filled(found, {"num": number(n), **values})


def _filled(text: str, values: dict[str, object]) -> Markup:
    return Markup(text) % values if values else Markup(text)  # noqa: S704  our own texts


def term(kind: str, code: str) -> str:
    """A fixed word of the API in words for people."""
    return language().term(kind, code)


def number(value: int) -> str:
    """A whole number with its thousands separated."""
    return language().number(value)


def country(code: str) -> str:
    """The name of a country."""
    return language().country(code)


def isolated(text: str) -> Markup:
    """A name inside a sentence, isolated from the writing direction around it."""
    return Markup("<bdi>{}</bdi>").format(text)


def listed(choices: Iterable[Choice], named: bool = False) -> Markup:
    """Links to other queries, the last after *or*, each with the number of its events.

    If ``named`` is true, the word "events" follows the number.
    """
    parts = []
    for each in choices:
        link = Markup('<a data-go href="{}"><bdi>{}</bdi></a>').format(each.address, each.words)
        if each.count is not None:
            count = events(each) if named else each.count
            link += Markup(" <small>{}</small>").format(count)
        parts.append(str(link))
    return Markup(language().one_of(parts))  # noqa: S704  all of it was escaped above


def events(choice: Choice) -> str:
    """``12 events``, ``1,000+ events``."""
    found = choice.found or 0
    return str(ngettext("%(num)s event", "%(num)s events", found, num=choice.count))


def day(moment: str) -> str:
    """The day of a moment (ISO 8601)."""
    return format_date(date.fromisoformat(moment[:10]), "long", locale=language().locale)


def moment(text: str) -> str:
    """A moment (ISO 8601, UTC) to the minute."""
    at = datetime.fromisoformat(text.replace("Z", "+00:00"))
    clock = format_time(at.time(), "HH:mm", locale=language().locale)
    return language().gettext("%(day)s, %(time)s UTC", day=day(text), time=clock)


def money(value: str, currency: str) -> str:
    """An amount with all its digits and separated thousands, and the code of its currency."""
    return language().money(value, currency)


def in_words(text: str | None) -> str | None:
    """An EDTF text in words."""
    return None if text is None else language().date(text)


def time_in_words(time: AskedTime) -> str:
    """The time that a query asks for, in words."""
    return language().time_in_words(time)


@cache
def _of_scripts() -> tuple[tuple[str, ...], ...]:
    """The texts in the scripts, each as a tuple of one, or of two if it has a plural."""
    found: dict[tuple[str, ...], None] = {}
    for name, found_asset in assets.assets().items():
        if not name.endswith(".js") or name in ALONE:
            continue
        body = BytesIO(found_asset.body)
        for _, _, texts, _ in extract_javascript(body, KEYWORDS, (), {}):
            found[(texts,) if isinstance(texts, str) else tuple(texts)[:2]] = None
    return tuple(found)


@cache
def _script_words(code: str) -> Markup:
    spoken = languages.language(code)
    words = {each[0]: spoken.forms(*each) for each in _of_scripts()}
    text = orjson.dumps({"words": words, "forms": _forms(spoken)}).decode()
    text = re.sub("[<>&]", lambda match: f"\\u{ord(match[0]):04x}", text)
    return Markup(f'<script type="application/json" id="words">{text}</script>\n')  # noqa: S704


def _forms(spoken: Language) -> dict[str, int]:
    """The index of the plural form for each plural category of CLDR."""
    return {spoken.locale.plural_form(n): spoken.form(n) for n in COUNTED}


def script_words() -> Markup:
    """The words of the scripts; empty for the default language, which the scripts contain."""
    code = language().code
    return Markup("") if code == languages.DEFAULT else _script_words(code)
