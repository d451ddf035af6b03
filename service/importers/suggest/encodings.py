"""Guesses the encoding of a table that is not UTF-8, by the words that each encoding gives."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import islice

from service.domain.written.names import LANGUAGES_OF
from service.importers.suggest.headers import is_known

_HIGH = re.compile(rb"[\x80-\xff]+")
_ODD = re.compile(
    rb"(?<=[A-Za-z])[\x81-\x84\x87\x88\x8a\x8c-\x90\x98\x9a\x9d-\x9f](?=[a-z])"
    rb"|(?<=[a-z])[\x81\x83\x88\x8a\x8d-\x90\x9a\x9d-\x9f]"
    rb"|(?<![A-Za-z])[\x81\x83\x88\x8d\x8f\x90\x9d](?=[a-z])"
    rb"|(?<=[a-z])[\xa5\xb3\xb9\xbf]|[\xa5\xb3\xb9\xbf](?=[a-z])"
)
"""Bytes inside words that are letters in cp1250 or in old code pages of DOS and of the Mac.

In cp1252 these bytes are signs or rare letters. Quotation marks and dashes are not among them.
"""
_EAST = re.compile("[\u1100-\u11ff\u3040-\u30ff\u3130-\u318f\u3400-\u9fff\uac00-\ud7a3]+")
_EXAMINED = 200_000
"""The bytes of a table whose letters are compared with those of each script."""
_WORD = re.compile(r"[^\W\d_]{3,}")
_ENOUGH = 4
"""The fewest Chinese, Japanese or Korean characters that show an encoding."""


@dataclass(frozen=True, slots=True)
class Encoding:
    """An encoding; ``why`` gives the reason for a guess, and is ``None`` if it is no guess."""

    name: str
    why: str | None = None
    doubtful: bool = False


def find_encoding(content: bytes) -> Encoding:
    """UTF-8 if the bytes are valid; else a guess from the bytes beyond ASCII.

    The encoding in which most headers and months are known is chosen first. An encoding of East
    Asia fits if nearly all its characters are frequent ones. Long runs of bytes beyond ASCII mean
    another script than the Latin one; of its code pages the one that gives the most usual words is
    chosen. Other text is read as cp1252. It is ``doubtful`` if many bytes are odd there.
    """
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        runs = _HIGH.findall(content)
    else:
        return Encoding("utf-8")
    if name := _by_headers(content) or _eastern(content):
        return _guess(content, name)
    long = sum(len(run) for run in runs if len(run) > 2)
    if long * 2 > sum(map(len, runs)):
        name, share = max(
            ((each, _usual_letters(content, each, script)) for each, script in _SCRIPTS.items()),
            key=lambda pair: pair[1],
        )
        return _guess(content, name, doubtful=share < 0.7)
    return _guess(content, "cp1252", doubtful=len(_ODD.findall(content)) * 2 > len(runs))


def _guess(content: bytes, name: str, doubtful: bool = False) -> Encoding:
    script = f"{_SCRIPTS[name].capitalize()}: " if name in _SCRIPTS else ""
    return Encoding(name, f"the words read as {script}{_examples(content, name)}", doubtful)


def _examples(content: bytes, name: str) -> str:
    words = re.findall(r"\w*[^\W\x00-\x7f]\w*", content.decode(name, "replace"))
    return ", ".join(dict.fromkeys(words[:200][:4])) or "signs, not letters"


_SCRIPTS = {
    "cp1251": "CYRILLIC", "koi8-r": "CYRILLIC", "cp866": "CYRILLIC", "mac-cyrillic": "CYRILLIC",
    "cp1253": "GREEK", "cp1255": "HEBREW", "cp1256": "ARABIC", "cp874": "THAI",
}  # fmt: skip
"""The script of each code page; of equal ones the first is chosen."""
_CASED = frozenset({"CYRILLIC", "GREEK"})
_SIGNS = frozenset("«»„“”‘’‚–—…№°€§·\u00a0\u00ad\u200c\u200d\u200e\u200f")
"""Signs that stand in texts of every script."""


def _usual_letters(content: bytes, name: str, script: str) -> float:
    """The share of the characters beyond ASCII that are of the script, and usual where they stand.

    A capital letter after a small one is unusual, and so is a text without capitals or without
    small letters.
    """
    letters = {
        sign
        for sign in bytes(range(128, 256)).decode(name, "ignore")
        if unicodedata.name(sign, "").startswith(script)
    }
    usual = every = capitals = small = 0
    before = " "
    for sign in content[:_EXAMINED].decode(name, "replace"):
        if not sign.isascii() and sign not in _SIGNS:
            every += 1
            usual += sign in letters and not (sign.isupper() and before.islower())
            capitals += sign.isupper()
            small += sign.islower()
        before = sign
    share = usual / every if every else 0.0
    return share if script not in _CASED or (capitals and small) else share * 0.95


def _lead(codec: str, first: int, last: int) -> Callable[[str], bool]:
    """Whether the first byte of a character in ``codec`` lies between two bounds."""

    def fits(sign: str) -> bool:
        coded = sign.encode(codec, "ignore")
        return len(coded) == 2 and first <= coded[0] <= last

    return fits


def _kana(sign: str) -> bool:
    return "\u3040" <= sign <= "\u30ff"


_kanji = _lead("cp932", 0x88, 0x97)
_EASTERN: dict[str, Callable[[str], bool]] = {
    # The codec writes syllables that its list lacks with eight bytes.
    "cp949": lambda sign: (
        "\uac00" <= sign <= "\ud7a3" and len(sign.encode("euc_kr", "ignore")) == 2
    ),
    "cp932": lambda sign: _kana(sign) or _kanji(sign),
    "euc_jp": lambda sign: _kana(sign) or _kanji(sign),
    "big5": _lead("big5", 0xA4, 0xC6),
    "gb18030": _lead("gb2312", 0xB0, 0xD7),
}
"""For each encoding, whether a character is one of the frequent ones, which its list has first.

Korean comes first, because its bytes are frequent Chinese characters too.
"""


_LATIN = ("cp1252", "cp1250", "cp1254", "cp1257")
"""Western, Central European, Turkish and Baltic."""
_KNOWN = 2
"""The fewest known headers and months beyond ASCII that decide the encoding."""


def _months(content: bytes, name: str) -> set[str]:
    """The names of months with letters beyond ASCII in the rows."""
    words = _WORD.findall(content[:_EXAMINED].decode(name, "ignore").lower())
    return {word for word in set(words) & LANGUAGES_OF.keys() if not word.isascii()}


def _by_headers(content: bytes) -> str | None:
    """The encoding that gives more known headers and months than every other one, or ``None``."""
    lines = content.split(b"\n", 5)[:5]  # those of notes and of ``sep=;`` may stand above
    top = b"\n".join(lines)[:_EXAMINED]

    def known(name: str) -> int:
        cells = re.split(r"[;,|\t\r\n]", top.decode(name, "ignore"))
        count = sum(is_known(each.strip('" ')) for each in cells if not each.isascii())
        count += len(_months(content, name))
        return count if count >= _KNOWN and _fits(content, name) else 0

    found = {name: known(name) for name in (*_LATIN, *_EASTERN, *_SCRIPTS)}
    best = max(found, key=found.__getitem__)
    alone = [*found.values()].count(found[best]) == 1
    return best if alone and found[best] else None


def _fits(content: bytes, name: str) -> bool:
    try:
        content.decode(name)
    except UnicodeDecodeError:
        return False
    return True


def _eastern(content: bytes) -> str | None:
    """The encoding of East Asia in which nearly all characters are frequent; else ``None``."""
    for name, frequent in _EASTERN.items():
        try:
            text = content.decode(name)
        except UnicodeDecodeError:
            continue
        signs = list(islice(_letters(text), 20_000))
        if len(signs) < _ENOUGH or sum(map(frequent, signs)) < len(signs) * 0.93:
            continue
        japanese = name in ("cp932", "euc_jp")
        if japanese and sum(map(_kana, signs)) < len(signs) * 0.05:
            continue
        # Between Latin letters, a byte beyond ASCII and the letter after it can look like one.
        if len(signs) >= 1.3 * sum(1 for _ in islice(_EAST.finditer(text), 20_000)):
            return name
    return None


def _letters(text: str) -> Iterator[str]:
    """The letters beyond ASCII; in a text of East Asia others than its own are rare."""
    return (sign for sign in text if not sign.isascii() and sign.isalpha())
