"""Finds the errors of a mapping that would spoil every row, before the first row is read."""

from __future__ import annotations

import codecs
from collections.abc import Iterator

from service.domain import countries, edtf
from service.domain.calendars import OTHERS
from service.domain.vocabulary import (
    ACTOR_TYPES,
    CATEGORY_CODES,
    ROLES,
    STAGES,
    STATUSES,
    SUPPORTABLE_FIELDS,
)
from service.errors import FieldError
from service.importers.date_precision import precision_errors
from service.importers.dates import format_error, lenient
from service.importers.mapping import (
    PLACEHOLDER,
    CategoryChoice,
    CountryRule,
    DateRule,
    Mapping,
    StatusChoice,
    Text,
)
from service.importers.mapping_targets import FIELDS
from service.importers.no_dates import no_date
from service.schemas.fields import Word
from service.schemas.unknown_words import near_words


def mapping_errors(mapping: Mapping) -> Iterator[FieldError]:
    """The errors of a mapping, each with its key."""
    if not PLACEHOLDER.search(mapping.id):
        yield FieldError("id: has no {column}, so every row would have the same id")
    yield from _texts(mapping)
    yield from _words(mapping)
    if isinstance(mapping.date, str):
        yield from _date_text("date", mapping.date)
    else:
        yield from _date(mapping.date)
    if not isinstance(mapping.category, str):
        yield from _category(mapping.category)
    if not isinstance(mapping.status, str):
        yield from _status(mapping.status)
    for number, rule in enumerate(mapping.countries):
        yield from _country(f"countries[{number}]", rule, mapping)
    yield from _names(mapping)
    yield from _splits(mapping)
    yield from _file(mapping)


def _splits(mapping: Mapping) -> Iterator[FieldError]:
    """Errors of ``split`` in actors and sources; in an actor, ``[]`` means one name in a cell."""
    for at, actor in enumerate(mapping.actors):
        if _splits_at_nothing(actor.split):
            yield FieldError(f"actors[{at}].split: is empty")
    for at, tag in enumerate(mapping.tags):
        if not isinstance(tag, str) and _splits_at_nothing(tag.split):
            yield FieldError(f"tags[{at}].split: is empty")
    for at, source in enumerate(mapping.sources):
        if source.split is not None:
            if not source.split or _splits_at_nothing(source.split):
                yield FieldError(f"sources[{at}].split: is empty")
            if source.url is None:
                yield FieldError(f"sources[{at}].split: splits the url, but there is none")


def _splits_at_nothing(split: Text | None) -> bool:
    return split == "" or (isinstance(split, list) and "" in split)


def _texts(mapping: Mapping) -> Iterator[FieldError]:
    lists = {"title": mapping.title, "summary": mapping.summary}
    lists["place.name"] = mapping.place.name if mapping.place else None
    lists |= {f"sources[{at}].title": rule.title for at, rule in enumerate(mapping.sources)}
    for key, text in lists.items():
        if text in ([], ""):
            yield FieldError(f"{key}: is empty")


def _words(mapping: Mapping) -> Iterator[FieldError]:
    """Errors of words of fixed lists that the mapping itself gives, not a column."""
    if isinstance(mapping.category, str):
        yield from _word("category", mapping.category, CATEGORY_CODES)
    for name, field in FIELDS.items():
        word = getattr(mapping, name, None)
        if isinstance(field, Word) and name != "category" and isinstance(word, str):
            yield from _word(name, word, field.words)
    for at, actor in enumerate(mapping.actors):
        yield from _word(f"actors[{at}].type", actor.type, ACTOR_TYPES)
    for at, amount in enumerate(mapping.amounts):
        yield from _word(f"amounts[{at}].stage", amount.stage, STAGES)
    for at, source in enumerate(mapping.sources):
        for word in source.supports:
            yield from _word(f"sources[{at}].supports", word, SUPPORTABLE_FIELDS)


def _word(key: str, word: str, choices: tuple[str, ...]) -> Iterator[FieldError]:
    if word in choices or PLACEHOLDER.search(word):
        return
    near = near_words(word, choices)
    hint = f"; did you mean {', '.join(near)}?" if near else ""
    yield FieldError(f"{key}: {word[:64]!r} is not one of {', '.join(choices)}{hint}", nearest=near)


def _category(choice: CategoryChoice) -> Iterator[FieldError]:
    yield from _word("category.default", choice.default, CATEGORY_CODES)
    for at, rule in enumerate(choice.rules):
        key = f"category.rules[{at}]"
        yield from _word(f"{key}.category", rule.category, CATEGORY_CODES)
        if not rule.contains and rule.equals is None:
            yield FieldError(f"{key}: needs contains or equals; without them it matches no row")


def _status(choice: StatusChoice) -> Iterator[FieldError]:
    known: set[str] = set()
    for cell, word in choice.values.items():
        if word not in STATUSES:
            yield from _word(f"status.values.{cell[:64]}", word, STATUSES)
        if cell.casefold() in known:
            yield FieldError(
                f"status.values: {cell[:64]!r} is there twice; case makes no difference"
            )
        known.add(cell.casefold())


def _date(rule: DateRule) -> Iterator[FieldError]:
    if sum(map(bool, (rule.start, rule.year, rule.one_of))) != 1:
        reason = "needs start, or year with perhaps month and day, or one_of; not both"
        yield FieldError(f"date: {reason}")
    yield from _ends(rule)
    if rule.start:
        yield from _date_text("date.start", rule.start)
    for text in rule.one_of:
        yield from _date_text("date.one_of", text)
    for text in rule.sentinels or ():
        if not no_date(text):
            yield from _date_text("date.sentinels", text)
    if error := format_error(rule.format) if rule.format is not None else None:
        yield FieldError(f"date.format: {error}")
    for key in ("not_before", "days_from"):
        try:
            edtf.parse(getattr(rule, key) or "2000")
        except edtf.DateError as error:
            yield FieldError(f"date.{key}: {error}")
    if rule.two_digits_from is not None and not 1 <= rule.two_digits_from <= 9900:
        yield FieldError("date.two_digits_from: is a year, such as 1950 for 1950 to 2049")
    if rule.precision:
        yield from precision_errors(rule.precision)
        if rule.calendar in ("julian", "iranian"):
            name = OTHERS[rule.calendar].name
            yield FieldError(
                f"date.precision: not with the {name} calendar, which has other months"
            )


def _ends(rule: DateRule) -> Iterator[FieldError]:
    """Errors of columns of a date that do not go together."""
    if (rule.month and not rule.year) or (rule.day and not rule.month):
        yield FieldError("date: month and day go with year, a day with a month")
    if (rule.end_month and not rule.end_year) or (rule.end_day and not rule.end_month):
        yield FieldError("date: end_month and end_day go with end_year, a day with a month")
    if rule.end and rule.end_year:
        yield FieldError("date: needs end or end_year; not both")
    if rule.one_of and (rule.end or rule.end_year):
        yield FieldError("date: one_of has the end; leave out end and end_year")
    if rule.one_of and len(rule.one_of) != 2:
        yield FieldError("date.one_of: has two texts, the first and the last day that it can be")


def _date_text(key: str, text: str) -> Iterator[FieldError]:
    """The error of a text that is neither a column nor a date; most often it lacks its braces."""
    if PLACEHOLDER.search(text):
        return
    try:
        lenient(text)
    except edtf.DateError:
        reason = "is neither a date nor a {column}"
        yield FieldError(f"{key}: {text[:64]!r} {reason}")


def _country(key: str, rule: CountryRule, mapping: Mapping) -> Iterator[FieldError]:
    yield from _word(f"{key}.role", rule.role, ROLES)
    written_out = not PLACEHOLDER.search(rule.code) and rule.code not in mapping.names
    if written_out and rule.split is None:
        yield from _known(f"{key}.code", rule.code)
    signs = [rule.split] if isinstance(rule.split, str) else rule.split
    if signs is not None and (not signs or "" in signs):
        yield FieldError(f"{key}.split: is empty")


def _names(mapping: Mapping) -> Iterator[FieldError]:
    for name, meant in mapping.names.items():
        if meant is not None:
            yield from _known(f"names.{name}", meant)
    for name, former in mapping.formerly.items():
        code = countries.resolve_or_none(former)
        if code is None:
            yield from _known(f"formerly.{name}", former)
        elif (state := countries.country(code)).until is None:
            yield FieldError(f"formerly.{name}: {state.name} exists")


def _known(key: str, name: str) -> Iterator[FieldError]:
    try:
        countries.resolve(name)
    except countries.UnknownCountry as error:
        yield FieldError(f"{key}: {error}", nearest=error.nearest)


def _file(mapping: Mapping) -> Iterator[FieldError]:
    if mapping.delimiter is not None and len(mapping.delimiter) != 1:
        yield FieldError(f"delimiter: has one sign, not {mapping.delimiter[:20]!r}")
    if mapping.encoding is not None and (error := encoding_error(mapping.encoding)):
        yield FieldError(f"encoding: {error}")


def encoding_error(name: str) -> str | None:
    """The reason why text in this encoding cannot be read line by line, or ``None``."""
    try:
        codecs.lookup(name)
    except (LookupError, ValueError):
        return f"there is no encoding {name[:40]!r}"
    try:
        if b"\n".decode(name) == "\n":
            return None
    except (LookupError, ValueError):  # a codec that does not make text, such as "hex"
        pass
    return f"{name} cannot be read line by line; save the table as UTF-8"
