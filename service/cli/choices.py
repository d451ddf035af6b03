"""Options and commands that take one of some words. An error names the nearest word.

An option that is given twice with different values is refused.
"""

from __future__ import annotations

import math
import re
from collections.abc import Collection, Iterator
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import click

from service.domain.near_spellings import nearest, one_edit

if TYPE_CHECKING:
    TimeType = click.ParamType[datetime]
else:
    TimeType = click.ParamType  # in click 8.2 it has no parameter

_MOMENT = re.compile(
    r"\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d(?:\.\d{1,6})?)?(?:Z|[+-]\d\d:\d\d)?)?", re.ASCII
)


def hint(word: str, words: Collection[str]) -> str:
    """The end of an error about ``word``: `` Did you mean 'export'?``, or nothing."""
    slips = tuple(each for each in words if one_edit(word.lower(), each))
    near = slips or nearest(word, words, count=1)
    return f" Did you mean {near[0]!r}?" if near else ""


class Choice(click.Choice[str]):
    """One of some words."""

    def get_invalid_choice_message(self, value: Any, ctx: click.Context | None) -> str:
        """The error, with the nearest word."""
        return super().get_invalid_choice_message(value, ctx) + hint(str(value), self.choices)


class Hours(click.FloatRange):
    """A number of hours."""

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> float:
        """The number. The bounds of a range alone let ``nan`` through."""
        hours = super().convert(value, param, ctx)
        if math.isnan(hours):
            self.fail(f"{value!r} is not a number of hours.", param, ctx)
        return float(hours)


class Moment(TimeType):
    """A day or a time; without an offset it is in UTC (RFC 3339, section 5.6)."""

    name = "time"

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> datetime:
        """The time in UTC; of a day, its beginning."""
        text = str(value)
        try:
            read = datetime.fromisoformat(text if _MOMENT.fullmatch(text) else "")
            return read.astimezone(UTC) if read.tzinfo else read.replace(tzinfo=UTC)
        except (ValueError, OverflowError):
            like = "2027-01-31 or 2027-01-31T12:00"
            self.fail(f"{text!r} is not a day or a time in UTC, such as {like}.", param, ctx)


class Command(click.Command):
    """A command that refuses an option with two values, where click takes the last."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """As in click."""
        given: dict[str, str] = {}
        for name, value in self._values(args):
            if given.setdefault(name, value) != value:
                ctx.fail(f"{name} may be given only once, not as {given[name]!r} and {value!r}.")
        return super().parse_args(ctx, args)

    def _values(self, args: list[str]) -> Iterator[tuple[str, str]]:
        """The options with one value that are in ``args``, and their values."""
        single = {
            name
            for each in self.params
            if isinstance(each, click.Option) and not (each.is_flag or each.multiple or each.count)
            for name in each.opts
        }
        rest = iter(args)
        for each in rest:
            if each == "--":
                return
            name, given, value = each.partition("=")
            if name in single:
                yield name, value if given else next(rest, "")
