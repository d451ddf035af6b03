"""Makes event ids from the ids that a source gives its rows."""

from __future__ import annotations

import hashlib
import re
import unicodedata

LONGEST = 100


def make_id(text: str) -> str:
    """An id (``[a-z0-9][a-z0-9_-]{0,99}``) for ``text``, the same each time.

    Texts that differ in more than case get different ids. If characters or the end of the text
    had to be removed, the id has a digest of the whole text. Raises ``ValueError`` for blank text.
    """
    text = text.strip()
    if not text:
        raise ValueError("is empty, so the event has no id")
    lower = text.lower()
    plain = unicodedata.normalize("NFKD", lower).encode("ascii", "ignore").decode()
    found = re.sub(r"[^a-z0-9_]+", "-", plain).strip("-_")
    if found == lower and len(found) <= LONGEST:
        return found
    digest = hashlib.sha256(lower.encode("utf-8", "surrogatepass")).hexdigest()[:10]
    return f"{found[: LONGEST - 11]}-{digest}".lstrip("-")
