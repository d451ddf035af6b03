"""The words of a text: one rule for stored texts and for searches.

A word is a run of letters, digits and their marks. Before it is cut into words, a text is folded.
Folding removes differences of case (Unicode, 3.13) and compatibility forms (NFKD, so full-width
characters and ligatures). It also removes the accents and strokes of Latin, Greek and Cyrillic
letters, and the points of Arabic and Hebrew. ``й`` stays a letter of its own.

- An apostrophe joins (``Xi'an`` is ``xian``), and ``'s`` at the end is dropped.
- Single letters with dots between them are one word (``U.S.`` is ``us``).
- Any other character separates, including a hyphen (``al-Assad`` is ``al assad``).
- Scripts without spaces between words (``UNSPACED``) are cut into pairs of neighbours, and the
  last character stands alone: ``中国人`` is ``中国 国人 人``.

Some texts can be written in two ways, joined or apart; the words of the other way are the
``spare`` words.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Sequence
from itertools import compress

from service.domain.result_cache import ResultCache

UNSPACED = (
    "\u0e00-\u0eff"  # Thai, Lao
    "\u1000-\u109f\u1780-\u17ff"  # Burmese, Khmer
    "\u3005-\u3007\u3041-\u30ff\u31f0-\u31ff"  # kana
    "\u3400-\u4dbf\u4e00-\u9fff\U00020000-\U0003ffff"  # Chinese
    "\uac00-\ud7af"  # Korean: its words have endings, so searches match their start or middle
)
TEXT_BREAK = "¦"
"""Separates two texts in one. No word contains it, so no phrase crosses it."""

_SAME = str.maketrans(dict.fromkeys("’‘ʼʻ‛´′ʹʾʿꞌ＇", "'") | dict.fromkeys("‐‑－﹣", "-"))
"""Characters with one meaning."""
_MARKS = re.compile(
    "[\u0300-\u036f\u0483-\u0489\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u0610-\u061a"
    "\u0640\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06e8\u06ea-\u06ed\u1ab0-\u1aff\u1dc0-\u1dff"
    "\u20d0-\u20ff\ufe00-\ufe0f\ufe20-\ufe2f]"
)
"""Marks that are left out. Other marks, such as those of Hindi and Thai, are part of the word."""
_LETTERS = {
    "æ": "ae", "œ": "oe", "ð": "d", "þ": "th", "ı": "i", "ȷ": "j", "ŋ": "n", "ĸ": "k", "ə": "a",
    "ǝ": "a", "ɛ": "e", "ɔ": "o", "ʒ": "z", "є": "е", "ү": "у", "ө": "о", "ә": "а", "һ": "х",
    "ѣ": "е", "ѳ": "ф", "ѵ": "и", "ى": "ي", "ی": "ي", "ک": "ك", "ة": "ه",
}  # fmt: skip
"""Letters that have no decomposition and no ``WITH`` in their names, with their replacements."""
_FOLDED = re.compile("LATIN|GREEK|CYRILLIC")
_WORD = rf"[^\s'.\-{UNSPACED}]"
"""A character of a word in a folded text."""
_COMPOUND = re.compile(rf"(?<!{_WORD}){_WORD}++(?:['.-]{_WORD}++)+")
"""A run of characters either is the beginning of a compound or none: no part of it is tried."""
_JOINT = re.compile(rf"['.-](?={_WORD})(?<={_WORD}['.-])")
"""A sign that joins two words. The sign comes first, because all others are skipped quickly."""
_JOINING_DOT = re.compile(r"\.[^ ]")
"""A dot that may join two words. A search for it is quicker than a loop over all dots."""
_RUN = re.compile(f"[{UNSPACED}]+")
_UNIT = re.compile(rf"[{UNSPACED}]+|{_WORD}+(?:['.-]{_WORD}+)*")
_INITIALS = re.compile(r"[^\W\d_](?:\.[^\W\d_])+")
_JOINING = "'-."
_ASCII = b"".join(bytes([n]).lower() if chr(n).isalnum() else b" " for n in range(128)).ljust(256)
"""The table for ASCII texts as bytes, which are translated three times faster."""
_ASCII_LINES = _ASCII[:10] + b"\n" + _ASCII[11:]
"""The same table, with line ends as they are."""
_LINE = " \n "
_ASCII_JOINED = bytes(n if chr(n) in _JOINING else _ASCII[n] for n in range(256))


class _Folding(dict[int, str]):
    """The replacement of each character, computed when the character first appears: itself or
    another letter, a space if it is no part of a word, nothing if it is invisible."""

    def __missing__(self, number: int) -> str:
        found = self[number] = self._of(chr(number))
        return found

    def _of(self, sign: str) -> str:
        kind = unicodedata.category(sign)
        if sign in _JOINING:
            return sign
        if kind == "Nd":
            return str(unicodedata.decimal(sign))
        if kind[0] == "L":
            return self._letter(sign)
        if kind[0] in "MN" or sign == TEXT_BREAK:
            return sign if sign != TEXT_BREAK else " "
        return "" if kind == "Cf" else " "

    def _letter(self, sign: str) -> str:
        name = unicodedata.name(sign, "")
        plain, with_, _ = name.partition(" WITH ")
        if with_ and _FOLDED.match(name):
            sign = unicodedata.lookup(plain) if _exists(plain) else sign
        return _LETTERS.get(sign, sign)


def _exists(name: str) -> bool:
    try:
        unicodedata.lookup(name)
    except KeyError:
        return False
    return True


_folding = _Folding()


def fold(text: str) -> str:
    """``text`` with its letters and digits folded. Apostrophes, hyphens and dots stay, each as its
    ASCII character; all other characters become spaces."""
    if text.isascii():
        return text.encode().translate(_ASCII_JOINED).decode()
    plain = unicodedata.normalize("NFKD", text.translate(_SAME)).casefold()
    plain = _MARKS.sub("", plain.replace("и\u0306", "й")).translate(_folding)
    return unicodedata.normalize("NFC", plain)


def words(text: str) -> list[str]:
    """The words of ``text``, in order."""
    return words_and_variants(text)[0].split()


def words_and_variants(text: str) -> tuple[str, list[str]]:
    """The words of ``text`` with spaces between them, and the spare words. A spare word is written
    together if the words are apart, and apart if they are together."""
    if _simple(text):
        return text.encode().translate(_ASCII).decode(), []
    plain, spare = fold(text), list[str]()
    if "-" in plain or "'" in plain or "." in plain:
        plain = _compounds(plain, spare)
        for sign in _JOINING:
            plain = plain.replace(sign, " ")
    if not plain.isascii():
        plain = _RUN.sub(lambda found: f" {' '.join(bigrams(found[0]))} ", plain)
    return plain, spare


def words_of_each(texts: Sequence[str], parts: Collection[str] = ()) -> list[str]:
    """The words of each text, with one space before and after each word. The spare words follow
    after ``TEXT_BREAK``. With ``parts``, a text in which no word has one of these parts may come
    back without its words. Many texts are folded in much less time together than one by one."""
    if not texts:
        return []
    joined = " " + _LINE.join(texts) + " "
    if _simple(joined):
        lines = joined.encode().translate(_ASCII_LINES, b".").decode()
        while "  " in lines:
            lines = lines.replace("  ", " ")
        found = lines.split("\n")
        if len(found) > len(texts):
            return words_of_each([each.replace("\n", " ") for each in texts], parts)
        return found
    simple = list(map(_simple, texts))
    others = [text for text, each in zip(texts, simple, strict=True) if not each]
    quick = iter(words_of_each(list(compress(texts, simple))))
    slow = map(_one, _with_parts(others, parts))
    return [next(quick if each else slow) for each in simple]


def _one(text: str) -> str:
    plain, spare = words_and_variants(text)
    found = [*plain.split(), *([TEXT_BREAK, *spare] if spare else [])]
    return f" {' '.join(found)} " if found else " "


def _simple(text: str) -> bool:
    """Whether a text has only ASCII characters, and none that joins two words."""
    return (
        text.isascii() and "-" not in text and "'" not in text
        and (text.find(".", 0, -1) < 0 or not _JOINING_DOT.search(text))
    )  # fmt: skip


def _with_parts(texts: Sequence[str], parts: Collection[str]) -> Sequence[str]:
    """The texts; those of ASCII characters that surely have none of ``parts`` are empty."""
    wanted, signs = [each.encode() for each in parts], _JOINING.encode()
    found = []
    for text in texts:
        if wanted and text.isascii():
            bare = text.encode().translate(_ASCII, signs)
            found.append(text if any(each in bare for each in wanted) else "")
        else:
            found.append(text)
    return found


def _compounds(plain: str, spare: list[str]) -> str:
    """A folded text whose compounds are replaced by their words. Adds the spare words to
    ``spare``."""
    pieces: list[str] = []
    done = 0
    for found in _JOINT.finditer(plain):
        at = found.start()
        if at < done:
            continue
        begin, end = max(done, plain.rfind(" ", 0, at) + 1), plain.find(" ", at)
        end = len(plain) if end < 0 else end
        part = _COMPOUND.sub(lambda each: _parted(each[0], spare), plain[begin:end])
        pieces += (plain[done:begin], part)
        done = end
    return f"{''.join(pieces)}{plain[done:]}" if pieces else plain


def _parted(compound: str, spare: list[str]) -> str:
    together, others = _VARIANTS[compound]
    spare += others
    return together


def _joined_and_spare(compound: str) -> tuple[str, list[str]]:
    together, others = variants(compound)
    return " ".join(together), [word for way in others for word in way]


_VARIANTS: ResultCache[str, tuple[str, list[str]]] = ResultCache(_joined_and_spare, 4096)
"""Cached, because the compounds of a text are mostly names or usual words."""


def units(text: str) -> list[str]:
    """The folded units of ``text``. Words that apostrophes, hyphens or dots hold together are one
    unit, and so is each run of ``UNSPACED``."""
    return _UNIT.findall(fold(text))


def is_unspaced(unit: str) -> bool:
    """Whether a unit is a run of ``UNSPACED``."""
    return _RUN.match(unit) is not None


def variants(compound: str) -> tuple[list[str], list[list[str]]]:
    """The words of a unit, and the other ways to write the unit or a part of it."""
    found: list[str] = []
    others: list[list[str]] = []
    for part in compound.split("-"):
        if _INITIALS.fullmatch(part):
            letters = part.split(".")
            found.append("".join(letters))
            others.append(letters)
            continue
        for piece in part.split("."):
            names = piece.removesuffix("'s").split("'")
            found.append("".join(names))
            if len(names) > 1:
                others.append(names)
    joined = "".join(found)
    if len(found) > 1 and "." not in compound and joined.isalpha():
        others.append([joined])
    return found, others


def bigrams(run: str) -> list[str]:
    """The words of a run of ``UNSPACED``: each character with the next one, the last one alone."""
    return [run[at : at + 2] for at in range(len(run))]
