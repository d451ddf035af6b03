"""Several dates in one text: a range, one of several dates, or before or after a date."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from service.domain import calendar, edtf
from service.domain.written.names import NOT_OVER, UNTIL_TODAY
from service.domain.written.part import Ambiguous, Hints, Order, Part, of_edtf, shared
from service.domain.written.single_date import read_single_date

_BETWEEN = re.compile(r"(?:some ?time )?between (.+?) and (.+)", re.IGNORECASE)
_ONE_OF = re.compile(r"(?:either |one of )?(.+ or (?!earlier|later|before|after).+)", re.IGNORECASE)
_OR = re.compile(r" or (?!earlier|later|before|after)", re.IGNORECASE)
_OPEN = (
    # (text before the date, text after it, the form, whether the date is included)
    (r"(?:before|prior to|earlier than|pre-|until before) ?", "", "[..{}]", False),
    (r"(?:after|later than|post-) ?", "", "[{}..]", False),
    (r"(?:by|no later than|not later than|not after|on or before|at the latest) ", "",
     "[..{}]", True),
    (r"(?:no earlier than|not earlier than|not before|on or after) ", "", "[{}..]", True),
    ("", r" or (?:earlier|before)", "[..{}]", True),
    ("", r" or (?:later|after)", "[{}..]", True),
    (r"since ", "", "{}/..", True),
    (r"(?:from )?", rf"(?: ?[-–—]|,? to) ?(?:date|{'|'.join((*NOT_OVER, *UNTIL_TODAY))})",
     "{}/..", True),
    (r"(?:from )?", r" onwards?", "{}/..", True),
    (r"(?:until|till|up to) ", "", "../{}", True),
    (r"from ", r" \(end unknown\)", "{}/", True),
    (r"to ", r" \(start unknown\)", "/{}", True),
)  # fmt: skip
_OPEN_FORMS = [
    (re.compile(f"{before}(.+?){behind}", re.IGNORECASE), form, within)
    for before, behind, form, within in _OPEN
]
_FROM = re.compile(
    r"(?:from )?(.+?) (?:to|until|till|through|thru|bis|au|по|до) (?:the )?(.+)", re.I
)
_AND = re.compile(r"(.+?) (?:and|&|und|et|y|и|та|і) (.+)", re.IGNORECASE)
_DASH = re.compile(r"\s*[–—]\s*|\s+-+\s+|(?<=[\w.?~)'’])-{1,2}(?=[\w~'’])")
_HALF_OPEN = re.compile(
    r"(?P<first>.+?)\s?[-–—]|from (?P<only>[^(]+)|(?:[-–—]\s?|to )(?P<last>[^(]+)", re.IGNORECASE
)
_CENTURY = re.compile(r"(\d\d)00[–-]\1(?:99)", re.ASCII)
"""A century as it is displayed (``service.domain.display``)."""
_BARE_DAY = re.compile(r"\d{1,2}\.?", re.ASCII)
_NUMBERS = re.compile(r"\s*\d{1,2}[./-]\s?\d{1,2}[./-]", re.ASCII)
_YEAR_PAIR = re.compile(r"(.*\D)(\d{4})\s?/\s?(\d{1,2}|\d{4})", re.ASCII)
LAST_YEAR_FROM_MARCH = 1751
"""Until then the year began on 25 March in England, so a day from January to March got both years:
2 February 1722/23."""
MOST_DASHES = 7
_MONTH_PAIR = re.compile(r"\s?/\s?")


def read_several(text: str, hints: Hints) -> str | None:
    """The EDTF of a text that has several dates or an open end; ``None`` if it has one date or
    none. Raises ``edtf.DateError``."""
    if text[:7].lower() == "one of " and not _OR.search(text):
        found = read_several(text[7:], hints)
        return found and _of_set(found)
    if match := _BETWEEN.fullmatch(text):
        ends = _ends(match[1], match[2], hints)
        return ends and f"[{_ordered(text, *ends, '..')}]"
    if _ONE_OF.fullmatch(text):
        return _one_of(text, hints)
    _half_open(text, hints)
    for pattern, form, within in _OPEN_FORMS:
        if match := pattern.fullmatch(text):
            return _open(text, match[1], form, within, hints)
    if match := _FROM.fullmatch(text):
        ends = _ends(match[1], match[2], hints)
        return ends and _ordered(text, *ends, "/")
    return _both(text, hints) or _dashed(text, hints) or _slashed(text, hints)


def _both(text: str, hints: Hints) -> str | None:
    """The range of two days or months that follow each other: 17 and 18 May 2021."""
    match = _AND.fullmatch(text)
    ends = _ends(match[1], match[2], hints) if match else None
    if ends is None:
        return None
    first, last = map(edtf.parse, ends)
    follow = first.latest is not None and last.earliest == first.latest + 1
    both = first.precision == last.precision in ("day", "month")
    return "/".join(ends) if follow and both else None


def _of_set(text: str) -> str:
    """One day out of a range, as a set."""
    return text if text.startswith("[") else f"[{text.replace('/', '..')}]"


def _ends(first: str, last: str, hints: Hints) -> tuple[str, str] | None:
    """Both ends of a range as EDTF; ``None`` if the texts are not two ends."""
    if hints.order == "mdy" and _BARE_DAY.fullmatch(first.strip()) and _NUMBERS.match(last):
        return None  # in 3-5/4/2023 the day comes first
    if hints.order is None:
        hints = replace(hints, order=_order_of(first.strip()) or _order_of(last.strip()))
    begin, end = read_single_date(first.strip(), hints), read_single_date(last.strip(), hints)
    if begin is None or end is None:
        return None
    alone = begin.complete and end.complete
    begin, end = shared(begin, end)
    if not (begin.complete and end.complete):
        raise missing_year(first.strip() if not begin.complete else last.strip())
    # If one end lends its year or month to the other, both have one precision: "Feb-28-2023" is
    # no range.
    if not alone and (begin.day is None, begin.month is None) != (
        end.day is None,
        end.month is None,
    ):
        return None
    found = begin.text(hints), end.text(hints)
    return None if any(each[0] == "[" or "/" in each for each in found) else found


def missing_year(text: str) -> edtf.DateError:
    """The error for a text that would be a date if it had a year."""
    if re.fullmatch(r"\d{3}", text, re.ASCII):
        return edtf.DateError(
            f"{text!r} has no year of four digits; write '0{text}' for the year {int(text)}"
        )
    return edtf.DateError(f"{text!r} has no year")


def _order_of(text: str) -> Order | None:
    """Whether the day or the month comes first in one end of a range, and so in the other. A bare
    number is a day, so the day comes first in the other end too: 5–7.05.1999."""
    if _BARE_DAY.fullmatch(text):
        return "dmy"
    match = re.match(r"(\d{1,2})[./-](\d{1,2})(?:[./-]|$)", text, re.ASCII)
    if match is None or (int(match[1]) > 12) == (int(match[2]) > 12):
        return None
    return "dmy" if int(match[1]) > 12 else "mdy"


def _ordered(text: str, first: str, last: str, sign: str) -> str:
    """The range. If it ends before it begins, a year is missing: raises ``Ambiguous``."""
    if first == last:
        return first
    try:
        return edtf.parse(f"{first}{sign}{last}" if sign == "/" else f"[{first}{sign}{last}]").text[
            slice(None) if sign == "/" else slice(1, -1)
        ]
    except edtf.DateError as error:
        earlier, later = _other_year(first, -1), _other_year(last, 1)
        said_once = text.count(first[:4]) == 1  # otherwise both ends have a year of their own
        if (
            "before it begins" not in str(error)
            or first[:4] != last[:4]
            or not (earlier and later and said_once)
        ):
            raise
        readings = {"from the year before": f"{earlier}/{last}",
                    "to the year after": f"{first}/{later}"}  # fmt: skip
        raise Ambiguous(text, readings) from None


def _other_year(text: str, step: int) -> str | None:
    match = re.fullmatch(r"(\d{4})(-.*)", text, re.ASCII)
    return f"{int(match[1]) + step:04}{match[2]}" if match else None


def _one_of(text: str, hints: Hints) -> str | None:
    pieces = _OR.split(re.sub(r"^(?:either|one of) ", "", text, flags=re.IGNORECASE))
    found: list[str] = []
    parts = [read_single_date(piece.strip(), hints) for piece in pieces]
    if len(parts) == 2 and parts[0] and parts[1]:
        parts = [*shared(parts[0], parts[1])]
    for piece, each in zip(pieces, parts, strict=True):
        if each is None:
            inner = read_several(piece.strip(), hints)
            if inner is None or inner.count("/") > 1 or ("/" in inner and ".." in inner):
                return None
            found.append(inner.replace("/", "..").strip("[]"))
        elif not each.complete:
            raise edtf.DateError(f"{piece.strip()!r} has no year")
        else:
            found.append(each.text(hints).strip("[]"))
    return edtf.parse(f"[{','.join(found)}]").text


def _open(text: str, date: str, form: str, within: bool, hints: Hints) -> str | None:
    if within and (match := _CENTURY.fullmatch(date.strip())):
        return form.format(f"{match[1]}XX")
    try:
        found = read_single_date(date.strip(), hints)
        known = found.text(hints) if found is not None and found.complete else ""
    except Ambiguous as error:
        raise _open_readings(text, error, form, within) from None
    if found is None:
        return None
    if not found.complete:
        raise edtf.DateError(f"{date.strip()!r} has no year")
    if known.startswith("["):
        return None
    if not within:
        known = _next_to(text, found, known, _step(form))
    return form.format(known)


def _open_readings(text: str, several: Ambiguous, form: str, within: bool) -> Ambiguous:
    """The readings of ``since the 1900s``: since the decade, or since the century. If one of them
    has no EDTF, only the error for the date itself names them all."""
    made: dict[str, str] = {}
    for words, each in several.readings.items():
        if each and not each.startswith("["):
            known = each if within else _next_to(text, of_edtf(each), each, _step(form))
            made[words] = form.format(known)
    if not made or "" in several.readings.values():
        return several
    return Ambiguous(text, made, several.key)


def _step(form: str) -> int:
    """Whether a form is of the time after a date, or before it."""
    return 1 if form.startswith("[{") else -1


def _half_open(text: str, hints: Hints) -> None:
    """Raises ``Ambiguous`` if an end is left out: ``1990–`` may go on, or its end is unknown."""
    match = _HALF_OPEN.fullmatch(text)
    first, last = (match["first"] or match["only"], match["last"]) if match else (None, None)
    found = read_single_date(first or last or "?", hints)
    if found is None or not found.complete:
        return
    date = found.text(hints)
    goes_on, ended = (f"{date}/..", f"{date}/") if first else (f"../{date}", f"/{date}")
    raise Ambiguous(text, {"open at that end": goes_on, "unknown at that end": ended})


def _next_to(text: str, found: Part, known: str, step: int) -> str:
    """The day, month or year just before or after ``known``, with the same precision."""
    if found.whole or found.mark or found.year is None:
        ends = edtf.parse(known)
        edge = ends.latest if step > 0 else ends.earliest
        if found.mark or edge is None or ends.precision == "time":
            raise edtf.DateError(f"{text!r}: the date must be a sure day, month or year")
        return calendar.iso(edge + step)
    if found.month is None:
        return calendar.year_text(found.year + step)
    if found.day is None:
        month = calendar.month_number(found.year, found.month) + step
        year, month = calendar.year_and_month(month)
        return f"{calendar.year_text(year)}-{month:02}"
    day = edtf.parse(known).earliest
    return calendar.iso((day or 0) + step)


def _dashed(text: str, hints: Hints) -> str | None:
    """``5–7 May 1999``, ``Mar-Apr 1999``, ``1850-1860``: split at the dash between two dates."""
    found = dict.fromkeys(_halves(text, hints))
    if len(found) > 1:
        raise Ambiguous(text, {f"({number}) the range": each
                               for number, each in enumerate(found, 1)})  # fmt: skip
    return next(iter(found), None)


def _halves(text: str, hints: Hints) -> Iterator[str]:
    errors: list[edtf.DateError] = []
    dashes = list(_DASH.finditer(text))
    if len(dashes) > MOST_DASHES:
        return
    # Wide dashes separate dates; a hyphen may stand inside one.
    for dash in dashes:
        first, last = text[: dash.start()], text[dash.end() :]
        try:
            ends = _ends(first, last, hints)
        except edtf.DateError as error:
            errors.append(error)
            continue
        if ends:
            yield _ordered(text, *ends, "/")
            errors = []
    if len(errors) == 1:
        raise errors[0]


def _slashed(text: str, hints: Hints) -> str | None:
    """``5/6 May 1999``: a range or one of two days; the text does not say which. Raises
    ``Ambiguous``."""
    _two_counts_of_years(text, hints)
    pieces = _MONTH_PAIR.split(text)
    if len(pieces) != 2 or not re.search(r"[^\W\d]", text):
        return None
    try:
        ends = _ends(pieces[0], pieces[1], hints)
    except edtf.DateError:
        return None
    if ends is None:
        return None
    readings = {"the range": _ordered(text, *ends, "/"), "one of the two": f"[{','.join(ends)}]"}
    days = [edtf.parse(each).earliest or 0 for each in ends]
    if 10 <= days[1] - days[0] <= 13:
        readings["a day in the old and the new style"] = ends[1]
    raise Ambiguous(text, readings)


def _two_counts_of_years(text: str, hints: Hints) -> None:
    """Raises ``Ambiguous`` for ``2 February 1722/23``: a day of the year that began in January
    1723 and in March 1722, a day of one of two years, or a range."""
    match = _YEAR_PAIR.fullmatch(text)
    if match is None or int(match[2]) > LAST_YEAR_FROM_MARCH:
        return
    after = str(int(match[2]) + 1)
    if not after.endswith(match[3]):
        return
    found: list[str | None] = []
    for year in (after, match[2]):
        try:
            part = read_single_date(f"{match[1]}{year}", hints)
            good = part is not None and part.month in (1, 2, 3) and part.complete
            found.append(part.text(hints) if part and good else None)
        except edtf.DateError:  # 29 February
            found.append(None)
    later, earlier = found
    if later is None:
        return
    readings = {"in the year that began in January": later}
    if earlier:
        readings["in one of two years"] = f"[{earlier},{later}]"
    try:
        ends = _ends(f"{match[1]}{match[2]}", match[3], hints)
        if ends and int(match[3]) <= 31:
            readings["the range"] = edtf.parse("/".join(ends)).text
    except edtf.DateError:
        pass
    raise Ambiguous(text, readings)
