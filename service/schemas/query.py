"""What a query string may say (docs/api.md, "Filters"), turned into a ``Filter`` and a ``Page``."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any

from marshmallow import ValidationError

from service import languages
from service.domain import calendar, edtf
from service.domain.blocs import Bloc
from service.domain.condition import Condition
from service.domain.cursors import Foreign, Key, Seal
from service.domain.geometry import Box
from service.domain.instants import instants
from service.domain.near_spellings import A_REQUEST, Limit, nearest
from service.domain.query import Choice, Filter, Page
from service.domain.search import parse
from service.domain.slug import slug
from service.domain.tokenizer import unspaced
from service.domain.vocabulary import (
    CATEGORY_CODES,
    PRECISIONS,
    ROLES,
    SORTS,
    STATUSES,
)
from service.errors import FieldError, Gone, Invalid
from service.schemas import cql2
from service.schemas.comma_lists import separate
from service.schemas.country_roles import Involved, parted
from service.schemas.cql2_lift import lifted
from service.schemas.cql2_shapes import box
from service.schemas.fields import CONTROL, CURRENCIES, fault, near_currencies
from service.schemas.natural_dates import spoken
from service.schemas.parameters import CRS84, EXPRESSION, FIELDS, GRAMMAR, Parameter

MAX_VALUES = 100
MAX_CHOICES = 1000
"""Words of a query in all, blocs as their members and each with each role: what a search of
them costs grows with their number."""
MAX_PREFIXES, LEAST_PREFIX = 4, 2
"""Beginnings of words in a search, and how long each must be: all words that begin so are
gathered before the first event is known."""
QUOTED = frozenset({"country", "actor", "tag"})
"""Parameters of which a value may have a comma, and then stands in double quotes."""
IN_EXPRESSION = frozenset(each.name for each in EXPRESSION)
MAX_FAULTS = 20
"""Faults of one query that are looked for; a query of thousands is not read to its end."""
Seconds = tuple[int | None, int | None]


def whole_number(name: str, help: str, most: int = 2**53) -> Parameter:
    """A parameter of our own that is a whole number from 0 to ``most``."""

    def read(text: str) -> str:
        if not re.fullmatch(r"\d{1,16}", text, re.ASCII) or int(text) > most:
            raise fault(f"must be a whole number from 0 to {most}")
        return text

    return Parameter(name, help, {"type": "integer", "minimum": 0, "maximum": most}, read=read)


@dataclass(frozen=True, slots=True)
class EventsQuery:
    """A whole query: which events, which page of them, which fields.

    ``limited`` says that a page was asked for rather than everything; ``options`` are the
    values of parameters that are not the grammar's.
    """

    filter: Filter
    page: Page
    fields: tuple[str, ...] | None = None
    limited: bool = False
    options: tuple[tuple[str, str], ...] = ()

    @property
    def lang(self) -> str:
        """The code of the language in which dates are said."""
        return dict(self.options).get("lang", languages.DEFAULT)

    @property
    def identity(self) -> str:
        """What binds a cursor to its query."""
        return _identity(self.filter, self.page.sort)


class QueryParser:
    """Parses query strings of one instance, whose blocs and page sizes it knows; ``seal`` gives
    what reads the cursors of its database."""

    def __init__(
        self,
        blocs: Mapping[str, Bloc],
        page_size: int,
        max_page_size: int,
        seal: Callable[[], Seal],
    ) -> None:
        self.involved = Involved(blocs)
        self.seal = seal
        self.page_size = page_size
        self.max_page_size = max_page_size

    def parse(
        self, pairs: Sequence[tuple[str, str]], parameters: Sequence[Parameter]
    ) -> EventsQuery:
        """The query that ``pairs`` say. Raises ``Invalid`` with the faults found."""
        with Limit(A_REQUEST):
            return self._parse(pairs, parameters)

    def _parse(
        self, pairs: Sequence[tuple[str, str]], parameters: Sequence[Parameter]
    ) -> EventsQuery:
        read = _collect(pairs, parameters)
        values, faults = read.values, read.faults
        groups = self._countries(read)
        for name, words in (
            ("category", CATEGORY_CODES), ("status", STATUSES), ("precision", PRECISIONS),
        ):  # fmt: skip
            groups += [read.words(name, text, words) for text in values.get(name, ())]
        groups += [read.choices("actor", text, slug) for text in values.get("actor", ())]
        groups += [read.choices("tag", text, str.strip) for text in values.get("tag", ())]
        condition = None if values.keys().isdisjoint(IN_EXPRESSION) else self._condition(read)
        groups += lifted(condition)
        on = read.one("on", _month_day)
        if on:
            groups.append((Choice("on", on),))
        groups = list(dict.fromkeys(groups))  # the same said twice is said once
        if sum(map(len, groups)) > MAX_CHOICES:
            faults.append(
                FieldError(f"a query has at most {MAX_CHOICES} words, members of blocs included")
            )
        since, until, seconds = read.range()
        filter_ = Filter(
            since=since,
            until=until,
            certain=read.word("match", ("possible", "certain"), "possible") == "certain",
            undated=read.word("undated", ("0", "1"), "0") == "1",
            groups=tuple(groups),
            text=read.one("q", _search),
            bbox=read.one("bbox", bbox),
            min_amount=read.one("min_amount", _decimal),
            currency=read.one("currency", _currency),
            updated_since=read.one("updated_since", _moment),
            seconds=seconds,
            begins=read.one("begins", days) or (None, None),
            condition=condition,
        )
        page, names = self._page(read, filter_, parameters)
        options = [(each.name, read.option(each)) for each in _own(tuple(parameters))]
        if faults:
            told = "" if len(faults) <= MAX_FAULTS else f"; here are the first {MAX_FAULTS}"
            raise Invalid(f"the query has faults{told}", faults[:MAX_FAULTS])
        chosen = tuple(each for each in options if each[1])
        limited = not values.keys().isdisjoint(("limit", "cursor"))
        return EventsQuery(filter_, page, names, limited, chosen)

    def _page(
        self, read: _Values, filter_: Filter, parameters: Sequence[Parameter]
    ) -> tuple[Page, tuple[str, ...] | None]:
        usual = [each.schema["default"] for each in parameters if each.name == "sort"]
        sort = read.word("sort", SORTS, usual[0] if usual else "date")
        clamped = any(each.clamped for each in parameters if each.name == "limit")
        limit = read.one("limit", lambda text: self._limit(text, clamped)) or self.page_size
        if sort == "relevance" and "q" not in read.values:
            read.add("sort", fault("relevance ranks by the words of q; give q, or another order"))
        count = read.word("count", ("exact", "capped", "none"), "capped")
        after, reached = read.one(
            "cursor", lambda text: _key(text, _identity(filter_, sort), self.seal())
        ) or (None, 0)
        return Page(sort, limit, after, count, reached), read.one("fields", _fields)

    def _condition(self, read: _Values) -> Condition | None:
        languages = ("cql2-text", "cql2-json")
        language = read.word("filter-lang", languages, languages[0])
        read.word("filter-crs", (CRS84,), CRS84)
        found: Condition | None = read.one(
            "filter", lambda text: cql2.condition(text, language, self._meant)
        )
        return found

    def _meant(self, name: str, text: str) -> tuple[Choice, ...]:
        """What a value of a list means in an expression. Raises ``ValidationError``."""
        if name == "actor":
            return (Choice(name, slug(text)),)
        if name == "tag":
            return (Choice(name, text),)
        return tuple(self.involved.choices(text.strip()))

    def _limit(self, text: str, clamped: bool) -> int:
        number = int(text) if re.fullmatch(r"\d{1,18}", text, re.ASCII) else 0
        if clamped and number:
            return min(number, self.max_page_size)
        if not 1 <= number <= self.max_page_size:
            raise fault(f"must be a whole number from 1 to {self.max_page_size}")
        return number

    def _countries(self, read: _Values) -> list[tuple[Choice, ...]]:
        """A group for each ``country``. ``role`` narrows the values without a role of their own."""
        texts = read.values.get("country", ())
        roles = read.role()
        values = [read.split("country", text) for text in texts]
        if roles and not texts:
            read.add("role", fault("narrows country; give a country too"))
        elif (
            roles
            and any(values)
            and all(parted(each)[1] is not None for group in values for each in group)
        ):
            read.add("role", fault("narrows a country without a role; each has one of its own"))
        return [tuple(self._involved(read, group, roles)) for group in values]

    def _involved(
        self, read: _Values, values: Sequence[str], roles: Sequence[str]
    ) -> Iterator[Choice]:
        for each in values:
            if read.full:
                break
            try:
                yield from self.involved.choices(each, roles)
            except ValidationError as error:
                read.add("country", error)


class _Values:
    """The values of one query, and the faults found in them."""

    def __init__(self, values: dict[str, list[str]], faults: list[FieldError]) -> None:
        self.values = values
        self.faults = faults
        self.sent: dict[str, str] = {}
        """The client's own name of each parameter that it sent under another."""

    @property
    def full(self) -> bool:
        """Whether there are more faults than are told."""
        return len(self.faults) > MAX_FAULTS

    def add(self, name: str, error: ValidationError) -> None:
        name = self.sent.get(name, name)
        message = error.messages[0]
        near = getattr(message, "near", ())
        self.faults.append(FieldError(f"{name}: {message}", parameter=name, nearest=near))

    def one(self, name: str, read: Callable[[str], Any]) -> Any:
        if name not in self.values:
            return None
        try:
            return read(self.values[name][0])
        except ValidationError as error:
            self.add(name, error)
            return None

    def word(self, name: str, words: Sequence[str], default: str) -> str:
        if name not in self.values:
            return default

        def check(text: str) -> str:
            if text not in words:
                near = nearest(text, words)
                raise fault(f"{text[:64]!r} is not one of {', '.join(words)}", near)
            return text

        return self.one(name, check) or default

    def option(self, parameter: Parameter) -> str:
        """The value of a parameter that is not the grammar's."""
        words = parameter.schema.get("enum")
        if words:
            return self.word(parameter.name, words, parameter.schema.get("default", ""))
        longest = parameter.schema.get("maxLength", 200)
        return self.one(parameter.name, lambda text: _text(text, longest)) or ""

    def split(self, name: str, text: str) -> list[str]:
        try:
            parts = separate(text) if name in QUOTED else [each.strip() for each in text.split(",")]
        except ValueError as error:
            self.add(name, fault(str(error)))
            return []
        if not all(parts) or len(parts) > MAX_VALUES:
            self.add(name, fault(f"has 1 to {MAX_VALUES} values between its commas, none empty"))
            return []
        return parts

    def role(self) -> list[str]:
        """The roles that ``role`` names."""
        found = [role.strip() for role in ",".join(self.values.get("role", ())).split(",") if role]
        for each in found:
            if each not in ROLES and not self.full:
                near = nearest(each, ROLES)
                self.add("role", fault(f"{each[:64]!r} is not one of {', '.join(ROLES)}", near))
        return found

    def words(self, name: str, text: str, words: Sequence[str]) -> tuple[Choice, ...]:
        found = self.split(name, text)
        for each in found:
            if each not in words and not self.full:
                near = nearest(each, words)
                self.add(name, fault(f"{each[:64]!r} is not one of {', '.join(words)}", near))
        return tuple(Choice(name, each) for each in found)

    def choices(self, name: str, text: str, fold: Callable[[str], str]) -> tuple[Choice, ...]:
        return tuple(Choice(name, fold(each)) for each in self.split(name, text))

    def range(self) -> tuple[int | None, int | None, Seconds]:
        """First and last day asked for, and the instants where they are times."""
        if "date" in self.values and ("from" in self.values or "to" in self.values):
            self.add("date", fault("give either date or from and to"))
            return None, None, (None, None)
        whole = self.one("date", _date)
        if whole is not None:
            begin, end = instants(whole.text)
            if begin is not None and end is not None and begin > end:
                self.add("date", fault("ends before it begins"))
            return whole.earliest, whole.latest, (begin, end)
        first, last = self.one("from", _date), self.one("to", _date)
        since = first.earliest if first else None
        until = last.latest if last else None
        begin = instants(first.text)[0] if first else None
        end = instants(last.text)[1] if last else None
        late = begin > end if begin is not None and end is not None else None
        if late is None:
            late = since is not None and until is not None and since > until
        if late:
            self.add("to", fault("lies before from"))
        return since, until, (begin, end)


@lru_cache(maxsize=256)
def _own(parameters: tuple[Parameter, ...]) -> tuple[Parameter, ...]:
    """Those that are not the grammar's."""
    return tuple(each for each in parameters if each.name not in GRAMMAR and each.means is None)


@lru_cache(maxsize=256)
def _by_name(parameters: tuple[Parameter, ...]) -> dict[str, Parameter]:
    return {each.name: each for each in parameters}


def _collect(pairs: Sequence[tuple[str, str]], parameters: Sequence[Parameter]) -> _Values:
    known = _by_name(tuple(parameters))
    read = _Values({}, [])
    values, faults = read.values, read.faults
    for name, text in pairs[: MAX_VALUES + 1]:
        if name not in known:
            near = nearest(name, known)
            hint = f"; did you mean {near[0]}?" if near else ""
            faults.append(
                FieldError(f"{name[:64]!r} is not a parameter{hint}", None, name[:64], near)
            )
        elif not text.strip() or CONTROL.search(text):
            faults.append(FieldError(f"{name} is empty or unreadable", parameter=name))
        elif len(text) > known[name].longest:
            most = f"{name} has at most {known[name].longest} characters"
            faults.append(FieldError(most, parameter=name))
        elif (target := known[name].means or name) in values and not known[name].many:
            said = "" if target == name else f", and {target} says the same"
            faults.append(FieldError(f"{name} may be given only once{said}", parameter=name))
        else:
            try:
                found = text if (convert := known[name].read) is None else convert(text)
                values.setdefault(target, []).append(found)
                read.sent[target] = name
            except ValidationError as error:
                read.add(name, error)
    if len(pairs) > MAX_VALUES:
        faults.append(FieldError(f"a query has at most {MAX_VALUES} parameters"))
    return read


def _date(text: str) -> edtf.Date:
    try:
        # A plus sign arrives as a space from clients that do not escape it.
        found = edtf.parse(text.replace(" ", "+") if "T" in text else text)
    except edtf.DateError as error:
        raise spoken(text, str(error)) from None
    if found.undated:
        raise fault("XXXX is no range; ask with undated=1")
    return found


def days(text: str) -> tuple[int | None, int | None]:
    """The first and the last day of an EDTF text, ``None`` where that end is open.

    Raises ``ValidationError``.
    """
    found = _date(text)
    if "T" in text:
        raise fault("takes days, not times")
    return found.earliest, found.latest


def _month_day(text: str) -> str:
    match = re.fullmatch(r"(\d\d)-(\d\d)", text, re.ASCII)
    if not match or not 1 <= int(match[1]) <= 12:
        raise fault(f"{text[:20]!r} is not a month and day such as 02-24")
    if not 1 <= int(match[2]) <= calendar.month_end(2024, int(match[1])):
        raise fault(f"{text!r}: that month has no such day")
    return text


def _text(text: str, longest: int = 200) -> str:
    if len(text) > longest:
        raise fault(f"has at most {longest} characters")
    return text


def _search(text: str) -> str:
    beginnings = [each for each in _text(text).split() if each.endswith("*")]
    if len(beginnings) > MAX_PREFIXES:
        raise fault(f"has at most {MAX_PREFIXES} words that end with *")
    for each in beginnings:
        plain = each.strip('*"').removeprefix("-")
        if len(plain) < LEAST_PREFIX and not unspaced(plain):
            raise fault(f"{each[:20]!r}: give at least {LEAST_PREFIX} characters before the *")
    search = parse(text)
    if search.unwanted and not search.wanted:
        raise fault("says only what is not to be found; give a word that is, too")
    return text


def bbox(text: str) -> Box:
    """West, south, east and north. Raises ``ValidationError``."""
    try:
        return box([float(part) for part in text.split(",")])
    except ValueError:
        raise fault("must be four numbers: west,south,east,north") from None


def _decimal(text: str) -> str:
    if not re.fullmatch(r"\d{1,24}(\.\d{1,6})?", text, re.ASCII):
        raise fault("must be a decimal number such as 1000000")
    return text


def _currency(text: str) -> str:
    if text.upper() not in CURRENCIES:
        raise fault(f"{text[:20]!r} is not an ISO 4217 currency", near_currencies(text))
    return text.upper()


def _moment(text: str) -> str:
    try:
        # A plus sign arrives as a space from clients that do not escape it.
        moment = datetime.fromisoformat(text[:40].replace(" ", "+") if "T" in text else text[:40])
        moment = moment.replace(tzinfo=moment.tzinfo or UTC).astimezone(UTC)
    except (ValueError, OverflowError):
        why = "must be an ISO 8601 date or time such as 2023-02-28T12:00:00Z"
        raise spoken(text, why) from None
    return moment.isoformat(timespec="microseconds").replace("+00:00", "Z")


def _fields(text: str) -> tuple[str, ...]:
    names = [part.strip() for part in text.split(",")]
    for name in names:
        if name not in FIELDS:
            near = nearest(name, FIELDS)
            raise fault(f"{name[:64]!r} is not a field of an event", near)
    return tuple(dict.fromkeys(names))


def _identity(filter_: Filter, sort: str) -> str:
    return hashlib.sha256(repr((filter_, sort)).encode()).hexdigest()[:12]


def _key(text: str, identity: str, seal: Seal) -> tuple[Key, int]:
    """The key in a cursor, and the change that its page has to see. Raises ``Gone`` where it is
    of another database."""
    try:
        return seal.list_key(text, identity)
    except Foreign:
        raise foreign("cursor", "begin again without it") from None
    except ValueError as error:
        raise fault(str(error)) from None


def foreign(parameter: str, remedy: str) -> Gone:
    """The error for a cursor of another database; ``remedy`` says what to do."""
    return Gone(
        "this cursor is of another database, or of this one before it was restored or replaced;"
        f" {remedy}",
        [FieldError(f"{parameter}: {remedy}", parameter=parameter)],
    )
