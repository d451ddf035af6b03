"""Finds the columns of countries, the signs between countries in a cell, and their roles."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Any

from service.domain import countries
from service.domain.result_cache import cached
from service.importers import schemes
from service.importers.code_columns import strangers
from service.importers.country_lists import parted
from service.importers.suggest.headers import ROLE_MEANINGS, Column
from service.importers.suggest.notes import Notes, several
from service.importers.suggest.schemes import find_codes

SIGNS = (";", "|", "/", " and ", " & ", " und ", " et ", " y ", " e ", " ed ", " i ",
         " oraz ", " и ", " та ", " і ", " й ", " және ", " мен ", " пен ", " бен ", " ve ",
         " ile ", " dan ", " và ", " و", "和", "与", "與", "及", "、", "，", "،",
         "؛", "；", ",")  # fmt: skip
"""Signs between countries in one cell; those that are never inside a name come first."""
HEADED, UNHEADED = 0.6, 0.95
"""The share of rows that must be countries, with and without a header that says so."""
FEW = 0.2
"""The same for a header that is just "country"; the unknown names are reported to be corrected."""
SAYS_ROLE = frozenset(
    {
        "host",
        "hosts",
        "host country",
        "country host",
        "donor",
        "donor country",
        "recipient",
        "recipient country",
        "target",
        "target country",
        "signatory",
        "signatories",
        "participant",
        "participants",
        "participating countries",
        "gastgeber",
        "gastland",
        "voted for",
        "voted against",
        "abstained",
        "did not vote",
    }
)
"""Headers that name a role unambiguously."""
PROBE = 40
"""The number of cells that decide whether a column is examined further."""
SAME = 0.95
"""Two columns that agree in this share of rows have the same meaning."""


@cached(8192)
def known(text: str) -> bool:
    """Whether a cell is a country; numbers and short lower-case words (``no``, ``is``) are not."""
    if not any(map(str.isalpha, text)) or not (_long(text) or text.isupper()):
        return False
    return _read(text) is not None


def _long(text: str) -> bool:
    """Whether a text is too long for a code. In scripts without capitals names are short."""
    return len(text) > 3 or (len(text) > 1 and text.lower() == text.upper())


def _read(text: str) -> str | None:
    """The country of a cell as an import without a scheme reads it."""
    try:
        return countries.resolve_or_none(schemes.read(text, None))
    except ValueError:
        return None


@dataclass(frozen=True, slots=True)
class CountryColumn:
    """A column of countries.

    ``signs`` split its cells. In the share ``share`` of its rows all names are known. ``codes``
    says that it has codes; ``scheme`` is their list, if it could be found.
    """

    column: Column
    signs: list[str]
    share: float
    headed: bool
    codes: bool = False
    scheme: str | None = None

    def rule(self, role: str) -> dict[str, Any]:
        """The entry of a mapping's ``countries``."""
        found: dict[str, Any] = {"code": f"{{{self.column.name}}}", "role": role}
        if self.signs:
            found["split"] = self.signs[0] if len(self.signs) == 1 else self.signs
        if self.scheme:
            found["scheme"] = self.scheme
        return found

    def of_place(self) -> dict[str, Any]:
        """The part of a mapping's ``place`` that the column fills."""
        found = {"country": f"{{{self.column.name}}}"}
        return found | {"scheme": self.scheme} if self.scheme else found

    def meaning(self, text: str) -> str | None:
        """The code of the country in a cell with one country, or ``None``."""
        if self.codes:
            return schemes.find(self.scheme, text) if self.scheme else None
        return countries.resolve_or_none(text) if known(text) else None

    def unknown(self) -> Counter[str]:
        """The names that are no known country, with the number of their rows."""
        found: Counter[str] = Counter()
        for text, rows in self.column.counts.items():
            for name in parted(text, self.signs):
                if (self.meaning(name) if self.codes else _read(name)) is None:
                    found[name] += rows
        return found


def find_countries(columns: list[Column], notes: Notes) -> list[CountryColumn]:
    """The columns of countries in the order of the table; of columns that agree only the best."""
    found: list[CountryColumn] = []
    for each in columns:
        if _of_a_federation(each, columns):
            continue
        codes = find_codes(each, notes)
        new = (
            CountryColumn(each, codes.signs, codes.share, True, True, codes.scheme)
            if codes
            else _candidate(each)
        )
        if new is None:
            continue
        if not codes and (others := strangers(each.counts)):
            told = several([repr(code) for code in others], 3)
            notes.decide.append(
                f"{each.name}: is not used as countries, because {told} are "
                'none; if it has codes of a list, add it to "countries" with its "scheme"'
            )
            continue
        same = next((old for old in found if _same(old, new)), None)
        if same is None:
            found.append(new)
        elif _worth(new) > _worth(same):
            found[found.index(same)] = new
    for chosen in found:
        _tell(chosen, notes)
    return found


def _of_a_federation(column: Column, columns: list[Column]) -> bool:
    """Whether a column has states or provinces of a country, which another column names. Georgia
    is one of them."""
    countries_too = any({"country", "countries"} & set(each.words) for each in columns)
    own = set(column.words)
    return countries_too and bool(own & {"state", "province"}) and "country" not in own


def _candidate(column: Column) -> CountryColumn | None:
    headed = column.rank("country", *ROLE_MEANINGS) > 0
    names = [text for text in column.counts if _long(text)]
    if not column.filled or (not headed and len(names) * 2 < len(column.counts)):
        return None
    probe = [text for text, _ in column.counts.most_common(PROBE)]
    says = column.rank("country") == 3
    seen = sum(all(map(known, parted(text, SIGNS))) for text in probe)
    if seen < len(probe) * (FEW if says else 1 / 3):
        return None  # checking all cells of a column of texts would take long
    alone = column.share(known)
    signs = _signs(column)
    share = column.share(lambda text: all(map(known, parted(text, signs))))
    if share < (FEW if says else HEADED if headed else UNHEADED):
        return None
    return CountryColumn(column, signs if share > alone else [], share, headed)


def _signs(column: Column) -> list[str]:
    """The signs that split cells into countries and nothing else."""
    found: Counter[str] = Counter()
    for text in column.counts:
        if not known(text) and all(map(known, parted(text, SIGNS))):
            found.update(sign for sign in SIGNS if sign in text)
    return [sign for sign in SIGNS if found[sign] and _parts_something(column, sign)]


def _parts_something(column: Column, sign: str) -> bool:
    return any(sign in text and len(parted(text, [sign])) > 1 for text in column.counts)


def _same(one: CountryColumn, other: CountryColumn) -> bool:
    cells = zip(one.column.cells, other.column.cells, strict=True)
    both = [(one.meaning(a), other.meaning(b)) for a, b in cells]
    both = [(a, b) for a, b in both if a and b]
    return bool(both) and sum(a == b for a, b in both) >= SAME * len(both)


def _worth(each: CountryColumn) -> tuple[bool, float, bool, bool, float]:
    """The rank of a column; a name is better than an id or code, which may be a successor's."""
    words = each.column.words
    named = "name" in words or len(words) == 1
    return not each.codes, round(each.share, 1), named, "id" not in words, each.share


def _tell(each: CountryColumn, notes: Notes) -> None:
    if each.codes and each.scheme is None:
        return  # ``find_codes`` has reported the possible lists
    unknown = each.unknown()
    if not unknown:
        return
    meant = {name: found for name in unknown if len(found := _meanings(name)) > 1}
    told = [
        f"{name!r} ({unknown[name]:,}) can be {' or '.join(found)}" for name, found in meant.items()
    ]
    names = [f"{name!r} ({n:,})" for name, n in unknown.most_common() if name not in meant]
    told += [f"no country is known as {several(names, 6)}"] if names else []
    notes.decide.append(
        f'{each.column.name}: {"; ".join(told)}; say in "names" what is meant '
        '({"Korea": "South Korea"}), or null for what is none. Until then these rows are refused'
    )


def _meanings(text: str) -> tuple[str, ...]:
    """The countries that a name can mean, if there are several."""
    try:
        countries.resolve(text, hints=False)
    except countries.AmbiguousCountry as error:
        return error.nearest
    except ValueError:
        pass
    return ()


def role_of(each: CountryColumn, placed: bool, notes: Notes) -> str:
    """The role that the header names.

    A column whose header names no role has the host if another column has the place, and else a
    participant.
    """
    name = each.column.name
    role = max(ROLE_MEANINGS, key=each.column.rank)
    if each.column.rank(role):
        degree = notes.sure if " ".join(each.column.words) in SAYS_ROLE else notes.guessed
        degree.append(f"countries: {name} has the role {role}")
        return role
    role = "host" if placed else "participant"
    why = "because a place is beside it" if placed else "because the header names no role"
    notes.guessed.append(f"countries: {name} has the role {role}, {why}")
    return role
