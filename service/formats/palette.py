"""Colours and dashes of series: six that colour-blind readers tell apart, and that differ without
colour too."""

from __future__ import annotations

LIGHT = ("#0b61a4", "#b3410e", "#00785a", "#9a3f8f", "#7a6200", "#4a4a4a")
DARK = ("#62b5ec", "#f0975a", "#35c9a0", "#e39ad6", "#e3cd4f", "#cfcfcf")
"""By theme, after the colours of Okabe and Ito (Color Universal Design, 2008), made darker on
light paper and lighter on dark: each has a contrast of 4.5 or more to the paper."""
DASHES = ("", "7 3", "2 3", "10 3 2 3", "5 2 1 2 1 2", "1 4")
"""``stroke-dasharray`` of the line of each series."""
