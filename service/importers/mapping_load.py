"""Loads a mapping from a file or from parsed content, checks it, and words its errors."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import msgspec

from service.domain.near_spellings import nearest
from service.errors import Invalid
from service.importers.date_precision import PrecisionRule
from service.importers.mapping import (
    ActorRule,
    AmountRule,
    CategoryChoice,
    CategoryRule,
    CountryRule,
    DateRule,
    Mapping,
    PlaceRule,
    SourceRule,
    StatusChoice,
)
from service.importers.mapping_check import mapping_errors
from service.importers.schemes import SCHEMES
from service.schemas.duplicate_members import Repeated, require_once, without_bom


def load_mapping(given: Path | str | bytes | dict[str, Any] | Mapping) -> Mapping:
    """A mapping from the path of a file, its content, or parsed content. Raises ``Invalid``."""
    if isinstance(given, Mapping):
        return given
    name = "the mapping" if isinstance(given, bytes | dict) else f"the mapping {Path(given).name}"
    try:
        if isinstance(given, dict):
            mapping = msgspec.convert(given, Mapping)
        else:
            content = given if isinstance(given, bytes) else Path(given).read_bytes()
            content = without_bom(content)
            mapping = msgspec.json.decode(content, type=Mapping)
            require_once(content)
    except msgspec.ValidationError as error:
        raise Invalid(f"{name} has an error: {_in_words(str(error))}") from None
    except Repeated as error:
        raise Invalid(f"{name} has an error: it {error}") from None
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise Invalid(f"{name} is not JSON: {_where(content, str(error))}") from None
    except OSError as error:
        raise Invalid(f"{name} cannot be read: {error.strerror}") from None
    found = list(mapping_errors(mapping))
    if len(found) == 1:
        raise Invalid(f"{name} has an error: {found[0].detail}")
    if found:
        raise Invalid(f"{name} has {len(found)} errors", found)
    return mapping


_PARTS: dict[str, type[msgspec.Struct]] = {
    "": Mapping, "date": DateRule, "category": CategoryChoice, "rules": CategoryRule,
    "status": StatusChoice,
    "countries": CountryRule, "actors": ActorRule, "place": PlaceRule, "amounts": AmountRule,
    "sources": SourceRule, "precision": PrecisionRule,
}  # fmt: skip
"""The type of the value under each key of a mapping."""


_WORDS = {"date.order": "dmy or mdy", "date.years": "span or month",
          "date.calendar": "iranian, thai, gregorian or julian",
          "date.negative_years": "bc or iso"}  # fmt: skip


def _in_words(message: str) -> str:
    """The message of msgspec with a readable path of the key, and near spellings."""
    reason, _, path = message.partition(" - at `$")
    path = path.rstrip("`").replace("[...]", "").lstrip(".")
    unknown = re.fullmatch(r"Object contains unknown field `(.*)`", reason, re.S)
    if unknown:
        part = _PARTS.get(re.sub(r"\[\d+\]$", "", path).rpartition(".")[2], Mapping)
        near = nearest(unknown[1], part.__struct_fields__)
        hint = f"did you mean {', '.join(near)}?" if near else ", ".join(part.__struct_fields__)
        reason = f"there is no key {unknown[1][:64]!r}; {hint}"
    if words := _WORDS.get(path):
        reason += f"; write {words}"
    if path.rpartition(".")[2] == "scheme":
        near = nearest(reason.rpartition("'")[0].rpartition("'")[2], SCHEMES)
        reason += f"; did you mean {near[0]}?" if near else f"; write {' '.join(SCHEMES)}"
    return f"{path}: {reason}" if path else reason


def _where(content: bytes, message: str) -> str:
    """The line and column at which a document stops being JSON, with the reason."""
    try:
        json.loads(content)
    except json.JSONDecodeError as error:
        return f"line {error.lineno}, column {error.colno}: {error.msg}"
    except ValueError:
        pass
    return message
