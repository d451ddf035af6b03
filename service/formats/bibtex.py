"""BibTeX, with the fields that BibLaTeX adds (``date``, ``eventdate``, ``version``, ``urldate``).

The text is UTF-8. Every character that LaTeX reads as a command is escaped so that it prints. A
brace becomes a command too, because BibTeX counts even the braces after a backslash.
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
_PARTS = ("", r"-\d\d", r"-\d\d-\d\d(?:T\d\d:\d\d:\d\d(?:Z|[+-]\d\d:\d\d)?)?")
_POINTS = [rf"-?\d{{4}}{parts}[?~%]?" for parts in _PARTS]
_RANGES = [rf"{point}(?:/(?:{point}|\.\.)?)?" for point in _POINTS]
_KNOWN = re.compile("|".join([*_RANGES, r"\d{3}X", r"\d\dXX"]), re.ASCII)
"""The EDTF that BibLaTeX reads: no sets, no years of five digits, and no times without seconds.
Ranges without a beginning or with unequal ends are left out, because Citation.js then reads or
shows nothing of the whole file."""
_MINUTES = re.compile(r"T\d\d:\d\d(?:Z|[+-]\d\d:\d\d)?(?![\d:])", re.ASCII)


def escaped(text: str) -> str:
    """``text`` escaped so that LaTeX prints it."""
    return text.translate(_COMMANDS)


def entry(cited: Citation) -> str:
    """One entry. It is ``@misc``, which every style knows; only BibLaTeX has ``@dataset``."""
    fields = {
        "author": f"{{{escaped(cited.author)}}}",  # braces keep the name whole
        "title": f"{{{escaped(cited.title)}}}",
        "year": str(cited.issued.year),
        "month": MONTHS[cited.issued.month - 1][:3].lower(),
        "date": cited.issued.isoformat(),
        "eventdate": _event_date(cited.edtf),
        "venue": escaped(cited.place or ""),
        "howpublished": escaped(cited.about),
        "version": escaped(cited.version or ""),
        "url": cited.url or "",  # always ASCII without braces (RFC 3986)
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
    """The date of the event; empty if BibLaTeX cannot read it. A time without seconds is left out
    of it."""
    text = _MINUTES.sub("", text or "")
    if not _KNOWN.fullmatch(text):
        return ""
    months = (int(each) for each in re.findall(r"\d{4}-(\d\d)", text))
    # BibLaTeX does not know the codes of quarters and of seasons of one hemisphere. In a range a
    # season would be an unequal end beside a month.
    known = all(each <= (12 if "/" in text else 24) for each in months)
    return text if known and not parse(text).undated else ""


FORMAT = Format(
    "bib", "BibTeX", "application/x-bibtex; charset=utf-8", "LaTeX, JabRef, Zotero", "all",
    rendered(entry), {"type": "string"}, dated=True,
)  # fmt: skip
