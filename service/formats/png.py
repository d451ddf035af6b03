"""Pictures as PNG, for programs that do not show SVG: resvg draws them from the service's own SVG.

The fonts are DejaVu Sans and its bold, which are part of the service, and those of a folder that
the operator names. Fonts of the machine are never used, so a picture is the same everywhere.
Letters are joined and set from right to left if their script needs it.
"""

from __future__ import annotations

import struct
from functools import cache
from pathlib import Path

import resvg_py

FOLDER = Path(__file__).with_name("fonts")
FAMILY = "DejaVu Sans"
FILES = tuple(str(FOLDER / name) for name in ("DejaVuSans.ttf", "DejaVuSans-Bold.ttf"))
MEDIA_TYPE = "image/png"


def png(svg: str, width: int, height: int, fonts: str = "") -> bytes:
    """``svg`` as PNG of that size; ``fonts`` is a folder with more fonts. It takes some tens of
    milliseconds, and nothing else of the process runs in that time."""
    return resvg_py.svg_to_bytes(
        svg_string=svg,
        width=width,
        height=height,
        skip_system_fonts=True,
        font_files=list(FILES),
        font_dirs=[fonts] if fonts else None,
        sans_serif_family=FAMILY,
        font_family=FAMILY,
    )


def icon(image: bytes, size: int) -> bytes:
    """A PNG of ``size`` pixels square as the only picture of an .ico file."""
    side = size % 256  # 0 means 256
    head = struct.pack("<HHH", 0, 1, 1)
    entry = struct.pack("<BBBBHHII", side, side, 0, 0, 1, 32, len(image), len(head) + 16)
    return head + entry + image


def drawable(text: str) -> bool:
    """Whether the built-in fonts have every letter of ``text``."""
    known = _characters()
    return all(each.isspace() or ord(each) in known for each in text)


@cache
def _characters() -> frozenset[int]:
    """The characters that both fonts have, from their tables (OpenType, cmap format 12)."""
    ours, bold = (_of_font(Path(each).read_bytes()) for each in FILES)
    return frozenset(ours & bold)


def _of_font(font: bytes) -> set[int]:
    (tables,) = struct.unpack_from(">H", font, 4)
    places = {
        tag: at for tag, _, at, _ in struct.iter_unpack(">4sIII", font[12 : 12 + 16 * tables])
    }
    start = places[b"cmap"]
    (count,) = struct.unpack_from(">H", font, start + 2)
    found: set[int] = set()
    for _, _, offset in struct.iter_unpack(">HHI", font[start + 4 : start + 4 + 8 * count]):
        at = start + offset
        if struct.unpack_from(">H", font, at) == (12,):
            (groups,) = struct.unpack_from(">I", font, at + 12)
            for first, last, _ in struct.iter_unpack(">III", font[at + 16 : at + 16 + 12 * groups]):
                found.update(range(first, last + 1))
    return found
