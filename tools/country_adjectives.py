"""Make ``service/domain/country_adjectives.py``: English adjectives of countries and names of their
people.

    python -m tools.country_adjectives FACTBOOK NATIONALITIES

``FACTBOOK`` is the folder of https://github.com/factbook/factbook.json, the World Factbook of the
CIA as data (public domain; CC0 for the collection). ``NATIONALITIES`` is ``langs/en.json`` of the
npm package i18n-nationality (MIT). ``OTHERS`` has words that both sources lack. seed/SOURCES.md
names all three.
"""

from __future__ import annotations

import html
import json
import re
import sys
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from service.domain import countries
from service.domain.tokenizer import words
from tools.country_spellings import wrapped

MADE = Path(__file__).resolve().parents[1] / "service/domain/country_adjectives.py"
HEAD = '''"""English adjectives of countries and names of their people, in folded form. Made by
``tools/country_adjectives.py``.

Origin: the nationalities and peoples of the CIA World Factbook, i18n-nationality, and what
both leave out. seed/SOURCES.md says where each was taken from, and under which licence.
"""

ADJECTIVES = """\\
'''
OTHERS = {
    "AE": "Emirati;Emirian", "AM": "Armenian", "AR": "Argentinian;Argentine", "AZ": "Azeri",
    "BA": "Bosniak", "BD": "Bengali", "BW": "Botswanan", "BY": "Belarusan;Byelorussian",
    "CD": "Congolese;Zairian", "CH": "Swiss;Helvetic", "CI": "Ivorian", "CN": "Sino",
    "CW": "Curacaoan", "CZ": "Czech;Bohemian", "DE": "West German", "DK": "Dane",
    "EG": "Egyptian", "EH": "Saharan", "ES": "Spaniard;Catalan", "FI": "Finn", "FR": "Gallic",
    "GB": "Brit;Briton;English;Scottish;Welsh", "GE": "Georgian", "GF": "French Guianese",
    "GP": "Guadeloupean", "GR": "Hellenic;Grecian", "IN": "Indo", "IR": "Persian",
    "KE": "Kenyan", "KG": "Kyrgyzstani;Kirghiz", "KH": "Khmer;Kampuchean",
    "KP": "North Korean", "KR": "South Korean", "KZ": "Kazakhstani;Kazakh;Kazak",
    "LA": "Laotian", "LK": "Ceylonese", "MC": "Monacan", "MM": "Myanma;Burmese",
    "MN": "Mongol", "MP": "Northern Marianan", "MQ": "Martinican", "MX": "Mexican",
    "MY": "Malay", "NL": "Dutch;Netherlander;Hollander", "NP": "Nepalese", "NZ": "Kiwi",
    "PH": "Filipina;Philippine", "PL": "Pole", "PS": "Palestinian;Gazan", "PT": "Luso",
    "QA": "Qatari", "RE": "Reunionese", "RU": "Russo", "SA": "Saudi Arabian", "SE": "Swede",
    "SX": "Sint Maartener", "SZ": "Eswatini", "TJ": "Tajikistani;Tadjik", "TL": "East Timorese",
    "TM": "Turkmenistani;Turkmen;Turkoman", "TR": "Turk;Turkic", "TT": "Trinidadian;Tobagonian",
    "TW": "Formosan", "US": "American;Yankee", "UZ": "Uzbek", "VA": "Vatican;Papal",
    "VE": "Venezuelan", "VG": "Virgin Islander", "VI": "Virgin Islander", "XK": "Kosovar;Kosovan",
    "ZA": "South African", "ME": "Montenegrin", "SS": "South Sudanese", "AX": "Alander",
    "BUMM": "Burmese", "BYAA": "Byelorussian", "CSHH": "Czechoslovak;Czechoslovakian",
    "CSXX": "Serbian;Montenegrin;Yugoslav", "DDDE": "East German", "DYBJ": "Dahomean",
    "FXFR": "French", "GEHH": "Gilbertese", "HVBF": "Upper Voltan;Voltaic",
    "NHVU": "New Hebridean", "PZPA": "Zonian", "RHZW": "Rhodesian", "SKIN": "Sikkimese",
    "SUHH": "Soviet", "TPTL": "East Timorese;Timorese", "VDVN": "North Vietnamese",
    "YDYE": "South Yemeni", "YUCS": "Yugoslav;Yugoslavian;Jugoslav", "ZRCD": "Zairian;Zairean",
    "AIDJ": "Afar;Issa", "ANHH": "Netherlands Antillean;Antillean",
}  # fmt: skip
NO_PEOPLE = frozenset(
    {"Central", "Cook", "Falkland", "New", "North", "Romani", "Saint", "South", "Sri"}
)
"""Words that name no people, although names of countries begin with them."""
_NOT_ISO = {
    "Congo (Brazzaville)": "CG", "Burma": "MM", "The Dominican": "DO", "Macau": "MO",
    "Virgin Islands": "VI", "Holy See (Vatican City)": "VA",
}  # fmt: skip


def factbook(folder: Path) -> Iterator[tuple[str, str]]:
    """Code and word from each country's page."""
    for path in sorted(folder.glob("*/*.json")):
        if path.parent.name in ("meta", "oceans", "world"):
            continue
        page = json.loads(path.read_text("utf-8"))
        code = _code(page)
        people = page.get("People and Society", {})
        stated = people.get("Nationality", {})
        for text in (stated.get("noun"), stated.get("adjective")):
            for word in _listed((text or {}).get("text", "")) if code else ():
                yield code, word
        if code:
            groups = re.findall(r"[A-Z][a-z]+", str(people.get("Ethnic groups", "")))
            name = countries.name(code)
            yield from (
                (code, each) for each in groups if each not in NO_PEOPLE and name.startswith(each)
            )


def _code(page: dict[str, Any]) -> str:
    names = page.get("Government", {}).get("Country name", {})
    for key in ("conventional short form", "conventional long form"):
        text = html.unescape((names.get(key) or {}).get("text") or "")
        found = _NOT_ISO.get(text) or countries.resolve_or_none(text)
        if found:
            return found
    return ""


def _listed(text: str) -> Iterator[str]:
    """The words of a cell such as ``Irishman(men), Irish (collective plural)``."""
    for part in re.split(r"[,;/]| or ", text):
        if "note" in part or "term" in part or "English" in part:
            continue
        plain = re.sub(r"\((?!men|women)[^)]*\)|\bor\b|\)", "", part)
        men = re.fullmatch(r"\s*(\w+?)(man|woman) ?\((men|women)\s*", plain)
        found = [men[1] + men[2], men[1] + men[3]] if men else [plain.replace("(", " ")]
        for word in found:
            if word.strip() not in ("", "none", "NA", "Taiwan", "Congo"):
                yield word.strip()


def nationalities(path: Path) -> Iterator[tuple[str, str]]:
    """Code and word from the package's list, unless the word is the country's name."""
    for code, text in json.loads(path.read_text("utf-8"))["nationalities"].items():
        plain = re.sub(r"\(.*\)", "", text)
        if (
            code != "WF"
            and countries.resolve_or_none(text) is None
            and countries.resolve_or_none(plain) is None
        ):
            for word in re.split(r" - | and | or |,", plain):
                yield code, word


def main() -> None:
    """Write the module from the two sources that the command line names."""
    found: dict[str, set[str]] = defaultdict(set)
    for code, word in (*factbook(Path(sys.argv[1])), *nationalities(Path(sys.argv[2]))):
        found[code].add(" ".join(words(word)))
    for code, text in OTHERS.items():
        found[code] |= {" ".join(words(word)) for word in text.split(";")}
    records = (f"{code}:{';'.join(sorted(each - {''}))}" for code, each in sorted(found.items()))
    MADE.write_text(HEAD + "|\n".join(map(wrapped, records)) + '\n"""\n', "utf-8")


if __name__ == "__main__":
    main()
