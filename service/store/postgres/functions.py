"""The functions that the store's SQL calls (``service.store.functions``), written for PostgreSQL.

PostgreSQL does not run Python. A test compares each function with the domain's own.
"""

from __future__ import annotations

import sys
import unicodedata
from functools import cache

BLOCK = 256
"""Letters that are folded together, to find those blocks that have something to fold."""


@cache
def statements() -> tuple[str, ...]:
    """The statements that create or replace the functions."""
    return _casei(), _accenti(), _SECOND, _BEGAN, _ENDED, _MEETS


def _function(head: str, body: str) -> str:
    return f"CREATE OR REPLACE FUNCTION {head} IMMUTABLE STRICT PARALLEL SAFE AS $f$ {body} $f$"


def _casei() -> str:
    """Full case folding as in Python: letter by letter, and the letters that become several."""
    one, other, many = [], [], []
    for start in range(0, sys.maxunicode + 1, BLOCK):
        block = "".join(map(chr, range(max(start, 0x80), start + BLOCK)))
        if block.casefold() == block:
            continue
        for sign in block:
            folded = sign.casefold()
            if folded != sign:
                if len(folded) == 1:
                    one.append(sign)
                    other.append(folded)
                else:
                    many.append((sign, folded))
    pattern = "".join(sign for sign, _ in many)
    replaced = "x"
    for sign, folded in many:
        replaced = f"replace({replaced}, '{sign}', '{folded}')"
    return _function(
        "casei(x text) RETURNS text LANGUAGE sql",
        f'SELECT CASE WHEN octet_length(x) = length(x) THEN lower(x COLLATE "C")'
        f" ELSE translate(lower((CASE WHEN x ~ '[{pattern}]' THEN {replaced} ELSE x END)"
        f" COLLATE \"C\"), '{''.join(one)}', '{''.join(other)}') END",
    )


def _accenti() -> str:
    """Removes the marks (category Mn) of letters that decompose into a letter and marks."""
    ranges: list[list[int]] = []
    for number, kind in enumerate(map(unicodedata.category, map(chr, range(sys.maxunicode + 1)))):
        if kind == "Mn":
            if ranges and ranges[-1][1] == number - 1:
                ranges[-1][1] = number
            else:
                ranges.append([number, number])
    # No backslash: in a string of SQL it means what ``standard_conforming_strings`` says.
    marks = "".join(f"{chr(low)}-{chr(high)}" for low, high in ranges)
    return _function(
        "accenti(x text) RETURNS text LANGUAGE sql",
        "SELECT CASE WHEN octet_length(x) = length(x) THEN x ELSE"
        f" normalize(regexp_replace(normalize(x, NFD), '[{marks}]', '', 'g'), NFC) END",
    )


# Days are counted as in the proleptic Gregorian calendar, from 0001-01-01 as 1, for any year.
_SECOND = _function(
    "dateline_second(x text, last boolean) RETURNS bigint LANGUAGE plpgsql",
    r"""
DECLARE
    found text[] := regexp_match(x, '^(Y?-?[0-9]+)-([0-9]{2})-([0-9]{2})T([0-9]{2}):([0-9]{2})'
        '(?::([0-9]{2})(?:[.,][0-9]+)?)?(?:Z|([+-])([0-9]{2}):?([0-9]{2})?)[?~%]?$');
    y bigint; m bigint; d bigint; second bigint;
BEGIN
    IF found IS NULL THEN RETURN NULL; END IF;
    y := CAST(ltrim(found[1], 'Y') AS bigint); m := found[2]; d := found[3];
    IF m <= 2 THEN y := y - 1; m := m + 12; END IF;
    d := 365 * y + floor(y / 4.0) - floor(y / 100.0) + floor(y / 400.0)
        + (153 * (m - 3) + 2) / 5 + d - 306;
    second := d * 86400 + CAST(found[4] AS int) * 3600 + CAST(found[5] AS int) * 60
        + coalesce(CAST(found[6] AS int), 0);
    IF found[7] IS NOT NULL THEN
        second := second - (CASE found[7] WHEN '-' THEN -1 ELSE 1 END)
            * (CAST(found[8] AS int) * 3600 + coalesce(CAST(found[9] AS int), 0) * 60);
    END IF;
    RETURN second + CASE WHEN last AND found[6] IS NULL THEN 59 ELSE 0 END;
END""",
)
_HALF = "SELECT CASE WHEN x NOT LIKE '[%' THEN dateline_second({}, {}) END"
_BEGAN = _function(
    "began(x text) RETURNS bigint LANGUAGE sql", _HALF.format("split_part(x, '/', 1)", "FALSE")
)
_ENDED = _function(
    "ended(x text) RETURNS bigint LANGUAGE sql", _HALF.format("split_part(x, '/', -1)", "TRUE")
)
# The same steps as ``service.domain.geometry.covers``: the same arithmetic gives the same answer.
_MEETS = _function(
    "meets(shape text, longitude float8, latitude float8) RETURNS boolean LANGUAGE plpgsql",
    """
DECLARE
    parts json := shape; box json; line json; rings json; low float8; high float8; x float8;
    y float8 := latitude; turn float8; inside boolean; n int; x1 float8; y1 float8; x2 float8;
    y2 float8; across float8; several boolean;
BEGIN
    FOR box IN SELECT * FROM json_array_elements(parts -> 0) LOOP
        IF y BETWEEN CAST(box ->> 1 AS float8) AND CAST(box ->> 3 AS float8) THEN
            low := box ->> 0; high := box ->> 2;
            IF (low <= high AND longitude BETWEEN low AND high)
                OR (low > high AND (longitude >= low OR longitude <= high)) THEN
                RETURN TRUE;
            END IF;
        END IF;
    END LOOP;
    SELECT min(CAST(p ->> 0 AS float8)), max(CAST(p ->> 0 AS float8)) INTO low, high FROM (
        SELECT json_array_elements(parts -> 1) AS p
        UNION ALL SELECT json_array_elements(l) FROM json_array_elements(parts -> 2) l
        UNION ALL SELECT json_array_elements(r) FROM json_array_elements(parts -> 3) a,
            json_array_elements(a) r) c;
    IF low IS NULL THEN RETURN FALSE; END IF;
    FOREACH turn IN ARRAY ARRAY[0, 360, -360] LOOP
        x := longitude + turn;
        CONTINUE WHEN NOT x BETWEEN low AND high;
        IF EXISTS (SELECT 1 FROM json_array_elements(parts -> 1) p
            WHERE CAST(p ->> 0 AS float8) = x AND CAST(p ->> 1 AS float8) = y) THEN
            RETURN TRUE;
        END IF;
        FOR line IN SELECT * FROM json_array_elements(parts -> 2) LOOP
            FOR n IN 0 .. json_array_length(line) - 2 LOOP
                x1 := line -> n ->> 0; y1 := line -> n ->> 1;
                x2 := line -> (n + 1) ->> 0; y2 := line -> (n + 1) ->> 1;
                IF x BETWEEN least(x1, x2) AND greatest(x1, x2)
                    AND y BETWEEN least(y1, y2) AND greatest(y1, y2)
                    AND (x2 - x1) * (y - y1) = (y2 - y1) * (x - x1) THEN
                    RETURN TRUE;
                END IF;
            END LOOP;
        END LOOP;
        FOR rings IN SELECT * FROM json_array_elements(parts -> 3) LOOP
            inside := FALSE;
            FOR line IN SELECT * FROM json_array_elements(rings) LOOP
                FOR n IN 0 .. json_array_length(line) - 2 LOOP
                    x1 := line -> n ->> 0; y1 := line -> n ->> 1;
                    x2 := line -> (n + 1) ->> 0; y2 := line -> (n + 1) ->> 1;
                    CONTINUE WHEN (y1 > y AND y2 > y) OR (y1 < y AND y2 < y);
                    across := (x2 - x1) * (y - y1) - (y2 - y1) * (x - x1);
                    IF across = 0 AND x BETWEEN least(x1, x2) AND greatest(x1, x2) THEN
                        RETURN TRUE;
                    END IF;
                    IF (y1 > y) <> (y2 > y) THEN
                        IF x < (x2 - x1) * (y - y1) / (y2 - y1) + x1 THEN
                            inside := NOT inside;
                        END IF;
                    END IF;
                END LOOP;
            END LOOP;
            IF inside THEN RETURN TRUE; END IF;
        END LOOP;
    END LOOP;
    RETURN FALSE;
END""",
)
