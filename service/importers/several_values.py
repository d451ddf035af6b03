"""Splits a cell with the names of several actors, with several URLs or with several tags."""

from __future__ import annotations

import json
import re
from html.entities import html5
from typing import Any

from service.importers.listed_cells import listed
from service.importers.mapping import PLACEHOLDER, ActorRule, SourceRule, TagRule, Text

BETWEEN = ";|；؛｜、，،"
"""Signs between the values in a cell, in several scripts. The Latin comma is not one of them,
because it is also inside a name (``Smith, John``)."""
_TWO_URLS = re.compile(rf"https?://\S*?\s*([,{BETWEEN}]|\s)\s*https?://", re.IGNORECASE)
_TWO_NAMES = re.compile(rf"\s*([{BETWEEN}\n\r])\s*")


_ENTITY = re.compile(r"&(#\d{1,7}|#x[0-9a-f]{1,6}|[a-z]\w{1,31});", re.ASCII | re.IGNORECASE)
_KEPT = "\ue000"
"""Stands for the semicolon of an entity of HTML while a cell is split; it is of the private use
area of Unicode."""
_HASHTAGS = re.compile(r"(?<=\S)(\s)+#(?=\w)")


def without_entities(cell: str) -> str:
    """A cell in which the entities of HTML (``&amp;``) have no semicolon that could split it."""
    if "&" not in cell:
        return cell

    def kept(match: re.Match[str]) -> str:
        real = match[1].startswith("#") or f"{match[1]};" in html5
        return f"&{match[1]}{_KEPT}" if real else match[0]

    return _ENTITY.sub(kept, cell)


def may_list(rule: Any, name: str) -> bool:
    """Whether line ends in a cell may separate several values of this field."""
    return name == "country" or (isinstance(rule, ActorRule) and name == "name")


def actors(rule: ActorRule, actor: dict[str, Any]) -> list[dict[str, Any]]:
    """An actor for each name in a cell, with a title of its own if there are as many titles. Raises
    ``ValueError`` if the cell may hold several names and ``rule`` does not say so, or if there are
    several titles and another number of names."""
    cell = actor["name"]
    if rule.split is None and PLACEHOLDER.search(rule.name) and listed(cell) is None:
        _refuse(_TWO_NAMES.search(without_entities(cell)), "names", "actor", "[]")
    names = [" ".join(each.split()) for each in _parts(cell, rule.split, repeated=True)]
    if len(names) == 1:
        return [{**actor, "name": names[0]}]
    found = _paired([{**actor, "name": each} for each in names], rule.split, "title")
    titles = {each.get("title") for each in found}
    if len(found) > 1 and titles == {actor.get("title")} and actor.get("title"):
        count = len(_parts(actor["title"], _clear(rule.split), repeated=True))
        if count > 1:
            raise ValueError(
                f"has {len(found)} names, and the cell of the title has {count} titles; give each "
                "name its title"
            )
    return [actor for at, actor in enumerate(found) if actor not in found[:at]]


def sources(rule: SourceRule, source: dict[str, Any]) -> list[dict[str, Any]]:
    """A source for each URL in a cell; if the cell is the title too, each URL is a title. Titles,
    publishers and dates go one with each URL if there are as many. Raises ``ValueError`` if the
    cell may hold several URLs and ``rule`` does not say so."""
    if rule.url is None or "url" not in source:
        return [source]
    cell = source["url"]
    if rule.split is None and listed(cell) is None:
        _refuse(_TWO_URLS.search(without_entities(cell)), "URLs", "source", '" "')
    titled = source["title"] != cell
    if titled and listed(cell) == []:
        return [{name: value for name, value in source.items() if name != "url"}]
    found = [
        {**source, "url": each, "title": source["title"] if titled else each}
        for each in _parts(cell, rule.split, repeated=True)
    ]
    if len(found) < 2:
        return found
    for name in ("title", "publisher", "published"):
        found = _paired(found, rule.split, name)
    return [each for at, each in enumerate(found) if each not in found[:at]]


def _paired(parts: list[dict[str, Any]], split: Text | None, name: str) -> list[dict[str, Any]]:
    """The parts, each with its own text of the field ``name`` if a cell has as many as parts."""
    given = parts[0].get(name) if len(parts) > 1 else None
    if not given or any(part[name] != given for part in parts):
        return parts
    texts = _parts(given, _clear(split), repeated=True)
    if len(texts) != len(parts):
        return parts
    return [{**part, name: text} for part, text in zip(parts, texts, strict=True)]


def _clear(split: Text | None) -> list[str]:
    """The signs of ``split`` that are not usual inside a title."""
    signs = [split] if isinstance(split, str) else split or []
    return [sign for sign in signs if any(each in sign for each in f"{BETWEEN}\n")]


def tags(rule: TagRule, part: dict[str, Any]) -> list[str]:
    """Each tag in a cell. Raises ``ValueError`` if the cell may hold several tags and ``rule`` does
    not say so."""
    cell = part["tag"]
    sign = _TWO_NAMES.search(without_entities(cell)) if listed(cell) is None else None
    sign = sign or _HASHTAGS.search(cell)
    if rule.split is None and PLACEHOLDER.search(rule.tag) and sign:
        said = f'{{"tag": {_quoted(rule.tag)}, "split": {_quoted(sign[1])}}}'
        raise ValueError(
            f"has several tags, or one with {sign[1]!r} in it; say {said} in tags, or "
            '"split": [] if it is one'
        )
    return [" ".join(each.split()) for each in _parts(cell, rule.split)]


def _refuse(found: re.Match[str] | None, what: str, part: str, one: str) -> None:
    if found and found[1].isspace() and found[1] != "\n":
        raise ValueError(f'has several {what}; say "split": " " in the {part}')
    if found:
        raise ValueError(
            f'has several {what}, or one with {found[1]!r} in it; say "split": '
            f"{_quoted(found[1])} in the {part}, or {one} if it is one"
        )


def _quoted(text: str) -> str:
    """A text as it stands in the JSON of a mapping."""
    return json.dumps(text, ensure_ascii=False)


def _parts(cell: str, split: Text | None, *, repeated: bool = False) -> list[str]:
    """The parts of a cell: those of a list that a program wrote, or what each sign splits. Only the
    different ones unless ``repeated``."""
    found = listed(cell)
    if found is None:
        found = [without_entities(cell)]
        for sign in [split] if isinstance(split, str) else split or []:
            found = [piece.strip() for each in found for piece in each.split(sign) if piece.strip()]
        found = [each.replace(_KEPT, ";") for each in found]
    return found if repeated else list(dict.fromkeys(found))
