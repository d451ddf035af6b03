"""Finds the columns for parts of an event: its place, people and sources."""

from __future__ import annotations

import re
from typing import Any

from service.domain import edtf
from service.domain.degrees import is_point
from service.importers.listed_cells import perhaps_several
from service.importers.several_values import BETWEEN, without_entities
from service.importers.suggest.draft import Draft, cell
from service.importers.suggest.headers import OTHER_THINGS, Column
from service.importers.suggest.notes import several
from service.importers.suggest.record_dates import of_articles

Entries = list[dict[str, Any]]
"""Entries of a list of the mapping."""
URL = re.compile(r"https?://[^\s/]+\S*")


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
        sure = name.rank("place") == 3 and not of_articles(draft.columns)  # where it was published
        degree = draft.notes.sure if sure else draft.notes.guessed
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
    """Whether the cells may be names, and not those of lists, files and other things."""
    if each.words[-1:] == ("name",) and (OTHER_THINGS - _ACTORS) & set(each.words):
        return False
    return each.mean_length <= 60 and each.share(_machine_word) <= 0.5


_ACTORS = frozenset({"actor", "person", "organization", "organisation"})


def _machine_word(text: str) -> bool:
    """Whether a text is meant for programs, not for people: ``bush-george-w``, ``17``."""
    return text == text.lower() and " " not in text and text.isascii()


def kind_of_actor(column: Column) -> str:
    """The type of the actors in a column.

    It is ``person`` only if nearly all cells are written like a person's name or title. It is
    ``organization`` if at least half of the cells have words of offices and companies. Else it is
    ``group``.
    """
    if names_groups(column):
        return "organization" if column.share(_of_office) >= 0.5 else "group"
    if column.share(_like_a_person) >= 0.9 and column.share(_of_many) <= 0.02:
        return "person"
    return "group"


def names_groups(column: Column) -> bool:
    """Whether at least half of the cells have words of groups, offices and companies."""
    return column.share(_of_many) >= 0.5


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


def find_sources(draft: Draft) -> Entries:
    """The ``sources`` of a mapping, from the columns that describe the source of a row."""
    notes = draft.notes
    links = [each for each in draft.rest() if each.share(_has_addresses) > 0.5]
    links = [each for each in links if each.rank("url", "source") or _varies(each)]
    links.sort(key=lambda each: (-each.rank("url", "source"), -each.share(_has_addresses)))
    url = next((each for each in links if each.share(_has_addresses) == 1), None)
    for each in () if url else links[:1]:
        bad = next(text for text in each.counts if not _has_addresses(text))
        notes.decide.append(
            f"sources: {each.name} is not used, because rows where it is no URL, such as "
            f"{bad[:40]!r}, would be refused"
        )
    named = [each for each in draft.rest() if each not in links and _of_source(each)]
    title = draft.best("source", lambda each: each in named)
    publisher = draft.best("publisher", lambda each: each in named)
    published = draft.best("published", lambda each: each.share(_is_edtf) == 1)
    titles = [cell(each) for each in (title, publisher, url) if each]
    if not titles:
        notes.decide.append(
            "sources: no column has one; add the source of the table, so that it can be cited: "
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


_OF_SOURCES = frozenset({"id", "type", "domain", "scale", "code", "country", "language", "count",
                         "kind", "date"})  # fmt: skip


def _of_source(each: Column) -> bool:
    """Whether the cells may name sources, and not say something about them."""
    return each.speaks and not _OF_SOURCES & set(each.words[-1:])


def _varies(each: Column) -> bool:
    return len(each.counts) > 1 or each.filled == 1


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
