"""The styles in which one item is cited by itself, by the suffixes of their formats."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import orjson

from service.formats import bibliography, bibtex, csl, ris
from service.formats.citation import Citation
from service.formats.format import Format


@dataclass(frozen=True, slots=True)
class Style:
    """A format of citations; ``write`` returns the whole text of one citation."""

    form: Format
    write: Callable[[Citation], str]


STYLES = {
    each.form.suffix: each
    for each in (
        Style(bibliography.APA, bibliography.apa),
        Style(bibliography.CHICAGO, bibliography.chicago),
        Style(bibtex.FORMAT, bibtex.entry),
        Style(ris.FORMAT, ris.record),
        Style(csl.FORMAT, lambda cited: orjson.dumps([csl.item(cited)]).decode()),
    )
}
