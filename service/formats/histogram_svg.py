"""A histogram as a picture; what is wider than a bucket lies under the axis, apart."""

from __future__ import annotations

from collections.abc import Sequence

from service.domain import calendar, edtf
from service.formats.svg import THEMES, Scale, picture, text

Bar = tuple[int, int, int, int]
"""First day, last day, how many events, and how many of these on a known day."""
HEIGHT, TOP, LEFT, AXIS = 130, 18, 34, 22
APART = 8


def render(
    bars: Sequence[Bar], apart: Sequence[tuple[str, int]], width: int, theme: str, title: str
) -> bytes:
    """``bars`` are the buckets, ``apart`` EDTF dates with the number of events each."""
    colours = THEMES[theme]
    wide = [
        (found.earliest, found.latest, count)
        for date, count in apart
        if (found := edtf.parse(date)).earliest is not None and found.latest is not None
    ]
    known = [*(each[:3] for each in bars), *wide]
    counted = sum(each[2] for each in bars)
    loose = sum(count for _, count in apart)
    vague = counted - sum(each[3] for each in bars)
    about = (
        f"{counted} events in buckets, {vague} of them hatched, their day unknown;"
        f" {loose} known only to something wider"
    )
    if not known:
        nothing = text(14, 34, "No events match.", colours.soft)
        return picture((width, 56), title, "No events match.", colours, [nothing])
    first, last = min(each[0] for each in known), max(each[1] for each in known)
    scale = Scale(first, last, LEFT, width - 10)
    most = max((each[2] for each in bars), default=1)
    base = TOP + HEIGHT
    parts = [
        text(LEFT - 6, TOP + 9, f"{most:,}", colours.soft, 'text-anchor="end"'),
        text(LEFT - 6, base, "0", colours.soft, 'text-anchor="end"'),
    ]
    for start, end, count, sure in bars:
        x, right = scale.at(start), scale.at(end + 1)
        wide_by = right - x - min(2.0, (right - x) / 5)
        known_to, high = sure / most * HEIGHT, count / most * HEIGHT
        for top, tall, fill in ((base - known_to, known_to, colours.mark),
                                (base - high, high - known_to, "url(#vague)")):  # fmt: skip
            if tall:
                parts.append(f'<rect x="{x:.1f}" y="{top:.1f}" width="{wide_by:.1f}"'
                             f' height="{tall:.1f}" fill="{fill}"/>')  # fmt: skip
    for x, name in scale.ticks():
        parts.append(text(x, base + 16, name, colours.soft))
    parts.append(f'<path d="M{LEFT} {base}H{width - 10}" stroke="{colours.soft}"/>')
    height = base + AXIS
    for start, end, count in wide[:APART]:
        x, right = scale.at(start), scale.at(end + 1)
        parts.append(f'<rect x="{x:.1f}" y="{height}" width="{max(4, right - x):.1f}" height="8"'
                     f' rx="4" fill="url(#vague)" stroke="{colours.mark}" stroke-dasharray="3 2">'
                     f"<title>{count} known to {calendar.iso(start)} to {calendar.iso(end)}</title>"
                     "</rect>")  # fmt: skip
        height += 13
    if loose:
        parts.append(text(LEFT, height + 14, f"{loose} without a known bucket", colours.soft))
        height += 20
    return picture((width, height + 6), title, about, colours, parts)
