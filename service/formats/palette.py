"""Colours and dashes of six series.

Colour-blind readers can tell the colours apart, and the dashes differ for readers without colour.
"""

from __future__ import annotations

LIGHT = ("#194998", "#b40000", "#0b8667", "#97568d", "#607d3f", "#352b2b")
DARK = ("#5b86ff", "#ec5a41", "#38f5a0", "#c76f90", "#fbd523", "#d1ecff")
"""By theme, found by a search: each colour has a contrast of 4.5 or more to the paper. Any two of
them differ for readers with normal, red-blind, green-blind and blue-blind sight."""
DASHES = ("", "7 3", "2 3", "10 3 2 3", "5 2 1 2 1 2", "1 4")
"""``stroke-dasharray`` of the line of each series."""
