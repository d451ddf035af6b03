"""The values of one query string, read in one pass, each by the row of its parameter
(``service.schemas.parameters``), and the errors in them."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from functools import lru_cache
from typing import Any, NamedTuple

from marshmallow import ValidationError

from service.domain.query import Choice
from service.errors import FieldError
from service.schemas.comma_lists import excluded, refuse_not, split_list
from service.schemas.fields import CONTROL, VISIBLE, field_error
from service.schemas.parameter_names import FORMATS, near_names
from service.schemas.parameter_values import Read, by_schema, unknown_word
from service.schemas.parameters import GRAMMAR, Parameter, Target

MAX_VALUES = 100
MAX_ERRORS = 20
"""The maximum number of errors that are looked for; a query of thousands is not read to its end."""
Group = tuple[Choice, ...]


class Known(NamedTuple):
    """A parameter of a resource: the parameter as the client sends it (``asked``), the ``row`` that
    reads it, and the function that does so (``read``). If the two differ, ``rewrite`` turns the
    client's text into the text for the row."""

    asked: Parameter
    row: Parameter
    read: Read
    rewrite: Callable[[str], str] | None


class Table:
    """The parameters of one resource by name, and their defaults."""

    def __init__(self, parameters: tuple[Parameter, ...]) -> None:
        self.known = {each.name: _known(each) for each in parameters}
        self.clamped = any(each.clamped for each in parameters if each.name == "limit")
        rows = [each.row for each in self.known.values()]
        self.options = {
            each.name: each.schema.get("default", "") if "enum" in each.schema else ""
            for each in rows
            if each.target is Target.OPTION
        }
        """The default values of the options, in their order; empty if there is none."""
        self.sort: str = GRAMMAR["sort"].schema["default"]
        if "sort" in self.known:
            self.sort = self.known["sort"].asked.schema["default"]


def _known(parameter: Parameter) -> Known:
    row = GRAMMAR.get(parameter.means or parameter.name, parameter)
    rewrite = None if row is parameter else parameter.read
    return Known(parameter, row, row.read or by_schema(row.schema), rewrite)


_READS = {name: _known(row).read for name, row in GRAMMAR.items()}


@lru_cache(maxsize=256)
def table(parameters: tuple[Parameter, ...]) -> Table:
    """The table of these parameters."""
    return Table(parameters)


def _unknown_name(name: str, known: Collection[str]) -> FieldError:
    if name.lower() in FORMATS:
        return FieldError(
            f"{name!r} is not a parameter; the end of the path chooses the format: /v1/events.csv",
            parameter=name,
        )
    near = near_names(name, known)
    hint = f"; did you mean {near[0]}?" if near else ""
    return FieldError(f"{name[:64]!r} is not a parameter{hint}", None, name[:64], near)


class Values:
    """The values of one query, by where they go.

    ``groups`` holds the values that are terms of the index, and ``texts`` those that the parser
    reads together, both by name. ``fields`` are fields of ``Filter``, ``values`` its ``values``.
    """

    __slots__ = ("errors", "fields", "groups", "options", "page", "sent", "texts", "values")

    def __init__(self) -> None:
        self.groups: dict[str, list[Group]] = {}
        self.texts: dict[str, list[str]] = {}
        self.fields: dict[str, Any] = {}
        self.values: dict[str, Any] = {}
        self.page: dict[str, Any] = {}
        self.options: dict[str, str] = {}
        self.errors: list[FieldError] = []
        self.sent: dict[str, str] = {}
        """Each parameter that is given, with the name that the client uses for it."""

    @property
    def full(self) -> bool:
        """Whether there are more errors than the limit."""
        return len(self.errors) > MAX_ERRORS

    def add(self, name: str, error: ValidationError) -> None:
        """Record an error of the parameter ``name``."""
        name = self.sent.get(name, name)
        message = error.messages[0]
        near = getattr(message, "near", ())
        self.errors.append(FieldError(f"{name}: {message}", parameter=name, nearest=near))

    def read(self, pairs: Sequence[tuple[str, str]], known: dict[str, Known]) -> None:
        """Read a query string."""
        for name, text in pairs[: MAX_VALUES + 1]:
            found = known.get(name)
            if found is None:
                self.errors.append(_unknown_name(name, known))
            elif not VISIBLE.search(text) or CONTROL.search(text):
                self.errors.append(FieldError(f"{name} is empty or unreadable", parameter=name))
            elif len(text) > found.asked.longest:
                most = found.asked.longest
                self.errors.append(
                    FieldError(f"{name} has at most {most} characters", parameter=name)
                )
            elif (target := found.row.name) in self.sent and not found.asked.many:
                said = "" if target == name else f", and {target} says the same"
                self.errors.append(
                    FieldError(f"{name} may be given only once{said}", parameter=name)
                )
            else:
                try:
                    self._put(found, name, text)
                except ValidationError as error:
                    self.add(name, error)
        if len(pairs) > MAX_VALUES:
            self.errors.append(FieldError(f"a query has at most {MAX_VALUES} parameters"))

    def _put(self, known: Known, sent: str, text: str) -> None:
        _, row, read, rewrite = known
        if rewrite is not None:
            text = rewrite(text)
        name, goes = row.name, row.target
        self.sent[name] = sent
        if goes is Target.TOGETHER:
            self.texts.setdefault(name, []).append(text)
        elif goes is Target.TERM:
            parts = self.listed(row, text) if row.listed else [text]
            if not row.words:
                parts = [read(each) for each in parts]
            group = tuple([Choice(name, each) for each in parts])
            self.groups.setdefault(name, []).append(group)
        elif goes is Target.FIELD:
            self.fields[row.field] = read(text)
        elif goes is Target.VALUE:
            self.values[name] = read(text)
        elif goes is Target.PAGE:
            self.page[name] = read(text)
        else:
            self.options[name] = read(text)

    def listed(self, row: Parameter, text: str) -> list[str]:
        """The parts of a list. They are words of the ``row`` if it has some."""
        try:
            parts = split_list(text) if row.quoted else [each.strip() for each in text.split(",")]
        except ValueError as error:
            self.add(row.name, field_error(str(error)))
            return []
        if not all(parts) or len(parts) > MAX_VALUES:
            self.add(
                row.name,
                field_error(f"has 1 to {MAX_VALUES} values between its commas, none empty"),
            )
            return []
        if row.words:
            self.require(row, parts)
        if row.named and (wrong := excluded(text)) is not None:
            try:
                refuse_not(wrong)
            except ValidationError as error:
                self.add(row.name, error)
            return []
        return parts

    def require(self, row: Parameter, parts: Sequence[str]) -> None:
        """Record the ``parts`` that are not words of the ``row``."""
        for each in parts:
            if each not in row.words and not self.full:
                self.add(row.name, unknown_word(each, row.words))

    def one(self, name: str, read: Read | None = None) -> Any:
        """The value of a parameter that is read together with others; ``None`` if it is not given
        or has an error. ``read`` is needed if the row has no function for it."""
        if name not in self.texts:
            return None
        try:
            return (read or _READS[name])(self.texts[name][0])
        except ValidationError as error:
            self.add(name, error)
            return None
