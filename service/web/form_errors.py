"""The errors of a query beside the fields of the form, with other queries to choose."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from service.api.language import gettext, language
from service.domain.near_spellings import LONGEST
from service.domain.written.question import AskedTime
from service.errors import FieldError
from service.schemas.comma_lists import quote
from service.schemas.country_roles import split_role
from service.web.form_values import Pairs, reason_unclear
from service.web.labels import parameter, values_of
from service.web.problem_messages import translated, without_hint
from service.web.query_urls import Choice, without


@dataclass(slots=True)
class FormError:
    """An error beside its field, with other queries to choose.

    If ``near`` is true, the choices are similar spellings; else they are possible meanings.
    """

    detail: str
    choices: list[Choice] = field(default_factory=list)
    near: bool = True


def form_error(pairs: Pairs, error: FieldError, today: date) -> FormError:
    """An error, without the name of its field and the hints that the page shows anyway."""
    if error.parameter == "date":
        text = next((text for name, text in pairs if name == "date"), "")
        if (found := reason_unclear(text, pairs, today)) is not None:
            return FormError(_sentence(translated(str(found))), [
                Choice(f"{language().time_in_words(each)} ({each.code})", _dated(pairs, each))
                for each in found.readings
            ], near=False)  # fmt: skip
    detail = error.detail.removeprefix(f"{error.parameter}: ")
    if error.nearest:
        detail = without_hint(detail)
    return FormError(_sentence(translated(detail)), suggestions(pairs, error))


def sentence(name: str | None, text: str) -> str:
    """An error as a sentence; it may begin with the name of its parameter."""
    if name and text.startswith(f"{name}: "):
        text = translated(text.removeprefix(f"{name}: "))
        return gettext("%(name)s: %(what)s", name=parameter(name), what=text)
    return _sentence(translated(text))


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:]


def _dated(pairs: Pairs, time: AskedTime) -> Pairs:
    """The query with that date instead."""
    name, value = ("date", time.date) if time.date else ("on", time.on)
    return [(name, value) if each[0] == "date" else each for each in without(pairs)
            if each[0] != "on" or name == "date"]  # fmt: skip


def suggestions(pairs: Pairs, error: FieldError) -> list[Choice]:
    """For each nearest spelling, the query with that word instead."""
    found = []
    for word in error.nearest:
        changed = [
            (name, _instead(text, word, error.detail) if name == error.parameter else text)
            for name, text in without(pairs)
        ]
        found.append(Choice(word, changed))
    return found


def _instead(text: str, word: str, detail: str) -> str:
    """``text`` with ``word`` in place of the part that the error's ``detail`` quotes."""
    return ",".join(word if _quoted(each, detail) else quote(each) for each in values_of(text))


def _quoted(value: str, detail: str) -> bool:
    """Whether ``detail`` quotes the value, whole or the name in it."""
    texts = {value, split_role(value)[0]}
    return any(repr(each) in detail or f"{each[:LONGEST]!r} is" in detail for each in texts)
