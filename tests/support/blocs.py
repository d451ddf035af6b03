"""The members of a bloc on one day, for tests."""

from __future__ import annotations

from service.domain.blocs import Bloc


def members_on(bloc: Bloc, day: int) -> set[str]:
    """The codes of the countries that are members on the day with that ordinal."""
    return {
        each.country
        for each in bloc.members
        if (each.since is None or each.since <= day) and (each.until is None or day <= each.until)
    }
