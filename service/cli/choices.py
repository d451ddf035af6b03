"""Options and commands that take one of some words. An error names the nearest word."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

import click

from service.domain.near_spellings import nearest, one_edit


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
