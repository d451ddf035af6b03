"""Field types for marshmallow: dates, countries, words of a list, clean text."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from marshmallow import ValidationError, fields

from service.domain import countries, edtf, web_addresses
from service.domain.degrees import advice, degrees
from service.domain.event import ID_PATTERN
from service.domain.folding import plain_tag
from service.domain.instants import forward
from service.domain.written import Ambiguous, Unreadable, era_error, read
from service.schemas.unknown_words import near_words

# C0 controls except tab, newline and carriage return; DEL; lone surrogates; non-characters.
CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
CONTROLS = r"\x00-\x08\x0b\x0c\x0e-\x1f\x7f"
ANY_CLEAN = f"^[^{CONTROLS}]*$"
INVISIBLE = r"\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff"
"""Format characters (Unicode, general category Cf): with nothing else a text looks empty."""
CLEAN = f"^[^{CONTROLS}]*[^{CONTROLS}\\s{INVISIBLE}][^{CONTROLS}]*$"
"""Two JSON Schema patterns: no control characters, and also not blank."""
HIDDEN = "[\u00ad\u180e\u200b\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff]"
"""A pattern of the invisible characters that no script needs anywhere in a text."""
UNSEEN = re.compile(HIDDEN + "|(?<![^\x00-\x7f])[\u200c-\u200f]|[\u200c-\u200f](?![^\x00-\x7f])")
"""Invisible characters that no script needs inside a word. Persian and Indian scripts and emoji
have joiners, Arabic and Hebrew texts have marks of direction."""
VISIBLE = re.compile(rf"[^\s{INVISIBLE}]")
ADDRESS = rf'^[Hh][Tt][Tt][Pp][Ss]?://[^{CONTROLS}{INVISIBLE}\s<>"\\]+$'
"""Every http or https URL matches this pattern, but not every match is a valid URL."""


class HintedMessage(str):
    """A message that carries the nearest right spellings."""

    near: tuple[str, ...] = ()

    def __new__(cls, text: str, near: tuple[str, ...] = ()) -> HintedMessage:
        made = super().__new__(cls, text)
        made.near = near
        return made


def field_error(text: str, near: tuple[str, ...] = ()) -> ValidationError:
    """A validation error that names the nearest spellings, if there are any."""
    hint = f"; did you mean {', '.join(near)}?" if near and "nearest" not in text else ""
    return ValidationError([HintedMessage(text + hint, near)])


def described(about: str, **more: Any) -> dict[str, Any]:
    """The metadata of a field: ``about`` describes it in the documents that clients read."""
    return {"about": about, **more}


class Computed(fields.Field[Any]):
    """A computed field of the document. In input it is accepted and ignored, so that a document
    read from one instance can be sent to another."""

    def __init__(self) -> None:
        super().__init__(dump_only=True)


class String(fields.String):
    """A text. The error of a number names the text to write."""

    def _deserialize(
        self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **options: Any
    ) -> str:
        if not isinstance(value, str):
            number = isinstance(value, int | float) and not isinstance(value, bool)
            text = self.text_of(value) if number else ""
            raise field_error(f'must be text: write "{text}"' if number else "must be text")
        return str(super()._deserialize(value, attr, data, **options))

    def text_of(self, number: float) -> str:
        """The text that a number stands for."""
        return str(number)


class Id(String):
    """The id of an event; ``error`` is the message for an invalid one."""

    def __init__(self, about: str, error: str, **options: Any) -> None:
        super().__init__(metadata=described(about, pattern=f"^{ID_PATTERN.pattern}$"), **options)
        self.error = error

    def _deserialize(
        self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **options: Any
    ) -> str:
        text = super()._deserialize(value, attr, data, **options)
        if not ID_PATTERN.fullmatch(text):
            meant = re.sub(r"[^a-z0-9_-]+", "-", text[:200].lower()).strip("-_")
            raise field_error(self.error, (meant,) if ID_PATTERN.fullmatch(meant) else ())
        return str(text)


class Text(String):
    """A string of ``low`` to ``high`` characters without control characters."""

    def __init__(
        self, high: int, about: str = "", low: int = 1, pattern: str | None = None, **options: Any
    ) -> None:
        pattern = pattern or (CLEAN if low else ANY_CLEAN)
        schema = {"minLength": low, "maxLength": high, "pattern": pattern}
        super().__init__(metadata=described(about, **schema), **options)
        self.low, self.high = low, high

    def _deserialize(
        self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **options: Any
    ) -> str:
        text = super()._deserialize(value, attr, data, **options)
        if not self.low <= len(text) <= self.high:
            raise field_error(f"must have {self.low} to {self.high} characters, not {len(text)}")
        if CONTROL.search(text):
            raise field_error("must not contain control characters or broken Unicode")
        if self.low and not VISIBLE.search(text):
            raise field_error("must not be blank")
        return str(text)


class Tag(Text):
    """A word by which an event can be found. Spaces around it do not belong to it, several spaces
    are one, and its letters are composed (NFC): other forms look the same, and a query would never
    find them. Invisible characters are refused."""

    def _deserialize(
        self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **options: Any
    ) -> str:
        text = super()._deserialize(value, attr, data, **options)
        if "," in text:
            raise field_error("a tag has no comma; a comma means 'or' in a query")
        if UNSEEN.search(text):
            seen = plain_tag(UNSEEN.sub("", text))
            raise field_error("has invisible characters", (seen,) if seen else ())
        return plain_tag(text)


class Word(String):
    """One of a fixed list of words."""

    def __init__(self, words: tuple[str, ...], about: str = "", **options: Any) -> None:
        super().__init__(metadata=described(about, enum=list(words)), **options)
        self.words = words

    def _deserialize(
        self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **options: Any
    ) -> str:
        text = super()._deserialize(value, attr, data, **options)
        if text not in self.words:
            near = near_words(text, self.words)
            raise field_error(f"{text[:64]!r} is not one of {', '.join(self.words)}", near)
        return str(text)


class EdtfDate(String):
    """An EDTF date; loads to ``edtf.Date``."""

    def text_of(self, number: float) -> str:
        """EDTF, if that is clear: ``20230228`` is a day."""
        try:
            return read(str(number))
        except edtf.DateError:
            return str(number)

    def __init__(self, about: str = "", **options: Any) -> None:
        schema = {"format": "edtf", "minLength": 1, "maxLength": edtf.MAX_LENGTH}
        super().__init__(metadata=described(about, **schema), **options)

    def _deserialize(
        self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **options: Any
    ) -> Any:
        text = super()._deserialize(value, attr, data, **options)
        try:
            found = edtf.parse(text)
        except edtf.DateError as error:
            raise _no_edtf(text, error) from None
        try:
            return forward(found)
        except edtf.DateError as error:
            raise field_error(str(error)) from None


def _no_edtf(text: str, error: edtf.DateError) -> ValidationError:
    """The error for a text that is no EDTF, with the EDTF of it if it is a date in words."""
    near: str | None = None
    try:
        return field_error(f"{text!r} is not an EDTF date; write {read(text)}")
    except Ambiguous as several:
        return field_error(str(several))
    except Unreadable as unread:
        near = unread.nearest
    except edtf.DateError:
        pass
    why = era_error(text[: edtf.MAX_LENGTH]) or str(error)
    return field_error(why, (read(near),) if near else ())


class EdtfText(EdtfDate):
    """An EDTF date that stays text."""

    def _deserialize(
        self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **options: Any
    ) -> Any:
        return super()._deserialize(value, attr, data, **options).text


class Country(String):
    """Any name or code of a country; loads to its code."""

    def __init__(self, about: str = "", **options: Any) -> None:
        schema = {"format": "country", "minLength": 1, "maxLength": countries.MAX_LENGTH}
        super().__init__(metadata=described(about, **schema), **options)

    def _deserialize(
        self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **options: Any
    ) -> str:
        try:
            return countries.resolve_whole(super()._deserialize(value, attr, data, **options))
        except countries.UnknownCountry as error:
            raise field_error(str(error), error.nearest) from None


class WebUrl(Text):
    """An absolute http or https URL. Any other scheme could run as script."""

    def __init__(self, about: str = "", **options: Any) -> None:
        super().__init__(2000, about, pattern=ADDRESS, **options)

    def _deserialize(
        self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **options: Any
    ) -> str:
        text = super()._deserialize(value, attr, data, **options)
        try:
            parts = urlsplit(text)
            good = parts.scheme.lower() in ("http", "https") and bool(parts.hostname)
            good = good and (parts.port is None or parts.port > 0)
        except ValueError:
            good = False
        if not good or re.search(rf"[\s{INVISIBLE}<>\"\\]", text):
            reason = "must be an http or https URL, without spaces or invisible characters"
            raise field_error(f"{reason}{web_addresses.advice(text)}")
        return text


class Degrees(fields.Float):
    """A latitude or a longitude: degrees from ``-bound`` to ``bound``, WGS 84."""

    def __init__(self, bound: int, about: str, **options: Any) -> None:
        super().__init__(metadata=described(about, minimum=-bound, maximum=bound), **options)
        self.bound = bound

    def _deserialize(
        self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **options: Any
    ) -> Any:
        try:
            text = isinstance(value, str)
            given = degrees(value) if text else value
            found = super()._deserialize(given, attr, data, **options)
        except (ValidationError, ValueError):
            meant = advice(value, self.bound) if isinstance(value, str) else ""
            hint = meant.replace("; write", ": write") or " such as 51.17"
            raise field_error(f"must be a number{hint}") from None
        if found is not None and not -self.bound <= found <= self.bound:
            raise field_error(f"must lie between -{self.bound} and {self.bound}")
        return found if found is None else unsigned_zero(found)


def unsigned_zero(number: float) -> float:
    """The number, with ``0.0`` for ``-0.0``: PostgreSQL keeps that sign and SQLite drops it."""
    return number + 0.0


def distinct(parts: list[Any]) -> tuple[Any, ...]:
    """The parts without repetitions; the first of equal parts stays."""
    return tuple(parts) if len(parts) < 2 else tuple(dict.fromkeys(parts))


class Distinct(fields.List[Any]):
    """At most ``most`` parts of a kind, each once. If it is not given, it is empty."""

    def __init__(self, each: fields.Field[Any], about: str, most: int) -> None:
        super().__init__(each, load_default=list, metadata=described(about, maxItems=most))
        self.most = most

    def _deserialize(
        self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **options: Any
    ) -> Any:
        if not isinstance(value, list | tuple):
            raise field_error("must be a list, in [ ]")
        parts = super()._deserialize(value, attr, data, **options)
        if len(parts) > self.most:
            raise field_error(f"has at most {self.most} entries")
        return distinct(parts)
