"""Documents of events with the text of their date in the reader's language.

They are stored with the English text, which is the reply if a request names no other language.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import orjson

from service.domain import edtf
from service.domain.display import display
from service.languages import DEFAULT

DISPLAY = "date_display"


def documents_in(documents: Iterable[bytes], lang: str) -> Iterable[bytes]:
    """The documents in the language ``lang``."""
    if lang == DEFAULT:
        return documents
    return (orjson.dumps(event_in(orjson.loads(each), lang)) for each in documents)


def event_in(event: dict[str, Any], lang: str) -> dict[str, Any]:
    """One event in the language ``lang``."""
    if lang != DEFAULT:
        event[DISPLAY] = display(edtf.parse(event["date"]), event["date_as_reported"], lang)
    return event
