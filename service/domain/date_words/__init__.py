"""The words for dates, one file a language.

Grammar needs more than single words: after "since" a Russian month stands in another case, and a
French day has an article. So a language has one or more *forms* of every kind of date, and each
phrase names the form that it takes. A part in ``[ ]`` is left out if the year is known already, as
under the heading of that year. The names of the months are those of CLDR.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from service.domain.cldr import locale

Four = tuple[str, str, str, str]
Names = tuple[str, ...]
Phrase = tuple[str, str]


@dataclass(frozen=True)
class Form:
    """The words for each kind of date in one grammatical form.

    ``{d}``, ``{m}``, ``{n}`` are the numbers of day, month and year. ``{y}`` is the year within a
    date, written as ``of_year`` or ``of_bc`` (``year`` or ``bc`` if those are empty). ``{month}``
    is the name of a month within a date, ``{Month}`` the name alone. ``{first}`` and ``{last}``
    are years, ``{day}`` is the day of a time. ``seasons`` go from spring to winter.
    """

    year: str
    bc: str
    day: str
    month: str
    season: str
    quarter: str
    decade: str
    century: str
    time: str
    seasons: Four
    quarters: Four
    of_year: str = ""
    of_bc: str = ""


@dataclass(frozen=True)
class DateWords:
    """The words and phrases for dates in one language, with its ``forms``. In a phrase ``{}`` is a
    date. A phrase has the name of a form before it if it does not take the form of a date alone.

    ``about`` and ``unsure`` mark a date that is approximate or uncertain. Within another phrase
    ``about_within`` marks the date and ``about_around`` the whole phrase. ``days`` and ``years``
    are ranges that name once the part that both ends share (``{to}`` is the last day); ``between``
    is any other range. ``known_to`` says by precision how much is known. ``year_first`` says that
    the year stands before the month.
    """

    code: str
    forms: dict[str, Form]
    unknown: str
    about: Phrase
    unsure: str
    since: Phrase
    until: Phrase
    from_unknown: Phrase
    to_unknown: Phrase
    between: str
    days: str
    years: str
    one_of: str
    either: str
    or_earlier: str
    or_later: str
    some_between: str
    northern: str
    southern: str
    zone: str
    old_style: str
    known_to: dict[str, str]
    any_year: str
    about_within: str = "{}"
    about_around: str = "{}"
    year_first: bool = False
    first_day: str = "1"

    @cached_property
    def months(self) -> Names:
        """Names of the months within a date, January first."""
        return _months(self.code, "format")

    @cached_property
    def months_alone(self) -> Names:
        """Names of the months that have no day before them."""
        return _months(self.code, "stand-alone")


def _months(code: str, kind: str) -> Names:
    names = locale(code).months[kind]["wide"]
    return tuple(str(names[number]) for number in range(1, 13))
