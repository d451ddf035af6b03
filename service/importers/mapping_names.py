"""The mappings that an instance has, by name: the files in ``mappings`` of its seed folder."""

from __future__ import annotations

import re
from pathlib import Path

from service.errors import FieldError, Invalid

NAME = re.compile(r"[a-z0-9_-]{1,60}")


def named_mapping(seed: Path, name: str) -> Path:
    """The file of the mapping called ``name``. Raises ``Invalid``, naming all that there are."""
    known = _known(seed)
    if name not in known:
        there = f"there are {', '.join(sorted(known))}" if known else "this instance has none"
        text = f"mapping: there is none {name!r}; {there}"
        raise Invalid(text, [FieldError(text, parameter="mapping")])
    return known[name]


def mapping_file(seed: Path, text: str) -> Path:
    """The file that ``text`` names on the command line: a path, or the name of a mapping of the
    instance. Raises ``Invalid`` where it is neither, and where it is both."""
    path = Path(text)
    if not NAME.fullmatch(text):
        if path.is_file():
            return path
        raise Invalid(f"mapping: there is no file {text}")
    if path.is_file():
        if text in _known(seed):
            raise Invalid(
                f"mapping: {text!r} is a file here and also a mapping of this instance; write"
                f" ./{text} for the file, or {_known(seed)[text]} for the other"
            )
        return path
    return named_mapping(seed, text)


def _known(seed: Path) -> dict[str, Path]:
    return {each.stem: each for each in (seed / "mappings").glob("*.json")}
