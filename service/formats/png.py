"""Pictures as PNG, for programs that do not show SVG: resvg draws them from the service's own SVG.

The fonts are DejaVu Sans and its bold, which are part of the service, and those of a folder that
the operator names. Fonts of the machine are never used, so a picture is the same everywhere.
Letters are joined and set from right to left if their script needs it.
"""

from __future__ import annotations

import struct
from functools import cache
from pathlib import Path

import resvg
from resvg import usvg

FOLDER = Path(__file__).with_name("fonts")
FAMILY = "DejaVu Sans"
FILES = tuple(str(FOLDER / name) for name in ("DejaVuSans.ttf", "DejaVuSans-Bold.ttf"))
MEDIA_TYPE = "image/png"
AS_IT_IS = (1.0, 0.0, 0.0, 0.0, 1.0, 0.0)
"""The transformation that changes nothing."""


def png(svg: str, fonts: str = "") -> bytes:
    """``svg`` as PNG of the size that it says. Its texts name ``FAMILY``. ``fonts`` is a folder
    with more fonts. It takes some twenty milliseconds."""
    # Options belong to the thread that makes them. The fonts are given as bytes, because resvg
    # opens a file again for every letter.
    options = usvg.Options.default()
    options.font_family = FAMILY
    for each in _fonts():
        options.load_font_data(each)
    if fonts:
        options.load_fonts_dir(fonts)
    return resvg.render(usvg.Tree.from_str(svg, options), AS_IT_IS)


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
    ours, bold = map(_of_font, _fonts())
    return frozenset(ours & bold)


@cache
def _fonts() -> tuple[bytes, ...]:
    return tuple(Path(each).read_bytes() for each in FILES)


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
