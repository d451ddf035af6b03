"""Make ``service/domain/country_spellings.py`` and ``other_country_spellings.py`` from a table with
the spellings of many lists.

Run ``python -m tools.country_spellings`` after a change to ``tests/unit/country_spellings.csv``, to
``fold`` or to ``country_names``. The command stops if a spelling means two countries. Add such a
spelling to ``AMBIGUOUS``.
"""

from __future__ import annotations

import csv
import json
import re
import sys
import unicodedata
from pathlib import Path

from service.domain.countries import fold
from service.domain.country_names import AMBIGUOUS, EXACT

ROOT = Path(__file__).resolve().parents[1]
TABLE = ROOT / "tests/unit/country_spellings.csv"
MADE = ROOT / "service/domain/country_spellings.py"
OTHERS_MADE = ROOT / "service/domain/other_country_spellings.py"
WIDTH = 98
HEAD = '''"""How the big lists spell the names of countries, folded; made by
``tools/country_spellings.py``.

Origin: the names of ISO 3166, the World Bank, UN M49 and UN Terminology, Natural Earth, UCDP,
Gleditsch and Ward, Correlates of War, V-Dem, Polity, the CIA World Factbook, the Office of the
Historian, and CLDR in the six languages of the United Nations and in Kazakh, Kyrgyz, Tajik,
Turkmen and Uzbek. seed/SOURCES.md says where each was taken from, and under which licence.
"""

SPELLINGS = """\\
'''
OTHER_HEAD = '''"""Names of countries, folded, that are only looked up; made by
``tools/country_spellings.py``.

The full text of events has no names of this table. Origin: CLDR in Armenian, Azerbaijani, Czech,
Dutch, Georgian, Greek, Hebrew, Indonesian, Italian, Japanese, Korean, Persian, Polish, Portuguese,
Romanian, Turkish, Ukrainian and Vietnamese. seed/SOURCES.md says where it was taken from, and under
which licence.
"""

OTHER_SPELLINGS = """\\
'''


OTHER_LANGUAGES = {
    *("CLDR az", "CLDR cs", "CLDR el", "CLDR fa", "CLDR he", "CLDR hy", "CLDR id", "CLDR it"),
    *("CLDR ja", "CLDR ka", "CLDR ko", "CLDR nl", "CLDR pl", "CLDR pt", "CLDR ro", "CLDR tr"),
    *("CLDR uk", "CLDR vi"),
}
"""Lists whose names are only looked up. The full text of events does not have them, because the
texts of all stored events would change."""
Spellings = dict[str, list[str]]


def spellings() -> tuple[Spellings, Spellings]:
    """The folded spellings by code, and those that only ``OTHER_LANGUAGES`` have. Raises
    ``SystemExit`` if one means two countries."""
    states = json.loads((ROOT / "seed/states.json").read_text("utf-8"))["states"]
    own = {fold(name) for each in states for name in (each["name"], *each.get("names", ()))}
    owners: dict[str, str] = {}
    known: set[str] = set()
    wrong: list[str] = []
    with TABLE.open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            folded = fold(row["spelling"])
            if folded in AMBIGUOUS or row["spelling"].casefold() in EXACT:
                continue
            if row["code"].startswith("x-"):
                continue
            if owners.setdefault(folded, row["code"]) != row["code"] or folded in own:
                other = owners[folded]
                wrong.append(f"{row['spelling']} ({row['list']}): {row['code']} or {other}")
            if row["list"] not in OTHER_LANGUAGES:
                known.add(folded)
    if wrong:
        sys.exit("\n".join(sorted(set(wrong))))
    usual: Spellings = {}
    others: Spellings = {}
    for folded, code in sorted(owners.items(), key=lambda each: (each[1], each[0])):
        found = usual if folded in known else others
        found.setdefault(code, []).append(folded)
    return usual, others


def wrapped(record: str) -> str:
    """A record on lines of at most ``WIDTH`` columns. A line ends after a separator and never
    inside a name, so that joining the lines adds no space."""
    lines = [""]
    for part in re.findall("[^;]+;?", record):
        if columns(lines[-1]) + columns(part) > WIDTH and lines[-1]:
            lines.append("")
        lines[-1] += part
    return "\n".join(lines)


def columns(text: str) -> int:
    """The width of a text in columns. Chinese characters take two."""
    return sum(1 + (unicodedata.east_asian_width(sign) in "WF") for sign in text)


def table(found: Spellings) -> str:
    """The records of a table, without quotation marks."""
    return "|\n".join(wrapped(f"{code}:{';'.join(each)}") for code, each in found.items())


def modules() -> dict[Path, str]:
    """The text of each module."""
    usual, others = spellings()
    return {
        MADE: f'{HEAD}{table(usual)}\n"""\n',
        OTHERS_MADE: f'{OTHER_HEAD}{table(others)}\n"""\n',
    }


def main() -> None:
    """Write the modules."""
    for path, text in modules().items():
        path.write_text(text, "utf-8")


if __name__ == "__main__":
    main()
