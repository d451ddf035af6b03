"""Shows a query string of the API as the fields and chips of the filter form."""

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
from service.web.form_errors import FormError, form_error
from service.web.form_values import Pairs, with_role
from service.web.labels import ADDED, chip_label, country_name, values_of
from service.web.query_urls import explore, without

CHART = tuple(each.name for each in charts.PAGE)
"""Parameters of the chart, which do not narrow the query."""
EXPLORED = (*LIST, *charts.PAGE)
"""Parameters of the explorer."""
SHOWN = ("q", "date", "match", "on", "sort", "undated")
"""Parameters that have a field of their own; the others become chips."""
KNOWN = frozenset(each.name for each in FILTERS)


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
class Form:
    """The values of the fields, their errors, and the chips."""

    values: dict[str, str] = field(default_factory=dict)
    categories: frozenset[str] = frozenset()
    chips: list[Chip] = field(default_factory=list)
    involved: list[CountryFilter] = field(default_factory=list)
    errors: dict[str, list[FormError]] = field(default_factory=dict)
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
            label = chip_label(name, text, blocs)
            if label is None:
                form.values[name] = text
                continue
            rest = [each for at, each in enumerate(narrowing) if at != index]
            if not any(each[0] == "country" for each in rest):
                rest = without(rest, "role")
            form.chips.append(Chip(name, text, label, rest))
            if name == "country":
                form.involved += _involved(text, blocs, form.chips[-1])
    return form


def _involved(text: str, blocs: Mapping[str, Bloc], chip: Chip) -> Iterator[CountryFilter]:
    """The row that chooses the role of a chip's countries, if all of them have the same role."""
    roles = {split_role(each)[1] or "" for each in values_of(text)}
    if len(roles) == 1:
        plain = with_role(text, "")
        names = [country_name(each, blocs) for each in values_of(plain)]
        label = language().one_of([each for each in names if each])
        yield CountryFilter(plain, label, roles.pop(), chip.without)
