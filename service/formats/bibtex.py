"""BibTeX, with the fields that BibLaTeX adds (``date``, ``eventdate``, ``version``, ``urldate``).

The text is UTF-8; every sign that LaTeX reads as a command is written so that it prints. A brace
becomes a command too, for BibTeX counts even those behind a backslash.
"""

from __future__ import annotations

import re

from service.domain.display import MONTHS
from service.domain.edtf import parse
from service.formats.citation import Citation, rendered
from service.formats.format import Format

_COMMANDS = str.maketrans({
    "\\": r"\textbackslash{}", "{": r"\textbraceleft{}", "}": r"\textbraceright{}",
    "~": r"\textasciitilde{}", "^": r"\textasciicircum{}", "<": r"\textless{}",
    ">": r"\textgreater{}", "|": r"\textbar{}", "$": r"\$", "&": r"\&", "#": r"\#", "_": r"\_",
    "%": r"\%",
})  # fmt: skip
_POINT = r"-?\d{4}(?:-\d\d(?:-\d\d(?:T[\d:]+(?:Z|[+-]\d\d:\d\d)?)?)?)?[?~%]?"
_KNOWN = re.compile(
    rf"(?:{_POINT}|\d{{3}}X|\d\dXX)|(?:{_POINT}|\.\.)?/(?:{_POINT}|\.\.)?", re.ASCII
)
"""The EDTF that BibLaTeX reads: no sets, no years of five digits."""


def escaped(text: str) -> str:
    """``text`` as LaTeX prints it."""
    return text.translate(_COMMANDS)


def entry(cited: Citation) -> str:
    """One entry. It is ``@misc``, which every style knows; ``@dataset`` is BibLaTeX's alone."""
    fields = {
        "author": f"{{{escaped(cited.author)}}}",  # a name that is not to be taken apart
        "title": f"{{{escaped(cited.title)}}}",
        "year": str(cited.issued.year),
        "month": MONTHS[cited.issued.month - 1][:3].lower(),
        "date": cited.issued.isoformat(),
        "eventdate": _event_date(cited.edtf),
        "venue": escaped(cited.place or ""),
        "howpublished": escaped(cited.about),
        "version": escaped(cited.version or ""),
        "url": cited.url or "",  # of ASCII, without braces (RFC 3986)
        "urldate": cited.accessed.isoformat(),
        "note": escaped(cited.note),
        "keywords": escaped(", ".join(each.replace(",", ";") for each in cited.keywords)),
        "abstract": escaped(cited.abstract),
    }
    lines = [
        f"  {name} = {value if name == 'month' else f'{{{value}}}'},"
        for name, value in fields.items()
        if value
    ]
    return "\n".join((f"@misc{{{cited.key},", *lines, "}", ""))


def _event_date(text: str | None) -> str:
    """The date of the event, where BibLaTeX can read it."""
    if text is None or not _KNOWN.fullmatch(text):
        return ""
    months = (int(each) for each in re.findall(r"\d{4}-(\d\d)", text))
    # Seasons of a hemisphere and quarters have codes that it does not know.
    known = all(each <= 24 for each in months)
    return text if known and not parse(text).undated else ""


FORMAT = Format(
    "bib", "BibTeX", "application/x-bibtex; charset=utf-8", "LaTeX, JabRef, Zotero", "all",
    rendered(entry), {"type": "string"}, dated=True,
)  # fmt: skip
