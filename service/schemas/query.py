"""The meaning of a query string (docs/api.md, "Filters"), as a ``Filter`` and a ``Page``.

The tables in ``service.schemas.parameters`` say how each value is read. This module reads the
values that depend on each other, or on the blocs, the page sizes or the cursors of an instance.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace

from marshmallow import ValidationError

from service import languages
from service.domain.blocs import Bloc
from service.domain.condition import Condition
from service.domain.cursors import CursorSeal, ForeignCursor, Key
from service.domain.folding import plain_tag
from service.domain.instants import instants
from service.domain.near_spellings import LOOKUPS_PER_REQUEST, LookupLimit
from service.domain.query import Choice, Filter, Page
from service.domain.result_cache import ResultCache
from service.domain.slug import slug
from service.domain.values import value_class
from service.errors import FieldError, Gone, Invalid
from service.schemas import cql2
from service.schemas.comma_lists import refuse_not
from service.schemas.country_roles import CountryValues, split_role
from service.schemas.cql2_lift import lifted
from service.schemas.fields import field_error
from service.schemas.parameters import EXPRESSION, GRAMMAR, Parameter
from service.schemas.query_values import MAX_ERRORS, MAX_VALUES, Group, Table, Values, table

MAX_CHOICES = 1000
"""The maximum number of words of a query, because the cost of a search grows with it. A bloc counts
as its members, and each member with each role."""
WHOLE = re.compile(r"\d{1,18}", re.ASCII)
DATES = frozenset(("date", "from", "to"))
LONGEST_KEPT = 400
"""The maximum number of characters of a query that is cached in part."""
IN_EXPRESSION = frozenset(each.name for each in EXPRESSION)
ORDER = {name: place for place, name in enumerate(GRAMMAR)}
"""The places of parameters in the tables. With them, queries that differ only in order are one."""
Seconds = tuple[int | None, int | None]


@value_class
class EventsQuery:
    """A whole query: which events, which page of them, which fields.

    ``limited`` says that the query asks for a page and not for everything. ``options`` are the
    values of parameters that are not part of the grammar. ``roles`` are those of ``role``, which
    would also narrow another country that is added to the query.
    """

    filter: Filter
    page: Page
    fields: tuple[str, ...] | None = None
    limited: bool = False
    options: tuple[tuple[str, str], ...] = ()
    roles: tuple[str, ...] = ()

    @property
    def lang(self) -> str:
        """The code of the language for dates."""
        return dict(self.options).get("lang", languages.DEFAULT)

    @property
    def identity(self) -> str:
        """The text that binds a cursor to its query."""
        return _identity(self.filter, self.page.sort)


class QueryParser:
    """Parses query strings of one instance, whose blocs and page sizes it knows. ``seal`` returns
    the reader of its database's cursors."""

    def __init__(
        self,
        blocs: Mapping[str, Bloc],
        page_size: int,
        max_page_size: int,
        seal: Callable[[], CursorSeal],
    ) -> None:
        self.involved = CountryValues(blocs)
        self.seal = seal
        self.page_size = page_size
        self.max_page_size = max_page_size
        self._undated: ResultCache[tuple[Table, tuple[tuple[str, str], ...]], EventsQuery]
        self._undated = ResultCache(lambda key: self._parse(key[1], key[0]), 256, LONGEST_KEPT)

    def parse(
        self, pairs: Sequence[tuple[str, str]], parameters: Sequence[Parameter]
    ) -> EventsQuery:
        """The query that ``pairs`` describe. Raises ``Invalid`` with the errors found."""
        asked = table(tuple(parameters))
        with LookupLimit(0):  # if there is an error, the whole query is read again for its hints
            found = self._dated(pairs, asked)
        if found is not None:
            return found
        with LookupLimit(LOOKUPS_PER_REQUEST):
            return self._parse(pairs, asked)

    def _dated(self, pairs: Sequence[tuple[str, str]], asked: Table) -> EventsQuery | None:
        """The query, if it has dates and no error. Queries differ in their dates most, so the rest
        of the query is looked up."""
        dates: list[tuple[str, str]] = []
        rest: list[tuple[str, str]] = []
        size = 0
        for each in pairs:
            name, text = each
            known = asked.known.get(name)  # FullCalendar's start is from
            named = name if known is None else known.row.name
            (dates if named in DATES else rest).append(each)
            size += len(name) + len(text)
            if name == "cursor":  # it is bound to the whole query
                return None
        if not dates or size > LONGEST_KEPT or len(pairs) > MAX_VALUES:
            return None
        read = Values()
        read.read(dates, asked.known)
        since, until, seconds = _range(read)
        if read.errors:
            return None
        try:
            found = self._undated[asked, tuple(rest)]
        except Invalid:
            return None
        return replace(found, filter=found.filter.between(since, until, seconds))

    def _parse(self, pairs: Sequence[tuple[str, str]], asked: Table) -> EventsQuery:
        read = Values()
        read.read(pairs, asked.known)
        texts, errors = read.texts, read.errors
        if "country" in texts or "role" in texts:
            read.groups["country"] = self._countries(read)
        condition = None if texts.keys().isdisjoint(IN_EXPRESSION) else self._condition(read)
        since, until, seconds = _range(read)
        filter_ = Filter(
            since=since,
            until=until,
            seconds=seconds,
            groups=_groups(read),
            values=tuple(sorted(read.values.items())),
            condition=condition,
            **read.fields,
        )
        filter_ = lifted(filter_)
        if sum(map(len, filter_.groups)) > MAX_CHOICES:
            errors.append(
                FieldError(f"a query has at most {MAX_CHOICES} words, members of blocs included")
            )
        page = self._page(read, filter_, asked)
        if errors:
            told = "" if len(errors) <= MAX_ERRORS else f"; here are the first {MAX_ERRORS}"
            raise Invalid(f"the query has errors{told}", errors[:MAX_ERRORS])
        options = {**asked.options, **read.options}
        chosen = tuple([each for each in options.items() if each[1]])
        limited = "limit" in texts or "cursor" in texts
        roles = tuple(_roles(read))
        return EventsQuery(filter_, page, read.page.get("fields"), limited, chosen, roles)

    def _page(self, read: Values, filter_: Filter, asked: Table) -> Page:
        sort = read.page.get("sort", asked.sort)
        limit = read.one("limit", lambda text: self._limit(text, asked.clamped)) or self.page_size
        if sort == "relevance" and "q" not in read.sent:
            read.add(
                "sort", field_error("relevance ranks by the words of q; give q, or another order")
            )
        count = read.page.get("count", GRAMMAR["count"].schema["default"])
        after, reached = read.one(
            "cursor", lambda text: _key(text, _identity(filter_, sort), self.seal())
        ) or (None, 0)
        return Page(sort, limit, after, count, reached)

    def _condition(self, read: Values) -> Condition | None:
        language = read.one("filter-lang") or GRAMMAR["filter-lang"].schema["default"]
        read.one("filter-crs")
        found: Condition | None = read.one(
            "filter", lambda text: cql2.condition(text, language, self._meant)
        )
        return found

    def _meant(self, name: str, text: str) -> tuple[Choice, ...]:
        """The choices for a value of a list in an expression. Raises ``ValidationError``."""
        if name == "actor":
            return (Choice(name, slug(refuse_not(text.strip()))),)
        if name == "tag":
            return (Choice(name, plain_tag(text)),)
        return tuple(self.involved.choices(text.strip()))

    def _limit(self, text: str, clamped: bool) -> int:
        number = int(text) if WHOLE.fullmatch(text) else 0
        if clamped and number:
            return min(number, self.max_page_size)
        if not 1 <= number <= self.max_page_size:
            raise field_error(f"must be a whole number from 1 to {self.max_page_size}")
        return number

    def _countries(self, read: Values) -> list[Group]:
        """A group for each ``country``. ``role`` narrows the values without a role of their own."""
        texts = read.texts.get("country", ())
        roles = _roles(read)
        values = [read.listed(GRAMMAR["country"], text) for text in texts]
        if roles and not texts:
            read.add("role", field_error("narrows country; give a country too"))
        elif (
            roles
            and any(values)
            and all(split_role(each)[1] is not None for group in values for each in group)
        ):
            read.add(
                "role",
                field_error("applies to countries without a role, but here each has its own"),
            )
        return [tuple(self._involved(read, group, roles)) for group in values]

    def _involved(
        self, read: Values, values: Sequence[str], roles: Sequence[str]
    ) -> Iterator[Choice]:
        for each in values:
            if read.full:
                break
            try:
                yield from self.involved.choices(each, roles)
            except ValidationError as error:
                read.add("country", error)


def _roles(read: Values) -> list[str]:
    """The roles in the parameter ``role``."""
    if "role" not in read.texts:
        return []
    texts = ",".join(read.texts["role"])
    found = [each.strip() for each in texts.split(",") if each]
    read.require(GRAMMAR["role"], found)
    return found


def _groups(read: Values) -> tuple[Group, ...]:
    """The groups in the order of the tables, each once."""
    found = [group for name in sorted(read.groups, key=ORDER.__getitem__)
             for group in read.groups[name]]  # fmt: skip
    return tuple(dict.fromkeys(found)) if len(found) > 1 else tuple(found)


def _range(read: Values) -> tuple[int | None, int | None, Seconds]:
    """First and last day of the range, and the instants if its ends are times."""
    texts = read.texts
    if "date" in texts:
        return _whole(read)
    if "from" not in texts and "to" not in texts:
        return None, None, (None, None)
    first, last = read.one("from"), read.one("to")
    since = first.earliest if first else None
    until = last.latest if last else None
    begin = instants(first.text)[0] if first else None
    end = instants(last.text)[1] if last else None
    late = begin > end if begin is not None and end is not None else None
    if late is None:
        late = since is not None and until is not None and since > until
    if late:
        read.add("to", field_error(f"lies before {read.sent.get('from', 'from')}"))
    return since, until, (begin, end)


def _whole(read: Values) -> tuple[int | None, int | None, Seconds]:
    """The range in the parameter ``date``."""
    if "from" in read.texts or "to" in read.texts:
        read.add("date", field_error("give either date or from and to"))
        return None, None, (None, None)
    whole = read.one("date")
    if whole is None:
        return None, None, (None, None)
    return whole.earliest, whole.latest, instants(whole.text)


def _identity(filter_: Filter, sort: str) -> str:
    return hashlib.sha256(f"{sort} {filter_.canonical_text()}".encode()).hexdigest()[:12]


def _key(text: str, identity: str, seal: CursorSeal) -> tuple[Key, int]:
    """The key in a cursor, and the change that its page must see. Raises ``Gone`` if it is of
    another database."""
    try:
        return seal.list_key(text, identity)
    except ForeignCursor:
        raise foreign("cursor", "begin again without it") from None
    except ValueError as error:
        raise field_error(str(error)) from None


def foreign(parameter: str, remedy: str) -> Gone:
    """The error for a cursor of another database; ``remedy`` says what to do."""
    return Gone(
        "this cursor is of another database, or of this one before it was restored or replaced;"
        f" {remedy}",
        [FieldError(f"{parameter}: {remedy}", parameter=parameter)],
    )
