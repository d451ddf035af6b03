"""The results page of the bench agrees with the stored ratios, and a plot shows each ratio."""

from __future__ import annotations

import re
import xml.etree.ElementTree as Xml

import pytest

from bench import results
from bench.full import room
from bench.results import Run, Table

GB = 10**9


def test_the_page_and_the_plots_are_made_from_what_is_stored() -> None:
    found = results.pages(results.runs())
    assert found
    for name, text in found.items():
        assert (results.FOLDER / name).read_text("utf-8") == text, "run python -m bench.results"


def test_a_plot_has_a_dot_for_each_figure_within_its_edges() -> None:
    table = Table("Asked & answered", ["a", "b"], {"one": [0.004, 250.0], "other": [1.0, 3.5]})
    drawn = Xml.fromstring(results.plot(Run(10, "x", 2, [0.1, 0.2], [], [table])))
    dots = [each for each in drawn.iter() if each.tag.endswith("circle")]
    told = [(each[0].text or "", float(each.attrib["cx"])) for each in dots]
    figures = {
        float(text.rsplit(": ", 1)[1]): x for text, x in told if re.search(r": [\d.]+$", text)
    }
    assert sorted(figures) == [0.0, 1.0, 3.5, 250.0]
    assert [figures[each] for each in sorted(figures)] == sorted(figures.values())
    assert all(results.LEFT <= x <= results.WIDTH for x in figures.values())


@pytest.mark.parametrize(
    ("kept", "passing", "same_disk", "fits"),
    [
        (100 * GB, 100 * GB, True, [True, True, False]),
        (200 * GB, 200 * GB, True, [True, True, True]),
        (60 * GB, 61 * GB, False, [True, True, True]),
        (60 * GB, 5 * GB, False, [True, False, False]),
        (0, 0, True, [False, False, False]),
    ],
)
def test_a_size_without_room_is_left_out(
    kept: int, passing: int, same_disk: bool, fits: list[bool]
) -> None:
    sizes = [100_000, 1_000_000, 10_000_000]
    assert list(room(sizes, kept, passing, same_disk)) == list(zip(sizes, fits, strict=True))
