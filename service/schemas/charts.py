"""The parameters of a chart beside the filters: the width of a bar, and the compared values."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from marshmallow import ValidationError

from service.domain import countries
from service.domain.intervals import AUTO, INTERVALS
from service.domain.near_spellings import nearest
from service.domain.query import Choice
from service.domain.vocabulary import CATEGORY_CODES, STAGES, STATUSES
from service.errors import FieldError, Invalid
from service.schemas.comma_lists import PATTERN, split_list
from service.schemas.country_roles import CountryValues, split_role
from service.schemas.fields import field_error
from service.schemas.parameters import GRAMMAR, Parameter
from service.schemas.unknown_words import near_words

FEWEST, MOST = 2, 6
"""The minimum and the maximum number of compared values."""
KINDS = ("country", "bloc", "category", "actor", "tag", "status", "precision", "currency")
OPEN = frozenset({"actor", "tag"})
"""Kinds that may have very many values."""
EVENTS, MONEY = "events", "money"

INTERVAL = Parameter(
    "interval", "Width of a bucket; a week begins on Monday (ISO 8601), a century with a year 00. "
    "auto takes the one that suits the range.",
    {"type": "string", "enum": [*INTERVALS, AUTO], "default": "month"},
)  # fmt: skip
BY = Parameter("by", "One histogram for each value of this kind; actor and tag need compare.",
               {"type": "string", "enum": list(KINDS)})  # fmt: skip
DRAWN_BY = Parameter("by", "One series for each of the six most frequent values of this kind.",
                     {"type": "string", "enum": list(KINDS)})  # fmt: skip
COMPARE = Parameter(
    "compare", "Two to six values of one kind, a series for each: countries or blocs (as in "
    "country), or categories; with by= values of that kind.",
    {"type": "string", "pattern": PATTERN, "maxLength": 600, "examples": ["KZ,UZ"]}, longest=600,
)  # fmt: skip
MEASURE = Parameter(
    "measure", "What is counted: events, or money for each currency and stage separately.",
    {"type": "string", "enum": [EVENTS, MONEY], "default": EVENTS},
)  # fmt: skip
SHARED = (INTERVAL, DRAWN_BY, COMPARE, MEASURE)
AUTOMATIC = Parameter(INTERVAL.name, INTERVAL.help, {**INTERVAL.schema, "default": AUTO})
PAGE = (AUTOMATIC, DRAWN_BY, COMPARE, MEASURE)
"""The parameters of a page that draws a chart."""


@dataclass(frozen=True, slots=True)
class Member:
    """One compared value: the text of the request, its name, and its choices, of which an event has
    one. A stage has no choices, because stages distinguish amounts and not events."""

    value: str
    name: str
    group: tuple[Choice, ...] = ()


@dataclass(frozen=True, slots=True)
class Compared:
    """Values of one ``kind``; for stages the kind is ``stage``."""

    kind: str
    members: tuple[Member, ...]


class Comparing:
    """Reads ``by``, ``compare`` and ``measure`` of one instance, whose blocs it knows."""

    def __init__(self, involved: CountryValues) -> None:
        self.involved = involved

    def read(self, options: Mapping[str, str]) -> Compared | None:
        """The values of ``compare``; ``None`` if it is not given. Raises ``Invalid``."""
        text, by = options.get("compare", ""), options.get("by", "")
        if not text:
            return None
        money = options.get("measure", EVENTS) == MONEY
        values: list[str] = []
        try:
            values = split_list(text)
            if not all(values):
                raise field_error("has a value that is empty")
            kind = by or self._kind(values, money)
            members = [self._member(kind, each) for each in values]
        except (ValidationError, ValueError) as error:
            self._contradiction(by, values, money=money)
            raise _invalid("compare", error) from None
        kinds = {kind for kind, _ in members}
        twice = [each.value for at, (_, each) in enumerate(members) if each in
                 [other for _, other in members[:at]]]  # fmt: skip
        if twice:
            raise _invalid("compare", field_error(f"names {twice[0][:64]!r} twice"))
        if not FEWEST <= len(members) <= MOST:
            number = len(members)
            raise _invalid(
                "compare", field_error(f"compares {FEWEST} to {MOST} values, and here {number}")
            )
        found = by or (kind if len(kinds) > 1 else kinds.pop())
        return Compared(found, tuple(each for _, each in members))

    def _contradiction(self, by: str, values: Sequence[str], *, money: bool) -> None:
        """Raises ``Invalid`` if the values are valid, but of another kind than ``by``."""
        try:
            kind = self._kind(values, money) if by and values else by
        except ValidationError:
            return
        if kind != by:
            text = (
                f"by: {by} contradicts compare, whose values are of the kind {kind}; leave by out,"
                f" or compare values of {by}"
            )
            raise Invalid(
                text, [FieldError(text, parameter="by", nearest=(kind,) if kind in KINDS else ())]
            )

    def _kind(self, values: Sequence[str], money: bool) -> str:
        """The kind that all the values have."""
        kinds = {each: self._kind_of(each, money) for each in values}
        first, *others = dict.fromkeys(kinds.values())
        if others:
            one, other = (
                next(each for each, kind in kinds.items() if kind == wanted)
                for wanted in (first, others[0])
            )
            raise field_error(
                f"compares values of one kind; {one[:64]!r} is a {first} and {other[:64]!r} a"
                f" {others[0]}"
            )
        return first

    def _kind_of(self, value: str, money: bool) -> str:
        if value in STAGES:
            if money:
                return "stage"
            status = " or a status" if value in STATUSES else ""
            ways = "measure=money, or by=status" if status else "measure=money"
            raise field_error(f"{value!r} is a stage of money{status}; give {ways}")
        if value in CATEGORY_CODES:
            return "category"
        try:
            list(self.involved.choices(value))
        except ValidationError as error:
            message = error.messages[0]
            near = nearest(value, [*CATEGORY_CODES, *(STAGES if money else ())])
            if near and not getattr(message, "near", ()):
                raise field_error(
                    f"{value[:64]!r} is not a country we know, nor a category", near
                ) from None
            raise
        return "country"

    def _member(self, kind: str, value: str) -> tuple[str, Member]:
        if kind == "stage":
            return kind, Member(value, value)
        if kind in ("country", "bloc"):
            return self._place(kind, value)
        row = GRAMMAR[kind]
        if row.words and value not in row.words:
            raise field_error(
                f"{value[:64]!r} is not one of {', '.join(row.words)}, as by={kind} wants",
                near_words(value, row.words),
            )
        term = row.read(value) if row.read else value
        shown = value if row.quoted else term
        return kind, Member(shown, shown, (Choice(kind, term),))

    def _place(self, kind: str, value: str) -> tuple[str, Member]:
        choices = tuple(self.involved.choices(value))
        name, role = split_role(value)
        bloc = self.involved.bloc(name)
        if kind == "bloc" and bloc is None:
            raise field_error(f"{value[:64]!r} is a country, and by=bloc wants blocs", ())
        code = bloc.code if bloc else countries.resolve(name)
        shown = code if bloc else countries.name(code)
        behind = (f":{role}", f" as {role.replace('_', ' ')}") if role else ("", "")
        found = Member(code + behind[0], shown + behind[1], choices)
        return "bloc" if bloc and not role else "country", found


def _invalid(name: str, error: ValidationError | ValueError) -> Invalid:
    message = error.messages[0] if isinstance(error, ValidationError) else str(error)
    near = getattr(message, "near", ())
    text = f"{name}: {message}"
    return Invalid(text, [FieldError(text, parameter=name, nearest=near)])
