"""Countries and blocs of a query, each perhaps in one role: ``KZ``, ``C5:host``."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from service.domain import countries
from service.domain.blocs import Bloc
from service.domain.near_spellings import nearest
from service.domain.query import Choice
from service.domain.result_cache import cached
from service.domain.vocabulary import ROLES
from service.schemas.comma_lists import refuse_not
from service.schemas.fields import field_error
from service.schemas.unknown_words import near_words

Stay = tuple[str, int | None, int | None]
"""A country, and the first and last day of its membership."""
AROUND = "{}[]()'"
"""Signs that other programs write around a list (``{KZ,US}`` in Grafana) or around its values."""


def split_role(text: str) -> tuple[str, str | None]:
    """A name, and the role after its colon if it has one. No country's name has a colon."""
    name, colon, role = text.partition(":")
    return name.strip(), role.strip() if colon else None


class CountryValues:
    """Reads the values of ``country`` for one instance, whose blocs it knows."""

    def __init__(self, blocs: Mapping[str, Bloc]) -> None:
        self.blocs = blocs

    def choices(self, text: str, roles: Sequence[str] = ()) -> Iterator[Choice]:
        """The choices for one value. If the value has a role, that role counts; otherwise ``roles``
        narrow it. Raises ``ValidationError``."""
        yield from _alone(self, text) if not roles else self._choices(text, roles)

    def _choices(self, text: str, roles: Sequence[str]) -> Iterator[Choice]:
        name, role = split_role(refuse_not(text))
        if role is not None:
            roles = (self._role(text, name, role),)
        try:
            stays = self._stays(name)
        except countries.UnknownCountry as error:
            if role is None and name in ROLES:
                why = (
                    f"{name!r} is a role and not a country; write it behind each country, KZ:{name}"
                )
                raise field_error(why) from None
            raise field_error(str(error), tuple(self._near(name, role, error))) from None
        for code, since, until in stays:
            kinds = [("role", f"{code}/{each}") for each in roles] or [("country", code)]
            for kind, value in kinds:
                yield Choice(kind, value, since, until)

    def bloc(self, name: str) -> Bloc | None:
        """The bloc with that code. A bloc is also found by its name if no country has the name."""
        found = self.blocs.get(name.upper())
        if found or countries.resolve_or_none(name):
            return found
        return self.blocs.get(countries.bloc_by_name(name) or "")

    @staticmethod
    def _role(text: str, name: str, role: str) -> str:
        if role in ROLES:
            return role
        if not role:
            raise field_error(
                f"{text[:64]!r} has no role behind its colon, such as {name[:64]}:host"
            )
        several = re.split(r"[^a-z_]+", role.lower())
        if len(several) > 1 and set(several) <= set(ROLES):
            either = ",".join(f"{name}:{each}" for each in several)
            raise field_error(f"{text[:64]!r} has several roles; a comma says either", (either,))
        near = tuple(f"{name.strip(AROUND)}:{each}" for each in near_words(role, ROLES))
        known = ", ".join(ROLES)
        raise field_error(f"{text[:64]!r}: {role[:64]!r} is not one of the roles {known}", near)

    def _stays(self, name: str) -> list[Stay]:
        """The country of that name, or the members of that bloc, each with its first and last day.

        Raises ``UnknownCountry``.
        """
        found = self.bloc(name)
        if found is None:
            return [(countries.resolve_whole(name), None, None)]
        return [(each.country, each.since, each.until) for each in found.members]

    def _near(self, name: str, role: str | None, error: countries.UnknownCountry) -> Iterator[str]:
        if isinstance(error, countries.WordsLeftOut) and error.words in ROLES:
            yield f"{error.code}:{error.words}"
            return
        either = _meant(name.strip(AROUND)) if not error.nearest else ()
        if isinstance(error, countries.SeveralCountries):
            either = error.nearest
        if either:  # a comma says either
            yield ",".join(f"{each}:{role}" if role else each for each in either)
            return
        blocs = () if error.nearest else nearest(name, [code.lower() for code in self.blocs])
        for each in error.nearest or (code.upper() for code in blocs):
            yield f"{each}:{role}" if role else each


def _meant(text: str) -> tuple[str, ...]:
    """The country that ``text`` names, or all of several."""
    try:
        return (countries.resolve(text, hints=False),)
    except countries.SeveralCountries as error:
        return error.nearest
    except countries.UnknownCountry:
        return ()


@cached(512)
def _alone(involved: CountryValues, text: str) -> tuple[Choice, ...]:
    return tuple(involved._choices(text, ()))
