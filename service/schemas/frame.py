"""The parameters of ``/embed``, which a URL that is pasted into an editor may have too."""

from __future__ import annotations

from service import languages
from service.schemas.fields import field_error
from service.schemas.parameters import LANG, Parameter, near_languages, number_option

LOWEST, HIGHEST = 160, 2000
"""Pixels of the height of the drawing."""
LANGUAGES = (
    "ar", "de", "en", "es", "fa", "fr", "he", "hi", "it", "ja", "kk", "ko", "ky", "pl", "pt", "ru",
    "tg", "tk", "tr", "uk", "uz", "zh",
)  # fmt: skip
"""Languages of the axis, which browsers know; the pages do not have all of them."""


def _language(tag: str) -> str:
    found = languages.primary(tag)
    if found not in LANGUAGES:
        known = ", ".join(LANGUAGES)
        raise field_error(f"{tag[:40]!r} is not a language of the timeline, which has {known}",
                    near_languages(tag, LANGUAGES))  # fmt: skip
    return found


FRAME = (
    Parameter("theme", "auto follows the reader's system.",
              {"type": "string", "enum": ["auto", "light", "dark"], "default": "auto"}),
    number_option("height", "Pixels of the drawing.", LOWEST, HIGHEST),
    Parameter(LANG.name, "Language of the timeline and its axis; that of the browser by default.",
              {"type": "string"}, read=_language),
)  # fmt: skip
