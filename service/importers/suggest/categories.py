"""Guesses the categories of events from the words of a table."""

from __future__ import annotations

from collections import Counter
from typing import Any

from service.domain.category_words import WORDS, is_short, meant
from service.domain.vocabulary import CATEGORY_CODES
from service.importers.suggest.draft import Draft, cell, tells_apart
from service.importers.suggest.headers import Column, plain
from service.importers.suggest.notes import Notes, several

MOST_KINDS = 60


def find_category(draft: Draft, name: str) -> str | dict[str, Any]:
    """The ``category`` of a mapping: from a column, or from the ``name`` of the table."""
    notes = draft.notes
    kinds = [each for each in draft.rest() if len(each.counts) <= MOST_KINDS and _short(each)]
    kinds.sort(key=lambda each: -each.rank("category"))
    for each in kinds:
        headed = each.rank("category") > 0
        if all(text in CATEGORY_CODES for text in each.counts) and (headed or len(each.counts) > 1):
            degree = notes.sure if headed else notes.guessed
            degree.append(f"category: the words of {each.name} are ours")
            draft.take(each)
            return cell(each)
        said = each.share(lambda text: _code(text) is not None)
        # A column of file names may have "visit" in each cell. A column of categories has several.
        enough = 0.2 if each.rank("category") == 3 else 0.5
        if said >= enough if headed else said >= 0.9 and len(set(map(_code, each.counts))) > 1:
            if headed or not (each.rank("title", "matter") and tells_apart(each)):
                draft.take(each)  # a column of titles says the category too
            return _choice(each, notes)
    words = f" {' '.join(plain(name))} "
    code = next((WORDS[word] for word in WORDS if f" {word}" in words), None)
    if code:
        notes.guessed.append(f"category: {code} for every row, after the name {name!r}")
        return code
    notes.decide.append(
        f"category: no column says it, so every row is other; there are {', '.join(CATEGORY_CODES)}"
    )
    return "other"


def _short(column: Column) -> bool:
    return max(map(len, column.counts)) <= 80


def _code(text: str) -> str | None:
    if text.casefold() in CATEGORY_CODES:
        return text.casefold()
    word = meant(text)
    return None if word is None else WORDS[word]


def _choice(column: Column, notes: Notes) -> str | dict[str, Any]:
    """Rules for the words of a column; the category of most rows is the default instead."""
    codes: Counter[str] = Counter()
    for text, count in column.counts.items():
        codes[_code(text) or "other"] += count
    usual, count = codes.most_common(1)[0]
    default = usual if count * 2 > column.filled else "other"
    rules = _rules(column)
    fewer = [rule for rule in rules if rule["category"] != default]
    if all(_by(fewer, text, default) == _by(rules, text, default) for text in column.counts):
        rules = fewer
    if not rules:
        notes.guessed.append(f"category: {default} for every row, after {column.name}")
        return default
    seen = ", ".join(sorted(set(codes) - {"other"}))
    notes.guessed.append(f"category: by words in {column.name}: {seen}; anything else is {default}")
    rest = [text for text in column.counts if _code(text) is None]
    if rest:
        notes.guessed.append(f"category: {several(rest)} in {column.name} became {default}")
    return {"column": column.name, "rules": rules, "default": default}


def _rules(column: Column) -> list[dict[str, str]]:
    exact = {t.casefold() for t in column.counts if t.casefold() in CATEGORY_CODES}
    words = {meant(text) for text in column.counts if text.casefold() not in exact}
    rules = [{"equals": word, "category": word} for word in CATEGORY_CODES if word in exact]
    for word, code in WORDS.items():
        if word in words:
            rules.append({"equals" if is_short(word) else "contains": word, "category": code})
    return rules


def _by(rules: list[dict[str, str]], text: str, default: str) -> str:
    folded = text.casefold()
    for rule in rules:
        if folded == rule.get("equals") or ("contains" in rule and rule["contains"] in folded):
            return rule["category"]
    return default
