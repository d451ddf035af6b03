"""Columns that become parts of an event: its place, people, money and sources."""

from __future__ import annotations

import re
from typing import Any

from service.domain import edtf
from service.domain.vocabulary import STAGES
from service.importers.suggest.draft import Draft, cell
from service.importers.suggest.headers import Column
from service.schemas.fields import CURRENCIES

Entries = list[dict[str, Any]]
"""Entries of a list of the mapping."""
URL = re.compile(r"https?://[^\s/]+\S*")
_DECIMAL = re.compile(r"\d{1,24}(\.\d{1,6})?", re.ASCII)
_SIGNS = {"$": "USD", "€": "EUR", "£": "GBP", "¥": "JPY"}
_FACTORS = frozenset({"million", "millions", "mn", "mln", "mio", "billion", "billions", "bn",
                      "thousand", "thousands", "tsd", "mrd", "млн", "млрд", "тыс"})  # fmt: skip


def find_place(draft: Draft) -> dict[str, Any]:
    """The ``place`` of a mapping; coordinates only where both are there."""
    found: dict[str, Any] = {}
    name = draft.best("place", lambda each: each.share(_number) < 0.5)
    if name:
        found["name"] = cell(name)
        draft.take(name)
        draft.notes.sure.append(f"place: {name.name}")
    latitude = draft.best("latitude", lambda each: _degrees(each, 90))
    longitude = draft.best("longitude", lambda each: _degrees(each, 180))
    if latitude and longitude:
        found |= {"latitude": cell(latitude), "longitude": cell(longitude)}
        draft.take(latitude, longitude)
        draft.notes.sure.append(f"place: {latitude.name} and {longitude.name} in degrees")
    return found


def _degrees(column: Column, bound: int) -> bool:
    return column.share(lambda text: _number(text) and _within(text, bound)) >= 0.95


def _within(text: str, bound: int) -> bool:
    return abs(float(text.replace(",", "."))) <= bound


def _number(text: str) -> bool:
    return bool(re.fullmatch(r"[+-]?\d{1,20}([.,]\d{1,20})?", text, re.ASCII))


def find_actors(draft: Draft) -> tuple[Entries, list[Column]]:
    """One column of persons and one of organisations."""
    found, columns = [], []
    for meaning, kind in (("actor", "person"), ("organization", "organization")):
        best = draft.best(meaning, _a_name)
        draft.take(best)
        if best:
            columns.append(best)
            found.append({"name": cell(best), "type": kind})
            draft.notes.guessed.append(f"actors: {best.name} holds one {kind} a row")
    return found, columns


def _a_name(each: Column) -> bool:
    return each.mean_length <= 60 and each.share(_machine_word) <= 0.5


def _machine_word(text: str) -> bool:
    """``bush-george-w``, ``17``: for programs, not for people."""
    return text == text.lower() and " " not in text and text.isascii()


def find_amounts(draft: Draft) -> Entries:
    """Money, where the numbers are plain and the currency is said."""
    amount, notes = draft.best("amount"), draft.notes
    if amount is None:
        return []
    bad = next((text for text in amount.counts if not _DECIMAL.fullmatch(text)), None)
    column = draft.best("currency", lambda each: each.share(CURRENCIES.__contains__) == 1)
    said = [word.upper() for word in amount.words if word.upper() in CURRENCIES]
    said += [code for sign, code in _SIGNS.items() if sign in amount.name]
    currency = cell(column) if column else next(iter(said), None)
    if bad is not None:
        reason = f"{bad[:30]!r} is no plain number such as 1234.5"
    elif _FACTORS & set(amount.words):
        reason = "its numbers have to be written in full"
    elif currency is None:
        reason = "nothing says the currency"
    else:
        draft.take(amount, column)
        stage = next((stage for stage in STAGES if stage in amount.words), None)
        if stage is None:
            others = ", ".join(STAGES)
            notes.decide.append(f"amounts: {amount.name} counts as announced; there are {others}")
        return [{"value": cell(amount), "currency": currency, "stage": stage or "announced"}]
    notes.decide.append(f"amounts: {amount.name} is not used: {reason}")
    return []


def find_sources(draft: Draft) -> Entries:
    """Where each row comes from, by what columns say of it."""
    notes = draft.notes
    links = [each for each in draft.rest() if each.share(_is_url) > 0.5]
    links.sort(key=lambda each: (-each.rank("url", "source"), -each.share(_is_url)))
    url = next((each for each in links if each.share(_is_url) == 1), None)
    for each in () if url else links[:1]:
        bad = next(text for text in each.counts if not _is_url(text))
        notes.decide.append(
            f"sources: {each.name} is not used, as rows where it is no address, such as "
            f"{bad[:40]!r}, would be refused"
        )
    title = draft.best("source", lambda each: each not in links)
    publisher = draft.best("publisher", lambda each: each not in links)
    published = draft.best("published", lambda each: each.share(_is_edtf) == 1)
    titles = [cell(each) for each in (title, publisher, url) if each]
    if not titles:
        notes.decide.append(
            "sources: no column has one; add what the table is from, so that it can be cited: "
            '"sources": [{"title": "...", "url": "https://..."}]'
        )
        return []
    parts = {"publisher": publisher, "url": url, "published": published}
    draft.take(title, *parts.values())
    notes.guessed.append(
        f"sources: {', '.join(each.name for each in (title, *parts.values()) if each)}"
    )
    found: dict[str, Any] = {"title": titles[0] if len(titles) == 1 else titles}
    return [found | {key: cell(each) for key, each in parts.items() if each}]


def _is_url(text: str) -> bool:
    return bool(URL.fullmatch(text))


def _is_edtf(text: str) -> bool:
    try:
        edtf.parse(text)
    except edtf.DateError:
        return False
    return True
