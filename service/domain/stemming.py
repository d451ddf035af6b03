"""The forms of one word: ``announced`` and ``announcement`` have the stem ``announc``.

The algorithms are Snowball's (https://snowballstem.org), for the language that an operator has
chosen. Stems are stored, so ``rule`` names what made them.
"""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable
from difflib import get_close_matches
from importlib import import_module, metadata
from importlib.machinery import ModuleSpec, PathFinder
from importlib.util import find_spec, module_from_spec
from typing import Any, cast

from service.domain.result_cache import cached

NONE, USUAL = "none", "english"
PACKAGE = "snowballstemmer"
LONGEST = 40
"""The maximum number of letters of a word that can have other forms."""

_chosen = [USUAL]
_lock = threading.Lock()  # a stemmer works on its own buffer


def use_language(language: str) -> None:
    """From now on, use the word forms of ``language``: a name that Snowball has (``english``,
    ``french``, ``russian``), or ``none``. Raises ``ValueError``."""
    known_language(language)
    if language != _chosen[0]:
        _chosen[0] = language
        _made.clear()
        _rule.clear()
        stem.cache_clear()  # type: ignore[attr-defined]


def known_language(language: str) -> str:
    """``language``, if ``use_language`` accepts it. Raises ``ValueError``."""
    known = language.isidentifier() and language.isascii()
    if language != NONE and not (known and _has(language)):
        names = (NONE, *import_module(PACKAGE).algorithms())
        near = get_close_matches(language.lower(), names, n=1)
        hint = f"; did you mean {near[0]}?" if near else ""
        raise ValueError(f"{language!r} is not a language of Snowball, nor {NONE!r}{hint}")
    return language


def rule() -> str:
    """The language and the program that make the stems. Stems of another rule must be rebuilt."""
    if not _rule:
        language = _chosen[0]
        made_by = "" if language == NONE else f" {metadata.version(PACKAGE)}"
        _rule.append(f"{language}{made_by}")
    return _rule[0]


_rule: list[str] = []
_made: list[Callable[[str], str]] = []


def _work() -> Callable[[str], str]:
    if not _made:
        language = _chosen[0]
        if language == NONE:
            _made.append(str)
        else:
            _made.append(_stemmer(language)().stemWord)
    return _made[0]


def _package() -> ModuleSpec:
    return cast("ModuleSpec", find_spec(PACKAGE))


def _has(language: str) -> bool:
    """Whether the package has the language. The package is not loaded for that."""
    folders = _package().submodule_search_locations
    return PathFinder.find_spec(f"{PACKAGE}.{language}_stemmer", folders) is not None


def _stemmer(language: str) -> Any:
    """The class that makes the stems of a language.

    The package loads its 36 languages, which take 3 MB. So its own code is not run here.
    """
    loaded = sys.modules.get(PACKAGE)
    sys.modules[PACKAGE] = module_from_spec(_package())
    try:
        module = import_module(f"{PACKAGE}.{language}_stemmer")
    finally:
        if loaded is None:
            del sys.modules[PACKAGE]
        else:
            sys.modules[PACKAGE] = loaded
    return getattr(module, f"{''.join(map(str.capitalize, language.split('_')))}Stemmer")


@cached(1 << 15)
def stem(word: str) -> str:
    """The stem that all forms of a folded word share; the word itself if it has no forms."""
    if len(word) > LONGEST or not word.isalpha():
        return word
    if _chosen[0] == USUAL and not word.isascii():
        return word  # the rules of this language cover the letters a to z
    with _lock:
        return _work()(word) or word


def start_of_forms(word: str) -> str:
    """The beginning that all forms of a folded word have; empty if it is not known."""
    return word[:1] if _chosen[0] == USUAL else ""


def forms_of_one(one: str, other: str) -> bool:
    """Whether two folded words are forms of one word."""
    if one == other:
        return True
    if _chosen[0] == USUAL and one[0] != other[0]:
        return False  # English words change at their end
    return stem(one) == stem(other)
