"""Shows a query string of the API as the fields and chips of the filter form."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from urllib.parse import urlencode

from service.api.access import with_key
from service.api.addresses import prefix
from service.api.event_reads import LIST
from service.api.language import gettext, language, with_language
from service.domain import calendar, edtf
from service.domain.blocs import Bloc
from service.domain.near_spellings import LONGEST
from service.domain.vocabulary import ROLES
from service.domain.written.question import AskedTime
from service.errors import FieldError
from service.languages import mark
from service.schemas import charts
from service.schemas.comma_lists import quote, split_list
from service.schemas.country_roles import split_role
from service.schemas.parameters import FILTERS, GRAMMAR, WORDED
from service.schemas.query_text import code_of
from service.schemas.query_values import MAX_VALUES
from service.web.form_values import Pairs, reason_unclear, with_role
from service.web.problem_messages import translated

CHART = tuple(each.name for each in charts.PAGE)
"""Parameters of the chart, which do not narrow the query."""
EXPLORED = (*LIST, *charts.PAGE)
"""Parameters of the explorer."""
SHOWN = ("q", "date", "match", "on", "sort", "undated")
"""Parameters that have a field of their own; the others become chips."""
ADDED = tuple(each.name for each in FILTERS if each.quoted)
"""Parameters whose field adds another value."""
VIEW = ("cursor", "window")
"""Parameters that show a part of the results and do not narrow the query."""
KNOWN = frozenset(each.name for each in FILTERS)


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


@dataclass(frozen=True, slots=True)
class Chip:
    """A part of the query: its parameter, value and label, and the query without it."""

    name: str
    value: str
    label: str
    pairs: Pairs

    @property
    def without(self) -> str:
        """The URL of the query without it."""
        return explore(self.pairs)


@dataclass(frozen=True, slots=True)
class CountryFilter:
    """A country or bloc in the query, or several of which an event needs one.

    ``value`` is without the ``role`` that all of them have.
    """

    value: str
    label: str
    role: str
    without: str


@dataclass(slots=True)
class FieldFault:
    """A fault beside its field, with other queries to choose.

    If ``near`` is true, the choices are similar spellings; else they are possible meanings.
    """

    detail: str
    choices: list[Choice] = field(default_factory=list)
    near: bool = True


@dataclass(slots=True)
class Form:
    """The values of the fields, their faults, and the chips."""

    values: dict[str, str] = field(default_factory=dict)
    categories: frozenset[str] = frozenset()
    chips: list[Chip] = field(default_factory=list)
    involved: list[CountryFilter] = field(default_factory=list)
    errors: dict[str, list[FieldFault]] = field(default_factory=dict)
    general: list[FieldError] = field(default_factory=list)

    @property
    def active(self) -> int:
        """The number of filters in force."""
        own = sum(1 for name in SHOWN if name != "sort" and self.values.get(name))
        return own + bool(self.categories) + len(self.chips)

    @property
    def hidden_chips(self) -> list[Chip]:
        """The chips that the form sends along: all but the countries with a role to choose."""
        shown = {each.without for each in self.involved}
        return [each for each in self.chips if each.name != "country" or each.without not in shown]

    @property
    def read(self) -> AskedTime | None:
        """The value of the date field, or ``None`` if it is no valid date."""
        try:
            return AskedTime(edtf.parse(self.values.get("date", "")).text)
        except edtf.DateError:
            return None

    @property
    def days(self) -> tuple[str, str] | None:
        """First and last day of the date for the calendar, each empty if open.

        It is ``None`` for years outside 1 to 9999, which the calendar does not have.
        """
        if self.read is None:
            return None
        known = edtf.parse(self.read.date)
        ends = tuple("" if day is None else calendar.iso(day)
                     for day in (known.earliest, known.latest))  # fmt: skip
        return (ends[0], ends[1]) if all(len(each) in (0, 10) for each in ends) else None

    @property
    def day(self) -> AskedTime | None:
        """The value of the field for a day of any year, or ``None`` if it is missing or faulty."""
        return (
            AskedTime(on=self.values["on"])
            if "on" in self.values and "on" not in self.errors
            else None
        )


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


def read(
    pairs: Pairs, faults: Sequence[FieldError], blocs: Mapping[str, Bloc], today: date
) -> Form:
    """The form that shows the query ``pairs`` and the ``faults`` that the parser found in it."""
    form = Form()
    for fault in faults:
        if fault.parameter in (*SHOWN, *ADDED, *CHART, "category"):
            form.errors.setdefault(str(fault.parameter), []).append(_told(pairs, fault, today))
        else:
            form.general.append(fault)
    asked = without(pairs)
    for index, (name, text) in enumerate(asked):
        if name in SHOWN or name in CHART:
            form.values.setdefault(name, text)
        elif name == "category":
            form.categories |= set(text.split(","))
        elif name in KNOWN:
            label = _label(name, text, blocs)
            if label is None:
                form.values[name] = text
                continue
            rest = [each for at, each in enumerate(asked) if at != index]
            if not any(each[0] == "country" for each in rest):
                rest = without(rest, "role")
            form.chips.append(Chip(name, text, label, rest))
            if name == "country":
                form.involved += _involved(text, blocs, form.chips[-1])
    return form


def _told(pairs: Pairs, fault: FieldError, today: date) -> FieldFault:
    """A fault, without the name of its field and the hints that the page shows anyway."""
    if fault.parameter == "date":
        text = next((text for name, text in pairs if name == "date"), "")
        if (found := reason_unclear(text, pairs, today)) is not None:
            return FieldFault(_sentence(translated(str(found))), [
                Choice(f"{language().time_in_words(each)} ({each.code})", _dated(pairs, each))
                for each in found.readings
            ], near=False)  # fmt: skip
    detail = fault.detail.removeprefix(f"{fault.parameter}: ")
    for hint in ("; nearest: ", "; did you mean ") if fault.nearest else ():
        detail = detail.partition(hint)[0]
    return FieldFault(_sentence(translated(detail)), suggestions(pairs, fault))


def sentence(name: str | None, text: str) -> str:
    """A fault as a sentence; it may begin with the name of its parameter."""
    if name and text.startswith(f"{name}: "):
        text = translated(text.removeprefix(f"{name}: "))
        return gettext("%(name)s: %(what)s", name=parameter(name), what=text)
    return _sentence(translated(text))


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:]


def _dated(pairs: Pairs, asked: AskedTime) -> Pairs:
    """The query with that date instead."""
    name, value = ("date", asked.date) if asked.date else ("on", asked.on)
    return [(name, value) if each[0] == "date" else each for each in without(pairs)
            if each[0] != "on" or name == "date"]  # fmt: skip


def _label(name: str, text: str, blocs: Mapping[str, Bloc]) -> str | None:
    """The text of a chip; ``None`` for an unknown country, which stays in its field."""
    if name == "country":
        found = [_country(each, blocs) for each in _values(text)[: MAX_VALUES + 1]]
        return None if None in found else language().one_of([*filter(None, found)])
    if name == "role":
        roles = [language().term("role", each) for each in text.split(",")]
        return gettext("as %(role)s", role=language().one_of(roles))
    if name in ADDED:
        return language().one_of(_values(text))
    return gettext("%(name)s: %(what)s", name=parameter(name), what=_what(name, text))


NAMES = {
    "from": mark("from"), "to": mark("until"), "begins": mark("begins"), "status": mark("status"),
    "precision": mark("precision"), "bbox": mark("area"), "min_amount": mark("at least"),
    "currency": mark("currency"), "updated_since": mark("changed since"), "date": mark("date"),
    "match": mark("match"), "on": mark("day of any year"), "country": mark("country"),
    "role": mark("role"), "category": mark("kind"), "actor": mark("person or organisation"),
    "tag": mark("tag"), "q": mark("words"), "undated": mark("unknown dates"),
    "sort": mark("order"), "limit": mark("page size"), "count": mark("count"),
    "fields": mark("fields"), "lang": mark("language"), "cursor": mark("page"),
    "bloc": mark("bloc"), "interval": mark("steps"), "measure": mark("measure"),
    "by": mark("split by"), "compare": mark("comparison"),
}  # fmt: skip
"""The names of parameters on the page."""


def parameter(name: str) -> str:
    """The name of a parameter for the reader."""
    return gettext(NAMES[name]) if name in NAMES else name.replace("_", " ")


def _what(name: str, text: str) -> str:
    """The values of a parameter for the reader."""
    words = [each.strip() for each in text.split(",")]
    if name in WORDED:
        return language().one_of([language().term(name, each) for each in words])
    if GRAMMAR[name].schema.get("format") == "edtf":
        try:
            return language().date(text)
        except edtf.DateError:
            return text
    return text


def _values(text: str) -> list[str]:
    """The values between commas; the whole text if its quotes are wrong."""
    try:
        return split_list(text)
    except ValueError:
        return [text]


def _country(value: str, blocs: Mapping[str, Bloc]) -> str | None:
    name, role = split_role(value)
    shown = _country_name(name, blocs)
    if not shown or not role:
        return shown
    return gettext("%(country)s as %(role)s", country=shown, role=language().term("role", role))


def _country_name(name: str, blocs: Mapping[str, Bloc]) -> str | None:
    code = code_of(name, blocs)
    return code if code is None or code in blocs else language().country(code)


def _involved(text: str, blocs: Mapping[str, Bloc], chip: Chip) -> Iterator[CountryFilter]:
    """The row that chooses the role of a chip's countries, if all of them have the same role."""
    roles = {split_role(each)[1] or "" for each in _values(text)}
    if len(roles) == 1:
        plain = with_role(text, "")
        names = [_country_name(each, blocs) for each in _values(plain)]
        label = language().one_of([each for each in names if each])
        yield CountryFilter(plain, label, roles.pop(), chip.without)


def suggestions(pairs: Pairs, fault: FieldError) -> list[Choice]:
    """For each nearest spelling, the query with that word instead."""
    found = []
    for word in fault.nearest:
        changed = [
            (name, _instead(text, word, fault.detail) if name == fault.parameter else text)
            for name, text in without(pairs)
        ]
        found.append(Choice(word, changed))
    return found


def _instead(text: str, word: str, detail: str) -> str:
    """``text`` with ``word`` in place of the part that the fault's ``detail`` quotes."""
    return ",".join(word if _quoted(each, detail) else quote(each) for each in _values(text))


def _quoted(value: str, detail: str) -> bool:
    """Whether ``detail`` quotes the value, whole or the name in it."""
    texts = {value, split_role(value)[0]}
    return any(repr(each) in detail or f"{each[:LONGEST]!r} is" in detail for each in texts)
