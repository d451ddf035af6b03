"""Made-up tables, and the functions that make their cells."""

from __future__ import annotations

import csv
import datetime
import io
import random
from collections.abc import Callable
from typing import Any, NamedTuple

Cell = Callable[[random.Random, int], Any]
"""Makes the cell of a row from a source of random numbers and the number of the row."""

COUNTRIES = ("Afghanistan", "Algeria", "Brazil", "Canada", "Chile", "Egypt", "France", "Germany",
             "India", "Indonesia", "Iraq", "Italy", "Japan", "Kazakhstan", "Kenya", "Mexico",
             "Nigeria", "Norway", "Pakistan", "Peru", "Poland", "Somalia", "Spain", "Sudan",
             "Sweden", "Uganda", "Ukraine", "Uruguay", "Uzbekistan", "Yemen")  # fmt: skip
CITIES = ("Almaty", "Baidoa", "Cairo", "Dakar", "Erbil", "Fes", "Geneva", "Herat", "Izmir", "Juba",
          "Kabul", "Lagos", "Mosul", "Nairobi", "Oslo", "Paris", "Quito", "Riga", "Sanaa",
          "Taiz")  # fmt: skip
FIRST = ("Anna", "Boris", "Carla", "David", "Elena", "Farid", "Grace", "Henri", "Ines", "Jamal")
LAST = ("Abdi", "Becker", "Costa", "Dimitrov", "Eriksen", "Farah", "Garcia", "Haddad", "Ivanova",
        "Jansen", "Kim", "Lopez", "Moreau", "Nazarov", "Okafor", "Petrov")  # fmt: skip
NOUNS = ("water", "grain", "border", "pipeline", "ceasefire", "transit", "energy", "visa", "debt",
         "fishery", "railway", "election", "refugee", "customs", "climate", "prisoner")  # fmt: skip
GROUPS = ("Military Forces of {}", "Government of {}", "Protesters ({})", "Police Forces of {}",
          "Rioters ({})", "{} Liberation Front", "Communal Militia ({})")  # fmt: skip


class Column(NamedTuple):
    """A column: its header, its use, and the function that makes its cells."""

    header: str
    use: str
    cell: Cell


class Table(NamedTuple):
    """A made-up table. ``name`` is the name of its file."""

    name: str
    columns: list[Column]
    delimiter: str = ","

    def content(self, rows: int, seed: int = 1) -> bytes:
        """The table as a file."""
        out = io.StringIO()
        writer = csv.writer(out, delimiter=self.delimiter, lineterminator="\n")
        writer.writerow([each.header for each in self.columns])
        chance = random.Random(f"{self.name}-{seed}")
        for number in range(1, rows + 1):
            writer.writerow([each.cell(chance, number) for each in self.columns])
        return out.getvalue().encode()


def day(number: int) -> datetime.date:
    """The day of a row."""
    return datetime.date(1991, 3, 2) + datetime.timedelta(days=number * 11)


def date_cell(form: str = "%Y-%m-%d", later: int = 0) -> Cell:
    """The day of the row, or some days later."""
    return lambda _, n: f"{day(n) + datetime.timedelta(days=later):{form}}"


def later_date(form: str = "%Y-%m-%d", most: int = 9) -> Cell:
    """Up to ``most`` days after the day of the row."""
    return lambda c, n: f"{day(n) + datetime.timedelta(days=n * 7 % (most + 1)):{form}}"


def date_part(name: str, later: int = 0, unknown: str = "") -> Cell:
    """The year, month or day of the row's day. If ``unknown`` is given, each ninth row has it."""

    def cell(_: random.Random, n: int) -> Any:
        if unknown and n % 9 == 0:
            return unknown
        return getattr(day(n) + datetime.timedelta(days=later), name)

    return cell


def one_of(*values: Any) -> Cell:
    """One of some values."""
    return lambda c, _: c.choice(values)


def number(low: float, high: float, digits: int = 0) -> Cell:
    """A number."""
    return lambda c, _: round(c.uniform(low, high), digits or None)


def serial(form: str = "{}") -> Cell:
    """A number that is different in each row."""
    return lambda _, n: form.format(n + 100)


country = one_of(*COUNTRIES)
city = one_of(*CITIES)


def other_country(c: random.Random, n: int) -> str:
    """A country that depends on the number of the row."""
    return COUNTRIES[(n * 7 + 3) % len(COUNTRIES)]


def each_country(_: random.Random, n: int) -> str:
    """The countries in turn."""
    return COUNTRIES[n % len(COUNTRIES)]


def another_country(_: random.Random, n: int) -> str:
    """A second country: together with ``each_country`` it gives some hundreds of different
    pairs."""
    return COUNTRIES[(n + n // len(COUNTRIES) + 1) % len(COUNTRIES)]


def person(c: random.Random, _: int) -> str:
    """A person's name."""
    return f"{c.choice(FIRST)} {c.choice(LAST)}"


def group(c: random.Random, _: int) -> str:
    """An armed or other group."""
    return c.choice(GROUPS).format(c.choice(COUNTRIES))


def headline(c: random.Random, n: int) -> str:
    """A title that no other row has."""
    one, two = c.sample(NOUNS, 2)
    return f"{c.choice(CITIES)} talks on {one} and {two}, part {n}"


def sentence(c: random.Random, n: int) -> str:
    """Some words of description."""
    words = [*c.sample(NOUNS, 6), c.choice(CITIES), str(n)]
    return f"On {day(n):%d %B} the sides spoke of {', '.join(words)}; nothing was signed."


def link(c: random.Random, n: int) -> str:
    """A web address."""
    return f"https://news{c.randint(1, 9)}.example/{n}"


def links(c: random.Random, n: int) -> str:
    """One to three addresses in a cell."""
    return "; ".join(f"https://a{k}.example/{n}" for k in range(c.randint(1, 3)))


def sometimes_empty(cell: Cell, every: int) -> Cell:
    """The same cells, but empty in one of ``every`` rows."""
    return lambda c, n: "" if n % every == 0 else cell(c, n)


def table(name: str, *columns: tuple[str, str, Cell], delimiter: str = ",") -> Table:
    """A table with columns of ``(header, use, cell)``."""
    return Table(name, [Column(*each) for each in columns], delimiter)
