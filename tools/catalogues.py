"""``make catalogues``: collect the texts of the pages in ``service/locales/dateline.pot``, and
update every catalogue.

Texts are in templates (``_("…")``, ``ngettext("…", "…", n)``), in scripts, and in Python. There
``mark("…")`` marks a text that is looked up later. The fixed words of the API and the names of
states that Unicode's CLDR does not have are collected from their tables.

If an English text has changed, its translation is kept as a comment (``#~``) at the end of its
catalogue, so that the translator can look at it. Nothing is guessed.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

from babel import Locale
from babel.messages import catalog
from babel.messages.catalog import Catalog
from babel.messages.extract import extract
from babel.messages.pofile import read_po, write_po

from service import bundled_data
from service.domain import countries
from service.domain import vocabulary as fixed
from service.formats.registry import FORMATS
from service.languages import DEFAULT, ERROR, FOLDER, NAMES
from service.resources import SEED
from tools import error_messages

ROOT = Path(__file__).resolve().parent.parent
TEMPLATE = FOLDER / "dateline.pot"
KEYWORDS = {
    "_": None, "gettext": None, "mark": None, "ngettext": (1, 2), "pgettext": ((1, "c"), 2),
}  # fmt: skip
OPTIONS = {"jinja2": {"trimmed": "true", "silent": "false", "encoding": "utf-8"}}
WIDTH = 96
HEADER = """\
# Texts of Dateline's pages.
# Each key is the English text. Keep what stands as %(name)s, and every element.
#"""

Message = tuple[str | tuple[str, str], str | None, str]
"""Three parts: a text (or its singular and plural), its context, and the file that contains it."""


def in_files() -> Iterator[Message]:
    """The texts in templates, scripts and Python."""
    for path in sorted((ROOT / "service").rglob("*")):
        method = {".html": "jinja2", ".py": "python", ".js": "javascript"}.get(path.suffix)
        place = path.relative_to(ROOT).as_posix()
        if method is None or place.startswith(("service/seed", "service/migrations")):
            continue
        if place.endswith(("dateline-timeline.js", "map-words.js")):
            continue  # these scripts contain their own translations
        found = extract(
            method, BytesIO(path.read_bytes()), KEYWORDS, options=OPTIONS.get(method, {})
        )
        for _, text, _, context in found:
            pair = text if isinstance(text, str) else (str(text[0]), str(text[1]))
            yield pair, context, place


def in_tables() -> Iterator[Message]:
    """The fixed words, the formats, and the states that CLDR has no name for."""
    words = {
        "category": fixed.CATEGORY_CODES, "status": fixed.STATUSES, "role": fixed.ROLES,
        "stage": fixed.STAGES, "actor": fixed.ACTOR_TYPES, "relation": fixed.RELATION_TYPES,
        "precision": fixed.PRECISIONS, "field": fixed.SUPPORTABLE_FIELDS,
    }  # fmt: skip
    for kind, codes in words.items():
        for code in codes:
            yield code.replace("_", " "), kind, "service/domain/vocabulary.py"
    for each in fixed.CATEGORIES:
        yield each.description, "category", "service/domain/vocabulary.py"
    for form in FORMATS:
        for text in filter(None, (form.name, form.client)):
            yield text, None, "service/formats/registry.py"
    bundled_data.register(SEED)
    known = Locale.parse("en").territories
    for country in countries.all_countries():
        if country.code not in known:
            yield country.name, "country", "seed/states.json"


def in_errors() -> Iterator[Message]:
    """The messages of errors (``tools.error_messages``)."""
    for text, place in error_messages.messages():
        yield text, ERROR, place


def template() -> Catalog:
    """All texts, each with the files that contain it."""
    made = Catalog(project="Dateline", header_comment=HEADER, charset="utf-8", fuzzy=False)
    for text, context, place in [*in_files(), *in_tables(), *in_errors()]:
        # Babel accepts a location without a line number, although its types require one.
        made.add(text, locations=[(place, None)], context=context)  # type: ignore[list-item]
    return made


def written(catalogue: Catalog, *, obsolete: bool = True) -> bytes:
    """A catalogue as the bytes of its file."""
    # Otherwise each new day and each new version of Babel would change the file.
    catalogue.creation_date = catalogue.revision_date = datetime(2026, 1, 1, tzinfo=UTC)
    out = BytesIO()
    write_po(out, catalogue, width=WIDTH, sort_output=True, ignore_obsolete=not obsolete,
             include_lineno=False)  # fmt: skip
    lines = out.getvalue().splitlines(keepends=True)
    return b"".join(each for each in lines if not each.startswith(b'"Generated-By:'))


def updated(code: str, texts: Catalog) -> bytes:
    """The catalogue of a language with exactly the texts of ``texts``."""
    path = FOLDER / code / "LC_MESSAGES" / "dateline.po"
    if path.exists():
        with path.open("rb") as file:
            known = read_po(file, locale=code)
    else:
        known = Catalog(locale=code, project="Dateline")
    known.update(texts, no_fuzzy_matching=True, update_header_comment=True)
    known.header_comment = HEADER
    return written(known)


def main() -> None:
    """Write the template and all catalogues; print how many texts have no translation."""
    texts = template()
    FOLDER.mkdir(exist_ok=True)
    TEMPLATE.write_bytes(written(texts))
    for code in NAMES:
        if code == DEFAULT:
            continue
        path = FOLDER / code / "LC_MESSAGES" / "dateline.po"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(updated(code, texts))
        with path.open("rb") as file:
            missing = [each for each in read_po(file, locale=code) if each.id and not said(each)]
        sys.stdout.write(f"{code}: {len(texts)} texts, {len(missing)} without a translation\n")


def said(message: catalog.Message) -> bool:
    """Whether a message of a catalogue is translated, in every form."""
    text = message.string
    return all(text) if isinstance(text, tuple | list) else bool(text)


if __name__ == "__main__":
    main()
