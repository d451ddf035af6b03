"""The parts of a chart that need no database: axis, time steps, layout, labels, colours."""

from __future__ import annotations

import math
from decimal import Decimal
from itertools import combinations, pairwise

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from service.domain import axis, calendar, edtf
from service.domain.chart import (
    MOST_LINES,
    MOST_PANELS,
    MOST_POINTS,
    Amount,
    ChartBucket,
    Charted,
    Counted,
    lay_events,
    lay_money,
)
from service.domain.intervals import DAYS, INTERVALS, WIDEST, Steps, suitable
from service.domain.vocabulary import STAGES
from service.formats import palette
from service.formats.histogram_svg import spread
from service.formats.svg import THEMES
from service.web import assets
from service.web.theme import contrast, parse

MATRICES = {
    "normal": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    "protanopia": ((0.152286, 1.052583, -0.204868), (0.114503, 0.786281, 0.099216),
                   (-0.003882, -0.048116, 1.051998)),
    "deuteranopia": ((0.367322, 0.860646, -0.227968), (0.280085, 0.672501, 0.047413),
                     (-0.011820, 0.042940, 0.968881)),
    "tritanopia": ((1.255528, -0.076749, -0.178779), (-0.078411, 0.930809, 0.147602),
                   (0.004733, 0.691367, 0.303900)),
}  # fmt: skip
"""Matrices that turn linear RGB into the colour that a reader with each kind of colour vision sees.
Source: Machado, Oliveira, Fernandes (2009), severity 1.0."""


def lab(colour: tuple[int, int, int], kind: str) -> tuple[float, float, float]:
    """The colour that a reader with that colour vision sees, in CIELAB (CIE 15:2004, D65)."""
    linear = [(each / 255 / 12.92) if each <= 10 else ((each / 255 + 0.055) / 1.055) ** 2.4
              for each in colour]  # fmt: skip
    red, green, blue = (
        min(1.0, max(0.0, sum(part * each for part, each in zip(row, linear, strict=True))))
        for row in MATRICES[kind]
    )
    x = (0.4124 * red + 0.3576 * green + 0.1805 * blue) / 0.9505
    y = 0.2126 * red + 0.7152 * green + 0.0722 * blue
    z = (0.0193 * red + 0.1192 * green + 0.9505 * blue) / 1.089
    one, two, three = (each ** (1 / 3) if each > 0.008856 else 7.787 * each + 16 / 116
                       for each in (x, y, z))  # fmt: skip
    return 116 * two - 16, 500 * (one - two), 200 * (two - three)


DAY = st.integers(calendar.ordinal(-200, 1, 1), calendar.ordinal(11_000, 1, 1))
CALLED = {each: each for each in STAGES}


class TestAxis:
    @given(st.one_of(
        st.integers(0, 10**9).map(Decimal),
        st.decimals("0.000001", "1e20", allow_nan=False, places=6),
    ), st.booleans())  # fmt: skip
    def test_marks_are_round_and_reach_above_the_highest(self, top: Decimal, whole: bool) -> None:
        marks = axis.marks(top, whole=whole)
        step = marks[1] - marks[0]
        assert marks[0] == 0
        assert marks[-1] >= top > marks[-2] or (top == 0 and marks == [0, 1])
        assert {after - before for before, after in pairwise(marks)} == {step}
        assert step.normalize().as_tuple().digits in ((1,), (2,), (5,))
        assert 2 <= len(marks) <= 5
        assert not whole or step == int(step)

    @pytest.mark.parametrize(("value", "text"), [
        ("0", "0"), ("5", "5"), ("0.5", "0.5"), ("2500", "2,500"), ("9000", "9,000"),
        ("20000", "20k"), ("500000", "500k"), ("1500000", "1.5M"), ("20000000", "20M"),
        ("2000000000", "2bn"), ("5e12", "5T"), ("5e15", "5,000T"),
    ])  # fmt: skip
    def test_a_mark_is_short(self, value: str, text: str) -> None:
        assert axis.shortly(Decimal(value)) == text


class TestSteps:
    @given(DAY, st.integers(0, 40_000), st.sampled_from(INTERVALS))
    def test_every_day_is_in_one_step_and_steps_are_its_neighbours(
        self, first: int, more: int, interval: str
    ) -> None:
        steps = Steps(interval, first, first + more)
        assert steps.step(first) == 0
        assert steps.step(first + more) == steps.count - 1
        for day in (first, first + more // 2, first + more):
            step = steps.step(day)
            assert steps.begin(step) <= day < steps.begin(step + 1)

    @given(DAY, st.integers(0, 4000), st.sampled_from(INTERVALS))
    def test_a_step_can_be_asked_for_by_its_date(self, day: int, more: int, interval: str) -> None:
        steps = Steps(interval, day, day + more)
        known = edtf.parse(steps.date(0))
        assert (known.earliest, known.latest) == (steps.begin(0), steps.begin(1) - 1)

    @example(0, 21_824)  # less than sixty years, but in 241 quarters
    @given(DAY, st.integers(0, 1_000_000))
    def test_the_automatic_choice_gives_bars_that_can_be_seen(self, first: int, more: int) -> None:
        count = Steps(suitable(first, first + more), first, first + more).count
        assert count <= 240
        finest = more < WIDEST["day"]
        assert finest or count >= 6

    def test_a_century_begins_with_a_year_00(self) -> None:
        days = (calendar.ordinal(1899, 5, 1), calendar.ordinal(2001, 1, 1))
        steps = Steps("century", *days)
        assert [steps.date(each) for each in range(steps.count)] == [
            "1800/1899", "1900/1999", "2000/2099",
        ]  # fmt: skip

    def test_a_week_begins_on_monday(self) -> None:
        steps = Steps("week", calendar.ordinal(2023, 3, 1), calendar.ordinal(2023, 3, 1))
        assert calendar.iso(steps.begin(0)) == "2023-02-27"
        assert DAYS["week"] == 7


def series(*values: int, money: dict[tuple[str, str], int] | None = None) -> Counted:
    """Counts of the steps 0, 1, 2 …, with the same money in each."""
    sums = {key: Amount(Decimal(value), Decimal(value)) for key, value in (money or {}).items()}
    return Counted({
        step: ChartBucket(Amount(Decimal(value), Decimal(value)), 0, dict(sums))
        for step, value in enumerate(values)
    })  # fmt: skip


def years(count: int) -> Steps:
    return Steps("year", calendar.ordinal(2000, 1, 1), calendar.ordinal(1999 + count, 6, 1))


class TestLayout:
    @pytest.mark.parametrize(("number", "steps", "lines", "panels"), [
        (1, 10, False, 1), (2, 10, True, 1), (MOST_LINES, 10, True, 1),
        (MOST_LINES + 1, 10, False, MOST_LINES + 1), (2, 2, False, 2), (2, 3, True, 1),
        (2, MOST_POINTS, True, 1), (2, MOST_POINTS + 1, False, 2), (6, 40, False, 6),
    ])  # fmt: skip
    def test_what_can_be_distinguished_is_lines_and_the_rest_panels(
        self, number: int, steps: int, lines: bool, panels: int
    ) -> None:
        found = Charted(years(steps), [series(1, 2) for _ in range(number)])
        names = [f"n{each}" for each in range(number)] if number > 1 else []
        layout = lay_events(found, names)
        assert (layout.lines, len(layout.panels)) == (lines, panels)
        drawn = [line.name for panel in layout.panels for line in panel.lines]
        assert drawn == (names or [""])  # no other line is drawn

    def test_panels_have_one_axis_unless_it_would_hide_one_of_them(self) -> None:
        alike = lay_events(Charted(years(2), [series(3), series(20)]), ["a", "b"])
        assert not alike.own
        assert len({each.top for each in alike.panels}) == 1
        unlike = lay_events(Charted(years(2), [series(3), series(2000)]), ["a", "b"])
        assert unlike.own
        assert [each.top for each in unlike.panels] == [3, 2000]

    def test_no_number_has_two_currencies_or_two_stages(self) -> None:
        keys = [(currency, stage) for currency in ("EUR", "USD", "KZT") for stage in STAGES]
        sums = {key: number for number, key in enumerate(keys, 1)}
        layout = lay_money(Charted(years(9), [series(1, 1, money=sums)]), [], None, CALLED)
        assert layout.lines
        for panel in layout.panels:
            assert panel.money is not None
            for line in panel.lines:
                (amount, _) = line.values.values()
                assert amount.about == sums[panel.money[0], line.name]

    def test_a_currency_and_stages_that_are_asked_for_are_alone(self) -> None:
        sums = dict.fromkeys([(a, b) for a in ("EUR", "USD") for b in STAGES], 7)
        found = Charted(years(9), [series(1, money=sums)])
        asked = {each: each for each in ("announced", "disbursed")}
        (panel,) = lay_money(found, [], "USD", asked).panels
        assert [each.name for each in panel.lines] == ["announced", "disbursed"]
        assert panel.money == ("USD", None)

    def test_currencies_without_a_panel_are_named(self) -> None:
        codes = ["EUR", "USD", "KZT", "UZS", "GBP", "JPY", "CHF", "SEK"]
        sums = {(each, "announced"): 1 for each in codes}
        layout = lay_money(Charted(years(9), [series(1, money=sums)]), [], None, CALLED)
        shown = [panel.money[0] for panel in layout.panels if panel.money]
        assert len(shown) == MOST_PANELS
        assert sorted([*shown, *layout.left_out]) == sorted(codes)


@given(st.lists(st.floats(0, 100), min_size=1, max_size=6))
def test_names_at_the_ends_of_lines_do_not_lie_on_each_other(wanted: list[float]) -> None:
    places = spread(wanted, 14, 0, 100)
    ordered = sorted(places)
    assert all(b - a >= 14 - 1e-9 for a, b in pairwise(ordered))
    assert ordered[0] >= -1e-9 and ordered[-1] <= 100 + 1e-9
    order = sorted(range(len(wanted)), key=lambda each: wanted[each])
    assert [places[each] for each in order] == ordered


class TestColours:
    @pytest.mark.parametrize("theme", ["light", "dark"])
    def test_every_series_can_be_seen_on_the_paper(self, theme: str) -> None:
        paper = parse(THEMES[theme].paper)
        inks = palette.LIGHT if theme == "light" else palette.DARK
        assert len(set(inks)) == 6
        assert min(contrast(parse(each), paper) for each in inks) >= 4.5

    @pytest.mark.parametrize("inks", [palette.LIGHT, palette.DARK])
    @pytest.mark.parametrize("kind", MATRICES)
    def test_any_two_are_apart_for_every_kind_of_sight(
        self, inks: tuple[str, ...], kind: str
    ) -> None:
        seen = [lab(parse(each), kind) for each in inks]
        for one, other in combinations(seen, 2):
            assert math.dist(one, other) > 20  # about ten times the smallest visible difference

    def test_the_style_sheet_has_the_same_colours(self) -> None:
        sheet = (assets.FOLDER / "chart.css").read_text("utf-8")
        for inks in (palette.LIGHT, palette.DARK):
            assert " ".join(f"--s{at}: {ink};" for at, ink in enumerate(inks)) in sheet

    def test_lines_differ_without_colour(self) -> None:
        assert len(set(palette.DASHES)) == len(palette.DASHES) == 6
