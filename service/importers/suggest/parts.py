"""Finds the columns for parts of an event: its place, people, money and sources."""

from __future__ import annotations

import re
from typing import Any

from service.domain import edtf
from service.domain.amount_words import CURRENCIES_CALLED
from service.domain.degrees import is_point
from service.domain.vocabulary import STAGES
from service.domain.written_amounts import AmountError, Point, has_multiplier
from service.domain.written_amounts import read as read_amount
from service.importers.header_units import currencies, unit
from service.importers.listed_cells import perhaps_several
from service.importers.several_values import BETWEEN, without_entities
from service.importers.suggest.draft import Draft, cell
from service.importers.suggest.headers import Column
from service.importers.suggest.notes import several
from service.schemas.fields import CURRENCIES

Entries = list[dict[str, Any]]
"""Entries of a list of the mapping."""
URL = re.compile(r"https?://[^\s/]+\S*")
_DOLLAR_OR_YEN = {"$": "USD", "¥": "JPY"}


def find_place(draft: Draft) -> dict[str, Any]:
    """The ``place`` of a mapping; coordinates only if both columns exist."""
    found: dict[str, Any] = {}
    points = [each for each in draft.rest() if each.share(is_point) > 0.5]
    if points:
        draft.notes.decide.append(
            f"place: {points[0].name} has two numbers in a cell; latitude and longitude need a "
            "column each"
        )
    name = draft.best("place", lambda each: each.share(_number) < 0.5 and each not in points)
    if name:
        found["name"] = cell(name)
        draft.take(name)
        degree = draft.notes.sure if name.rank("place") == 3 else draft.notes.guessed
        degree.append(f"place: {name.name}")
    latitude = draft.best("latitude", lambda each: _degrees(each, 90))
    longitude = draft.best("longitude", lambda each: _degrees(each, 180))
    if latitude and longitude:
        found |= {"latitude": cell(latitude), "longitude": cell(longitude)}
        draft.take(latitude, longitude)
        draft.notes.sure.append(f"place: {latitude.name} and {longitude.name} in degrees")
        return found
    plane = {each.name: each for each in draft.rest() if each.name in ("X", "Y")}
    if len(plane) == 2 and _degrees(plane["X"], 180) and _degrees(plane["Y"], 90):
        found |= {"latitude": "{Y}", "longitude": "{X}"}
        draft.take(*plane.values())
        draft.notes.guessed.append("place: Y and X as latitude and longitude, as GDAL writes them")
    return found


def _degrees(column: Column, bound: int) -> bool:
    return column.share(lambda text: _number(text) and _within(text, bound)) >= 0.95


def _within(text: str, bound: int) -> bool:
    return abs(float(text.replace(",", "."))) <= bound


def _number(text: str) -> bool:
    return bool(re.fullmatch(r"[+-]?\d{1,20}([.,]\d{1,20})?", text, re.ASCII))


def find_actors(draft: Draft) -> tuple[Entries, list[Column]]:
    """The ``actors`` of a mapping: a column of persons or groups, and one of organisations."""
    found: Entries = []
    columns: list[Column] = []
    for meaning in ("actor", "organization"):
        best = draft.best(meaning, _a_name)
        draft.take(best)
        if best:
            kind = "organization" if meaning == "organization" else kind_of_actor(best)
            columns.append(best)
            entry: dict[str, Any] = {"name": cell(best), "type": kind}
            found.append(entry)
            texts = [*map(without_entities, best.counts)]
            signs = [sign for sign in f"{BETWEEN}\n" if any(sign in text for text in texts)]
            if signs:
                entry["split"] = signs[0] if len(signs) == 1 else signs
            each = f"several, split at {several(signs)}" if signs else f"one {kind} a row"
            draft.notes.guessed.append(f"actors: {best.name} holds {each}")
            odd = next((text for text in best.counts if perhaps_several(text)), None)
            if odd and not signs and kind == "person":
                draft.notes.decide.append(
                    f"actors: {best.name} may have several names in a cell, such as {odd[:60]!r}; "
                    '"split" in the actor can be " and "'
                )
    return found, columns


def _a_name(each: Column) -> bool:
    return each.mean_length <= 60 and each.share(_machine_word) <= 0.5


def _machine_word(text: str) -> bool:
    """Whether a text is meant for programs, not for people: ``bush-george-w``, ``17``."""
    return text == text.lower() and " " not in text and text.isascii()


def kind_of_actor(column: Column) -> str:
    """The type of the actors in a column.

    It is ``person`` only if nearly all cells are written like a person's name or title. It is
    ``organization`` if at least half of the cells have words of offices and companies. Else it is
    ``group``.
    """
    if column.share(_of_many) >= 0.5:
        return "organization" if column.share(_of_office) >= 0.5 else "group"
    if column.share(_like_a_person) >= 0.9 and column.share(_of_many) <= 0.02:
        return "person"
    return "group"


def _like_a_person(text: str) -> bool:
    """Whether a text looks like a person's name: at most eight words and no numbers.

    Most words begin with a capital letter, or are in a script without capital letters.
    """
    words = [word for word in re.split(r"[\s,.]+", text) if word]
    named = [word for word in words if len(word) > 1 and word.lower() not in _PARTICLES]
    return (
        0 < len(words) <= 8
        and bool(named)
        and not any(sign.isdecimal() for sign in text)
        and not any(word.isupper() and len(word) > 3 for word in words)
        and sum(word[0].isupper() or not word[0].islower() for word in named) * 5 >= len(named) * 4
        and not _of_many(text)
    )


def _words(text: str) -> set[str]:
    return set(re.findall(r"[^\W\d_]+", text.casefold()))


def _of_many(text: str) -> bool:
    return bool(_words(text) & _MANY)


def _of_office(text: str) -> bool:
    return bool(_words(text) & _OFFICES)


_PARTICLES = frozenset({"of", "the", "van", "von", "de", "la", "bin", "al", "der", "da", "del",
                        "and", "ibn", "dos", "du", "und"})  # fmt: skip
_OFFICES = frozenset({
    "government", "ministry", "party", "council", "union", "company", "corporation", "inc", "ltd",
    "llc", "bank", "agency", "commission", "committee", "court", "parliament", "university",
    "organization", "organisation", "association", "federation", "department", "office", "embassy",
    "institute", "foundation", "group", "fund", "authority", "board", "bureau", "secretariat",
    "regierung", "ministerium", "partei", "gmbh", "ag", "gouvernement", "ministère", "parti",
    "gobierno", "ministerio", "partido", "правительство", "министерство", "партия", "совет",
})  # fmt: skip
_MANY = _OFFICES | frozenset({
    "forces", "force", "army", "military", "police", "militia", "militias", "rebels", "front",
    "movement", "brigade", "brigades", "protesters", "rioters", "civilians", "troops", "guard",
    "soldiers", "state", "people", "liberation", "insurgents", "gunmen", "cartel", "gang", "navy",
    "alliance", "coalition", "communal", "unidentified", "unknown", "islamic", "armed", "students",
    "workers", "citizens", "separatists", "taliban", "delegation", "ministers", "team", "mission",
    "войска", "армия", "полиция", "streitkräfte", "armee", "ejército", "policía",
})  # fmt: skip


def find_amounts(draft: Draft) -> Entries:
    """The ``amounts`` of a mapping, if each sum can be read and the currency is known."""
    amount, notes = draft.best("amount"), draft.notes
    if amount is None:
        return []
    column = draft.best("currency", lambda each: each.share(CURRENCIES.__contains__) == 1)
    named = currencies(amount.name)
    shared = next((code for sign, code in _DOLLAR_OR_YEN.items() if sign in amount.name), None)
    currency = cell(column) if column else next(iter(named), None) or _currency_in(amount) or shared
    point, bad = _point(amount, column, currency or "")
    said, unit_word = unit(amount.name) or ("", "")
    if bad:
        reason = bad
    elif said and not unit_word:
        reason = f"{said!r} in its name is thousands or millions"
    elif column and named and set(column.counts) != set(named):
        reason = f"its name says {named[0]}, and {column.name} has other currencies"
    elif currency is None:
        reason = "nothing says the currency"
    else:
        draft.take(amount, column)
        if shared and currency == shared and not named:
            notes.guessed.append(f"amounts: the sign in {amount.name} counts as {shared}")
        one = "" if column else currency
        full = said and not all(has_multiplier(text, one) for text in amount.counts)
        if full:
            notes.guessed.append(
                f"amounts: {said!r} in the name {amount.name} counts as {unit_word}"
            )
        if point:
            notes.guessed.append(f"amounts: {point!r} stands before the decimals in {amount.name}")
        value = f"{cell(amount)} {unit_word}" if full else cell(amount)
        found = {"value": value, "currency": currency, "stage": _stage(amount, draft)}
        return [found | ({"decimal": point} if point else {})]
    notes.decide.append(f"amounts: {amount.name} is not used: {reason}")
    return []


def _stage(amount: Column, draft: Draft) -> str:
    """The stage of the sums: that of the header, of a column of stages, or the first one."""
    if stage := next((stage for stage in STAGES if stage in amount.words), None):
        return stage
    known = [each for each in draft.rest() if each.share(_is_stage) == 1]
    if known:
        draft.take(known[0])
        return cell(known[0])
    others = ", ".join(STAGES)
    draft.notes.decide.append(f"amounts: {amount.name} counts as announced; there are {others}")
    return "announced"


def _is_stage(text: str) -> bool:
    return text.casefold() in STAGES


def _currency_in(amount: Column) -> str | None:
    """The currency whose sign is in every cell, if that sign has only one meaning."""
    named = {_named_currency(text) for text in amount.counts}
    return next(iter(named)) if len(named) == 1 else None


def _named_currency(text: str) -> str | None:
    words = (each.casefold() for each in re.findall(r"[^\W\d_]+|[^\w\s.,'’+-]", text))
    codes = (
        CURRENCIES_CALLED.get(word, (word.upper(),) if word.upper() in CURRENCIES else ())
        for word in words
    )
    return next((found[0] for found in codes if len(found) == 1), None)


def _point(
    amount: Column, currencies: Column | None, currency: str
) -> tuple[Point | None, str | None]:
    """The sign before the decimals if the sums need it, and why a sum cannot be read.

    A sign counts only if a sum can be read in no other way.
    """
    each = currencies.cells if currencies else [currency] * len(amount.cells)
    sums = [pair for pair in zip(amount.cells, each, strict=True) if pair[0]]
    without = _first_error(sums, None)
    if without is None:
        return None, None
    fitting = [point for point in POINTS if _first_error(sums, point) is None]
    return (fitting[0], None) if len(fitting) == 1 else (None, without)


POINTS: tuple[Point, ...] = (".", ",")


def _first_error(sums: list[tuple[str, str]], point: Point | None) -> str | None:
    for text, currency in sums:
        try:
            read_amount(text, currency, point)
        except AmountError as error:
            return f"{text[:30]!r} {error}"
    return None


def find_sources(draft: Draft) -> Entries:
    """The ``sources`` of a mapping, from the columns that describe the source of a row."""
    notes = draft.notes
    links = [each for each in draft.rest() if each.share(_has_addresses) > 0.5]
    links.sort(key=lambda each: (-each.rank("url", "source"), -each.share(_has_addresses)))
    url = next((each for each in links if each.share(_has_addresses) == 1), None)
    for each in () if url else links[:1]:
        bad = next(text for text in each.counts if not _has_addresses(text))
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
    found |= {key: cell(each) for key, each in parts.items() if each}
    if url and (signs := _signs(url)):
        found["split"] = signs[0] if len(signs) == 1 else signs
        notes.guessed.append(f"sources: {url.name} has several URLs in a cell")
    return [found]


SIGNS = (" | ", "|", ";", "；", "、", "，", "؛", "،", ", ", ",", " ")
"""Signs between URLs in a cell; those that are never inside a URL come first."""


def _signs(column: Column) -> list[str]:
    """The signs that split the cells of a column into URLs."""
    found = {sign for text in column.counts if not _is_url(text) for sign in _between(text)}
    return [sign for sign in SIGNS if sign in found]


def _between(text: str) -> tuple[str, ...]:
    """The sign between the URLs in a cell; empty if no sign splits it into URLs."""
    for sign in SIGNS:
        pieces = [piece.strip() for piece in text.split(sign) if piece.strip()]
        if len(pieces) > 1 and all(map(_is_url, pieces)):
            return (sign,)
    return ()


def _has_addresses(text: str) -> bool:
    return _is_url(text) or bool(_between(text))


def _is_url(text: str) -> bool:
    return bool(URL.fullmatch(text)) and not re.search(rf"[,{BETWEEN}]\s*https?://", text)


def _is_edtf(text: str) -> bool:
    try:
        edtf.parse(text)
    except edtf.DateError:
        return False
    return True
