"""Texts that CQL2 compares with a property that takes only some texts.

Such a comparison with any other text would be false for every event, or true for every event, and
nobody would learn of the misspelling.
"""

from __future__ import annotations

from service.domain import condition as c
from service.domain import countries, edtf
from service.domain.vocabulary import CATEGORY_CODES, PRECISIONS, STATUSES
from service.schemas.fields import field_error
from service.schemas.parameter_values import unknown_word
from service.schemas.written_dates import written_date_error

WORDS: dict[str, tuple[str, ...]] = {
    "category": tuple(CATEGORY_CODES),
    "status": tuple(STATUSES),
    "precision": tuple(PRECISIONS),
    "extent": ("instant", "span"),
}


def check_equality(one: c.Operand, other: c.Operand) -> None:
    """Check the literal of ``one = other``, if the other side is a property that takes only some
    texts. Raises ``ValidationError`` with the nearest right spelling."""
    named, literal = (one, other) if isinstance(one, c.Named) else (other, one)
    if not isinstance(named, c.Named) or not isinstance(literal, c.Literal):
        return
    text = str(literal.value)
    if words := WORDS.get(named.name):
        if text not in words:
            raise unknown_word(text, words)
    elif named.name == "place_country":
        _require_code(text, folded=bool(named.folds))
    elif named.name == "date" and not named.folds:
        try:
            edtf.parse(text)
        except edtf.DateError as error:
            raise written_date_error(text, str(error)) from None


def _require_code(text: str, folded: bool) -> None:
    try:
        code = countries.resolve(text)
    except countries.UnknownCountry as error:
        raise field_error(str(error), error.nearest) from None
    if (code.lower() if folded else code) != text:
        raise field_error(f"{text[:64]!r} is not the code of a country", (code,))
