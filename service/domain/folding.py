"""Texts folded so that case or accents do not count (CQL2, 7.3 and 7.4), and patterns."""

from __future__ import annotations

import unicodedata


def casei(text: str) -> str:
    """``text`` under full case folding (Unicode, 3.13)."""
    return text.casefold()


def accenti(text: str) -> str:
    """``text`` without the marks on its letters."""
    if text.isascii():
        return text
    apart = unicodedata.normalize("NFD", text)
    bare = "".join(each for each in apart if unicodedata.category(each) != "Mn")
    return unicodedata.normalize("NFC", bare)


def pattern_parts(pattern: str) -> list[tuple[str, bool]]:
    """The characters of a LIKE pattern, each with whether it is a wildcard (CQL2, 7.1). ``%``
    stands for any characters, ``_`` for one; a character after a backslash is literal."""
    found, escaped = [], False
    for each in pattern:
        if each == "\\" and not escaped:
            escaped = True
            continue
        found.append((each, each in "%_" and not escaped))
        escaped = False
    return [*found, ("\\", False)] if escaped else found


def like(text: str, pattern: str) -> bool:
    """Whether ``text`` matches. The time is at most proportional to the product of both lengths."""
    wanted = pattern_parts(pattern)
    at = step = 0
    resume: tuple[int, int] | None = None
    while at < len(text):
        if step < len(wanted) and wanted[step] == ("%", True):
            resume = (at, step)
            step += 1
        elif step < len(wanted) and wanted[step] in ((text[at], False), ("_", True)):
            at, step = at + 1, step + 1
        elif resume is not None:
            resume = (resume[0] + 1, resume[1])
            at, step = resume[0], resume[1] + 1
        else:
            return False
    return all(each == ("%", True) for each in wanted[step:])


def plain_tag(text: str) -> str:
    """A tag as it is stored and asked for: composed letters (Unicode, normalization form C), and
    one space for any white space. Other forms of it look the same and would not be found."""
    return " ".join(unicodedata.normalize("NFC", text).split())
