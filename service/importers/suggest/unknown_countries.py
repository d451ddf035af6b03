"""Reports columns with a header of countries that have hardly any known ones."""

from __future__ import annotations

from service.domain.counted import counted
from service.importers import schemes
from service.importers.suggest.countries import known
from service.importers.suggest.draft import Draft
from service.importers.suggest.notes import several


def describe_few(draft: Draft) -> None:
    """Report for each such unused column why it is not used."""
    for each in draft.rest():
        if each.rank("country") < 2 or each.share(str.isdecimal) > 0.5 or each.mean_length > 60:
            continue
        names = [text for text in each.counts if known(text) or schemes.find("iso", text)]
        if len(names) * 10 >= len(each.counts) * 9:
            draft.notes.decide.append(
                f"{each.name}: is not used as countries, because another column is; add it to "
                '"countries" if it says more'
            )
        elif names:
            draft.notes.decide.append(
                f"{each.name}: is not used as countries; of {counted(len(each.counts), 'name')} in "
                f'it only {several(names)} are known. If they are countries, add it to "countries" '
                'and say in "names" what the others mean'
            )
        elif each.rank("country") == 3 and each.speaks:
            draft.notes.decide.append(
                f"{each.name}: is not used as countries, because none of its names is known, such "
                f'as {next(iter(each.counts))!r}; add it to "countries", and say in "names" what '
                "each means"
            )
