"""Checks the settings that only another part of the service can judge."""

from __future__ import annotations

import ipaddress
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl

from service import bundled_data, country_shapes, map_tiles
from service.api import limits
from service.api.event_reads import LIST
from service.domain import blocs
from service.domain.cursors import CursorSeal
from service.errors import DatelineError, FieldError, Invalid
from service.schemas.query import QueryParser
from service.settings import Settings, refusal
from service.store.database import engine_of, replica_errors
from service.web import theme

Errors = Iterator[FieldError]


def check(settings: Settings) -> None:
    """Raises ``Invalid`` with everything that is wrong with the settings of an application."""
    errors = [*theme.setting_errors(settings), *limits.setting_errors(settings)]
    errors += map_tiles.setting_errors(settings)
    errors += _seed(settings)
    if not any(each.parameter == "seed_directory" for each in errors):
        errors += _default_query(settings)
        errors += country_shapes.setting_errors(settings)  # its codes are those of the seed, too
    if errors:
        raise refusal(errors)


def check_place(settings: Settings, seeding: bool) -> None:
    """Raises ``Invalid`` if the service could not listen, or not create or fill its database."""
    errors = [*_host(settings), *_database(settings), *_events(settings, seeding)]
    if errors:
        raise refusal(errors)


def _seed(settings: Settings) -> Errors:
    folder = bundled_data.seed_directory(settings)

    def seed_error(detail: str) -> FieldError:
        return FieldError(detail, parameter="seed_directory")

    if not folder.is_dir():
        yield seed_error(f"{str(folder)!r} is not a folder")
        return
    try:
        bundled_data.register(folder)
    except DatelineError as error:
        yield seed_error(error.detail)
    try:
        blocs.from_json(_read(folder / "blocs.json"))
    except FileNotFoundError as error:
        yield seed_error(f"there is no file {error.filename}")
    except OSError as error:
        yield seed_error(f"{error.filename} cannot be read: {error.strerror}")
    except ValueError as error:
        yield seed_error(str(error))
    except (KeyError, TypeError, AttributeError):
        yield seed_error(f"{folder / 'blocs.json'} must be a list of blocs under the name 'blocs'")


def _events(settings: Settings, seeding: bool) -> Errors:
    """Errors of the seed's file of events; without ``seeding`` the file may be missing."""
    file = bundled_data.seed_directory(settings) / "events.json"
    try:
        if seeding or file.exists():
            _read(file)
    except OSError as error:
        detail = f"{file} cannot be read: {error.strerror}"
        yield FieldError(detail, parameter="seed_directory")
    except ValueError as error:
        yield FieldError(str(error), parameter="seed_directory")


def _read(file: Path) -> Any:
    """The parsed content of the file. Raises ``ValueError`` with its name if it is not JSON."""
    try:
        return json.loads(file.read_bytes())
    except ValueError as error:
        raise ValueError(f"{file} is not JSON: {error}") from None


def _default_query(settings: Settings) -> Errors:
    text = settings.default_query
    known = blocs.from_json(_read(bundled_data.seed_directory(settings) / "blocs.json"))
    parser = QueryParser(known, settings.page_size, settings.max_page_size, _no_cursor)
    try:
        asked = parse_qsl(text, keep_blank_values=True, strict_parsing=bool(text), errors="strict")
        parser.parse(asked, LIST)
    except ValueError:
        detail = f"{text!r} is not a query such as country=C5&sort=-date"
        yield FieldError(detail, parameter="default_query")
    except Invalid as error:
        for each in error.errors or [FieldError(error.detail)]:
            yield FieldError(each.detail, parameter="default_query", nearest=each.nearest)


def _no_cursor() -> CursorSeal:
    raise Invalid("cursor: a first page has none")


def _host(settings: Settings) -> Errors:
    try:
        ipaddress.ip_address(settings.host)
    except ValueError:
        detail = f"{settings.host!r} is no IP address such as 127.0.0.1, 0.0.0.0 or ::"
        yield FieldError(detail, parameter="host")


def _database(settings: Settings) -> Errors:
    """Errors of the replicas, and reasons why a missing database cannot be created."""
    for each in replica_errors(settings.database_url, settings.read_database_url):
        yield FieldError(each, parameter="read_database_url")
    for each in engine_of(settings.database_url).place_errors(settings.database_url):
        yield FieldError(each, parameter="database_url")
