"""Turns a row of a table into an event document by a mapping."""

from __future__ import annotations

from collections.abc import Mapping as Cells
from fnmatch import fnmatchcase
from typing import Any

from marshmallow.fields import List, Nested

from service.domain import edtf
from service.domain.countries import country, remarks, resolve
from service.domain.degrees import advice, degrees
from service.domain.written import is_old_style
from service.domain.written_amounts import AmountError
from service.importers.country_lists import parted
from service.importers.header_units import read_amount
from service.importers.ids import make_id
from service.importers.listed_cells import listed
from service.importers.mapping import (
    PLACEHOLDER,
    AmountRule,
    CategoryChoice,
    CountryRule,
    Known,
    Mapping,
    StatusChoice,
    TagRule,
    Text,
    shown_columns,
)
from service.importers.mapping_targets import FIELDS, LONGEST, REQUIRED, others
from service.importers.part_texts import WORDS, as_word, hinted, left_out
from service.importers.row_cells import RowCells
from service.importers.row_dates import CellError, Dates
from service.importers.row_result import Record, loaded
from service.importers.schemes import read as read_code
from service.importers.several_values import actors, may_list, sources, tags
from service.importers.truncation import without_comma

USUAL = ("summary", "actors", "place", "amounts", "tags")
"""Fields that are filled by their schema, besides those that ``Known`` does not have."""


class Row(RowCells):
    """The cells of one row, read by a mapping."""

    def __init__(
        self, cells: Cells[str, str], mapping: Mapping, dates: Dates | None = None
    ) -> None:
        """``dates`` is the knowledge of the table's dates from its first rows."""
        super().__init__(cells, mapping)
        self.dates = dates or Dates(mapping.date)
        self.old_words = self.when = ""

    def record(self, line: int) -> Record:
        """The record of the row: its event or its errors."""
        self.refuse_failed_formulas()
        document = {} if self.errors else self._document()
        if self.errors:
            return hinted(Record(line, None, tuple(self.errors)), self.cells)
        return hinted(loaded(line, document, self.columns, tuple(self.warnings)), self.cells)

    def _document(self) -> dict[str, Any]:
        mapping = self.mapping
        document: dict[str, Any] = {
            "id": self._id(),
            "title": self._limited("title", mapping.title),
            "date": self._date(),
            "category": self._category(),
            "status": self._status(),
        }
        document["date_as_reported"] = self._reported(document["date"])
        self.when = document["date"]
        document["countries"] = self._countries()
        usual = {name: getattr(mapping, name) for name in USUAL} | others(mapping, Known)
        for name, said in usual.items():
            if (filled := self._filled(name, said)) is not None:
                document[name] = filled
        found: list[dict[str, Any]] = []
        for rule in mapping.sources:
            if part := self._part(rule, f"/sources/{len(found)}"):
                found += self._each(sources, rule, part, "url", f"/sources/{len(found)}")
        document["sources"] = found
        self._coordinates(document.get("place", {}))
        document["tags"] = [without_comma("tags", each, self.warnings) for each in document["tags"]]
        # An empty cell is no value: what it would fill is left out.
        given = {name: each for name, each in document.items() if each is not None}
        given.setdefault("category", "other")
        self._require("event", mapping, given)
        return given

    def _coordinates(self, place: dict[str, Any]) -> None:
        """Turn the coordinates of a place into numbers."""
        for name, other, bound in (("latitude", "longitude", 90), ("longitude", "latitude", 180)):
            if name in place:
                place[name] = self._number(getattr(self.mapping.place, name), place[name], bound)
            elif other in place and (text := getattr(self.mapping.place, name)):
                self.error(text, f"is empty, so the place has a {other} but no {name}")

    def _require(self, name: str, rule: Any, found: Cells[str, Any]) -> None:
        """Record an error for each field that an event, or a part of its field ``name``, needs and
        that the cells leave empty."""
        for field in REQUIRED[name]:
            if field not in found and (text := getattr(rule, field)):
                self.error(text, f"is empty, so the {name.removesuffix('s')} has no {field}")

    def _id(self) -> str:
        try:
            return make_id(self.fill(self.mapping.id) or "")
        except ValueError as error:
            self.error(self.mapping.id, str(error))
            return ""

    def _filled(self, name: str, rule: Any) -> Any:
        """The value of a field by its ``rule``: a text, a part, or a list of these."""
        field = FIELDS[name]
        if isinstance(field, Nested):
            return (rule and self._part(rule, f"/{name}")) or None
        if not isinstance(field, List):
            return self._limited(name, rule)
        if name == "tags":
            return self._tags(rule)
        way: Any = self._part if isinstance(field.inner, Nested) else self.fill
        found: list[Any] = []
        for each in rule:
            pointer = f"/{name}/{len(found)}"
            if filled := way(each, pointer):
                several = name == "actors"
                found += self._each(actors, each, filled, "name", pointer) if several else [filled]
        return found

    def _tags(self, rules: list[str | TagRule]) -> list[str]:
        found: list[Any] = []
        for each in rules:
            rule = TagRule(each) if isinstance(each, str) else each
            pointer = f"/tags/{len(found)}"
            if filled := self.fill(rule.tag, pointer, lines=True):
                found += self._each(tags, rule, {"tag": filled}, "tag", pointer)
        return found

    def _limited(self, name: str, text: Text | None) -> str | None:
        """A filled text, cut at a word if it is longer than an event allows."""
        filled = self.fill(text, f"/{name}", lines=name == "summary")
        if filled and not filled.isprintable():
            filled = filled.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ")
        if filled is None or len(filled) <= LONGEST.get(name, len(filled)):
            return filled
        self.warnings.append(f"{name} cut from {len(filled)} to {LONGEST[name]} characters")
        return filled[: LONGEST[name] - 1].rsplit(" ", 1)[0] + "…"

    def _part(self, rule: Any, pointer: str) -> dict[str, Any]:
        """The filled texts of a part of the event; empty if its leading text is missing."""
        part: dict[str, Any] = {}
        for name in rule.__struct_fields__:
            text = getattr(rule, name)
            if name in ("scheme", "decimal"):
                continue
            if name == "supports":
                part[name] = text
            elif name == "split":
                continue
            elif text is not None and (
                filled := self.fill(text, f"{pointer}/{name}", lines=may_list(rule, name))
            ):
                country = name == "country"
                meant = self._country(text, filled, rule.scheme) if country else filled
                if name in WORDS and meant is not None:
                    meant = as_word(name, meant)
                if meant is not None:
                    part[name] = meant
        if isinstance(rule, AmountRule) and "value" in part:
            part["value"] = self._amount(rule, part["value"], part.get("currency", ""))
        leading = rule.__struct_fields__[0]
        if part.get(leading) or pointer == "/place":
            self._require(pointer.split("/")[1], rule, part)
            return part
        self.warnings += left_out(rule, part, shown_columns(self.mapping))
        return {}

    def _each(
        self, make: Any, rule: Any, part: dict[str, Any], name: str, pointer: str
    ) -> list[dict[str, Any]]:
        """The parts of the event that ``make`` makes of one whose field ``name`` has several
        values. The report names the same columns for all of them."""
        try:
            found = list(make(rule, part))
        except ValueError as error:
            self.error(getattr(rule, name), str(error), part[name])
            return []
        if len(found) < 2:
            return found
        head, _, first = pointer.rpartition("/")
        of_first = {key: text for key, text in self.columns.items() if key.startswith(pointer)}
        for at in range(int(first) + 1, int(first) + len(found)):
            for key, text in of_first.items():
                self.columns[f"{head}/{at}{key.removeprefix(pointer)}"] = text
        return found

    def _amount(self, rule: AmountRule, filled: str, currency: str) -> str:
        try:
            return read_amount(rule, filled, currency)
        except AmountError as error:
            self.error(rule.value, str(error), filled)
            return filled

    def _number(self, text: str, filled: str, bound: int) -> float | None:
        try:
            return degrees(filled.replace(",", "."))
        except ValueError:
            self.error(text, f"is not a number of degrees{advice(filled, bound)}")
            return None

    def _category(self) -> str | None:
        choice = self.mapping.category
        if not isinstance(choice, CategoryChoice):
            return as_word("category", self.fill(choice, "/category"))
        cell = self.cells[choice.column].casefold()
        for rule in choice.rules:
            if rule.equals is not None and cell == rule.equals.casefold():
                return rule.category
            if rule.contains is not None and rule.contains.casefold() in cell:
                return rule.category
        return choice.default

    def _status(self) -> str | None:
        choice = self.mapping.status
        if not isinstance(choice, StatusChoice):
            return as_word("status", self.fill(choice, "/status"))
        cell = self.fill(f"{{{choice.column}}}", "/status")
        low = cell.strip().casefold() if cell else ""
        words = (word for text, word in choice.values.items() if text.casefold() == low)
        return next(words, None) or as_word("status", cell)

    def _countries(self) -> list[dict[str, str]]:
        found: list[dict[str, str]] = []
        for rule in self.mapping.countries:
            for name in self._names(rule):
                code = self._country(rule.code, name, rule.scheme)
                # A source may use two names for one country.
                if code is not None and (entry := {"code": code, "role": rule.role}) not in found:
                    columns = PLACEHOLDER.findall(rule.code)
                    if columns:
                        self.columns[f"/countries/{len(found)}/code"] = columns[0]
                    found.append(entry)
        return found

    def _country(self, text: str, name: str, scheme: str | None) -> str | None:
        """The country of a name or code with which ``text`` was filled.

        The mapping's ``formerly`` and ``names`` come first, then its scheme. A value that the
        mapping itself gives is no cell and stays unchanged.
        """
        if former := self._then(name):
            return former
        if name in self.mapping.names or not PLACEHOLDER.search(text):
            return self.mapping.names.get(name, name)
        try:
            meant = read_code(name, scheme or self.mapping.scheme)
        except ValueError as error:
            self.error(text, str(error), name)
            return None
        column = PLACEHOLDER.findall(text)[0]
        left_out = remarks(name)
        for each in left_out:
            warning = f"{column}: {each[:100]!r} in {name[:100]!r} is left out"
            if warning not in self.warnings and column not in shown_columns(self.mapping):
                self.warnings.append(warning)
        return resolve(meant) if left_out else meant

    def _then(self, name: str) -> str | None:
        """The former state that a name stands for, if the date lies within its existence."""
        former = self.mapping.formerly.get(name)
        if former is None or not self.when:
            return None
        state, when = country(resolve(former)), edtf.parse(self.when)
        if when.earliest is None or when.latest is None:
            return None
        inside = (state.since or 0) <= when.earliest and when.latest <= (state.until or 0)
        return state.code if inside else None

    def _names(self, rule: CountryRule) -> list[str]:
        if any(self.cells[name].casefold() != each.casefold() for name, each in rule.when.items()):
            return []
        cell = self.fill(rule.code, lines=True) or ""
        if rule.like and not fnmatchcase(cell, rule.like):
            return []
        if rule.before:
            cell = cell.partition(rule.before)[0]
        signs = [rule.split] if isinstance(rule.split, str) else rule.split or []
        items = listed(cell.strip())
        names = [cell.strip()] if items is None else items
        return [part for each in names for part in parted(each, signs, self.mapping.names)]

    def _date(self) -> str:
        try:
            found = self.dates.read(self.fill)
        except CellError as error:
            self.error(error.text, str(error))
            return ""
        self.warnings += found.warnings
        self.old_words = found.words
        return found.text

    def _reported(self, date: str) -> str | None:
        """The source's own words for the date.

        The words of an old-style day are always kept. They get ``O.S.`` if they do not say so.
        """
        words = self.fill(self.mapping.date_as_reported, "/date_as_reported")
        if not date or not self.old_words:
            return words
        words = words or self.old_words
        if len(words) > LONGEST["date_as_reported"]:
            return words
        return words if is_old_style(words, date) else f"{words} O.S."
