"""Turns a row of a table into an event document by a mapping."""

from __future__ import annotations

from collections.abc import Mapping as Cells
from typing import Any

from marshmallow.fields import List, Nested

from service.domain.degrees import advice, degrees
from service.domain.written import is_old_style
from service.domain.written_amounts import AmountError
from service.importers.header_units import read_amount
from service.importers.ids import make_id
from service.importers.mapping import (
    AmountRule,
    CategoryChoice,
    Known,
    Mapping,
    StatusChoice,
    TagRule,
    Text,
    shown_columns,
)
from service.importers.mapping_targets import FIELDS, LONGEST, REQUIRED, others
from service.importers.part_texts import WORDS, as_word, hinted, left_out
from service.importers.row_countries import RowCountries
from service.importers.row_dates import CellError, Dates
from service.importers.row_result import Record, loaded
from service.importers.several_values import actors, may_list, sources, tags
from service.importers.truncation import shortened, without_comma

USUAL = ("summary", "actors", "place", "amounts", "tags")
"""Fields that are filled by their schema, besides those that ``Known`` does not have."""


class Row(RowCountries):
    """The cells of one row, read by a mapping."""

    def __init__(self, cells: Cells[str, str], mapping: Mapping, dates: Dates) -> None:
        """``dates`` is the knowledge of the table's dates from its first rows."""
        super().__init__(cells, mapping)
        self.dates = dates
        self.old_words = ""

    def record(self, line: int) -> Record:
        """The record of the row: its event or its errors."""
        self.refuse_failed_formulas()
        document = {} if self.errors else self._document()
        if self.errors:
            return hinted(Record(line, None, tuple(self.errors)), self.cells)
        record = loaded(line, document, self.columns, tuple(self.warnings), known_calendar=True)
        return hinted(record, self.cells)

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
        document["countries"] = self.countries()
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
        if filled is None or name not in LONGEST:
            return filled
        return shortened(name, filled, LONGEST[name], self.warnings)

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
                meant = self.country(text, filled, rule.scheme) if country else filled
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
        julian = self.dates.rule.calendar in (None, "julian")
        return f"{words} O.S." if julian and not is_old_style(words, date) else words
