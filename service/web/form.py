"""Shows a query string of the API as the fields of the filter form."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from service.api.event_reads import LIST
from service.api.language import language
from service.domain import calendar, edtf
from service.domain.blocs import Bloc
from service.domain.written.question import AskedTime
from service.errors import FieldError
from service.schemas import charts
from service.schemas.country_roles import split_role
from service.schemas.parameters import FILTERS
from service.schemas.query_values import MAX_VALUES
from service.web.form_errors import FormError, form_error
from service.web.form_values import Pairs, with_role
from service.web.labels import ADDED, country_name, values_of
from service.web.query_urls import explore, without

CHART = tuple(each.name for each in charts.PAGE)
"""Parameters of the chart, which do not narrow the query."""
EXPLORED = (*LIST, *charts.PAGE)
"""Parameters of the explorer."""
SHOWN = ("q", "date", "match", "on", "sort", "undated")
"""Parameters that have a field of their own. The form sends the others along unseen."""
KNOWN = frozenset(each.name for each in FILTERS)


@dataclass(frozen=True, slots=True)
class HiddenFilter:
    """A filter without a field of its own: its parameter and value, and the URL of the query
    without it."""

    name: str
    value: str
    without: str


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
class Form:
    """The values of the fields, their errors, and the filters without a field."""

    values: dict[str, str] = field(default_factory=dict)
    categories: frozenset[str] = frozenset()
    others: list[HiddenFilter] = field(default_factory=list)
    involved: list[CountryFilter] = field(default_factory=list)
    errors: dict[str, list[FormError]] = field(default_factory=dict)
    general: list[FieldError] = field(default_factory=list)

    @property
    def active(self) -> int:
        """The number of filters in force."""
        own = sum(1 for name in SHOWN if name != "sort" and self.values.get(name))
        return own + bool(self.categories) + len(self.others)

    @property
    def hidden(self) -> list[HiddenFilter]:
        """The filters that the form sends along: all but the countries with a role to choose."""
        shown = {each.without for each in self.involved}
        return [each for each in self.others if each.name != "country" or each.without not in shown]

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
        """The value of the field for a day of any year, or ``None`` if it is missing or wrong."""
        return (
            AskedTime(on=self.values["on"])
            if "on" in self.values and "on" not in self.errors
            else None
        )


def read(
    pairs: Pairs, errors: Sequence[FieldError], blocs: Mapping[str, Bloc], today: date
) -> Form:
    """The form that shows the query ``pairs`` and the ``errors`` that the parser found in it."""
    form = Form()
    for error in errors:
        if error.parameter in (*SHOWN, *ADDED, *CHART, "category"):
            wrong = form.errors.setdefault(str(error.parameter), [])
            wrong.append(form_error(pairs, error, today))
        else:
            form.general.append(error)
    narrowing = without(pairs)
    for index, (name, text) in enumerate(narrowing):
        if name in SHOWN or name in CHART:
            form.values.setdefault(name, text)
        elif name == "category":
            form.categories |= set(text.split(","))
        elif name in KNOWN:
            if name == "country" and not _known(text, blocs):
                form.values[name] = text  # it stays in its field to be corrected
                continue
            rest = [each for at, each in enumerate(narrowing) if at != index]
            if not any(each[0] == "country" for each in rest):
                rest = without(rest, "role")
            form.others.append(HiddenFilter(name, text, explore(rest)))
            if name == "country":
                form.involved += _involved(text, blocs, form.others[-1].without)
    return form


def _known(text: str, blocs: Mapping[str, Bloc]) -> bool:
    """Whether all countries and blocs of a value of ``country`` are known."""
    names = [split_role(each)[0] for each in values_of(text)[: MAX_VALUES + 1]]
    return all(country_name(each, blocs) is not None for each in names)


def _involved(text: str, blocs: Mapping[str, Bloc], rest: str) -> Iterator[CountryFilter]:
    """The row that chooses the role of the countries of a value, if all have the same role.

    ``rest`` is the URL of the query without the value.
    """
    roles = {split_role(each)[1] or "" for each in values_of(text)}
    if len(roles) == 1:
        plain = with_role(text, "")
        names = [country_name(each, blocs) for each in values_of(plain)]
        label = language().one_of([each for each in names if each])
        yield CountryFilter(plain, label, roles.pop(), rest)
