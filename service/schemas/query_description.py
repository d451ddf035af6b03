"""A query in words.

The titles of pages, feeds and calendars, the chips and the citations describe a query with the
same words.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Sequence

from service.domain import countries, edtf
from service.domain.written.reading import AskedTime
from service.languages import Language, mark
from service.schemas.comma_lists import excluded, split_list
from service.schemas.country_roles import split_role
from service.schemas.parameters import FILTERS, WORDED
from service.schemas.query_values import MAX_VALUES

Pairs = Sequence[tuple[str, str]]
LISTED = tuple(each.name for each in FILTERS if each.listed)
"""Parameters whose value is a list, any part of which is enough for a match."""
QUOTED = frozenset(each.name for each in FILTERS if each.quoted)
"""The parameters in ``LISTED`` whose values may have commas."""
USUAL = {each.name: each.schema["default"] for each in FILTERS if "default" in each.schema}
"""The default values, which ask for nothing."""
ORDER = tuple(
    dict.fromkeys(
        ("country", "role", "actor", "category", "q", "tag", *(each.name for each in FILTERS))
    )
)
"""The filters in the order in which a title names them."""
_PLAIN = frozenset({"country", "actor", "category", "tag", "date", "on"})
"""The filters whose values need no further words."""
_PHRASES = {
    "role": mark("as %(words)s"),
    "q": mark("“%(words)s”"),
    "status": mark("status: %(words)s"),
    "precision": mark("precision: %(words)s"),
    "from": mark("from %(words)s"),
    "to": mark("to %(words)s"),
    "begins": mark("beginning in %(words)s"),
    "bbox": mark("in the area %(words)s"),
    "min_amount": mark("at least %(words)s"),
    "currency": mark("amounts in %(words)s"),
    "updated_since": mark("changed since %(words)s"),
}
_ALONE = {
    ("match", "certain"): mark("surely in the range"),
    ("undated", "1"): mark("with unknown dates"),
}
_OTHER = mark("%(name)s: %(what)s")


class QueryDescriber:
    """Describes the queries of one instance, whose ``blocs`` it knows, in one language."""

    def __init__(self, blocs: Container[str], spoken: Language) -> None:
        self.blocs = blocs
        self.spoken = spoken

    def query(self, pairs: Pairs) -> str:
        """A description of ``pairs``; empty if they ask for everything."""
        known = dict(pairs)
        rest = [each for each in pairs if each[0] in ORDER]
        if "from" in known and "to" in known:
            span = f"{known['from']}/{known['to']}"
            rest = [("date", span), *(each for each in rest if each[0] not in ("from", "to"))]
        if "min_amount" in known and "currency" in known:
            money = f"{known['min_amount']} {known['currency']}"
            rest = [each for each in rest if each[0] not in ("min_amount", "currency")]
            rest.append(("min_amount", money))
        said = {
            name: [words for each in rest if each[0] == name if (words := self.parameter(*each))]
            for name in ORDER
        }
        involved = self.spoken.all_of(said.pop("country"))
        roles = "".join(f" {each}" for each in said.pop("role"))
        parts = [involved + roles, *(each for words in said.values() for each in words)]
        separator = self.spoken.pgettext("between the parts of a title", ", ")
        return separator.join(each.strip() for each in parts if each.strip())

    def parameter(self, name: str, text: str) -> str | None:
        """A parameter with all of its values; ``None`` if it asks for nothing, or for an unknown
        country."""
        if name not in LISTED:
            return self.value(name, text)
        values = split(name, text)
        found = [self.value(name, each, alone=False) for each in values[: MAX_VALUES + 1]]
        words = self.spoken.one_of([each for each in found if each])
        return None if None in found or not words else self._phrase(name, words)

    def value(self, name: str, text: str, *, alone: bool = True) -> str | None:
        """One value of a parameter, in the words for a value ``alone`` or for one among others."""
        try:
            words = self._value(name, text)
        except (ValueError, ArithmeticError, IndexError):
            words = text  # it has an error, which is shown at its field
        return words if words is None or not alone else self._phrase(name, words)

    def _phrase(self, name: str, words: str) -> str:
        if name in _PHRASES:
            return self.spoken.gettext(_PHRASES[name], words=words)
        if name in _PLAIN or name in USUAL:
            return words
        return self.spoken.gettext(_OTHER, name=name.replace("_", " "), what=words)

    def _value(self, name: str, text: str) -> str | None:
        if name in DESCRIBERS:
            return DESCRIBERS[name](self, text)
        if name in WORDED:
            return self.spoken.term(name, text)
        if name in USUAL:
            found = _ALONE.get((name, text))
            return found and self.spoken.gettext(found)
        return text

    def _country(self, text: str) -> str | None:
        name, role = split_role(text)
        shown = self.country(name)
        if shown is None or not role:
            return shown
        return f"{shown} {self._phrase('role', self._role(role))}"

    def country(self, name: str) -> str | None:
        """The name of a country, or the code of a bloc; ``None`` if it is neither."""
        code = code_of(name, self.blocs)
        return code if code is None or code in self.blocs else self.spoken.country(code)

    def _role(self, text: str) -> str:
        return self.spoken.term("role", text)

    def _date(self, text: str) -> str:
        # Clients that do not escape a plus sign send it as a space.
        found = edtf.parse(text.replace(" ", "+") if "T" in text else text)
        return self.spoken.time_in_words(AskedTime(found.text))

    def _on(self, text: str) -> str:
        return self.spoken.time_in_words(AskedTime(on=text))

    def _box(self, text: str) -> str:
        west, south, east, north = (float(each) for each in text.split(","))
        sides = ((west, "EW"), (east, "EW"), (south, "NS"), (north, "NS"))
        return "{}–{}, {}–{}".format(*(_degrees(*each) for each in sides))

    def _amount(self, text: str) -> str:
        """A number, with its currency after it if it has one."""
        number, _, currency = text.partition(" ")
        return self.spoken.money(number, currency.upper()).strip()


DESCRIBERS: dict[str, Callable[[QueryDescriber, str], str | None]] = {
    "country": QueryDescriber._country,
    "role": QueryDescriber._role,
    **dict.fromkeys(
        (each.name for each in FILTERS if each.schema.get("format") == "edtf"), QueryDescriber._date
    ),
    "on": QueryDescriber._on,
    "bbox": QueryDescriber._box,
    "min_amount": QueryDescriber._amount,
    "currency": lambda _, text: text.upper(),
}


def _degrees(number: float, sides: str) -> str:
    side = sides[number < 0] if number else ""
    return f"{abs(number):g}°{side}"


def split(name: str, text: str) -> list[str]:
    """The values of a list; the whole text if its quotes are wrong."""
    if name not in LISTED:
        return [text]
    try:
        return split_list(text) if name in QUOTED else text.split(",")
    except ValueError:
        return [text]


def code_of(name: str, blocs: Container[str]) -> str | None:
    """The code of the country or bloc of that name; ``None`` if there is none, or if the name has a
    sign for *not* before it or other words in brackets behind it."""
    if excluded(name) is not None or countries.remarks(name):
        return None
    bloc = name.upper() if name.upper() in blocs else countries.bloc_by_name(name)
    return bloc if bloc in blocs else countries.resolve_or_none(name)
