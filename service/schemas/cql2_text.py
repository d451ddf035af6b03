"""CQL2 as text (OGC 21-065r2, 8.2 and Annex B) turned into CQL2 as JSON.

The grammar is LALR(1): the time and memory for reading are proportional to the length of the text,
however deeply it is nested.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Any

from lark import Lark, Transformer
from lark.exceptions import UnexpectedCharacters, UnexpectedEOF, UnexpectedInput
from marshmallow import ValidationError

from service.schemas.fields import field_error

_GRAMMAR = r"""
?start: disjunction
?disjunction: conjunction (_OR conjunction)*                        -> any_of
?conjunction: negation (_AND negation)*                             -> all_of
?negation: _NOT negation                                            -> negated
    | predicate
?predicate: "(" disjunction ")"
    | value
    | value COMPARISON value                                        -> comparison
    | value _LIKE value                                             -> like
    | value _NOT _LIKE value                                        -> not_like
    | value _BETWEEN value _AND value                               -> between
    | value _NOT _BETWEEN value _AND value                          -> not_between
    | value _IN "(" value ("," value)* ")"                          -> among
    | value _NOT _IN "(" value ("," value)* ")"                     -> not_among
    | value _IS _NULL                                               -> is_null
    | value _IS _NOT _NULL                                          -> is_not_null
?value: STRING                                                      -> text
    | NUMBER                                                        -> number
    | _TRUE                                                         -> true
    | _FALSE                                                        -> false
    | NAME                                                          -> name
    | QUOTED                                                        -> quoted
    | NAME "(" [argument ("," argument)*] ")"                       -> function
    | geometry
?argument: value | values
values: "(" [value ("," value)*] ")" | "[" [value ("," value)*] "]"
?geometry: _POINT "(" position ")"                                  -> point
    | _LINESTRING line                                              -> linestring
    | _POLYGON rings                                                -> polygon
    | _MULTIPOINT "(" _spot ("," _spot)* ")"                        -> multipoint
    | _MULTILINESTRING "(" line ("," line)* ")"                     -> multilinestring
    | _MULTIPOLYGON "(" rings ("," rings)* ")"                      -> multipolygon
    | _GEOMETRYCOLLECTION "(" geometry ("," geometry)* ")"          -> collection
_spot: position | "(" position ")"
line: "(" position ("," position)* ")"
rings: "(" line ("," line)* ")"
position: NUMBER NUMBER NUMBER?
COMPARISON: "<>" | "<=" | ">=" | "=" | "<" | ">"
STRING: /'(?:[^'\\]|''|\\.)*'/s
QUOTED: /"(?:[^"]|"")+"/
NUMBER: /[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?/
NAME: /[:_A-Za-z\u00c0-\ufffd][:_.0-9A-Za-z\u00b7-\ufffd]*/
_OR.2: /OR(?![:_.\w])/i
_AND.2: /AND(?![:_.\w])/i
_NOT.2: /NOT(?![:_.\w])/i
_LIKE.2: /LIKE(?![:_.\w])/i
_BETWEEN.2: /BETWEEN(?![:_.\w])/i
_IN.2: /IN(?![:_.\w])/i
_IS.2: /IS(?![:_.\w])/i
_NULL.2: /NULL(?![:_.\w])/i
_TRUE.2: /TRUE(?![:_.\w])/i
_FALSE.2: /FALSE(?![:_.\w])/i
_POINT.2: /POINT(\s*Z)?(?=\s*\()/i
_LINESTRING.2: /LINESTRING(\s*Z)?(?=\s*\()/i
_POLYGON.2: /POLYGON(\s*Z)?(?=\s*\()/i
_MULTIPOINT.2: /MULTIPOINT(\s*Z)?(?=\s*\()/i
_MULTILINESTRING.2: /MULTILINESTRING(\s*Z)?(?=\s*\()/i
_MULTIPOLYGON.2: /MULTIPOLYGON(\s*Z)?(?=\s*\()/i
_GEOMETRYCOLLECTION.2: /GEOMETRYCOLLECTION(\s*Z)?(?=\s*\()/i
%ignore /[ \t\r\n]+/
"""


_ESCAPE = re.compile(r"'(')|\\(['\\])")
"""A quote is written twice or after a backslash (Annex B, escapeQuote). Clients that use the
backslash double a literal one. Before any other character it stays as it is, for patterns."""


def _call(operator: str, *arguments: Any) -> dict[str, Any]:
    return {"op": operator, "args": list(arguments)}


class _ToJson(Transformer[Any, Any]):
    """Builds the JSON form from the leaves up, while the text is parsed."""

    def any_of(self, parts: list[Any]) -> Any:
        return parts[0] if len(parts) == 1 else _call("or", *parts)

    def all_of(self, parts: list[Any]) -> Any:
        return parts[0] if len(parts) == 1 else _call("and", *parts)

    def negated(self, parts: list[Any]) -> Any:
        return _call("not", *parts)

    def comparison(self, parts: list[Any]) -> Any:
        return _call(str(parts[1]), parts[0], parts[2])

    def like(self, parts: list[Any]) -> Any:
        return _call("like", *parts)

    def not_like(self, parts: list[Any]) -> Any:
        return _call("not", self.like(parts))

    def between(self, parts: list[Any]) -> Any:
        return _call("between", *parts)

    def not_between(self, parts: list[Any]) -> Any:
        return _call("not", self.between(parts))

    def among(self, parts: list[Any]) -> Any:
        return _call("in", parts[0], parts[1:])

    def not_among(self, parts: list[Any]) -> Any:
        return _call("not", self.among(parts))

    def is_null(self, parts: list[Any]) -> Any:
        return _call("isNull", *parts)

    def is_not_null(self, parts: list[Any]) -> Any:
        return _call("not", self.is_null(parts))

    def text(self, parts: list[Any]) -> str:
        return _ESCAPE.sub(lambda found: found[1] or found[2], str(parts[0])[1:-1])

    def number(self, parts: list[Any]) -> float | int:
        text = str(parts[0])
        return int(text) if text.lstrip("+-").isdecimal() and len(text) < 19 else float(text)

    def true(self, _: list[Any]) -> bool:
        return True

    def false(self, _: list[Any]) -> bool:
        return False

    def name(self, parts: list[Any]) -> Any:
        return {"property": str(parts[0])}

    def quoted(self, parts: list[Any]) -> Any:
        return {"property": str(parts[0])[1:-1].replace('""', '"')}

    def values(self, parts: list[Any]) -> list[Any]:
        return parts

    def function(self, parts: list[Any]) -> Any:
        name, *arguments = parts
        lower = str(name).lower()
        if lower in ("date", "timestamp") and len(arguments) == 1:
            return {lower: arguments[0]}
        if lower in ("interval", "bbox"):
            return {lower: arguments}
        return _call(lower, *arguments)

    def position(self, parts: list[Any]) -> list[float]:
        return [float(each) for each in parts]

    def _geometry(self, kind: str, coordinates: Any) -> dict[str, Any]:
        return {"type": kind, "coordinates": coordinates}

    def line(self, parts: list[Any]) -> Any:
        return parts

    rings = line

    def point(self, parts: list[Any]) -> Any:
        return self._geometry("Point", parts[0])

    def linestring(self, parts: list[Any]) -> Any:
        return self._geometry("LineString", parts[0])

    def polygon(self, parts: list[Any]) -> Any:
        return self._geometry("Polygon", parts[0])

    def multipoint(self, parts: list[Any]) -> Any:
        return self._geometry("MultiPoint", parts)

    def multilinestring(self, parts: list[Any]) -> Any:
        return self._geometry("MultiLineString", parts)

    def multipolygon(self, parts: list[Any]) -> Any:
        return self._geometry("MultiPolygon", parts)

    def collection(self, parts: list[Any]) -> Any:
        return {"type": "GeometryCollection",
                "geometries": parts}  # fmt: skip


@cache
def _parser() -> Lark:
    return Lark(_GRAMMAR, parser="lalr", transformer=_ToJson(), maybe_placeholders=False)


_OTHERS = {
    re.compile(pattern, re.IGNORECASE): right
    for pattern, right in (
        ("!=", "<>"), ("(?<==)=", "="), ("&&", "AND"), (r"\|\|", "OR"), ("!(?!=)", "NOT"),
        (r"ilike\b", "CASEI( ) LIKE CASEI( )"), (r"(?<=\d{4})-\d\d", "DATE('2022-09-14')"),
    )
}  # fmt: skip
"""What other languages write, with the CQL2 of it."""


def as_json(text: str) -> Any:
    """The JSON form of ``text``. Raises ``ValidationError``, which says where the error is."""
    try:
        return _parser().parse(text)
    except UnexpectedInput as error:
        raise _error(text, error) from None


def _error(text: str, error: UnexpectedInput) -> ValidationError:
    at = error.pos_in_stream if isinstance(error, UnexpectedCharacters) else None
    token = getattr(error, "token", None)
    if at is None and token is not None and token.type != "$END":
        at = token.start_pos
    if at is None or isinstance(error, UnexpectedEOF):
        return field_error("is CQL2 text that ends too early")
    near = tuple(right for wrong, right in _OTHERS.items() if wrong.match(text, at))
    return field_error(f"is not CQL2 text at character {at + 1}: {text[at : at + 20]!r}", near)
