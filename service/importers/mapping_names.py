"""Finds the mappings of an instance by name: the files in ``mappings`` of its seed folder."""

from __future__ import annotations

from pathlib import Path

from service.errors import FieldError, Invalid


def named_mapping(seed: Path, name: str) -> Path:
    """The file of the mapping called ``name``. Raises ``Invalid`` that lists all mappings."""
    known = _known(seed)
    if name not in known:
        text = f"mapping: there is none {name!r}; {_listed(known)}"
        raise Invalid(text, [FieldError(text, parameter="mapping")])
    return known[name]


def mapping_file(seed: Path, text: str) -> Path:
    """The file that ``text`` names on the command line.

    ``text`` is a path, or the name of a mapping of the instance. Raises ``Invalid`` if it is
    neither, or both.
    """
    path, known = Path(text), _known(seed)
    if path.is_file() and text in known:
        raise Invalid(
            f"--mapping: {text!r} is a file here and also a mapping of this instance; write"
            f" ./{text} for the file, or {known[text]} for the other"
        )
    if not path.is_file() and text not in known:
        raise Invalid(f"--mapping: there is no file {text!r}, nor a mapping; {_listed(known)}")
    return known.get(text, path)


def _listed(known: dict[str, Path]) -> str:
    return f"there are {', '.join(sorted(known))}" if known else "this instance has none"


def _known(seed: Path) -> dict[str, Path]:
    return {each.stem: each for each in (seed / "mappings").glob("*.json")}
